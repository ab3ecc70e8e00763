"""The pages that the commands write speak one language, whatever they are asked in."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.commands import zimnik
from tests.maps.drawn_pages import HOSTILE
from tests.maps.words_on_page import (
    FILLED,
    english_notes,
    foreign_words,
    ids_and_options,
    latin_words,
    vocabulary,
)
from zimnik.layers import load_atlas
from zimnik.layers.loading.regions import load_regions_atlas
from zimnik.layers.regions.finding import region_folders
from zimnik.maps.page.words import ALWAYS, ANSWERS, answer_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser import OpenPages
    from zimnik.layers import Atlas

AMERICA = "north-america-arctic"
# The forms of a word beside a number differ by language.
WHICH = re.compile(r"(?<=#)[^}]*")
PLAN = """question = "matrix"
[options]
origins = "tomtor,chuktukon"
destinations = "krasnokamensk,solikamsk"
ready = "07-01"
[sweep]
year-type = ["short", "normal"]
"""


def question_name(question: tuple[str, ...]) -> str:
    return "-".join(question[:4])


@cache
def names_of(atlas: Atlas, *columns: str) -> list[str]:
    tables = (atlas.deposits, atlas.hubs, atlas.markets, atlas.terminals, atlas.towns)
    told = [name for table in tables for column in columns for name in table.get(column, ())]
    return [name for name in told if isinstance(name, str) and name]


@pytest.mark.proof
@pytest.mark.parametrize(
    "question",
    [
        ("map",),
        ("map", "--story", "tomtor-waits"),
        ("route", "tomtor", "krasnokamensk", "--alternatives", "3", "--draws", "10"),
        ("campaign", "tomtor", "khatanga", "--tonnes", "700000", "--draws", "10"),
        ("hubs", "compare", "krasnokamensk", "baotou", "--draws", "10"),
        ("remoteness", "--deposit", "tomtor"),
        ("stress", "--kind", "corridor", "--deposit", "tomtor", "--deposit", "kular"),
        ("hubs", "rank", "krasnokamensk", "solikamsk", "--deposit", "tomtor", "--draws", "10"),
        ("hubs", "site", "--open", "2"),
        ("hubs", "site", "--pareto", "co2"),
        ("hubs", "site", "--horizon", "2028:2030"),
        ("hubs", "site", "--value-chain", "--worlds", "3"),
        ("hubs", "invest", "krasnokamensk", "baotou", "--deposit", "tomtor", "--draws", "10"),
        ("matrix", "--origins", "tomtor,kiyskoe"),
        ("access", "tomtor"),
        ("outlook",),
    ],
    ids=question_name,
)
def test_pages_of_the_shipped_atlas_are_all_russian(
    pages: OpenPages, tmp_path: Path, question: tuple[str, ...]
) -> None:
    out = tmp_path / "page.html"
    zimnik(*question, "--out", str(out))
    page = pages.open_address(f"{out.as_uri()}#lang=ru")
    # A numeral that is part of a name (Чита II) stands in Latin letters too.
    told = names_of(load_atlas(drawn=False), "name_en", "name_ru")
    assert latin_words(page, told) == []
    assert ids_and_options(page, told) == []
    # Who pays for what must be there first is told by the region in Russian too.
    assert page.locator(".z-warnings small [lang=en]").all_inner_texts() == []
    assert english_notes(page) == []


@pytest.mark.proof
def test_the_report_of_a_run_is_all_russian(pages: OpenPages, tmp_path: Path) -> None:
    plan, results, out = (tmp_path / name for name in ("p.toml", "итоги.parquet", "page.html"))
    plan.write_text(PLAN, encoding="utf-8")
    zimnik("run", str(plan), "--out", str(results))
    zimnik("report", str(results), "--out", str(out))
    page = pages.open_address(f"{out.as_uri()}#lang=ru")
    record = json.loads(zimnik("report", str(results), "--format", "json").out)
    sums = [told["text"].rpartition(" ")[2] for told in record["editions"]]
    told = [*sums, "zimnik", "parquet", *names_of(load_atlas(drawn=False), "name_en", "name_ru")]
    assert latin_words(page, told) == []
    assert ids_and_options(page, told) == []
    assert "Влажность" in page.locator("#z-answer").inner_text()


@pytest.mark.proof
def test_the_account_of_every_deposit_is_russian(pages: OpenPages, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    zimnik("map", "--out", str(out))
    atlas = load_atlas(drawn=False)
    told = names_of(atlas, "name_en", "name_ru")
    page = pages.open_address(f"{out.as_uri()}#lang=ru")
    for deposit_id in atlas.deposits["id"]:
        page.locator(f"tr[data-id='{deposit_id}'] .z-row-name").click()
        expect(page.locator("tr.z-chosen")).to_have_attribute("data-id", deposit_id)
        page.locator(".z-account").first.wait_for(state="attached")
        assert latin_words(page, told) == []
        assert ids_and_options(page, told) == []
        # Our own notes are translated; names of publications stay as they are cited.
        notes = page.locator(".z-account dd [lang=en]").all_text_contents()
        assert notes == [], deposit_id


@pytest.mark.proof
def test_the_card_of_every_place_is_russian_but_for_names_of_publications(
    pages: OpenPages, tmp_path: Path
) -> None:
    out = tmp_path / "page.html"
    zimnik("map", "--out", str(out))
    atlas = load_atlas(drawn=False)
    told = names_of(atlas, "name_en", "name_ru")
    page = pages.open_address(f"{out.as_uri()}#lang=ru")
    opened, wrong = 0, list[str]()
    for place in page.locator(".z-place:not(.z-deposit)").all():
        place.dispatch_event("keydown", {"key": "Enter"})
        opened += page.locator(".leaflet-popup .z-card").count()
        wrong += [*english_notes(page), *latin_words(page, told)]
    assert sorted(set(wrong)) == []
    assert opened > 500


@pytest.mark.proof
@pytest.mark.parametrize("page_name", ["map", "matrix"])
def test_pages_of_a_hostile_atlas_are_all_russian(
    pages: OpenPages, tmp_path: Path, page_name: str
) -> None:
    quoted = [name.replace('"', '""') for name in HOSTILE]
    rows = [f'h{i},"{name}",{100 + i},65' for i, name in enumerate(quoted)]
    own = tmp_path / "deposits.csv"
    own.write_text("\n".join(["id,name,lon,lat", *rows]) + "\n", encoding="utf-8")
    out = tmp_path / "page.html"
    asked = [] if page_name == "map" else ["--origins", "h0,h4,h8"]
    zimnik(page_name, *asked, "--atlas", str(own), "--out", str(out))
    page = pages.open_address(f"{out.as_uri()}#lang=ru")
    # The reader puts spaces for what ends a line.
    hostile = [name.replace("\u2028", " ").replace("\u2029", " ").strip() for name in HOSTILE]
    told = [*hostile, *names_of(load_atlas(drawn=False), "name_en", "name_ru")]
    assert latin_words(page, told) == []
    assert ids_and_options(page, told) == []
    assert page.evaluate("window.pwned === undefined")


@pytest.mark.proof
@pytest.mark.parametrize(
    "question",
    [
        ("map",),
        ("route", "nechalacho", "saskatoon", "--alternatives", "3", "--draws", "10"),
        ("campaign", "strange_lake", "becancour", "--tonnes", "400000", "--draws", "10"),
        ("hubs", "compare", "saskatoon", "becancour", "--deposit", "nechalacho", "--draws", "10"),
        ("remoteness", "--deposit", "nechalacho", "--deposit", "strange_lake"),
        ("stress", "--kind", "corridor", "--deposit", "nechalacho"),
        ("hubs", "rank", "saskatoon", "becancour", "--deposit", "nechalacho", "--draws", "10"),
        ("hubs", "site", "--open", "2"),
        ("matrix", "--origins", "nechalacho,strange_lake"),
        ("access", "strange_lake"),
    ],
    ids=question_name,
)
def test_pages_of_the_north_of_america_are_all_french(
    pages: OpenPages, tmp_path: Path, question: tuple[str, ...]
) -> None:
    """No word that only English pages have, no Russian one, no id, but for names and sources."""
    out = tmp_path / "page.html"
    zimnik(*question, "--region", AMERICA, "--out", str(out))
    page = pages.open_address(f"{out.as_uri()}#lang=fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    names = names_of(load_regions_atlas([AMERICA], drawn=False), "name_en")
    assert foreign_words(page, names, english_alone()) == []
    assert ids_and_options(page, names) == []


def english_words() -> dict[str, Any]:
    return {**words("en"), ANSWERS: answer_words("en")}


def french_file() -> dict[str, Any]:
    (folder,) = region_folders([AMERICA])
    read: dict[str, Any] = json.loads((folder / "words_fr.json").read_text("utf8"))
    return read


def english_alone() -> frozenset[str]:
    """Return the words that English pages have and French ones have not."""
    return vocabulary(english_words()) - vocabulary(french_file())


def test_french_words_are_filled_in_as_english_ones_are() -> None:
    own, every = dict(flat(french_file())), dict(flat(english_words()))
    for key in own.keys() & every.keys():
        mine, theirs = (
            sorted(FILLED.findall(WHICH.sub("", text))) for text in (own[key], every[key])
        )
        assert mine == theirs, key


def test_every_word_of_a_page_is_french_too() -> None:
    own = dict(flat(french_file()))
    missing = [key for key, _ in flat(english_words()) if key not in own and key[0] not in ALWAYS]
    assert missing == []


def flat(group: Any, key: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(group, dict):
        for name, value in group.items():
            yield from flat(value, (*key, name))
    elif isinstance(group, list):
        for number, value in enumerate(group):
            yield (*key, str(number)), value
    else:
        yield key, group
