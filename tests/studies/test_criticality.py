"""What costs most when it closes, asked through a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zimnik.geo.core.calendar import text_of
from zimnik.geo.core.errors import InputError
from zimnik.geo.criticality.disruptions import DisruptionKind
from zimnik.studies.criticality import CriticalityQuestion, setting_of

if TYPE_CHECKING:
    import zimnik
    from zimnik.studies.criticality import CriticalityAnswer

TOMTOR: dict[str, Any] = {"deposits": "tomtor", "hubs": "krasnokamensk", "ready": "02-01"}


@pytest.fixture(scope="module")
def closed(study: zimnik.Study) -> str:
    """Return the place at the end of the first leg from Tomtor, through which the cargo goes."""
    return study.route("tomtor", "krasnokamensk", ready="02-01").routes[0].legs[0].to_id


@pytest.fixture(scope="module")
def answer(study: zimnik.Study, closed: str) -> CriticalityAnswer:
    return study.criticality(**TOMTOR, close=(closed,))


def test_a_rise_is_the_difference_of_two_routes(
    study: zimnik.Study, answer: CriticalityAnswer, closed: str
) -> None:
    (closure,) = (one for one in answer.record().closures if one.closed == closed)
    (detour,) = closure.detours
    before, after = (
        study.route("tomtor", "krasnokamensk", ready="02-01", avoid=avoid).routes[0].cost_usd_per_t
        for avoid in ((), (closed,))
    )
    assert detour.before_usd_per_t == pytest.approx(before, rel=1e-12)
    assert detour.after_usd_per_t == pytest.approx(after, rel=1e-12)
    assert closure.rise_usd_per_y == pytest.approx((after - before) * detour.tonnes_per_y)


def test_without_a_day_a_rise_is_the_difference_of_two_years(
    study: zimnik.Study, closed: str
) -> None:
    ends = ("tomtor", "krasnokamensk")
    answer = study.criticality(deposits=ends[:1], hubs=ends[1:], close=(closed,))
    record = answer.record()
    ((detour,),) = [one.detours for one in record.closures]
    before, after = (study.route(*ends, avoid=avoid).year for avoid in ((), (closed,)))
    assert before is not None
    assert after is not None
    assert detour.before_usd_per_t == pytest.approx(before.mean_usd_per_t, rel=1e-9)
    assert detour.after_usd_per_t == pytest.approx(after.mean_usd_per_t, rel=1e-9)
    (site,) = record.sites
    assert site.year is not None
    assert site.year.worst_usd_per_t == pytest.approx(before.worst_usd_per_t)
    assert (record.basis, record.ready, record.working_d) == ("year", None, 365)


def test_each_site_keeps_its_best_day(study: zimnik.Study, closed: str) -> None:
    """Ready "best" it is the day of the best route while nothing is closed."""
    ends = ("tomtor", "krasnokamensk")
    best = study.route(*ends, ready="best").routes[0]
    answer = study.criticality(deposits=ends[:1], hubs=ends[1:], ready="best", close=(closed,))
    assert (answer.record().basis, answer.record().ready) == ("day", None)
    (closure,) = answer.record().closures
    (detour,) = closure.detours
    ready = text_of(best.ready_d or 0)
    after = study.route(*ends, ready=ready, avoid=(closed,)).routes[0]
    assert detour.before_usd_per_t == pytest.approx(best.cost_usd_per_t)
    assert detour.after_usd_per_t == pytest.approx(after.cost_usd_per_t)


def test_a_working_season_makes_only_its_days(study: zimnik.Study, closed: str) -> None:
    asked: dict[str, Any] = {"deposits": "tomtor", "hubs": "krasnokamensk", "close": (closed,)}
    summer = study.criticality(**asked, working_season="06-01:08-31")
    assert summer.record().working_d == 92
    assert "mean of the year, made on 92 days" in summer.to_text()
    with pytest.raises(InputError, match="a day of readiness or a working season"):
        study.criticality(**asked, ready="07-01", working_season="06-01:08-31")


def test_what_is_closed_to_begin_with_is_no_news(study: zimnik.Study, closed: str) -> None:
    found = study.criticality(**TOMTOR, close=(closed,), avoid=(closed,))
    assert found.record().closures == ()
    assert found.answered


def test_shapes_and_rows_are_of_the_same_closures(answer: CriticalityAnswer) -> None:
    shapes = answer.to_geodataframe()
    assert shapes["closed"].tolist() == answer.to_frame()["closed"].tolist()
    assert set(shapes.geom_type) == {"MultiLineString"}
    assert shapes.crs == "EPSG:4326"


def test_without_names_the_plants_that_crack_today_take_every_deposit(study: zimnik.Study) -> None:
    setting = setting_of(study.model, CriticalityQuestion(kind=(DisruptionKind.BORDER,)))
    assert set(setting.cargoes) == set(study.model.atlas.deposits["id"])
    assert setting.hub_ids == {"solikamsk", "baotou"}
    assert {disruption.kind for disruption in setting.disruptions} == {"border"}


def test_all_faults_are_told_at_once_by_field() -> None:
    wrong: dict[str, Any] = {"ready": "02-31", "kind": "named", "top": 0}
    with pytest.raises(InputError) as raised:
        CriticalityQuestion(**wrong)
    assert [fault.where for fault in raised.value.faults] == ["kind", "ready", "top"]


def test_a_site_that_reaches_no_hub_is_no_answer(study: zimnik.Study) -> None:
    found = study.criticality(**TOMTOR, close=("Kyusyur",), max_days=1)
    assert not found.answered
    assert "Tomtor (Buranny) reaches no hub" in found.to_text()
