"""`zimnik hubs compare` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import zimnik

if TYPE_CHECKING:
    from pathlib import Path

FIVE = ("krasnokamensk", "krasnoyarsk", "solikamsk", "khatanga", "baotou")


@pytest.fixture(scope="module")
def hubs() -> dict[str, dict[str, Any]]:
    done = zimnik("hubs", "compare", *FIVE, "--deposit", "tomtor", "--format", "json")
    return {hub["hub_id"]: hub for hub in json.loads(done.out)["hubs"]}


def test_feed_costs_what_the_route_costs(hubs: dict[str, dict[str, Any]]) -> None:
    done = zimnik("route", "tomtor", "krasnokamensk", "--format", "json")
    route = json.loads(done.out)["routes"][0]["total"]["cost_usd_per_t"]
    assert hubs["krasnokamensk"]["feed_in_usd_per_t"] == pytest.approx(route)


def test_reagents_outweigh_products_as_the_plans_reckon(hubs: dict[str, dict[str, Any]]) -> None:
    # The plans of Tomtor reckon 80-350 thousand tonnes of reagents of full strength in, and about
    # 33 thousand of oxides out, for 160,000 t of ore.
    for hub in hubs.values():
        flows = hub["deposits"][0]["stages"]
        reagents = sum(sum(flow["reagents_t_per_y"].values()) for flow in flows)
        assert 80_000 < reagents < 400_000
        assert 20_000 < hub["products_out_t_per_y"] < 40_000


def test_khatanga_cannot_take_its_reagents(hubs: dict[str, dict[str, Any]]) -> None:
    assert hubs["khatanga"]["cannot_arrive_t_per_y"] > 0
    assert hubs["khatanga"]["reagents_in_usd_per_t"] > hubs["solikamsk"]["reagents_in_usd_per_t"]


def test_market_and_closures_are_kept(hubs: dict[str, dict[str, Any]]) -> None:
    done = zimnik(
        "hubs", "compare", "krasnoyarsk", "solikamsk", "--deposit", "tomtor",
        "--market", "moscow_market", "--avoid", "CN", "--through", "cracking", "--format", "json",
    )  # fmt: skip
    document = json.loads(done.out)
    assert document["stages"] == ["cracking"]
    for hub in document["hubs"]:
        assert hub["markets"] == "moscow_market"
        sources = {haul["from_id"] for haul in hub["deposits"][0]["hauls"]}
        assert "baotou_st" not in sources
    assert hubs["solikamsk"]["plant_usd_per_t"] > document["hubs"][1]["plant_usd_per_t"]


def test_magnets_are_made_where_ndpr_is_known_and_told_where_it_is_not() -> None:
    done = zimnik(
        "hubs", "compare", "krasnoyarsk", "solikamsk", "--deposit", "tomtor", "--deposit",
        "krasnouf", "--tonnes", "100000", "--through", "magnets", "--format", "json",
    )  # fmt: skip
    document = json.loads(done.out)
    for hub in document["hubs"]:
        tomtor, krasnouf = hub["deposits"]
        assert [stage["stage"] for stage in tomtor["stages"]] == document["stages"]
        assert tomtor["made_kg_per_t"] > 0
        assert krasnouf["made_kg_per_t"] == 0
        assert hub["made_t_per_y"] == pytest.approx(tomtor["made_kg_per_t"] * 100)
        assert 0 < hub["cost_usd_per_kg_made"] < hub["most_usd_per_kg_made"]
    assert any("krasnouf: no metal" in warning for warning in document["warnings"])


def test_a_road_is_built_and_paid_for_by_the_hubs_that_use_it() -> None:
    done = zimnik(
        "hubs", "compare", "krasnokamensk", "solikamsk", "--deposit", "tomtor",
        "--build", "tomtor=all_season_road", "--build", "naiba", "--format", "json",
    )  # fmt: skip
    document = json.loads(done.out)
    road = next(work for work in document["built"] if work["name"] == "tomtor=all_season_road")
    for hub in document["hubs"]:
        assert hub["roads_and_ports_built_usd_per_t"] == pytest.approx(road["yearly_usd"] / 160_000)
        saved = hub["without_what_is_built_usd_per_t"] - hub["cost_usd_per_t"]
        saved += hub["roads_and_ports_built_usd_per_t"]
        pays_from = hub["what_is_built_pays_from_t_per_y"]
        assert pays_from == pytest.approx(road["yearly_usd"] / saved)


def test_a_larger_port_has_room_for_all_and_is_paid_for() -> None:
    done = zimnik(
        "hubs", "compare", "khatanga", "solikamsk", "--deposit", "tomtor",
        "--build", "khatanga_port=300000000", "--format", "json",
    )  # fmt: skip
    document = json.loads(done.out)
    khatanga, solikamsk = document["hubs"]
    (work,) = document["built"]
    assert khatanga["cannot_arrive_t_per_y"] == 0
    paid = khatanga["roads_and_ports_built_usd_per_t"]
    assert paid == pytest.approx(work["yearly_usd"] / 160_000)
    assert solikamsk["roads_and_ports_built_usd_per_t"] == 0
    assert khatanga["without_what_is_built_usd_per_t"] is None


def test_deposit_of_unknown_grade_has_a_cost_of_feed_alone() -> None:
    done = zimnik(
        "hubs", "compare", "krasnoyarsk", "angarsk", "--deposit", "zashikh", "--format", "json"
    )
    for hub in json.loads(done.out)["hubs"]:
        assert hub["cost_usd_per_kg_reo"] is None
        assert hub["cost_usd_per_t"] == pytest.approx(hub["feed_in_usd_per_t"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("krasnoyarsk",), "two hubs or more"),
        (("krasnoyarsk", "krasnoyarsk"), "two hubs or more"),
        (("krasnoyarsk", "nowhere_at_all"), "nowhere_at_all"),
        (("krasnoyarsk", "tomtor"), "a hub"),
        (("krasnoyarsk", "solikamsk", "--through", "alchemy"), "cracking, separation"),
        (("krasnoyarsk", "solikamsk", "--build", "tiksi"), "stands already"),
        (("krasnoyarsk", "solikamsk", "--build", "tomtor=tunnel"), "all_season_road"),
        (("krasnoyarsk", "solikamsk", "--build", "moscow_st=rail_spur"), "a deposit or a hub"),
        (("krasnoyarsk", "solikamsk", "--build", "tomtor=5e6"), "a terminal to enlarge"),
        (("krasnoyarsk", "solikamsk", "--ready", "13-01"), "MM-DD"),
        (("krasnoyarsk", "solikamsk", "--deposit", "solikamsk"), "a deposit"),
    ],
)
def test_bad_input_ends_with_two_and_its_fault(arguments: tuple[str, ...], said: str) -> None:
    done = zimnik("hubs", "compare", *arguments, status=2)
    assert said in done.err
    assert "Traceback" not in done.err


def test_no_way_to_any_hub_ends_with_one() -> None:
    done = zimnik(
        "hubs", "compare", "solikamsk", "krasnoyarsk", "--deposit", "tomtor",
        "--without", "winter_road", "--without", "air", status=1,
    )  # fmt: skip
    assert "no answer" in done.out


def test_broken_recipe_is_told_by_row(tmp_path: Path) -> None:
    head = "recipe_id,direction,item,low,base,high,unit,source,confidence\n"
    row = "tomtor_cracking,in,unobtainium,0.1,0.2,0.3,t/t,mine,C\n"
    (tmp_path / "recipe_flows.csv").write_text(head + row, encoding="utf-8")
    done = zimnik("hubs", "compare", "solikamsk", "krasnoyarsk", "--atlas", str(tmp_path), status=2)
    assert "unobtainium" in done.err


def test_page_is_written(tmp_path: Path) -> None:
    page = tmp_path / "hubs.html"
    zimnik("hubs", "compare", "solikamsk", "khatanga", "--deposit", "tomtor", "--out", str(page))
    assert page.stat().st_size < 1_500_000
