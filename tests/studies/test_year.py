"""The year's mean as the headline: one number in route, matrix and campaign (E28, E12)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.commands import zimnik
from tests.examples import some
from zimnik import InputError
from zimnik.geo.routing.year import YearCell

if TYPE_CHECKING:
    from zimnik import Study

HUB = "krasnokamensk"
TEN = ("tomtor", "chuktukon", "kular", "odikhincha", "seligdar", "deputat", "lovozero",
       "tatarskoye", "katugin", "khamna")  # fmt: skip
# So few that no capacity binds and no road is full.
FEW_T_PER_Y = 20_000


@pytest.mark.parametrize("deposit", some(TEN, 2))
def test_a_campaign_that_nothing_binds_costs_the_year_within_a_hundredth(
    study: Study, deposit: str
) -> None:
    year = study.route(deposit, HUB, tonnes_per_y=FEW_T_PER_Y).year
    plan = study.campaign(deposit, HUB, tonnes_per_y=FEW_T_PER_Y, idle_free=True).result
    assert year is not None
    assert plan.delivered_t == pytest.approx(FEW_T_PER_Y)
    assert plan.cost_usd_per_t == pytest.approx(year.mean_usd_per_t, rel=0.01)


def test_route_and_matrix_have_one_year(study: Study) -> None:
    origins = ("tomtor", "chuktukon", "kular")
    for cell in study.matrix(origins=origins, destinations=[HUB, "solikamsk"]).result:
        assert isinstance(cell, YearCell)
        year = study.route(cell.origin_id, cell.destination_id).year
        assert year is not None
        assert cell.cost_usd_per_t == pytest.approx(year.mean_usd_per_t, rel=1e-9)
        assert cell.year is not None
        assert cell.year.best_ready_d == year.best_ready_d
        assert cell.year.months == year.months


def test_best_day_and_given_day_are_days_of_the_year(study: Study) -> None:
    answer = study.route("tomtor", HUB)
    assert answer.year is not None
    assert answer.basis == "year"
    one = study.route("tomtor", HUB, ready="best")
    assert (one.basis, one.year) == ("day", None)
    assert one.routes[0].cost_usd_per_t == pytest.approx(answer.year.best_usd_per_t)
    worst = study.route("tomtor", HUB, ready="04-21").routes[0]
    assert worst.cost_usd_per_t <= answer.year.worst_usd_per_t + 1e-6


def test_a_working_season_makes_only_its_days(study: Study) -> None:
    summer = study.route("tomtor", HUB, working_season="06-01:08-31").year
    assert summer is not None
    assert summer.ready_d == tuple(range(151, 243))
    assert [month.month for month in summer.months] == [6, 7, 8]
    with pytest.raises(InputError, match="a day of readiness or a working season"):
        study.route("tomtor", HUB, ready="07-01", working_season="06-01:08-31")


def test_json_has_the_year_beside_the_routes() -> None:
    told = json.loads(zimnik("route", "tomtor", HUB, "--format", "json").out)
    year = told["year"]
    assert told["basis"] == "year"
    assert {"mean_usd_per_t", "best_usd_per_t", "best_ready", "worst_usd_per_t", "worst_ready",
            "by_month"} <= year.keys()  # fmt: skip
    assert sum(year["components"].values()) == pytest.approx(year["mean_usd_per_t"])
    days = [(one["working_d"], one["mean_usd_per_t"]) for one in year["by_month"]]
    assert sum(d * usd for d, usd in days) / 365 == pytest.approx(year["mean_usd_per_t"])
    assert sum(one["share"] for one in told["shares"]) == pytest.approx(1)
    assert told["routes"][0]["ready"] == year["best_ready"]
    asked = json.loads(zimnik("route", "tomtor", HUB, "--ready", "02-01", "--format", "json").out)
    assert (asked["basis"], asked["year"], asked["shares"]) == ("day", None, [])


def test_what_it_uses_and_does_not_know_is_said_of_the_year() -> None:
    lines = zimnik("route", "tomtor", HUB).out.splitlines()
    assert lines[3].startswith("Mean of the year: US$ ")
    assert "best US$" in lines[4]
    assert "worst US$" in lines[4]
    told = "\n".join(lines)
    for word in ("Must be there first:", "capacity unknown", "moisture is not published"):
        assert word in told
