"""Read changed files for some time, count them, and keep those that end in no fault and no answer.

    python -m benchmarks.fuzzing --seconds 500            # of the processor, from where it was left
    python -m benchmarks.fuzzing --case results/4711      # one case again, with its traceback
    python -m benchmarks.fuzzing --write                  # the table of docs/reliability.md

What is counted lies in `out/fuzzing` beside the files that were read wrongly. A case is a seed of
`tests/corpus` and a number, and comes back by them. It runs in a process of its own kind: one that
ends, takes too long or too much memory is a finding as well as a traceback.

The changes are our own: libFuzzer (atheris) sees only Python that it instruments, and most of what
reads here is GDAL, SQLite, Arrow and expat; it knows no archive whose checksum has to stay right.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from mmap import mmap
from pathlib import Path
from random import Random

from benchmarks.doors import PAGE, table
from benchmarks.fuzzing.containers import changed
from benchmarks.fuzzing.corpus import CORPUS, seeds
from benchmarks.fuzzing.targets import base, planner, reader_of, shipped
from zimnik.geo.core.errors import InputError

OUT = Path(__file__).parents[2] / "out" / "fuzzing"
BEGIN, END = "<!-- fuzzing: begin -->", "<!-- fuzzing: end -->"
READ, REFUSED, WRONG = "read", "refused", "wrong"
# What one case may take.
MOST_CASE_S, MOST_BYTES = 30, 6 << 30
BATCH = 50
STORY = "story"
NUMBER_BYTES = 8


def case_folder(seed: Path, number: int, folder: Path) -> Path:
    """Write a case into an empty folder and return the path that its reader is given."""
    random = Random(f"{seed.name}/{number}")  # noqa: S311 - no secret
    place = folder / seed.name
    shutil.copytree(seed, place)
    victim = random.choice(sorted(path for path in place.rglob("*") if path.is_file()))
    victim.write_bytes(changed(random, victim.name, victim.read_bytes()))
    return place / reader_of(seed)[1]


def outcome(seed: Path, number: int) -> tuple[str, str]:
    """Run a case in this process; return how it ended, and of a wrong one what was wrong."""
    with tempfile.TemporaryDirectory(prefix="zimnik-fuzz-") as place:
        path = case_folder(seed, number, Path(place))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                # No user sees these.
                for hidden in (DeprecationWarning, PendingDeprecationWarning):
                    warnings.simplefilter("ignore", hidden)
                reader_of(seed)[0](path)
        except InputError as error:
            return _judged(error, place)
        except Exception:  # noqa: BLE001 - what is looked for
            return WRONG, traceback.format_exc()
        return READ, ""


def _judged(error: InputError, place: str) -> tuple[str, str]:
    """Return whether a refusal says what is wrong, and names no path of this machine."""
    said = all(fault.expected and fault.found and fault.remedy for fault in error.faults)
    if error.faults and said and place not in str(error):
        return REFUSED, ""
    return WRONG, f"a fault that says too little or too much: {str(error)[:2000]}"


def place_of_fault(told: str) -> str:
    """Return the last line of zimnik in a traceback, and the error: what findings differ by."""
    lines = told.splitlines()
    own = [line.strip() for line in lines if 'File "' in line and "/zimnik/" in line]
    return f"{own[-1] if own else ''} {lines[-1][:120]}"


class Runner:
    """Runs cases of one seed in processes that may end, and keeps what was found.

    Parameters
    ----------
    seed
        The seed.
    """

    def __init__(self, seed: Path) -> None:
        self.seed = seed
        self.counts: Counter[str] = Counter()
        self.found: dict[str, tuple[int, str]] = {}

    def batch(self, first: int) -> float:
        """Run a batch of cases from a number; return the seconds of the processor."""
        shared = mmap(-1, NUMBER_BYTES)
        number, last, spent_s = first, first + BATCH, 0.0
        while number < last:
            with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
                process_id = os.fork()
                if process_id == 0:
                    self._child(number, last, shared, told.fileno())
                _, status, used = os.wait4(process_id, 0)
                spent_s += used.ru_utime + used.ru_stime
                told.seek(0)
                for line in told:
                    self._take(*json.loads(line))
            at = int.from_bytes(shared[:], "little")
            if status:
                code = os.waitstatus_to_exitcode(status)
                said = signal.Signals(-code).name if code < 0 else f"status {code}"
                self._take(at, WRONG, f"the process ended: {said}")
            number = at + 1
        return spent_s

    def _child(self, number: int, last: int, shared: mmap, told: int) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        for one in range(number, last):
            shared[:] = one.to_bytes(NUMBER_BYTES, "little")
            used_s = int(time.process_time())
            resource.setrlimit(resource.RLIMIT_CPU, (used_s + MOST_CASE_S, resource.RLIM_INFINITY))
            os.write(told, f"{json.dumps([one, *outcome(self.seed, one)])}\n".encode())
        os._exit(0)

    def _take(self, number: int, ended: str, told: str) -> None:
        self.counts[ended] += 1
        if ended == WRONG:
            self.found.setdefault(place_of_fault(told), (number, told))


def kept_counts() -> dict[str, dict[str, float]]:
    """Return what was counted so far, by seed."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in OUT.glob("*.json")}


def fuzz(seconds: float, names: list[str]) -> None:
    """Run batches of every seed in turn, as long as some seconds of the processor last."""
    OUT.mkdir(parents=True, exist_ok=True)
    counts = kept_counts()
    spent_s = 0.0
    # Read here, and not by every process.
    base(), shipped()
    chosen = [seed for seed in seeds() if not names or seed.name in names]
    if any(seed.name == STORY for seed in chosen):
        planner()
    while spent_s < seconds:
        # The seed that was given the least time so far.
        seed = min(chosen, key=lambda one: counts.get(one.name, {}).get("seconds", 0.0))
        told = counts.setdefault(seed.name, {"cases": 0, "seconds": 0.0})
        runner = Runner(seed)
        batch_s = runner.batch(int(told["cases"]))
        spent_s += batch_s
        told["cases"] += BATCH
        told["seconds"] += batch_s
        for ended, count in runner.counts.items():
            told[ended] = told.get(ended, 0) + count
        for number, text in runner.found.values():
            print(f"{seed.name}/{number}: {text.splitlines()[-1][:300]}", flush=True)
            (OUT / f"{seed.name}-{number}.txt").write_text(text, "utf-8")
        (OUT / f"{seed.name}.json").write_text(json.dumps(told), "utf-8")
    _print(counts)


def still_wrong(name: str) -> tuple[int, int]:
    """Return how many kinds of findings of a seed are kept, and how many are findings still."""
    numbers = [path.stem.rpartition("-")[2] for path in OUT.glob(f"{name}-*.txt")]
    again = [outcome(CORPUS / name, int(number))[0] for number in numbers]
    return len(numbers), again.count(WRONG)


def rows(counts: dict[str, dict[str, float]]) -> list[tuple[str, ...]]:
    """Return a row for each seed, and one of all."""
    numbers = [
        (
            *(told.get(kind, 0) for kind in ("cases", READ, REFUSED, WRONG)),
            *still_wrong(name),
            told["seconds"],
        )
        for name, told in sorted(counts.items())
    ]
    total = [sum(column) for column in zip(*numbers, strict=True)]
    return [
        (name, *(f"{number:,.0f}" for number in row))
        for name, row in zip((*sorted(counts), "all"), (*numbers, total), strict=True)
    ]


def _print(counts: dict[str, dict[str, float]], *, write: bool = False) -> None:
    heading = (
        *("seed", "cases", "read", "refused", "wrong when met"),
        *("kept of them", "wrong now", "seconds of the processor"),
    )
    text = table(heading, rows(counts))
    print(text)
    if write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Do what is asked for."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.fuzzing")
    asked.add_argument("--seconds", type=float, default=500.0)
    asked.add_argument("--seed", nargs="*", default=[])
    asked.add_argument("--case", default="")
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    if given.case:
        name, _, number = given.case.partition("/")
        ended, told = outcome(CORPUS / name, int(number))
        sys.exit(f"{ended}\n{told}")
    if given.write:
        _print(kept_counts(), write=True)
        return
    fuzz(given.seconds, given.seed)


if __name__ == "__main__":
    main()
