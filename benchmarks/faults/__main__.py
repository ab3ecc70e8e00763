"""Inject faults into the commands that write, and tell how many were met rightly.

    python -m benchmarks.faults                       # all; what is found lies in out/faults
    python -m benchmarks.faults --kind "slow disk"    # one kind, or several
    python -m benchmarks.faults --write               # the table of docs/reliability.md

Right means: the status is one of those that docs/reliability.md promises, nothing is said that is
no line of zimnik, what stands is the old or the new and whole, the next run writes what it should,
and nothing is left beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import time
from collections import Counter
from itertools import chain
from pathlib import Path

from benchmarks.doors import PAGE, table
from benchmarks.faults import disks, machines, stores
from benchmarks.faults.running import Fault, prepared
from tests.signals import children_hear

OUT = Path(__file__).parents[2] / "out" / "faults"
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"


def every_fault() -> list[Fault]:
    """Return all faults that can be injected on this machine."""
    return list(chain(disks.faults(), machines.faults(), stores.faults()))


def wrong_of(fault: Fault) -> str:
    """Inject a fault in a folder of its own; return what was wrong."""
    with prepared() as folder:
        if not os.geteuid():
            # Users who may write here may not be root.
            folder.chmod(0o755)
        try:
            return fault.inject(folder)
        except subprocess.TimeoutExpired as error:
            return str(error)


def inject(kinds: list[str], labels: list[str]) -> None:
    """Inject faults of some kinds, all without any, and keep what was found by kind."""
    OUT.mkdir(parents=True, exist_ok=True)
    chosen = [one for one in every_fault() if not kinds or one.kind in kinds]
    chosen = [one for one in chosen if not labels or any(word in one.label for word in labels)]
    for kind in dict.fromkeys(one.kind for one in chosen):
        path = OUT / f"{kind.replace('/', ' ')}.json"
        again = {one.label for one in chosen if one.kind == kind}
        # Of those that are left out now, what was found before stands.
        told = [one for one in (kept(path) if labels else []) if one["label"] not in again]
        for fault in (one for one in chosen if one.kind == kind):
            start_s = time.perf_counter()
            wrong = wrong_of(fault)
            took_s = time.perf_counter() - start_s
            print(f"{kind} | {fault.label} | {took_s:.0f} s | {wrong or 'right'}", flush=True)
            told.append({"label": fault.label, "wrong": wrong})
            path.write_text(json.dumps(told), "utf-8")


def kept(path: Path) -> list[dict[str, str]]:
    """Return what was found of a kind so far."""
    found: list[dict[str, str]] = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return found


def kept_rows() -> list[tuple[str, ...]]:
    """Return a row for each kind: over what, how many were injected, how many met rightly."""
    rows = []
    for kind in dict.fromkeys(one.kind for one in every_fault()):
        told = kept(OUT / f"{kind}.json")
        labels = Counter(one["label"] for one in told)
        over = "; ".join(
            f"{name} ({count})" if count > 1 else name for name, count in labels.items()
        )
        right = sum(not one["wrong"] for one in told)
        rows.append((kind, over.replace("|", "\\|"), f"{len(told)}", f"{right}"))
    total = [sum(int(row[column]) for row in rows) for column in (2, 3)]
    return [*rows, ("all", "", *(f"{number}" for number in total))]


def main() -> None:
    """Do what is asked for."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.faults")
    asked.add_argument("--kind", nargs="*", default=[])
    asked.add_argument("--only", nargs="*", default=[])
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    if given.write:
        text = table(("fault", "over", "injected", "right"), kept_rows())
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
        return
    random.seed(given.seed)
    with children_hear():
        inject(given.kind, given.only)


if __name__ == "__main__":
    main()
