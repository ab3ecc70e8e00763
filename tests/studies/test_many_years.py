"""Many years at the front door: the years that were read, drawn ones, and what cannot be asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import zimnik
from zimnik.geo.core.vocabulary import Mode
from zimnik.studies.route import RouteQuestion

if TYPE_CHECKING:
    from zimnik import Study
    from zimnik.studies.route import RouteAnswer

DOWN_THE_LENA = ("zhigansk", "kyusyur")


def by_water(study: Study, **years: int | str) -> RouteAnswer:
    """Return the way by water of cargo that is ready at Zhigansk on 1 May."""
    asked: dict[str, Any] = {**years, "ready": "05-01", "without": (Mode.WINTER_ROAD,)}
    found: RouteAnswer = study.route(*DOWN_THE_LENA, tonnes_per_y=1000.0, **asked)
    return found


@pytest.mark.proof
def test_every_observed_year_costs_what_the_year_alone_costs(study: Study) -> None:
    """The Lena broke up on 12 June 1987, latest of its fourteen years (NSIDC G01377)."""
    record = by_water(study, years="observed").record().many_years
    assert record is not None
    by_year = {one.year: one for one in record.by_year}
    assert list(by_year) == list(range(1976, 1994))
    for year in (1984, 1987):
        alone = by_water(study, year=year)
        assert by_year[year].mean_usd_per_t == pytest.approx(alone.routes[0].cost_usd_per_t)
    worst = record.over_years.worst
    assert worst.year == 1987
    assert worst.deciding is not None
    assert (worst.deciding.opens, worst.deciding.gauge) == ("06-22", "Lena at Kyusyur")
    assert record.fully_correlated is None


@pytest.mark.proof
def test_drawn_years_stand_beside_the_fully_correlated_ones(study: Study) -> None:
    answer = by_water(study, years="50")
    found = json.loads(answer.to_json())["many_years"]
    spread = found["over_years"]
    assert (found["kind"], found["count"], len(found["by_year"])) == ("drawn", 50, 50)
    assert (
        spread["best"]["mean_usd_per_t"]
        <= spread["p10_usd_per_t"]
        <= spread["p50_usd_per_t"]
        <= spread["p90_usd_per_t"]
        <= spread["worst"]["mean_usd_per_t"]
    )
    assert found["fully_correlated"]["mean_usd_per_t"] is not None
    assert "Lena at Kyusyur" in found["drawn_together"]
    assert "Over 50 drawn years (seed 1): US$" in answer.to_text()
    rows = answer.to_csv().splitlines()
    assert rows[1] == "year,mean_usd_per_t,links_moved,link_id,waits_d,events"
    assert len(rows) == 52


def test_events_may_be_asked_beside_many_years() -> None:
    event = "river_zhigansk_kyusyur:06-25:10"
    question = RouteQuestion(*DOWN_THE_LENA, years="observed", events=event)
    assert question.contradictions() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--years", "0"), "a whole number 1 to 100,000, found '0'"),
        (("--years", "many"), "'observed', or how many are drawn"),
        (("--years", "10", "--year", "1984"), "found 10 and year 1984. Leave one out."),
        (("--years", "10", "--year-type", "short"), "year type short"),
        (("--years", "observed", "--ready", "best"), "the best day"),
    ],
)
def test_what_cannot_be_asked_is_told(words: tuple[str, ...], said: str) -> None:
    done = zimnik("route", *DOWN_THE_LENA, *words, status=2)
    assert "--years: expected" in done.err
    assert said in done.err


HUBS = ("krasnokamensk", "solikamsk")


@pytest.mark.proof
def test_hubs_over_observed_years_cost_what_each_year_alone_costs(study: Study) -> None:
    asked: dict[str, Any] = {"deposits": ("tomtor",), "through": "cracking"}
    hubs = study.compare_hubs(HUBS, years="observed", **asked).record().hubs
    alone = study.compare_hubs(HUBS, year=1987, **asked).record().hubs
    told = [hub.many_years for hub in hubs]
    for own, one in zip(told, alone, strict=True):
        assert own is not None
        assert one.total is not None
        (found,) = (row.mean_usd_per_t for row in own.by_year if row.year == 1987)
        # Suppliers and markets are those of the median year, routes are stored: never less.
        assert found == pytest.approx(one.total.cost_usd_per_t, rel=2e-3)
    assert sum(own.cheapest_share for own in told if own is not None) == pytest.approx(1.0)


def test_hubs_over_years_refuse_a_year_beside_them() -> None:
    done = zimnik("hubs", "compare", *HUBS, "--years", "20", "--year", "1984", status=2)
    assert "--years: expected many years" in done.err
