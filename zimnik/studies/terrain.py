"""What lies around a site: the railheads that it could be joined to, and the terrain between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import YearType

if TYPE_CHECKING:
    from collections.abc import Collection

    from zimnik.geo.terrain.grid import Terrain
    from zimnik.layers.rasters.terrain import OwnRasters
    from zimnik.studies.model import Model

REACH_KM = 400.0
# A spur may be long: the terrain reaches so much farther than the nearest railhead.
BEYOND = 1.15
FINEST_KM, MOST_CELLS = 4.0, 300


def railheads_of(model: Model, *, year_type: YearType = YearType.NORMAL) -> frozenset[str]:
    """Return the stations of the largest railway that is open all year."""
    from zimnik.geo.core.vocabulary import PlaceKind
    from zimnik.geo.remoteness.targets import SurfaceNetwork

    # Here a new railway counts like the railways that stand.
    links = [replace(link, only_for="") for link in model.typed_links]
    surface = SurfaceNetwork(
        model.typed_places, links, year_type, parts=[one.place_ids for one in model.atlas.parts]
    )
    return frozenset(i for i in surface.railheads() if surface.kinds[i] == PlaceKind.STATION)


def terrain_of(
    model: Model, site_id: str, railheads: Collection[str], *, own: OwnRasters | None = None
) -> Terrain:
    """Return the terrain around a site, as far as the nearest railhead and as fine as that lets.

    Parameters
    ----------
    model
        Places and links; the links have to be drawn, since the rivers among them are terrain.
    site_id
        The site.
    railheads
        Stations, of which the nearest is within the terrain.
    own
        The user's heights and land cover, laid over the shipped ones.
    """
    from zimnik.geo.core.geodesy import geodesic_km
    from zimnik.layers.rasters.terrain import OwnRasters, load_terrain

    points = model.places.set_index("id").geometry
    site, stations = points[site_id], points[sorted(railheads)]
    nearest_km = geodesic_km(site.x, site.y, stations.x, stations.y).min(initial=REACH_KM * 3)
    reach_km = max(REACH_KM, float(nearest_km) * BEYOND)
    cell_km = max(FINEST_KM, 2 * reach_km / MOST_CELLS)
    return load_terrain(
        site.x,
        site.y,
        model.links,
        reach_km=reach_km,
        cell_km=cell_km,
        region=model.region,
        own=own or OwnRasters(),
    )
