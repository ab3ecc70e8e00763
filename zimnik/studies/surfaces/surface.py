"""The question of a surface of remoteness: what it costs to get out from anywhere.

Owns how the words of the question become a search over the cells, and what its answer is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.vocabulary import Goal, YearType
from zimnik.studies.answers import DRAWN, Answer, ChartAnswer, Format
from zimnik.studies.options import YES, Reader, number, option, optional, several, word
from zimnik.studies.shared import BOX, GOAL, ONE_DAY, Dated, days_to_arrive, tonnes, value
from zimnik.studies.sources import PATH

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.layers.regions.region import Box
    from zimnik.maps.page.document import AnswerPage
    from zimnik.maps.reports.surface import SurfaceAnswerRecord

CELL_KM = 8.0


def _cell_km(given: object) -> float:
    from zimnik.geo.surface.surface import COARSEST_KM, FINEST_KM

    side: float = number(FINEST_KM, COARSEST_KM, unit="km").read(given)
    return side


def _fine_cell_km(given: object) -> float:
    from zimnik.geo.surface.surface import COARSEST_KM, FINEST_IN_WINDOW_KM

    side: float = number(FINEST_IN_WINDOW_KM, COARSEST_KM, unit="km").read(given)
    return side


CELL, FINE_CELL = Reader(_cell_km, float), Reader(_fine_cell_km, float)
LEVELS = several(number(0, 1e9, unit="US$ per t or hours", above=True))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SurfaceAnswer(ChartAnswer):
    """Surfaces of cost and of hours, one of each for each day of readiness."""

    formats: ClassVar[tuple[Format, ...]] = (*ChartAnswer.formats, *DRAWN)

    result: tuple[RemotenessSurface, ...]
    question: SurfaceQuestion
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

        shown = self.question.window or self.model.region.extent
        heading = heading_of(self.model, self.asked)
        return surface_record(self.wanted, heading, shown.bounds, warnings=self.warnings)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each day of readiness."""
        from zimnik.maps.reports.surface import surface_rows

        return surface_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return how much land lies beyond what, a line a day."""
        from zimnik.maps.reports.surface import surface_text

        return surface_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of how much land lies beyond what."""
        from zimnik.maps.pages.answers.surface import SURFACE

        return SURFACE, (self.record(),)

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
            A name in .gpkg, in the equal-area projection of the cells, or in .geojson or .kml, in
            degrees.

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
        Side of a cell, 4 to 50 km; from 0.5 km in a window.
    window
        West, south, east and north in degrees of what is computed; the whole region without it.
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
    cell_km: float = option(CELL_KM, FINE_CELL)
    window: Box | None = option(None, optional(BOX))
    heights: Path | None = option(None, PATH)
    land_cover: Path | None = option(None, PATH)
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()
    max_days: float = days_to_arrive()
    year_type: YearType = option(YearType.NORMAL, word(YearType))

    command: ClassVar[str] = "surface"
    answer_class: ClassVar[type[Answer]] = SurfaceAnswer

    def contradictions(self) -> list[Fault]:
        """Return faults of levels, of cells too fine, and of a year asked for in two ways."""
        from zimnik.geo.surface.surface import FINEST_KM

        faults = self.year_faults()
        if self.window is None and self.cell_km < FINEST_KM:
            expected = f"cells of {FINEST_KM:g} km or more, or a window"
            remedy = "Draw one by --window WEST,SOUTH,EAST,NORTH."
            faults.append(Fault("cell_km", expected, f"{self.cell_km:g} km", remedy))
        if all(one < other for one, other in zip(self.level, self.level[1:], strict=False)):
            return faults
        found = ", ".join(f"{level:g}" for level in self.level)
        return [
            *faults,
            Fault("level", "numbers that ascend", found, "Give them in ascending order."),
        ]
