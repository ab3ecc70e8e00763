"""Atlases of many terminals through the commands: time and memory of each, and how they grow.

Run: python -m benchmarks.terminals [COUNT...], by default 2,000, 10,000 and 50,000 terminals laid
over the shipped region. Terminals stand on land near the shipped places; railways, roads, rivers
and winter roads join each to its neighbours, one and a half links a terminal, and one in a hundred
to the nearest shipped terminal of its kind. 60 deposits are drawn besides, so that the matrix has
100 origins. Each command runs in a process of its own. `grows as` is the exponent of the time of
the processor over terminals, between a count and the one before, without what the shipped region
alone takes.
"""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

import zimnik
from benchmarks.child import run
from benchmarks.deposits import HOME, drawn_deposits, drawn_spots
from zimnik.geo.core.geodesy import geodesic_km, nearest_points

SEED = 18
COUNTS = (2_000, 10_000, 50_000)
DEPOSITS = 60
LINKS_PER_TERMINAL = 1.5
NEIGHBOURS = 8
JOINED_EVERY = 100
DETOUR = 1.3
STATION, JUNCTION, RIVER_PORT = "station", "road_junction", "river_port"
KINDS = (STATION, JUNCTION, RIVER_PORT)
SHARES = (0.4, 0.4, 0.2)
WINTER_SHARE = 0.15
STORES = 0.5
SOURCE = {"source": "benchmarks/terminals.py, drawn", "confidence": "C"}
RAIL = {"mode": "rail", "vehicle": "rail_1520"}
ROAD = {"mode": "road", "vehicle": "truck"}
RIVER = {"mode": "river", "vehicle": "barge"}
WINTER_ROAD = {"mode": "winter_road", "vehicle": "winter_truck"}
ICE = {"season_open": "12-20", "season_close": "04-05", "season_basis": "published"}
WATER = {"season_open": "06-05", "season_close": "10-01", "season_basis": "published"}


def write_atlas(folder: Path, count: int) -> None:
    """Write an atlas of so many terminals and their links, the same for every run."""
    rng = np.random.default_rng(SEED)
    at = drawn_spots(count, rng)
    kinds = rng.choice(KINDS, count, p=SHARES)
    ids = [f"t{number}" for number in range(count)]
    terminals = pd.DataFrame(
        {
            "id": ids,
            "name_en": [f"Drawn {kind} {i}" for i, kind in zip(ids, kinds, strict=True)],
            "kind": kinds,
            "country": HOME,
            "lon": at[:, 0],
            "lat": at[:, 1],
            "storage": np.where(rng.random(count) < STORES, "yes", "no"),
            **SOURCE,
        }
    )
    start, end = joined(at)
    km = geodesic_km(*at[start].T, *at[end].T) * rng.uniform(1.05, DETOUR, len(start))
    links = [
        _link(
            f"l{n}",
            ids[i],
            ids[j],
            kinds[i],
            kinds[j],
            length,
            is_winter=rng.random() < WINTER_SHARE,
        )
        for n, (i, j, length) in enumerate(
            zip(start.tolist(), end.tolist(), km.tolist(), strict=True)
        )
    ]
    terminals.to_csv(folder / "terminals.csv", index=False)
    pd.DataFrame(links + joints(ids, at, kinds)).to_csv(folder / "links.csv", index=False)
    drawn_deposits(DEPOSITS).to_csv(folder / "deposits.csv", index=False)


def joined(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs that links join: a tree of the nearest, and more of the shortest pairs."""
    count = len(at)
    start, end, km = nearest_points(at, at, most=NEIGHBOURS + 1, reach_km=math.inf)
    once = start < end
    start, end, km = start[once], end[once], km[once]
    tree = minimum_spanning_tree(coo_array((km, (start, end)), shape=(count, count))).tocoo()
    in_tree = np.isin(start * count + end, tree.row.astype(np.int64) * count + tree.col)
    rest = np.flatnonzero(~in_tree)
    more = rest[np.argsort(km[rest])][: max(0, round(LINKS_PER_TERMINAL * count) - len(tree.row))]
    kept = np.concatenate([np.flatnonzero(in_tree), more])
    # Parts that no neighbour joins are joined one to the next.
    _, part = connected_components(tree, directed=False)
    first = np.unique(part, return_index=True)[1]
    return np.append(start[kept], first[:-1]), np.append(end[kept], first[1:])


def joints(ids: list[str], at: np.ndarray, kinds: np.ndarray) -> list[dict[str, object]]:
    """Return links from some terminals to the nearest shipped station, port or junction."""
    places = zimnik.load().model.places
    found: list[dict[str, object]] = []
    for kind in KINDS:
        known = places[places["kind"] == kind]
        some = np.flatnonzero(kinds == kind)[::JOINED_EVERY]
        shipped = shapely.get_coordinates(known.geometry)
        for i, j, km in zip(*nearest_points(at[some], shipped, most=1, reach_km=1e5), strict=True):
            ends = ids[some[i]], known["id"].iloc[j]
            found.append(_link(f"joint_{ends[0]}", *ends, kind, kind, DETOUR * km, is_winter=False))
    return found


def _link(
    link_id: str, one: str, other: str, kind: str, other_kind: str, km: float, *, is_winter: bool
) -> dict[str, object]:
    row: dict[str, object] = {
        "id": link_id,
        "from_id": one,
        "to_id": other,
        "length_km": round(km + 0.1, 1),
        "corridor": "drawn",
        "dedicated": "no",
        "state": "existing",
        **SOURCE,
    }
    if kind == other_kind == STATION:
        return row | RAIL
    if kind == other_kind == RIVER_PORT:
        return row | RIVER | WATER
    return row | (WINTER_ROAD | ICE if is_winter else ROAD)


def commands(atlas: Path | None, out: Path) -> dict[str, list[str | Path]]:
    """Return what is run of an atlas laid over the shipped region, or of the region alone."""
    over: list[str | Path] = [] if atlas is None else ["--atlas", atlas]
    return {
        "check": ["check", *([] if atlas is None else [atlas])],
        "route, one day": ["route", "tomtor", "krasnokamensk", "--ready", "07-01", *over],
        "route, the year": ["route", "tomtor", "krasnokamensk", *over],
        "matrix, one day": ["matrix", "--ready", "07-01", *over, "--out", out / "matrix.csv"],
        "matrix, the year": ["matrix", *over, "--out", out / "year.csv"],
        "stress, corridors": ["stress", "--kind", "corridor", "--ready", "07-01", *over],
        "map": ["map", *over, "--out", out / "map.html"],
    }


def main() -> None:
    """Print what each command takes on each atlas, and how that grows."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()] or list(COUNTS)
    names = [word for word in sys.argv[1:] if not word.isdigit()]
    print(f"{'terminals':>9} {'command':18} {'CPU s':>8} {'wall s':>8} {'MB':>7} {'grows as':>9}")
    before: dict[str, tuple[int, float]] = {}
    alone: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for count in (0, *counts):
            folder = Path(name) / str(count)
            folder.mkdir()
            if count:
                write_atlas(folder, count)
            for command, arguments in commands(folder if count else None, folder).items():
                if names and not any(command.startswith(one) for one in names):
                    continue
                took = run(arguments)
                own_s = max(took.processor_s - alone.setdefault(command, took.processor_s), 0.01)
                grows = ""
                if command in before:
                    least, least_s = before[command]
                    grows = f"{math.log(own_s / least_s) / math.log(count / least):9.2f}"
                if count:
                    before[command] = count, own_s
                print(
                    f"{count:>9,} {command:18} {took.processor_s:8.1f} {took.wall_s:8.1f} "
                    f"{took.peak_mb:7,.0f} {grows}",
                    flush=True,
                )
                if took.status not in (0, 1):
                    print(took.said[-2_000:])


if __name__ == "__main__":
    main()
