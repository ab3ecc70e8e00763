"""Cases answered, here or by workers; what is finished is on disk and is not run again.

Owns that the answers and their order are the same on any number of workers, that a run which is
killed loses what it was at and nothing that it had finished, and that results of another version or
of other data are never mixed with new ones.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from itertools import groupby
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.parallel import workers_of
from zimnik.studies.execution.progress import progress
from zimnik.studies.scenarios.cases import case_sha256, sources_sha256
from zimnik.studies.scenarios.questions import asking
from zimnik.studies.scenarios.results import CaseResult, Results, case_result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from zimnik.geo.years.laid_out import LaidOutNetworks
    from zimnik.studies.model import Edition, Model
    from zimnik.studies.scenarios.cases import Case
    from zimnik.studies.sources import Sources

# A model takes some 100 MB; cases of the same sources come one after the other.
MOST_MODELS = 2
# Saving takes at most a part of the time: one fifth.
SAVES_PER_TIME = 4
# A worker that dies loses the cases it was sent together, and all are waited for at the end; what
# it has not begun after a while goes back. Each sending costs a scheduler some milliseconds.
MOST_TOGETHER, ROUNDS, TOGETHER_S = 128, 8, 4.0


@dataclass(frozen=True, slots=True)
class Task:
    """A case that is to be answered.

    Parameters
    ----------
    case
        The case.
    sha256
        Its hash.
    sources_key
        The same for all cases of one model.
    """

    case: Case
    sha256: str
    sources_key: str


def answered_here(task: Task, *, model: Model | None = None) -> CaseResult | tuple[Fault, ...]:
    """Return what a case is answered with, or what is wrong with it.

    Faults are returned, because an error that carries them does not come back from a process.

    Parameters
    ----------
    task
        The case.
    model
        Its model, where that is loaded.
    """
    began_s = time.perf_counter()
    case = task.case
    try:
        used = model or _model(task.sources_key, case.sources)
        answer = asking(case.question.command).answer(used, case.question)
        return case_result(
            answer,
            case=case.name,
            sha256=task.sha256,
            swept=case.swept,
            seconds=time.perf_counter() - began_s,
        )
    except InputError as error:
        return error.faults


# Each process has its own; it holds what was read of files, and no answer depends on it.
_models: OrderedDict[str, Model] = OrderedDict()


@cache
def _networks() -> LaidOutNetworks:
    """Return what this process has laid out, for models that differ by their rates alone."""
    from zimnik.geo.years.laid_out import LaidOutNetworks

    return LaidOutNetworks()


def _model(key: str, sources: Sources) -> Model:
    from zimnik.studies.model import load_model

    if key not in _models:
        while len(_models) >= MOST_MODELS:
            _models.popitem(last=False)
        model = replace(load_model(sources), networks=_networks())
        if sources_sha256(sources, model.edition) != key:
            # Others may write into a store, or a file, while a plan runs.
            found = "others: somebody has changed them"
            remedy = "Run the plan again, with another file of results."
            raise InputError([Fault("atlas", "the tables that the plan began with", found, remedy)])
        _models[key] = model
    _models.move_to_end(key)
    return _models[key]


def tasks_of(cases: Iterable[Case], editions: Mapping[str, Edition]) -> list[Task]:
    """Return the tasks of some cases.

    Parameters
    ----------
    cases
        The cases.
    editions
        Edition of the data of each, by its name.
    """
    known = version("zimnik")
    return [
        Task(
            case,
            case_sha256(case, editions[case.name], known),
            sources_sha256(case.sources, editions[case.name]),
        )
        for case in cases
    ]


def same_sources(one: Sources, other: Sources) -> bool:
    """Return whether two sources are the same; frames are where they are one object."""
    if one is other:
        return True
    if any(hasattr(source, "columns") for s in (one, other) for source in (s.atlas, s.rates)):
        return False
    return one == other


def run_tasks(
    tasks: Sequence[Task],
    *,
    executor: Executor | None = None,
    model: Model | None = None,
    finished: Callable[[CaseResult], None] | None = None,
) -> tuple[dict[str, CaseResult], list[Fault]]:
    """Answer cases, and return the results by name, and the faults of those that have none.

    Parameters
    ----------
    tasks
        The cases.
    executor
        Where they are answered; None for here.
    model
        The model of all of them where that is loaded, used here only.
    finished
        Is told each result as it comes, in any order.
    """
    found: dict[str, CaseResult] = {}
    faults: dict[Fault, list[str]] = {}
    with progress("cases", total=len(tasks)) as advance:
        for task, outcome in _outcomes(tasks, executor, model):
            if isinstance(outcome, CaseResult):
                found[task.case.name] = outcome
                if finished is not None:
                    finished(outcome)
            else:
                for fault in outcome:
                    faults.setdefault(fault, []).append(task.case.name)
            advance()
    return found, [_of_cases(fault, names) for fault, names in faults.items()]


def _of_cases(fault: Fault, names: Sequence[str]) -> Fault:
    more = f" and {len(names) - 1:,} more cases" if len(names) > 1 else ""
    return replace(fault, where=f"{names[0]}{more}: {fault.where}")


def _outcomes(
    tasks: Sequence[Task], executor: Executor | None, model: Model | None
) -> Iterator[tuple[Task, CaseResult | tuple[Fault, ...]]]:
    # Cases of one model in a row, so that no worker loads it twice.
    ordered = sorted(tasks, key=lambda task: task.sources_key)
    if executor is None or len(tasks) <= 1:
        for task in ordered:
            yield task, answered_here(task, model=model)
        return
    sent = {
        executor.submit(answered_together, piece): piece
        for piece in _pieces(ordered, workers_of(executor))
    }
    while sent:
        for future in wait(sent, return_when=FIRST_COMPLETED).done:
            piece, found = sent.pop(future), future.result()
            yield from zip(piece, found, strict=False)
            left = piece[len(found) :]
            # In halves, so that at the end all workers have some.
            for half in (left[: len(left) // 2], left[len(left) // 2 :]):
                if half:
                    sent[executor.submit(answered_together, half)] = half


def answered_together(tasks: Sequence[Task]) -> list[CaseResult | tuple[Fault, ...]]:
    """Return what the first of some cases are answered with, as many as are begun in a while."""
    began_s, found = time.perf_counter(), list[CaseResult | tuple[Fault, ...]]()
    for task in tasks:
        if found and time.perf_counter() - began_s > TOGETHER_S:
            break
        found.append(answered_here(task))
    return found


def _pieces(tasks: Sequence[Task], workers: int) -> Iterator[Sequence[Task]]:
    """Yield cases that are answered together: of one model, and few enough for several rounds.

    Where there are models for all workers, each is loaded by one: what takes long goes back.
    """
    groups = [tuple(group) for _, group in groupby(tasks, key=lambda task: task.sources_key)]
    most = min(max(len(tasks) // (workers * ROUNDS), 1), MOST_TOGETHER)
    if len(groups) >= workers:
        most = MOST_TOGETHER
    for alike in groups:
        yield from (alike[at : at + most] for at in range(0, len(alike), most))


class Saver:
    """Writes results as they come, often enough and not all the time.

    Parameters
    ----------
    path
        The file.
    question
        Words of the command.
    order
        Names of all cases of the plan.
    kept
        Results of cases that were finished before.
    """

    def __init__(
        self, path: Path, question: str, order: Sequence[str], kept: Mapping[str, CaseResult]
    ) -> None:
        self.path, self.question, self.order = path, question, tuple(order)
        self.results = dict(kept)
        self._unsaved = not kept
        self._saved_at_s, self._saving_s = 0.0, 0.0

    def add(self, result: CaseResult) -> None:
        """Take a result, and write all of them where the last writing is long enough ago."""
        self.results[result.record.case] = result
        self._unsaved = True
        if time.perf_counter() - self._saved_at_s >= SAVES_PER_TIME * self._saving_s:
            self.save()

    def save(self) -> None:
        """Write all results, where some are not written yet.

        Raises
        ------
        OutputError
            If they cannot be written; what stood there stands then.
        """
        if not self._unsaved:
            return
        began_s = time.perf_counter()
        self.all().to_parquet(self.path)
        self._saved_at_s = time.perf_counter()
        self._saving_s = self._saved_at_s - began_s
        self._unsaved = False

    def all(self) -> Results:
        """Return the results in the order of the plan."""
        found = tuple(self.results[name] for name in self.order if name in self.results)
        return Results(self.question, found)
