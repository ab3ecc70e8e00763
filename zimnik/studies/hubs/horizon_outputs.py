"""What deposits are planned to ship in each year of a horizon."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.studies.hubs.participants import Participants, participants_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.studies.hubs.ahead import HorizonYears
    from zimnik.studies.model import Model


def planned_t_per_y(
    model: Model, deposit_ids: Iterable[str], years: Iterable[int]
) -> tuple[dict[str, dict[int, float]], dict[str, str]]:
    """Return the tonnes that each deposit plans for each year, and why others plan none at all."""
    from zimnik.geo.infrastructure.planned_outputs import planned_outputs
    from zimnik.layers.cards.outputs import output_plans

    every, ids = output_plans(model.atlas.outputs), list(deposit_ids)
    found: dict[str, dict[int, float]] = {}
    without: dict[str, str] = {}
    for year in years:
        plans, without = planned_outputs(every, ids, year=year)
        for plan in plans:
            found.setdefault(plan.deposit_id, {})[year] = plan.tonnes_per_y
    return found, {key: why for key, why in without.items() if key not in found}


def horizon_participants(
    model: Model,
    deposit_ids: Sequence[str],
    hub_ids: Sequence[str],
    horizon: HorizonYears,
    *,
    value_usd_per_t: float | None = None,
) -> Participants:
    """Return the deposits with a plan for any year, each with the most that it plans, and hubs.

    Raises
    ------
    InputError
        If no deposit has a plan.
    """
    ids = deposit_ids or list(model.atlas.deposits["id"])
    planned, without = planned_t_per_y(model, ids, horizon.years)
    if not planned:
        found = "; ".join(f"{key}: {why}" for key, why in without.items()) or "none"
        remedy = "Name others, or state their tonnes."
        raise InputError([Fault("deposits", f"a plan in {horizon}", found, remedy)])
    made = participants_of(model, list(planned), hub_ids, value_usd_per_t=value_usd_per_t)
    shippers = tuple(
        replace(one, tonnes_per_y=max(planned[one.deposit_id].values())) for one in made.shippers
    )
    told = [f"{key}: planned {_in_words(own)}" for key, own in planned.items()]
    told += [
        f"not counted, {why}: {', '.join(key for key, own in without.items() if own == why)}"
        for why in dict.fromkeys(without.values())
    ]
    return Participants(shippers, made.hub_ids, tuple(told))


def _in_words(planned_t: Mapping[int, float]) -> str:
    """Return what is planned from which year on."""
    runs = groupby(sorted(planned_t.items()), key=lambda item: item[1])
    return ", ".join(f"{tonnes:,.0f} t from {next(own)[0]}" for tonnes, own in runs)
