"""When cargo is ready: evenly over the year or all on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.messages import Message
from zimnik.studies.options import DAY, Reader, option, optional

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.ready_days import ReadyDays

YEAR_BASIS, DAY_BASIS = "year", "day"
BEST = "best"


def _ready(given: object) -> str:
    if isinstance(given, str) and given.strip().casefold() == BEST:
        return BEST
    found: str = DAY.read(given)
    return found


READY = optional(Reader(_ready))


def readiness() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of the day of readiness; without it cargo is made evenly over the year."""
    return option(None, READY)


@dataclass(frozen=True, slots=True)
class Readiness:
    """The days on which cargo is ready.

    Parameters
    ----------
    basis
        `YEAR_BASIS`, or `DAY_BASIS` where one day is asked for.
    ready_d
        Days from 1 January, ascending; None for the best day of the year.
    notes
        What an answer says of the working season, where it is not all year.
    """

    basis: str
    ready_d: tuple[int, ...] | None
    notes: tuple[str, ...] = ()

    @property
    def day(self) -> int | None:
        """The one day that is asked for; None for the best, and for the best of a year."""
        is_one = self.basis == DAY_BASIS and self.ready_d is not None
        return self.ready_d[0] if is_one and self.ready_d else None


def readiness_of(
    ready: str | None, season: Sequence[str] | None = None, cargo: Cargo | None = None
) -> Readiness:
    """Return what the fields of a question mean.

    Parameters
    ----------
    ready
        Day MM-DD, "best", or None for a year.
    season
        First and last day MM-DD on which cargo is made; without it those of the cargo.
    cargo
        What is made, on the days of its own published season; without one on all days.
    """
    days = ready_days(ready, season)
    if ready is not None:
        return Readiness(DAY_BASIS, days.of(cargo))
    return Readiness(YEAR_BASIS, days.of(cargo), season_notes(days.season, cargo))


def ready_days(ready: str | None, season: Sequence[str] | None = None) -> ReadyDays:
    """Return what the fields of a question of many cargoes mean; the parameters of `readiness_of`.

    Each cargo is made in its own season where no other is asked for.
    """
    from zimnik.geo.core.calendar import Window, day_of
    from zimnik.geo.pricing.ready_days import ReadyDays

    if ready is not None:
        return ReadyDays(best=True) if ready == BEST else ReadyDays(ready_d=day_of(ready))
    return ReadyDays(None if season is None else Window.of_season(*season))


def season_notes(asked: Window | None, cargo: Cargo | None) -> tuple[str, ...]:
    """Return what an answer says of the days on which a cargo is made, if they are not all."""
    own = None if cargo is None else cargo.season
    if asked is not None:
        said = f"cargo is made evenly from {asked.text}, as asked for"
        days = {"from_day": asked.opens, "to_day": asked.closes}
        if own is None:
            return (Message(said, "season_asked", **days),)
        passed_over = {"own_from_day": own.opens, "own_to_day": own.closes}
        text = f"{said}, not in the season of its site, {own.text}"
        return (Message(text, "season_asked_not_own", **days, **passed_over),)
    if own is None:
        return ()
    said = f"cargo is made evenly from {own.text}, the working season of its site"
    text = f"{said}; working_season changes it"
    return (Message(text, "season_own", from_day=own.opens, to_day=own.closes),)


@dataclass(frozen=True, slots=True)
class SitesReadiness:
    """The days on which the cargoes of several sites are ready.

    Parameters
    ----------
    basis
        As that of `Readiness`.
    ready_d
        Days of each site; None for the best day of each.
    notes
        What an answer says of working seasons, and of which sites.
    """

    basis: str
    ready_d: Mapping[str, tuple[int, ...]] | None
    notes: Mapping[str, list[str]]

    @property
    def day(self) -> int | None:
        """The one day that is asked for; None for the best, and of a year."""
        if self.basis != DAY_BASIS or not self.ready_d:
            return None
        return next(iter(self.ready_d.values()))[0]


def sites_readiness(
    cargoes: Mapping[str, Cargo], ready: str | None, season: Sequence[str] | None
) -> SitesReadiness:
    """Return when the cargo of each site is ready; the parameters are those of `readiness_of`."""
    found = {site_id: readiness_of(ready, season, cargo) for site_id, cargo in cargoes.items()}
    days = {i: one.ready_d for i, one in found.items() if one.ready_d is not None}
    notes: dict[str, list[str]] = {}
    for site_id, one in found.items():
        for note in one.notes:
            notes.setdefault(note, []).append(site_id)
    basis = YEAR_BASIS if ready is None else DAY_BASIS
    return SitesReadiness(basis, days or None, notes)


def by_season(
    cargoes: Mapping[str, Cargo], season: Sequence[str] | None
) -> list[tuple[Readiness, dict[str, Cargo]]]:
    """Return cargoes by origin in groups that are made on the same days of the year."""
    groups: dict[Readiness, dict[str, Cargo]] = {}
    for origin_id, cargo in cargoes.items():
        groups.setdefault(readiness_of(None, season, cargo), {})[origin_id] = cargo
    return list(groups.items())


def readiness_faults(ready: object, season: object) -> list[Fault]:
    """Return a fault where a day is asked for as well as the days of a year."""
    if not ready or season is None:
        return []
    expected = "a day of readiness or a working season"
    return [Fault("working_season", expected, "both", "Leave one out.")]
