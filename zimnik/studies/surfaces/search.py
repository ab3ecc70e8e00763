"""What a question of a surface makes of a model: network, cells, and the search over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import Goal

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import shapely

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.infrastructure.off_network import OffNetwork
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.remoteness.towns import TownNetwork
    from zimnik.geo.surface.entries import Onward
    from zimnik.geo.surface.search import SurfaceSearch
    from zimnik.geo.surface.surface import Domain
    from zimnik.geo.terrain.grid import Grid, Terrain
    from zimnik.layers.rasters.terrain import OwnRasters
    from zimnik.studies.model import Model
    from zimnik.studies.surfaces.surface import SurfaceQuestion


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a question makes of a model: its network, and what it takes to get there."""

    model: Model
    domain: Domain
    own: OwnRasters
    network: TownNetwork
    onward: Onward
    off: OffNetwork
    days: tuple[int, ...]

    @classmethod
    def of(cls, model: Model, question: SurfaceQuestion) -> Asked:
        """Return it; it raises as `find_surface`."""
        from zimnik.geo.core.calendar import MONTH_STARTS_D, day_of
        from zimnik.geo.core.vocabulary import PlaceKind
        from zimnik.geo.infrastructure.off_network import OffNetwork
        from zimnik.geo.network.closures import not_offered
        from zimnik.geo.pricing.cargo import SiteProduct, cargo_of_product
        from zimnik.geo.routing.assembly import Pricing
        from zimnik.geo.surface.surface import Domain
        from zimnik.layers.rasters.terrain import OwnRasters
        from zimnik.studies.model import drawn, town_network, with_access_of

        own = OwnRasters(question.heights, question.land_cover, model.sources.limits)
        model = drawn(model)
        sites = model.places["kind"].isin([PlaceKind.HUB, PlaceKind.MARKET])
        model = with_access_of(model, model.places.loc[sites, "id"])
        network = town_network(model, question.year_type)
        cargo, _ = cargo_of_product(
            SiteProduct(as_shipped=True).worth(question.value_usd_per_t),
            model.card,
            tonnes_per_y=question.tonnes_per_y,
        )
        prices = Pricing.of(model.card, cargo).base
        return cls(
            model=model,
            domain=Domain(model.region.extent.bounds, model.region.projection),
            own=own,
            network=network,
            onward=_onward(network, prices, question, not_offered(model.card, cargo)),
            off=OffNetwork.of(model.card, cargo, prices),
            days=MONTH_STARTS_D if question.ready is None else (day_of(question.ready),),
        )

    def terrain(self, grid: Grid, box: shapely.Geometry) -> Terrain:
        """Return the terrain of a grid, which lies in a box of degrees."""
        from zimnik.layers.rasters.terrain import terrain_on

        return terrain_on(grid, box, self.model.links, region=self.model.region, own=self.own)


def search_of(
    model: Model, question: SurfaceQuestion, *, executor: Executor | None = None
) -> SurfaceSearch:
    """Return the search that answers for the days of a question; it raises as `find_surface`."""
    return search_around(Asked.of(model, question), question, question.cell_km, executor=executor)


def search_around(
    asked: Asked, question: SurfaceQuestion, cell_km: float, *, executor: Executor | None = None
) -> SurfaceSearch:
    """Return the search over the whole region, on cells of a side."""
    import shapely

    from zimnik.geo.surface.cells import CellGround
    from zimnik.geo.surface.entries import entries_of
    from zimnik.geo.surface.search import SurfaceSearch
    from zimnik.geo.surface.surface import surface_grid
    from zimnik.layers import climate_of

    domain, model = asked.domain, asked.model
    terrain = asked.terrain(surface_grid(cell_km, domain), shapely.box(*domain.around_deg))
    cells = CellGround(terrain, climate_of(model.region), question.year_type, domain=domain)
    entries = entries_of(
        asked.onward,
        asked.network.places,
        model.typed_links,
        asked.network.lines,
        leaving_d=cells.leaving_days(asked.days),
        ready_d=asked.days,
        step_km=cell_km / 2,
        executor=executor,
    )
    return SurfaceSearch(cells, entries, asked.off)


def _onward(
    network: TownNetwork, prices: Vector, question: SurfaceQuestion, closed: Closures
) -> Onward:
    """Return how cargo goes on from the network to the goal."""
    from zimnik.geo.core.vocabulary import PlaceKind
    from zimnik.geo.remoteness.sites import goals_of, surface_of
    from zimnik.geo.surface.entries import Onward

    known = surface_of(network, question.year_type)
    deposits = {i for i, kind in known.kinds.items() if kind == PlaceKind.DEPOSIT}
    goal_ids = goals_of(network, known)[question.goal] - deposits
    if not goal_ids:
        remedy = "Name another goal, or an atlas that has one."
        raise InputError([Fault("goal", f"a place that is a {question.goal}", "none", remedy)])
    by_road = question.goal is Goal.ALL_SEASON_ROAD
    return Onward(
        network.network,
        prices,
        goal_ids,
        network.closures | closed,
        goal_link_ids=known.all_season_road_ids() if by_road else (),
        max_d=question.max_days,
    )
