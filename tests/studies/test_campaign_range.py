"""The range of a campaign: draws around what its plan costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from zimnik.geo.campaign.campaign import build_campaign
from zimnik.geo.campaign.request import CampaignRequest
from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.uncertainty.samples import Samples
from zimnik.studies.campaign import CampaignAnswer, CampaignQuestion, find_campaign
from zimnik.studies.ranges import campaigns

if TYPE_CHECKING:
    import zimnik
    from zimnik.geo.uncertainty.drawn_campaign import DrawnPlan

CASES = {
    "a road of its own": CampaignQuestion("tomtor", "krasnokamensk", draws=60),
    "two cargoes": CampaignQuestion(
        "tomtor", "krasnokamensk", draws=60, inbound="krasnokamensk:tomtor:5000", max_days=200.0
    ),
}


@pytest.fixture(params=list(CASES), scope="module")
def planned(
    request: pytest.FixtureRequest, study: zimnik.Study
) -> tuple[CampaignAnswer, DrawnPlan]:
    kept = []

    def keep(*asked: object, **options: object) -> object:
        kept.append(build_campaign(*asked, **options))  # type: ignore[arg-type]
        return kept[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zimnik.geo.campaign.campaign.build_campaign", keep)
        answer = find_campaign(study.model, CASES[request.param])
    wanted = CampaignRequest([one.demand for one in kept[0].campaign.demands])
    plan = campaigns.drawn_plan(answer.model, kept[0], wanted, None, max_d=DEFAULT_MAX_D)
    assert plan is not None
    return answer, plan


def test_without_draws_a_plan_costs_and_emits_what_is_told(
    planned: tuple[CampaignAnswer, DrawnPlan],
) -> None:
    answer, plan = planned
    outcome = plan.outcome(Samples((), np.zeros((1, 0))))
    told = answer.result
    assert outcome.usd_per_t[0] == pytest.approx(told.cost_usd_per_t, rel=1e-9)
    assert outcome.co2_kg_per_t[0] * told.delivered_t / 1000 == pytest.approx(told.co2_t, rel=1e-9)


def test_draws_lie_around_it(planned: tuple[CampaignAnswer, DrawnPlan]) -> None:
    answer, _ = planned
    record = answer.record()
    assert record.spread is not None
    told = record.total.cost_usd_per_t or 0.0
    assert record.spread.p10_usd_per_t < told < record.spread.p90_usd_per_t
    assert "What moves the cost most" in answer.text_of(record)
    assert any(swing.input.startswith("length_") for swing in record.spread.swings)


def test_chance_is_told_where_a_limit_is_asked_and_days_are_always(
    planned: tuple[CampaignAnswer, DrawnPlan],
) -> None:
    """Most ore of Tomtor waits half a year for the winter road."""
    answer, _ = planned
    record = answer.record()
    assert record.spread is not None
    asked = record.spread.within_d is not None
    assert ("arrives within 200 days" in answer.text_of(record)) == asked
    assert (record.spread.in_time_share is not None) == asked
    assert 100 < (record.spread.p10_duration_d or 0) < (record.spread.p90_duration_d or 0) < 250
