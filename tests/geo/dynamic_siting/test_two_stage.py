"""Building before the world is known, against trying everything (E70, E72)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.examples import some
from tests.geo.dynamic_cases import Design, Oracle, designs, drawn_case, grown
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.solver import Status
from zimnik.geo.dynamic_siting.two_stage import Plan, Worlds, site_over_worlds


def cost_usd(oracle: Oracle, design: Design) -> float:
    return oracle.cost_usd(design) if oracle.serves_all(design) else float("inf")


def design_of(plan: Plan) -> Design:
    """Return what a plan builds; a hub that costs nothing to have open is open."""
    siting = plan.siting
    free = siting.problem.stages[0].fixed_usd_per_y == 0
    return Design(
        tuple((siting.is_open[0] | free).tolist()),
        tuple(np.rint(plan.steps[0]).astype(int).tolist()),
        tuple(siting.is_built.tolist()),
    )


@pytest.mark.parametrize("seed", some(range(200), 10))
def test_what_is_built_now_is_the_least_in_the_mean_of_worlds(seed: int) -> None:
    random = np.random.default_rng([seed, 2])
    base, *drawn = drawn_case(random, int(random.integers(2, 5)))
    answer = site_over_worlds(Worlds(base, tuple(drawn)))
    every, oracles = designs([base, *drawn]), [Oracle(part) for part in drawn]
    costs = np.array([[cost_usd(oracle, one) for oracle in oracles] for one in every])
    least = costs.mean(axis=1).min()
    if np.isinf(least):
        assert answer.status is Status.INFEASIBLE
        assert answer.reasons
        return
    assert answer.here_and_now is not None
    assert answer.here_and_now.expected_usd_per_y == pytest.approx(least, rel=1e-5)
    assert answer.wait_and_see_usd_per_y == pytest.approx(costs.min(axis=0), rel=1e-5)
    own = costs.min(axis=0).mean()
    assert answer.evpi_usd_per_y == pytest.approx(least - own, rel=1e-4, abs=1e-4)
    # Several plans may be the best of the base world; what is said of the one that was found holds.
    if answer.base is not None:
        alone, chosen = Oracle(base), design_of(answer.base)
        assert cost_usd(alone, chosen) == pytest.approx(min(cost_usd(alone, d) for d in every))
        told = [cost_usd(oracle, chosen) for oracle in oracles]
        assert answer.base.costs_usd_per_y == pytest.approx(told, rel=1e-5)
        vss = np.mean(told) - least
        assert answer.vss_usd_per_y == pytest.approx(vss, rel=1e-4, abs=1e-4)


def two_worlds() -> Worlds:
    """10 t, and one hub of the two that may be had: near in the base, far off when a road shuts."""

    def world(near: float, far: float) -> object:
        return grown(
            [[near, far]],
            [10.0],
            fixed=[30.0, 30.0],
            step_t=[10.0, 10.0],
            build_usd=[1.0, 1.0],
            step_usd_per_y=[1.0, 1.0],
        )

    drawn = (world(1.0, 4.0), world(9.0, 4.0))
    return Worlds(world(1.0, 4.0), drawn)  # type: ignore[arg-type]


def test_values_of_the_stochastic_solution_and_of_information_by_hand() -> None:
    # Near costs 31 + 10 and 31 + 90, 81 in the mean; far 71 in both; the best of each 41 and 71.
    answer = site_over_worlds(two_worlds())
    assert answer.here_and_now is not None
    assert answer.base is not None
    assert answer.base.siting.open_ids(0) == ("a0",)
    assert answer.here_and_now.siting.open_ids(0) == ("a1",)
    assert answer.base.costs_usd_per_y.tolist() == [41.0, 121.0]
    assert answer.here_and_now.expected_usd_per_y == 71.0
    assert answer.vss_usd_per_y == 10.0
    assert answer.evpi_usd_per_y == 15.0


def test_worlds_that_are_the_base_one_have_nothing_to_tell() -> None:
    base = two_worlds().base
    answer = site_over_worlds(Worlds(base, (base, base, base)))
    assert answer.vss_usd_per_y == pytest.approx(0.0)
    assert answer.evpi_usd_per_y == pytest.approx(0.0)


def test_a_plan_that_a_world_cuts_off_fails_there() -> None:
    given = two_worlds()
    cut = grown(
        [[np.inf, 4.0]],
        [10.0],
        fixed=[30.0, 30.0],
        step_t=[10.0, 10.0],
        build_usd=[1.0, 1.0],
        step_usd_per_y=[1.0, 1.0],
    )
    answer = site_over_worlds(Worlds(given.base, (given.base, cut)))
    assert answer.base is not None
    assert answer.base.failing == 1
    assert answer.vss_usd_per_y == float("inf")


def test_no_world_is_refused() -> None:
    with pytest.raises(InputError, match="a world or more"):
        Worlds(two_worlds().base, ())
