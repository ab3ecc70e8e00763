"""Targets over ways of the value chain: what is delivered, what is used up, what binds (E18)."""

from __future__ import annotations

import numpy as np
import pytest

from zimnik.geo.pricing.cargo import Shipper, SiteProduct
from zimnik.geo.siting.chain import (
    HubCapacity,
    abroad_measure,
    chain_problem,
    co2_measure,
    reo_measure,
    site_target,
)
from zimnik.geo.siting.chain_arcs import ChainArc, ChainArcs, ChainStage
from zimnik.geo.siting.pareto import pareto_front
from zimnik.geo.siting.results import conservation_faults
from zimnik.geo.siting.solve import site_hubs


def arc(mine: int, hub: int, cost: float, reo: float, co2: float, port: float = 0.0) -> ChainArc:
    used = {"port": port} if port else {}
    return ChainArc(mine, mine, hub, cost, reo, co2, 0.2, 0.2, 0.25, used)


def given() -> ChainArcs:
    """Two mines of 100 t. The home plant is expensive and past a port of 60 t; abroad is cheap.

    A tonne from either mine holds 0.2 t REO in the product.
    """
    mines = (Shipper("near", SiteProduct(), 100.0), Shipper("far", SiteProduct(), 100.0))
    arcs = (
        arc(0, 0, 30.0, 15.0, 1000.0, 0.5),
        arc(0, 1, 10.0, 10.0, 4000.0),
        arc(1, 0, 50.0, 25.0, 1000.0, 2.0),
        arc(1, 1, 20.0, 20.0, 4000.0),
    )
    return ChainArcs(
        shippers=mines,
        stages=(ChainStage("plant", ("home", "abroad")),),
        hops=(arcs,),
        pulls=np.zeros((2, 0)),
        reo_t_per_t=np.full((2, 1), 0.25),
        recoveries=np.zeros((2, 0)),
        capacities_t_per_y={"port": 60.0, "unused": 1.0},
    )


def target(tonnes: float, **capacities: float):  # type: ignore[no-untyped-def] # noqa: ANN201
    room = [HubCapacity("plant", hub, "reo", most) for hub, most in capacities.items()]
    problem = chain_problem(given(), required=False, capacities=room)
    return site_target(problem, given(), tonnes)


def test_target_is_met_by_the_cheapest_ways() -> None:
    found = target(30.0)
    assert found.short_t_per_y == 0.0
    assert found.answer.siting is not None
    assert found.answer.siting.cost_usd_per_y == pytest.approx(100 * 10 + 50 * 20)
    assert found.cost_usd_per_kg_reo == pytest.approx(2000 / 30_000)
    assert found.used_up == ("all that near plans, 100 t",)
    assert conservation_faults(found.answer.siting) == ()


def test_target_beyond_the_plans_delivers_the_most_and_says_what_is_used_up() -> None:
    found = target(50.0)
    assert found.delivered_t_per_y == pytest.approx(40.0, rel=1e-6)
    assert found.short_t_per_y == pytest.approx(10.0, rel=1e-5)
    assert found.used_up == ("all that near plans, 100 t", "all that far plans, 100 t")


def test_port_binds_where_plants_abroad_are_full() -> None:
    """Without the plant abroad: 100 t of near use 50 t of the port, the last 10 t let 5 of far by."""
    found = target(40.0, abroad=0.0)
    assert found.delivered_t_per_y == pytest.approx(0.2 * 105, rel=1e-6)
    assert "port, 60 t" in found.used_up
    assert "plant at abroad, REO, 0 t" in found.used_up


def test_capacity_that_no_way_uses_is_no_limit() -> None:
    problem = chain_problem(given(), required=False)
    assert [limit.name for limit in problem.limits] == ["port"]


def test_front_of_cost_and_home_trades_dollars_for_tonnes_at_home() -> None:
    problem = chain_problem(given(), required=True)
    front = pareto_front(problem, abroad_measure(given(), frozenset({"home"})), points=4)
    assert front[0].cost_usd_per_y == pytest.approx(100 * 10 + 100 * 20)
    assert front[0].other == pytest.approx(40.0)
    assert front[-1].other == pytest.approx(40.0 - 0.2 * 105, rel=1e-5)
    costs = [point.cost_usd_per_y for point in front]
    assert costs == sorted(costs)


def test_measures_are_sums_of_the_arcs_that_are_used() -> None:
    siting = site_hubs(chain_problem(given(), required=True)).siting
    assert siting is not None
    assert siting.total(reo_measure(given())) == pytest.approx(40.0)
    assert siting.total(co2_measure(given())) == pytest.approx(200 * 4)
