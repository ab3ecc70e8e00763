"""The calendar year that was asked for, as a record and text.

Owns how an answer says what a year moved, what it left, and which link decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.years.deciding import DecidingLink
    from zimnik.geo.years.season_years import ObservedYear

KNOWN_DAY = {"published": "a published day", "derived": "a day by climate"}


@dataclass(frozen=True, slots=True)
class DecidingRecord:
    """The link for whose opening cargo waits longest, and how its day is known.

    `opens_later_d` is against its median day; `earliest_d` and `latest_d` are the least and the
    greatest of that over all years of its gauge, or of its kind where `gauge` is None.
    """

    link_id: str
    waits_d: float
    opens: str
    basis: str | None
    gauge: str | None
    opens_later_d: int
    earliest_d: int
    latest_d: int


@dataclass(frozen=True, slots=True)
class ObservedYearRecord:
    """A calendar year of which gauges were read.

    `links_moved` follow a gauge read in it; `links_kept` keep the days of their median year, by
    mode, because nobody read anything of them in it. `waits_d` are the days that a tonne waits for
    openings, None where the answer is of no haul; then no link decides.
    """

    year: int
    gauges: tuple[str, ...]
    links_moved: int
    links_kept: dict[str, int]
    deciding: DecidingRecord | None
    waits_d: float | None = None


def observed_year_record(
    year: ObservedYear,
    deciding: DecidingLink | None,
    gauge_names: Mapping[str, str],
    *,
    waits_d: float | None = None,
) -> ObservedYearRecord:
    """Return the record of an observed year.

    Parameters
    ----------
    year
        The links in that year.
    deciding
        The link that decides, where cargo waits for one.
    gauge_names
        Name of each gauge by id.
    waits_d
        Days that a tonne waits for openings in all; None where the answer is of no haul.
    """
    return ObservedYearRecord(
        year=year.year,
        gauges=tuple(gauge_names[gauge_id] for gauge_id in year.gauge_ids),
        links_moved=len(year.shifts),
        links_kept=year.kept_by_mode(),
        deciding=None if deciding is None else deciding_record(deciding, gauge_names),
        waits_d=waits_d,
    )


def deciding_record(deciding: DecidingLink, gauge_names: Mapping[str, str]) -> DecidingRecord:
    """Return the record of the link that decides."""
    return DecidingRecord(
        link_id=deciding.link_id,
        waits_d=deciding.waits_d,
        opens=text_of(deciding.opens_d),
        basis=deciding.basis or None,
        gauge=gauge_names.get(deciding.gauge_id),
        opens_later_d=deciding.opens_later_d,
        earliest_d=deciding.earliest_d,
        latest_d=deciding.latest_d,
    )


def moved_text(year: ObservedYearRecord) -> str:
    """Return how many seasonal links a year moved, and how many it left."""
    kept = ", ".join(
        f"{count} {mode.replace('_', ' ')}" for mode, count in sorted(year.links_kept.items())
    )
    return (
        f"Year {year.year}: {year.links_moved} seasonal links follow {len(year.gauges)} gauges "
        f"read in it; {sum(year.links_kept.values())} keep their median days, since nobody read "
        f"them ({kept or 'none'})"
    )


def observed_year_lines(year: ObservedYearRecord) -> list[str]:
    """Return what a year moved, and which link decides where hauls were asked for."""
    if year.waits_d is None:
        return [moved_text(year)]
    if year.deciding is None:
        return [moved_text(year), "No link decides: the cargo waits for none to open"]
    return [moved_text(year), f"Decides: {deciding_text(year.deciding, str(year.year))}"]


def deciding_text(deciding: DecidingRecord, year: str = "") -> str:
    """Return which link decides in a year, on which day it opens, and how that is known.

    Parameters
    ----------
    deciding
        The link.
    year
        The calendar year; "" for one that was drawn.
    """
    known = KNOWN_DAY.get(deciding.basis or "", "an estimate")
    spread = f"{deciding.earliest_d:+d} to {deciding.latest_d:+d} days"
    if deciding.gauge is None and not year:
        said = f"moved {deciding.opens_later_d:+d} days, drawn of its kind ({spread})"
    elif deciding.gauge is None:
        said = f"not observed in {year}; its kind opens {spread} from the median"
    elif deciding.earliest_d == deciding.latest_d == 0:
        said = f"which {deciding.gauge} does not move, since it waits for other ice"
    else:
        said = f"moved {deciding.opens_later_d:+d} days by {deciding.gauge} (all years {spread})"
    return (
        f"{deciding.link_id}, for whose opening on {deciding.opens} a tonne waits "
        f"{deciding.waits_d:.0f} days; {known}, {said}"
    )
