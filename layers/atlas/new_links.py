"""New routes as a table of links that an atlas takes as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

from zimnik.geo.core.vocabulary import Mode
from zimnik.geo.infrastructure.new_links import corridor_lines, links_of
from zimnik.geo.infrastructure.new_roads import WINDING
from zimnik.layers.files import require_suffix_of
from zimnik.layers.folders import write_geopackage
from zimnik.layers.writing.seals import UNSEALED

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.geo.infrastructure.new_links import Candidates

GEOPACKAGE = ".gpkg"
SOURCE = "zimnik access: least-cost corridor over terrain (docs/model.md, E24 and E25)"


def require_links_name(path: Path) -> None:
    """Raise InputError unless a name is one that would be read as links of an atlas."""
    require_suffix_of(path, (GEOPACKAGE,))


def built_links(candidates: Candidates) -> gpd.GeoDataFrame:
    """Return new links that are built as links of an atlas, which may be laid over another.

    Parameters
    ----------
    candidates
        The links; flights are left out.

    Returns
    -------
    geopandas.GeoDataFrame
        Links of the site's own in EPSG:4326, hypothetical and of confidence C. A winter road is
        dedicated, so that a route over it pays for it every year; of the others a route does not
        pay what they cost to build.
    """
    lines = corridor_lines(candidates)
    links = [link for link in links_of(candidates) if link.id in lines]
    roads = [link.mode is Mode.WINTER_ROAD for link in links]
    return gpd.GeoDataFrame(
        {
            "id": [link.id for link in links],
            "from_id": [link.from_id for link in links],
            "to_id": [link.to_id for link in links],
            "mode": [link.mode.value for link in links],
            "vehicle": [link.vehicle.value for link in links],
            "length_km": [link.length_km for link in links],
            "corridor": [link.corridor for link in links],
            "dedicated": roads,
            "only_for": [link.only_for for link in links],
            "state": [link.status.value for link in links],
            "note": [
                "derived; a route over it pays for it every year"
                if is_road
                else "derived; a route over it does not pay what it costs to build"
                for is_road in roads
            ],
            "confidence": "C",
            "source": SOURCE,
            "drawn_source": "corridor of zimnik access",
            "drawn_reason": (
                f"below the cells of the terrain a route winds {WINDING:g} times as long"
            ),
        },
        geometry=[lines[link.id] for link in links],
        crs="EPSG:4326",
    )


def write_links(links: gpd.GeoDataFrame, path: Path) -> None:
    """Write links as the layer `links` of a GeoPackage, which `layers.load_atlas` lays over.

    Raises
    ------
    InputError
        If the name is not in .gpkg, or a file stands there that holds other work.
    OutputError
        If it cannot be written.
    """
    require_links_name(path)

    def write(file: Path) -> None:
        links.to_file(file, layer="links", driver="GPKG", layer_options={"DESCRIPTION": UNSEALED})

    write_geopackage(path, write)
