"""What hubs cost for the same deposits, asked of a study in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zimnik

if TYPE_CHECKING:
    from zimnik.maps.reports.comparison import ComparisonRecord, HubRecord, HubTotals
    from zimnik.studies.hubs.compare import ComparisonAnswer

FIVE = ("krasnokamensk", "krasnoyarsk", "solikamsk", "khatanga", "baotou")
# Published output of Tomtor.
TOMTOR_T_PER_Y = 160_000


def compared(study: zimnik.Study, *hubs: str, **options: Any) -> ComparisonAnswer:
    return study.compare_hubs(hubs, **options)


@pytest.fixture(scope="module")
def five(study: zimnik.Study) -> ComparisonAnswer:
    return compared(study, *FIVE, deposits="tomtor")


@pytest.fixture(scope="module")
def hubs(five: ComparisonAnswer) -> dict[str, HubRecord]:
    return {hub.id: hub for hub in five.record().hubs}


def total_of(hub: HubRecord) -> HubTotals:
    assert hub.total is not None
    return hub.total


def test_feed_costs_what_the_route_costs(study: zimnik.Study, hubs: dict[str, HubRecord]) -> None:
    year = study.route("tomtor", "krasnokamensk").year
    assert year is not None
    feed = hubs["krasnokamensk"].components["feed_in_usd_per_t"]
    assert feed == pytest.approx(year.mean_usd_per_t, rel=1e-12)


def test_reagents_outweigh_products_as_the_plans_reckon(hubs: dict[str, HubRecord]) -> None:
    # The plans of Tomtor reckon 80-350 thousand tonnes of reagents of full strength in, and about
    # 33 thousand of oxides out, for 160,000 t of ore.
    for hub in hubs.values():
        (deposit,) = hub.deposits
        reagents = sum(sum(stage.reagents_t_per_y.values()) for stage in deposit.stages)
        assert 80_000 < reagents < 400_000
        assert 20_000 < total_of(hub).products_out_t_per_y < 40_000


def test_khatanga_cannot_take_its_reagents(hubs: dict[str, HubRecord]) -> None:
    assert total_of(hubs["khatanga"]).unserved_feed_t_per_y > 0
    by_hub = {name: hub.components["reagents_in_usd_per_t"] for name, hub in hubs.items()}
    assert by_hub["khatanga"] > by_hub["solikamsk"]


def test_frame_has_a_row_for_each_hub_whose_components_sum_up(five: ComparisonAnswer) -> None:
    frame = five.to_frame().set_index("hub_id")
    assert frame.index.tolist() == list(FIVE)
    parts = list(five.record().hubs[0].components)
    assert frame[parts].sum(axis=1).tolist() == pytest.approx(frame["cost_usd_per_t"].tolist())


def test_market_and_closures_are_kept(study: zimnik.Study, hubs: dict[str, HubRecord]) -> None:
    found = compared(
        study,
        "krasnoyarsk",
        "solikamsk",
        deposits="tomtor",
        market="moscow_market",
        avoid="CN",
        through="cracking",
    ).record()
    assert found.stages == ("cracking",)
    for hub in found.hubs:
        assert total_of(hub).markets == ("moscow_market",)
        assert "baotou_st" not in {haul.from_id for haul in hub.deposits[0].hauls}
    whole = hubs["solikamsk"].components["plant_usd_per_t"]
    assert whole > found.hubs[1].components["plant_usd_per_t"]


def test_magnets_are_made_where_ndpr_is_known_and_told_where_it_is_not(
    study: zimnik.Study,
) -> None:
    found = compared(
        study,
        "krasnoyarsk",
        "solikamsk",
        deposits=("tomtor", "krasnouf"),
        tonnes_per_y=100_000,
        through="magnets",
    ).record()
    for hub in found.hubs:
        tomtor, krasnouf = hub.deposits
        assert tuple(stage.stage for stage in tomtor.stages) == found.stages
        assert tomtor.metal_kg_per_t > 0
        assert krasnouf.metal_kg_per_t == 0
        # 100,000 t of each deposit, in tonnes of 1000 kg.
        total = total_of(hub)
        assert total.metal_t_per_y == pytest.approx(tomtor.metal_kg_per_t * 100)
        per_kg, most = total.cost_usd_per_kg_metal, total.upper_bound_usd_per_kg_metal
        assert per_kg is not None
        assert most is not None
        assert 0 < per_kg < most
    assert any("krasnouf: no metal" in warning for warning in found.warnings)


@pytest.fixture(scope="module")
def with_road(study: zimnik.Study) -> ComparisonRecord:
    build = ("tomtor=all_season_road", "naiba")
    answer = compared(study, "krasnokamensk", "solikamsk", deposits="tomtor", build=build)
    return answer.record()


def test_a_road_is_built_and_paid_for_by_the_hubs_that_use_it(with_road: ComparisonRecord) -> None:
    road = next(one for one in with_road.built if one.name == "tomtor=all_season_road")
    assert road.used_by == ("krasnokamensk", "solikamsk")
    for hub in with_road.hubs:
        total, paid = total_of(hub), hub.components["roads_and_ports_built_usd_per_t"]
        assert paid == pytest.approx(road.yearly_usd / TOMTOR_T_PER_Y)
        assert total.without_projects_usd_per_t is not None
        saved = total.without_projects_usd_per_t - total.cost_usd_per_t + paid
        assert total.projects_pay_from_t_per_y == pytest.approx(road.yearly_usd / saved)


def test_without_the_road_it_costs_what_it_costs_when_none_is_asked_for(
    with_road: ComparisonRecord, hubs: dict[str, HubRecord]
) -> None:
    for hub in with_road.hubs:
        unbuilt = total_of(hubs[hub.id]).cost_usd_per_t
        assert total_of(hub).without_projects_usd_per_t == pytest.approx(unbuilt)


@pytest.mark.proof
def test_a_larger_port_has_room_for_all_and_is_paid_for(study: zimnik.Study) -> None:
    found = compared(
        study, "khatanga", "solikamsk", deposits="tomtor", build={"khatanga_port": 300e6}
    ).record()
    khatanga, solikamsk = found.hubs
    (project,) = found.built
    assert project.name == "khatanga_port=300000000"
    assert total_of(khatanga).unserved_feed_t_per_y == 0
    paid = khatanga.components["roads_and_ports_built_usd_per_t"]
    assert paid == pytest.approx(project.yearly_usd / TOMTOR_T_PER_Y)
    assert solikamsk.components["roads_and_ports_built_usd_per_t"] == 0
    assert total_of(khatanga).without_projects_usd_per_t is None


def test_deposit_of_unknown_grade_has_a_cost_of_feed_alone(study: zimnik.Study) -> None:
    found = compared(study, "krasnoyarsk", "angarsk", deposits="zashikh").record()
    for hub in found.hubs:
        total = total_of(hub)
        assert total.cost_usd_per_kg_reo is None
        assert total.cost_usd_per_t == pytest.approx(hub.components["feed_in_usd_per_t"])


def test_all_faults_are_told_at_once_by_field(study: zimnik.Study) -> None:
    wrong: dict[str, Any] = {
        "deposits": 5,
        "through": "alchemy",
        "ready": "02-30",
        "tonnes_per_y": "many",
        "return_load_share": 1.5,
        "max_days": 0,
        "build": {"tomtor": "tunnel"},
    }
    with pytest.raises(zimnik.InputError) as caught:
        compared(study, "solikamsk", "baotou", **wrong)
    assert {fault.where for fault in caught.value.faults} == set(wrong)
