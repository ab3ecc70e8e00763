"""KML, as Google Earth and others open it: a folder of placemarks in degrees.

Owns what a placemark is called and what it holds. Rows and units of their columns are the caller's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from zimnik.geo.lines.antimeridian import split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd

KML = ".kml"
NAME, DESCRIPTION = "Name", "Description"


def write_kml(
    frame: gpd.GeoDataFrame, file: Path, *, folder: str, called: Sequence[str], said: str = ""
) -> None:
    """Write rows as placemarks whose data are all columns, unknown ones left out.

    What lies across 180 degrees is cut there, as in GeoJSON.

    Parameters
    ----------
    frame
        Points, lines or areas in EPSG:4326.
    file
        File to write.
    folder
        Name of the folder that the placemarks stand in.
    called
        Columns that name a placemark, the first that has a text; the folder where none has.
    said
        Description of each placemark, such as what was asked.
    """
    import pyogrio  # noqa: PLC0415 - only exports write through GDAL

    names = pd.Series(folder, index=frame.index, dtype=object)
    for column in reversed([one for one in called if one in frame]):
        known = frame[column].notna() & (frame[column].astype(str) != "")
        names = names.where(~known, frame[column].astype(str))
    columns = {name: _plain(frame[name]) for name in frame.columns.drop(frame.geometry.name)}
    described = {DESCRIPTION: said} if said else {}
    marks = type(frame)(
        {NAME: names, **described, **columns},
        geometry=split(frame.geometry.to_numpy()),
        index=frame.index,
        crs=frame.crs,
    )
    pyogrio.write_dataframe(
        marks,
        file,
        driver="KML",
        layer=folder,
        dataset_options={"NameField": NAME, "DescriptionField": DESCRIPTION},
    )


def _plain(column: pd.Series) -> pd.Series:
    """Return a column of numbers as it is, of anything else as text."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column
    return column.map(_text).astype(object)


def _text(value: Any) -> str | None:  # noqa: ANN401 - a cell may be anything
    if isinstance(value, list | tuple):
        return "; ".join(str(one) for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    return None if pd.isna(value) else str(value)
