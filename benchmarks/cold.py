"""How long a route takes from the key to the answer, over importing geopandas and networkx alone.

Run: python benchmarks/cold.py. Prints the medians of both in turn and their ratio.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7
ROUTE = ["-m", "zimnik", "route", "tomtor", "krasnokamensk"]
PEER = ["-c", "import geopandas, networkx"]


def seconds(arguments: list[str], bytecode: str) -> float:
    """Return the wall time of one run of Python, which keeps its bytecode in a folder."""
    # Installing compiles every package; a checkout must not be measured without what its peer has.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": bytecode}
    start = time.perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def main() -> None:
    """Measure both in turn, after one run of each to compile and to warm the disk cache."""
    with tempfile.TemporaryDirectory() as folder:
        pairs = [(seconds(ROUTE, folder), seconds(PEER, folder)) for _ in range(RUNS + 1)][1:]
    route_s, peer_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(route / peer for route, peer in pairs)
    print(f"zimnik route {route_s:.2f} s, the imports alone {peer_s:.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
