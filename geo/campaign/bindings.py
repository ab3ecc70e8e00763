"""What binds in a campaign: which limits are full, what they hold back, and their shadow prices.

Owns one-sided shadow prices, found by solving the programme again with a little less and a little
more of a limit (docs/model.md, E12); the dual values of a degenerate programme are neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.model import TOLERANCE, with_limit_scaled
from zimnik.geo.campaign.results import Binding
from zimnik.geo.campaign.solve import OpenProgramme, solve

if TYPE_CHECKING:
    from zimnik.geo.campaign.model import Limit, Plan, Programme, Vector

# Shadow prices are those of this share of a capacity more or less.
SHADOW_STEP = 0.01
MOST_SHADOW_PRICES = 8


def full_limits(programme: Programme, plan: Plan) -> list[int]:
    """Return the numbers of the limits that are used to the brim at some time, or take nothing."""
    small_t = _small(programme)
    return [
        number
        for number, (limit, used) in enumerate(zip(programme.limits, plan.used_t, strict=True))
        if not limit.upper_t.any() or ((used >= limit.upper_t - small_t) & (used > small_t)).any()
    ]


def _small(programme: Programme) -> float:
    return 10 * TOLERANCE * max(commodity.wanted_t for commodity in programme.commodities)


def shortage(programme: Programme, plan: Plan, short_t: float) -> str | None:
    """Say how many tonnes are not delivered and what holds them back; None where all are."""
    if short_t <= _small(programme):
        return None
    limits = (programme.limits[number] for number in plan.binding_limits)
    names = dict.fromkeys(
        f"{limit.name} ({limit.kind}, {_total_t(limit, limit.upper_t, programme):,.0f} t)"
        for limit in limits
    )
    return f"{short_t:,.0f} t have no room: {', '.join(names) or 'no run leaves in time'}"


def bindings_of(programme: Programme, plan: Plan) -> tuple[Binding, ...]:
    """Return what is full, with its shadow prices on both sides by solving again.

    A link that is full in some weeks is left out where a little more of it changes nothing.
    """
    if not any(commodity.wanted_t for commodity in programme.commodities):
        return ()
    wanted_t = sum(commodity.wanted_t for commodity in programme.commodities)
    # Only costs and tonnes are compared, so that each solve may start at the optimum before.
    opened = OpenProgramme(programme, wanted_t, warm=True)
    full = sorted(full_limits(programme, plan), key=lambda at: programme.limits[at].kind == "rate")
    found = [
        _binding(programme, opened, plan, number)
        for number in [*dict.fromkeys([*plan.binding_limits, *full])][:MOST_SHADOW_PRICES]
    ]
    return tuple(binding for binding in found if binding.kind != "rate" or binding.matters)


def _total_t(limit: Limit, by_period: Vector, programme: Programme) -> float:
    """Return the tonnes of a year, or of a store at its fullest; the first round is for all."""
    by_period = by_period[: programme.periods]
    return float(by_period.max() if limit.kind == "storage" else by_period.sum())


def _binding(programme: Programme, opened: OpenProgramme, plan: Plan, number: int) -> Binding:
    limit = programme.limits[number]
    total_t = _total_t(limit, limit.upper_t, programme)
    wanted_t = max(commodity.wanted_t for commodity in programme.commodities)
    step_t = SHADOW_STEP * (total_t or wanted_t)
    shape = limit.upper_t / total_t if total_t else np.ones(len(limit.upper_t))
    more = solve(with_limit_scaled(programme, number, step_t * shape), opened)
    less = solve(with_limit_scaled(programme, number, -step_t * shape), opened) if total_t else None

    def per_t(other: Plan | None, sign: float) -> tuple[float | None, float | None]:
        if other is None:
            return None, None
        tonnes = float(other.delivered_t.sum() - plan.delivered_t.sum()) * sign / step_t
        return tonnes, (other.cost_usd - plan.cost_usd) * sign / step_t

    left, right = per_t(less, -1.0), per_t(more, 1.0)
    return Binding(
        name=limit.name,
        kind=limit.kind,
        upper_t=total_t,
        used_t=_total_t(limit, plan.used_t[number], programme),
        step_t=step_t,
        delivered_t_per_t=(left[0], right[0]),
        cost_usd_per_t=(left[1], right[1]),
    )
