"""Whether a plan holds over many years, asked through a study and the command line (E38)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.commands import zimnik as command
from zimnik.geo.core.errors import InputError
from zimnik.geo.years.season_years import shifts_in
from zimnik.layers.cards.events import load_events
from zimnik.studies.campaign import CampaignQuestion
from zimnik.studies.hazards.reliability import years_asked
from zimnik.studies.years.many import evidence_of

if TYPE_CHECKING:
    import zimnik

ENDS = ("tomtor", "krasnokamensk")


def test_observed_years_are_those_read_and_have_no_events(study: zimnik.Study) -> None:
    evidence, _ = evidence_of(study.model)
    years = years_asked(study.model, "observed", 1)
    assert [year.year for year in years] == list(range(1976, 1994))
    assert not any(year.shut for year in years)
    late = next(year for year in years if year.year == 1987)
    assert dict(late.shifts) == shifts_in(evidence, 1987)
    assert "river_siktyakh_kyusyur" in late.moved["Lena at Kyusyur"]


def test_drawn_years_are_of_the_seed_and_have_events_by_their_chance(study: zimnik.Study) -> None:
    """Of 300 years fog comes in all, low water of the upper Lena in six of seven (sd 2 %)."""
    years = years_asked(study.model, 300, 7)
    again = years_asked(study.model, 300, 7)
    assert years == again
    low = sum("Low water of the upper Lena" in year.shut for year in years)
    assert low / 300 == pytest.approx(6 / 7, abs=0.06)
    assert all("Fog on the ferry of Yakutsk" in year.shut for year in years)
    known = {event.name: set(event.link_ids) for event in load_events(study.model.atlas)}
    for year in years[:20]:
        for name, shut in year.shut.items():
            assert {one.link_id for one in shut} == known[name]
    # With another table of events the seasons are those of the seed all the same.
    assert [year.shifts for year in years[:5]] == [
        year.shifts for year in years_asked(study.model, 5, 7)
    ]


def test_a_cause_spared_is_the_year_without_it(study: zimnik.Study) -> None:
    (year,) = years_asked(study.model, 1, 3)
    for cause, touched in year.causes.items():
        spared = year.without(cause)
        assert cause not in spared.shut
        if cause in year.moved:
            assert not touched & spared.shifts.keys()
        else:
            assert spared.shifts == year.shifts


@pytest.mark.proof
def test_the_plan_over_drawn_years_in_text_json_and_csv() -> None:
    done = command("campaign", *ENDS, "--tonnes", "20000", "--years", "2", "--format", "json")
    told = json.loads(done.out)["reliability"]
    assert (told["kind"], told["count"], told["seed"]) == ("drawn", 2, 1)
    assert told["plan_t"] == pytest.approx(20_000.0)
    assert [year["year"] for year in told["by_year"]] == [1, 2]
    assert told["held_years"] == sum(year["holds"] for year in told["by_year"])
    (stock,) = told["carry_over"]
    assert told["carry_over_usd_per_y"] == pytest.approx(stock["stock_t"] * stock["usd_per_t_y"])


def test_what_cannot_be_asked_together_is_told_at_once() -> None:
    with pytest.raises(InputError) as error:
        CampaignQuestion(*ENDS, years="observed", year=1984, events="river_a:07-01:5")
    assert [(fault.where, fault.found) for fault in error.value.faults] == [
        ("years", "observed and year 1984"),
        ("years", "observed and events"),
    ]
    for given in ("0", "-3", "many"):
        done = command("campaign", *ENDS, "--years", given, status=2)
        assert "--years: expected 'observed', or how many are drawn" in done.err
