"""How remote sites are, asked through a study."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING, Any

import pytest
from shapely.geometry import Point

from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Goal
from zimnik.geo.routing.year import YearCell
from zimnik.studies.remoteness import RemotenessQuestion, site_setting

if TYPE_CHECKING:
    import zimnik
    from zimnik.studies.remoteness import RemotenessAnswer

WRONG_GOAL: dict[str, Any] = {"goal": "moon"}
TOMTOR: dict[str, Any] = {"deposits": ("tomtor",), "ready": "02-01"}


@pytest.fixture(scope="module")
def answer(study: zimnik.Study) -> RemotenessAnswer:
    return study.remoteness(**TOMTOR)


@pytest.fixture(scope="module")
def year(study: zimnik.Study) -> RemotenessAnswer:
    return study.remoteness(deposits=("lovozero",))


def test_without_a_day_costs_are_means_of_the_year(
    study: zimnik.Study, year: RemotenessAnswer
) -> None:
    """The cheapest hub of a site that is open all year is the least of the years to all hubs."""
    record = year.record()
    (site,) = record.sites
    hubs = study.matrix(origins="lovozero", destinations=["solikamsk", site.hub_id]).result
    assert (record.basis, record.ready, record.working_d) == ("year", None, 365)
    assert site.hub_usd_per_t == pytest.approx(min(cell.cost_usd_per_t for cell in hubs), rel=1e-9)
    hub = site.years["hub"]
    assert hub is not None
    assert hub.mean_usd_per_t == site.hub_usd_per_t
    assert hub.best_usd_per_t <= hub.mean_usd_per_t <= hub.worst_usd_per_t
    assert site.years["all_season_road"] is None, "it stands at one"
    assert "mean of the year, made on all 365 days" in year.to_text()


@pytest.mark.proof
def test_the_year_of_a_seasonal_site_is_the_best_choice_of_hubs(study: zimnik.Study) -> None:
    """On each day the cheapest hub: no less than the least of each day, no more than any one."""
    (site,) = study.remoteness(deposits=("kular",)).record().sites
    found = study.matrix(origins="kular").result
    cells = [one.year for one in found if isinstance(one, YearCell) and one.year is not None]
    days = zip(*(one.costs_usd_per_t for one in cells), strict=True)
    least = mean(min(costs) for costs in days)
    assert site.hub_usd_per_t is not None
    assert least - 1e-6 <= site.hub_usd_per_t
    assert site.hub_usd_per_t <= min(one.mean_usd_per_t for one in cells) + 1e-6


def test_months_are_those_of_the_year(study: zimnik.Study, year: RemotenessAnswer) -> None:
    months = study.remoteness(deposits=("lovozero",), monthly=Goal.RAILHEAD)
    (site,) = year.record().sites
    rail = site.years["railhead"]
    assert rail is not None
    told = months.to_frame()["cost_usd_per_t"].tolist()
    assert told == pytest.approx([month.mean_usd_per_t for month in rail.by_month])
    assert "Jan" in months.to_text()


def test_a_day_beside_a_season_or_the_months_is_refused() -> None:
    wrong: tuple[dict[str, Any], ...] = (
        {"ready": "02-01", "working_season": "06-01:08-31"},
        {"ready": "best", "monthly": Goal.HUB},
    )
    for given in wrong:
        with pytest.raises(InputError, match="Leave one out"):
            RemotenessQuestion(**given)


def test_months_have_neither_points_nor_a_page(study: zimnik.Study) -> None:
    question = RemotenessQuestion(deposits=("tomtor",), monthly=Goal.HUB)
    assert question.formats() == ("text", "json", "csv", "xlsx")
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
