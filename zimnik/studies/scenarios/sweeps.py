"""Sweeps of a plan: the values that an option takes in turn, and how many cases that makes.

Owns that nothing is counted out before its number is known: a range of a billion values is a number
here, and no list.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.studies.scenarios.plan_files import PlanText

RANGE_KEYS = frozenset({"from", "to", "step"})
EXPECTED = "a list of values, or {from = FIRST, to = LAST, step = STEP}"
REMEDY = "Write year = [2003, 2004] or year = {from = 1990, to = 2004}."


@dataclass(frozen=True, slots=True)
class Steps:
    """The numbers of a range, from the first on, as many as reach no further than the last.

    Decimals count as they are written: 0.1, 0.2, 0.3.
    """

    first: Decimal
    step: Decimal
    count: int

    def __iter__(self) -> Iterator[int | float]:
        whole = self.first == self.first.to_integral() and self.step == self.step.to_integral()
        for number in range(self.count):
            value = self.first + number * self.step
            yield int(value) if whole else float(value)


@dataclass(frozen=True, slots=True)
class Sweep:
    """One option, or one name of it, with the values that it takes in turn.

    Parameters
    ----------
    option
        Name of the option, as the plan has it.
    name
        Name within the option where that holds numbers by name, such as a rate; else "".
    values
        The values.
    """

    option: str
    name: str
    values: Sequence[Any] | Steps

    @property
    def label(self) -> str:
        """What the values are of, in names of cases and of columns."""
        return f"{self.option}.{self.name}" if self.name else self.option

    @property
    def count(self) -> int:
        """How many values there are."""
        return self.values.count if isinstance(self.values, Steps) else len(self.values)

    @property
    def path(self) -> str:
        """Path to it in the plan."""
        return f"sweep.{self.label}"


def read_sweeps(plan: PlanText) -> tuple[list[Sweep], list[Fault]]:
    """Return the sweeps of a plan in its order, and what is wrong with them."""
    told = plan.told.get("sweep", {})
    if not isinstance(told, Mapping):
        remedy = "Write [sweep] and under it the options."
        return [], [plan.fault("sweep", "a table of options", repr(told), remedy)]
    found: list[Sweep] = []
    faults: list[Fault] = []
    for option, given in told.items():
        named = isinstance(given, Mapping) and not RANGE_KEYS & given.keys()
        # An option that holds numbers by name is swept name by name.
        parts = given.items() if named else [("", given)]
        for name, values in parts:
            sweep = Sweep(option, str(name), ())
            read = _values(plan, sweep.path, values)
            if isinstance(read, Fault):
                faults.append(read)
            else:
                found.append(Sweep(option, str(name), read))
    return found, faults


def case_count(sweeps: Sequence[Sweep], named_cases: int) -> int:
    """Return how many cases sweeps make of the named cases."""
    return max(1, named_cases) * math.prod(sweep.count for sweep in sweeps)


def factors_text(sweeps: Sequence[Sweep], named_cases: int) -> str:
    """Return the factors of the number of cases in words, such as `15 year x 3 avoid`."""
    named = [f"{named_cases:,} named cases"] if named_cases else []
    return " x ".join([*named, *(f"{sweep.count:,} {sweep.label}" for sweep in sweeps)])


def _values(plan: PlanText, path: str, given: object) -> Sequence[Any] | Steps | Fault:
    if isinstance(given, Mapping):
        return _steps(plan, path, given)
    if not isinstance(given, list) or not given:
        return plan.fault(path, EXPECTED, _shown(given), REMEDY)
    twice = [one for number, one in enumerate(given) if one in given[:number]]
    if twice:
        return plan.fault(path, "each value once", f"{_shown(twice[0])} twice", "Leave one out.")
    return tuple(given)


def _steps(plan: PlanText, path: str, given: Mapping[str, Any]) -> Steps | Fault:
    numbers = [given.get("from"), given.get("to"), given.get("step", 1)]
    right = given.keys() <= RANGE_KEYS and all(
        isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one)
        for one in numbers
    )
    if not right:
        return plan.fault(path, EXPECTED, _shown(given), REMEDY)
    first, last, step = (Decimal(str(one)) for one in numbers)
    if step <= 0 or last < first:
        remedy = "Give a step above 0, and a last value that is not below the first."
        return plan.fault(path, EXPECTED, _shown(given), remedy)
    return Steps(first, step, int((last - first) / step) + 1)


def _shown(given: object) -> str:
    if isinstance(given, Mapping):
        return "{" + ", ".join(f"{name} = {one}" for name, one in given.items()) + "}"
    return f"'{given}'" if isinstance(given, str) else str(given)
