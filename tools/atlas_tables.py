"""The atlas tables a build needs, read as plain text: places with positions, and links.

The build reads the tables without the project's own door, so that a line can be drawn before
the atlas is valid in every cell.
"""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

SHIPPED = Path(__file__).parent.parent / "layers" / "data"
# Named as in tools/view.py, which scripts outside this folder do not read.
REGION = os.environ.get("ZIMNIK_REGION", "russia-arctic")
DATA = SHIPPED / "regions" / REGION
# A region without land of its own has that of the whole North.
LAND = next(
    folder / "land.parquet"
    for folder in (DATA, SHIPPED / "north")
    if (folder / "land.parquet").exists()
)
PLACE_TABLES = ("terminals", "deposits", "hubs", "markets")


def places() -> pd.DataFrame:
    """Return every place by id: columns lon and lat in degrees (EPSG:4326)."""
    tables = [
        pd.read_csv(
            DATA / f"{name}.csv",
            usecols=["id", "lon", "lat"],
            dtype={"id": str, "lon": float, "lat": float},
        )
        for name in PLACE_TABLES
    ]
    return pd.concat(tables).drop_duplicates("id").set_index("id")


def links() -> pd.DataFrame:
    """Return the links whose two ends are known, sorted by id, texts empty where unknown."""
    table = pd.read_csv(DATA / "links.csv", dtype=str, keep_default_na=False)
    table["length_km"] = table["length_km"].astype(float)
    known = places().index
    lost = ~(table["from_id"].isin(known) & table["to_id"].isin(known))
    for row in table[lost].itertuples():
        print(f"link {row.id}: an end is not in the tables ({row.from_id}, {row.to_id}); left out")
    return table[~lost].sort_values("id", ignore_index=True)
