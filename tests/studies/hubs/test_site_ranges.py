"""The range of sited hubs: draws around the cost a tonne of the flows that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from zimnik.geo.siting.solve import site_hubs as solve
from zimnik.geo.uncertainty.drawn_hauls import DrawnHauls, SentHaul
from zimnik.geo.uncertainty.samples import Samples
from zimnik.studies.hubs.site import SiteQuestion
from zimnik.studies.hubs.siting_answers import SitingAnswer
from zimnik.studies.hubs.siting_problem import siting_case
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


def test_without_draws_a_plan_costs_what_is_told(study: zimnik.Study) -> None:
    asked = SiteQuestion(open_hubs=(AtStage("", 2),), deposits=DEPOSITS)
    case = siting_case(study.model, asked)
    siting = solve(case.problem).siting
    assert siting is not None
    (flows,) = siting.flows_t_per_y
    sent = tuple(
        SentHaul(shipper, year, t_per_y)
        for (shipper, year), t_per_y in zip(case.hauls, flows.tolist(), strict=True)
        if t_per_y
    )
    assert all(haul.year.split is not None for haul in sent)
    outcome = DrawnHauls(sent, 0.0, case.model.card).outcome(Samples((), np.zeros((1, 0))))
    told = siting.cost_usd_per_y / float(flows.sum())
    assert outcome.usd_per_t[0] == pytest.approx(told, rel=1e-9)


def test_the_value_chain_has_no_range(study: zimnik.Study) -> None:
    answer = study.site_hubs(
        value_chain=True, deposits=("tomtor",), hubs=(AtStage("", "krasnokamensk"),)
    )
    assert isinstance(answer, SitingAnswer)
    assert answer.record().spread is None
