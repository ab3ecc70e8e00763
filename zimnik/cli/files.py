"""Further files that a command writes beside its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.cli.terminal import say
from zimnik.geo.core.errors import InputError
from zimnik.studies.options import Options, option
from zimnik.studies.sources import PATH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zimnik.geo.core.errors import Fault
    from zimnik.studies.access import AccessAnswer
    from zimnik.studies.surfaces.surface import SurfaceAnswer


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
        Also write the new links as hypothetical links in .gpkg, for --atlas and --with-planned.
    """

    links: Path | None = option(None, PATH)

    def contradictions(self) -> list[Fault]:
        """Return the faults of a file that an atlas would not read as links, or that is taken."""
        from zimnik.layers.atlas.new_links import GEOPACKAGE

        return _file_faults("links", self.links, (GEOPACKAGE,))

    def write(self, answer: AccessAnswer) -> None:
        """Write the new links, and say on the standard error what they are good for."""
        if self.links is None or not answer.answered:
            return
        answer.to_links(self.links)
        say(
            f"{self.links.name} has these links as hypothetical links of the site: a route pays "
            "for a winter road every year, but not what the others cost to build"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceFiles(Files):
    """Files of a surface of remoteness.

    Parameters
    ----------
    raster
        Also write cost and hours by day as a GeoTIFF, .tif.
    contours
        Also write bands between levels as polygons, .gpkg, .geojson or .kml.
    """

    raster: Path | None = option(None, PATH)
    contours: Path | None = option(None, PATH)

    def contradictions(self) -> list[Fault]:
        """Return the faults of names that promise another format, and of files that are taken."""
        from zimnik.layers.rasters.surface_files import BAND_SUFFIXES, RASTER_SUFFIXES

        return [
            *_file_faults("raster", self.raster, RASTER_SUFFIXES),
            *_file_faults("contours", self.contours, BAND_SUFFIXES),
        ]

    def write(self, answer: SurfaceAnswer) -> None:
        """Write the raster and the bands that are asked for."""
        if self.raster is not None:
            answer.to_raster(self.raster)
        if self.contours is not None:
            answer.to_bands(self.contours)


def _file_faults(field: str, path: Path | None, suffixes: Sequence[str]) -> list[Fault]:
    """Return what keeps a file from being written, before anything is computed for it."""
    from zimnik.layers.files import place_fault, require_suffix_of
    from zimnik.layers.folders import require_own_geopackage

    if path is None:
        return []
    try:
        require_suffix_of(path, suffixes)
        fault = place_fault(path, field)
        if fault is None and path.suffix.casefold() == ".gpkg":
            require_own_geopackage(path)
    except InputError as error:
        return [replace(found, where=field) for found in error.faults]
    return [fault] if fault else []
