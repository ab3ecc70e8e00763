"""GeoJSON to frames, without GDAL, which would follow its links and run its commands.

Owns what of a GeoJSON is read: features, their properties and ids, and a reference system by name.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.errors import ShapelyError

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import shown
from zimnik.layers.readers.formats import RECORD_MARK, SEQUENCES
from zimnik.layers.readers.plain_files import LIMITS, read_bytes, require_rows
from zimnik.layers.readers.reference_systems import known_crs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from zimnik.layers.readers.plain_files import Limits

DEGREES = "OGC:CRS84"
GEOMETRIES = frozenset(
    {
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    }
)
MALFORMED = (ShapelyError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


def read_geojson(path: Path, where: str, limits: Limits = LIMITS) -> gpd.GeoDataFrame:
    """Return the features of a GeoJSON as a frame, one row each.

    Parameters
    ----------
    path
        A FeatureCollection, a Feature or a geometry, or a line for each Feature.
    where
        How faults name the file.
    limits
        The most that is read.

    Returns
    -------
    geopandas.GeoDataFrame
        The properties as they are written, lists and objects as JSON, and two-dimensional geometry;
        the ids of features as `id` where no property has that name.

    Raises
    ------
    InputError
        If it is no GeoJSON or too large, its reference system is not known or a link, or a
        geometry cannot be read.
    """
    given = read_bytes(path, where, limits)
    if path.suffix.casefold() in SEQUENCES:
        content = _sequence(given, where, limits)
    else:
        content = _parsed(given, where, limits)
    crs = _crs(content, where)
    features = _features(content, where)
    columns = _columns(features)
    require_rows(len(features), len(columns), where, limits)
    geometry = _geometries(features, where)
    frame = pd.DataFrame(columns, index=range(len(features)), dtype=object)
    name = "geometry"
    while name in frame.columns:
        name += "_"
    return gpd.GeoDataFrame(frame.assign(**{name: geometry}), geometry=name, crs=crs)


def _sequence(content: bytes, where: str, limits: Limits) -> dict[str, Any]:
    """Return a feature a line as a collection."""
    _require_parts(content, where, limits)
    features, faults = [], []
    for number, line in enumerate(content.splitlines(), start=1):
        text = line.removeprefix(b"\xef\xbb\xbf").strip().removeprefix(RECORD_MARK)
        if not text:
            continue
        try:
            features.append(json.loads(text))
        except (ValueError, RecursionError) as error:
            found, row = shown(str(error)), f"line {number}"
            remedy = "Export the table anew."
            faults.append(Fault(where, "a Feature a line", found, remedy, row=row))
    if faults:
        raise InputError(faults)
    return {"type": "FeatureCollection", "features": features}


def _require_parts(content: bytes, where: str, limits: Limits) -> None:
    parts = content.count(b"{") + content.count(b"[")
    if parts > limits.max_cells:
        expected = f"at most {limits.max_cells:,} lists and objects (50 for each of max_rows)"
        raise _fault(where, expected, f"{parts:,}", "Simplify its lines, or raise max_rows.")


def _parsed(content: bytes, where: str, limits: Limits) -> dict[str, Any]:
    _require_parts(content, where, limits)
    try:
        value = json.loads(content)
    except RecursionError as error:
        expected = "lists and objects within each other at most some hundred deep"
        raise _fault(where, expected, "more", "Export the table anew.") from error
    except ValueError as error:
        found = shown(str(error))
        raise _fault(where, "a GeoJSON file", found, "Export the table anew.") from error
    if not isinstance(value, dict):
        raise _fault(where, "a GeoJSON object", "another JSON", "Export the table as GeoJSON.")
    return value


def _features(content: Mapping[str, Any], where: str) -> list[Mapping[str, Any]]:
    kind = content.get("type")
    if kind == "FeatureCollection" and isinstance(content.get("features"), list):
        features = content["features"]
    elif kind == "Feature":
        features = [content]
    elif isinstance(kind, str) and kind in GEOMETRIES:
        features = [{"geometry": content, "properties": {}}]
    else:
        found = f"type {shown(repr(kind))}"
        expected = "a FeatureCollection with features, a Feature or a geometry"
        raise _fault(where, expected, found, "Export the table as GeoJSON.")
    faults = [
        Fault(where, "a Feature", shown(repr(one)), "Leave it out.", row=f"feature {number}")
        for number, one in enumerate(features, start=1)
        if not isinstance(one, dict)
    ]
    if faults:
        raise InputError(faults)
    return list(features)


def _columns(features: Sequence[Mapping[str, Any]]) -> dict[str, list[object]]:
    rows = [_properties(feature) for feature in features]
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [_value(row.get(name)) for row in rows] for name in names}
    if "id" not in {name.strip().casefold() for name in names}:
        ids = [_value(feature.get("id")) for feature in features]
        if any(one is not None for one in ids):
            columns["id"] = ids
    return columns


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _value(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value


def _geometries(features: Sequence[Mapping[str, Any]], where: str) -> np.ndarray:
    geometry = np.full(len(features), None, dtype=object)
    faults = []
    for number, feature in enumerate(features, start=1):
        given = feature.get("geometry")
        try:
            geometry[number - 1] = None if given is None else _geometry(given)
        except (*MALFORMED, RecursionError):
            expected = f"one of {', '.join(sorted(GEOMETRIES))} with coordinates"
            found, remedy = shown(json.dumps(given)[:200]), "Draw it anew."
            row = f"feature {number}"
            faults.append(Fault(where, expected, found, remedy, row=row, column="geometry"))
    if faults:
        raise InputError(faults)
    return geometry


def _geometry(given: Mapping[str, Any]) -> shapely.Geometry | None:
    if given["type"] not in GEOMETRIES:
        raise ValueError
    if not any(_numbers(given)):
        return None
    # What is no number is refused later, with its row.
    with np.errstate(invalid="ignore"):
        return shapely.force_2d(shapely.geometry.shape(given))


def _numbers(given: Mapping[str, Any]) -> Iterator[bool]:
    """Yield whether there is anything at all in the coordinates of a geometry."""
    if "geometries" in given:
        for part in given["geometries"]:
            yield from _numbers(part)
    else:
        yield bool(given["coordinates"])


def _crs(content: Mapping[str, Any], where: str) -> CRS:
    if "crs" not in content:
        return CRS(DEGREES)
    given = content["crs"]
    properties = given.get("properties") if isinstance(given, dict) else None
    if isinstance(properties, dict) and given.get("type") == "name":
        name = properties.get("name")
    elif isinstance(properties, dict) and given.get("type") == "EPSG":
        name = f"EPSG:{properties.get('code')}"
    else:
        found = "none" if given is None else shown(json.dumps(given)[:200])
        expected = "a coordinate reference system by its name, and not by a link"
        raise _fault(where, expected, found, "Export the table anew, in EPSG:4326.")
    crs = known_crs(name)
    if crs is None:
        expected = "a known coordinate reference system, such as EPSG:4326"
        remedy = "Correct the name, or export the table anew."
        raise _fault(where, expected, shown(repr(name)), remedy)
    return crs


def _fault(where: str, expected: str, found: str, remedy: str) -> InputError:
    return InputError([Fault(where, expected, found, remedy)])
