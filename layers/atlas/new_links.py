"""New ways as a table of links that an atlas takes as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.layers.files import require_suffix_of, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

GEOPACKAGE = ".gpkg"


def require_links_name(path: Path) -> None:
    """Raise InputError unless a name is one that `--atlas` would read as links."""
    require_suffix_of(path, (GEOPACKAGE,))


def write_links(links: gpd.GeoDataFrame, path: Path) -> None:
    """Write links as the layer `links` of a GeoPackage, which `layers.load_atlas` lays over.

    Raises
    ------
    InputError
        If the name is not in .gpkg or the file cannot be written.
    """
    require_links_name(path)
    write_whole(path, lambda file: links.to_file(file, layer="links", driver="GPKG"))
