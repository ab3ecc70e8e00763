"""KML and KMZ to frames, without GDAL, whose reader would follow their links.

Owns what of a KML is read: placemarks with their names, data and geometry, by folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import shown
from zimnik.layers.readers.markup.xml_files import child, children, local, root_of, words
from zimnik.layers.readers.plain_files import read_bytes, require_rows
from zimnik.layers.readers.zips import member_bytes, opened_zip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from zimnik.layers.readers.plain_files import Limits

KMZ = ".kmz"
CRS = "EPSG:4326"
GEOMETRIES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
LEAST_NUMBERS = 2


def kml_folders(path: Path, where: str, limits: Limits) -> list[str]:
    """Return the names of the folders that hold placemarks, each once, in their order.

    Raises
    ------
    InputError
        If it is no KML or too large.
    """
    found = (folder for root in _roots(path, where, limits) for folder, _ in _placemarks(root))
    return list(dict.fromkeys(name for name in found if name))


def read_kml(
    path: Path, folder: str | None, where: str, limits: Limits
) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """Return the placemarks of a KML or KMZ as a frame in degrees, and what was left out.

    Parameters
    ----------
    path
        The file.
    folder
        Folder whose placemarks are read; without one all of them.
    where
        How faults name it.
    limits
        The most that is read.

    Raises
    ------
    InputError
        If it is no KML, too large, has no placemark, or coordinates that are no numbers.
    """
    roots = _roots(path, where, limits)
    marks = [mark for root in roots for name, mark in _placemarks(root) if folder in {None, name}]
    if not marks:
        fault = Fault(where, "placemarks", "none", "Export the table anew, or leave it out.")
        raise InputError([fault])
    rows = [_data(mark) for mark in marks]
    names = dict.fromkeys(name for row in rows for name in row)
    require_rows(len(marks), len(names), where, limits)
    geometry = np.full(len(marks), None, dtype=object)
    faults = []
    for number, mark in enumerate(marks, start=1):
        drawn = next((part for part in mark if local(part) in GEOMETRIES), None)
        try:
            geometry[number - 1] = None if drawn is None else _geometry(drawn)
        except (ValueError, shapely.errors.ShapelyError) as error:
            row, found = f"feature {number}", shown(str(error))
            expected, remedy = "coordinates such as 116.5,71", "Draw it anew."
            faults.append(Fault(where, expected, found, remedy, row=row, column="geometry"))
    if faults:
        raise InputError(faults)
    columns = {name: [row.get(name, "") for row in rows] for name in names}
    links = sum(local(one) == "NetworkLink" for root in roots for one in root.iter())
    notes = (f"{where}: {links} links to other files were not followed",) if links else ()
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=CRS), notes


def _roots(path: Path, where: str, limits: Limits) -> list[Element]:
    if path.suffix.casefold() != KMZ:
        contents = [read_bytes(path, where, limits)]
    else:
        with opened_zip(path, where, limits) as archive:
            names = [name for name in archive.namelist() if name.casefold().endswith(".kml")]
            contents = [member_bytes(archive, name) for name in names]
    roots = [root_of(content, where, limits) for content in contents]
    if not roots or any(local(root) != "kml" for root in roots):
        found = f"<{shown(local(roots[0]))}>" if roots else "no .kml in it"
        raise InputError([Fault(where, "a KML file", found, "Export the table anew.")])
    return roots


def _placemarks(element: Element, folder: str = "") -> Iterator[tuple[str, Element]]:
    """Yield placemarks with the name of the folder that they stand in."""
    for one in element:
        kind = local(one)
        if kind == "Placemark":
            yield folder, one
        elif kind in {"Folder", "Document"}:
            name = words(child(one, "name")) if kind == "Folder" else ""
            yield from _placemarks(one, name or folder)


def _data(mark: Element) -> dict[str, str]:
    """Return the name, the description and the data of a placemark."""
    row = {
        name: words(found)
        for name in ("name", "description")
        if (found := child(mark, name)) is not None
    }
    for extended in children(mark, "ExtendedData"):
        for one in extended.iter():
            key = one.get("name") or ""
            if local(one) == "SimpleData" and key:
                row[key] = words(one)
            elif local(one) == "Data" and key:
                row[key] = words(child(one, "value"))
    return row


def _geometry(drawn: Element) -> shapely.Geometry | None:
    match local(drawn):
        case "Point":
            points = _coordinates(drawn)
            return shapely.Point(points[0]) if points else None
        case "LineString" | "LinearRing":
            return shapely.LineString(_coordinates(drawn))
        case "Polygon":
            outer = _rings(drawn, "outerBoundaryIs")
            return shapely.Polygon(outer[0], _rings(drawn, "innerBoundaryIs")) if outer else None
        case _:
            given = [_geometry(part) for part in drawn if local(part) in GEOMETRIES]
            return _together([part for part in given if part is not None])


def _together(parts: list[shapely.Geometry]) -> shapely.Geometry | None:
    if not parts:
        return None
    kinds = {part.geom_type for part in parts}
    if len(parts) == 1:
        return parts[0]
    multi = {
        "Point": shapely.MultiPoint,
        "LineString": shapely.MultiLineString,
        "Polygon": shapely.MultiPolygon,
    }
    return multi.get(kinds.pop() if len(kinds) == 1 else "", shapely.GeometryCollection)(parts)


def _rings(polygon: Element, boundary: str) -> list[list[tuple[float, float]]]:
    return [
        _coordinates(ring)
        for side in children(polygon, boundary)
        for ring in children(side, "LinearRing")
    ]


def _coordinates(drawn: Element) -> list[tuple[float, float]]:
    """Return longitudes and latitudes; heights are left out."""
    found = []
    for text in words(child(drawn, "coordinates")).split():
        numbers = [float(part) for part in text.split(",") if part]
        if len(numbers) < LEAST_NUMBERS:
            raise ValueError(text)
        found.append((numbers[0], numbers[1]))
    return found
