"""The national question of the shipped atlas (E45)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import zimnik
from tests.commands import zimnik as command

if TYPE_CHECKING:
    from zimnik.maps.reports.money.outlook import OutlookRecord


@pytest.fixture(scope="module")
def study() -> zimnik.Study:
    return zimnik.load()


@pytest.fixture(scope="module")
def record(study: zimnik.Study) -> OutlookRecord:
    return study.outlook(year=2030, hubs=("solikamsk", "baotou")).record()


def test_plans_of_2030_are_those_of_the_table(record: OutlookRecord) -> None:
    # 23,200 t in ore of Tomtor, 3,600 t in loparite.
    assert record.contained_t_per_y == 26_800
    # 0.89 x 0.965 of the one, 0.85 x 0.965 of the other.
    assert record.oxides_t_per_y == pytest.approx(23_200 * 0.89 * 0.965 + 3_600 * 0.85 * 0.965)
    # Solikamsk, Acron and Korolyov.
    assert record.home_capacity_t_per_y == 2_500 + 200 + 130
    assert record.binds.startswith("plants that separate bind")


def test_targets_are_told_beside_what_they_are_of(record: OutlookRecord) -> None:
    shares = {
        target.figure.value: (target.planned_share, target.separated_share)
        for target in record.targets
    }
    assert set(shares) == {50_000, 3_000, 30_000}
    assert shares[50_000][0] == pytest.approx(26_800 / 50_000)
    assert shares[3_000][1] == pytest.approx(2_830 / 3_000)
    assert record.world_share == pytest.approx(2_830 / 390_000)
    assert record.import_share == pytest.approx(1 - 2_830 / 3_000)
    assert all(target.figure.source for target in record.targets)
    assert {figure.quantity for figure in record.conflicts} >= {"mining_share", "refining_share"}


def test_a_partner_is_cheaper_and_the_plans_depend_on_him(record: OutlookRecord) -> None:
    at_home = {step.deposit_id: step for step in record.steps}
    abroad = {step.deposit_id: step for step in record.steps_abroad}
    assert set(at_home) == set(abroad) == {"tomtor", "karnasurt"}
    assert abroad["tomtor"].cost_usd_per_kg_reo < at_home["tomtor"].cost_usd_per_kg_reo
    assert record.largest_partner == "CN"
    assert record.partner_share == pytest.approx(1 - 2_830 / record.oxides_t_per_y)
    lost = record.unseparated_share_without_largest_partner
    assert lost is not None
    assert 0 < lost < (record.partner_share or 0)


def test_costs_are_those_of_compared_hubs(study: zimnik.Study, record: OutlookRecord) -> None:
    compared = study.compare_hubs(
        ("solikamsk", "baotou"), deposits=("karnasurt",), tonnes_per_y=12_000
    ).record()
    (step,) = [one for one in record.steps if one.deposit_id == "karnasurt"]
    total = compared.hubs[0].total
    assert total is not None
    assert step.cost_usd_per_kg_reo == pytest.approx(total.with_mining_usd_per_kg_reo)


def test_without_a_plan_the_answer_is_none_with_its_reason(study: zimnik.Study) -> None:
    answer = study.outlook(deposits=("chuktukon",))
    assert not answer.answered
    assert answer.record().without == {"chuktukon": "no planned output is published"}
    assert "no deposit has a plan that counts" in answer.to_text()


def test_text_and_table_name_every_source(study: zimnik.Study, record: OutlookRecord) -> None:
    answer = study.outlook(year=2030, hubs=("solikamsk", "baotou"))
    text = answer.to_text()
    assert text.startswith("2030: 26,800 t of REO a year are planned")
    assert text.count("source: ") >= len(record.targets) + len(record.conflicts)
    rows = answer.to_frame()
    assert (rows["source"].str.len() > 0).all()


def test_a_year_out_of_reach_is_bad_input() -> None:
    done = command("outlook", "--year", "1900", status=2)
    assert "--year" in done.err
