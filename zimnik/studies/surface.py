"""The question of a surface of remoteness: what it costs to get out from anywhere.

Owns how the words of the question become a search over the cells, and what its answer is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import Goal, YearType
from zimnik.studies.answers import DRAWN, TABULAR, Answer, Format
from zimnik.studies.options import YES, Reader, number, option, several, word
from zimnik.studies.shared import GOAL, ONE_DAY, Dated, days_to_arrive, tonnes, value
from zimnik.studies.sources import PATH
from zimnik.studies.years.calendar import in_asked_year

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    import geopandas as gpd

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.remoteness.towns import TownNetwork
    from zimnik.geo.surface.entries import Onward
    from zimnik.geo.surface.search import SurfaceSearch
    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.maps.reports.surface import SurfaceAnswerRecord
    from zimnik.studies.model import Model

CELL_KM = 8.0


def _cell_km(given: object) -> float:
    from zimnik.geo.surface.surface import COARSEST_KM, FINEST_KM

    side: float = number(FINEST_KM, COARSEST_KM, unit="km").read(given)
    return side


CELL = Reader(_cell_km, float)
LEVELS = several(number(0, 1e9, unit="US$ per t or hours", above=True))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SurfaceAnswer(Answer):
    """Surfaces of cost and of hours, one of each for each day of readiness."""

    formats: ClassVar[tuple[Format, ...]] = (*TABULAR, *DRAWN)

    result: tuple[RemotenessSurface, ...]
    question: SurfaceQuestion
    model: Model
    warnings: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[RemotenessSurface, ...]:
        """The surfaces of cost, or of hours where these are asked for."""
        from zimnik.geo.surface.surface import SurfaceQuantity

        quantity = SurfaceQuantity.TIME if self.question.hours else SurfaceQuantity.COST
        return tuple(surface for surface in self.result if surface.quantity is quantity)

    def record(self) -> SurfaceAnswerRecord:
        """Return the record of how much land lies beyond what."""
        from zimnik.maps.reports.surface import surface_record
        from zimnik.studies.drawing import heading_of

        return surface_record(
            self.wanted, heading_of(self.model, self.asked), warnings=self.warnings
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each day of readiness."""
        from zimnik.maps.reports.surface import surface_rows

        return surface_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return how much land lies beyond what, a line a day."""
        from zimnik.maps.reports.surface import surface_text

        return surface_text(record)

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Return bands between levels as polygons cut at 180 degrees, EPSG:4326.

        See `layers.rasters.surface_files.bands_of` for the columns.
        """
        from zimnik.layers.rasters.surface_files import bands_of_all, in_degrees

        return in_degrees(bands_of_all(self.wanted, levels=self.question.level))

    def to_bands(self, path: str | Path) -> Path:
        """Write bands between levels, and return the path.

        Parameters
        ----------
        path
            A name in .gpkg, in the equal-area projection of the cells, or in .geojson, in degrees.

        Raises
        ------
        InputError
            If the name has another suffix, or the file cannot be written.
        """
        from pathlib import Path

        from zimnik.layers.rasters.surface_files import write_bands

        write_bands(self.wanted, Path(path), self.question.level)
        return Path(path)

    def to_raster(self, path: str | Path) -> Path:
        """Write cost and hours of each day, and where no route leads, as the bands of a GeoTIFF.

        Parameters
        ----------
        path
            A name in .tif or .tiff.

        Raises
        ------
        InputError
            If the name has another suffix, or the file cannot be written.
        """
        from pathlib import Path

        from zimnik.layers.rasters.surface_files import write_raster

        tags = {
            "atlas": f"{self.asked.atlas_version} of {self.asked.atlas_date}",
            "currency": self.asked.currency,
            "attribution": self.model.region.attribution,
            "command": self.asked.command,
            "asked": self.asked.line(),
            "model": "docs/model.md, E26",
        }
        write_raster(self.result, Path(path), tags)
        return Path(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceQuestion(Dated):
    """Compute cost and hours from every cell to the cheapest place of a kind.

    Parameters
    ----------
    goal
        Kind of place to get to.
    ready
        Day MM-DD when the cargo is ready; without it the first of each month.
    hours
        Bands and table of hours, not of cost.
    level
        Where a band begins, ascending; usual levels without it.
    cell_km
        Side of a cell, 4 to 50 km.
    heights
        A GeoTIFF of heights in m, over the shipped grid as far as it goes.
    land_cover
        A GeoTIFF of classes of ESA WorldCover or Copernicus land cover, which say where lakes,
        forest, bog and ice are.
    tonnes_per_y
        Tonnes a year that share the roads which they need; without it the default of the rates.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    max_days
        Most days from readiness to arrival.
    year_type
        Short, normal or long seasons, by their published dates.
    """

    goal: Goal = option(Goal.RAILHEAD, GOAL)
    ready: str | None = option(None, ONE_DAY)
    hours: bool = option(default=False, reader=YES)
    level: tuple[float, ...] = option((), LEVELS)
    cell_km: float = option(CELL_KM, CELL)
    heights: Path | None = option(None, PATH)
    land_cover: Path | None = option(None, PATH)
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()
    max_days: float = days_to_arrive()
    year_type: YearType = option(YearType.NORMAL, word(YearType))

    command: ClassVar[str] = "surface"
    answer_class: ClassVar[type[Answer]] = SurfaceAnswer

    def contradictions(self) -> list[Fault]:
        """Return faults of levels that do not ascend, and of a year asked for in two ways."""
        faults = self.year_faults()
        if all(one < other for one, other in zip(self.level, self.level[1:], strict=False)):
            return faults
        found = ", ".join(f"{level:g}" for level in self.level)
        return [
            *faults,
            Fault("level", "numbers that ascend", found, "Give them in ascending order."),
        ]


def find_surface(
    model: Model, question: SurfaceQuestion, *, executor: Executor | None = None
) -> SurfaceAnswer:
    """Answer the question of a surface (docs/model.md, E26).

    Parameters
    ----------
    model
        Atlas, rates and network.
    question
        The options.
    executor
        Where the ways on from the network are searched; None for here.

    Raises
    ------
    InputError
        If there is no place of the kind, or a raster is not one.
    """
    from zimnik.studies.provenance import asked_of

    model = in_asked_year(model, question.year, question.year_type)
    asked = asked_of(model, question, question.command)
    search = search_of(model, question, executor=executor)
    said = search.ground.terrain.notes
    return SurfaceAnswer(_searched(search, question.goal), asked, question, model, said)


def surfaces_of(model: Model, question: SurfaceQuestion) -> tuple[RemotenessSurface, ...]:
    """Return the surfaces of cost and hours of each day; it raises as `find_surface`."""
    return _searched(search_of(model, question), question.goal)


def _searched(search: SurfaceSearch, goal: Goal) -> tuple[RemotenessSurface, ...]:
    from zimnik.geo.surface.search import surfaces_of as search_surfaces
    from zimnik.studies.execution.progress import progress

    made: list[RemotenessSurface] = []
    with progress("Searching from every cell", total=len(search.ready_d)) as step:
        for day in search.ready_d:
            made += search_surfaces(search, goal, day)
            step()
    return tuple(made)


def search_of(
    model: Model, question: SurfaceQuestion, *, executor: Executor | None = None
) -> SurfaceSearch:
    """Return the search that answers for the days of a question; it raises as `find_surface`."""
    import shapely

    from zimnik.geo.core.calendar import MONTH_STARTS_D, day_of
    from zimnik.geo.core.vocabulary import PlaceKind
    from zimnik.geo.infrastructure.off_network import OffNetwork
    from zimnik.geo.network.closures import not_offered
    from zimnik.geo.pricing.cargo import SiteProduct, cargo_of_product
    from zimnik.geo.routing.assembly import Pricing
    from zimnik.geo.surface.cells import CellGround
    from zimnik.geo.surface.entries import entries_of
    from zimnik.geo.surface.search import SurfaceSearch
    from zimnik.geo.surface.surface import Domain, surface_grid
    from zimnik.layers import climate_of
    from zimnik.layers.rasters.terrain import OwnRasters, terrain_on
    from zimnik.studies.model import drawn, town_network, with_access_of

    domain = Domain(model.region.extent.bounds, model.region.projection)
    grid = surface_grid(question.cell_km, domain)
    own = OwnRasters(question.heights, question.land_cover, model.sources.limits)
    model = drawn(model)
    box = shapely.box(*domain.around_deg)
    terrain = terrain_on(grid, box, model.links, region=model.region, own=own)
    sites = model.places["kind"].isin([PlaceKind.HUB, PlaceKind.MARKET])
    model = with_access_of(model, model.places.loc[sites, "id"])
    network = town_network(model, question.year_type)
    cargo, _ = cargo_of_product(
        SiteProduct(as_shipped=True).worth(question.value_usd_per_t),
        model.card,
        tonnes_per_y=question.tonnes_per_y,
    )
    prices = Pricing.of(model.card, cargo).base
    cells = CellGround(terrain, climate_of(model.region), question.year_type, domain=domain)
    days = MONTH_STARTS_D if question.ready is None else (day_of(question.ready),)
    entries = entries_of(
        _onward(network, prices, question, not_offered(model.card, cargo)),
        network.places,
        model.typed_links,
        network.lines,
        leaving_d=cells.leaving_days(days),
        ready_d=days,
        step_km=question.cell_km / 2,
        executor=executor,
    )
    return SurfaceSearch(cells, entries, OffNetwork.of(model.card, cargo, prices))


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
