"""Which mutants are tried, and which tests each of them is shown to."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coverage import CoverageData

from tools.mutation.mutants import mutants_of

# What a mutant is shown first: so many seconds of tests, of so many files.
FIRST_S = 10.0
FIRST_FILES = 3

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tools.mutation.mutants import Mutant


def every_mutant(root: Path, folder: str) -> list[Mutant]:
    """Return the mutants of all modules of a folder."""
    return [
        mutant
        for path in sorted((root / folder).rglob("*.py"))
        for mutant in mutants_of(path.relative_to(root).as_posix(), path.read_bytes())
    ]


def chosen(root: Path, folder: str, *, seed: int, count: int) -> list[Mutant]:
    """Return the first `count` mutants in an order by chance that the seed decides.

    Each has its place by its own key: after a change the untouched ones keep their order, and a
    larger count only adds.
    """
    found = every_mutant(root, folder)
    found.sort(key=lambda mutant: hashlib.sha256(f"{seed}|{mutant.key}".encode()).digest())
    return found[:count]


@dataclass(frozen=True, slots=True)
class Suite:
    """The tests that a mutant is shown to, in order, and what they take without a fault."""

    tests: tuple[str, ...]
    takes_s: float
    seconds: tuple[float, ...] = ()

    def parts(self) -> tuple[Suite, ...]:
        """Return the first few tests, which kill most mutants, and the others."""
        files: set[str] = set()
        total_s = 0.0
        for count, (test, test_s) in enumerate(zip(self.tests, self.seconds, strict=True)):
            files.add(test.partition("::")[0])
            total_s += test_s
            if count and (total_s > FIRST_S or len(files) > FIRST_FILES):
                return self._part(slice(count)), self._part(slice(count, None))
        return (self,) if self.tests else ()

    def _part(self, part: slice) -> Suite:
        return Suite(self.tests[part], sum(self.seconds[part]), self.seconds[part])


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run of all tests said: which went through which line, and how long each took.

    `spans` has the first and the last line that each mutant had then, by its key: what is not there
    has been written since, so that nobody knows which tests go through it.
    """

    lines: Mapping[str, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]
    spans: Mapping[str, Sequence[int]]

    def knows(self, mutant: Mutant) -> bool:
        """Return whether the function of a mutant is as it was measured."""
        return mutant.key in self.spans

    def suite_of(self, mutant: Mutant, *, at_most_s: float) -> Suite:
        """Return the tests that go through the mutant's lines, near and short ones first.

        What runs when the module is read has no test of its own: every test of the module is asked.
        """
        of_line = self.lines.get(mutant.path, {})
        first, last = self.spans[mutant.key]
        span = range(first, last + 1)
        tests = {test for line in span for test in of_line.get(line, ()) if test}
        # The test that happened to be the first to read the module is no better than the others.
        if mutant.runs_when_read:
            tests = {test for found in of_line.values() for test in found if test}
        near = f"tests/{mutant.path.rsplit('/', 1)[0]}/"
        stem = mutant.path.rsplit("/", 1)[1].removesuffix(".py")
        known = [test for test in tests if test in self.seconds]
        known.sort(key=lambda test: (_distance(test, near, stem), self.seconds[test], test))
        return _first(known, self.seconds, at_most_s)


def _distance(test: str, near: str, stem: str) -> int:
    """Return how far a test is from a module: its own file, its room, elsewhere."""
    if test.startswith(f"{near}test_{stem}.py"):
        return 0
    return 1 if test.startswith(near) else 2


def _first(tests: Iterable[str], seconds: Mapping[str, float], at_most_s: float) -> Suite:
    """Return as many tests as fit a time, at least one."""
    taken: list[str] = []
    total_s = 0.0
    for test in tests:
        if not taken or total_s + seconds[test] <= at_most_s:
            taken.append(test)
            total_s += seconds[test]
    return Suite(tuple(taken), total_s, tuple(seconds[test] for test in taken))


def read_measured(
    root: Path, *, coverage_file: Path, seconds_file: Path, spans_file: Path
) -> Measured:
    """Return what a run of all tests wrote down.

    The phases of a test, which pytest-cov tells apart, are one here.
    """
    data = CoverageData(str(coverage_file))
    data.read()
    lines: dict[str, dict[int, frozenset[str]]] = {}
    for name in data.measured_files():
        of_line: dict[int, set[str]] = defaultdict(set)
        for line, contexts in data.contexts_by_lineno(name).items():
            of_line[line].update(context.rpartition("|")[0] for context in contexts)
        path = name.removeprefix(f"{root}/")
        lines[path] = {line: frozenset(tests) for line, tests in of_line.items()}
    seconds, spans = (json.loads(file.read_text("utf8")) for file in (seconds_file, spans_file))
    return Measured(lines, seconds, spans)
