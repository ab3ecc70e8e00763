"""Siting against trial of every set of hubs and closed forms, and why there is no solution (E18)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.siting_cases import (
    goods,
    least_cost_by_trial,
    one_stage,
    sources,
    stage,
    two_stages,
)
from zimnik.geo.core.solver import Status
from zimnik.geo.siting.problem import SitingProblem, Sources, Stage, SumLimit
from zimnik.geo.siting.results import conservation_faults
from zimnik.geo.siting.solve import Effort, site_hubs

COST = st.sampled_from([1.0, 2.0, 3.0, 5.0, 8.0, 13.0, float("inf")])
VOLUME = st.sampled_from([0.0, 1.0, 2.0, 5.0, 10.0])
FIXED = st.sampled_from([0.0, 0.0, 4.0, 9.0, 30.0])
CAPACITY = st.sampled_from([2.0, 5.0, 8.0, 20.0, float("inf")])


@st.composite
def stages_drawn(draw: st.DrawFn, name: str, count: int) -> Stage:
    capacity = [draw(CAPACITY) for _ in range(count)]
    names = [f"{name}{n}" for n in range(count)]
    fate = [draw(st.sampled_from(["free", "free", "free", "open", "shut"])) for _ in names]
    shut = fate.count("shut")
    counts = range(max(fate.count("open"), 1), count - shut + 1)
    return stage(
        name,
        [draw(FIXED) for _ in range(count)],
        capacity,
        [min(draw(st.sampled_from([0.0, 0.0, 1.0, 3.0])), most) for most in capacity],
        open_ids=frozenset(n for n, f in zip(names, fate, strict=True) if f == "open"),
        closed_ids=frozenset(n for n, f in zip(names, fate, strict=True) if f == "shut"),
        open_exactly=draw(st.sampled_from([None, None, *counts])),
    )


@st.composite
def questions(draw: st.DrawFn) -> SitingProblem:
    count, hubs = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    kinds = draw(st.integers(1, 2))
    given_sources = sources(
        *(draw(VOLUME) for _ in range(count)),
        kinds=[draw(st.integers(0, kinds - 1)) for _ in range(count)],
    )
    feed = np.array([[draw(COST) for _ in range(hubs)] for _ in range(count)])
    first = draw(stages_drawn("a", hubs))
    if draw(st.booleans()):
        table = [list(row) for row in feed]
        asked = one_stage(table, first, *given_sources.volumes_t_per_y)
    else:
        plants = draw(st.integers(1, 2))
        between = [[[draw(COST) for _ in range(plants)] for _ in range(hubs)] for _ in range(kinds)]
        asked = two_stages(
            feed,
            np.array(between),
            given_sources,
            goods(2, kinds, draw(st.sampled_from([1.0, 0.5, 0.1]))),
            (first, draw(stages_drawn("b", plants))),
        )
    return replace(asked, single_sourcing=draw(st.booleans()))


@settings(max_examples=examples(150))
@given(questions())
def test_cost_is_the_least_over_every_set_of_hubs(asked: SitingProblem) -> None:
    answer = site_hubs(asked)
    least = least_cost_by_trial(asked)
    if answer.siting is None:
        assert least == float("inf")
        assert answer.status is Status.INFEASIBLE
        assert answer.reasons
    else:
        assert answer.siting.cost_usd_per_y == pytest.approx(least, rel=1e-6, abs=1e-6)
        assert answer.bound_usd_per_y <= answer.siting.cost_usd_per_y + 1e-9
        assert conservation_faults(answer.siting) == ()


@pytest.mark.parametrize("position", range(5))
@pytest.mark.parametrize("pull", [0.05, 0.19, 0.21, 0.5])
def test_plant_of_weber_leaves_the_market_where_mass_loss_pays_for_it(
    pull: float, position: int
) -> None:
    """Ore at 0.01 a t-km and product at 0.05: the plant is at the mine where pull < 0.01 / 0.05.

    Weber's material index on a line: either end, never between, whatever the length.
    """
    length_km = 1000.0 * (position + 1)
    at_km = np.linspace(0.0, length_km, 5)
    asked = two_stages(
        (0.01 * at_km)[None],
        (0.05 * (length_km - at_km))[None, :, None],
        sources(100.0),
        goods(2, pull=pull),
        (stage("plant", [0.0] * 5, open_exactly=1), stage("market", [0.0])),
    )
    answer = site_hubs(asked)
    assert answer.siting is not None
    assert answer.siting.open_ids(0) == (("plant4",) if pull > 0.2 else ("plant0",))


def test_capacity_one_tonne_short_sends_one_tonne_elsewhere() -> None:
    asked = one_stage([[1.0, 9.0]], stage("a", [0.0, 0.0], [99.0, 99.0]), 100.0)
    siting = site_hubs(asked).siting
    assert siting is not None
    assert siting.fed_t_per_y(0)[0] == pytest.approx([99.0, 1.0])
    assert siting.cost_usd_per_y == pytest.approx(99 * 1 + 1 * 9)


def test_capacity_one_tonne_short_of_all_is_told() -> None:
    answer = site_hubs(one_stage([[1.0], [1.0]], stage("a", [0.0], [99.0]), 60.0, 40.0))
    assert answer.status is Status.INFEASIBLE
    assert answer.siting is None
    assert answer.reasons[0] == "capacity is short by 1 t a year"
    assert any("cannot send 1 t of its" in reason for reason in answer.reasons)
    assert answer.reasons[-1].startswith("a has room for 99 t of 100 t")


def test_source_without_a_route_is_named() -> None:
    answer = site_hubs(one_stage([[1.0], [float("inf")]], stage("a", [0.0]), 5.0, 5.0))
    assert answer.reasons == ("no reachable hub for s1",)


def test_route_over_a_hub_that_may_not_open_is_no_route() -> None:
    hubs = stage("a", [0.0, 0.0], closed_ids=frozenset({"a0"}))
    answer = site_hubs(one_stage([[1.0, float("inf")]], hubs, 5.0))
    assert answer.reasons == ("no reachable hub for s0",)


def test_minimum_that_cannot_be_met_is_told() -> None:
    hubs = stage("a", [0.0, 0.0], minimum=[8.0, 0.0], open_ids=frozenset({"a0"}))
    answer = site_hubs(one_stage([[1.0, 1.0]], hubs, 5.0))
    assert answer.reasons == ("a at a0 is 3 t short of its minimum",)


def test_single_sourcing_keeps_a_source_together() -> None:
    hubs = stage("a", [0.0, 0.0], [6.0, 6.0])
    parts = one_stage([[1.0, 2.0], [1.0, 3.0]], hubs, 5.0, 5.0)
    split, whole = site_hubs(parts), site_hubs(replace(parts, single_sourcing=True))
    assert split.siting is not None
    assert whole.siting is not None
    assert split.siting.cost_usd_per_y == pytest.approx(1 * 2 + 5 * 1 + 4 * 2 - 1 * 1)
    assert sorted(whole.siting.flows_t_per_y[0].tolist()) == [0.0, 0.0, 5.0, 5.0]
    assert whole.siting.cost_usd_per_y == pytest.approx(5 * 2 + 5 * 1)


def target(least: float, *volumes: float) -> SitingProblem:
    """Ask for an amount of sources that may be left: 10 a tonne from s0, 20 from s1."""
    asked = one_stage([[10.0], [20.0]], stage("a", [7.0]), *volumes)
    made = SumLimit("output", "t", (np.array([0.5, 0.5]),), least=least)
    optional = Sources(
        asked.sources.ids, asked.sources.volumes_t_per_y, np.zeros(2, int), np.zeros(2, bool)
    )
    return replace(asked, sources=optional, limits=(made,))


def test_target_takes_the_cheapest_sources_first() -> None:
    siting = site_hubs(target(30.0, 50.0, 50.0)).siting
    assert siting is not None
    assert siting.flows_t_per_y[0].tolist() == pytest.approx([50.0, 10.0])
    assert siting.cost_usd_per_y == pytest.approx(7 + 50 * 10 + 10 * 20)


def test_target_out_of_reach_says_by_how_much() -> None:
    assert site_hubs(target(51.0, 50.0, 50.0)).reasons == ("output is 1 t short of 51",)


def test_limit_of_a_port_sends_the_rest_another_way() -> None:
    """Two routes between one pair: 10 t through the port at 1, the rest past it at 4."""
    asked = one_stage([[1.0]], stage("a", [0.0]), 25.0)
    twice = np.array([0, 0])
    echelon = replace(
        asked.echelons[0],
        tails=twice,
        heads=twice,
        products=twice,
        cost_usd_per_t=np.array([1.0, 4.0]),
    )
    port = SumLimit("port", "t", (np.array([1.0, 0.0]),), most=10.0)
    answer = site_hubs(replace(asked, echelons=(echelon,), limits=(port,)))
    assert answer.siting is not None
    assert answer.siting.flows_t_per_y[0].tolist() == pytest.approx([10.0, 15.0])


def test_time_limit_is_told_with_bound_and_gap() -> None:
    random = np.random.default_rng(1)
    table = random.integers(1, 100, (60, 60)).astype(float)
    asked = one_stage(table.tolist(), stage("a", [30.0] * 60, [5.0] * 60))
    answer = site_hubs(asked, effort=Effort(time_limit_s=0.0))
    assert answer.status is Status.TIME_LIMIT
    if answer.siting is None:
        assert answer.reasons == ("no solution was found within the time limit",)
        assert answer.gap == float("inf")
    else:
        cost = answer.siting.cost_usd_per_y
        assert answer.gap == pytest.approx((cost - answer.bound_usd_per_y) / cost)


def test_a_minimum_is_that_of_its_own_hub_and_of_no_other() -> None:
    """Eight tonnes fill the hub of a minimum of five for US$ 1 each, three tonnes do not."""
    hubs = stage("a", [0.0, 0.0], minimum=[0.0, 5.0])
    for tonnes, cost_usd in ((8.0, 8.0), (3.0, 30.0)):
        problem = one_stage([[10.0, 1.0]], hubs, tonnes)
        found = site_hubs(problem).siting
        assert found is not None
        assert found.cost_usd_per_y == pytest.approx(cost_usd)
        assert least_cost_by_trial(problem) == pytest.approx(cost_usd)
