"""Chains of pieces to links: what nothing but two pieces meet at is no node.

Owns the order and the direction in which pieces of a chain follow each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.lines.drawn import DrawnLines, starts_of, stretches
from zimnik.geo.lines.pieces import Pieces, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray


def merged(pieces: Pieces, kept: NDArray[np.bool_]) -> Pieces:
    """Return pieces joined at nodes of two ends, of one group and level of no more meaning.

    Parameters
    ----------
    pieces
        What is joined. Its levels are lost: a road and its bridge are one link.
    kept
        Nodes that stay, whatever meets there.
    """
    inner = _passed(pieces, kept)
    inner = _with_begun_circles(pieces, inner)
    following = _following(pieces, inner)
    last, hops = _last_and_hops(following)
    # Halves are walked both ways: that chain is taken which ends with the lesser half.
    first = np.empty(len(following), np.intp)
    tail = _reversed(np.arange(len(following)))
    begins = ~inner[_tails(pieces)]
    first[last[begins]] = np.flatnonzero(begins)
    taken = last < tail[first[last]]
    halves = np.flatnonzero(taken)
    halves = halves[np.lexsort((-hops[halves], last[halves]))]
    return _in_one(pieces, halves, last[halves])


def _passed(pieces: Pieces, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return nodes at which two pieces of one group end, and nothing else."""
    count = len(pieces.nodes)
    nodes, groups = pieces.ends.ravel(), np.repeat(pieces.lines.group, 2)
    least, most = np.full(count, np.iinfo(np.intp).max), np.full(count, -1)
    np.minimum.at(least, nodes, groups)
    np.maximum.at(most, nodes, groups)
    closed = np.zeros(count, bool)
    closed[pieces.ends[pieces.ends[:, 0] == pieces.ends[:, 1], 0]] = True
    two_ends = pieces.degrees == 2  # noqa: PLR2004
    return np.asarray(two_ends & (least == most) & ~closed & ~kept)


def _with_begun_circles(pieces: Pieces, inner: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return passed nodes without one of each circle, which would have no beginning."""
    through = pieces.ends[inner[pieces.ends].all(axis=1)]
    label = joined(len(inner), through)
    touched = np.zeros(len(inner), bool)
    mixed = pieces.ends[inner[pieces.ends].any(axis=1) & ~inner[pieces.ends].all(axis=1)]
    touched[label[mixed[inner[mixed]]]] = True
    circling = np.flatnonzero(inner & ~touched[label])
    order = circling[np.lexsort((*pieces.nodes[circling].T[::-1], label[circling]))]
    begun = inner.copy()
    begun[order[np.unique(label[order], return_index=True)[1]]] = False
    return begun


def _tails(pieces: Pieces) -> NDArray[np.intp]:
    """Return the node at which each half begins: piece by piece forward, then backward."""
    return pieces.ends.ravel()


def _reversed(half: NDArray[np.intp]) -> NDArray[np.intp]:
    return half ^ 1


def _following(pieces: Pieces, inner: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the half that follows each half at a passed node, itself where none does."""
    tails = _tails(pieces)
    halves = np.arange(len(tails))
    following = halves.copy()
    leaving = np.flatnonzero(inner[tails])
    pairs = leaving[np.argsort(tails[leaving], kind="stable")].reshape(-1, 2)
    following[_reversed(pairs[:, 0])] = pairs[:, 1]
    following[_reversed(pairs[:, 1])] = pairs[:, 0]
    return following


def _last_and_hops(following: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the last half of the chain of each half, and how many come after it."""
    last = following.copy()
    hops = (last != np.arange(len(last))).astype(np.intp)
    while True:
        further = last[last]
        if (further == last).all():
            return last, hops
        hops += hops[last]
        last = further


def _in_one(pieces: Pieces, halves: NDArray[np.intp], chain: NDArray[np.intp]) -> Pieces:
    """Return chains of halves as pieces, each a stretch of the halves in order."""
    lines = pieces.lines
    piece, back = halves // 2, halves % 2 == 1
    opens = np.concatenate([[True], chain[1:] != chain[:-1]]) if len(chain) else np.empty(0, bool)
    counts = np.diff(lines.starts)[piece]
    vertex = stretches(lines.starts[piece], counts)
    flip = np.repeat(back, counts)
    sums = np.repeat(lines.starts[piece] + lines.starts[piece + 1] - 1, counts)
    vertex = np.where(flip, sums - vertex, vertex)
    # The first vertex of a piece is the last of the one before.
    repeated = np.zeros(len(vertex), bool)
    repeated[starts_of(counts)[:-1][~opens]] = True
    lengths = np.add.reduceat(counts - ~opens, np.flatnonzero(opens)) if len(chain) else counts
    lonlat = _without_turns(lines.lonlat[vertex[~repeated]], starts_of(lengths))
    of = piece[opens]
    made = DrawnLines(
        lonlat, starts_of(lengths), lines.family[of], np.zeros_like(of), lines.group[of]
    )
    tails = _tails(pieces)
    closes = np.append(opens[1:], [True])[: len(opens)]
    ends = np.column_stack([tails[halves[opens]], tails[_reversed(halves[closes])]])
    return Pieces(made, ends, pieces.nodes, pieces.node_family)


def _without_turns(lonlat: NDArray[np.float64], starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return vertices of lines joined across a meridian, longitudes counting on."""
    lon = lonlat[:, 0].copy()
    steps = np.zeros(len(lon))
    steps[1:] = -np.round(np.diff(lon) / 360.0)
    steps[starts[:-1]] = 0.0
    if steps.any():
        total = np.cumsum(steps)
        lon += 360.0 * (total - np.repeat(total[starts[:-1]], np.diff(starts)))
    return np.column_stack([lon, lonlat[:, 1]])
