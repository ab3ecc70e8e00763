"""The link that decides: the one for whose opening cargo waits longest in a year.

Owns which link that is and how its day is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import YearType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.years.evidence import Evidence
    from zimnik.geo.years.season_years import ObservedYear


@dataclass(frozen=True, slots=True)
class DecidingLink:
    """The link for whose opening cargo waits longest, and how its day is known.

    Parameters
    ----------
    link_id
        The link.
    waits_d
        Days that a tonne waits for it, in the mean of what was asked.
    opens_d
        First open day in the year, 0 to 364.
    basis
        Where its median day comes from, as the links table says it.
    gauge_id
        Gauge that was read in the year and moved the day; "" where none was.
    opens_later_d
        Days by which it opens later than in its median year.
    earliest_d, latest_d
        Least and greatest of these days over all years of its gauge, or of its kind where it
        follows none.
    """

    link_id: str
    waits_d: float
    opens_d: int
    basis: str
    gauge_id: str
    opens_later_d: int
    earliest_d: int
    latest_d: int


def deciding_link(
    year: ObservedYear, evidence: Evidence, waited_for_d: Mapping[str, float]
) -> DecidingLink | None:
    """Return the link for whose opening cargo waits longest; None where it waits for none.

    Parameters
    ----------
    year
        The links in that year.
    evidence
        What each of them follows.
    waited_for_d
        Days waited for each link, as a route or its year holds them.
    """
    if not waited_for_d:
        return None
    link_id = max(waited_for_d, key=lambda name: (waited_for_d[name], name))
    season = next(link.season for link in year.links if link.id == link_id)
    window = season.window(YearType.NORMAL) if season is not None else None
    if season is None or window is None:
        return None
    own = evidence.links.get(link_id)
    shift = year.shifts.get(link_id)
    later_d = [one.opens_later_d for one in own.shifts] if own is not None else [0]
    return DecidingLink(
        link_id=link_id,
        waits_d=waited_for_d[link_id],
        opens_d=window.opens_d,
        basis=season.basis,
        gauge_id="" if shift is None else evidence.group_of(link_id).gauge_id,
        opens_later_d=0 if shift is None else shift.opens_later_d,
        earliest_d=min(later_d),
        latest_d=max(later_d),
    )
