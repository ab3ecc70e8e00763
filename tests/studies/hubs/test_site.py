"""Which hubs to open and who feeds whom, asked of a study in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zimnik
from zimnik.studies.hubs.site import SiteQuestion
from zimnik.studies.hubs.siting_answers import FrontAnswer, SitingAnswer, TargetAnswer

if TYPE_CHECKING:
    from zimnik.maps.reports.siting import SitingRecord
    from zimnik.maps.reports.target import TargetRecord

FEW: dict[str, Any] = {"hubs": ("solikamsk", "baotou"), "ready": "07-01"}
LOVOZERO: dict[str, Any] = {**FEW, "deposits": "karnasurt"}
# Published output of Lovozero, loparite concentrate of 30 % REO, of which 85 % are in a carbonate
# of 59 %, and of these 96.5 % in oxides.
LOPARITE_T_PER_Y, GRADE, CRACKED, CARBONATE_GRADE, SEPARATED = 12_000, 0.3, 0.85, 0.59, 0.965


def asked(study: zimnik.Study, **options: Any) -> SitingAnswer | TargetAnswer | FrontAnswer:
    answer = study.site_hubs(**options)
    assert isinstance(answer, SitingAnswer | TargetAnswer | FrontAnswer)
    return answer


def sited(study: zimnik.Study, **options: Any) -> SitingRecord:
    answer = asked(study, **options)
    assert isinstance(answer, SitingAnswer)
    return answer.record()


def open_ids(record: SitingRecord) -> list[list[str]]:
    return [[hub.id for hub in stage.hubs] for stage in record.stages]


def test_the_nearest_plant_opens_and_it_is_proven(study: zimnik.Study) -> None:
    record = sited(study, open_hubs=1, **LOVOZERO)
    assert (record.status, record.conserved) == ("optimal", True)
    assert record.gap is not None
    assert record.gap < 1e-6
    assert open_ids(record) == [["solikamsk"]]
    (flow,) = record.flows
    assert flow.tonnes_per_y == LOPARITE_T_PER_Y
    assert record.cost_usd_per_y == pytest.approx(flow.cost_usd_per_y)


def test_flow_costs_what_the_route_costs(study: zimnik.Study) -> None:
    (flow,) = sited(study, open_hubs=1, **LOVOZERO).flows
    (route,) = study.route("karnasurt", "solikamsk", ready="07-01").routes
    assert flow.cost_usd_per_t == pytest.approx(route.cost_usd_per_t, rel=1e-9)


def test_text_and_frame_say_the_same(study: zimnik.Study) -> None:
    answer = asked(study, open_hubs=1, **LOVOZERO)
    text = answer.to_text()
    assert "proven the least under the capacities that are known" in text
    assert "tonnes and REO are conserved at every stage" in text
    (row,) = answer.to_frame().to_dict("records")
    assert (row["from_id"], row["to_id"], row["tonnes_per_y"]) == (
        "karnasurt",
        "solikamsk",
        LOPARITE_T_PER_Y,
    )


@pytest.mark.parametrize("choice", [{"fixed": "baotou"}, {"closed": "solikamsk"}])
def test_hub_fixed_open_is_open_and_one_closed_is_not(
    study: zimnik.Study, choice: dict[str, str]
) -> None:
    assert open_ids(sited(study, open_hubs=1, **LOVOZERO, **choice)) == [["baotou"]]


def test_stages_stand_at_hubs_of_their_own_and_mass_is_lost_between(study: zimnik.Study) -> None:
    record = sited(
        study,
        open_hubs={"cracking": 1, "separation": 1},
        fixed={"cracking": "solikamsk"},
        closed={"separation": ["solikamsk"]},
        **LOVOZERO,
    )
    assert (record.status, record.conserved) == ("optimal", True)
    assert open_ids(record) == [["solikamsk"], ["baotou"]]
    ore, carbonate = record.flows
    reo_t_per_y = LOPARITE_T_PER_Y * GRADE * CRACKED
    assert ore.tonnes_per_y == pytest.approx(LOPARITE_T_PER_Y)
    assert carbonate.tonnes_per_y == pytest.approx(reo_t_per_y / CARBONATE_GRADE)
    made = {limit.id: limit.total for limit in record.limits}
    assert made["separation at baotou, REO"] == pytest.approx(reo_t_per_y * SEPARATED)


def test_without_a_number_fixed_costs_decide_how_many_hubs_open(study: zimnik.Study) -> None:
    costs = {"solikamsk": 900e6, "baotou": 1.0}
    record = sited(study, separate=True, hub_cost_usd_per_y=costs, **LOVOZERO)
    assert open_ids(record) == [["baotou"], ["baotou"]]
    assert [stage.fixed_usd_per_y for stage in record.stages] == [1.0, 1.0]


def test_deposit_that_no_hub_can_be_fed_from_is_named(study: zimnik.Study) -> None:
    answer = asked(study, open_hubs=1, **LOVOZERO, avoid="karnasurt")
    assert not answer.answered
    record = sited(study, open_hubs=1, **LOVOZERO, avoid="karnasurt")
    assert (record.status, record.cost_usd_per_y, record.flows) == ("infeasible", None, ())
    assert record.reasons == ("no reachable hub for karnasurt",)


@pytest.fixture(scope="module")
def target(study: zimnik.Study) -> TargetRecord:
    answer = asked(study, target_reo_t_per_y=50_000, plan_year=2030, **FEW)
    assert isinstance(answer, TargetAnswer)
    assert not answer.answered
    return answer.record()


def test_target_lists_what_is_planned_and_how_far_it_falls_short(target: TargetRecord) -> None:
    short = 50_000 - target.delivered_reo_t_per_y
    assert target.short_reo_t_per_y == pytest.approx(short)
    # The plans of the year hold 23,200 t REO of Tomtor and 3,600 of Lovozero.
    assert 10_000 < target.delivered_reo_t_per_y < 26_800
    told = target.warnings
    assert any(note.startswith("tomtor: 160,000 t of ore with 23,200 t REO") for note in told)
    assert any("not counted, no planned output is published" in note for note in told)
    assert target.conserved


def test_target_counts_only_the_deposits_that_are_named(study: zimnik.Study) -> None:
    answer = asked(study, target_reo_t_per_y=50_000, **LOVOZERO)
    assert isinstance(answer, TargetAnswer)
    record = answer.record()
    assert {flow.from_id for flow in record.flows} == {"karnasurt"}
    # All that Lovozero can deliver; solikamsk separates no more than 2,500 t, baotou the rest.
    most = LOPARITE_T_PER_Y * GRADE * CRACKED * SEPARATED
    assert record.delivered_reo_t_per_y == pytest.approx(most, rel=1e-5)


def test_small_target_is_met_exactly(study: zimnik.Study) -> None:
    answer = asked(study, target_reo_t_per_y=1000, **FEW)
    assert isinstance(answer, TargetAnswer)
    assert answer.answered
    record = answer.record()
    assert record.delivered_reo_t_per_y == pytest.approx(1000.0)
    assert record.short_reo_t_per_y == 0
    assert "Yes: 1,000 t REO a year can be delivered" in answer.to_text()


def test_front_of_separate_stages_names_the_hubs_of_each(study: zimnik.Study) -> None:
    answer = asked(study, separate=True, pareto="home", **LOVOZERO)
    assert isinstance(answer, FrontAnswer)
    points = answer.record().points
    for point in points:
        assert [stage.name for stage in point.stages] == ["cracking", "separation"]
        assert point.co2_t_per_y is None
    costs = [point.cost_usd_per_y for point in points]
    abroad = [point.reo_made_abroad_t_per_y or 0.0 for point in points]
    assert costs == sorted(costs)
    assert abroad == sorted(abroad, reverse=True)
    # Solikamsk can separate 2,500 t REO a year.
    made = LOPARITE_T_PER_Y * GRADE * CRACKED * SEPARATED
    assert abroad[-1] == pytest.approx(made - 2500, rel=1e-4)
    assert len(answer.to_frame()) == 2 * len(points)
    assert "cracking: " in answer.to_text()


def test_front_of_nothing_tells_why(study: zimnik.Study) -> None:
    answer = asked(study, pareto="co2", **LOVOZERO, avoid="karnasurt")
    assert isinstance(answer, FrontAnswer)
    assert not answer.answered
    assert answer.record().reasons
    assert answer.record().reasons[0] in answer.to_text()


def test_what_is_built_shows_in_the_answer_whether_it_pays_or_not(study: zimnik.Study) -> None:
    record = sited(
        study, value_chain=True, deposits="tomtor", build="tomtor=all_season_road", **FEW
    )
    (work,) = record.works
    assert work.name == "tomtor=all_season_road"
    without = sited(study, value_chain=True, deposits="tomtor", **FEW)
    assert record.cost_usd_per_y is not None
    assert without.cost_usd_per_y is not None
    # What may be built but need not be cannot make the best more expensive.
    assert record.cost_usd_per_y <= without.cost_usd_per_y * (1 + 1e-9)
    assert work.built == (record.cost_usd_per_y < without.cost_usd_per_y * (1 - 1e-9))


def test_all_faults_are_told_at_once_by_field(study: zimnik.Study) -> None:
    wrong: dict[str, Any] = {
        "open_hubs": "two",
        "target_reo_t_per_y": -5,
        "year": 20.5,
        "pareto": "beauty",
        "through": "alchemy",
        "fixed": 5,
        "minimum_t_per_y": -1,
        "hub_cost_usd_per_y": {"solikamsk": -1},
        "build": "khatanga_port=-1",
        "ready": "02-30",
        "time_limit_s": 0,
    }
    with pytest.raises(zimnik.InputError) as caught:
        asked(study, **wrong)
    assert {fault.where for fault in caught.value.faults} == set(wrong)


def test_contradictions_are_told_before_anything_is_loaded() -> None:
    with pytest.raises(zimnik.InputError) as caught:
        SiteQuestion(open_hubs=1, target_reo_t_per_y=5.0, tonnes_per_y=9.0, fixed="metal=baotou")  # type: ignore[arg-type]
    assert [fault.where for fault in caught.value.faults] == [
        "target_reo_t_per_y",
        "tonnes_per_y",
        "fixed",
    ]
