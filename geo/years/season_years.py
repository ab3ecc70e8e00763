"""Links in one year: every season with the windows that it has in it.

Owns how a shift becomes the season of a link, and which links a year that was read moves
(docs/model.md, E30). A link in a year has one calendar, so all types of year are alike in it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.network.links import LoadLimits, Season
from zimnik.geo.network.load_limits import full_load_windows
from zimnik.geo.years.evidence import is_seasonal
from zimnik.geo.years.gauges import Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.network.links import Link, Windows
    from zimnik.geo.years.evidence import Evidence

NO_SHIFT = Shift()


@dataclass(frozen=True, slots=True)
class ObservedYear:
    """The links of a network as they were in a year of which gauges were read.

    Parameters
    ----------
    year
        The calendar year.
    links
        All links, in order.
    shifts
        Shift of each link that follows a gauge read in that year.
    gauge_ids
        Gauges that moved any of them.
    kept
        Seasonal links of which nobody read anything in that year: they keep their median days.
    """

    year: int
    links: tuple[Link, ...]
    shifts: Mapping[str, Shift]
    gauge_ids: tuple[str, ...]
    kept: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def kept_by_mode(self) -> dict[str, int]:
        """Return how many links of each mode keep their median days."""
        modes = {link.id: link.mode.value for link in self.links}
        return dict(Counter(modes[link_id] for link_id in self.kept))


def observed_year(links: Iterable[Link], evidence: Evidence, year: int) -> ObservedYear:
    """Return the links of a network as they were in one calendar year.

    Parameters
    ----------
    links
        The links.
    evidence
        What each of them follows.
    year
        A year of which some gauge was read.

    Raises
    ------
    InputError
        If no gauge was read in it.
    """
    require_year(evidence, year)
    every, shifts = tuple(links), shifts_in(evidence, year)
    return ObservedYear(
        year,
        in_year(every, shifts),
        shifts,
        tuple(sorted({evidence.group_of(name).gauge_id for name in shifts})),
        tuple(link.id for link in every if is_seasonal(link) and link.id not in shifts),
    )


def shifts_in(evidence: Evidence, year: int) -> dict[str, Shift]:
    """Return the shift in a calendar year of each link that follows a gauge read in it."""
    found = {}
    for link_id, one in evidence.links.items():
        years = evidence.groups[one.group_id].years
        if year in years:
            found[link_id] = one.shifts[years.index(year)]
    return found


def years_read(evidence: Evidence) -> tuple[int, ...]:
    """Return the calendar years in which any gauge was read that a link follows, ascending."""
    followed = {one.group_id for one in evidence.links.values()}
    return tuple(sorted({year for name in followed for year in evidence.groups[name].years}))


def require_year(evidence: Evidence, year: int) -> None:
    """Raise InputError unless some link follows a gauge that was read in a year."""
    known = years_read(evidence)
    if year in known:
        return
    expected = f"one of the years {_runs(known)}, of which gauges were read"
    remedy = "Give one of them, or lay tables gauges and observed_years of your own over the atlas."
    if not known:
        expected, remedy = "a network with gauges that its links follow", "Add gauges to the atlas."
    raise InputError([Fault("year", expected, str(year), remedy)])


def in_drawn_year(
    links: Iterable[Link], evidence: Evidence, drawn: Mapping[str, int]
) -> tuple[Link, ...]:
    """Return the links of a network in a year that was drawn.

    Parameters
    ----------
    links
        The links.
    evidence
        What each of them follows.
    drawn
        Number of the shift of each group, as `geo.years.draws.drawn_years` gives it.
    """
    return in_year(links, drawn_shifts(evidence, drawn))


def drawn_shifts(evidence: Evidence, drawn: Mapping[str, int]) -> dict[str, Shift]:
    """Return the shift of each link in a drawn year, as `in_drawn_year` takes it."""
    return {one.link_id: one.shifts[drawn[one.group_id]] for one in evidence.links.values()}


def in_year(links: Iterable[Link], shifts: Mapping[str, Shift]) -> tuple[Link, ...]:
    """Return links with the one calendar of a year.

    Parameters
    ----------
    links
        The links.
    shifts
        Shift of each seasonal link by id; what has none keeps the days of the median year.
    """
    return tuple(
        replace(link, season=shifted(link.season, shifts.get(link.id, NO_SHIFT)))
        if link.season is not None
        else link
        for link in links
    )


def shifted(season: Season, shift: Shift) -> Season:
    """Return a season in one year: its median windows moved, the same in every type of year.

    Days of full loads move as the season does, and open water with both its ends; closures with a
    date keep it.
    """
    normal = season.window(YearType.NORMAL)
    window = shift.of(normal) if normal is not None else None
    loads = season.loads
    if loads is not None:
        loads = LoadLimits(loads.light_share, _alike(_full_loads(loads, normal, window)))
    clear = season.open_water[YearType.NORMAL] if season.open_water is not None else None
    return Season(
        _alike(window),
        season.basis,
        loads,
        None if season.open_water is None else _alike(shift.of(clear) if clear else None),
        season.shut,
    )


def _full_loads(loads: LoadLimits, normal: Window | None, window: Window | None) -> Window | None:
    median = loads.full[YearType.NORMAL]
    if median is None or normal is None or window is None:
        return None
    return full_load_windows(median, {YearType.NORMAL: normal, YearType.SHORT: window})[
        YearType.SHORT
    ]


def _alike(window: Window | None) -> Windows:
    return dict.fromkeys(YearType, window)


def _runs(years: Iterable[int]) -> str:
    """Return years in words, those in a row as their first and last."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
