"""Surfaces of the shipped atlas against the router, which is given the very roads they think of (E26)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zimnik.geo.climate.road_seasons import derive_seasons
from zimnik.geo.core.calendar import text_of
from zimnik.geo.core.vocabulary import Mode, PlaceKind, Vehicle, YearType
from zimnik.geo.infrastructure.new_roads import WINDING
from zimnik.geo.network.links import Link
from zimnik.geo.pricing.cargo import SiteProduct, cargo_of_product
from zimnik.geo.remoteness.targets import SurfaceNetwork
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import nearest_route
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.surface.cells import entry_cells
from zimnik.geo.terrain.corridor import Corridors
from zimnik.geo.terrain.grid import WINTER_ROAD
from zimnik.layers import find_place, load_climate, with_points
from zimnik.layers.atlas.network import typed_places
from zimnik.studies.model import closures_of, compiled, drawn
from zimnik.studies.surfaces.search import search_of
from zimnik.studies.surfaces.surface import SurfaceQuestion

if TYPE_CHECKING:
    import zimnik
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.surface.search import SurfaceSearch
    from zimnik.studies.model import Model

# Weeks after the last cell froze that is asked, and weeks before it thaws.
NEW_YEAR, FEBRUARY, MARCH = 7, 45, 69


@pytest.fixture(scope="module")
def model(study: zimnik.Study) -> Model:
    """Return the shipped atlas, as drawn."""
    return drawn(study.model)


def cheapest_entry(search: SurfaceSearch, cell: int) -> tuple[int, float, float]:
    """Return the number of the best entry by winter road from a cell, its cost and kilometres."""
    terrain, values = search.ground.terrain, search.entries.by_winter_truck[FEBRUARY]
    frozen = search.ground.frozen_on(FEBRUARY).reshape(terrain.shape)
    crossed = replace(terrain, height_m=np.where(frozen, terrain.height_m, np.nan))
    row, column = np.unravel_index(cell, terrain.shape)
    ways = Corridors(crossed, WINTER_ROAD, (int(row), int(column)))
    cells = entry_cells(terrain, search.entries.lonlat)
    km = np.where(cells >= 0, ways.flat_km[cells], np.inf)
    loading, _ = search.off.loading[Vehicle.WINTER_TRUCK]
    cost = loading + km * search.off.winter_road.usd_per_t_km + values[:, 0]
    best = int(np.argmin(cost))
    return best, float(cost[best]), float(km[best])


def routed(model: Model, at: tuple[float, float], to_id: str, length_km: float) -> Route:
    """Return the route to a railhead from a point with one winter road of its own."""
    match = find_place(model.places, f"{at[1]:.6f},{at[0]:.6f}", region=model.region)
    places = with_points(model.places, [match])
    own = Link(
        id="own",
        from_id=match.place_id,
        to_id=to_id,
        mode=Mode.WINTER_ROAD,
        vehicle=Vehicle.WINTER_TRUCK,
        length_km=length_km,
        corridor="own",
        dedicated=True,
        only_for=match.place_id,
        estimated=True,
    )
    links = (*model.typed_links, own)
    seasoned = derive_seasons(links, typed_places(places), load_climate())
    asked = replace(model, places=places, typed_links=seasoned.links)
    network = dated_network(compiled(asked), model.card, YearType.NORMAL)
    surface = SurfaceNetwork(model.typed_places, model.typed_links)
    stations = {i for i in surface.railheads() if surface.kinds[i] == PlaceKind.STATION}
    # A tonne as it is shipped, as the surface prices it.
    cargo, _ = cargo_of_product(SiteProduct(as_shipped=True), model.card)
    shipment = Shipment(
        match.place_id, None, cargo, Dates(FEBRUARY), closures=closures_of(asked, (), ())
    )
    route = nearest_route(network, shipment, stations)
    assert route is not None
    return route


@pytest.mark.proof
def test_a_cell_costs_what_the_router_finds_over_a_winter_road_of_its_own(model: Model) -> None:
    """The router asks dates of the hour of arrival, the surface of the day of leaving (A56)."""
    search = search_of(model, SurfaceQuestion(ready=text_of(FEBRUARY), cell_km=40.0))
    field, ground = search.ready(FEBRUARY), search.ground
    named = {
        (round(point.x, 9), round(point.y, 9)): place_id
        for place_id, point in model.places.set_index("id").geometry.items()
    }
    frozen = np.flatnonzero(ground.frozen_on(NEW_YEAR) & ground.frozen_on(MARCH) & ground.dry)
    compared = 0
    for cell in np.random.default_rng(3).permutation(frozen).tolist():
        entry, cost, km = cheapest_entry(search, cell)
        lon, lat = search.entries.lonlat[entry].tolist()
        to_id = named.get((round(lon, 9), round(lat, 9)))
        if to_id is None or abs(cost - field.usd_per_t[cell]) > 1e-6:
            continue
        lon, lat = ground.lonlat[cell].tolist()
        route = routed(model, ((lon + 180) % 360 - 180, lat), to_id, km * WINDING)
        assert route.cost_usd_per_t == pytest.approx(field.usd_per_t[cell], rel=5e-3)
        assert route.duration_d * 24 == pytest.approx(field.hours[cell], rel=2e-2)
        compared += 1
        if compared == 3:
            return
    pytest.fail("no cell has a place for its entry")
