"""A calendar year over the links of a model, which may gain links while a question is answered.

Owns that every link gets the days of the year once, whenever it joins (docs/model.md, E30).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.years.evidence import Evidence, is_seasonal, season_evidence
from zimnik.geo.years.season_years import ObservedYear, in_year, require_year, shifts_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.network.links import Link, Place
    from zimnik.geo.years.gauges import Gauge


@dataclass(frozen=True, slots=True, eq=False)
class CalendarYear:
    """A calendar year, and which links have its days.

    Parameters
    ----------
    year
        A year of which some gauge was read.
    gauges
        What was read.
    evidence
        What each seasonal link follows, by the days of its median year.
    link_ids
        Links that have the days of the year.
    waited_for_d
        Days that a tonne of what was asked waits for the opening of each link, by its id; None
        where that is not known.
    """

    year: int
    gauges: tuple[Gauge, ...]
    evidence: Evidence
    link_ids: frozenset[str] = frozenset()
    waited_for_d: Mapping[str, float] | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def gauge_names(self) -> dict[str, str]:
        """Names of gauges by id."""
        return {gauge.id: gauge.name for gauge in self.gauges}

    def settled(
        self, links: Sequence[Link], places: Iterable[Place]
    ) -> tuple[CalendarYear, tuple[Link, ...]]:
        """Return the year with all of some links, and these with its days.

        Parameters
        ----------
        links
            Links, of which those that joined since have the days of their median year.
        places
            Ends of them all.
        """
        joined = [link for link in links if link.id not in self.link_ids]
        if not joined:
            return self, tuple(links)
        own = season_evidence(joined, places, self.gauges)
        moved = {one.id: one for one in in_year(joined, shifts_in(own, self.year))}
        evidence = Evidence(
            {**self.evidence.links, **own.links}, {**own.groups, **self.evidence.groups}
        )
        found = replace(self, evidence=evidence, link_ids=self.link_ids | moved.keys())
        return found, tuple(moved.get(link.id, link) for link in links)

    def observed(self, links: Iterable[Link]) -> ObservedYear:
        """Return what the year moved of links that have its days."""
        every = tuple(links)
        ids = {link.id for link in every}
        shifts = {
            name: shift
            for name, shift in shifts_in(self.evidence, self.year).items()
            if name in ids
        }
        return ObservedYear(
            self.year,
            every,
            shifts,
            tuple(sorted({self.evidence.group_of(name).gauge_id for name in shifts})),
            tuple(link.id for link in every if is_seasonal(link) and link.id not in shifts),
        )


def calendar_year(
    links: Sequence[Link], places: Iterable[Place], gauges: Sequence[Gauge], year: int
) -> tuple[CalendarYear, tuple[Link, ...]]:
    """Return a calendar year, and links with its days.

    Parameters
    ----------
    links
        Links with the days of their median year.
    places
        Ends of them all.
    gauges
        What was read.
    year
        A year of which some gauge was read.

    Raises
    ------
    InputError
        If no gauge that a link follows was read in it.
    """
    begun = CalendarYear(year, tuple(gauges), Evidence({}, {}))
    found, moved = begun.settled(links, places)
    require_year(found.evidence, year)
    return found, moved
