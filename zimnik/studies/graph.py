"""The network of a study as a graph of numbers, for networkx and whatever reads GraphML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from zimnik.studies.options import option, optional
from zimnik.studies.shared import PLACE, Closing, tonnes, value
from zimnik.studies.years.calendar import in_asked_year

if TYPE_CHECKING:
    import networkx as nx

    from zimnik.studies.model import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQuestion(Closing):
    """Return the network as a networkx.MultiDiGraph with a price and days on every edge.

    Shortest paths by `cost_usd_per_t` from "PLACE/load" to "PLACE/unload" are the least-cost
    routes whatever the date; `geo.routing.priced_graph` tells nodes and attributes.
    ``nx.write_graphml`` writes it.

    Parameters
    ----------
    deposit
        Whose product is priced; without it the default cargo of the rates.
    tonnes_per_y
        Tonnes a year, over which dedicated roads are spread; without it the published output.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    """

    deposit: str | None = option(None, optional(PLACE))
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()

    command: ClassVar[str] = "graph"


def make_graph(model: Model, question: GraphQuestion) -> nx.MultiDiGraph:
    """Return the graph, with the access links of every site.

    Raises
    ------
    InputError
        If the deposit, or something to avoid, is not known.
    """
    from zimnik.geo.core.vocabulary import SITE_KINDS
    from zimnik.geo.pricing.cargo import SiteProduct, cargo_of_product
    from zimnik.geo.routing.priced_graph import priced_graph
    from zimnik.studies.faults import FaultCollector
    from zimnik.studies.model import cargo_of, closures_of, compiled, match_places, with_access_of

    faults = FaultCollector()
    cargo, _ = cargo_of_product(
        SiteProduct(as_shipped=True).worth(question.value_usd_per_t),
        model.card,
        tonnes_per_y=question.tonnes_per_y,
    )
    with faults.reading("deposit"):
        model, named = match_places(model, [question.deposit] if question.deposit else [])
        if named:
            cargo, _ = cargo_of(
                model, named[0].place_id, question.tonnes_per_y, question.value_usd_per_t
            )
    with faults.reading():
        model = in_asked_year(model, question.year, question.year_type)
    with faults.reading("avoid"):
        closures = closures_of(model, question.avoid, question.without)
    faults.require_none()
    sites = model.places.loc[model.places["kind"].isin(SITE_KINDS), "id"]
    model = with_access_of(model, set(sites))
    return priced_graph(
        compiled(model),
        model.places,
        model.card,
        cargo,
        year_type=question.year_type,
        closures=closures,
    )
