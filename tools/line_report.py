"""The report of a build: drawn against published length of each link, sizes and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from line_network import length_km

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

TOLERANCE = 0.15
SHORT_KM = 6.0


def reason(link: pd.Series, source: str, ratio: float, gap_km: float) -> str:
    """Return why a drawn length differs by more than the tolerance, empty where it does not."""
    if abs(ratio - 1) <= TOLERANCE:
        return ""
    straight = source.startswith("straight")
    bridged = f", {gap_km:.0f} km bridged" if gap_km > 1 else ""
    rules = (
        (source.startswith("none"), "both ends have one published position"),
        (
            abs(ratio - 1) * link["length_km"] <= SHORT_KM,
            "a few km between places of one town, drawn where the tables place them",
        ),
        (
            straight and link["state"] == "planned",
            "not built: drawn straight between its ends",
        ),
        (straight, "no public line: drawn straight between its ends"),
        (
            source.startswith("through places") and ratio < 1,
            "drawn straight between the places on the way: bends are cut",
        ),
        (
            link["mode"] == "sea",
            "drawn as the shortest lane clear of land: the stated length is another's estimate",
        ),
        (
            link["mode"] == "river",
            "drawn along the river of WDB II: the stated length is measured otherwise",
        ),
        (ratio < 1, f"the source is simplified and cuts bends{bridged}"),
        (True, "the source does not hold the direct line: drawn along the next one"),
    )
    return next(text for holds, text in rules if holds)


def print_report(frame: gpd.GeoDataFrame, table: pd.DataFrame, gap_km: pd.Series) -> None:
    """Print one row per link whose length is off, then the totals."""
    drawn_km = np.array([length_km(shapely.get_coordinates(g)) for g in frame.geometry])
    ratio = drawn_km / table["length_km"].to_numpy()
    off = 0
    print("link_id,mode,length_km,drawn_km,ratio,gap_km,drawn_source,reason")
    for k, (_, link) in enumerate(table.iterrows()):
        source, gap = frame["drawn_source"].iloc[k], float(gap_km.iloc[k])
        why = reason(link, source, float(ratio[k]), gap)
        off += bool(why)
        print(
            f"{link['id']},{link['mode']},{link['length_km']:g},{drawn_km[k]:.0f},"
            f"{ratio[k]:.3f},{gap:.0f},{source},{why}"
        )
    print(f"{len(frame)} lines, {int(shapely.get_num_coordinates(frame.geometry).sum())} vertices")
    print(f"{off} differ from the published length by more than {TOLERANCE:.0%}")
    for (mode, source), count in frame.groupby([table["mode"], "drawn_source"]).size().items():
        print(f"  {mode}: {count} {source}")
