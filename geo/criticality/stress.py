"""What hurts most when it closes: terminals, links, corridors and borders, one at a time.

Owns the ranking of closures (docs/model.md, E27). Each site ships to whichever of some hubs is
cheapest; a closure sends it another way, perhaps to another hub, or leaves it with none. A route
that does not use what is closed stays the cheapest, since a closure only takes ways away, so only
the others are searched anew; the answer is that of searching all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import SITE_KINDS
from zimnik.geo.routing._matrix_pairs import DestinationSet
from zimnik.geo.routing.labels import ImpatientError
from zimnik.geo.routing.matrix_ways import PricedShipper
from zimnik.geo.routing.nearest import Errand, nearest_cells, nearest_route
from zimnik.geo.routing.search import NO_CLOSURES, Closures

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    import pandas as pd

    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.time_expanded import DatedNetwork


class ThreatKind(StrEnum):
    """What closes."""

    TERMINAL = "terminal"
    LINK = "link"
    CORRIDOR = "corridor"
    BORDER = "border"
    NAMED = "named"


# Labels after which the bounds of the open network are no guide.
PATIENCE = 1000


@dataclass(frozen=True, slots=True)
class Threat:
    """Something that may close, and the links that are lost with it."""

    kind: ThreatKind
    name: str
    closures: Closures
    link_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Detour:
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
class Effect:
    """What a closure does to all sites that used what is closed."""

    threat: Threat
    detours: tuple[Detour, ...]

    @property
    def rise_usd_per_y(self) -> float:
        """Rise of the yearly cost of what still arrives."""
        return sum(detour.rise_usd_per_y for detour in self.detours)

    @property
    def cut_off_t_per_y(self) -> float:
        """Tonnes a year that reach no hub any more."""
        return sum(d.tonnes_per_y for d in self.detours if d.after_usd_per_t is None)

    @property
    def diverted_t_per_y(self) -> float:
        """Tonnes a year that used what is closed."""
        return sum(detour.tonnes_per_y for detour in self.detours)


@dataclass(frozen=True, slots=True)
class StressReport:
    """Effects of closures, worst first, and what they are compared with.

    Parameters
    ----------
    effects
        By tonnes cut off, then by the rise of cost; closures that no site notices are left out.
    threats
        How many closures were examined.
    cost_usd_per_y, tonnes_per_y
        Of all sites that reach a hub with nothing closed.
    unreached
        Sites that reach no hub at all.
    dates
        Readiness and type of year.
    """

    effects: tuple[Effect, ...]
    threats: int
    cost_usd_per_y: float
    tonnes_per_y: float
    unreached: tuple[str, ...]
    dates: Dates


@dataclass(frozen=True, slots=True)
class StressQuestion:
    """What is shipped from where to any of some hubs, when, and what is closed to begin with.

    Without a day of readiness each site has the best one while nothing is closed, and keeps it: a
    closure meets a plan that stands.
    """

    cargoes: Mapping[str, Cargo]
    hub_ids: frozenset[str]
    dates: Dates
    closures: Closures = NO_CLOSURES

    def __post_init__(self) -> None:
        if not self.cargoes or not self.hub_ids:
            found = f"{len(self.cargoes)} sites and {len(self.hub_ids)} hubs"
            raise InputError([Fault("stress", "a site and a hub", found, "Name one of each.")])


def threats_of(
    places: pd.DataFrame, links: pd.DataFrame, kinds: Collection[ThreatKind]
) -> tuple[Threat, ...]:
    """Return each thing of some kinds that may close on its own.

    Parameters
    ----------
    places, links
        The network; a site is no terminal, and its estimated access is no link that could close.
    kinds
        Terminals, links, corridors and borders that are wanted.
    """
    known = links[~links["estimated"].astype(bool)]
    terminals = places.loc[~places["kind"].isin(SITE_KINDS), "id"]
    closures: dict[ThreatKind, Iterable[tuple[str, Closures]]] = {
        ThreatKind.TERMINAL: ((i, Closures(place_ids=frozenset({i}))) for i in terminals),
        ThreatKind.LINK: ((i, Closures(link_ids=frozenset({i}))) for i in known["id"]),
        ThreatKind.CORRIDOR: (
            (name, Closures(corridors=frozenset({name}))) for name in _names(known["corridor"])
        ),
        ThreatKind.BORDER: (
            (name, Closures(link_ids=frozenset(known.loc[known["border"] == name, "id"])))
            for name in _names(known["border"])
        ),
    }
    return tuple(
        threat_of(kind, name, closed, links)
        for kind, named in closures.items()
        if kind in kinds
        for name, closed in named
    )


def threat_of(kind: ThreatKind, name: str, closures: Closures, links: pd.DataFrame) -> Threat:
    """Return a threat with the links that are lost by it."""
    lost = (
        links["id"].isin(closures.link_ids)
        | links["from_id"].isin(closures.place_ids)
        | links["to_id"].isin(closures.place_ids)
        | links["corridor"].isin(closures.corridors)
        | links["mode"].isin(closures.modes)
    )
    return Threat(kind, name, closures, frozenset(links.loc[lost, "id"]))


def stress(
    network: DatedNetwork,
    question: StressQuestion,
    threats: Sequence[Threat],
    progress: Callable[[Sequence[Threat]], Iterable[Threat]] = iter,
) -> StressReport:
    """Return what each closure does, worst first.

    Parameters
    ----------
    network
        Laid out for the type of year of the question.
    question
        Sites, cargoes and hubs.
    threats
        What closes, one at a time.
    progress
        What to iterate the threats with, such as a progress bar.
    """
    routes = {i: _route(network, question, i) for i in question.cargoes}
    best = {site_id: route for site_id, route in routes.items() if route is not None}
    destination_sets = _destination_sets(network, question, best)
    effects = [
        _effect(network, question, destination_sets, best, threat) for threat in progress(threats)
    ]
    tonnes = {site_id: question.cargoes[site_id].tonnes_per_y for site_id in best}
    return StressReport(
        effects=tuple(
            sorted(
                (effect for effect in effects if effect.detours),
                key=lambda e: (-e.cut_off_t_per_y, -e.rise_usd_per_y, e.threat.name),
            )
        ),
        threats=len(threats),
        cost_usd_per_y=sum(best[i].cost_usd_per_t * tonnes[i] for i in best),
        tonnes_per_y=sum(tonnes.values()),
        unreached=tuple(site_id for site_id, route in routes.items() if route is None),
        dates=question.dates,
    )


def _destination_sets(
    network: DatedNetwork, question: StressQuestion, best: Mapping[str, Route]
) -> dict[str, DestinationSet]:
    """Return the hubs of each site as a set, made once for all sites of the same prices."""
    made: dict[tuple[bytes, frozenset[str]], DestinationSet] = {}
    destination_sets = {}
    for site_id, route in best.items():
        shipper = _shipper(network, question, site_id, route)
        hub_ids = question.hub_ids - {site_id}
        key = (shipper.pricing.base.tobytes(), hub_ids)
        if key not in made:
            made[key] = DestinationSet.of(shipper, *hub_ids)
        destination_sets[site_id] = made[key]
    return destination_sets


def _effect(
    network: DatedNetwork,
    question: StressQuestion,
    destination_sets: Mapping[str, DestinationSet],
    best: Mapping[str, Route],
    threat: Threat,
) -> Effect:
    hit = [i for i, route in best.items() if not threat.link_ids.isdisjoint(route.link_ids)]
    closed = replace(question, closures=_both(question.closures, threat.closures))
    detours = []
    for site_id in hit:
        usd_per_t, hub_id = _after(
            network, closed, destination_sets[site_id], site_id, best[site_id]
        )
        detours.append(
            Detour(
                site_id=site_id,
                tonnes_per_y=question.cargoes[site_id].tonnes_per_y,
                before_usd_per_t=best[site_id].cost_usd_per_t,
                after_usd_per_t=usd_per_t,
                hub_id=hub_id,
            )
        )
    return Effect(threat, tuple(detours))


def _after(
    network: DatedNetwork,
    closed: StressQuestion,
    destinations: DestinationSet,
    site_id: str,
    before: Route,
) -> tuple[float | None, str | None]:
    """Return the cost of a site's cargo under closures and the hub it goes to."""
    try:
        (cell,) = nearest_cells(_shipper(network, closed, site_id, before), destinations, PATIENCE)
    except ImpatientError:
        # The bounds of the open network lead nowhere where no way is left, or a far dearer one.
        ready = replace(closed, dates=replace(closed.dates, ready_d=before.ready_d))
        route = _route(network, ready, site_id)
        return (route.cost_usd_per_t, route.transfers[-1].at_id) if route else (None, None)
    return (cell.cost_usd_per_t, cell.destination_id) if cell else (None, None)


def _shipper(
    network: DatedNetwork, question: StressQuestion, site_id: str, route: Route
) -> PricedShipper:
    """Return a site that ships on the day of its route."""
    day = route.ready_d if route.ready_d is not None else 0.0
    cargo, most_d = question.cargoes[site_id], question.dates.max_d
    return PricedShipper.of(network, site_id, cargo, question.closures, (day,), most_d)


def _route(network: DatedNetwork, question: StressQuestion, site_id: str) -> Route | None:
    errand = Errand(site_id, question.cargoes[site_id], question.dates, question.closures)
    return nearest_route(network, errand, question.hub_ids - {site_id})


def _both(one: Closures, other: Closures) -> Closures:
    return Closures(
        link_ids=one.link_ids | other.link_ids,
        place_ids=one.place_ids | other.place_ids,
        corridors=one.corridors | other.corridors,
        modes=one.modes | other.modes,
    )


def _names(column: pd.Series[str]) -> list[str]:
    return sorted({str(name) for name in column.dropna()} - {""})
