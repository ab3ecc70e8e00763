"""What is built when, and before the world is known, asked of a study in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zimnik
from tests.commands import zimnik as command
from zimnik.geo.economics.returns import npv_usd
from zimnik.geo.siting.solve import site_hubs as solve
from zimnik.studies.hubs.ahead_answers import HorizonAnswer, WorldsAnswer
from zimnik.studies.hubs.site import SiteQuestion
from zimnik.studies.hubs.siting_answers import SitingAnswer
from zimnik.studies.hubs.siting_problem import siting_case

if TYPE_CHECKING:
    from zimnik.maps.reports.ahead.horizon import HorizonRecord
    from zimnik.maps.reports.ahead.worlds import WorldsRecord

ONE: dict[str, Any] = {"hubs": ("solikamsk", "baotou"), "deposits": "karnasurt", "ready": "07-01"}


def horizon(study: zimnik.Study, years: str = "2026:2032", **options: Any) -> HorizonRecord:
    asked: dict[str, Any] = {"horizon": years, **ONE, **options}
    answer = study.site_hubs(**asked)
    assert isinstance(answer, HorizonAnswer)
    return answer.record()


def worlds(study: zimnik.Study, **options: Any) -> WorldsRecord:
    answer = study.site_hubs(worlds=6, **ONE, **options)
    assert isinstance(answer, WorldsAnswer)
    return answer.record()


def test_a_year_of_the_horizon_costs_what_a_year_costs(study: zimnik.Study) -> None:
    record = horizon(study)
    alone = study.site_hubs(value_chain=True, tonnes_per_y=12_000, **ONE)
    assert isinstance(alone, SitingAnswer)
    last = record.years[-1]
    assert last.cost_usd_per_y == pytest.approx(alone.record().cost_usd_per_y, rel=1e-6)
    costs = np.array([one.cost_usd_per_y for one in record.years])
    assert record.cost_usd == pytest.approx(float(npv_usd(costs, record.discount_pct_per_y)))


def test_a_plant_is_enlarged_when_more_is_planned(study: zimnik.Study) -> None:
    # Lovozero ships 5,800 t in 2025 and plans 12,000 t for 2030 (outputs.csv).
    record = horizon(study)
    told = [(one.year, one.kind, round(one.added_t_per_y or 0.0)) for one in record.openings]
    assert told == [(2026, "opens", 5_800), (2030, "enlarged", 6_200)]
    assert [round(one.sent_t_per_y) for one in record.years] == [5_800] * 4 + [12_000] * 3


def test_a_step_is_built_whole_and_a_budget_delays_it(study: zimnik.Study) -> None:
    stepped = horizon(study, step_t_per_y=6_000)
    (first, second) = stepped.openings
    assert (first.added_t_per_y, second.added_t_per_y) == pytest.approx((6_000, 6_000))
    assert first.build_usd == pytest.approx(second.build_usd)
    short = horizon(study, step_t_per_y=6_000, budget_usd_per_y=first.build_usd * 0.99)
    assert not short.openings
    assert not short.all_sent
    late = horizon(study, "2030:2032", step_t_per_y=6_000, budget_usd_per_y=first.build_usd * 1.01)
    assert [one.year for one in late.openings] == [2030, 2031]
    assert [round(one.sent_t_per_y) for one in late.years] == [6_000, 12_000, 12_000]


def test_a_target_of_every_year_is_met_as_far_as_is_planned(study: zimnik.Study) -> None:
    # 5,800 t of 30 % at 85 and 96.5 % make 1,427 t of oxides; 12,000 t from 2030 make 2,953.
    record = horizon(study, target_reo_t_per_y=2_000)
    all_sent = horizon(study)
    made = [one.reo_t_per_y for one in all_sent.years]
    assert [one.reo_t_per_y for one in record.years] == pytest.approx(
        [made[0]] * 4 + [2_000] * 3, rel=1e-4
    )
    assert record.years[0].asked_reo_t_per_y == pytest.approx(made[0], rel=1e-5)
    assert record.years[-1].asked_reo_t_per_y == 2_000
    assert record.cost_usd is not None
    assert all_sent.cost_usd is not None
    assert record.cost_usd < all_sent.cost_usd


def test_years_are_another_name_of_the_horizon() -> None:
    asked = ("hubs", "site", "--hub", "solikamsk", "--deposit", "karnasurt", "--ready", "07-01")
    done = command(*asked, "--years", "2030:2031", "--target-reo", "900")
    assert "900 t REO a year are delivered in every year" in done.out
    wrong = command(*asked, "--years", "2050:2026", status=2)
    assert "--horizon: expected a first year up to the last" in wrong.err
    assert "Give 2026:2050." in wrong.err


def test_text_of_a_horizon_says_what_opens(study: zimnik.Study) -> None:
    asked: dict[str, Any] = {"horizon": (2026, 2032), "discount_pct_per_y": 8, **ONE}
    answer = study.site_hubs(**asked)
    text = answer.to_text()
    assert "in present value for 2026 to 2032 at a real 8 %" in text
    assert "karnasurt: planned 5,800 t from 2026, 12,000 t from 2030" in text
    assert "--horizon 2026:2032" in text
    assert list(answer.to_frame()["year"]) == [2026, 2030]


def test_worlds_bound_what_a_plan_is_worth(study: zimnik.Study) -> None:
    record = worlds(study, open_hubs=1)
    here, base = record.here_and_now, record.base
    assert here is not None
    assert base is not None
    assert record.wait_and_see_usd_per_y is not None
    assert here.expected_usd_per_y is not None
    assert base.expected_usd_per_y is not None
    assert record.wait_and_see_usd_per_y <= here.expected_usd_per_y <= base.expected_usd_per_y
    assert sum(record.year_types.values()) == 6
    assert worlds(study, open_hubs=1).here_and_now == here


def test_worlds_of_the_value_chain_build_a_plant_of_a_size(study: zimnik.Study) -> None:
    record = worlds(study, value_chain=True)
    assert record.here_and_now is not None
    (hub,) = record.here_and_now.hubs
    assert hub.built_t_per_y == pytest.approx(12_000, rel=1e-3)
    assert record.vss_usd_per_y == pytest.approx(0.0, abs=1e3)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"horizon": "2050:2026"}, "horizon"),
        ({"horizon": "2026"}, "horizon"),
        ({"horizon": "1800:2026"}, "horizon"),
        ({"horizon": "2026:2030", "budget_usd_per_y": 0}, "budget_usd_per_y"),
        ({"open_hubs": 1, "budget_usd_per_y": 5.0}, "budget_usd_per_y"),
        ({"open_hubs": 1, "discount_pct_per_y": 5.0}, "discount_pct_per_y"),
        ({"open_hubs": 1, "step_t_per_y": 5.0}, "step_t_per_y"),
        ({"open_hubs": 1, "worlds": 0}, "worlds"),
        ({"horizon": "2026:2030", "worlds": 3}, "worlds"),
        ({"horizon": "2026:2030", "pareto": "co2"}, "pareto"),
        ({"separate": True, "worlds": 3}, "worlds"),
    ],
)
def test_what_contradicts_is_refused(wrong: dict[str, Any], where: str) -> None:
    with pytest.raises(zimnik.InputError) as caught:
        SiteQuestion(**wrong)
    assert [fault.where for fault in caught.value.faults] == [where]


def test_a_deposit_without_a_plan_is_refused(study: zimnik.Study) -> None:
    asked: dict[str, Any] = {"horizon": "2026:2030", "deposits": "chuktukon"}
    with pytest.raises(zimnik.InputError, match="no planned output is published"):
        study.site_hubs(**asked)


def test_worlds_choose_among_ways_that_the_base_prices_do_not_need(study: zimnik.Study) -> None:
    few: dict[str, Any] = {"open_hubs": 1, "hubs": ("monchegorsk",), "deposits": "tomtor"}
    alone = siting_case(study.model, SiteQuestion(**few)).problem
    more = siting_case(study.model, SiteQuestion(**few, worlds=2)).problem
    assert more.echelons[0].count > alone.echelons[0].count
    cost = [solve(problem).bound_usd_per_y for problem in (alone, more)]
    assert cost[1] == pytest.approx(cost[0])
