"""The optimum of a campaign's programme: most tonnes, then least cost, then whole roads.

Owns what the solver is asked and what its answer means (docs/model.md, E12). First comes the linear
relaxation, in which roads may be built in part, in proportion to what passes. Where that leaves a
road in part, a mixed-integer programme chooses the roads by branch and cut, and the tonnes are
those of a linear programme with its choice.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.arrays import Arrays, upper_bounds_t
from zimnik.geo.campaign.hires import shadow_usd_per_d
from zimnik.geo.campaign.programme import TOLERANCE, Plan
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.solver import Model, Outcome, Status, UnsolvedError, joined
from zimnik.geo.core.solver import solve as solve_programme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.campaign.programme import Programme
    from zimnik.geo.campaign.vehicle_pools import Pool
    from zimnik.geo.core.arrays import Vector

# Roads are chosen to within this share of the least cost.
GAP = 1e-7


@dataclass(frozen=True, slots=True)
class Choice:
    """Ids of roads that nothing may pass and of roads that are paid for; the others are open."""

    closed: frozenset[str] = frozenset()
    paid: frozenset[str] = frozenset()

    @property
    def decided(self) -> frozenset[str]:
        """Ids of roads that are either."""
        return self.closed | self.paid


UNDECIDED = Choice()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The linear relaxation: the best where undecided roads are built in part.

    Parameters
    ----------
    plan
        Its tonnes; the cost of this plan holds the whole price of every road that it uses.
    most_t, least_usd
        No plan of these activities with this choice delivers more, or as much for less.
    built
        Share of every road that is paid for.
    asked_usd_per_t
        What a tonne of a commodity bears of a road on each stretch of its route over which it may
        use it, by id and number (the shadow price of the road there); with the most tonnes of each
        they make up no more than the price.
    vehicle_usd_per_d
        What a further day of a vehicle is worth in each week, by pool that is hired for seasons.
    """

    plan: Plan
    most_t: float
    least_usd: float
    built: Mapping[str, float]
    asked_usd_per_t: Mapping[tuple[str, int], Sequence[float]]
    vehicle_usd_per_d: Mapping[Pool, Vector] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def fractional_roads(self) -> list[str]:
        """Return the roads that are paid for in part, the nearest to a half first."""
        doubtful = {name: min(part, 1 - part) for name, part in self.built.items()}
        return sorted(
            (name for name, doubt in doubtful.items() if doubt > TOLERANCE),
            key=lambda name: -doubtful[name],
        )


def solve(programme: Programme, *, opened: OpenProgramme | None = None) -> Plan:
    """Return the lexicographic optimum: the plan of most tonnes and, among those, of least cost.

    Parameters
    ----------
    programme
        What is to be solved.
    opened
        The same programme with other capacities, kept open; with it the solve is warm.

    Raises
    ------
    UnsolvedError
        If HiGHS ends with neither an optimum nor a proof that there is none.
    """
    relaxed = relax(programme, opened=opened)
    if not relaxed.fractional_roads():
        return relaxed.plan
    built = _built(programme, relaxed.most_t)
    # The solver counts a road as not built where a millionth of it is, and that much may yet carry
    # the last tonne of a large demand: then whatever is built at all is built whole.
    for share in (0.5, 0.0):
        chosen = relax(programme, choice=_choice(programme, built, share))
        if chosen.most_t >= relaxed.most_t - TOLERANCE * programme.wanted_t:
            break
    return chosen.plan


def _choice(programme: Programme, built: Vector, share: float) -> Choice:
    """Return the choice of the roads of which more than a share is built."""
    names = np.array([road.name for road in programme.roads])
    return Choice(
        closed=frozenset(names[built <= share].tolist()),
        paid=frozenset(names[built > share].tolist()),
    )


def relax(
    programme: Programme,
    *,
    choice: Choice = UNDECIDED,
    opened: OpenProgramme | None = None,
) -> Relaxation:
    """Return the linear relaxation: roads that are not decided upon may be built in part.

    Parameters
    ----------
    programme, choice
        What is to be solved, and the roads that are decided upon.
    opened
        As in `solve`.

    Raises
    ------
    UnsolvedError
        As `solve`.
    """
    wanted_t = least_t = programme.wanted_t
    opened = opened or OpenProgramme(programme, wanted_t)
    outcome = opened.least_cost(programme, choice, least_t)
    binding_limits: tuple[int, ...] = ()
    if outcome.status is Status.INFEASIBLE:
        most = opened.most_tonnes(programme, choice)
        binding_limits = opened.arrays.priced_limits(most)
        # What the solver calls the most may be above what it can deliver by a rounding error.
        least_t = max(-most.cost - TOLERANCE * wanted_t, 0.0)
        opened = opened.tightened(programme, -most.cost)
        outcome = opened.least_cost(programme, choice, least_t)
    if outcome.values is None or outcome.shadow_prices is None:
        raise UnsolvedError(outcome.status)
    arrays, roads = opened.arrays, programme.roads
    asked = np.maximum(-outcome.shadow_prices[arrays.tie_rows], 0.0).tolist()
    borne: dict[tuple[str, int], list[float]] = {}
    for tie, usd in zip(arrays.ties, asked, strict=True):
        if roads[tie.road].name not in choice.decided:
            borne.setdefault((roads[tie.road].name, tie.commodity), []).append(usd)
    parts = outcome.values[arrays.first_road :].tolist()
    return Relaxation(
        plan=_plan(programme, arrays, outcome.values, binding_limits),
        most_t=least_t,
        least_usd=outcome.cost,
        built={road.name: part for road, part in zip(roads, parts, strict=True)},
        asked_usd_per_t=borne,
        vehicle_usd_per_d=shadow_usd_per_d(
            programme.fleets, -outcome.shadow_prices[arrays.fleet_rows], programme.periods
        ),
    )


class OpenProgramme:
    """A programme kept open in the solver, for the same with other capacities or decided roads.

    Parameters
    ----------
    programme
        What is to be solved.
    most_t
        No plan of it delivers more of all commodities together.
    warm
        Whether each solve starts at the optimum before, where only costs are asked for.
    """

    def __init__(self, programme: Programme, most_t: float, *, warm: bool = False) -> None:
        self.arrays = Arrays.of(programme, most_t)
        self._model = Model(self.arrays.columns, joined(self.arrays.blocks))
        self._warm = warm

    def least_cost(self, programme: Programme, choice: Choice, least_t: float) -> Outcome:
        """Return the least cost of delivering at least so much, with a choice of roads."""
        return self._solved(programme, choice, self.arrays.columns.costs, least_t)

    def most_tonnes(self, programme: Programme, choice: Choice) -> Outcome:
        """Return the most that can be delivered, as a negative cost."""
        return self._solved(programme, choice, -self.arrays.is_delivered, 0.0)

    def tightened(self, programme: Programme, most_t: float) -> OpenProgramme:
        """Return the programme of which it is known that it delivers no more than this."""
        return OpenProgramme(programme, most_t, warm=self._warm) if programme.roads else self

    def _solved(
        self, programme: Programme, choice: Choice, costs: Vector, least_t: float
    ) -> Outcome:
        arrays = self.arrays
        lower, upper = np.zeros(arrays.columns.count), arrays.columns.upper.copy()
        for number, road in enumerate(programme.roads, start=arrays.first_road):
            if road.name in choice.paid:
                lower[number] = upper[number] = 1.0
            if road.name in choice.closed:
                upper[number] = 0.0
                upper[arrays.columns_of(road.activities)] = 0.0
        # A road that is decided upon takes all that comes.
        is_open = np.array(
            [programme.roads[tie.road].name not in choice.decided for tie in arrays.ties], bool
        )
        rows = joined(
            [
                replace(arrays.limits, upper=upper_bounds_t(programme)),
                replace(arrays.tied, upper=np.where(is_open, 0.0, np.inf)),
                replace(arrays.delivery, lower=np.array([least_t])),
                arrays.balance,
                arrays.fleets,
            ]
        )
        columns = replace(arrays.columns, costs=costs, lower=lower, upper=upper)
        return self._model.solve(columns=columns, rows=rows, warm=self._warm)


def _built(programme: Programme, most_t: float) -> Vector:
    """Return 1 for every road of a plan of least cost, else 0, by branch and cut.

    The solver takes up to a millionth for 0, and as much less than 1 for 1.
    """
    arrays = Arrays.of(programme, most_t)
    is_road = np.arange(arrays.columns.count) >= arrays.first_road
    columns = replace(
        arrays.columns, upper=np.where(is_road, 1.0, arrays.columns.upper), whole=is_road
    )
    delivery = replace(arrays.delivery, lower=np.array([most_t]))
    # Cargo goes in circles only where it finds no room to lie; only then the tight bound fails.
    for turns in (1.0, float(programme.periods)):
        values = arrays.tied.values * np.where(is_road[arrays.tied.columns], turns, 1.0)
        tied = replace(arrays.tied, values=values)
        blocks = (arrays.limits, tied, delivery, arrays.balance, arrays.fleets)
        outcome = solve_programme(columns, blocks, gap=GAP)
        if outcome.values is not None:
            return outcome.values[arrays.first_road :]
    raise UnsolvedError(outcome.status)


def _plan(
    programme: Programme, arrays: Arrays, values: Vector, binding_limits: tuple[int, ...]
) -> Plan:
    n, stores = programme.periods, len(programme.stores)
    smallest_t = TOLERANCE * programme.greatest_wanted_t
    is_hire = np.zeros(len(values), dtype=bool)
    is_hire[arrays.first_hire : arrays.first_road] = True
    values = np.where(~is_hire & (np.abs(values) < smallest_t), 0.0, values)
    flows_t = np.zeros((len(programme.activities), n))
    flows_t[arrays.activity, arrays.period] = values[: arrays.first_stock]
    roads = tuple(
        number
        for number, road in enumerate(programme.roads)
        if flows_t[list(road.activities)].any()
    )
    # Roads are paid for whole, whatever part of them the solver built.
    values[arrays.first_road :] = 0.0
    used_t = arrays.limits.totals(values)
    return Plan(
        flows_t=flows_t,
        stocks_t=values[arrays.first_stock : arrays.first_delivered].reshape(stores, n),
        delivered_t=values[arrays.first_delivered : arrays.first_hire],
        cost_usd=float(arrays.columns.costs @ values)
        + sum(programme.roads[number].cost_usd for number in roads),
        used_t=tuple(
            used_t[arrays.limit_of_row == number] for number in range(len(programme.limits))
        ),
        binding_limits=binding_limits,
        roads=roads,
        hired=_hired(programme, values[arrays.first_hire : arrays.first_road]),
    )


def _hired(programme: Programme, hires: Vector) -> tuple[Vector, ...]:
    ends = np.cumsum([len(fleet.hire_usd) for fleet in programme.fleets])[:-1]
    return tuple(np.split(hires, ends)) if programme.fleets else ()
