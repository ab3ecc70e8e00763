"""Loads that change through the season: early and late ice bears light lorries only.

Owns docs/model.md, E11. A winter road with a window of full loads is two edges: one open in the
window at the full payload, one open all season at the light one, on which the same tonne takes more
runs. Which of them a route takes on a date follows from the search, which knows nothing of loads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zimnik.geo.core.calendar import Window, days_between
from zimnik.geo.core.vocabulary import Mode, YearType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.network.links import Link, Season, Windows


class Loaded(NamedTuple):
    """A link at one payload.

    `key` is unique among edges of the network, `season` that of this payload, `payload_share` the
    payload over the full one, below 1 where loads are light.
    """

    key: str
    season: Season | None
    payload_share: float


def payloads_of(link: Link) -> Iterator[Loaded]:
    """Yield a link at each payload that its season allows: one, or full and light."""
    loads = link.season.loads if link.season is not None else None
    if link.season is None or loads is None or link.mode is not Mode.WINTER_ROAD:
        yield Loaded(link.id, link.season, 1.0)
        return
    if any(loads.full.values()):
        yield Loaded(link.id, link.season.of(loads.full), 1.0)
    yield Loaded(f"{link.id} light load", link.season, loads.light_share)


def full_load_windows(median: Window, seasons: Windows) -> dict[YearType, Window | None]:
    """Return when loads are full in each type of year.

    The window moves as its season does; where nothing is left of it, its last day stands.

    Parameters
    ----------
    median
        When they are full in a normal year.
    seasons
        When the road is open in each type of year, a normal one among them.
    """
    normal = seasons[YearType.NORMAL]
    found: dict[YearType, Window | None] = {}
    for year, season in seasons.items():
        if season is None or normal is None:
            found[year] = None
            continue
        end_d = median.opens_d + median.length_d - 1 + days_between(normal.last_d, season.last_d)
        start_d = median.opens_d + days_between(normal.opens_d, season.opens_d)
        found[year] = Window.of_days(min(start_d, end_d), end_d)
    return found
