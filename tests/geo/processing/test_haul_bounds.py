"""What hauls cost at least, held against the routes that are found."""

from __future__ import annotations

import pytest

from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.rates import Range
from zimnik.geo.processing.haul_bounds import least_usd_per_t
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.studies.model import compiled, load_model, with_access_of
from zimnik.studies.sources import Sources

HUBS = ("khatanga", "krasnokamensk")
CARGOES = (
    Cargo("soda", 40_000.0, 300.0),
    Cargo("ammonia", 900.0, 700.0, moisture_pct=Range(75.0, 75.0, 75.0)),
)


# Tests (E17).
@pytest.mark.parametrize("hub_id", HUBS)
@pytest.mark.parametrize("inbound", [True, pytest.param(False, marks=pytest.mark.proof)])
def test_no_route_of_any_cargo_costs_less_than_the_bound(hub_id: str, *, inbound: bool) -> None:
    model = load_model(Sources())
    sites = model.places["kind"].isin(["deposit", "hub", "market"])
    ids = model.places.loc[sites, "id"].tolist()
    model = with_access_of(model, ids)
    network = dated_network(compiled(model), model.card, YearType.NORMAL)
    found = least_usd_per_t(network, CARGOES, hub_id, NO_CLOSURES, inbound=inbound)
    shares = []
    for number, other_id in enumerate(set(ids[::5]) - {hub_id}):
        start, end = (other_id, hub_id) if inbound else (hub_id, other_id)
        cargo = CARGOES[number % len(CARGOES)]
        shipment = Shipment(start, end, cargo, Dates(None, YearType.NORMAL))
        routes = find_routes(network.arrays, model.card, shipment, dated=network).routes
        assert not routes or found[other_id] <= routes[0].cost_usd_per_t
        shares += [found[other_id] / routes[0].cost_usd_per_t for _ in routes[:1]]
    # A bound of nothing would be none at all.
    assert max(shares) > 0.5
