"""Rules on the rows of the links table: ends, lengths, vehicles.

Owns what makes a link believable on its own, beyond what its columns may hold. Its season has rules
in `layers.checks.season_checks`, the whole network in `layers.checks.network_checks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.vocabulary import MODES_OF_VEHICLE, SITE_KINDS, Mode, Vehicle
from zimnik.layers.checks.season_checks import season_faults, unmade_seasons
from zimnik.layers.readers.cells import cell_text, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import numpy as np
    import pandas as pd

    from zimnik.layers.regions.region import Region

WHERE = "links"
# Lengths are published to a tenth of a kilometre at best.
GEODESIC_TOLERANCE_KM = 0.05
# Greatest length between two ends over the geodesic that needs no reason.
DETOUR_LIMIT = 2.5
ENDS = ("from_id", "to_id")


def link_faults(
    links: pd.DataFrame,
    places: gpd.GeoDataFrame,
    region: Region,
    *,
    also_known: frozenset[str] = frozenset(),
) -> list[Fault]:
    """Return what is wrong with links, row by row.

    Parameters
    ----------
    links
        Links with the columns of their table.
    places
        Sites and terminals with `id`, `kind` and points in EPSG:4326.
    region
        What they are of.
    also_known
        Ids of places that exist but have faults of their own.
    """
    known = {*places["id"], *also_known}
    sites = {*places.loc[places["kind"].isin(SITE_KINDS), "id"], *also_known}
    geodesics_km = _geodesics_km(links, places)
    faults: list[Fault] = []
    for row, geodesic in zip(links.to_dict("records"), geodesics_km, strict=True):
        faults += _end_faults(row, known)
        faults += _vehicle_faults(row)
        faults += _loads_faults(row)
        faults += _owner_faults(row, sites)
        faults += _length_faults(row, float(geodesic))
        faults += season_faults(row)
        faults += _escort_faults(row, region)
    return [*faults, *unmade_seasons(links, places, region)]


def reference_faults(row: dict[Any, Any], known: set[str], wrong: set[str]) -> Iterator[Fault]:
    """Yield faults of the ends and the vehicle of a row of which other cells are wrong.

    Parameters
    ----------
    row
        A link as text.
    known
        Ids of all places.
    wrong
        Columns that already have a fault.
    """
    if not wrong & {"id", *ENDS}:
        yield from _end_faults(row, known)
    if not wrong & {"mode", "vehicle", "dedicated"}:
        yield from _vehicle_faults(row)


def _geodesics_km(links: pd.DataFrame, places: gpd.GeoDataFrame) -> np.ndarray:
    """Return the geodesic between the ends of each link, NaN where an end is not known."""
    points = places.drop_duplicates("id").set_index("id").geometry
    start, end = (points.reindex(links[name]).to_numpy() for name in ENDS)
    return geodesic_km(
        shapely.get_x(start), shapely.get_y(start), shapely.get_x(end), shapely.get_y(end)
    )


def _fault(row: dict[Any, Any], column: str, expected: str, found: str, remedy: str) -> Fault:
    return Fault(WHERE, expected, found, remedy, row=str(row["id"]), column=column)


def _escort_faults(row: dict[Any, Any], region: Region) -> Iterator[Fault]:
    most = region.most_escort_zones
    if row["escort_zones"] > most:
        expected = f"a number from 0 to {most:g} (zones), those of {region.name}"
        remedy = "Correct the number, or most_escort_zones in region.toml."
        yield _fault(row, "escort_zones", expected, f"'{row['escort_zones']:g}'", remedy)


def _end_faults(row: dict[Any, Any], known: set[str]) -> Iterator[Fault]:
    for name in ENDS:
        if row[name] not in known:
            near = nearest(str(row[name]), sorted(known))
            remedy = f"Is '{near}' meant?" if near else "Add the place or drop the link."
            yield _fault(row, name, "the id of a terminal or site", f"'{row[name]}'", remedy)
    if row["from_id"] == row["to_id"]:
        yield _fault(
            row, "to_id", "another place than from_id", f"'{row['to_id']}'", "Drop the link."
        )


def _loads_faults(row: dict[Any, Any]) -> Iterator[Fault]:
    if (row.get("loads_per_day") or 0.0) > 0 and row["mode"] != Mode.WINTER_ROAD:
        expected = "nothing: only winter roads take so many loads a day"
        yield _fault(row, "loads_per_day", expected, f"{row['loads_per_day']:g}", "Empty it.")


def _vehicle_faults(row: dict[Any, Any]) -> Iterator[Fault]:
    vehicle, mode = Vehicle(row["vehicle"]), Mode(row["mode"])
    modes = MODES_OF_VEHICLE[vehicle]
    if mode not in modes:
        expected = f"a mode of {vehicle}: {', '.join(sorted(modes))}"
        yield _fault(row, "mode", expected, f"'{mode}'", "Correct the mode or the vehicle.")
    # A cell that is not known is not a yes.
    elif cell_text(row["dedicated"]) == "yes" and mode is not Mode.WINTER_ROAD:
        yield _fault(
            row, "dedicated", "yes for winter roads only", f"yes on a link of {mode}", "Say no."
        )


def _owner_faults(row: dict[Any, Any], sites: set[str]) -> Iterator[Fault]:
    is_dedicated = cell_text(row["dedicated"]) == "yes" and row["mode"] == Mode.WINTER_ROAD
    if is_dedicated and not row["only_for"]:
        remedy = "Name the site, or say that the road is not dedicated."
        yield _fault(
            row, "only_for", "the site whose cargo builds a dedicated road", "none", remedy
        )
    elif row["only_for"] and row["only_for"] not in sites:
        near = nearest(str(row["only_for"]), sorted(sites))
        remedy = f"Is '{near}' meant?" if near else "Name another, or leave the cell empty."
        yield _fault(row, "only_for", "the id of a site", f"'{row['only_for']}'", remedy)


def _length_faults(row: dict[Any, Any], geodesic: float) -> Iterator[Fault]:
    length = float(row["length_km"])
    if row["from_id"] == row["to_id"]:
        return
    if length < geodesic - GEODESIC_TOLERANCE_KM:
        yield _fault(
            row,
            "length_km",
            f"no less than the geodesic between the ends, {geodesic:.1f} km",
            f"{length:g} km",
            "Correct the length, the ends or their positions.",
        )
    if length > DETOUR_LIMIT * geodesic + GEODESIC_TOLERANCE_KM and not row["detour_reason"]:
        yield _fault(
            row,
            "length_km",
            f"at most {DETOUR_LIMIT:g} times the geodesic of {geodesic:.1f} km, or a detour_reason",
            f"{length:g} km",
            "Correct the length or give the reason.",
        )
