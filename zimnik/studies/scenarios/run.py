"""A plan run: its options, what was finished before, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.parallel import workers_of
from zimnik.studies.options import YES, Options, option, required, whole
from zimnik.studies.scenarios.cases import Case
from zimnik.studies.scenarios.plans import USUAL_MOST_CASES, Plan, read_plan
from zimnik.studies.scenarios.questions import QUESTIONS
from zimnik.studies.scenarios.result_files import read_results
from zimnik.studies.scenarios.results import SUFFIX, CaseResult, Results
from zimnik.studies.scenarios.running import (
    Saver,
    Task,
    run_tasks,
    same_sources,
    tasks_of,
)
from zimnik.studies.sources import PATH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Executor

    from zimnik.maps.reports.records import Asked
    from zimnik.studies.answers import Question
    from zimnik.studies.model import Edition, Model
    from zimnik.studies.sources import Sources

MOST_CASES = 10_000_000
# Cases after which most were answered by workers that had loaded their model.
SEVERAL = 15


@dataclass(frozen=True, slots=True)
class RunOptions(Options):
    """Run a plan: one question in many cases, from a file, into a table with each case's record.

    Parameters
    ----------
    plan
        File of the plan, in TOML.
    out
        File of the results, a name in .parquet; the name of the plan without it. A run that was
        stopped goes on where it was: what is finished there is not run again.
    max_cases
        The most cases that are run; more are refused before the first.
    anew
        Replace results that are there, whatever they are of.
    dry_run
        Say which cases there are, and run none.
    """

    group: ClassVar[str] = "Run"

    plan: Path = required(PATH)
    out: Path | None = option(None, PATH)
    max_cases: int = option(USUAL_MOST_CASES, whole(1, MOST_CASES))
    anew: bool = option(default=False, reader=YES)
    dry_run: bool = option(default=False, reader=YES)

    def contradictions(self) -> list[Fault]:
        """Return what keeps the results from being written."""
        from zimnik.layers.files import place_fault

        if self.results_path.suffix.casefold() != SUFFIX:
            found = f"'{self.results_path.name}'"
            return [Fault("out", f"a name in {SUFFIX}", found, "Give another name.")]
        fault = place_fault(self.results_path, "out")
        return [fault] if fault else []

    @property
    def results_path(self) -> Path:
        """File of the results."""
        return self.out if self.out is not None else self.plan.with_suffix(SUFFIX)


def run_plan(
    plan: str | Path | Mapping[str, Any],
    *,
    out: str | Path | None = None,
    executor: Executor | None = None,
    max_cases: int = USUAL_MOST_CASES,
    anew: bool = False,
) -> Results:
    """Run a plan and return its results.

    Parameters
    ----------
    plan
        A file in TOML, or the same as a mapping.
    out
        File for the results, a name in .parquet; with one, a run that was stopped goes on.
    executor
        Where the cases are answered, such as `zimnik.workers` gives; None for here. Answers and
        their order are the same.
    max_cases
        The most cases that are run.
    anew
        Whether results that are there are replaced, whatever they are of.

    Raises
    ------
    InputError
        With every fault of the plan; or of cases that cannot be answered, when the others are.
    """
    read = read_plan(plan, most_cases=max_cases)
    where = None if out is None else Path(out)
    return run_cases(read, out=where, executor=executor, anew=anew)


def run_cases(
    plan: Plan,
    *,
    out: Path | None = None,
    executor: Executor | None = None,
    anew: bool = False,
    say: Callable[[str], None] | None = None,
) -> Results:
    """Run the cases of a plan that are not finished in a file, and return all results.

    Parameters
    ----------
    plan
        The plan.
    out
        File of the results; None for none.
    executor
        Where the cases are answered, such as `zimnik.workers` gives; None for here. Answers and
        their order are the same.
    anew
        Whether what stands in the file is replaced.
    say
        Is told how many cases there are, and how long they will take.

    Raises
    ------
    InputError
        If the file holds something else; or with the faults of cases that cannot be answered.
    """
    editions = _editions(plan.cases)
    every = tasks_of(plan.cases, editions)
    fresh = out is None or anew or not out.exists()
    kept = {} if out is None or fresh else _kept(out, plan, every, editions)
    tasks = [task for task in every if task.case.name not in kept]
    say = say or _unheard
    say(_count_text(len(plan.cases), len(kept), workers_of(executor)))
    names = [case.name for case in plan.cases]
    saver = None if out is None else Saver(out, plan.question, names, kept)
    told = Teller(len(tasks), workers_of(executor), say)

    def finished(result: CaseResult) -> None:
        told.hear(result)
        if saver is not None:
            saver.add(result)

    try:
        found, faults = run_tasks(tasks, executor=executor, finished=finished)
    finally:
        if saver is not None:
            saver.save()
    if faults:
        raise InputError(faults)
    results = {**kept, **found}
    return Results(plan.question, tuple(results[name] for name in names))


def run_questions(
    model: Model,
    cases: Mapping[str, Question] | Iterable[Question],
    *,
    executor: Executor | None = None,
) -> Results:
    """Answer questions of one model, and return the results.

    Parameters
    ----------
    model
        Atlas, rates and network.
    cases
        Questions of one kind, by name or in a row.
    executor
        Where the cases are answered, such as `zimnik.workers` gives; None for here. Answers and
        their order are the same.

    Raises
    ------
    InputError
        If they are not of one kind; or with the faults of those that cannot be answered.
    """
    if isinstance(cases, Mapping):
        named = dict(cases)
    else:
        named = {str(number): one for number, one in enumerate(cases, start=1)}
    commands = sorted({one.command for one in named.values()})
    if len(commands) != 1 or commands[0] not in QUESTIONS:
        expected = f"questions of one kind, of {', '.join(QUESTIONS)}"
        given = " and ".join(commands) or "none"
        raise InputError([Fault("cases", expected, given, "Run each kind by itself.")])
    every = tuple(Case(name, one, model.sources, {}) for name, one in named.items())
    tasks = tasks_of(every, dict.fromkeys(named, model.edition))
    found, faults = run_tasks(tasks, executor=executor, model=model)
    if faults:
        raise InputError(faults)
    return Results(commands[0], tuple(found[name] for name in named))


def _unheard(line: str) -> None:
    del line


class Teller:
    """Says after the first case how long all will take, and again when it is known without loading.

    The first case of a worker loads the model, which takes as long as a hundred cases.

    Parameters
    ----------
    count
        How many cases are to be answered.
    workers
        On how many workers.
    say
        Is told each line.
    """

    def __init__(self, count: int, workers: int, say: Callable[[str], None]) -> None:
        self.count, self.workers, self.say = count, min(workers, max(1, count)), say
        self.seconds: list[float] = []

    def hear(self, result: CaseResult) -> None:
        """Note how long a case took."""
        self.seconds.append(result.record.seconds)
        heard, first_s, usual_s = len(self.seconds), self.seconds[0], median(self.seconds)
        if heard == 1 < self.count:
            self._tell(f"the first took {first_s:.1f} s, loading included", first_s)
        elif heard == SEVERAL < self.count and usual_s < first_s / 2:
            self._tell(f"of {SEVERAL} half took {usual_s:.2g} s or less", usual_s)

    def _tell(self, told: str, a_case_s: float) -> None:
        left = self.count - len(self.seconds)
        left_s = a_case_s * left / self.workers
        self.say(f"{told}; at that rate {left:,} more take {_duration(left_s)}")


def _duration(seconds: float) -> str:
    minutes = seconds / 60
    if minutes < 2:  # noqa: PLR2004 - minutes
        return f"{seconds:.0f} s"
    return f"{minutes:,.0f} min" if minutes < 120 else f"{minutes / 60:,.1f} h"  # noqa: PLR2004


def _count_text(cases: int, kept: int, workers: int) -> str:
    begun = f", {kept:,} of them finished before" if kept else ""
    where = f" on {workers:,} workers" if workers > 1 else ""
    return f"{cases:,} cases{begun}{where}"


def _editions(cases: Sequence[Case]) -> dict[str, Edition]:
    """Return the edition of the data of each case; with the faults of tables, before any is run."""
    from zimnik.studies.model import edition_of

    known: list[tuple[Sources, Edition]] = []
    faults: list[Fault] = []
    found: dict[str, Edition] = {}
    for case in cases:
        alike = (edition for sources, edition in known if same_sources(sources, case.sources))
        edition = next(alike, None)
        if edition is None:
            try:
                edition = edition_of(case.sources)
            except InputError as error:
                faults += [fault for fault in error.faults if fault not in faults]
                continue
            known.append((case.sources, edition))
        found[case.name] = edition
    if faults:
        raise InputError(faults)
    return found


def _kept(
    out: Path, plan: Plan, tasks: Sequence[Task], editions: Mapping[str, Edition]
) -> dict[str, CaseResult]:
    """Return the results in a file that the plan goes on from, or refuse them."""
    stored = read_results(out)
    remedy = "Name another file, or have this one made anew."
    if stored.question != plan.question:
        found = f"'{out.name}' of {stored.question}"
        raise InputError([Fault("out", f"results of {plan.question}", found, remedy)])
    kept = {one.record.case: one for one in stored.cases}
    hashes = {task.case.name: task.sha256 for task in tasks}
    faults: list[Fault] = []
    if gone := [name for name in kept if name not in hashes]:
        found = f"'{out.name}' with {len(gone):,} others, the first '{gone[0]}'"
        faults.append(Fault("out", f"results of cases that {plan.name} has", found, remedy))
    others: dict[str, list[str]] = {}
    for name, one in kept.items():
        if hashes.get(name) not in {None, one.record.sha256}:
            others.setdefault(_why_other(one.record.asked_record(), editions[name]), []).append(
                name
            )
    for why, names in others.items():
        found = f"'{out.name}' with {len(names):,} {why}, the first '{names[0]}'"
        faults.append(Fault("out", "results that can be gone on from", found, remedy))
    if faults:
        raise InputError(faults)
    return kept


def _why_other(asked: Asked, edition: Edition) -> str:
    """Return why a result is not that of a case as it is asked now."""
    if asked.zimnik_version != version("zimnik"):
        return f"of zimnik {asked.zimnik_version}, and this is {version('zimnik')}"
    if asked.atlas_sha256 != edition.atlas_sha256:
        return "of an atlas with other tables"
    if asked.rates_sha256 != edition.rates_sha256:
        return "of other rates"
    return "of other options"
