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


def reason(link: pd.Series, source: str, drawn_km: float, gap_km: float) -> str:
    """Return why a drawn length differs by more than the tolerance, empty where it does not."""
    ratio = drawn_km / link["length_km"]
    if abs(ratio - 1) <= TOLERANCE:
        return ""
    straight = source.startswith("straight")
    bridged = f", {gap_km:.0f} km bridged" if gap_km > 1 else ""
    rules = (
        (source.startswith("none"), "both ends at one position"),
        (abs(ratio - 1) * link["length_km"] <= SHORT_KM, "a few km within one town: straight"),
        (straight and link["state"] == "planned", "not built: straight"),
        (straight and link["dedicated"] == "yes", "a road to be laid for this cargo: straight"),
        (straight, "no public line: straight"),
        (source.startswith("through places"), "straight between places: bends are cut"),
        (link["mode"] == "sea", "shortest lane clear of land: the stated length is an estimate"),
        (link["mode"] == "river", "simplified river"),
        (link["mode"] == "rail" and ratio < 1, f"simplified railway{bridged}"),
        (ratio < 1, f"simplified road{bridged}"),
        (True, "the direct line is in no source: the next one"),
    )
    return next(text for holds, text in rules if holds)


def print_report(frame: gpd.GeoDataFrame, table: pd.DataFrame, gap_km: pd.Series) -> None:
    """Print one row per link, then the totals by source and by reason."""
    drawn_km = np.array([length_km(shapely.get_coordinates(g)) for g in frame.geometry])
    ratio = drawn_km / table["length_km"].to_numpy()
    print("link_id,mode,length_km,drawn_km,ratio,gap_km,drawn_source,reason")
    for k, (_, link) in enumerate(table.iterrows()):
        source, why = frame["drawn_source"].iloc[k], frame["reason"].iloc[k]
        print(
            f"{link['id']},{link['mode']},{link['length_km']:g},{drawn_km[k]:.0f},"
            f"{ratio[k]:.3f},{gap_km.iloc[k]:.0f},{source},{why}"
        )
    print(f"{len(frame)} lines, {int(shapely.get_num_coordinates(frame.geometry).sum())} vertices")
    for (mode, source), count in frame.groupby([table["mode"], "drawn_source"]).size().items():
        print(f"  {mode}: {count} {source}")
    print(f"{(frame['reason'] != '').sum()} differ from the published length by more than 15 %")
    for (why, mode), count in frame.groupby(["reason", table["mode"]]).size().items():
        print(f"  {count} {mode}: {why or 'within 15 %'}")
