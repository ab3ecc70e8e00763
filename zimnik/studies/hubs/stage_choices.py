"""What a question of siting fixes of each stage: how many hubs, which, how much, at what cost.

Owns VALUE for every stage and STAGE=VALUE for one; what a choice of hubs means is for
`geo.siting.problem` to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault
from zimnik.studies.faults import FaultCollector
from zimnik.studies.options import Reader, as_float, pairs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.siting.chain_arcs import ChainStage
    from zimnik.geo.siting.problem import StageChoice
    from zimnik.studies.model import Model

EVERY = ""


@dataclass(frozen=True, slots=True)
class AtStage:
    """A value that holds at one stage, or at every stage where none is named."""

    stage: str
    value: Any

    def __str__(self) -> str:
        value = repr(self.value).removesuffix(".0") if isinstance(self.value, float) else self.value
        return f"{self.stage}={value}" if self.stage else str(value)


def at_stages(reader: Reader) -> Reader:
    """Return the reader of values by stage, as a tuple of `AtStage`.

    It takes VALUE, STAGE=VALUE, several of them, or a mapping of stages to one or several values.
    """
    expected = "VALUE, or STAGE=VALUE"

    def read(given: object) -> tuple[AtStage, ...]:
        named = pairs(given, expected, alone=_alone)
        return tuple(
            AtStage(stage, reader.read(value)) for stage, values in named for value in _each(values)
        )

    return Reader(read, repeated=True)


def _alone(given: object) -> tuple[str, object]:
    return (given.stage, given.value) if isinstance(given, AtStage) else (EVERY, given)


def _each(values: object) -> Iterable[object]:
    several = isinstance(values, Iterable) and not isinstance(values, str)
    return values if several else (values,)  # type: ignore[return-value]


def written(reader: Reader) -> Reader:
    """Return a reader of numbers that takes the text of a number as well."""

    def read(given: object) -> Any:  # noqa: ANN401 - what the reader makes
        number = as_float(given) if isinstance(given, str) else None
        if number is None:
            return reader.read(given)
        return reader.read(int(number) if number.is_integer() else number)

    return Reader(read)


def stage_faults(
    field: str, values: Sequence[AtStage], stages: Sequence[str], *, once: bool = False
) -> list[Fault]:
    """Return what is wrong with values by stage: stages that are not sited, and two of one stage.

    Parameters
    ----------
    field
        Field of the question.
    values
        What it says.
    stages
        What is sited.
    once
        Whether a stage may have one value alone.
    """
    expected = f"one of the stages {', '.join(stages)}"
    faults = [
        Fault(field, expected, f"'{one}'", "Name another stage, or none for every stage.")
        for one in values
        if one.stage not in {EVERY, *stages}
    ]
    for stage, count in Counter(one.stage for one in values).items():
        if once and count > 1:
            said = ", ".join(f"'{one}'" for one in values if one.stage == stage)
            faults.append(Fault(field, "a number for each stage, once", said, "Give one."))
    return faults


def names_of(values: Sequence[AtStage], stage: str) -> list[str]:
    """Return what is named for every stage, then what is named for one."""
    return [one.value for name in (EVERY, stage) for one in values if one.stage == name]


def number_of(values: Sequence[AtStage], stage: str) -> Any:  # noqa: ANN401 - a number
    """Return the number of a stage, else that of every stage, else None."""
    by_stage = {one.stage: one.value for one in values}
    return by_stage.get(stage, by_stage.get(EVERY))


@dataclass(frozen=True, slots=True)
class Choices:
    """What a question fixes of the stages, hubs as the user names them.

    Parameters
    ----------
    open_hubs
        How many hubs are open.
    fixed, closed
        Hubs that must be open, and that may not.
    minimum_t_per_y
        Least feed of an open hub.
    hub_cost_usd_per_y
        What it costs to have a hub open, by hub.
    """

    open_hubs: tuple[AtStage, ...] = ()
    fixed: tuple[AtStage, ...] = ()
    closed: tuple[AtStage, ...] = ()
    minimum_t_per_y: tuple[AtStage, ...] = ()
    hub_cost_usd_per_y: Mapping[str, float] | None = None

    def faults(self, stages: Sequence[str]) -> list[Fault]:
        """Return what is wrong with the stages that are named."""
        return [
            *stage_faults("open_hubs", self.open_hubs, stages, once=True),
            *stage_faults("fixed", self.fixed, stages),
            *stage_faults("closed", self.closed, stages),
            *stage_faults("minimum_t_per_y", self.minimum_t_per_y, stages, once=True),
        ]


def choices_of(
    model: Model,
    sited: Sequence[ChainStage],
    asked: Choices,
    standing: Mapping[str, frozenset[str]],
) -> dict[str, StageChoice]:
    """Return what is fixed of each stage; a hub named of every stage, where it is a candidate.

    Parameters
    ----------
    model
        Whose hubs are named.
    sited
        Stages that are sited, with their candidates.
    asked
        What is fixed of them.
    standing
        Hubs of each stage that stand and are to be open, but for those closed by name.

    Raises
    ------
    InputError
        With every name that is no hub.
    """
    from zimnik.geo.siting.problem import StageChoice
    from zimnik.studies.hubs.participants import hub_ids_of

    faults = FaultCollector()
    fixed: dict[str, frozenset[str]] = {}
    closed: dict[str, frozenset[str]] = {}
    costs: dict[str, float] = {}
    with faults.reading():
        fixed = _hubs_by_stage(model, sited, "fixed", asked.fixed)
    with faults.reading():
        closed = _hubs_by_stage(model, sited, "closed", asked.closed)
    for name, usd_per_y in (asked.hub_cost_usd_per_y or {}).items():
        with faults.reading():
            (hub_id,) = hub_ids_of(model, [name], field="hub_cost_usd_per_y")
            costs[hub_id] = usd_per_y
    faults.require_none()
    return {
        stage.name: StageChoice(
            open_exactly=number_of(asked.open_hubs, stage.name),
            open_ids=fixed[stage.name]
            | (standing.get(stage.name, frozenset()) - closed[stage.name]),
            closed_ids=closed[stage.name],
            minimum_t_per_y=number_of(asked.minimum_t_per_y, stage.name) or 0.0,
            fixed_usd_per_y=costs,
        )
        for stage in sited
    }


def _hubs_by_stage(
    model: Model, sited: Sequence[ChainStage], field: str, values: Sequence[AtStage]
) -> dict[str, frozenset[str]]:
    from zimnik.studies.hubs.participants import hub_ids_of

    ids = {name: hub_ids_of(model, [name], field=field)[0] for name in _values(values)}
    candidates = {hub for stage in sited for hub in stage.hub_ids}

    def belongs(one: AtStage, stage: ChainStage) -> bool:
        # A hub that is no candidate of any stage stays, so that it is told.
        hub = ids[one.value]
        own = hub in stage.hub_ids or hub not in candidates
        return one.stage == stage.name or (one.stage == EVERY and own)

    return {
        stage.name: frozenset(ids[one.value] for one in values if belongs(one, stage))
        for stage in sited
    }


def _values(values: Sequence[AtStage]) -> list[str]:
    return list(dict.fromkeys(one.value for one in values))
