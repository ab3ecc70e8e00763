"""Seasons of winter roads: derived where none is published, and shortened by warming.

Owns what the climate of `geo.climate.climate` does to links (docs/model.md, E10). A road is as cold
as the mildest of its two ends and its middle: it opens when the last of them would and closes with
the first. Seasons of rivers and seas are left as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.climate.climate import WINTER_FROM_D, Winter, winter
from zimnik.geo.core.calendar import YEAR_D, Window
from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.core.geodesy import middles
from zimnik.geo.core.messages import Message
from zimnik.geo.core.vocabulary import Mode, YearType
from zimnik.geo.network.links import DEFAULT, DERIVED, NEVER, LoadLimits, Season

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.climate.climate import Climate
    from zimnik.geo.network.links import Link, Place

# How much earlier or later a short and a long year open and close a derived season: about what
# the published dates of the Vilyui winter road spread.
OPENING_SPREAD_D = 10
CLOSING_SPREAD_D = 5
# Of a winter road of unknown days and climate (docs/model.md, A111): the median days
# of opening and closing of the ice road from Tibbitt to Contwoyto in 2000 to 2013, and in a short
# and a long year their tenth and ninetieth percentiles.
DEFAULT_DAYS: Mapping[YearType, tuple[str, str]] = FrozenDict(
    {
        YearType.SHORT: ("02-03", "03-25"),
        YearType.NORMAL: ("01-30", "04-01"),
        YearType.LONG: ("01-26", "04-11"),
    }
)
_LATER = {YearType.SHORT: 1, YearType.NORMAL: 0, YearType.LONG: -1}
_ROUNDING_D = 1e-6


@dataclass(frozen=True, slots=True)
class SeasonedLinks:
    """Links with the seasons that a climate gives them.

    Parameters
    ----------
    links
        The links, in order. The season of a road that the winter does not make in a type of year
        has no window in it.
    warnings
        What the reader must know of them.
    """

    links: tuple[Link, ...]
    warnings: tuple[str, ...] = ()


def is_without_season(link: Link) -> bool:
    """Whether a link is a winter road for which no season is given."""
    return link.mode is Mode.WINTER_ROAD and link.season is None


def road_winters(
    links: Sequence[Link], places: Iterable[Place], climate: Climate, *, warming_c: float = 0.0
) -> Winter:
    """Return what the winter lets each link do, by the mildest of its ends and its middle.

    Parameters
    ----------
    links
        Links with both ends among the places.
    places
        Sites and terminals.
    climate
        Monthly mean temperatures.
    warming_c
        Added to every month.
    """
    points = {place.id: place.lonlat for place in places}
    ends = [
        np.array([points[link.from_id] for link in links]),
        np.array([points[link.to_id] for link in links]),
    ]
    along = np.stack([*ends, middles(*ends)])
    there = winter(climate.monthly_at(along[..., 0], along[..., 1]), warming_c=warming_c)
    return Winter(
        np.max(there.opens_d, axis=0),
        np.min(there.closes_d, axis=0),
        there.holds.all(axis=0) & (np.max(there.opens_d, axis=0) < np.min(there.closes_d, axis=0)),
    )


def derive_seasons(
    links: Sequence[Link],
    places: Iterable[Place],
    climate: Climate,
    *,
    warming_c: float = 0.0,
    default_days: Mapping[YearType, tuple[str, str]] = DEFAULT_DAYS,
    default_days_elsewhere: Mapping[str, Mapping[YearType, tuple[str, str]]] | None = None,
) -> SeasonedLinks:
    """Give winter roads without a season the one that the climate makes.

    Parameters
    ----------
    links, places, climate, warming_c
        As `road_winters`.
    default_days
        First and last day MM-DD of a road that no climate reaches, in each type of year.
    default_days_elsewhere
        The same for roads of other regions by name, where several are joined.

    Returns
    -------
    SeasonedLinks
        Every winter road has a season, of basis "derived" where it had none. A road that the
        climate reaches and does not make never opens. One that no climate reaches has the stated
        default, of basis "default", with a warning; warming leaves that as it is.
    """
    bare = [link for link in links if is_without_season(link)]
    if not bare:
        return SeasonedLinks(tuple(links))

    def days_of(link: Link) -> Mapping[YearType, tuple[str, str]]:
        return (default_days_elsewhere or {}).get(link.region, default_days)

    road = road_winters(bare, places, climate, warming_c=warming_c)
    seasons = {
        link.id: _default(days_of(link))
        if np.isnan(closes_d)
        else Season(NEVER, DERIVED)
        if not holds
        else _derived(int(np.ceil(opens_d)), int(np.floor(closes_d)) - 1)
        for link, opens_d, closes_d, holds in zip(
            bare, road.opens_d, road.closes_d, road.holds, strict=True
        )
    }
    unknown = [link for link, d in zip(bare, road.closes_d, strict=True) if np.isnan(d)]
    unknown_ids = {link.id for link in unknown}
    by_days: dict[tuple[str, str], list[Link]] = {}
    for link in unknown:
        by_days.setdefault(days_of(link)[YearType.NORMAL], []).append(link)
    told = (
        text
        for own in by_days.values()
        for text in _defaulted([link.id for link in own], days_of(own[0]))
    )
    made = tuple(
        replace(link, season=seasons[link.id]) if is_without_season(link) else link
        for link in links
    )
    thawed = sorted(
        i for i, season in seasons.items() if not _is_made(season) and i not in unknown_ids
    )
    return SeasonedLinks(made, (*told, *_thawed(thawed, warming_c)))


def warm_seasons(
    links: Sequence[Link], places: Iterable[Place], climate: Climate, warming_c: float
) -> SeasonedLinks:
    """Shorten the given seasons of winter roads by what warming takes from the derived ones.

    Parameters
    ----------
    links, places, climate, warming_c
        As `road_winters`.

    Returns
    -------
    SeasonedLinks
        Openings later and closings earlier by the difference that the rule finds there between the
        warmed and the present climate, in whole days rounded up; so are the windows of full loads.
        A road does not open in the types of year in which nothing is left of its season, and in
        none where the rule, which makes a road today, makes none.
    """
    given = [link for link in links if link.mode is Mode.WINTER_ROAD and link.season is not None]
    if not given or not warming_c:
        return SeasonedLinks(tuple(links))
    every = tuple(places)
    today = road_winters(given, every, climate)
    then = road_winters(given, every, climate, warming_c=warming_c)
    seasons: dict[str, Season] = {}
    unknown = []
    for at, link in enumerate(given):
        sooner_d = today.closes_d[at] - then.closes_d[at]
        if link.season is None or np.isnan(sooner_d):
            unknown.append(link.id)
            continue
        later_d = then.opens_d[at] - today.opens_d[at]
        thawed = np.isnan(then.opens_d[at]) and not np.isnan(today.opens_d[at])
        if thawed or (today.holds[at] and not then.holds[at]):
            seasons[link.id] = replace(link.season, windows=NEVER)
            continue
        # Too little frost for the rule even today: it opens as much later as it closes sooner.
        later_d = sooner_d if np.isnan(later_d) else later_d
        seasons[link.id] = _shortened(link.season, _whole(later_d), _whole(sooner_d))
    warmed = tuple(
        replace(link, season=seasons[link.id]) if link.id in seasons else link for link in links
    )
    lost = sorted(i for i, season in seasons.items() if not _is_made(season))
    return SeasonedLinks(warmed, (*_unknown(unknown), *_thawed(lost, warming_c)))


def _is_made(season: Season) -> bool:
    return season.window(YearType.NORMAL) is not None


def _defaulted(
    link_ids: Sequence[str], days: Mapping[YearType, tuple[str, str]]
) -> tuple[Message, ...]:
    """Return what is said of roads that take the default season."""
    if not link_ids:
        return ()
    first, last = days[YearType.NORMAL]
    text = (
        f"no climate is known for {', '.join(link_ids)}, so the stated default is taken: open from "
        f"{first} to {last} in a normal year"
    )
    ids = tuple(link_ids)
    return (Message(text, "stated_season", link_ids=ids, from_day=first, to_day=last),)


def _unknown(link_ids: Sequence[str]) -> tuple[Message, ...]:
    """Return what is said of roads whose seasons warming cannot move."""
    if not link_ids:
        return ()
    text = f"no climate is known for {', '.join(link_ids)}, so warming leaves them as they are"
    return (Message(text, "no_climate_kept", link_ids=tuple(link_ids)),)


def _thawed(link_ids: Sequence[str], warming_c: float) -> tuple[str, ...]:
    if not link_ids:
        return ()
    warmer = f" at {warming_c:g} deg C of warming" if warming_c else ""
    text = f"the winter makes no road of {', '.join(link_ids)}{warmer}"
    if not warming_c:
        return (Message(text, "no_winter_road", link_ids=tuple(link_ids)),)
    ids = tuple(link_ids)
    return (Message(text, "no_winter_road_warmed", link_ids=ids, warming_c=warming_c),)


def _default(days: Mapping[YearType, tuple[str, str]]) -> Season:
    return Season({year: Window.of_season(*days[year]) for year in YearType}, DEFAULT)


def _derived(first: int, last: int) -> Season:
    """Return the season of a winter, by its first and its last open day from 1 August."""
    windows: dict[YearType, Window | None] = {}
    for year, later in _LATER.items():
        opens, closes = first + later * OPENING_SPREAD_D, last - later * CLOSING_SPREAD_D
        window = Window.of_days(opens + WINTER_FROM_D, closes + WINTER_FROM_D)
        windows[year] = window if opens <= closes and first <= last else None
    return Season(windows, DERIVED)


def _shortened(season: Season, later_d: int, sooner_d: int) -> Season:
    """Return a season that opens later and closes sooner, and so its full loads."""
    windows = {year: _within(own, later_d, sooner_d) for year, own in season.windows.items()}
    loads = season.loads
    if loads is not None:
        full: dict[YearType, Window | None] = dict(NEVER)
        if _within(loads.full[YearType.NORMAL], later_d, sooner_d) is not None:
            full = {
                year: own and windows[year] and _at_least_last_day(own, later_d, sooner_d)
                for year, own in loads.full.items()
            }
        loads = LoadLimits(loads.light_share, full)
    return Season(windows, season.basis, loads)


def _within(window: Window | None, later_d: int, sooner_d: int) -> Window | None:
    """Return a window that is shorter at both ends, None where no day of it is left."""
    if window is None or window.length_d - later_d - sooner_d < 1:
        return None
    return Window((window.opens_d + later_d) % YEAR_D, window.length_d - later_d - sooner_d)


def _at_least_last_day(window: Window, later_d: int, sooner_d: int) -> Window:
    left = _within(window, later_d, sooner_d)
    return left or Window((window.last_d - sooner_d) % YEAR_D, 1)


def _whole(days: float) -> int:
    return int(np.ceil(days - _ROUNDING_D))
