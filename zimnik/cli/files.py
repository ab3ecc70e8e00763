"""Further files that a command writes beside its answer."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import InputError
from zimnik.studies.options import Options, option
from zimnik.studies.sources import PATH

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.geo.core.errors import Fault
    from zimnik.studies.access import AccessAnswer
    from zimnik.studies.surface import SurfaceAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Files(Options):
    """Base of the options that name further files; most commands write none."""

    group: ClassVar[str] = "Output"

    def write(self, answer: Any) -> None:  # noqa: ANN401 - each command has an answer of its own
        """Write the files that are asked for, of an answer that is not yet delivered.

        Raises
        ------
        InputError
            If the answer has no such file, or it cannot be written.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLinkFiles(Files):
    """Files of new links.

    Parameters
    ----------
    links
        Also write the new links as planned links in .gpkg, for --atlas and --with-planned.
    """

    links: Path | None = option(None, PATH)

    def contradictions(self) -> list[Fault]:
        """Return the fault of a name that an atlas would not read as links."""
        from zimnik.layers.atlas.new_links import require_links_name

        try:
            if self.links is not None:
                require_links_name(self.links)
        except InputError as error:
            return [replace(fault, where="links") for fault in error.faults]
        return []

    def write(self, answer: AccessAnswer) -> None:
        """Write the new links, and say on the standard error what they are good for."""
        if self.links is None or not answer.answered:
            return
        answer.to_links(self.links)
        sys.stderr.write(
            f"zimnik: {self.links.name} has these links as planned links: a route pays for a "
            "winter road every year, but not what the others cost to build\n"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceFiles(Files):
    """Files of a surface of remoteness.

    Parameters
    ----------
    raster
        Also write cost and hours by day as a GeoTIFF, .tif.
    contours
        Also write bands between levels as polygons, .gpkg or .geojson.
    """

    raster: Path | None = option(None, PATH)
    contours: Path | None = option(None, PATH)

    def contradictions(self) -> list[Fault]:
        """Return a fault of each name that promises another format."""
        from zimnik.layers.files import require_suffix_of
        from zimnik.layers.rasters.surface_files import BAND_SUFFIXES, RASTER_SUFFIXES

        faults: list[Fault] = []
        named = (
            ("raster", self.raster, RASTER_SUFFIXES),
            ("contours", self.contours, BAND_SUFFIXES),
        )
        for field, path, suffixes in named:
            try:
                if path is not None:
                    require_suffix_of(path, suffixes)
            except InputError as error:
                faults += [replace(fault, where=field) for fault in error.faults]
        return faults

    def write(self, answer: SurfaceAnswer) -> None:
        """Write the raster and the bands that are asked for."""
        if self.raster is not None:
            answer.to_raster(self.raster)
        if self.contours is not None:
            answer.to_bands(self.contours)
