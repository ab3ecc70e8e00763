"""`zimnik hubs compare`, `hubs rank` and `hubs site` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import zimnik
from tests.examples import some

if TYPE_CHECKING:
    from pathlib import Path

PAIR = ("hubs", "compare", "krasnoyarsk", "solikamsk")
RANK = ("hubs", "rank", "solikamsk", "baotou", "--deposit", "karnasurt", "--draws", "20")
FEW = ("--hub", "solikamsk", "--hub", "baotou", "--ready", "07-01")
LOVOZERO = (*FEW, "--deposit", "karnasurt")
SITE = ("hubs", "site", "--open", "1", *LOVOZERO)
TARGET = ("hubs", "site", "--target-reo", "1000", *FEW)
FRONT = ("hubs", "site", "--separate", "--pareto", "home", *LOVOZERO)


COSTS = {"site": "cost_usd_per_y", "rank": "mean_usd_per_t", "compare": "cost_usd_per_t"}


def costs_of(document: dict[str, Any]) -> list[float]:
    """Return the costs of the hubs, flows or points of an answer."""
    if "flows" in document:
        return [flow["cost_usd_per_y"] for flow in document["flows"]]
    if "points" in document:
        return [point["cost_usd_per_y"] for point in document["points"]]
    hubs = document["hubs"]
    return [hub.get("mean_usd_per_t") or hub["total"]["cost_usd_per_t"] for hub in hubs]


@pytest.mark.parametrize(
    "question", some([SITE, RANK, (*PAIR, "--deposit", "tomtor"), TARGET, FRONT], 2)
)
def test_answer_names_the_command_that_asks_for_it_again(question: tuple[str, ...]) -> None:
    document = json.loads(zimnik(*question, "--format", "json").out)
    command = document["asked"]["command"]
    said, *table = zimnik(*shlex.split(command)[1:], "--format", "csv").out.splitlines()
    assert said.startswith(f"# {command} (zimnik ")
    rows = list(csv.DictReader(io.StringIO("\n".join(table))))
    assert rows
    # What is told of the answer is in the table as well.
    costs = {str(cost) for cost in costs_of(document)}
    assert {row[COSTS[question[1]]] for row in rows} == costs


@pytest.mark.parametrize("question", [SITE, TARGET, FRONT, RANK, PAIR])
def test_format_that_an_answer_lacks_is_refused(question: tuple[str, ...]) -> None:
    done = zimnik(*question, "--format", "geojson", status=2)
    assert "--format: expected one of text, json, csv" in done.err
    assert not done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("krasnoyarsk",), "two hubs or more"),
        (("krasnoyarsk", "krasnoyarsk"), "two hubs or more"),
        # Two names of one hub.
        (("krasnoyarsk", "Krasnoyarsk (Krastsvetmet)"), "two hubs or more"),
        (("krasnoyarsk", "nowhere_at_all"), "nowhere_at_all"),
        (("krasnoyarsk", "tomtor"), "hubs: expected a hub, found 'tomtor', a deposit"),
        (("krasnoyarsk", "solikamsk", "--through", "alchemy"), "cracking"),
        (("krasnoyarsk", "solikamsk", "--build", "tiksi"), "stands already"),
        (("krasnoyarsk", "solikamsk", "--build", "tomtor=tunnel"), "all_season_road"),
        (("krasnoyarsk", "solikamsk", "--build", "moscow_st=rail_spur"), "a deposit or a hub"),
        (("krasnoyarsk", "solikamsk", "--build", "tomtor=5e6"), "a terminal to enlarge"),
        (("krasnoyarsk", "solikamsk", "--market", "tomtor"), "--market: expected"),
        (("krasnoyarsk", "solikamsk", "--return-loads", "2"), "--return-loads: expected a number"),
        (("krasnoyarsk", "solikamsk", "--ready", "13-01"), "MM-DD"),
        (("krasnoyarsk", "solikamsk", "--deposit", "solikamsk"), "--deposit: expected a deposit"),
    ],
)
def test_compare_refuses_with_the_reason(arguments: tuple[str, ...], said: str) -> None:
    done = zimnik("hubs", "compare", *arguments, status=2)
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--open", "3", *LOVOZERO), "expected 1 to 2 hubs to open, found 3"),
        (("--open", "1", *LOVOZERO, "--fixed", "acron"), "found 'acron'"),
        (
            ("--open", "1", *LOVOZERO, "--fixed", "baotou", "--closed", "baotou"),
            "expected open or closed, found both",
        ),
        (("--open", "1", "--deposit", "solikamsk"), "--deposit: expected a deposit"),
        (("--open", "1", "--stage", "smelting"), "--stage: expected one of alloy"),
        ((), "--open: expected how many hubs are open, or a target, found neither"),
        (("--open", "1", "--target-reo", "5"), "a number of open hubs or a target, found both"),
        (("--pareto", "co2", "--target-reo", "5"), "a target or a weighing of goals, found both"),
        (("--target-reo", "5", "--tonnes", "9"), "--tonnes: expected no tonnes beside a target"),
        (("--target-reo", "-5"), "--target-reo: expected a number above 0"),
        (("--open", "1", "--time-limit", "nan", *LOVOZERO), "--time-limit: expected a number"),
        (("--open", "1", "--tonnes", "-5", *LOVOZERO), "--tonnes: expected a number 1 to"),
        (("--open", "0", *LOVOZERO), "--open: expected a whole number 1 to"),
        (("--open", "two", *LOVOZERO), "--open: expected a whole number 1 to"),
        (
            ("--open", "1", "--open", "2", *LOVOZERO),
            "a number for each stage, once, found '1', '2'",
        ),
        (("--open", "magnets=1", *LOVOZERO), "one of the stages cracking, separation"),
        (("--separate", "--fixed", "metal=baotou", *LOVOZERO), "one of the stages cracking"),
        (("--open", "1", "--hub-cost", "solikamsk", *LOVOZERO), "--hub-cost: expected NAME=NUMBER"),
        (("--open", "1", "--hub-cost", "tomtor=1", *LOVOZERO), "--hub-cost: expected a hub"),
        (("--open", "1", "--minimum", "-1", *LOVOZERO), "--minimum: expected a number 0 to"),
        (("--open", "1", "--build", "naiba", *LOVOZERO), "--build: expected the value chain"),
        (("--separate", "--build", "khatanga_port=1e8"), "something to be built"),
        (("--value-chain", "--through", "alchemy"), "cracking"),
        (
            ("--open", "1", "--fixed", "baotou", "--fixed", "solikamsk", *LOVOZERO),
            "at least the hubs fixed open",
        ),
    ],
)
def test_site_refuses_with_the_reason(arguments: tuple[str, ...], said: str) -> None:
    assert said in zimnik("hubs", "site", *arguments, status=2).err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--draws", "0"), "--draws: expected a whole number 1 to"),
        (("--draws", "0", "--value-chain"), "--draws: expected a whole number 1 to"),
        (("--seed", "-1"), "--seed: expected a whole number 0 to"),
        (("nowhere",), "'nowhere'"),
        (("tomtor",), "Name a hub"),
        (("--stage", "smelting"), "--stage: expected one of alloy"),
    ],
)
def test_rank_refuses_what_makes_no_sense(options: tuple[str, ...], told: str) -> None:
    assert told in zimnik("hubs", "rank", *options, status=2).err


def test_wrong_names_of_all_options_are_told_at_once() -> None:
    told = zimnik(
        *("hubs", "compare", "krasnoyarsk", "atlantis", "--deposit", "eldorado"),
        *("--market", "shangri_la", "--build", "bifrost", "--build", "valhalla=rail_spur"),
        status=2,
    ).err
    for wrong in ("atlantis", "eldorado", "shangri_la", "bifrost", "valhalla"):
        assert wrong in told, wrong


def test_no_way_to_any_hub_ends_with_one() -> None:
    done = zimnik(
        *(*PAIR, "--deposit", "tomtor", "--without", "winter_road", "--without", "air"), status=1
    )
    assert "no answer" in done.out


def test_deposit_that_no_hub_can_be_fed_from_ends_with_one() -> None:
    done = zimnik(*SITE, "--avoid", "karnasurt", status=1)
    assert "no reachable hub for karnasurt" in done.out


def test_target_that_is_missed_ends_with_one() -> None:
    assert "t short" in zimnik("hubs", "site", "--target-reo", "50000", *FEW, status=1).out


def test_broken_recipe_is_told_by_row(tmp_path: Path) -> None:
    head = "recipe_id,direction,item,low,base,high,unit,source,confidence\n"
    row = "tomtor_cracking,in,unobtainium,0.1,0.2,0.3,t/t,mine,C\n"
    (tmp_path / "recipe_flows.csv").write_text(head + row, encoding="utf-8")
    assert "unobtainium" in zimnik(*PAIR, "--atlas", str(tmp_path), status=2).err


def test_rank_names_the_cell_of_a_rate_that_is_no_number(tmp_path: Path) -> None:
    rates = (
        files("zimnik.layers")
        .joinpath("data/regions/russia-arctic/rates.csv")
        .read_text(encoding="utf-8")
    )
    wrong = re.sub("^price,ice_class_ship_tkm,[^,]+,", "price,ice_class_ship_tkm,nan,", rates,
                   flags=re.MULTILINE)  # fmt: skip
    assert wrong != rates
    (tmp_path / "mine.csv").write_text(wrong, encoding="utf-8")
    told = zimnik("hubs", "rank", "--rates", str(tmp_path / "mine.csv"), status=2).err
    assert "row price ice_class_ship_tkm (line 9), column 'low'" in told
    assert "found 'nan'" in told


def test_page_of_the_compared_hubs_is_written(tmp_path: Path) -> None:
    page = tmp_path / "hubs.html"
    zimnik("hubs", "compare", "solikamsk", "khatanga", "--deposit", "tomtor", "--out", str(page))
    assert page.stat().st_size < 1_500_000
    assert str(tmp_path) not in page.read_text("utf8")
