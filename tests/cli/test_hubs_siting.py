"""`zimnik hubs site` and `zimnik hubs rank` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import zimnik

if TYPE_CHECKING:
    from pathlib import Path

FEW = ("--hubs", "solikamsk", "--hubs", "baotou", "--ready", "07-01")
LOVOZERO = (*FEW, "--deposits", "karnasurt")


def site(*arguments: str, status: int = 0) -> dict[str, Any]:
    done = zimnik("hubs", "site", *arguments, "--format", "json", status=status)
    document: dict[str, Any] = json.loads(done.out)
    return document


def test_site_opens_the_nearest_plant_and_proves_it() -> None:
    document = site("--open", "1", *LOVOZERO)
    assert document["status"] == "optimal"
    assert document["gap"] < 1e-6
    assert document["conserved"]
    (stage,) = document["stages"]
    assert [hub["id"] for hub in stage["hubs"]] == ["solikamsk"]
    (flow,) = document["flows"]
    assert flow["tonnes_per_y"] == 12_000
    assert document["cost_usd_per_y"] == pytest.approx(flow["cost_usd_per_y"])


def test_hub_fixed_open_is_open_and_one_closed_is_not() -> None:
    fixed = site("--open", "1", *LOVOZERO, "--fixed", "baotou")
    closed = site("--open", "1", *LOVOZERO, "--closed", "solikamsk")
    for document in (fixed, closed):
        assert [hub["id"] for hub in document["stages"][0]["hubs"]] == ["baotou"]


def test_site_says_it_as_text_and_csv() -> None:
    text = zimnik("hubs", "site", "--open", "1", *LOVOZERO).out
    assert "proven the least" in text
    assert "tonnes and REO are conserved at every stage" in text
    table = zimnik("hubs", "site", "--open", "1", *LOVOZERO, "--format", "csv").out
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["from_id"], row["to_id"], row["tonnes_per_y"]) == (
        "karnasurt",
        "solikamsk",
        "12000.0",
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--open", "3", *LOVOZERO), "expected 1 to 2 hubs to open, found 3"),
        (("--open", "1", *LOVOZERO, "--fixed", "acron"), "found 'acron'"),
        (
            ("--open", "1", *LOVOZERO, "--fixed", "baotou", "--closed", "baotou"),
            "expected open or closed, found both",
        ),
        (("--open", "1", "--deposits", "solikamsk"), "expected a deposit"),
        (("--open", "1", "--stage", "smelting"), "one of alloy"),
        ((), "expected --open or --target-reo, found neither"),
        (("--open", "1", "--target-reo", "5"), "expected --open or --target-reo, found both"),
        (("--target-reo", "-5"), "tonnes above zero"),
        (("--open", "1", "--time-limit", "nan", *LOVOZERO), "seconds above zero"),
        (("--open", "1", "--tonnes", "-5", *LOVOZERO), "tonnes above zero"),
        (("--open", "0", *LOVOZERO), "how many hubs, 1 or more"),
        (("--open", "two", *LOVOZERO), "a number of 0 or more, once"),
        (("--open", "magnets=1", *LOVOZERO), "STAGE=VALUE with one of cracking, separation"),
        (("--separate", "--fixed", "metal=baotou", *LOVOZERO), "one of cracking, separation"),
        (("--open", "1", "--hub-cost", "solikamsk", *LOVOZERO), "HUB=USD"),
        (("--open", "1", "--minimum", "-1", *LOVOZERO), "a number of 0 or more"),
        (("--open", "1", "--build", "naiba", *LOVOZERO), "expected --value-chain or --separate"),
        (("--separate", "--build", "khatanga_port=1e8"), "something to be built"),
        (("--value-chain", "--through", "alchemy"), "cracking, separation, metal, magnets"),
        (
            ("--open", "separation=1", "--existing", "--fixed", "baotou", *LOVOZERO),
            "at least the hubs fixed open",
        ),
    ],
)
def test_bad_questions_end_with_the_reason(arguments: tuple[str, ...], said: str) -> None:
    assert said in zimnik("hubs", "site", *arguments, status=2).err


def test_deposit_that_no_hub_can_be_fed_from_is_named() -> None:
    document = site("--open", "1", *LOVOZERO, "--avoid", "karnasurt", status=1)
    assert document["status"] == "infeasible"
    assert document["reasons"] == ["no reachable hub for karnasurt"]


def test_stages_stand_at_hubs_of_their_own_and_mass_is_lost_between() -> None:
    document = site(
        *("--open", "cracking=1", "--open", "separation=1", "--closed", "separation=solikamsk"),
        *("--fixed", "cracking=solikamsk", *LOVOZERO),
    )
    assert document["status"] == "optimal"
    assert document["conserved"]
    cracking, separation = document["stages"]
    assert [hub["id"] for hub in cracking["hubs"]] == ["solikamsk"]
    assert [hub["id"] for hub in separation["hubs"]] == ["baotou"]
    ore, carbonate = document["flows"]
    assert ore["tonnes_per_y"] == pytest.approx(12_000)
    # Loparite of 30 % REO, of which 85 % are in a carbonate of 59 %.
    assert carbonate["tonnes_per_y"] == pytest.approx(12_000 * 0.3 * 0.85 / 0.59)
    made = {limit["name"]: limit["total"] for limit in document["limits"]}
    assert made["separation at baotou, REO"] == pytest.approx(12_000 * 0.3 * 0.85 * 0.965)


def test_without_a_number_fixed_costs_decide_how_many_hubs_open() -> None:
    dear = ("--hub-cost", "solikamsk=900000000", "--hub-cost", "baotou=1")
    document = site("--separate", *dear, *LOVOZERO)
    for stage in document["stages"]:
        assert [hub["id"] for hub in stage["hubs"]] == ["baotou"]
        assert stage["fixed_usd_per_y"] == 1


def test_target_of_2030_lists_what_is_planned_and_how_far_it_falls_short() -> None:
    document = site("--target-reo", "50000", "--year", "2030", *FEW, status=1)
    told = document["warnings"]
    assert document["short_reo_t_per_y"] == pytest.approx(
        50_000 - document["delivered_reo_t_per_y"]
    )
    assert 10_000 < document["delivered_reo_t_per_y"] < 26_800
    assert any(note.startswith("tomtor: 160,000 t of ore with 23,200 t REO") for note in told)
    assert any("not counted, no planned output is published" in note for note in told)
    assert document["conserved"]


def test_front_of_separate_stages_names_the_hubs_of_each() -> None:
    document = site("--separate", "--pareto", "home", *LOVOZERO)
    for point in document["points"]:
        assert set(point["open"]) == {"cracking", "separation"}
    costs = [point["cost_usd_per_y"] for point in document["points"]]
    abroad = [point["reo_made_abroad_t_per_y"] for point in document["points"]]
    assert costs == sorted(costs)
    assert abroad == sorted(abroad, reverse=True)
    assert abroad[-1] == pytest.approx(12_000 * 0.3 * 0.85 * 0.965 - 2500, rel=1e-4)
    text = zimnik("hubs", "site", "--separate", "--pareto", "co2", *LOVOZERO).out
    assert "cracking: " in text


def test_small_target_is_met_exactly() -> None:
    document = site("--target-reo", "1000", *FEW)
    assert document["delivered_reo_t_per_y"] == pytest.approx(1000.0)
    assert document["short_reo_t_per_y"] == 0


def test_rank_is_the_same_for_the_same_seed_and_its_shares_add_up() -> None:
    asked = ("solikamsk", "baotou", "--deposits", "karnasurt", "--ready", "07-01", "--draws", "50")
    first, again = (zimnik("hubs", "rank", *asked, "--format", "json").out for _ in range(2))
    assert first == again
    document = json.loads(first)
    assert [hub["id"] for hub in document["hubs"]] == ["solikamsk", "baotou"]
    for hub in document["hubs"]:
        assert sum(hub["rank_shares"]) == pytest.approx(1.0)
        assert hub["p05_usd_per_t"] <= hub["mean_usd_per_t"] <= hub["p95_usd_per_t"]
    assert document["stored_ways_against_routing"]["most_share"] < 0.05


def test_rank_tells_what_decides() -> None:
    asked = ("solikamsk", "baotou", "--deposits", "karnasurt", "--ready", "07-01", "--draws", "20")
    text = zimnik("hubs", "rank", *asked).out
    assert "What decides: lead of Solikamsk Magnesium Plant over Baotou" in text
    assert "rail 1520 tkm" in text
    assert "stored ways against routing anew" in text


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--draws", "0"), "one draw or more"),
        (("--draws", "0", "--value-chain"), "one draw or more"),
        (("--seed", "-1"), "seed of 0 or more"),
        (("nowhere",), "'nowhere'"),
        (("tomtor",), "Name a hub"),
    ],
)
def test_rank_refuses_what_makes_no_sense(options: tuple[str, ...], told: str) -> None:
    assert told in zimnik("hubs", "rank", *options, status=2).err


def test_rank_names_the_cell_of_a_rate_that_is_no_number(tmp_path: Path) -> None:
    rates = files("zimnik.layers").joinpath("data/rates.csv").read_text(encoding="utf-8")
    wrong = rates.replace("price,ice_class_ship_tkm,0.015,", "price,ice_class_ship_tkm,nan,")
    assert wrong != rates
    (tmp_path / "mine.csv").write_text(wrong, encoding="utf-8")
    asked = ("hubs", "rank", "--rates", str(tmp_path / "mine.csv"))
    told = zimnik(*asked, status=2).err
    assert "row price ice_class_ship_tkm (line 9), column 'low'" in told
    assert "found 'nan'" in told


def test_rank_of_the_value_chain_reprices_what_finding_anew_costs() -> None:
    document = json.loads(
        zimnik(
            *("hubs", "rank", "solikamsk", "baotou", "--value-chain", "--format", "json"),
            *("--deposits", "karnasurt", "--ready", "07-01", "--draws", "20"),
        ).out
    )
    inputs = {swing["input"] for swing in document["tornado"]}
    assert {"rail_1520_tkm", "rouble", "recovery cracking", "capex cracking"} <= inputs
    assert abs(document["stored_ways_against_routing"]["most_share"]) < 0.05
    assert document["hubs"][0]["mean_usd_per_t"] > 1000
