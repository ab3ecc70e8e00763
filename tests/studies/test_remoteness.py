"""How remote sites are, asked through a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from shapely.geometry import Point

from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Goal
from zimnik.studies.remoteness import RemotenessQuestion, site_setting

if TYPE_CHECKING:
    import zimnik
    from zimnik.studies.remoteness import RemotenessAnswer

WRONG_GOAL: dict[str, Any] = {"goal": "moon"}
TOMTOR: dict[str, Any] = {"deposits": ("tomtor",), "ready": "02-01"}


@pytest.fixture(scope="module")
def answer(study: zimnik.Study) -> RemotenessAnswer:
    return study.remoteness(**TOMTOR)


@pytest.mark.proof
def test_a_month_is_the_day_of_its_first(study: zimnik.Study, answer: RemotenessAnswer) -> None:
    months = study.remoteness(deposits=("tomtor",), monthly=Goal.RAILHEAD)
    february = months.to_frame().set_index("ready").loc["02-01"]
    (site,) = answer.record().sites
    assert february["nearest_id"] == site.railhead_id
    assert february["cost_usd_per_t"] == pytest.approx(site.railhead_usd_per_t, rel=1e-9)
    assert february["hours"] == pytest.approx(site.railhead_hours, rel=1e-9)
    assert "02-01" in months.to_text()


def test_months_have_neither_points_nor_a_page(study: zimnik.Study) -> None:
    question = RemotenessQuestion(deposits=("tomtor",), monthly=Goal.HUB)
    assert question.formats() == ("text", "json", "csv")
    months = study.remoteness(deposits=("tomtor",), monthly=Goal.HUB)
    for draw in (months.to_geodataframe, months.to_map):
        with pytest.raises(InputError, match="format"):
            draw()


def test_a_point_of_shapely_is_a_site_beside_all_deposits(study: zimnik.Study) -> None:
    point: Any = Point(116.6, 71.1)
    setting = site_setting(study.model, RemotenessQuestion(deposits=point))
    (site_id,) = setting.asked_ids
    deposits = set(study.model.atlas.deposits["id"])
    assert site_id not in deposits
    assert set(setting.cargoes) == {site_id, *deposits}


def test_points_and_rows_are_the_same_sites(answer: RemotenessAnswer) -> None:
    points = answer.to_geodataframe()
    assert points.crs == "EPSG:4326"
    assert points["site_id"].tolist() == answer.to_frame()["site_id"].tolist() == ["tomtor"]


def test_faults_of_a_page_are_those_of_the_surface(answer: RemotenessAnswer) -> None:
    with pytest.raises(InputError) as raised:
        answer.to_map(cell_km=1.0)
    assert [fault.where for fault in raised.value.faults] == ["cell_km"]
    with pytest.raises(InputError, match="railhead"):
        answer.to_map(**WRONG_GOAL)


def test_all_faults_are_told_at_once_by_field() -> None:
    wrong: dict[str, Any] = {"monthly": "moon", "ready": "13-01", "year_type": "wet"}
    with pytest.raises(InputError) as raised:
        RemotenessQuestion(**wrong)
    assert [fault.where for fault in raised.value.faults] == ["ready", "monthly", "year_type"]
