"""Many deposits: how long they take to be listed, checked and drawn, and how large the page is.

Run: python -m benchmarks.deposits [COUNT...], by default 1,000, 10,000 and 100,000, of which
the last are not drawn. They stand near the shipped ones and near terminals, on land, with a name,
commodities, a status, tonnes and a source, as tables of mineral occurrences have them. Each command
runs in a process of its own.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

import zimnik
from benchmarks.child import run
from zimnik.geo.core.geodesy import pairs_within
from zimnik.layers import land_of
from zimnik.layers.checks.region_checks import provinces_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 17
COUNTS = (1_000, 10_000, 100_000)
MOST_DRAWN = 20_000
OFF_DEG = 3.0
APART_KM = 1.1
HOME = "RU"
SYLLABLES = ("ba", "den", "gor", "kha", "ley", "mur", "nya", "ol", "sy", "tar", "ul", "yakh")
SOUTH_DEG, NORTH_DEG = 50.0, 80.0
COMMODITIES = ("Au", "Ag;Au", "Sn", "W;Mo", "REE;Nb", "REE", "U", "Cu;Ni;PGE", "diamonds", "Pb;Zn")
STATUSES = ("producing", "project", "prospect", "idle")


def drawn_spots(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return points on land near the places of the shipped atlas, longitude and latitude a row."""
    model = zimnik.load().model
    near = shapely.get_coordinates(model.places.geometry)
    provinces = provinces_of(model.region)
    home = provinces[provinces["country"] == HOME].union_all()
    land = land_of(model.region).union_all() & home
    shapely.prepare(land)
    found = np.empty((0, 2))
    while len(found) < count:
        drawn = near[rng.integers(len(near), size=count)] + rng.normal(0, OFF_DEG, (count, 2))
        drawn = drawn[(drawn >= (-180.0, SOUTH_DEG)).all(axis=1)]
        drawn = drawn[(drawn <= (180.0, NORTH_DEG)).all(axis=1)]
        found = np.concatenate([found, drawn[shapely.contains_xy(land, *drawn.T)]])
        later, _ = pairs_within(np.concatenate([near, found]), APART_KM)
        found = np.delete(found, later[later >= len(near)] - len(near), axis=0)
    return found[:count].round(4)


def drawn_deposits(count: int, *, seed: int = SEED) -> pd.DataFrame:
    """Return a table of deposits, the same for every run."""
    rng = np.random.default_rng(seed)
    lon, lat = drawn_spots(count, rng).T
    parts = rng.choice(SYLLABLES, (count, 3))
    number = [str(i + 1) for i in range(count)]
    return pd.DataFrame(
        {
            "id": [f"occ{i}" for i in number],
            "name_en": [
                "".join(p).capitalize() + f" {i}" for p, i in zip(parts, number, strict=True)
            ],
            "country": HOME,
            "lon": lon,
            "lat": lat,
            "commodities": rng.choice(COMMODITIES, count),
            "status": rng.choice(STATUSES, count),
            "product": "concentrate",
            "planned_product_t_per_y": np.round(10 ** rng.uniform(2.5, 6, count), -2),
            "source": "benchmarks/deposits.py, drawn",
            "confidence": "C",
        }
    )


def main() -> None:
    """Print what every command takes for every count."""
    counts = [int(word) for word in sys.argv[1:]] or COUNTS
    print(f"{'deposits':>9} {'command':12} {'CPU s':>7} {'wall s':>7} {'MB':>6} {'page MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            table, page = Path(folder) / f"deposits_{count}.csv", Path(folder) / f"map_{count}.html"
            drawn_deposits(count).to_csv(table, index=False)
            commands: dict[str, list[str | Path]] = {
                "check": ["check", table],
                "list": ["layers", "list", "--atlas", table],
            }
            if count <= MOST_DRAWN:
                commands["map"] = ["map", "--atlas", table, "--out", page]
            for name, command in commands.items():
                took = run(command)
                size = f"{page.stat().st_size / 1e6:8.2f}" if page.exists() else ""
                print(
                    f"{count:>9,} {name:12} {took.processor_s:7.1f} {took.wall_s:7.1f} "
                    f"{took.peak_mb:6,.0f} {size}",
                    flush=True,
                )
                if took.status:
                    print(took.said)


if __name__ == "__main__":
    main()
