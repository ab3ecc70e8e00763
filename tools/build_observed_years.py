"""Observed years of the gauges of the atlas, from a folder of what was read.

Run: python -m tools.build_observed_years FOLDER. The folder holds `river_ice.csv` (Global Lake and
River Ice Phenology Database, NSIDC G01377: columns gauge, country, lat, lon, winter, freeze_up,
break_up) and `winter_road_years.csv` (road, country, year, opened, closed, source). Writes
`russia-arctic/observed_years.csv` with a row for each gauge of `russia-arctic/gauges.csv` and each
calendar year of which both days are known. A winter holds a freeze-up and the break-up after it;
a calendar year holds a break-up and the freeze-up after it.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from tools.atlas_tables import DATA

SOURCE = "Global Lake and River Ice Phenology Database, NSIDC G01377 (Benson, Magnuson and Sharma)"
COLUMNS = (
    "gauge_id",
    "year",
    "break_up",
    "freeze_up",
    "opened",
    "closed",
    "note",
    "source",
    "confidence",
)
Row = dict[str, str]


def river_years(folder: Path, series: dict[str, str]) -> list[Row]:
    """Return the years of river gauges; `series` gives the id of a gauge by its source's name."""
    broke, froze = {}, {}
    for row in _read(folder / "river_ice.csv"):
        gauge_id = series.get(row["gauge"])
        if gauge_id is not None:
            winter = int(row["winter"][:4])
            broke[gauge_id, winter + 1] = row["break_up"][5:]
            froze[gauge_id, winter] = row["freeze_up"][5:]
    return [
        _row(gauge_id, year, SOURCE, "A", break_up=day, freeze_up=froze[gauge_id, year])
        for (gauge_id, year), day in broke.items()
        if day and froze.get((gauge_id, year))
    ]


def road_years(folder: Path, series: dict[str, str]) -> list[Row]:
    """Return the years of winter roads, as `river_years`."""
    source = "Tibbitt to Contwoyto Winter Road, history (liquisearch.com, mirror of Wikipedia)"
    return [
        _row(
            series[row["road"]],
            int(row["year"]),
            source,
            "B",
            opened=row["opened"][5:],
            closed=row["closed"][5:],
        )
        for row in _read(folder / "winter_road_years.csv")
        if row["road"] in series
    ]


def _row(gauge_id: str, year: int, source: str, confidence: str, **days: str) -> Row:
    known = {"gauge_id": gauge_id, "year": str(year), "source": source, "confidence": confidence}
    return dict.fromkeys(COLUMNS, "") | known | days


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Write the table."""
    folder = Path(sys.argv[1])
    gauges = _read(DATA / "gauges.csv")
    series = {row["series"]: row["id"] for row in gauges}
    order = {row["id"]: number for number, row in enumerate(gauges)}
    rows = [*river_years(folder, series), *road_years(folder, series)]
    rows.sort(key=lambda row: (order[row["gauge_id"]], row["year"]))
    path = DATA / "observed_years.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows of {len({row['gauge_id'] for row in rows})} gauges")


if __name__ == "__main__":
    main()
