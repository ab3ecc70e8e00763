"""A calendar year at the front door: the days that were read, what decides, and bad years."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.commands import zimnik
from zimnik.cli.catalogue import every_command
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Mode, YearType
from zimnik.geo.years.evidence import is_seasonal
from zimnik.maps.reports.years.observed import observed_year_lines
from zimnik.studies.model import with_access_of, with_seasons
from zimnik.studies.shared import Dated
from zimnik.studies.years.calendar import in_calendar_year, year_record_of

if TYPE_CHECKING:
    from zimnik import Study
    from zimnik.cli.commands import Command
    from zimnik.maps.reports.years.observed import ObservedYearRecord
    from zimnik.studies.route import RouteAnswer

DOWN_THE_LENA = ("zhigansk", "kyusyur")


def down_the_lena(study: Study, year: int | None) -> RouteAnswer:
    """Return the way by water of cargo that is ready at Zhigansk on 1 May."""
    found: RouteAnswer = study.route(
        *DOWN_THE_LENA, ready="05-01", tonnes_per_y=1000.0, without=(Mode.WINTER_ROAD,), year=year
    )
    return found


def told(answer: RouteAnswer) -> ObservedYearRecord:
    """Return what the answer says of its year."""
    record = answer.record().observed_year
    assert record is not None
    return record


def test_the_lena_broke_up_six_days_early_in_1984_and_ten_late_in_1987(study: Study) -> None:
    """NSIDC has break-ups of 27 May and 12 June; the median of its fourteen years is 2 June."""
    usual = down_the_lena(study, None)
    assert usual.record().observed_year is None
    for year, later_d, opens in ((1984, -6, "06-06"), (1987, 10, "06-22")):
        answer = down_the_lena(study, year)
        assert answer.routes[0].waiting_d == pytest.approx(usual.routes[0].waiting_d + later_d)
        deciding = told(answer).deciding
        assert deciding is not None
        assert (deciding.link_id, deciding.opens) == ("river_zhigansk_siktyakh", opens)
        assert (deciding.gauge, deciding.opens_later_d) == ("Lena at Kyusyur", later_d)


def test_what_nobody_read_is_counted(study: Study) -> None:
    found = told(down_the_lena(study, 1984))
    seasonal = sum(is_seasonal(link) for link in study.model.typed_links)
    assert found.links_moved + sum(found.links_kept.values()) == seasonal
    assert found.links_moved >= 35
    assert len(found.gauges) == 12
    assert set(found.links_kept) == {"river", "road", "sea", "winter_road"}


def test_the_command_says_which_link_decides_and_the_record_holds_it() -> None:
    options = ("--ready", "05-01", "--tonnes", "1000", "--without", "winter_road", "--year", "1984")
    text = zimnik("route", *DOWN_THE_LENA, *options).out
    assert "Decides: river_zhigansk_siktyakh, for whose opening on 06-06 a tonne waits" in text
    assert "moved -6 days by Lena at Kyusyur" in text
    assert "keep their median days, since nobody read them" in text
    record = json.loads(zimnik("route", *DOWN_THE_LENA, *options, "--format", "json").out)
    assert record["observed_year"]["deciding"]["opens"] == "06-06"
    assert record["asked"]["options"]["year"] == 1984


def test_the_matrix_has_the_cost_of_the_route(study: Study) -> None:
    answer = study.matrix(
        origins=["zhigansk"],
        destinations=["kyusyur"],
        ready=["05-01"],
        tonnes_per_y=1000.0,
        without=(Mode.WINTER_ROAD,),
        year=1987,
    )
    (cell,) = answer.record().cells
    assert cell.cost_usd_per_t is not None
    assert "Year 1987" in answer.to_text()
    assert cell.cost_usd_per_t == pytest.approx(down_the_lena(study, 1987).routes[0].cost_usd_per_t)
    assert cell.cost_usd_per_t > down_the_lena(study, None).routes[0].cost_usd_per_t


@pytest.mark.parametrize("command", every_command(), ids=lambda command: command.name)
def test_every_command_that_prices_the_network_takes_a_year(command: Command) -> None:
    assert issubclass(command.question, Dated) or command.name in {"map", "layers list", "outlook"}


def test_a_plan_waits_for_the_river_as_the_route_does(study: Study) -> None:
    answer = study.campaign(
        *DOWN_THE_LENA, tonnes_per_y=1000.0, without=(Mode.WINTER_ROAD,), year=1987
    )
    record = answer.record()
    assert record.observed_year is not None
    deciding = record.observed_year.deciding
    assert deciding is not None
    assert (deciding.link_id, deciding.opens) == ("river_zhigansk_siktyakh", "06-22")
    # Nothing moves on the river before it opens, on 22 June of that year.
    first_week = min(flow.week for flow in record.flows if "river" in flow.link_id)
    assert first_week >= 24


def test_a_link_that_joins_late_has_the_days_of_the_year_once(study: Study) -> None:
    model = in_calendar_year(study.model, 1987)
    again = with_seasons(model)
    assert again.typed_links == model.typed_links
    reached = with_access_of(model, {"tomtor"})
    shown = {link.id: link for link in reached.typed_links}
    assert all(shown[link.id] == link for link in model.typed_links)
    for link in reached.typed_links:
        if link.season is not None:
            assert len({*link.season.windows.values()}) == 1


def test_what_has_no_haul_names_no_link_that_decides(study: Study) -> None:
    record = year_record_of(in_calendar_year(study.model, 1984))
    assert record is not None
    assert (record.waits_d, record.deciding) == (None, None)
    assert len(observed_year_lines(record)) == 1


def test_bad_years_are_told_with_all_other_faults(study: Study) -> None:
    with pytest.raises(InputError) as raised:
        study.route("tomtor", "nowhere at all", year=2006, avoid=("nonsense",))
    assert [fault.where for fault in raised.value.faults][-1] == "year"
    assert len(raised.value.faults) == 3
    assert "1976 to 1993" in str(raised.value)
    with pytest.raises(InputError, match="calendar year or a type of year"):
        study.route("tomtor", "krasnokamensk", year=1984, year_type=YearType.SHORT)
    done = zimnik("route", "tomtor", "krasnokamensk", "--year", "2006", status=2)
    assert "--year: expected one of the years" in done.err
    assert "lay tables gauges and observed_years of your own" in done.err
