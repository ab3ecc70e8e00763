"""A message is its English sentence, and knows what it is made of."""

from __future__ import annotations

import json
import pickle
from copy import deepcopy

from zimnik.geo.core.messages import Message, about, about_places, of_places, several

SAID = Message("10 km are an estimate", "estimate", length_km=10.0)


def test_a_message_prints_compares_and_serialises_as_its_sentence() -> None:
    assert f"! {SAID}" == "! 10 km are an estimate"
    assert SAID == "10 km are an estimate"
    assert list(dict.fromkeys([SAID, "10 km are an estimate"])) == [SAID]
    assert json.dumps([SAID]) == '["10 km are an estimate"]'


def test_a_copy_keeps_code_and_parameters() -> None:
    for found in (deepcopy(SAID), pickle.loads(pickle.dumps(SAID))):  # noqa: S301 - our own bytes
        assert (found, found.code, found.parameters) == (SAID, "estimate", {"length_km": 10.0})


def test_what_is_said_of_places_holds_what_is_said() -> None:
    before, behind = about("tomtor", SAID), of_places(SAID, ["tomtor", "kovdor"])
    assert before == "tomtor: 10 km are an estimate"
    assert behind == "10 km are an estimate (tomtor, kovdor)"
    assert isinstance(before, Message)
    assert isinstance(behind, Message)
    assert before.parameters == {"place_ids": ("tomtor",), "said": SAID}
    assert behind.parameters == {"place_ids": ("tomtor", "kovdor"), "said": SAID}


def test_several_messages_are_one_that_holds_them() -> None:
    other = Message("no grade", "no_grade")
    both = several([SAID, other])
    assert both == "10 km are an estimate; no grade"
    assert isinstance(both, Message)
    assert both.parameters == {"said": (SAID, other)}
    assert not isinstance(several([SAID, "no recipe"]), Message)


def test_text_without_a_code_stays_text() -> None:
    found = (about("tomtor", "no grade"), about_places(["a", "b"], "c"), of_places("no", ["a"]))
    assert found == ("tomtor: no grade", "a, b: c", "no (a)")
    assert not any(isinstance(one, Message) for one in found)
