"""Mutants of a drawn module: what is changed, what is left, and which tests each is shown."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tools.mutation.mutants import mutants_of
from tools.mutation.report import Judged, lines
from tools.mutation.selection import Measured, chosen

if TYPE_CHECKING:
    from pathlib import Path

    from tools.mutation.mutants import Mutant

MODULE = b'''"""Costs, 5 of them."""
from dataclasses import dataclass

LEAST = 3


@dataclass(frozen=True)
class Haul:
    km: float = 1.0

    @property
    def is_long(self) -> "int | None":
        """Return whether it is, as of 100 km."""
        return self.km >= 100


def cost(haul: Haul, rate: float, *, most: float = 9.0) -> float:
    if haul.is_long and rate:
        raise ValueError(f"{rate + 1}")
    return min(haul.km * rate, most)
'''


def texts(source: bytes = MODULE) -> set[str]:
    """Return each mutant of a module as what it puts for what."""
    return {f"{one.before} -> {one.after}" for one in mutants_of("geo/drawn.py", source)}


def test_faults_are_those_of_a_programmer() -> None:
    assert texts() == {
        "3 -> (4)",
        "1.0 -> (2.0)",
        "self.km >= 100 -> (self.km > 100)",
        "self.km >= 100 -> (self.km < 100)",
        "100 -> (101)",
        "9.0 -> (10.0)",
        "haul.is_long and rate -> (True)",
        "haul.is_long and rate -> (False)",
        "haul.is_long and rate -> (haul.is_long or rate)",
        "min(haul.km * rate, most) -> (max(haul.km * rate, most))",
        "haul.km * rate -> (haul.km / rate)",
    }


@pytest.mark.parametrize("number", range(len(texts())))
def test_a_mutant_is_the_module_with_one_place_changed(number: int) -> None:
    mutant = mutants_of("geo/drawn.py", MODULE)[number]
    written = mutant.written_into(MODULE)
    assert ast.dump(ast.parse(written)) != ast.dump(ast.parse(MODULE))
    assert len(written) - len(MODULE) == len(mutant.after) - (mutant.end - mutant.start)


def test_a_change_elsewhere_leaves_the_mutants_of_a_function() -> None:
    def of_cost(source: bytes) -> list[str]:
        found = mutants_of("geo/drawn.py", source)
        return [one.key for one in found if one.function == "cost"]

    assert of_cost(MODULE.replace(b">= 100", b"> 90")) == of_cost(MODULE)
    assert not set(of_cost(MODULE.replace(b"9.0", b"8.0"))) & set(of_cost(MODULE))


def drawn(root: Path, *, seed: int, count: int) -> list[str]:
    """Return the keys of mutants drawn from the module in a folder."""
    (root / "geo").mkdir(exist_ok=True)
    (root / "geo" / "drawn.py").write_bytes(MODULE)
    return [one.key for one in chosen(root, "geo", seed=seed, count=count)]


def test_a_larger_sample_only_adds_and_another_seed_draws_another(tmp_path: Path) -> None:
    few, many = drawn(tmp_path, seed=1, count=4), drawn(tmp_path, seed=1, count=99)
    assert many[:4] == few
    assert sorted(drawn(tmp_path, seed=2, count=99)) == sorted(many)
    assert drawn(tmp_path, seed=2, count=99) != many


def at_line(line: int) -> Mutant:
    """Return the first mutant of a line."""
    return next(one for one in mutants_of("geo/room/drawn.py", MODULE) if one.first_line == line)


def test_tests_of_the_same_module_come_first_and_short_ones_before_long_ones() -> None:
    own, room, far = (f"tests/{name}::test_it" for name in (
        "geo/room/test_drawn.py", "geo/room/test_other.py", "studies/test_drawn.py",
    ))  # fmt: skip
    quick = "tests/geo/room/test_drawn.py::test_quick"
    failed = "tests/geo/room/test_drawn.py::test_that_did_not_pass"
    tests = frozenset({own, room, far, quick, failed})
    spans = {
        one.key: (one.first_line, one.last_line) for one in mutants_of("geo/room/drawn.py", MODULE)
    }
    seconds = {own: 5.0, room: 1.0, far: 0.5, quick: 0.1}
    measured = Measured({"geo/room/drawn.py": {14: tests}}, seconds, spans)
    assert measured.suite_of(at_line(14), at_most_s=60).tests == (quick, own, room, far)
    assert measured.suite_of(at_line(14), at_most_s=2).tests == (quick, room, far)
    assert measured.suite_of(at_line(18), at_most_s=60).tests == ()
    # What runs when a module is read is shown to all tests of the module.
    for line in (4, 9):
        assert measured.suite_of(at_line(line), at_most_s=60).tests == (quick, own, room, far)


def test_equivalent_mutants_do_not_count() -> None:
    sample = mutants_of("geo/drawn.py", MODULE)[:4]
    verdicts = ("killed", "killed", "survived", "survived")
    results = {
        one.key: {"verdict": verdict, "processor_s": 1800.0}
        for one, verdict in zip(sample, verdicts, strict=True)
    }
    told = lines(sample, results, {sample[3].key: Judged(is_equivalent=True, why="so")}, seed=7)
    assert told[0].startswith("Seed 7: 4 of 4 mutants tried, 2 killed, 2 survived, 1 of them equi")
    assert "score 66.7 % (2.0 hours of one processor)" in told[0]
    assert any("not looked at yet" in line for line in told)
    assert any("equivalent: so" in line for line in told)


def test_a_function_written_since_the_tests_were_measured_is_not_tried() -> None:
    (old, *_), (new, *_) = (
        [one for one in mutants_of("geo/drawn.py", source) if one.function == "cost"]
        for source in (MODULE, MODULE.replace(b"9.0", b"8.0"))
    )
    measured = Measured({}, {}, {old.key: (18, 18)})
    assert measured.knows(old)
    assert not measured.knows(new)
