"""Link criticality: what each disruption costs, one at a time, the worst first.

Owns the ranking of disruptions (docs/model.md, E27). Each site ships what it makes in a year to
whichever of some hubs is cheapest on each day; a closure sends some days over another route,
perhaps to another hub, or leaves the site with none. A year that does not use what is closed stays
the cheapest, since a closure only takes routes away, so only the others are searched again; the
answer is that of searching all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.parallel import mapped, workers_of
from zimnik.geo.network.capacities import checks_of_shares, together
from zimnik.geo.network.closures import NO_CLOSURES, Closures
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.matrix import parts_by_price
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.year import RouteYear
from zimnik.geo.routing.yearly import YearSearches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor

    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.criticality.disruptions import Disruption
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year import YearMean


@dataclass(frozen=True, slots=True)
class SiteYear:
    """What the cargo of a site costs with nothing closed, and the hub of its largest share."""

    site_id: str
    tonnes_per_y: float
    hub_id: str
    year: YearMean


@dataclass(frozen=True, slots=True)
class Rerouting:
    """What a closure does to one site: mean cost per tonne before and after; None is cut off.

    A site is cut off where any of its year's cargo reaches no hub in time.
    """

    site_id: str
    tonnes_per_y: float
    before_usd_per_t: float
    after_usd_per_t: float | None
    hub_id: str | None

    @property
    def rise_usd_per_y(self) -> float:
        """Rise of the yearly cost; 0 of a site that is cut off, whose tonnes count instead."""
        if self.after_usd_per_t is None:
            return 0.0
        return (self.after_usd_per_t - self.before_usd_per_t) * self.tonnes_per_y


@dataclass(frozen=True, slots=True)
class Impact:
    """What a closure does to all sites that used what is closed."""

    disruption: Disruption
    reroutings: tuple[Rerouting, ...]

    @property
    def rise_usd_per_y(self) -> float:
        """Rise of the yearly cost of what still arrives."""
        return sum(rerouting.rise_usd_per_y for rerouting in self.reroutings)

    @property
    def cut_off_t_per_y(self) -> float:
        """Tonnes a year that reach no hub any more."""
        return sum(r.tonnes_per_y for r in self.reroutings if r.after_usd_per_t is None)

    @property
    def diverted_t_per_y(self) -> float:
        """Tonnes a year that used what is closed."""
        return sum(rerouting.tonnes_per_y for rerouting in self.reroutings)


@dataclass(frozen=True, slots=True)
class CriticalityReport:
    """Impacts of closures, worst first, and what they are compared with.

    Parameters
    ----------
    impacts
        By tonnes cut off, then by the rise of cost; closures that no site notices are left out.
    examined
        How many closures were examined.
    sites
        Those that reach a hub with nothing closed.
    unreached
        Sites that reach no hub at all.
    year_type
        Type of year.
    capacity_checks
        What all sites together want of places and links with nothing closed, beside what is known
        of them.
    """

    impacts: tuple[Impact, ...]
    examined: int
    sites: tuple[SiteYear, ...]
    unreached: tuple[str, ...]
    year_type: YearType
    capacity_checks: tuple[CapacityCheck, ...] = ()

    @property
    def tonnes_per_y(self) -> float:
        """Tonnes a year of the sites that reach a hub."""
        return sum(site.tonnes_per_y for site in self.sites)

    @property
    def cost_usd_per_y(self) -> float:
        """Yearly cost of these with nothing closed."""
        return sum(site.year.mean_usd_per_t * site.tonnes_per_y for site in self.sites)


@dataclass(frozen=True, slots=True)
class CriticalityQuestion:
    """What is shipped from where to any of some hubs, when, and what is closed to begin with.

    Parameters
    ----------
    cargoes
        What each site ships.
    hub_ids
        Where it may go.
    ready_d
        Days on which each site makes its cargo, the same each day. None for the best day of each
        while nothing is closed, which it keeps: a closure meets a plan that stands.
    max_d
        Most days from readiness to arrival.
    closures
        What is closed to begin with.
    """

    cargoes: Mapping[str, Cargo]
    hub_ids: frozenset[str]
    ready_d: Mapping[str, Sequence[int]] | None
    max_d: float = DEFAULT_MAX_D
    closures: Closures = NO_CLOSURES

    def __post_init__(self) -> None:
        freeze_mappings(self)
        if not self.cargoes or not self.hub_ids:
            found = f"{len(self.cargoes)} sites and {len(self.hub_ids)} hubs"
            raise InputError([Fault("criticality", "a site and a hub", found, "Name one of each.")])


def rank_disruptions(
    network: DatedNetwork,
    question: CriticalityQuestion,
    disruptions: Sequence[Disruption],
    *,
    network_in: Callable[[Disruption], DatedNetwork] | None = None,
    executor: Executor | None = None,
    progress: Callable[[Sequence[Disruption]], Iterable[Disruption]] = iter,
) -> CriticalityReport:
    """Rank disruptions by link criticality: what each closure costs, the worst first.

    Parameters
    ----------
    network
        Laid out for the type of year of the question.
    question
        Sites, cargoes and hubs.
    disruptions
        What closes, one at a time.
    network_in
        Returns the network in which links are shut on the days of a disruption that has such.
    executor
        Where the sites are examined, in a part a worker; None for here, as are disruptions of days.
    progress
        What to iterate the disruptions with, such as a progress bar.
    """
    if executor is None or len(question.cargoes) == 1 or network_in is not None:
        felt = _felt_by(network, question, disruptions, network_in=network_in, progress=progress)
    else:
        parts = parts_by_price(network.card, question.cargoes, workers_of(executor))
        asked = [replace(question, cargoes=part) for part in parts]
        felt = _Felt({}, {})
        for own in mapped(_felt_by_part, (network, disruptions), asked, executor=executor):
            felt = felt.joined(own)
    # Workers take sites by what decides their prices; the answer has the order of the question.
    order = {site_id: number for number, site_id in enumerate(question.cargoes)}
    sites = tuple(felt.sites[site_id] for site_id in order if site_id in felt.sites)
    impacts = (
        Impact(disruptions[number], tuple(sorted(detours, key=lambda one: order[one.site_id])))
        for number, detours in felt.detours.items()
    )
    return CriticalityReport(
        impacts=tuple(
            sorted(
                impacts, key=lambda e: (-e.cut_off_t_per_y, -e.rise_usd_per_y, e.disruption.name)
            )
        ),
        examined=len(disruptions),
        sites=sites,
        unreached=tuple(site_id for site_id in order if site_id not in felt.sites),
        year_type=network.year_type,
        capacity_checks=_checks(network, question, sites),
    )


def _checks(
    network: DatedNetwork, question: CriticalityQuestion, sites: Iterable[SiteYear]
) -> tuple[CapacityCheck, ...]:
    cargoes, known = question.cargoes, network.arrays.throughputs
    return together(
        check
        for site in sites
        for check in checks_of_shares(
            known,
            site.year.handled_shares,
            site.tonnes_per_y * cargoes[site.site_id].shipped_t_per_t,
        )
    )


@dataclass(frozen=True, slots=True)
class _Felt:
    """The year of each site that has one, and its detours by the number of the disruption."""

    sites: Mapping[str, SiteYear]
    detours: Mapping[int, tuple[Rerouting, ...]]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def joined(self, other: _Felt) -> _Felt:
        numbers = {*self.detours, *other.detours}
        both = {n: (*self.detours.get(n, ()), *other.detours.get(n, ())) for n in numbers}
        return _Felt({**self.sites, **other.sites}, both)


def _felt_by_part(
    common: tuple[DatedNetwork, Sequence[Disruption]], question: CriticalityQuestion
) -> _Felt:
    network, disruptions = common
    return _felt_by(network, question, disruptions)


def _felt_by(
    network: DatedNetwork,
    question: CriticalityQuestion,
    disruptions: Sequence[Disruption],
    *,
    network_in: Callable[[Disruption], DatedNetwork] | None = None,
    progress: Callable[[Sequence[Disruption]], Iterable[Disruption]] = iter,
) -> _Felt:
    """Return what disruptions do to the sites of a question."""
    searches = YearSearches(network, shares_bounds=True)
    years = {
        site_id: year
        for site_id in question.cargoes
        if isinstance(year := _before(searches, question, site_id), RouteYear)
    }
    sites = {site_id: _site(question, site_id, year) for site_id, year in years.items()}
    # What closes little comes first: it bounds what closes more.
    numbers = {id(one): number for number, one in enumerate(disruptions)}
    felt: dict[int, tuple[Rerouting, ...]] = {}
    for disruption in progress(sorted(disruptions, key=lambda one: len(one.link_ids))):
        hit = [i for i, year in years.items() if not disruption.link_ids.isdisjoint(year.link_ids)]
        if hit:
            asked = searches
            if disruption.shut and network_in is not None:
                asked = YearSearches(network_in(disruption), shares_bounds=True)
            felt[numbers[id(disruption)]] = tuple(
                _detour(asked, question, sites[site_id], disruption) for site_id in hit
            )
            asked.forget_closures()
    return _Felt(sites, felt)


def _before(searches: YearSearches, question: CriticalityQuestion, site_id: str) -> RouteYear | str:
    hub_ids = question.hub_ids - {site_id}
    shipment = _shipment(searches, question, site_id, question.closures)
    ready_d = None if question.ready_d is None else question.ready_d[site_id]
    return searches.find(shipment, ready_d=ready_d, destination_ids=hub_ids)


def _shipment(
    searches: YearSearches, question: CriticalityQuestion, site_id: str, closures: Closures
) -> Shipment:
    dates = Dates(None, searches.network.year_type, question.max_d)
    return Shipment(site_id, None, question.cargoes[site_id], dates, closures=closures)


def _site(question: CriticalityQuestion, site_id: str, year: RouteYear) -> SiteYear:
    shares: dict[str, float] = {}
    for part in year.shares:
        hub_id = part.route.transfers[-1].at_id
        shares[hub_id] = shares.get(hub_id, 0.0) + part.share
    tonnes = question.cargoes[site_id].tonnes_per_y
    return SiteYear(site_id, tonnes, max(shares, key=lambda hub_id: shares[hub_id]), year)


def _detour(
    searches: YearSearches,
    question: CriticalityQuestion,
    site: SiteYear,
    disruption: Disruption,
) -> Rerouting:
    """Return what a disruption does to a site whose year uses what closes."""
    closures = question.closures | disruption.closures
    shipment = _shipment(searches, question, site.site_id, closures)
    hub_ids = question.hub_ids - {site.site_id}
    found = searches.nearest(shipment, hub_ids, ready_d=site.year.ready_d)
    after = (None, None) if isinstance(found, str) else (found.year.mean_usd_per_t, found.place_id)
    return Rerouting(site.site_id, site.tonnes_per_y, site.year.mean_usd_per_t, *after)
