"""Rivers and seas in a warmer climate: days per degree by which they open earlier and close later.

Owns docs/model.md, E62. The temperatures of `geo.climate.climate` make no ice of a river, which
also hangs on its water and its flood, so what was published per degree stands in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from zimnik.geo.climate.road_seasons import SeasonedLinks
from zimnik.geo.core.calendar import YEAR_D, Window, day_of
from zimnik.geo.core.messages import Message
from zimnik.geo.core.vocabulary import Mode, YearType
from zimnik.geo.network.links import Season

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zimnik.geo.network.links import Link, Windows

# Magnuson and others 2000 (Science 289, 1743): 6.5 and 5.8 days in the 100 years of 1.2 deg C.
RIVER_OPENS_EARLIER_D_PER_C, RIVER_CLOSES_LATER_D_PER_C = 6.5 / 1.2, 5.8 / 1.2
# Crawford and others 2021 (doi 10.1038/s43247-021-00183-x): open water is a month longer for each
# degree of the globe, of which the Arctic warms by nearly four (Rantanen and others 2022).
SEA_D_PER_C = 30.0 / 3.8 / 2
# Rivers that close before they could freeze close when the flood has run off, as in E30.
FLOOD_ENDS_D = day_of("09-01")
NEW_YEAR_D, MARCH_D = 0, day_of("03-01")


class Moved(NamedTuple):
    """Whole days by which a link opens earlier and closes later."""

    opens_earlier_d: int
    closes_later_d: int


def warm_waters(links: Iterable[Link], warming_c: float) -> SeasonedLinks:
    """Return links of rivers, ferries and seas with the seasons of a warmer climate.

    Parameters
    ----------
    links
        Links with the days of today.
    warming_c
        Added to every month, 0 or more.

    Returns
    -------
    SeasonedLinks
        Openings earlier and closings later, in whole days rounded down, in all types of year alike;
        what was said of them.
    """
    every = tuple(links)
    if not warming_c:
        return SeasonedLinks(every)
    river = Moved(
        int(RIVER_OPENS_EARLIER_D_PER_C * warming_c), int(RIVER_CLOSES_LATER_D_PER_C * warming_c)
    )
    sea = Moved(*[int(SEA_D_PER_C * warming_c)] * 2)
    warmed = tuple(_warmed(link, sea if link.mode is Mode.SEA else river) for link in every)
    said = Message(
        f"at {warming_c:g} deg C of warming rivers and ferries open {river.opens_earlier_d} days "
        f"earlier and close {river.closes_later_d} later, sea lanes {sea.opens_earlier_d} and "
        f"{sea.closes_later_d}, by published days per degree",
        "warm_waters",
        warming_c=warming_c,
        river_earlier_d=river.opens_earlier_d,
        river_later_d=river.closes_later_d,
        sea_earlier_d=sea.opens_earlier_d,
        sea_later_d=sea.closes_later_d,
    )
    return SeasonedLinks(warmed, (said,))


def _warmed(link: Link, moved: Moved) -> Link:
    if link.mode not in {Mode.RIVER, Mode.ROAD, Mode.SEA} or link.season is None:
        return link
    season, own = link.season, _own(link, moved)
    clear = None if season.open_water is None else _windows(season.open_water, moved)
    return replace(
        link,
        season=Season(
            _windows(season.windows, own), season.basis, season.loads, clear, season.shut
        ),
    )


def _own(link: Link, moved: Moved) -> Moved:
    """Return what moves the days of a link: its closing goes with the flood where that closes it.

    A river that is low in autumn closes when the flood has run off; and what ships pass in winter
    too closes for the drifting ice of the break-up alone. Both come earlier with the opening.
    """
    window = None if link.season is None else link.season.window(YearType.NORMAL)
    if window is None:
        return moved
    is_of_flood = link.mode is Mode.RIVER and window.opens_d <= window.last_d < FLOOD_ENDS_D
    in_winter_too = window.has_day(NEW_YEAR_D) and window.last_d >= MARCH_D
    if is_of_flood or in_winter_too:
        return Moved(moved.opens_earlier_d, -moved.opens_earlier_d)
    return moved


def _windows(windows: Windows, moved: Moved) -> dict[YearType, Window | None]:
    return {year: window and _window(window, moved) for year, window in windows.items()}


def _window(window: Window, moved: Moved) -> Window:
    if window.is_all_year:
        return window
    length_d = min(window.length_d + moved.opens_earlier_d + moved.closes_later_d, YEAR_D)
    return Window((window.opens_d - moved.opens_earlier_d) % YEAR_D, length_d)
