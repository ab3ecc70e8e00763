"""Ways that no packaged source holds, drawn through named places in order (``ways.csv``).

The packaged highways have chords of several hundred km in Siberia, winter roads are in no package,
and some branch railways and a reach of the lower Lena are missing. Positions are of GeoNames
(CC BY 4.0) or, where the row says so, estimates from a general map. From one place to the next the
way is a straight line, or, where column ``along`` says so, it follows the river or the railway
that the road keeps to.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from line_network import (
    Kind,
    Network,
    Weighed,
    continuous,
    densified,
    find_path,
    gaps,
    joined,
    step_km,
    to_mercator,
    weighed,
)
from scipy.spatial import cKDTree

TABLE = Path(__file__).parent / "ways.csv"
LONGEST_GUIDE_GAP_KM = 30.0
# A guide that starts farther away than this does not pass the place.
FARTHEST_GUIDE_KM = 40.0
GUIDE_FACTORS = {Kind.LINE: 1.0, Kind.WATER: 1.0, Kind.GAP: 4.0, Kind.WAY: 1.0}


def network(mode: str, spacing_km: float, guides: dict[str, Network] | None = None) -> Network:
    """Return the ways of a mode as one network with a node at least every ``spacing_km``.

    Parameters
    ----------
    mode
        The rows of ``ways.csv`` to take: road, rail or river.
    spacing_km
        Longest step between two nodes.
    guides
        The networks that a stretch may follow, by the word in column ``along``.
    """
    table = pd.read_csv(TABLE, keep_default_na=False)
    table = table[table["mode"] == mode].sort_values(["way", "position"], ignore_index=True)
    lonlat = continuous(table[["lon", "lat"]].to_numpy(dtype=float))
    ready = {name: _followed(guide) for name, guide in (guides or {}).items()}
    lines = []
    for last in range(1, len(table)):
        if table["way"][last] != table["way"][last - 1]:
            continue
        guide = ready.get(table["along"][last])
        ends = lonlat[[last - 1, last]]
        lines.append(ends if guide is None else _along(guide, ends))
    nodes, number = np.unique(np.concatenate(lines), axis=0, return_inverse=True)
    pairs = _steps(number, [len(line) for line in lines])
    return densified(nodes, pairs, spacing_km, Kind.WAY)


def _steps(number: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Return the pairs of numbered nodes along lines laid end to end, none of nought length."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    pairs: np.ndarray = np.column_stack([number[:-1], number[1:]])[owner[:-1] == owner[1:]]
    kept: np.ndarray = pairs[pairs[:, 0] != pairs[:, 1]]
    return kept


def _followed(guide: Network) -> Weighed:
    """Return a guide with its gaps bridged, ready for routing."""
    none = np.empty((0, 2))
    bridged = joined(guide.edges, gaps(guide, none, LONGEST_GUIDE_GAP_KM))
    return weighed(Network(guide.lonlat, bridged), GUIDE_FACTORS)


def _along(guide: Weighed, ends: np.ndarray) -> np.ndarray:
    """Return the positions from one place to another along a guide, both places included."""
    near = cKDTree(to_mercator(guide.lonlat))
    nodes = near.query(to_mercator(ends))[1]
    if step_km(ends, guide.lonlat[nodes]).max() > FARTHEST_GUIDE_KM:
        return ends
    path = find_path(guide, int(nodes[0]), int(nodes[1]))
    return ends if path is None else np.concatenate([ends[:1], path.lonlat, ends[1:]])
