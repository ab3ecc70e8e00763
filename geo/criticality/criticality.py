"""Link criticality: what each disruption costs, one at a time, the worst first.

Owns the ranking of disruptions (docs/model.md, E27). Each site ships to whichever of some hubs is
cheapest; a closure sends it over another route, perhaps to another hub, or leaves it with none. A
route that does not use what is closed stays the cheapest, since a closure only takes routes away,
so only the others are searched again; the answer is that of searching all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.network.closures import NO_CLOSURES, Closures
from zimnik.geo.routing._matrix_pairs import DestinationSet
from zimnik.geo.routing.labels import LabelLimitExceededError
from zimnik.geo.routing.matrix_cells import PricedShipper
from zimnik.geo.routing.nearest import nearest_cells, nearest_route
from zimnik.geo.routing.request import Shipment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zimnik.geo.criticality.disruptions import Disruption
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.time_expanded import DatedNetwork


# Labels after which the bounds of the open network are no guide.
MAX_LABELS = 1000


@dataclass(frozen=True, slots=True)
class Rerouting:
    """What a closure does to one site: cost per tonne before and after; None is cut off."""

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
    cost_usd_per_y, tonnes_per_y
        Of all sites that reach a hub with nothing closed.
    unreached
        Sites that reach no hub at all.
    dates
        Readiness and type of year.
    """

    impacts: tuple[Impact, ...]
    examined: int
    cost_usd_per_y: float
    tonnes_per_y: float
    unreached: tuple[str, ...]
    dates: Dates


@dataclass(frozen=True, slots=True)
class CriticalityQuestion:
    """What is shipped from where to any of some hubs, when, and what is closed to begin with.

    Without a day of readiness each site has the best one while nothing is closed, and keeps it: a
    closure meets a plan that stands.
    """

    cargoes: Mapping[str, Cargo]
    hub_ids: frozenset[str]
    dates: Dates
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
    progress
        What to iterate the disruptions with, such as a progress bar.
    """
    routes = {i: _route(network, question, i) for i in question.cargoes}
    best = {site_id: route for site_id, route in routes.items() if route is not None}
    destination_sets = _destination_sets(network, question, best)
    impacts = [
        _impact(network, question, destination_sets, best, disruption)
        for disruption in progress(disruptions)
    ]
    tonnes = {site_id: question.cargoes[site_id].tonnes_per_y for site_id in best}
    return CriticalityReport(
        impacts=tuple(
            sorted(
                (impact for impact in impacts if impact.reroutings),
                key=lambda e: (-e.cut_off_t_per_y, -e.rise_usd_per_y, e.disruption.name),
            )
        ),
        examined=len(disruptions),
        cost_usd_per_y=sum(best[i].cost_usd_per_t * tonnes[i] for i in best),
        tonnes_per_y=sum(tonnes.values()),
        unreached=tuple(site_id for site_id, route in routes.items() if route is None),
        dates=question.dates,
    )


def _destination_sets(
    network: DatedNetwork, question: CriticalityQuestion, best: Mapping[str, Route]
) -> dict[str, DestinationSet]:
    """Return the hubs of each site as a set, made once for all sites of the same prices."""
    made: dict[tuple[bytes, frozenset[str]], DestinationSet] = {}
    destination_sets = {}
    for site_id, route in best.items():
        shipper = _shipper(network, question, site_id, route)
        hub_ids = question.hub_ids - {site_id}
        key = (shipper.price_key, hub_ids)
        if key not in made:
            made[key] = DestinationSet.of(shipper, *hub_ids)
        destination_sets[site_id] = made[key]
    return destination_sets


def _impact(
    network: DatedNetwork,
    question: CriticalityQuestion,
    destination_sets: Mapping[str, DestinationSet],
    best: Mapping[str, Route],
    disruption: Disruption,
) -> Impact:
    hit = [i for i, route in best.items() if not disruption.link_ids.isdisjoint(route.link_ids)]
    closed = replace(question, closures=question.closures | disruption.closures)
    reroutings = []
    for site_id in hit:
        usd_per_t, hub_id = _after(
            network, closed, destination_sets[site_id], site_id, best[site_id]
        )
        reroutings.append(
            Rerouting(
                site_id=site_id,
                tonnes_per_y=question.cargoes[site_id].tonnes_per_y,
                before_usd_per_t=best[site_id].cost_usd_per_t,
                after_usd_per_t=usd_per_t,
                hub_id=hub_id,
            )
        )
    return Impact(disruption, tuple(reroutings))


def _after(
    network: DatedNetwork,
    closed: CriticalityQuestion,
    destinations: DestinationSet,
    site_id: str,
    before: Route,
) -> tuple[float | None, str | None]:
    """Return the cost of a site's cargo under closures and the hub it goes to."""
    try:
        (cell,) = nearest_cells(
            _shipper(network, closed, site_id, before), destinations, max_labels=MAX_LABELS
        )
    except LabelLimitExceededError:
        # The bounds of the open network lead nowhere where no route is left, or one that costs far
        # more.
        ready = replace(closed, dates=replace(closed.dates, ready_d=before.ready_d))
        route = _route(network, ready, site_id)
        return (route.cost_usd_per_t, route.transfers[-1].at_id) if route else (None, None)
    return (cell.cost_usd_per_t, cell.destination_id) if cell else (None, None)


def _shipper(
    network: DatedNetwork, question: CriticalityQuestion, site_id: str, route: Route
) -> PricedShipper:
    """Return a site that ships on the day of its route."""
    day = route.ready_d if route.ready_d is not None else 0
    cargo, most_d = question.cargoes[site_id], question.dates.max_d
    return PricedShipper.of(network, site_id, cargo, question.closures, (day,), most_d)


def _route(network: DatedNetwork, question: CriticalityQuestion, site_id: str) -> Route | None:
    cargo, closures = question.cargoes[site_id], question.closures
    shipment = Shipment(site_id, None, cargo, question.dates, closures=closures)
    return nearest_route(network, shipment, question.hub_ids - {site_id})
