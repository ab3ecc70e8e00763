"""The range of sited hubs: draws around the cost a tonne of the flows that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zimnik.geo.siting.solve import site_hubs as solve
from zimnik.geo.uncertainty.samples import Samples
from zimnik.studies.hubs.site import SiteQuestion
from zimnik.studies.hubs.siting_answers import SitingAnswer
from zimnik.studies.hubs.siting_problem import siting_case
from zimnik.studies.hubs.siting_ranges import DrawnArcs
from zimnik.studies.hubs.stage_choices import AtStage

if TYPE_CHECKING:
    import zimnik

DEPOSITS = ("tomtor", "chuktukon", "karnasurt")


@pytest.fixture(scope="module")
def sited(study: zimnik.Study) -> SitingAnswer:
    answer = study.site_hubs(open_hubs=(AtStage("", 2),), deposits=DEPOSITS, draws=100)
    assert isinstance(answer, SitingAnswer)
    return answer


def test_draws_lie_around_the_cost_of_a_tonne(sited: SitingAnswer) -> None:
    record = sited.record()
    assert record.spread is not None
    tonnes = sum(flow.tonnes_per_y for flow in record.flows)
    base = (record.cost_usd_per_y or 0.0) / tonnes
    assert record.spread.p10_usd_per_t < base < record.spread.p90_usd_per_t
    assert record.spread.swings
    assert "P10, P90" in sited.text_of(record)


ONE: dict[str, Any] = {"deposits": ("tomtor",), "hubs": (AtStage("", "krasnokamensk"),)}


@pytest.mark.parametrize(
    "asked",
    [
        {"open_hubs": (AtStage("", 2),), "deposits": DEPOSITS},
        {"value_chain": True, "hub_cost_usd_per_y": {"krasnokamensk": 1e6}, **ONE},
    ],
    ids=["haulage", "value chain"],
)
def test_without_draws_a_plan_costs_what_is_told(
    study: zimnik.Study, asked: dict[str, Any]
) -> None:
    case = siting_case(study.model, SiteQuestion(**asked))
    siting = solve(case.problem).siting
    assert siting is not None
    (fed_t,), arcs, no_draw = siting.flows_t_per_y, DrawnArcs(case), Samples((), np.zeros((1, 0)))
    usd = sum(siting.fixed_costs_usd_per_y) + siting.works_usd_per_y
    for number in np.flatnonzero(fed_t).tolist():
        usd += fed_t[number] * float(arcs.outcome_of(number)(no_draw).usd_per_t[0])
    assert usd == pytest.approx(siting.cost_usd_per_y, rel=1e-9)


def test_the_value_chain_has_a_range_and_the_chance_of_the_feed(study: zimnik.Study) -> None:
    answer = study.site_hubs(value_chain=True, ready="04-20", max_days=350, draws=50, **ONE)
    assert isinstance(answer, SitingAnswer)
    spread = answer.record().spread
    assert spread is not None
    assert spread.p10_usd_per_t < spread.p50_usd_per_t < spread.p90_usd_per_t
    assert spread.within_d == 350
    assert 0.5 < (spread.in_time_share or 0.0) <= 1.0
    assert {"capex_cracking", "capex cracking"} & {one.input for one in spread.swings}


def test_stages_that_are_sited_apart_have_no_range(study: zimnik.Study) -> None:
    answer = study.site_hubs(
        separate=True, deposits=("tomtor",), hubs=(AtStage("", "krasnokamensk"),), draws=50
    )
    assert isinstance(answer, SitingAnswer)
    assert answer.record().spread is None
