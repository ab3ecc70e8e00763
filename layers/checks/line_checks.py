"""Rules on drawn lines: as long as their link, or said why not, and from place to place.

Chords are not judged, because nobody claims that a road or a river follows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.geodesy import geodesic_km

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

# Largest difference of the drawn and the stated length, over the stated, that needs no reason.
LENGTH_TOLERANCE = 0.15
# A place is a point, and the line may end elsewhere in its yard, port or town.
END_TOLERANCE_KM = 10.0
ENDS = (("from_id", 0), ("to_id", -1))


def line_faults(links: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> list[Fault]:
    """Return drawn lines of another length than their link, and those that miss its ends.

    Parameters
    ----------
    links
        Links in EPSG:4326; those with a `drawn_source` are looked at.
    places
        Sites and terminals with `id` and points in EPSG:4326. Where longitudes differ by a whole
        turn the point is the same.
    """
    drawn = links[(links["drawn_source"] != "") & links.geometry.notna()]
    lengths = zip(
        drawn["id"], drawn["length_km"], drawn["drawn_reason"], drawn_km(drawn), strict=True
    )
    return [
        *(
            _length_fault(link_id, length_km, line_km)
            for link_id, length_km, reason, line_km in lengths
            if abs(line_km - length_km) > LENGTH_TOLERANCE * length_km and not reason
        ),
        *_end_faults(drawn, places),
    ]


def drawn_km(links: gpd.GeoDataFrame) -> np.ndarray:
    """Return the geodesic length of each line on WGS84."""
    coordinates, owner = shapely.get_coordinates(links.geometry.to_numpy(), return_index=True)
    lon, lat = coordinates.T
    steps_km = geodesic_km(lon[:-1], lat[:-1], lon[1:], lat[1:])
    of_one_line = owner[:-1] == owner[1:]
    return np.bincount(owner[:-1], weights=steps_km * of_one_line, minlength=len(links))


def _length_fault(link_id: str, length_km: float, line_km: float) -> Fault:
    return Fault(
        "links",
        f"a drawn line within {LENGTH_TOLERANCE:.0%} of the {length_km:g} km stated, or a reason",
        f"{line_km:.1f} km",
        "Redraw the line, correct the length or give the reason.",
        row=str(link_id),
        column="geometry",
    )


def _end_faults(links: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> Iterator[Fault]:
    points = places.drop_duplicates("id").set_index("id").geometry
    lines = links.geometry.to_numpy()
    for column, position in ENDS:
        at, end = points.reindex(links[column]).to_numpy(), shapely.get_point(lines, position)
        apart_km = geodesic_km(
            shapely.get_x(at), shapely.get_y(at), shapely.get_x(end), shapely.get_y(end)
        )
        for link_id, place_id, km in zip(links["id"], links[column], apart_km, strict=True):
            if km > END_TOLERANCE_KM:
                yield Fault(
                    "links",
                    f"a line that {'starts' if position == 0 else 'ends'} within "
                    f"{END_TOLERANCE_KM:g} km of {place_id}",
                    f"{km:.1f} km away",
                    "Redraw the line; it runs from from_id to to_id.",
                    row=str(link_id),
                    column="geometry",
                )
