"""GML to frames, without GDAL, whose reader would fetch schemas and follow links.

Owns what of a GML is read: the simple features of GML 2 and 3 with straight edges, and which way
round their coordinates stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import shown
from zimnik.layers.readers.markup.xml_files import child, children, local, namespace, root_of, words
from zimnik.layers.readers.plain_files import read_bytes, require_rows
from zimnik.layers.readers.reference_systems import known_crs

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from pyproj import CRS

    from zimnik.layers.readers.plain_files import Limits

GML = "http://www.opengis.net/gml"
MEMBERS = ("featureMember", "featureMembers", "member", "members")
FLAT, SOLID = 2, 3
_OLD_NAME = re.compile(r"https?://www\.opengis\.net/gml/srs/epsg\.xml#(\d+)")
_MULTI = {
    "MultiPoint": shapely.MultiPoint,
    "MultiCurve": shapely.MultiLineString,
    "MultiLineString": shapely.MultiLineString,
    "MultiSurface": shapely.MultiPolygon,
    "MultiPolygon": shapely.MultiPolygon,
    "Surface": shapely.MultiPolygon,
    "MultiGeometry": shapely.GeometryCollection,
}
_PARTS = (
    "pointMember",
    "pointMembers",
    "curveMember",
    "curveMembers",
    "lineStringMember",
    "surfaceMember",
    "surfaceMembers",
    "polygonMember",
    "geometryMember",
    "geometryMembers",
    "patches",
)


@dataclass(frozen=True, slots=True)
class _Drawn:
    geometry: shapely.Geometry
    system: str


def gml_types(path: Path, where: str, limits: Limits) -> list[str]:
    """Return the types of features, each once, in their order.

    Raises
    ------
    InputError
        If it is no GML or too large.
    """
    return list(dict.fromkeys(local(one) for one in _features(path, where, limits)))


def read_gml(path: Path, kind: str | None, where: str, limits: Limits) -> gpd.GeoDataFrame:
    """Return the features of a GML as a frame in their own reference system, east first.

    Parameters
    ----------
    path
        The file.
    kind
        Type of the features; without one all of them.
    where
        How faults name it.
    limits
        The most that is read.

    Raises
    ------
    InputError
        If it is no GML, too large, has no feature, a geometry with bent edges, or more than one
        reference system.
    """
    features = [one for one in _features(path, where, limits) if kind in {None, local(one)}]
    if not features:
        fault = Fault(where, "features", "none", "Export the table anew, or leave it out.")
        raise InputError([fault])
    rows, drawn, faults = [], [], []
    for number, feature in enumerate(features, start=1):
        row, geometry = _row(feature)
        rows.append(row)
        try:
            drawn.append(None if geometry is None else _drawn(geometry))
        except (ValueError, LookupError, shapely.errors.ShapelyError) as error:
            told, found = f"feature {number}", shown(str(error))
            expected = "a geometry of straight edges with coordinates"
            remedy = "Export it to a GeoPackage."
            faults.append(Fault(where, expected, found, remedy, row=told, column="geometry"))
    names = dict.fromkeys(name for row in rows for name in row)
    require_rows(len(rows), len(names), where, limits)
    systems = sorted({one.system for one in drawn if one is not None})
    if len(systems) > 1:
        found = " and ".join(shown(name) for name in systems)
        faults.append(Fault(where, "one reference system", found, "Export the table anew."))
    if faults:
        raise InputError(faults)
    crs, northing_first = _system(systems[0] if systems else "", where)
    shapes = np.array([*(one.geometry if one else None for one in drawn), None], dtype=object)[:-1]
    columns = {name: [row.get(name, "") for row in rows] for name in names}
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)
    if northing_first:
        frame = frame.set_geometry(
            shapely.transform(frame.geometry.to_numpy(), lambda given: given[:, ::-1]), crs=crs
        )
    return frame


def _features(path: Path, where: str, limits: Limits) -> list[Element]:
    root = root_of(read_bytes(path, where, limits), where, limits)
    if not local(root).endswith("FeatureCollection"):
        found = f"<{shown(local(root))}>"
        raise InputError([Fault(where, "a GML FeatureCollection", found, "Export the table anew.")])
    return [feature for member in children(root, *MEMBERS) for feature in member]


def _row(feature: Element) -> tuple[dict[str, str], Element | None]:
    """Return the properties of a feature and its geometry."""
    row: dict[str, str] = {}
    geometry = None
    for one in feature:
        if local(one) == "boundedBy":
            continue
        inner = next((part for part in one if namespace(part).startswith(GML)), None)
        if inner is None:
            row[local(one)] = words(one)
        elif geometry is None:
            geometry = inner
    return row, geometry


def _drawn(element: Element) -> _Drawn:
    systems = [one.get("srsName") for one in element.iter() if one.get("srsName")]
    return _Drawn(_geometry(element), systems[0] or "" if systems else "")


def _geometry(element: Element) -> shapely.Geometry:
    kind = local(element)
    if kind == "Point":
        return shapely.Point(_numbers(element)[0])
    if kind in {"LineString", "LinearRing", "LineStringSegment"}:
        return shapely.LineString(_numbers(element))
    if kind in {"Polygon", "PolygonPatch"}:
        outer = _rings(element, "exterior", "outerBoundaryIs")
        return shapely.Polygon(outer[0], _rings(element, "interior", "innerBoundaryIs"))
    if kind == "Curve":
        return _curve(element)
    if kind in _MULTI:
        parts = [_geometry(part) for member in children(element, *_PARTS) for part in member]
        return parts[0] if len(parts) == 1 else _MULTI[kind](_flat(parts))
    message = f"a {kind}"
    raise ValueError(message)


def _flat(parts: list[shapely.Geometry]) -> list[shapely.Geometry]:
    return [one for part in parts for one in shapely.get_parts(part)]


def _curve(element: Element) -> shapely.Geometry:
    segments = child(element, "segments")
    vertices: list[tuple[float, float]] = []
    for segment in () if segments is None else segments:
        if local(segment) != "LineStringSegment":
            message = f"a {local(segment)}"
            raise ValueError(message)
        vertices += _numbers(segment)[1 if vertices else 0 :]
    return shapely.LineString(vertices)


def _rings(element: Element, *sides: str) -> list[list[tuple[float, float]]]:
    return [_numbers(ring) for side in children(element, *sides) for ring in side]


def _numbers(element: Element) -> list[tuple[float, float]]:
    """Return pairs of coordinates; heights are left out."""
    old = child(element, "coordinates")
    if old is not None:
        decimal, between, after = (
            old.get(name, default) for name, default in (("decimal", "."), ("cs", ","), ("ts", " "))
        )
        texts = words(old).replace(after, " ").split()
        split = [[float(n.replace(decimal, ".")) for n in text.split(between)] for text in texts]
        return [(numbers[0], numbers[1]) for numbers in split]
    found: list[tuple[float, float]] = []
    for one in children(element, "pos", "posList"):
        numbers = [float(text) for text in words(one).split()]
        step = int(one.get("srsDimension") or element.get("srsDimension") or 0)
        if not step:
            step = SOLID if local(one) == "pos" and len(numbers) == SOLID else FLAT
        if step not in {FLAT, SOLID} or len(numbers) % step:
            message = f"{len(numbers)} numbers"
            raise ValueError(message)
        found += [(numbers[n], numbers[n + 1]) for n in range(0, len(numbers), step)]
    return found


def _system(name: str, where: str) -> tuple[CRS | None, bool]:
    """Return the reference system of a name, and whether coordinates stand north first in it."""
    if not name:
        return None, False
    old = _OLD_NAME.fullmatch(name)
    crs = known_crs(f"EPSG:{old[1]}" if old else name)
    if crs is None:
        expected = "a known coordinate reference system, such as EPSG:4326"
        remedy = "Correct the name, or export the table anew."
        raise InputError([Fault(where, expected, shown(name), remedy)])
    # A bare code and the old addresses mean east first, whatever the register says.
    by_register = not old and name.casefold().startswith(("urn:", "http"))
    first = crs.axis_info[0].direction if crs.axis_info else "east"
    return crs, by_register and first == "north"
