"""Import of networks: time and memory of a million segments, and of an extract of 400,000 nodes.

Run: python -m benchmarks.network_import [million] [pieces] [extract] [FILE...]. Each runs in a
process of its own, of which the time of the processor and the most memory are told. A FILE is
imported as roads.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

SIDE = 708
EXTRACT_SIDE = 640
LIMITS = {"max_file_mb": 10_000.0, "max_rows": 10_000_000}


def write_million(path: Path) -> None:
    """Write 1,002,528 vertices on crossing roads that wind, each of one class of three."""
    rng = np.random.default_rng(1)
    x, y = 100.0 + 1e-3 * np.arange(SIDE), 60.0 + 5e-4 * np.arange(SIDE)
    rows = [np.column_stack([x, lat + 1e-4 * rng.random(SIDE)]) for lat in y]
    columns = [np.column_stack([lon + 2e-4 * rng.random(SIDE), y]) for lon in x]
    lines = [shapely.LineString(one) for one in rows + columns]
    classes = np.array(["primary", "secondary", "tertiary"])[rng.integers(3, size=len(lines))]
    gpd.GeoDataFrame({"highway": classes}, geometry=lines, crs="EPSG:4326").to_parquet(path)


def write_pieces(path: Path) -> None:
    """Write a million lines of one segment each, as files of cut roads have them."""
    rng = np.random.default_rng(2)
    x, y = 100.0 + 1e-3 * np.arange(SIDE), 60.0 + 5e-4 * np.arange(SIDE)
    at = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1) + 1e-4 * rng.random((SIDE, SIDE, 2))
    along = np.stack([at[:-1], at[1:]], axis=2).reshape(-1, 2, 2)
    across = np.stack([at[:, :-1], at[:, 1:]], axis=2).reshape(-1, 2, 2)
    lines = shapely.linestrings(np.concatenate([along, across]))
    classes = np.array(["primary", "secondary"])[rng.integers(2, size=len(lines))]
    gpd.GeoDataFrame({"highway": classes}, geometry=lines, crs="EPSG:4326").to_parquet(path)


def write_extract(path: Path) -> list[dict[str, str]]:
    """Write an extract of 409,600 nodes, roads, railways, rivers and winter roads on a grid.

    The tags of the ways are returned: of the columns of the grid, then of its rows.
    """
    import osmium  # noqa: PLC0415 - the extra osm

    rng = np.random.default_rng(3)
    side = EXTRACT_SIDE
    tags: list[dict[str, str]] = [
        {"highway": "primary"},
        {"highway": "secondary"},
        {"highway": "tertiary"},
        {"highway": "residential"},
        {"highway": "track", "winter_road": "yes"},
        {"highway": "track"},
        {"railway": "rail", "gauge": "1520", "usage": "main"},
        {"waterway": "river", "ship": "yes"},
    ]
    chosen = [tags[int(i)] for i in rng.integers(len(tags), size=2 * side)]
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for i in range(side * side):
            lon, lat = 110 + 0.01 * (i // side), 58 + 0.005 * (i % side)
            writer.add_node(osmium.osm.mutable.Node(id=i + 1, location=(lon, lat)))
        for number in range(2 * side):
            across = number >= side
            nodes = [
                (j * side + number % side if across else number * side + j) + 1 for j in range(side)
            ]
            way = osmium.osm.mutable.Way(id=number + 1, nodes=nodes, tags=chosen[number])
            writer.add_way(way)
    return chosen


def measured(path: Path, out: Path) -> dict[str, Any]:
    """Return what an import of a file came to; to be called in a process of its own."""
    from zimnik import import_network  # noqa: PLC0415 - its time counts

    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    network = import_network(path, mode="road", vehicle="truck", out=out, **LIMITS)
    report = network.report
    return {
        "lines": report.lines_read,
        "links": report.links,
        "nodes": report.nodes,
        "parts": len(report.parts),
        "wall_s": time.perf_counter() - began_s,
        "cpu_s": time.process_time() - began_cpu_s,
        "most_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000.0,
    }


def told(label: str, path: Path, folder: Path) -> None:
    """Measure an import in a process of its own and print a line of it."""
    code = (
        "import json, sys; from pathlib import Path; "
        "from benchmarks.network_import import measured; "
        f"print(json.dumps(measured(Path({str(path)!r}), Path({str(folder / 'out')!r}))))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    print(
        f"{label:34}{found['lines']:>10,}{found['links']:>11,}{found['nodes']:>11,}"
        f"{found['parts']:>8,}{found['cpu_s']:>8.1f}{found['wall_s']:>8.1f}{found['most_mb']:>8,.0f}"
    )


def main() -> None:
    """Print a table of the imports that are asked for; the three made here without any."""
    asked = sys.argv[1:] or ["million", "pieces", "extract"]
    made = {
        "million": ("a million segments, long lines", write_million, "roads.parquet"),
        "pieces": ("a million lines of a segment", write_pieces, "pieces.parquet"),
        "extract": ("an extract of 409,600 nodes", write_extract, "drawn.osm.pbf"),
    }
    head = ("lines", "links", "nodes", "parts", "CPU s", "wall s", "MB")
    print(f"{'':34}{head[0]:>10}{head[1]:>11}{head[2]:>11}{head[3]:>8}", end="")
    print(f"{head[4]:>8}{head[5]:>8}{head[6]:>8}")
    for name in asked:
        with tempfile.TemporaryDirectory() as folder:
            if name not in made:
                told(Path(name).name, Path(name), Path(folder))
                continue
            label, write, file = made[name]
            write(Path(folder) / file)
            told(label, Path(folder) / file, Path(folder))


if __name__ == "__main__":
    main()
