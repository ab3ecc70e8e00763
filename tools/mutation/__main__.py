"""Write faults into geo by chance, one at a time, and see whether the tests find them.

Run: python -m tools.mutation measure, once, and again after tests or geo have changed: all tests,
with the lines that each goes through (some ten minutes on two cores); with paths, only those tests,
added to what is known. Then python -m tools.mutation run --count 500, which goes on where it was
ended, and python -m tools.mutation report --write for docs/mutation.md.

Why not a library: mutmut 3.8 leaves out decorated functions (every property, all that is compiled)
and what stands outside functions, and draws no sample; cosmic-ray 8.7 runs one test command for all
mutants, in the tree itself, and draws no sample either.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.mutation import report
from tools.mutation.seconds import TEST_SECONDS
from tools.mutation.selection import chosen, every_mutant, read_measured
from tools.mutation.trial import KILLED, OPEN, SURVIVED, Outcome, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tools.mutation.mutants import Mutant
    from tools.mutation.selection import Suite

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "mutation"
COVERAGE = OUT / "coverage"
SECONDS = OUT / "seconds.json"
SPANS = OUT / "spans.json"
RESULTS = OUT / "results.jsonl"
TESTS = ("tests/geo", "tests/studies")
SEED = 20261130
COUNT = 500
# Longer than this no mutant is looked at: nearly all are found by the first few tests.
AT_MOST_S = 120.0


def measure(paths: list[str], *, jobs: int) -> int:
    """Run the tests and write down their lines and seconds; of some paths, beside what is known."""
    OUT.mkdir(parents=True, exist_ok=True)
    known = json.loads(SECONDS.read_text("utf8")) if paths and SECONDS.exists() else {}
    ended = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-m", "pytest", *(paths or TESTS), "-m", "not browser and not proof"),
            *("-q", "-p", "tools.mutation.seconds", "--hypothesis-seed=0"),
            *("--numprocesses", str(jobs), "--dist", "worksteal"),
            *("--cov=geo", "--cov-branch", "--cov-context=test", "--cov-report="),
            *(["--cov-append"] if paths else []),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ZIMNIK_HYPOTHESIS": "quick",
            "NUMBA_DISABLE_JIT": "1",
            "COVERAGE_FILE": str(COVERAGE),
            TEST_SECONDS: str(SECONDS),
        },
        check=False,
    )
    if not paths or not SPANS.exists():
        spans = {one.key: (one.first_line, one.last_line) for one in every_mutant(ROOT, "geo")}
        SPANS.write_text(json.dumps(spans), "utf8")
    found = json.loads(SECONDS.read_text("utf8"))
    SECONDS.write_text(json.dumps({**known, **found}, indent=0), "utf8")
    return ended.returncode


def results() -> dict[str, dict[str, Any]]:
    """Return the last result of each mutant that was tried."""
    if not RESULTS.exists():
        return {}
    lines = RESULTS.read_text("utf8").splitlines()
    return {one["key"]: one for one in map(json.loads, lines)}


def run(asked: argparse.Namespace) -> int:
    """Try the mutants that have no result yet; `again` those too that were not killed."""
    known = {name: str(one["verdict"]) for name, one in results().items()}
    settled = {KILLED} if asked.again else {KILLED, SURVIVED}
    settled |= {OPEN} if asked.first else set()
    sample = chosen(ROOT, "geo", seed=asked.seed, count=asked.count)
    left = [one for one in sample if known.get(one.key) not in settled]
    left = [one for one in left if not asked.paths or one.path.startswith(tuple(asked.paths))]
    equivalent = {key for key, thought in report.judged(ROOT).items() if thought.is_equivalent}
    left = [one for one in left if one.key not in known or one.key not in equivalent]
    measured = read_measured(ROOT, coverage_file=COVERAGE, seconds_file=SECONDS, spans_file=SPANS)
    new = sum(not measured.knows(one) for one in left)
    left = [one for one in left if measured.knows(one)]
    print(f"{len(sample)} mutants, {len(left)} to try", flush=True)
    if new:
        print(f"{new} in functions written since the tests were measured: measure again")

    def parts_of(mutant: Mutant) -> tuple[Suite, ...]:
        return measured.suite_of(mutant, at_most_s=asked.at_most_s).parts()

    def suites_of(mutant: Mutant) -> tuple[Suite, ...]:
        parts = parts_of(mutant)
        if asked.first:
            return parts[:1]
        return parts[1:] if known.get(mutant.key) == OPEN and not asked.again else parts

    with RESULTS.open("a", encoding="utf8") as file:
        for mutant, outcome in tried(left, suites_of, jobs=asked.jobs):
            verdict = outcome.verdict
            if asked.first and verdict == SURVIVED and len(parts_of(mutant)) > 1:
                verdict = OPEN
            told = {name: value for name, value in asdict(mutant).items() if name not in _PLACES}
            line = {**told, **asdict(outcome), "verdict": verdict}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            print(f"{verdict:9} {mutant.path}:{mutant.first_line} {outcome.by}", flush=True)
    return 0


_PLACES = ("start", "end", "last_line", "runs_when_read")


def tried(
    mutants: list[Mutant], suites_of: Callable[[Mutant], tuple[Suite, ...]], *, jobs: int
) -> Iterator[tuple[Mutant, Outcome]]:
    """Yield mutants with their outcomes as they come, each tree one at a time."""
    trees: queue.SimpleQueue[Tree] = queue.SimpleQueue()
    first = Tree(ROOT, OUT / "tree_0")
    every = [first, *(Tree(ROOT, OUT / f"tree_{at}", like=first) for at in range(1, jobs))]
    for tree in every:
        trees.put(tree)

    def one(mutant: Mutant) -> tuple[Mutant, Outcome]:
        tree = trees.get()
        try:
            return mutant, tree.tried(mutant, suites_of(mutant))
        finally:
            trees.put(tree)

    with ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(one, mutant) for mutant in mutants]
        try:
            for done in as_completed(running):
                yield done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for tree in every:
                tree.end()


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("step", choices=("measure", "run", "report"))
    parser.add_argument("paths", nargs="*", help="measure: tests to add; run: modules of geo")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--again", action="store_true", help="run: survivors too, after new tests")
    parser.add_argument("--first", action="store_true", help="run: the first few tests alone")
    parser.add_argument("--at-most-s", type=float, default=AT_MOST_S, help="run: tests of a mutant")
    parser.add_argument("--write", action="store_true", help="report: into docs/mutation.md")
    asked = parser.parse_args()
    if asked.step == "measure":
        return measure(asked.paths, jobs=asked.jobs)
    if asked.step == "run":
        return run(asked)
    sample = chosen(ROOT, "geo", seed=asked.seed, count=asked.count)
    return report.tell(ROOT, sample, results(), seed=asked.seed, write=asked.write)


if __name__ == "__main__":
    sys.exit(main())
