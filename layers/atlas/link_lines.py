"""The geometry of links: chords between their ends, and drawn lines where there are some.

Owns which line a link is shown by. Lengths are columns of the link and never come from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG
from zimnik.layers.readers.cells import cell_text, shown

if TYPE_CHECKING:
    from pathlib import Path

CRS = "EPSG:4326"
REASON = "reason"
LINE_COLUMNS = ("link_id", "geometry", "drawn_source", REASON)


def chords(links: pd.DataFrame, ends: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return links drawn as straight lines in longitude and latitude between their ends.

    Parameters
    ----------
    links
        Links with `from_id` and `to_id`.
    ends
        Places with `id` and points in EPSG:4326.

    Returns
    -------
    geopandas.GeoDataFrame
        The links in EPSG:4326. A line across the antimeridian counts on beyond 180 degrees. A link
        to an unknown place has no geometry; `layers.loading` and `layers.checks` name it.
    """
    geometry = ends.geometry.to_numpy()
    at = pd.DataFrame(
        {"lon": shapely.get_x(geometry), "lat": shapely.get_y(geometry)}, index=ends["id"]
    )
    at = at[~at.index.duplicated()]
    start = at.reindex(links["from_id"]).to_numpy()
    end = at.reindex(links["to_id"]).to_numpy()
    lines = np.stack([start, end], axis=1).reshape(-1, 2, 2)
    lines[:, :, 0] = _unwrapped(lines[:, :, 0])
    known = np.isfinite(lines).all(axis=(1, 2))
    drawn = np.full(len(links), None, dtype=object)
    drawn[known] = shapely.linestrings(lines[known])
    frame = gpd.GeoDataFrame(links.drop(columns="geometry", errors="ignore"))
    return frame.set_geometry(gpd.GeoSeries(drawn, index=frame.index, crs=ends.crs))


def _unwrapped(lon: np.ndarray) -> np.ndarray:
    """Return longitudes of line ends such that the line takes the short way round."""
    west = lon.min(axis=1, keepdims=True)
    far = lon - west > HALF_TURN_DEG
    crossing = far.any(axis=1, keepdims=True)
    return np.where(crossing & ~far, lon + TURN_DEG, lon)


def with_lines(links: gpd.GeoDataFrame, lines: pd.DataFrame | None) -> gpd.GeoDataFrame:
    """Return the links by their drawn lines where there is one, and say from where.

    Parameters
    ----------
    links
        Links as chords.
    lines
        Lines with `LINE_COLUMNS`, or None where none are wanted.
    """
    if lines is None or lines.empty:
        empty = pd.Series("", index=links.index, dtype="str")
        return links.assign(drawn_source=empty, drawn_reason=empty)
    by_id = lines.drop_duplicates("link_id", keep="last").set_index("link_id")
    drawn = by_id.reindex(links["id"]).set_axis(links.index)
    has_line = drawn["geometry"].notna()
    return links.assign(
        drawn_source=drawn["drawn_source"].where(has_line, "").astype("str"),
        drawn_reason=drawn[REASON].where(has_line, "").astype("str"),
    ).set_geometry(
        gpd.GeoSeries(
            np.where(has_line, drawn["geometry"], links.geometry), index=links.index, crs=links.crs
        )
    )


def drawn_lines(links: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of links that are drawn, with `LINE_COLUMNS`."""
    named = links.rename(columns={"id": "link_id", "drawn_reason": REASON})
    return named.loc[named["drawn_source"] != "", list(LINE_COLUMNS)]


def read_link_lines(path: Path, where: str) -> pd.DataFrame:
    """Return drawn lines with `LINE_COLUMNS`; none where there is no file.

    Column `reason` may be missing from the file; it says why a line is not as long as its link.

    Raises
    ------
    InputError
        If the file is no GeoParquet of lines in a known CRS.
    """
    if not path.exists():
        return pd.DataFrame({name: pd.Series(dtype=object) for name in LINE_COLUMNS})
    try:
        lines = gpd.read_parquet(path)
        lines = lines if lines.crs is None else lines.to_crs(CRS)
    except (OSError, ValueError, TypeError, LookupError, RuntimeError) as error:
        said = str(error).replace(str(path), path.name).partition("\n")[0]
        raise InputError([_line_fault(where, shown(said))]) from error
    missing = sorted(set(LINE_COLUMNS) - {REASON} - set(lines.columns))
    if missing or lines.crs is None:
        raise InputError([_line_fault(where, f"no {', '.join(missing)}" if missing else "no CRS")])
    bounds = shapely.bounds(lines.geometry.to_numpy())
    wrong = (lines.geom_type != "LineString") | ~np.isfinite(bounds).all(axis=1)
    if wrong.any():
        ids = ", ".join(shown(str(link_id)) for link_id in lines.loc[wrong, "link_id"])
        raise InputError([_line_fault(where, f"no finite line for {ids}")])
    # Files of the first edition say no reason.
    told = lines if REASON in lines.columns else lines.assign(**{REASON: ""})
    texts = {name: told[name].map(cell_text) for name in ("link_id", "drawn_source", REASON)}
    texts["drawn_source"] = texts["drawn_source"].replace("", where)
    return pd.DataFrame(lines.assign(**texts)[list(LINE_COLUMNS)])


def _line_fault(where: str, found: str) -> Fault:
    return Fault(
        where,
        f"GeoParquet of lines with a CRS and columns {', '.join(LINE_COLUMNS[:-1])}",
        found,
        "Leave the file out: links are then drawn as chords.",
    )
