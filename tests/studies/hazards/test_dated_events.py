"""Events with a date, as questions are asked of them (E36)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import zimnik as command
from zimnik.geo.core.errors import InputError
from zimnik.geo.network.dated_closures import DatedClosure
from zimnik.studies.route import RouteQuestion

if TYPE_CHECKING:
    import zimnik

ENDS = ("tomtor", "krasnokamensk")
TOMTOR: dict[str, Any] = {"deposits": "tomtor", "hubs": "krasnokamensk"}
# The Lena below the mouth of the Vilyui is shut when the cargo of the winter wants to go up.
RIVER = "river_sangar_vilyui_mouth"
LOW_WATER = f"{RIVER}:06-05:40"
ELSEWHERE = "river_ustkuyga_nizhneyansk:08-01:10"


def test_an_event_costs_what_two_years_differ_by(study: zimnik.Study) -> None:
    """What `stress` says of an event is what two routes say, one of them with the event."""
    record = study.criticality(**TOMTOR, events=(LOW_WATER, ELSEWHERE)).record()
    (closure,) = record.closures
    ((detour,),) = [closure.detours]
    before, after = (study.route(*ENDS, events=events).year for events in ((), (LOW_WATER,)))
    assert before is not None
    assert after is not None
    assert detour.before_usd_per_t == pytest.approx(before.mean_usd_per_t, rel=1e-9)
    assert detour.after_usd_per_t == pytest.approx(after.mean_usd_per_t, rel=1e-9)
    assert after.mean_usd_per_t > before.mean_usd_per_t
    assert (closure.kind, closure.closed) == ("event", LOW_WATER)
    assert record.warnings[0] == (
        "river Ust-Kuyga to Nizhneyansk, shut from 08-01 to 08-10, costs nobody anything: "
        "no least-cost way of these days waits for it"
    )


def test_events_of_a_route_hold_together(study: zimnik.Study) -> None:
    """Shut from 5 June for 20 days and from 25 June for 20 is shut for 40."""
    apart = study.route(*ENDS, events=(f"{RIVER}:06-05:20", f"{RIVER}:06-25:20"))
    whole = study.route(*ENDS, events=DatedClosure(RIVER, 155, 40))
    assert apart.year is not None
    assert whole.year is not None
    assert apart.year.mean_usd_per_t == pytest.approx(whole.year.mean_usd_per_t, rel=1e-12)
    assert (
        "river Sangar to Vilyui mouth, shut from 06-05 to 07-14 as asked" in whole.result.warnings
    )
    assert f"--event {LOW_WATER}" in whole.asked.command


def test_an_event_keeps_its_date_in_a_calendar_year(study: zimnik.Study) -> None:
    """In 1987 the Lena opens late below Zhigansk, so that an event in early June shuts nothing."""
    early = "river_zhigansk_siktyakh:06-13:3"
    study.route("zhigansk", "tiksi", events=early, ready="05-01", tonnes_per_y=1000.0)
    with pytest.raises(InputError, match="it is open from 06-22"):
        study.route("zhigansk", "tiksi", events=early, year=1987, tonnes_per_y=1000.0)


def test_a_campaign_is_planned_around_an_event(study: zimnik.Study) -> None:
    """What is not shut is not more expensive than what is."""
    plain, shut = (
        study.campaign(*ENDS, tonnes_per_y=160_000.0, events=events).result
        for events in ((), (LOW_WATER,))
    )
    assert shut.delivered_t == pytest.approx(plain.delivered_t)
    assert shut.cost_usd > plain.cost_usd
    flows = shut.flows[shut.flows["link_id"] == RIVER]
    # Weeks 23 to 26 lie from 10 June to 7 July, and all of them are shut.
    assert not set(flows["week"]) & {23, 24, 25, 26}


def test_every_wrong_event_is_told_at_once(study: zimnik.Study) -> None:
    done = command(
        "route",
        "tomtr",
        "krasnokamensk",
        *("--event", "nowhere:01-01:5"),
        *("--event", "river_sangar_vilyui_mouht:07-01:5"),
        *("--event", f"{RIVER}:01-01:5"),
        status=2,
    )
    assert "'tomtr'" in done.err
    assert "--event: expected the id of a link that is open to cargo, found 'nowhere'" in done.err
    assert f"Is '{RIVER}' meant?" in done.err
    assert "it is open from 06-05 to 10-12" in done.err
    assert "Traceback" not in done.err
    with pytest.raises(InputError) as error:
        study.campaign("tomtr", "krasnokamensk", events="nowhere:01-01:5")
    assert [fault.where for fault in error.value.faults] == ["place", "events"]
    with pytest.raises(InputError, match="nowhere"):
        study.criticality(**TOMTOR, events="nowhere:01-01:5")


def test_what_is_no_event_says_why() -> None:
    with pytest.raises(InputError) as error:
        RouteQuestion(*ENDS, events=("a:13-01:0", "b", "c:02-29:5", "d:07-01:366", "e:07-01:1.5"))
    (fault,) = error.value.faults
    assert fault.where == "events"
    for said in (
        "'a:13-01:0': '13-01' is no day MM-DD of a year of 365 days and '0' days are not 1 to 365",
        "'b': not a link, a day and a number of days",
        "'c:02-29:5': '02-29' is no day",
        "'366' days",
        "'1.5' days",
    ):
        assert said in fault.remedy
    with pytest.raises(InputError, match="LINK:MM-DD:DAYS"):
        RouteQuestion(*ENDS, events=5)


def test_an_event_is_no_kind_of_what_closes() -> None:
    done = command("stress", "--event", LOW_WATER, "--kind", "link", status=2)
    assert "no kind beside what is named to close" in done.err
