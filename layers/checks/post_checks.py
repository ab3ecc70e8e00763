"""Rules on kilometre posts, and on the links whose length they give."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault
from zimnik.layers.readers.cells import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

WHERE = "posts"
TOLERANCE_KM = 0.05


def post_faults(
    posts: pd.DataFrame, place_ids: set[str], *, also_known: frozenset[str] = frozenset()
) -> list[Fault]:
    """Return posts of unknown places, and posts that do not rise or fall along their line.

    Parameters
    ----------
    posts
        Posts, those of a line in the order of the line.
    place_ids
        Terminals and sites of the atlas.
    also_known
        Ids that exist but have faults of their own.
    """
    known = place_ids | also_known
    faults = [
        _fault(
            f"{line} {terminal_id}",
            "terminal_id",
            "the id of a terminal or site",
            f"'{terminal_id}'",
            f"Is '{near}' meant?" if near else "Add the place or drop the post.",
        )
        for line, terminal_id in zip(posts["line"], posts["terminal_id"], strict=True)
        if terminal_id not in known
        for near in [nearest(terminal_id, sorted(known))]
    ]
    for line, rows in posts.groupby("line", sort=False):
        faults += _order_faults(str(line), rows)
    return faults


def _order_faults(line: str, rows: pd.DataFrame) -> Iterator[Fault]:
    kilometres = rows["km_post"].tolist()
    rising = kilometres[-1] >= kilometres[0]
    ids = rows["terminal_id"].tolist()
    for (_, before), (terminal_id, post) in pairwise(zip(ids, kilometres, strict=True)):
        if post == before or (post > before) != rising:
            yield _fault(
                f"{line} {terminal_id}",
                "km_post",
                f"posts of a line in its order, here {'above' if rising else 'below'} {before:g}",
                f"{post:g}",
                "Correct the post or the order of the rows.",
            )


def _fault(row: str, column: str, expected: str, found: str, remedy: str) -> Fault:
    return Fault(WHERE, expected, found, remedy, row=row, column=column)


def posted_length_faults(links: pd.DataFrame, posts: pd.DataFrame) -> list[Fault]:
    """Return links that name a line and are not as long as its posts are apart."""
    keys = zip(posts["line"], posts["terminal_id"], strict=True)
    post_km = dict(zip(keys, posts["km_post"], strict=True))
    return [
        fault
        for row in links.loc[links["line"] != ""].to_dict("records")
        for fault in _length_faults({str(key): value for key, value in row.items()}, post_km)
    ]


def _length_faults(
    row: dict[str, object], post_km: dict[tuple[str, str], float]
) -> Iterator[Fault]:
    link_id, line = str(row["id"]), str(row["line"])
    ends = [(line, str(row[name])) for name in ("from_id", "to_id")]
    unposted = [end[1] for end in ends if end not in post_km]
    if unposted:
        yield Fault(
            "links",
            f"both ends among the posts of line {line}",
            f"no post of {' and '.join(unposted)}",
            "Add the posts, or leave the line empty.",
            row=link_id,
            column="line",
        )
        return
    apart_km = abs(post_km[ends[0]] - post_km[ends[1]])
    if abs(apart_km - float(str(row["length_km"]))) > TOLERANCE_KM:
        yield Fault(
            "links",
            f"{apart_km:g} km, the difference of the posts of line {line}",
            f"{row['length_km']} km",
            "Correct the length or the posts, or leave the line empty.",
            row=link_id,
            column="length_km",
        )
