"""Which planned outputs count in a year: the sourced ones, and no guesses.

Owns which plan of a deposit holds; `layers.cards.outputs` reads the plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class OutputPlan:
    """What a source says that a deposit will ship from a year on.

    Parameters
    ----------
    deposit_id, product
        Deposit and what it ships.
    year
        First year of the plan, None of one without a date.
    tonnes_per_y, reo_t_per_y
        Tonnes of the product, and REO contained in them, None where that is not known.
    """

    deposit_id: str
    product: str
    year: int | None
    tonnes_per_y: float | None
    reo_t_per_y: float | None


@dataclass(frozen=True, slots=True)
class PlannedOutput:
    """What a deposit is planned to ship in a year.

    Parameters
    ----------
    deposit_id, product
        Deposit and what it ships.
    tonnes_per_y, reo_t_per_y
        Tonnes of the product, and REO contained in them.
    year
        Year that the plan is for.
    """

    deposit_id: str
    product: str
    tonnes_per_y: float
    reo_t_per_y: float
    year: int


def planned_outputs(
    plans: Sequence[OutputPlan], deposit_ids: Iterable[str], *, year: int
) -> tuple[tuple[PlannedOutput, ...], dict[str, str]]:
    """Return the newest plan of each deposit that holds in a year, and why others have none.

    Parameters
    ----------
    plans
        All plans that nothing has replaced.
    deposit_ids
        All deposits.
    year
        A plan holds from its year on, until a newer one does.

    Returns
    -------
    tuple
        Plans with REO, and a reason for every deposit without one.
    """
    planned, without = [], {}
    for deposit_id in deposit_ids:
        own = [plan for plan in plans if plan.deposit_id == deposit_id]
        reo_t_per_y = [plan.reo_t_per_y for plan in own if plan.reo_t_per_y is not None]
        holding = [output for plan in own if (output := _held(plan, year)) is not None]
        if holding:
            planned.append(max(holding, key=lambda output: output.year))
        elif not own:
            without[deposit_id] = "no planned output is published"
        elif not reo_t_per_y:
            without[deposit_id] = "its planned output has no rare-earth product or no REO grade"
        else:
            most = f"{max(reo_t_per_y):,.0f}"
            without[deposit_id] = f"{most} t REO are planned, but for no year up to {year}"
    return tuple(planned), without


def _held(plan: OutputPlan, year: int) -> PlannedOutput | None:
    """Return a plan with REO that holds in a year, or None."""
    if plan.year is None or plan.tonnes_per_y is None or plan.reo_t_per_y is None:
        return None
    if plan.year > year:
        return None
    return PlannedOutput(
        plan.deposit_id, plan.product, plan.tonnes_per_y, plan.reo_t_per_y, plan.year
    )
