"""A campaign, asked of a study in Python: mappings, flows, frames and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zimnik
from zimnik.studies.options import Flow

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.studies.campaign import CampaignAnswer


@pytest.fixture(scope="module")
def by_khatanga(study: zimnik.Study) -> CampaignAnswer:
    return study.campaign(
        "tomtor",
        "krasnokamensk",
        tonnes_per_y=160_000,
        via=["khatanga_port"],
        capacity_t_per_y={"khatanga_port": 20_000},
    )


def test_a_capacity_is_the_most_that_passes(by_khatanga: CampaignAnswer) -> None:
    """The port takes so many tonnes with their water and packaging; flows are dry."""
    delivered_t = by_khatanga.result.delivered_t
    (port,) = (full for full in by_khatanga.result.bindings if full.name == "khatanga_port")
    assert port.used_t == pytest.approx(20_000, rel=1e-4)
    assert 0 < delivered_t < 20_000
    flows = by_khatanga.to_frame().query("`table` == 'flow'")
    from_port = flows[flows["from_id"] == "khatanga_port"]["tonnes"].sum()
    assert from_port == pytest.approx(delivered_t, rel=1e-4)


def test_the_answer_says_its_limits_and_asks_again_as_a_command(
    by_khatanga: CampaignAnswer,
) -> None:
    asked = by_khatanga.asked
    assert asked.options["capacity_t_per_y"] == {"khatanga_port": 20_000.0}
    assert asked.command == (
        "zimnik campaign tomtor krasnokamensk --tonnes 160000 --via khatanga_port "
        "--capacity khatanga_port=20000"
    )
    assert any("aircraft are left out" in warning for warning in by_khatanga.result.warnings)


def test_a_flow_is_a_text_a_tuple_or_a_flow(study: zimnik.Study) -> None:
    given = (
        "lovozero:solikamsk:5000",
        ("lovozero", "solikamsk", 5000),
        Flow("lovozero", "solikamsk", 5e3),
    )
    for one in given:
        found = study.campaign("koashva", "solikamsk", tonnes_per_y=10_000, also=[one])
        assert [demand.wanted_t for demand in found.result.demands] == [10_000, 5_000]


def test_a_page_is_written(by_khatanga: CampaignAnswer, tmp_path: Path) -> None:
    page = by_khatanga.to_html(tmp_path / "campaign.html")
    assert "Tomtor (Buranny) to Krasnokamensk: a year" in page.read_text("utf8")


def test_a_campaign_has_no_lines(by_khatanga: CampaignAnswer) -> None:
    with pytest.raises(zimnik.InputError, match="one of text, json, csv, xlsx, html"):
        by_khatanga.to_geodataframe()


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({"also": ["tomtor:solikamsk"]}, "also"),
        ({"inbound": 5}, "inbound"),
        ({"storage_t": {"tiksi": -1}}, "storage_t"),
        ({"storage_t": {"krasnokamensk": 5}}, "storage_t"),
        ({"capacity_t_per_y": {"nowhere_at_all": 5}}, "capacity_t_per_y"),
        ({"capacity_t_per_y": {"tiksi": 5, "Tiksi port": 6}}, "capacity_t_per_y"),
        ({"storage_usd_per_t_d": {"tiksi": 1e9}}, "storage_usd_per_t_d"),
        ({"working_season": ("02-30", "03-01")}, "working_season"),
        ({"with_air": True, "without": ["air"]}, "with_air"),
        ({"with_air": "yes"}, "with_air"),
        ({"fleet": {"barge": 0}}, "fleet"),
        ({"fleet": {"brage": 5}}, "fleet"),
        ({"fleet": {"barge:volga": 5}}, "fleet"),
        ({"fleet": "barge"}, "fleet"),
        ({"idle_free": "maybe"}, "idle_free"),
    ],
)
def test_bad_input_raises_faults_named_by_field(
    study: zimnik.Study, options: dict[str, Any], where: str
) -> None:
    with pytest.raises(zimnik.InputError) as caught:
        study.campaign("tomtor", "krasnokamensk", **options)
    assert {fault.where for fault in caught.value.faults} == {where}


@pytest.mark.proof
def test_the_need_stands_beside_what_exists_and_a_bound_holds(study: zimnik.Study) -> None:
    """Zhigansk by eight hundred lorries: as many as all winter roads of Yakutia have."""
    free = study.campaign("tomtor", "krasnokamensk", tonnes_per_y=160_000)
    lorries = next(one for one in free.record().fleets if one.vehicle == "winter_truck")
    assert lorries.is_short
    assert lorries.known_vehicles == 800
    assert "MORE THAN EXIST" in free.to_text()
    held = study.campaign(
        "tomtor", "krasnokamensk", tonnes_per_y=160_000, fleet={"winter_truck": 800}
    )
    assert held.result.cost_usd > free.result.cost_usd
    most = max(need.vehicles for need in held.result.fleets if need.pool.vehicle == "winter_truck")
    assert most <= 800
    assert held.asked.command.endswith("--fleet winter_truck=800")


def test_wrong_limits_of_all_kinds_are_told_at_once(study: zimnik.Study) -> None:
    with pytest.raises(zimnik.InputError) as caught:
        study.campaign(
            "tomtor",
            "krasnokamensk",
            storage_t={"krasnokamensk": 5},
            capacity_t_per_y={"nix": 5, "nax": 6},
        )
    assert [fault.where for fault in caught.value.faults] == [
        "capacity_t_per_y",
        "capacity_t_per_y",
        "storage_t",
    ]
