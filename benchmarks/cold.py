"""How long a route takes from the key to the answer, over importing geopandas and networkx alone.

Run: python benchmarks/cold.py. Prints the medians of both in turn and their ratio.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 7
ROUTE = ["-m", "zimnik", "route", "tomtor", "krasnokamensk"]
PEER = ["-c", "import geopandas, networkx"]


def seconds(arguments: list[str]) -> float:
    """Return the wall time of one run of Python."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure both in turn, after one run of each to warm the disk cache."""
    pairs = [(seconds(ROUTE), seconds(PEER)) for _ in range(RUNS + 1)][1:]
    route_s, peer_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(route / peer for route, peer in pairs)
    print(f"zimnik route {route_s:.2f} s, the imports alone {peer_s:.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
