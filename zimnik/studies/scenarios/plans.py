"""Plans: a question, its options, sweeps and named cases, read from a file or a mapping.

Owns what a plan means. Options are those of the question and of the sources, by the names that the
command line has for them: a plan adds none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.addresses import is_address
from zimnik.geo.core.errors import Fault, InputError
from zimnik.studies.options import READER, MisreadError, option_name
from zimnik.studies.provenance import plain_option
from zimnik.studies.scenarios.cases import Case
from zimnik.studies.scenarios.plan_files import PlanText, read_plan_text
from zimnik.studies.scenarios.questions import Asking, asking, question_fault
from zimnik.studies.scenarios.sweeps import Sweep, case_count, factors_text, read_sweeps
from zimnik.studies.sources import ATLAS, PATH, RATES, Sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from dataclasses import Field

    from zimnik.studies.options import Options

USUAL_MOST_CASES = 2_000
TABLES = ("question", "options", "sweep", "case")
FILES = (PATH, ATLAS, RATES)
ONLY_CASE = "the case"


@dataclass(frozen=True, slots=True)
class Plan:
    """Cases of one question.

    Parameters
    ----------
    name
        What the plan is called: its file, without folder.
    question
        Words of the command, such as "hubs compare".
    cases
        Every case, in the order of the named cases and, within them, of the sweeps.
    swept
        What is swept, in this order.
    """

    name: str
    question: str
    cases: tuple[Case, ...]
    swept: tuple[str, ...]


def read_plan(given: str | Path | Mapping[str, Any], *, most_cases: int = USUAL_MOST_CASES) -> Plan:
    """Read a plan, and make all its cases.

    Parameters
    ----------
    given
        A file in TOML, or the same as a mapping.
    most_cases
        The most cases that are made.

    Raises
    ------
    InputError
        With every fault of the plan, each with its line; or if there are more cases than that.
    """
    if isinstance(given, Mapping):
        return _Reader(PlanText("the plan", given, {}), Path(), most_cases).plan()
    return _Reader(read_plan_text(Path(given)), Path(given).parent, most_cases).plan()


@dataclass(frozen=True, slots=True)
class _Value:
    """A value that a plan gives to a field, and where."""

    path: str
    value: Any


class _Reader:
    """Reads one plan and keeps its faults."""

    def __init__(self, text: PlanText, folder: Path, most_cases: int) -> None:
        self.text, self.folder, self.most_cases = text, folder, most_cases
        self.faults: list[Fault] = []

    def plan(self) -> Plan:
        """Return the plan, or raise all its faults."""
        told = self.text.told
        fault = question_fault(told.get("question"))
        if fault is not None:
            self._know_keys("", told, TABLES, "a part of a plan")
            told_fault = self.text.fault("question", fault.expected, fault.found, fault.remedy)
            raise InputError([told_fault, *self.faults])
        asked = asking(told["question"])
        known = _fields(asked)
        self._know_keys("", told, TABLES, "a part of a plan", moved=_as_options(told, known))
        base = self._options("options", told.get("options", {}), known)
        named = self._named(told.get("case", []), known)
        sweeps = self._sweeps(known)
        self._require_one_meaning(named, sweeps, known)
        count = case_count(sweeps, len(named))
        if count > self.most_cases:
            self.faults.append(self._exploded(count, factors_text(sweeps, len(named))))
        few = [sweep for sweep in sweeps if sweep.count <= self.most_cases]
        self._check_values([base, *(values for _, values in named)], few, known)
        self._require_given(asked, [base, *(values for _, values in named)], sweeps, known)
        self._require_none()
        cases = tuple(self._cases(asked, base, named, sweeps, known))
        self._require_none()
        return Plan(self.text.name, told["question"], cases, tuple(one.label for one in sweeps))

    def _require_none(self) -> None:
        if self.faults:
            raise InputError(self.faults)

    def _exploded(self, count: int, factors: str) -> Fault:
        expected = f"at least {count:,} for the cases of {self.text.name}: {factors}"
        remedy = (
            f"At a second each they take {count / 3600:,.1f} h on one process: sweep less, or "
            "raise it."
        )
        return Fault("max_cases", expected, f"{self.most_cases:,}", remedy)

    def _know_keys(
        self,
        path: str,
        told: Iterable[str],
        known: Iterable[str],
        what: str,
        *,
        moved: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Keep a fault for every key that is not known, with where it belongs or the nearest."""
        from zimnik.layers.readers.cells import nearest

        words = tuple(known)
        for key in told:
            if key.replace("-", "_") in words:
                continue
            near = nearest(key.replace("-", "_"), words)
            guess = f"Did you mean '{near}'?" if near else f"Use one of {', '.join(words)}."
            remedy = moved.get(key, guess)
            place = f"{path}.{key}" if path else key
            self.faults.append(self.text.fault(place, what, f"'{key}'", remedy))

    def _options(
        self, path: str, told: object, known: Mapping[str, Field[Any]]
    ) -> dict[str, _Value]:
        """Return the values of a table of options, by field."""
        if not isinstance(told, Mapping):
            remedy = "Write options as NAME = VALUE under it."
            self.faults.append(self.text.fault(path, "a table of options", repr(told), remedy))
            return {}
        question = self.text.told["question"]
        shown = dict.fromkeys(_option_key(one) for one in known.values())
        others = {name: None for name in known if name not in shown}
        self._know_keys(path, told, (*shown, *others), f"an option of {question}")
        found: dict[str, _Value] = {}
        for key, value in told.items():
            one = known.get(key.replace("-", "_"))
            if one is None:
                continue
            place = f"{path}.{key}"
            if one.name in found:
                remedy = f"Leave '{key}' out."
                self.faults.append(self.text.fault(place, "each option once", "two", remedy))
            found[one.name] = _Value(place, self._value(one, value))
        return found

    def _value(self, one: Field[Any], value: object) -> object:
        """Return a value; a file is named from where the plan stands."""
        if not isinstance(value, str) or is_address(value):
            return value
        if one.metadata[READER] in FILES and value.strip():
            return self.folder / value.strip()
        return value

    def _named(
        self, told: object, known: Mapping[str, Field[Any]]
    ) -> list[tuple[str, dict[str, _Value]]]:
        """Return the named cases with their own options."""
        if not isinstance(told, list) or not all(isinstance(one, Mapping) for one in told):
            remedy = "Write [[case]] before each."
            self.faults.append(self.text.fault("case", "a list of cases", repr(told), remedy))
            return []
        found: list[tuple[str, dict[str, _Value]]] = []
        for number, one in enumerate(told):
            path = f"case.{number}"
            name = one.get("name")
            names = [known_name for known_name, _ in found]
            if not isinstance(name, str) or not name.strip() or name.strip() in names:
                shown = "none" if name is None else repr(name)
                expected = "a name that no other case has"
                self.faults.append(self.text.fault(path, expected, shown, "Give name = 'a name'."))
                name = f"case {number + 1}"
            own = {key: value for key, value in one.items() if key != "name"}
            found.append((name.strip(), self._options(path, own, known)))
        return found

    def _sweeps(self, known: Mapping[str, Field[Any]]) -> list[Sweep]:
        """Return the sweeps, their options by field."""
        sweeps, faults = read_sweeps(self.text)
        self.faults += faults
        keys = dict.fromkeys(sweep.option for sweep in sweeps)
        words = dict.fromkeys((*(_option_key(one) for one in known.values()), *known))
        quoted = {
            key: f"Write {key} without quotes."
            for key in keys
            if "." in key and key.partition(".")[0].replace("-", "_") in known
        }
        what = f"an option of {self.text.told['question']}"
        self._know_keys("sweep", keys, words, what, moved=quoted)
        return [sweep for sweep in sweeps if sweep.option.replace("-", "_") in known]

    def _require_one_meaning(
        self,
        named: list[tuple[str, dict[str, _Value]]],
        sweeps: list[Sweep],
        known: Mapping[str, Field[Any]],
    ) -> None:
        """Keep a fault where a case or another sweep gives what is swept."""
        seen: set[tuple[str, str]] = set()
        for sweep in sweeps:
            field = _field_of(sweep, known).name
            for name, values in named:
                if field in values and not sweep.name:
                    found = f"one that the case '{name}' sets"
                    remedy = "Leave it out of the case, or do not sweep it."
                    self.faults.append(
                        self.text.fault(sweep.path, "an option that no case sets", found, remedy)
                    )
            if {(field, sweep.name), (field, "")} & seen:
                remedy = "Leave one of the two out."
                self.faults.append(
                    self.text.fault(sweep.path, "each option swept once", "two sweeps", remedy)
                )
            seen.add((field, sweep.name))

    def _check_values(
        self,
        tables: list[dict[str, _Value]],
        sweeps: list[Sweep],
        known: Mapping[str, Field[Any]],
    ) -> None:
        """Keep a fault for each value that its option does not take, once."""
        by_name = {one.name: one for one in known.values()}
        given = [(by_name[name], one) for table in tables for name, one in table.items()]
        for sweep in sweeps:
            one = _field_of(sweep, known)
            for value in sweep.values:
                whole = {sweep.name: value} if sweep.name else self._value(one, value)
                given.append((one, _Value(sweep.path, whole)))
        for one, value in given:
            try:
                one.metadata[READER].read(value.value)
            except MisreadError as error:
                shown = _text(value.value) or "nothing"
                self.faults.append(self.text.fault(value.path, error.expected, shown, error.remedy))

    def _require_given(
        self,
        asked: Asking,
        tables: list[dict[str, _Value]],
        sweeps: list[Sweep],
        known: Mapping[str, Field[Any]],
    ) -> None:
        """Keep a fault for each option without a default that some case is not given."""
        swept = {_field_of(sweep, known).name for sweep in sweeps}
        base, *cases = tables
        for one in fields(asked.question):
            if one.default is MISSING and one.default_factory is MISSING:
                missed = [table for table in cases or [base] if one.name not in {*base, *table}]
                if missed and one.name not in swept:
                    expected = f"the option {_option_key(one)}, which has no default"
                    self.faults.append(
                        self.text.fault("options", expected, "none", "Give it a value.")
                    )

    def _cases(
        self,
        asked: Asking,
        base: Mapping[str, _Value],
        named: list[tuple[str, dict[str, _Value]]],
        sweeps: list[Sweep],
        known: Mapping[str, Field[Any]],
    ) -> Iterator[Case]:
        """Yield the cases; what contradicts itself is a fault that is told once."""
        said: set[tuple[str, str, str]] = set()
        for name, own in named or [("", {})]:
            kept = {key: one.value for key, one in {**base, **own}.items()}
            for values in product(*(tuple(sweep.values) for sweep in sweeps)):
                given = dict(kept)
                for sweep, value in zip(sweeps, values, strict=True):
                    one = _field_of(sweep, known)
                    given[one.name] = self._with(given, sweep, one, value)
                swept = {s.label: _cell(v) for s, v in zip(sweeps, values, strict=True)}
                case = _case_name(name, swept)
                try:
                    yield Case(case, _made(asked.question, given), _made(Sources, given), swept)
                except InputError as error:
                    for fault in error.faults:
                        key = (fault.where, fault.expected, fault.found)
                        if key not in said:
                            self.faults.append(self._in_plan(fault, case))
                        said.add(key)

    def _with(
        self, given: Mapping[str, Any], sweep: Sweep, one: Field[Any], value: object
    ) -> object:
        """Return the value of an option in a case; of numbers by name, the others stay."""
        if not sweep.name:
            return self._value(one, value)
        kept = dict(one.metadata[READER].read(given.get(one.name, ())))
        return {**kept, sweep.name: value}

    def _in_plan(self, fault: Fault, case: str) -> Fault:
        column = "" if fault.row or fault.column else fault.where
        return replace(fault, where=f"{self.text.name}, {case}", column=fault.column or column)


def _fields(asked: Asking) -> dict[str, Field[Any]]:
    """Return the fields of question and sources by the name of the option, and by their own."""
    both = (*fields(asked.question), *fields(Sources))
    return {one.name: one for one in both} | {_option_key(one): one for one in both}


def _as_options(told: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Return what to do with each key that is, or is nearly, the name of an option."""
    from zimnik.layers.readers.cells import nearest

    words = tuple(known)
    found: dict[str, str] = {}
    for key in told:
        name = key.replace("-", "_")
        if name in words:
            found[key] = "Write it under [options]."
        elif near := nearest(name, words):
            found[key] = f"Did you mean '{near}', under [options]?"
    return found


def _option_key(one: Field[Any]) -> str:
    return option_name(one).removeprefix("--").replace("-", "_")


def _field_of(sweep: Sweep, known: Mapping[str, Field[Any]]) -> Field[Any]:
    return known[sweep.option.replace("-", "_")]


def _made(kind: type[Any], given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an instance of it
    found: Options = kind(
        **{one.name: given[one.name] for one in fields(kind) if one.name in given}
    )
    return found


def _case_name(name: str, swept: Mapping[str, Any]) -> str:
    values = ", ".join(f"{label}={_text(value)}" for label, value in swept.items())
    return ", ".join(part for part in (name, values) if part) or ONLY_CASE


def _cell(value: object) -> Any:  # noqa: ANN401 - what a cell can hold
    """Return a value of a sweep as a cell: a number as it is, all else as text."""
    if isinstance(value, bool | int | float):
        return value
    return (
        " ".join(_text(one) for one in value) or "none" if isinstance(value, list) else _text(value)
    )


def _text(value: object) -> str:
    return str(plain_option(value))
