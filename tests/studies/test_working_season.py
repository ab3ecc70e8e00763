"""The days on which cargo is made: those asked for, else the season of its site, else all (E28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.calendar import Window
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.year import WHOLE_YEAR_D, YearCell
from zimnik.studies.readiness import by_season, readiness_of

if TYPE_CHECKING:
    from zimnik import Study

HUB = "krasnokamensk"
SEASON = Window.of_season("06-01", "09-30")
PLACER = Cargo("concentrate", 1000.0, 100.0, season=SEASON)
MINE = Cargo("ore", 1000.0, 100.0)


def test_own_season_holds_unless_another_is_asked_for() -> None:
    own = readiness_of(None, None, PLACER)
    assert own.ready_d == tuple(range(151, 273))
    assert "06-01 to 09-30, the working season of its site" in own.notes[0]
    asked = readiness_of(None, ("12-01", "01-31"), PLACER)
    assert asked.ready_d == (*range(31), *range(334, 365))
    assert "as asked for" in asked.notes[0]
    assert "06-01 to 09-30" in asked.notes[0]
    assert readiness_of(None, None, MINE) == readiness_of(None)
    assert readiness_of(None).ready_d == WHOLE_YEAR_D
    assert readiness_of("02-01", None, PLACER).ready_d == (31,)


def test_origins_are_asked_together_where_they_work_on_the_same_days() -> None:
    cargoes = {"a": MINE, "b": PLACER, "c": MINE}
    assert [
        (len(ready.ready_d or ()), list(group)) for ready, group in by_season(cargoes, None)
    ] == [
        (365, ["a", "c"]),
        (122, ["b"]),
    ]


def test_route_matrix_and_campaign_have_the_season_of_the_deposit(study: Study) -> None:
    answer = study.route("kular", HUB)
    assert answer.year is not None
    assert answer.year.ready_d == tuple(range(151, 273))
    assert "working season of its site" in " ".join(answer.record().warnings)
    same = study.route("kular", HUB, working_season="06-01:09-30").year
    assert same is not None
    assert same.mean_usd_per_t == pytest.approx(answer.year.mean_usd_per_t)
    matrix = study.matrix(origins=["kular", "tomtor"], destinations=[HUB])
    placer, mine = matrix.result
    assert isinstance(placer, YearCell)
    assert isinstance(mine, YearCell)
    assert (placer.origin_id, mine.origin_id) == ("kular", "tomtor")
    assert placer.cost_usd_per_t == pytest.approx(answer.year.mean_usd_per_t)
    assert mine.year is not None
    assert mine.year.ready_d == WHOLE_YEAR_D
    assert "(1 origin: kular)" in next(text for text in matrix.warnings if "season" in text)


def test_campaign_makes_cargo_in_the_season_of_the_deposit(study: Study) -> None:
    own = study.campaign("kular", HUB, tonnes_per_y=20_000).result
    same = study.campaign(
        "kular", HUB, tonnes_per_y=20_000, working_season=("06-01", "09-30")
    ).result
    whole = study.campaign(
        "kular", HUB, tonnes_per_y=20_000, working_season=("01-01", "12-31")
    ).result
    assert own.cost_usd_per_t == pytest.approx(same.cost_usd_per_t)
    assert own.cost_usd_per_t != pytest.approx(whole.cost_usd_per_t, rel=1e-3)
