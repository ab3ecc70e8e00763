"""Files of lines without ids, in any format with geometry that tables come in, to ways.

Owns which geometry is a line, which column says what a line is, and what is said of the others.
The files come in by the same doors as tables (`layers.readers.geo_files`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.loading.sources import spoken
from zimnik.layers.networks.tags import CLASS, KEYS, is_relevant, key_of
from zimnik.layers.networks.ways import Ways, together
from zimnik.layers.readers.cells import cell_text, nearest, shown
from zimnik.layers.readers.formats import SIGNATURES, no_format
from zimnik.layers.readers.geo_files import KML, layers_of, read_frame
from zimnik.layers.readers.geo_frames import in_wgs84
from zimnik.layers.readers.plain_files import LIMITS, require_file

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from zimnik.layers.readers.plain_files import Limits

LINE_KINDS = ("LineString", "MultiLineString", "LinearRing")
# Columns that often say what a line is, where none has the name of a key of OpenStreetMap.
CLASS_COLUMNS = ("class", "road_class", "category", "featurecla", "kind", "type")
MOST_CLASSES = 60
LINES = "lines"
# At 75 degrees a straight line of so many metres is bent by 0.3 m in another plane.
LONGEST_STEP_M, LONGEST_STEP_DEG = 2_000.0, 0.02
MOST_LON_DEG, MOST_LAT_DEG = 360.0, 90.0


def read_line_file(
    path: Path,
    *,
    layer: str | None = None,
    class_column: str | None = None,
    limits: Limits = LIMITS,
) -> Ways:
    """Return the lines of a file.

    Parameters
    ----------
    path
        A file of any format with geometry (`layers.readers.formats`).
    layer
        Layer of a file that has some; without one all of them.
    class_column
        Column that says what a line is; without one the first that is usual.
    limits
        The most that is read.

    Raises
    ------
    InputError
        With every fault of the file: no line, other geometry among the lines, no reference system
        or a wrong one, coordinates that are no numbers.
    """
    where = spoken(path)
    require_file(path, where)
    if path.suffix.casefold() not in SIGNATURES:
        raise InputError([no_format(where, path.suffix, (*SIGNATURES, ".osm.pbf"))])
    parts: list[Ways] = []
    faults: list[Fault] = []
    without: list[Fault] = []
    for name in _layers(path, layer, where, limits):
        try:
            parts.append(_layer(path, name, class_column, limits))
        except InputError as error:
            for fault in error.faults:
                (without if fault.expected == LINES else faults).append(fault)
    if faults or not parts:
        raise InputError([*faults, *without])
    # Maps hold layers of points and areas beside their lines.
    notes = tuple(f"{fault.where}: left out, it holds {fault.found}" for fault in without)
    found = together(parts)
    return replace(found, notes=(*notes, *found.notes))


def _layers(path: Path, layer: str | None, where: str, limits: Limits) -> list[str | None]:
    names = layers_of(path, where, limits)
    if names is None:
        if layer is not None:
            remedy = "Leave the layer out."
            raise InputError([Fault(where, "a file of layers, .gpkg", f"layer {layer!r}", remedy)])
        return [None]
    if path.suffix.casefold() in KML and layer is None:
        return [None]
    if layer is None:
        return list(names) or [None]
    if layer not in names:
        near = nearest(layer, names)
        remedy = f"Is '{near}' meant?" if near else "Name one of these."
        expected = f"a layer of {', '.join(map(shown, names))}"
        raise InputError([Fault(where, expected, f"'{shown(layer)}'", remedy)])
    return [layer]


def _layer(path: Path, layer: str | None, class_column: str | None, limits: Limits) -> Ways:
    where = spoken(path) if layer is None else f"{spoken(path)}, layer {shown(layer)}"
    frame, notes = read_frame(path, layer, where, limits)
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
        raise InputError([_no_lines(where, "no geometry")])
    geometry, told = in_wgs84(frame, where, path)
    _require_lines(geometry, where)
    columns = _class_columns(frame, class_column, where)
    told = (*notes, *told, *_told_geometry(frame, geometry, where))
    if not shapely.length(geometry.to_numpy()).any():
        raise InputError([_no_lines(where, "lines of no length")])
    there = geometry.notna().to_numpy()
    dense, _ = in_wgs84(frame.set_geometry(_dense(frame.geometry)), where, path)
    lines, owner = shapely.get_parts(shapely.force_2d(dense.to_numpy()[there]), return_index=True)
    tags, tags_of = _tags(frame.loc[there], columns)
    if columns:
        named = ", ".join(f"'{shown(str(name))}'" for name in columns)
        told = (*told, f"{where}: what a line is was read of {named}")
    return Ways(
        lines=np.asarray(lines, dtype=object),
        tags=tags,
        tags_of=tags_of[owner],
        meets_where_drawn=True,
        source=where,
        notes=told,
        vertices=shapely.get_coordinates(geometry.to_numpy()[there]),
    )


def _dense(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return lines with vertices so near each other that in every plane they are as straight.

    What is straight in one reference system is bent in another: a junction drawn half-way along a
    segment of 20 km would lie metres beside it.
    """
    crs = geometry.crs
    longest = LONGEST_STEP_DEG
    if crs is not None and crs.is_projected:
        longest = LONGEST_STEP_M / crs.axis_info[0].unit_conversion_factor
    parts, owner = shapely.get_parts(shapely.force_2d(geometry.to_numpy()), return_index=True)
    # Of what has no length no line can be made, and GEOS refuses it.
    long = shapely.length(parts) > 0.0
    dense = np.full(len(geometry), None, dtype=object)
    kept, place = np.unique(owner[long], return_inverse=True)
    dense[kept] = shapely.multilinestrings(shapely.segmentize(parts[long], longest), indices=place)
    return gpd.GeoSeries(dense, crs=crs).set_axis(geometry.index)


def _no_lines(where: str, found: str) -> Fault:
    return Fault(where, LINES, found, "Give the file that holds the lines.", column="geometry")


def _require_lines(geometry: gpd.GeoSeries, where: str) -> None:
    """Raise where there is no line, something else than lines, or a place that is none."""
    kinds = geometry.geom_type
    if geometry.isna().all():
        found = "no feature" if not len(geometry) else "features without geometry"
        raise InputError([_no_lines(where, found)])
    wrong = geometry.notna() & ~kinds.isin(LINE_KINDS)
    if (wrong | geometry.isna()).all():
        found = " and ".join(f"{kind} ({n:,})" for kind, n in kinds[wrong].value_counts().items())
        raise InputError([_no_lines(where, found)])
    faults = [
        Fault(
            where,
            "a line",
            f"a {kinds.loc[number]}",
            "Leave it out, or put it into a file of its own.",
            row=f"feature {number}",
            column="geometry",
        )
        for number in wrong.index[wrong]
    ]
    coordinates, owner = shapely.get_coordinates(geometry.to_numpy(), return_index=True)
    odd = ~(np.abs(coordinates) <= [MOST_LON_DEG, MOST_LAT_DEG]).all(axis=1)
    for number in np.unique(owner[odd])[: len(geometry)].tolist():
        x, y = coordinates[odd & (owner == number)][0] if len(faults) == 0 else (np.nan, np.nan)
        faults.append(
            Fault(
                where,
                "longitude and latitude in degrees",
                f"x {x:g}, y {y:g}" if np.isfinite(x) else "others",
                "Set the reference system that the coordinates are in.",
                row=f"feature {geometry.index[number]}",
                column="geometry",
            )
        )
        if len(faults) > MOST_CLASSES:
            break
    if faults:
        raise InputError(faults)


def _told_geometry(frame: gpd.GeoDataFrame, geometry: gpd.GeoSeries, where: str) -> tuple[str, ...]:
    notes = []
    missing = int(geometry.isna().sum())
    if missing:
        notes.append(f"{where}: {missing} features without geometry were left out")
    if frame.geometry.has_z.any():
        notes.append(f"{where}: heights of the lines were left out")
    parts = shapely.get_parts(geometry.dropna().to_numpy())
    if points := int((shapely.length(parts) == 0.0).sum()):
        notes.append(f"{where}: {points} lines of no length were left out")
    return tuple(notes)


def _class_columns(frame: pd.DataFrame, asked: str | None, where: str) -> list[str]:
    """Return the columns that say what a line is, and those of tags that matter besides."""
    names = {str(name).strip().casefold(): str(name) for name in frame.columns}
    relevant = [name for name in names.values() if is_relevant(key_of(name))]
    if asked is not None:
        if asked.casefold() not in names:
            near = nearest(asked.casefold(), list(names))
            remedy = f"Is '{near}' meant?" if near else "Name a column of the file."
            listed = f"one of the columns {', '.join(map(shown, map(str, frame.columns)))}"
            raise InputError([Fault(where, listed, f"'{shown(asked)}'", remedy)])
        return [names[asked.casefold()], *(n for n in relevant if key_of(n) not in KEYS)]
    if any(key_of(name) in KEYS for name in relevant):
        return relevant
    usual = (names[plain] for plain in CLASS_COLUMNS if plain in names)
    first = [name for name in usual if 1 < frame[name].nunique() <= MOST_CLASSES][:1]
    return [*first, *relevant]


def _tags(
    frame: pd.DataFrame, columns: list[str]
) -> tuple[tuple[dict[str, str], ...], NDArray[np.intp]]:
    """Return the combinations of cells that occur, and which of them each row has."""
    if not columns:
        return ({},), np.zeros(len(frame), np.intp)
    texts = pd.DataFrame({name: frame[name].map(cell_text).to_numpy() for name in columns})
    codes = texts.groupby(columns, sort=True, dropna=False).ngroup().to_numpy()
    rows = texts.assign(code=codes).drop_duplicates("code").sort_values("code")
    keys = [_key(name) for name in columns]
    tags = tuple(
        {key: row[name].strip() for key, name in zip(keys, columns, strict=True) if row[name]}
        for row in rows.to_dict("records")
    )
    return tags, np.asarray(codes, np.intp)


def _key(column: str) -> str:
    key = key_of(column)
    return key if is_relevant(key) else CLASS
