"""`zimnik stress` as a user meets it."""

from __future__ import annotations

import json

from tests.commands import zimnik

QUESTION = ("stress", "--deposit", "tomtor", "--hub", "krasnokamensk", "--ready", "02-01")


def test_what_closes_together_hurts_no_less_than_each_alone() -> None:
    words = ("Kyusyur", "Saskylakh", "Kyusyur,Saskylakh")
    asked = [word for text in words for word in ("--close", text)]
    document = json.loads(zimnik(*QUESTION, *asked, "--format", "json").out)
    assert document["closures_examined"] == 3
    hurt = {
        row["closed"]: (row["cut_off_t_per_y"], row["rise_usd_per_y"])
        for row in document["closures"]
    }
    assert max(hurt.values()) == hurt["Kyusyur,Saskylakh"]


def test_borders_of_the_shipped_atlas_are_ranked() -> None:
    text = zimnik(*QUESTION, "--kind", "border").out
    assert "closures, one at a time" in text


def test_unknown_word_is_refused() -> None:
    assert "skovorodino" in zimnik(*QUESTION, "--close", "skovorodnio", status=2).err.lower()
