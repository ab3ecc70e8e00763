"""A siting problem with what its answers say: what a solution uses, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import DEFAULT_MAX_D

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zimnik.geo.infrastructure.needs import Use
    from zimnik.geo.network.capacities import CapacityCheck, Throughput
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year import YearMean
    from zimnik.geo.siting.chain_arcs import ChainArcs
    from zimnik.geo.siting.problem import SitingProblem
    from zimnik.geo.siting.results import Siting
    from zimnik.maps.reports.products import Made
    from zimnik.studies.model import Model


@dataclass(frozen=True, slots=True)
class SitingCase:
    """A siting problem with what it was made of.

    Parameters
    ----------
    model
        The model with what is built of its plans.
    problem
        Sources, stages and arcs in arrays.
    arcs
        Arcs of the value chain; None where haulage alone counts.
    notes
        What has to be said.
    used_t_per_t
        For each stage and arc to it, shipped tonnes at places and over links for a tonne on it.
    said
        For each stage and arc to it, what has to be said where anything goes over it.
    known
        What is known of how much places and links pass.
    made
        When ore is ready, what deposits ship, and the year of the haul over each arc.
    charged_ids
        Links, places and hubs that cost what it takes to build them.
    hauls
        Who sends over each arc and the year of its haul, where haulage alone counts.
    network, max_d
        Over which all was found, and the most days that a haul may take.
    closures
        What the hauls of each arc may not use, where haulage alone counts.
    """

    model: Model
    problem: SitingProblem
    arcs: ChainArcs | None
    notes: tuple[str, ...]
    used_t_per_t: tuple[tuple[Mapping[str, float], ...], ...]
    said: tuple[tuple[tuple[str, ...], ...], ...]
    known: Mapping[str, Throughput]
    made: Made
    charged_ids: frozenset[str] = frozenset()
    hauls: tuple[tuple[Shipper, YearMean], ...] = ()
    network: DatedNetwork | None = None
    max_d: float = DEFAULT_MAX_D
    closures: tuple[Closures, ...] = ()

    def notes_of(self, sitings: Iterable[Siting | None]) -> tuple[str, ...]:
        """Return what has to be said of the question, and of what solutions of it use."""
        from zimnik.geo.siting.results import said_of_used

        used = (said_of_used(siting, self.said) for siting in sitings if siting is not None)
        return tuple(dict.fromkeys((*self.notes, *(warning for one in used for warning in one))))

    def use(self, siting: Siting | None) -> Use:
        """Return what a solution uses of the network."""
        from zimnik.geo.infrastructure.needs import NO_USE, Use
        from zimnik.geo.siting.results import carried_t_per_y

        if siting is None:
            return NO_USE
        carried = carried_t_per_y(siting, self.used_t_per_t)
        return Use(tuple(carried), self.charged_ids, carried)

    def checks(self, siting: Siting | None) -> tuple[CapacityCheck, ...]:
        """Return what a solution wants of places and links beside what is known of them."""
        from zimnik.geo.network.capacities import checks_of
        from zimnik.geo.siting.results import carried_t_per_y

        if siting is None:
            return ()
        return checks_of(self.known, carried_t_per_y(siting, self.used_t_per_t))

    @property
    def chain(self) -> ChainArcs:
        """Arcs of the value chain, of which alone targets and goals are asked."""
        if self.arcs is None:
            message = "only the value chain knows of targets and goals"
            raise ValueError(message)
        return self.arcs
