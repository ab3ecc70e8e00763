"""How long siting takes on published problems, beside pysal's spopt on the same files.

Run: python -m benchmarks.siting FOLDER [RUNS], with spopt installed and OR-Library's files and
PSC1-C1-50 in the folder (tests/geo/siting/test_siting_published.py). Both answer in turn; the
medians of build plus solve are printed with their ratio. spopt solves by HiGHS through PuLP, as
zimnik does, and by CBC, its usual solver. It knows the p-median and no
fixed costs or stages, so the other files are zimnik's alone.
"""

from __future__ import annotations

import statistics
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.geo.published import capacitated, distances, p_median, two_stage
from zimnik.geo.siting.solve import site_hubs

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.siting.problem import SitingProblem

MEDIANS = ("pmed1", "pmed5", "pmed20")
OTHERS = ("cap41", "cap71", "cap101", "cap124", "cap131", "PSC1-C1-50")
RUNS = 3


def sited(problem: Callable[[], SitingProblem]) -> tuple[float, float]:
    """Return cost and seconds of zimnik, the question built from arrays included."""
    start = time.perf_counter()
    answer = site_hubs(problem())
    seconds = time.perf_counter() - start
    if answer.siting is None:
        raise RuntimeError(answer.reasons)
    return answer.siting.cost_usd_per_y, seconds


def by_spopt(path: Path, solver: str) -> tuple[float, float]:
    """Return cost and seconds of spopt, from the same array of distances."""
    import pulp  # noqa: PLC0415 - installed by who measures
    from spopt.locate import PMedian  # noqa: PLC0415 - as above

    lengths, wanted = distances(path)
    start = time.perf_counter()
    question = PMedian.from_cost_matrix(lengths, np.ones(len(lengths)), p_facilities=wanted)
    question.solve(pulp.getSolver(solver, msg=False))
    seconds = time.perf_counter() - start
    return float(pulp.value(question.problem.objective)), seconds


def median_s(pairs: list[tuple[float, float]]) -> float:
    """Return the median of the seconds."""
    return statistics.median(seconds for _, seconds in pairs)


def compare(path: Path, runs: int) -> None:
    """Measure one p-median file with both and print the medians."""
    lengths, _ = distances(path)
    ours, peers = [], {"HiGHS": [], "PULP_CBC_CMD": []}
    for _ in range(runs):
        reading = time.perf_counter()
        distances(path)
        reading = time.perf_counter() - reading
        cost, seconds = sited(lambda: p_median(path))
        ours.append((cost, seconds - reading))
        for solver, pairs in peers.items():
            pairs.append(by_spopt(path, solver))
    costs = {cost for pairs in (ours, *peers.values()) for cost, _ in pairs}
    if max(costs) - min(costs) > 1e-6 * max(costs):
        message = f"{path.name}: costs differ, {sorted(costs)}"
        raise RuntimeError(message)
    told = ", ".join(
        f"spopt by {solver} {median_s(pairs):.2f} s ({median_s(pairs) / median_s(ours):.1f} times)"
        for solver, pairs in peers.items()
    )
    print(f"{path.stem}: {len(lengths)} places, zimnik {median_s(ours):.2f} s, {told}", flush=True)


def main() -> None:
    """Measure all files of a folder."""
    # spopt and what it imports warn of their own futures.
    warnings.simplefilter("ignore")
    folder = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else RUNS  # noqa: PLR2004 - an optional argument
    sited(lambda: p_median(folder / "pmed1.txt"))
    for name in MEDIANS:
        compare(folder / f"{name}.txt", runs)
    for name in OTHERS:
        read = two_stage if name.startswith("PSC") else capacitated
        path = folder / f"{name}.txt"
        pairs = [sited(lambda read=read, path=path: read(path)) for _ in range(runs)]
        print(f"{name}: zimnik {median_s(pairs):.2f} s, optimum {pairs[0][0]:,.3f}", flush=True)


if __name__ == "__main__":
    main()
