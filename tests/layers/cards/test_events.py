"""Events out of the table, and every fault of them at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from zimnik.geo.core.calendar import Window
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import EventKind
from zimnik.layers import Atlas, load_atlas
from zimnik.layers.cards.events import event_faults, load_events


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas(drawn=False)


def with_event(atlas: Atlas, **cells: object) -> Atlas:
    """Return the atlas with one event: of the river Osetrovo to Kirensk, but for some cells."""
    first: dict[Any, Any] = atlas.events.iloc[0].to_dict()
    row = {**first, "id": "own", "corridors": "", **cells}
    return replace(atlas, events=pd.DataFrame([row]))


def test_the_shipped_events_shut_links_inside_their_seasons(atlas: Atlas) -> None:
    events = {one.id: one for one in load_events(atlas)}
    low = events["upper_lena_low_water"]
    assert (low.kind, low.link_ids) == (EventKind.LOW_WATER, ("river_osetrovo_kirensk",))
    assert low.chance_per_y == pytest.approx(6 / 7)
    assert low.starts == Window.of_season("06-19", "06-21")
    assert "sea_lena_delta_sannikov" in events["nsr_early_ice"].link_ids
    assert (atlas.events["source"] != "").all()
    assert (atlas.events["confidence"] != "").all()


def test_an_event_outside_the_season_of_its_link_is_a_fault(atlas: Atlas) -> None:
    wrong = with_event(atlas, starts_from="11-01", starts_to="11-10")
    (fault,) = event_faults(wrong)
    assert (fault.where, fault.row, fault.column) == ("events", "own", "starts_from")
    assert fault.expected == (
        "days on which a link of it is open: river_osetrovo_kirensk from 05-13 to 10-22"
    )
    assert fault.found == "11-01 to 11-10"
    # A railway is open on all days, and so is one link of two enough.
    assert not event_faults(
        with_event(
            atlas,
            link_ids="river_osetrovo_kirensk; rail_shilka_chernyshevsk",
            starts_from="11-01",
            starts_to="11-10",
        )
    )


def test_all_faults_are_told_at_once(atlas: Atlas) -> None:
    wrong = with_event(
        atlas, link_ids="river_osetrovo_kirensc", corridors="nowhere", seen_years=9.0, low_d=200.5
    )
    faults = event_faults(wrong)
    assert sorted((fault.column, fault.found) for fault in faults) == [
        ("base_d", "200, 79, 117"),
        ("corridors", "'nowhere'"),
        ("link_ids", "'river_osetrovo_kirensc'"),
        ("low_d", "200.5"),
        ("seen_years", "9"),
    ]
    assert "Is 'river_osetrovo_kirensk' meant?" in {fault.remedy for fault in faults}
    with pytest.raises(InputError) as error:
        load_events(wrong)
    assert len(error.value.faults) == len(faults)
    spared = event_faults(wrong, broken=frozenset({"links"}))
    assert {fault.column for fault in spared} == {"base_d", "low_d", "seen_years"}


def test_an_event_of_no_link_is_a_fault(atlas: Atlas) -> None:
    (fault,) = event_faults(with_event(atlas, link_ids=""))
    assert (fault.column, fault.found) == ("link_ids", "nothing")


def test_the_document_has_every_event_as_the_table_has_it(atlas: Atlas) -> None:
    text = (Path(__file__).parents[3] / "docs" / "years.md").read_text("utf8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    told = {(row[1], row[2], row[3]) for row in rows if len(row) > 4}
    for event in load_events(atlas):
        days = {event.low_d, event.base_d, event.high_d}
        lengths = f"{event.low_d}, {event.base_d}, {event.high_d}"
        assert (
            f"{event.seen_years} of {event.read_years}",
            event.starts.text,
            lengths if len(days) > 1 else str(event.base_d),
        ) in told, event.id
