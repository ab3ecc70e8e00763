"""One year in route, compare, site and rank: the same cargo costs the same in each (E17 to E19, E28)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import zimnik
from tests.examples import some
from zimnik import InputError
from zimnik.geo.processing.hub_cost_results import FEED
from zimnik.maps.reports.siting import SitingRecord

if TYPE_CHECKING:
    from zimnik import Study
    from zimnik.geo.processing.hub_cost_results import Haul
    from zimnik.studies.hubs.compare import ComparisonAnswer

HUBS = ("krasnokamensk", "solikamsk")
TOMTOR = "tomtor"
SUMMER = "06-01:08-31"
ONE: dict[str, Any] = {"open_hubs": ("1",)}


def feeds(answer: ComparisonAnswer) -> dict[str, Haul]:
    return {
        row.hub_id: haul
        for row in answer.result.rows
        for cost in row.costs
        for haul in cost.hauls
        if haul.kind == FEED
    }


@pytest.fixture(scope="module")
def compared(study: Study) -> ComparisonAnswer:
    return study.compare_hubs(HUBS, deposits=(TOMTOR,))


def test_feed_of_a_hub_is_the_year_of_the_route(study: Study, compared: ComparisonAnswer) -> None:
    for hub_id, haul in feeds(compared).items():
        year = study.route(TOMTOR, hub_id).year
        assert year is not None
        assert haul.year is not None
        assert haul.year.costs_usd_per_t == pytest.approx(year.costs_usd_per_t, rel=1e-12)
        assert haul.year.components_usd_per_t == pytest.approx(dict(year.components_usd_per_t))
        assert haul.year.months == year.months
        assert haul.co2_kg == pytest.approx(year.co2_kg_per_t)
        assert haul.handled_t() == pytest.approx(
            {name: share * haul.shipped_t for name, share in year.handled().items()}
        )


def test_products_go_evenly_over_all_days(study: Study, compared: ComparisonAnswer) -> None:
    """Plants run all year (A30), whatever day the feed is ready on, but for the best day."""
    spring = study.compare_hubs(HUBS, deposits=(TOMTOR,), ready="04-21")
    best = study.compare_hubs(HUBS, deposits=(TOMTOR,), ready="best")
    for answer, days in ((compared, 365), (spring, 365), (best, 1)):
        hauls = [haul for row in answer.result.rows for haul in row.costs[0].hauls if haul.year]
        others = [haul.year for haul in hauls if haul.kind != FEED]
        assert {len(year.ready_d) for year in others if year} == {days}
    feed = feeds(spring)["solikamsk"].year
    assert feed is not None
    (route,) = study.route(TOMTOR, "solikamsk", ready="04-21").routes
    assert feed.mean_usd_per_t == pytest.approx(route.cost_usd_per_t, rel=1e-12)


def sited(study: Study, **options: Any) -> SitingRecord:
    record = study.site_hubs(**ONE, deposits=(TOMTOR,), **options).record()
    assert isinstance(record, SitingRecord)
    return record


def test_siting_costs_the_year_of_the_hub_that_is_open(
    study: Study, compared: ComparisonAnswer
) -> None:
    found = sited(study, hubs=HUBS)
    (flow,) = found.flows
    year = feeds(compared)[flow.to_id].year
    assert year is not None
    assert flow.year is not None
    assert flow.cost_usd_per_t == pytest.approx(year.mean_usd_per_t, rel=1e-9)
    assert flow.year.mean_usd_per_t == pytest.approx(year.mean_usd_per_t, rel=1e-9)
    assert found.cost_usd_per_y == pytest.approx(year.mean_usd_per_t * flow.tonnes_per_y)


def test_siting_of_the_value_chain_costs_what_the_comparison_says(
    study: Study, compared: ComparisonAnswer
) -> None:
    (flow,) = sited(study, value_chain=True, hubs=("krasnokamensk",)).flows
    row = compared.result.rows[0]
    assert (row.hub_id, flow.to_id) == ("krasnokamensk", "krasnokamensk")
    assert flow.cost_usd_per_t == pytest.approx(row.cost_usd_per_t, rel=1e-9)


@pytest.mark.parametrize("value_chain", some([True, False], 2))
def test_ranking_at_the_central_prices_is_the_comparison(
    study: Study, compared: ComparisonAnswer, *, value_chain: bool
) -> None:
    options: dict[str, Any] = {"deposits": (TOMTOR,), "draws": 2, "value_chain": value_chain}
    (hub,) = study.rank_hubs(HUBS[:1], **options).record().hubs
    row = compared.result.rows[0]
    feed = feeds(compared)[hub.id].year
    assert hub.year is not None
    assert feed is not None
    whole = row.cost_usd_per_t if value_chain else feed.mean_usd_per_t
    assert hub.year.mean_usd_per_t == pytest.approx(whole, rel=1e-9)


def test_json_has_basis_and_year_of_the_working_season() -> None:
    asked = {
        "compare": HUBS,
        "site": ("--open", "1", "--hub", HUBS[0]),
        "rank": (HUBS[0], "--draws", "2"),
    }
    days = 92
    for name, words in asked.items():
        told = answered("hubs", name, *words, "--working-season", SUMMER)
        assert (told["basis"], told["ready"]) == ("year", None)
        (cargo,) = told["cargoes"]
        assert (cargo["origin_id"], cargo["working_d"]) == (TOMTOR, days)
        assert cargo["product"]["value_usd_per_t"] > 0
        assert cargo["product"]["value_basis"]
        years = [one["year"] for one in told["flows" if name == "site" else "hubs"]]
        for year in years:
            assert year["best_usd_per_t"] <= year["mean_usd_per_t"] <= year["worst_usd_per_t"]
            assert year["working_d"] == days
            means = [(one["working_d"], one["mean_usd_per_t"]) for one in year["by_month"]]
            assert sum(d * usd for d, usd in means) / days == pytest.approx(year["mean_usd_per_t"])


def test_a_day_is_told_as_a_day() -> None:
    for ready in ("02-01", "best"):
        told = answered("hubs", "compare", *HUBS, "--ready", ready)
        assert (told["basis"], told["ready"]) == ("day", ready)
        assert [hub["year"] for hub in told["hubs"]] == [None, None]
        assert told["cargoes"][0]["working_d"] is None


def answered(*words: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(zimnik(*words, "--deposit", TOMTOR, "--format", "json").out)
    return told


def test_a_stated_value_is_what_capital_is_charged_on() -> None:
    told = answered("hubs", "compare", *HUBS, "--value", "500")
    (cargo,) = told["cargoes"]
    assert (cargo["product"]["value_basis"], cargo["product"]["value_usd_per_t"]) == ("stated", 500)
    feed = told["hubs"][0]["deposits"][0]["hauls"][0]
    assert feed["product"]["value_usd_per_t"] == 500
    words = (TOMTOR, HUBS[0], "--tonnes", "20000", "--value", "500", "--format", "json")
    (demand,) = json.loads(zimnik("campaign", *words).out)["demands"]
    assert (demand["value_basis"], demand["value_usd_per_t"]) == ("stated", 500)


def test_a_day_and_a_season_contradict_each_other(study: Study) -> None:
    both: dict[str, Any] = {"ready": "07-01", "working_season": SUMMER}
    for ask in (
        lambda: study.compare_hubs(HUBS, **both),
        lambda: study.site_hubs(**ONE, **both),
        lambda: study.rank_hubs(HUBS, **both),
    ):
        with pytest.raises(InputError, match="a day of readiness or a working season"):
            ask()
