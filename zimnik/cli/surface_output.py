"""Where an answer goes whose page lies on a surface of remoteness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.cli.output import PageOutput
from zimnik.geo.core.errors import Fault
from zimnik.studies.answers import Format
from zimnik.studies.options import option, optional
from zimnik.studies.shared import GOAL
from zimnik.studies.sources import PATH
from zimnik.studies.surfaces.surface import CELL

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.geo.core.vocabulary import Goal


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfacePageOutput(PageOutput):
    """How an answer whose page lies on a surface of remoteness is written, and where.

    Parameters
    ----------
    goal
        Of a page: kind of place that its surface is to; railheads without it.
    cell_km
        Of a page: side of a cell of its surface, 4 to 50 km; 16 without it.
    heights
        Of a page: a GeoTIFF of heights in m, over the shipped grid as far as it goes.
    land_cover
        Of a page: a GeoTIFF of classes of ESA WorldCover or Copernicus land cover.
    """

    goal: Goal | None = option(None, optional(GOAL))
    cell_km: float | None = option(None, optional(CELL))
    heights: Path | None = option(None, PATH)
    land_cover: Path | None = option(None, PATH)

    def contradictions(self) -> list[Fault]:
        """Return faults of the page, and of options of a surface without a page."""
        faults = PageOutput.contradictions(self)
        given = [name for name, value in self._surface.items() if value is not None]
        if given and not faults and self.format is not Format.HTML:
            found, remedy = f"{self.format}", "Name a file in .html, or leave it out."
            faults += [Fault(name, "a page for its surface", found, remedy) for name in given]
        return faults

    @property
    def _surface(self) -> dict[str, Any]:
        names = ("goal", "cell_km", "heights", "land_cover")
        return {name: getattr(self, name) for name in names}

    @property
    def page(self) -> dict[str, Any]:
        """What a page is told of how to be drawn, and of its surface."""
        return {"projection": self.projection, "tiles": self.tiles, **self._surface}
