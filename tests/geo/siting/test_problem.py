"""What is wrong with a siting question is named by its cell, and all of it at once (E18)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.geo.siting_cases import (
    goods,
    one_stage,
    sources,
    stage,
    two_stages,
)
from zimnik.geo.core.errors import InputError
from zimnik.geo.siting.problem import SitingProblem, SumLimit, echelon_between
from zimnik.geo.siting.solve import site_hubs


def faults_of(*arguments: Any) -> str:
    with pytest.raises(InputError) as raised:
        one_stage(*arguments)
    return str(raised.value)


def test_nan_in_a_cost_table_is_named_by_cell() -> None:
    said = faults_of([[1.0, 2.0], [3.0, float("nan")]], stage("a", [0.0, 0.0]))
    assert said.startswith("costs to a, row s1, column 'a1': expected a cost")


def test_nan_between_stages_is_named_by_cell() -> None:
    with pytest.raises(InputError, match="costs to b of goods0, row a1, column 'b0'"):
        two_stages(
            np.ones((1, 2)),
            np.array([[[1.0], [float("nan")]]]),
            sources(1.0),
            goods(2),
            (stage("a", [0.0, 0.0]), stage("b", [0.0])),
        )


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"open_exactly": 3}, "expected 1 to 2 hubs to open, found 3"),
        ({"open_exactly": 0}, "expected 1 to 2 hubs to open, found 0"),
        ({"open_ids": frozenset({"x"})}, "expected one of a0, a1, found 'x'"),
        (
            {"open_ids": frozenset({"a0"}), "closed_ids": frozenset({"a0"})},
            "row a0: expected open or closed, found both",
        ),
        (
            {"open_ids": frozenset({"a0", "a1"}), "open_exactly": 1},
            "found 1, with 2 fixed open",
        ),
    ],
)
def test_impossible_choice_of_hubs_is_refused(choice: dict[str, Any], said: str) -> None:
    assert said in faults_of([[1.0, 1.0]], stage("a", [0.0, 0.0], **choice))


def test_negative_volume_is_refused() -> None:
    assert "row s0, column 'volume_t_per_y': expected 0 or more, found -1.0" in faults_of(
        [[1.0]], stage("a", [0.0]), -1.0
    )


def test_yield_above_one_is_refused() -> None:
    feed, between, stages = np.ones((1, 1)), np.ones((1, 1, 1)), (stage("a", [0]), stage("b", [0]))
    with pytest.raises(InputError, match=r"a yield of 1 or less, found 1\.2"):
        two_stages(feed, between, sources(1.0), goods(2, pull=1.2), stages)
    gains_reo = replace(goods(2, pull=0.5), reo_t_per_t=np.array([[0.1, 0.3]]))
    with pytest.raises(InputError, match=r"REO recovery.*found 1\.5"):
        two_stages(feed, between, sources(1.0), gains_reo, stages)
    # Soda makes a carbonate heavier than the oxides that went in.
    gains_mass = replace(goods(2, pull=1.2), reo_t_per_t=np.array([[0.6, 0.5]]))
    assert site_hubs(two_stages(feed, between, sources(1.0), gains_mass, stages)).siting


@pytest.mark.parametrize("found", [-0.5, float("nan"), float("inf")])
def test_what_is_no_yield_is_refused(found: float) -> None:
    stages = (stage("a", [0]), stage("b", [0]))
    with pytest.raises(InputError, match=r"mass yield, row goods0, column 'stage 1': .*0 or more"):
        two_stages(np.ones((1, 1)), np.ones((1, 1, 1)), sources(1.0), goods(2, pull=found), stages)


def test_no_source_and_a_capacity_below_nothing_are_refused() -> None:
    hubs = stage("a", [0.0], [-1.0])
    with pytest.raises(InputError) as raised:
        SitingProblem(sources(), goods(), (hubs,), (echelon_between(np.ones((1, 0, 1))),))
    assert "sources: expected a source, found none" in str(raised.value)
    assert "row a0, column 'capacity_t_per_y': expected 0 or more, found -1.0" in str(raised.value)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (
            {"least": 2.0, "most": 1.0},
            "limit quay: expected least no more than most, found 2 and 1 t",
        ),
        (
            {"per_t": (np.array([np.nan]),)},
            "limit quay: expected an amount for every arc, found nan",
        ),
    ],
)
def test_a_limit_that_nothing_can_hold_is_refused(limit: dict[str, Any], said: str) -> None:
    quay = replace(SumLimit("quay", "t", (np.ones(1),)), **limit)
    with pytest.raises(InputError) as raised:
        one_stage([[1.0]], stage("a", [0.0]), limits=(quay,))
    assert said in str(raised.value)


def test_a_hub_that_is_there_twice_is_refused() -> None:
    twice = replace(stage("a", [0.0, 0.0]), hub_ids=("a0", "a0"))
    with pytest.raises(InputError, match="a hubs, row a0: expected each name once, found 2 times"):
        one_stage([[1.0, 1.0]], twice)


def test_all_faults_come_at_once() -> None:
    said = faults_of(
        [[float("nan")]], stage("a", [-1.0], [1.0], [2.0], closed_ids=frozenset({"z"})), -2.0
    )
    assert len(said.splitlines()) == 5


def test_echelons_between_stages_leave_out_what_has_no_route() -> None:
    echelon = echelon_between(np.array([[[1.0, float("inf")], [2.0, 3.0]]]))
    assert echelon.count == 3
    assert echelon.cost_usd_per_t.tolist() == [1.0, 2.0, 3.0]
