"""What the options of `hubs site` say of stages: `VALUE` of every stage, `STAGE=VALUE` of one.

Owns the words; what a choice of hubs means is for `geo.siting.problem` to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.siting.chain_arcs import ChainStage
    from zimnik.geo.siting.problem import StageChoice
    from zimnik.studies.model import Model

EVERY = ""


def by_stage(option: str, texts: Sequence[str], stages: Sequence[str]) -> dict[str, list[str]]:
    """Return the values of an option by stage, those of every stage under `EVERY`.

    Raises
    ------
    InputError
        If a stage is not among those that are sited.
    """
    found: dict[str, list[str]] = {}
    faults = []
    for text in texts:
        stage, given, value = text.rpartition("=")
        if given and stage not in stages:
            expected = f"STAGE=VALUE with one of {', '.join(stages)}"
            faults.append(Fault(option, expected, f"'{text}'", "Name another stage."))
        found.setdefault(stage, []).append(value)
    if faults:
        raise InputError(faults)
    return found


def numbers_by_stage(option: str, texts: Sequence[str], stages: Sequence[str]) -> dict[str, float]:
    """Return the number that an option gives for each stage, 0 or more.

    Raises
    ------
    InputError
        If a value is no such number, or a stage has two.
    """
    found, faults = {}, []
    for stage, values in by_stage(option, texts, stages).items():
        numbers = [_number(value) for value in values]
        if len(numbers) > 1 or numbers[0] is None:
            said = ", ".join(f"'{value}'" for value in values)
            faults.append(Fault(option, "a number of 0 or more, once", said, "Give one."))
        else:
            found[stage] = numbers[0]
    if faults:
        raise InputError(faults)
    return found


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def counts_by_stage(option: str, texts: Sequence[str], stages: Sequence[str]) -> dict[str, int]:
    """Return the whole number of 1 or more that an option gives for each stage.

    Raises
    ------
    InputError
        If a value is no such number, or a stage has two.
    """
    found = numbers_by_stage(option, texts, stages)
    for number in found.values():
        if number != int(number) or number < 1:
            raise InputError(
                [Fault(option, "how many hubs, 1 or more", f"{number:g}", "Give another.")]
            )
    return {stage: int(number) for stage, number in found.items()}


def costs_of_hubs(model: Model, texts: Sequence[str]) -> dict[str, float]:
    """Return what hubs cost in a year whatever they are fed, of `HUB=USD`.

    Raises
    ------
    InputError
        If a hub is not known or the cost is no number of 0 or more.
    """
    from zimnik.studies.participants import hub_ids_of

    found, faults = {}, []
    for text in texts:
        name, _, value = text.rpartition("=")
        usd = _number(value)
        if not name or usd is None:
            faults.append(Fault("--hub-cost", "HUB=USD", f"'{text}'", "Give both."))
            continue
        (hub_id,) = hub_ids_of(model, [name])
        found[hub_id] = usd
    if faults:
        raise InputError(faults)
    return found


def choices_of(
    model: Model,
    sited: Sequence[ChainStage],
    words: Mapping[str, Sequence[str]],
    existing: Mapping[str, frozenset[str]],
) -> dict[str, StageChoice]:
    """Return what options fix of each stage; a hub named of every stage, where it is a candidate.

    Parameters
    ----------
    model
        Whose hubs are named.
    sited
        Stages that are sited, with their candidates.
    words
        Values of `--open`, `--fixed`, `--closed`, `--minimum` and `--hub-cost`.
    existing
        Hubs of each stage that stand and are to be open, but for those closed by name.

    Raises
    ------
    InputError
        With what is wrong with a value.
    """
    from zimnik.geo.siting.problem import StageChoice
    from zimnik.studies.participants import hub_ids_of

    stages = [stage.name for stage in sited]
    candidates = {hub for stage in sited for hub in stage.hub_ids}
    counts = counts_by_stage("--open", words["--open"], stages)
    least = numbers_by_stage("--minimum", words["--minimum"], stages)
    costs = costs_of_hubs(model, words["--hub-cost"])
    fixed = by_stage("--fixed", words["--fixed"], stages)
    closed = by_stage("--closed", words["--closed"], stages)

    def hubs(named: Mapping[str, Sequence[str]], stage: ChainStage) -> frozenset[str]:
        anywhere = hub_ids_of(model, named.get(EVERY, ()))
        # A hub that is no candidate of any stage stays, so that it is told.
        own = [hub for hub in anywhere if hub in stage.hub_ids or hub not in candidates]
        return frozenset({*own, *hub_ids_of(model, named.get(stage.name, ()))})

    return {
        stage.name: StageChoice(
            open_exactly=counts.get(stage.name, counts.get(EVERY)),
            open_ids=hubs(fixed, stage)
            | (existing.get(stage.name, frozenset()) - hubs(closed, stage)),
            closed_ids=hubs(closed, stage),
            minimum_t_per_y=least.get(stage.name, least.get(EVERY, 0.0)),
            fixed_usd_per_y=costs,
        )
        for stage in sited
    }
