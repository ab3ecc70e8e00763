"""`zimnik stress` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.commands import zimnik

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser import OpenPages

QUESTION = ("stress", "--deposit", "tomtor", "--hub", "krasnokamensk", "--ready", "02-01")


def test_what_closes_together_costs_no_less_than_each_alone() -> None:
    route = json.loads(
        zimnik("route", "tomtor", "krasnokamensk", *QUESTION[5:], "--format", "json").out
    )
    first, second = (leg["to_id"] for leg in route["routes"][0]["legs"][:2])
    words = (first, second, f"{first},{second}")
    asked = [word for text in words for word in ("--close", text)]
    document = json.loads(zimnik(*QUESTION, *asked, "--format", "json").out)
    assert document["closures_examined"] == 3
    hurt = {
        row["closed"]: (row["cut_off_t_per_y"], row["rise_usd_per_y"])
        for row in document["closures"]
    }
    assert max(hurt.values()) == hurt[words[2]]


def test_borders_of_the_shipped_atlas_are_ranked() -> None:
    text = zimnik(*QUESTION, "--kind", "border").out
    assert "closures, one at a time" in text


def test_unknown_word_is_refused() -> None:
    assert "skovorodino" in zimnik(*QUESTION, "--close", "skovorodnio", status=2).err.lower()


def test_page_shows_the_closures_of_the_command(pages: OpenPages, tmp_path: Path) -> None:
    question = (*QUESTION, "--close", "Zhigansk", "--year-type", "normal")
    (closure,) = json.loads(zimnik(*question, "--format", "json").out)["closures"]
    out = tmp_path / "stress.html"
    assert zimnik(*question, "--out", str(out)).out.strip() == str(out)
    page = pages.open_file(out)
    (cells,) = page.locator(".z-sorted tbody tr").all_inner_texts()
    assert cells.split("\t")[1] == f"{closure['rise_usd_per_y'] / 1e6:.1f}"
    page.locator(".z-row-name").click()
    (detour,) = closure["detours"]
    assert f"{detour['after_usd_per_t']:.0f}" in page.locator(".z-detours").inner_text()


def test_page_is_not_written_as_json(tmp_path: Path) -> None:
    done = zimnik(*QUESTION, "--format", "json", "--out", str(tmp_path / "x.html"), status=2)
    assert "--out" in done.err


def test_kinds_and_names_contradict_each_other() -> None:
    done = zimnik(*QUESTION, "--close", "Kyusyur", "--kind", "border", status=2)
    assert "--kind" in done.err
