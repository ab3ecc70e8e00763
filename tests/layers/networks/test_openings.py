"""Seasons by tags: opening hours and conditional restrictions, read day by day by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.layers.networks.openings import HOURS_TOLD, Opening, opening_of

# Texts as the wiki of OpenStreetMap writes them, and the season that they mean.
READ = {
    "Jun-Oct": "06-01 to 10-31",
    "May 15-Oct 31": "05-15 to 10-31",
    "Nov 20-Apr 10": "11-20 to 04-10",
    "Dec-Mar; Jul off": "12-01 to 03-31",
    "Jun 1-Oct 15: Mo-Su 08:00-20:00": "06-01 to 10-15",
    "Jun 1-15": "06-01 to 06-15",
    "2024 Jun 1 - Sep 30": "06-01 to 09-30",
    "Feb 29-Mar 31": "02-28 to 03-31",
    "Jun,Jul,Aug": "06-01 to 08-31",
    "Mo-Su 06:00-22:00; Nov-Apr off": "05-01 to 10-31",
}


@pytest.mark.parametrize(("text", "season"), READ.items(), ids=READ)
def test_opening_hours_with_dates_are_a_season(text: str, season: str) -> None:
    window = opening_of({"opening_hours": text}).window
    assert window is not None
    assert window.text == season


@pytest.mark.parametrize("text", ["24/7", "Mo-Fr 08:00-17:00", "sunrise-sunset", "00:00-24:00"])
def test_hours_alone_are_no_season(text: str) -> None:
    opening = opening_of({"opening_hours": text})
    assert (opening.window, opening.undated) == (None, False)


def test_hours_beside_dates_are_told() -> None:
    assert opening_of({"opening_hours": "Jun-Sep 08:00-20:00"}).told == (HOURS_TOLD,)


@pytest.mark.parametrize(
    "text", ["when the ice allows", "week 10-40", "easter-Oct", "Jun 31-Jul 40", "x" * 300]
)
def test_what_cannot_be_read_is_told_and_not_taken_for_open(text: str) -> None:
    for key in ("opening_hours", "access:conditional"):
        opening = opening_of({key: f"no @ ({text})" if "access" in key else text})
        assert opening.window is None
        assert opening.undated
        assert "was not understood" in opening.told[0]


CONDITIONS = {
    "a restriction of weight is none of season": (
        {"hgv:conditional": "no @ (weight>7.5)"},
        None,
    ),
    "the thaw": ({"hgv:conditional": "no @ (Apr 1-May 15)"}, "05-16 to 03-31"),
    "of two parts the shut ones add up": (
        {"access:conditional": "no @ (Apr 1-May 15); no @ (Oct 15-Nov 30)"},
        "05-16 to 10-14",
    ),
    "who is let in while it is shut": (
        {"motor_vehicle": "no", "motor_vehicle:conditional": "delivery @ (Jul)"},
        "07-01 to 07-31",
    ),
    "season and hours hold together": (
        {"opening_hours": "May-Sep", "access:conditional": "no @ (Sep)"},
        "05-01 to 08-31",
    ),
}


@pytest.mark.parametrize(("tags", "season"), CONDITIONS.values(), ids=CONDITIONS)
def test_conditions_shut_and_open(tags: dict[str, str], season: str | None) -> None:
    window = opening_of(tags).window
    assert (window.text if window else None) == season


KEYS = st.sampled_from(["access:conditional", "hgv:conditional", "opening_hours", "seasonal"])
WORDS = st.sampled_from(
    [
        "no",
        "yes",
        "@",
        "(",
        ")",
        ";",
        ",",
        "-",
        "Jan",
        "Oct 15",
        "Mo",
        "08:00",
        "off",
        " ",
        "29",
        "é",
    ]
)


@given(KEYS, st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join)))
def test_any_text_is_read_or_told(key: str, text: str) -> None:
    opening = opening_of({key: text})
    assert isinstance(opening, Opening)
    assert opening.window is None or 1 <= opening.window.length_d <= 365
