"""The pages that the commands write, of the shipped atlas and of a hostile one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE_PX
from tests.commands import zimnik
from tests.maps.drawn_pages import HOSTILE
from tests.maps.words_on_page import (
    FILLED,
    foreign_words,
    ids_and_options,
    latin_words,
    vocabulary,
)
from zimnik.layers import load_atlas
from zimnik.layers.loading.regions import load_regions_atlas
from zimnik.layers.regions.finding import region_folders
from zimnik.maps.page.words import ALWAYS, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser import OpenPages


AMERICA = "north-america-arctic"
# The forms of a word beside a number differ by language.
WHICH = re.compile(r"(?<=#)[^}]*")
MOST_PLANNER_BYTES = 1_300_000
MOST_ROUTE_BYTES = 400_000


@pytest.fixture
def atlas_file(tmp_path: Path) -> Path:
    return Path(zimnik("map", "--out", str(tmp_path)).out.strip())


def labels(page: Page) -> str:
    return " | ".join(
        place.get_attribute("aria-label") or "" for place in page.locator(".z-place").all()
    )


def test_every_deposit_hub_and_market_is_on_the_page(pages: OpenPages, atlas_file: Path) -> None:
    shown = labels(pages.open_file(atlas_file))
    atlas = load_atlas(drawn=False)
    for table in (atlas.deposits, atlas.hubs, atlas.markets):
        missing = [name for name in table["name_en"] if name not in shown]
        assert missing == []


def test_enter_on_tomtor_tells_its_cost_and_its_source(pages: OpenPages, atlas_file: Path) -> None:
    page = pages.open_file(atlas_file)
    place = page.locator(".z-place[aria-label^='Tomtor']").first
    place.focus()
    place.press("Enter")
    expect(page.locator("#z-title")).to_contain_text("Tomtor to Khatanga: US$")
    expect(page.locator(".z-account")).to_contain_text("Томтор")
    expect(page.locator(".z-account")).to_contain_text("Polymetal RNS 19 Apr 2021")


def test_page_is_usable_on_a_phone(pages: OpenPages, atlas_file: Path) -> None:
    assert atlas_file.stat().st_size <= MOST_PLANNER_BYTES
    page = pages.open_file(atlas_file, PHONE_PX)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX["width"]


def test_route_page_shows_the_total_of_the_command(pages: OpenPages, tmp_path: Path) -> None:
    out = tmp_path / "route.html"
    question = ["route", "tomtor", "krasnokamensk", "--alternatives", "2"]
    zimnik(*question, "--out", str(out))
    assert out.stat().st_size <= MOST_ROUTE_BYTES
    (best, _) = json.loads(zimnik(*question, "--format", "json").out)["routes"]
    text = pages.open_file(out).locator("body").text_content() or ""
    assert f"US$ {best['total']['cost_usd_per_t']:,.0f} per t" in text


def test_hostile_names_of_a_users_atlas_show_as_text(pages: OpenPages, tmp_path: Path) -> None:
    rows = [
        f'h{i},"{name.replace(chr(34), chr(34) * 2)}",{100 + i},65'
        for i, name in enumerate(HOSTILE)
    ]
    own = tmp_path / "deposits.csv"
    own.write_text("\n".join(["id,name,lon,lat", *rows]) + "\n", encoding="utf-8")
    zimnik("map", "--out", str(tmp_path), "--atlas", str(own))
    page = pages.open_file(tmp_path / "atlas.html")
    shown = labels(page)
    # The reader puts spaces for what ends a line.
    assert all(
        name.replace("\u2028", " ").replace("\u2029", " ").strip() in shown for name in HOSTILE
    )
    assert page.evaluate("window.pwned === undefined")
    assert page.locator("img, iframe, object, embed").count() == 0


@pytest.mark.proof
@pytest.mark.parametrize(
    "question",
    [
        ("map",),
        ("route", "tomtor", "krasnokamensk", "--alternatives", "3", "--draws", "10"),
        ("campaign", "tomtor", "khatanga", "--tonnes", "700000", "--draws", "10"),
        ("hubs", "compare", "krasnokamensk", "baotou", "--draws", "10"),
        ("remoteness", "--deposit", "tomtor"),
        ("stress", "--kind", "corridor", "--deposit", "tomtor", "--deposit", "kular"),
    ],
    ids=lambda question: "-".join(question[:2]),
)
def test_pages_of_the_shipped_atlas_are_all_russian(
    pages: OpenPages, tmp_path: Path, question: tuple[str, ...]
) -> None:
    out = tmp_path / "page.html"
    zimnik(*question, "--out", str(out))
    page = pages.open_address(f"{out.as_uri()}#lang=ru")
    atlas = load_atlas(drawn=False)
    tables = (atlas.deposits, atlas.hubs, atlas.markets, atlas.terminals, atlas.towns)
    names = [
        name
        for table in tables
        for column in ("name_en", "name_ru")
        for name in table.get(column, ())
    ]
    # A numeral that is part of a name (Чита II) stands in Latin letters too.
    told = [name for name in names if isinstance(name, str) and name]
    assert latin_words(page, told) == []
    assert ids_and_options(page, told) == []
    # Who pays for what must be there first is told by the region in Russian too.
    assert page.locator(".z-warnings small [lang=en]").all_inner_texts() == []


def told_of_steps(page: Page, count: int) -> list[tuple[list[str], str]]:
    """Return the figures in the text of each step, and the first row of the table beside it."""
    found = []
    for step in range(1, count + 1):
        if step > 1:
            page.keyboard.press("ArrowRight")
        expect(page.locator(".z-story-head span")).to_have_text(f"{step} of {count}")
        cells = page.locator(".z-story .z-table tbody td").all_inner_texts()
        figures = page.locator(".z-story-text p b").all_inner_texts()
        found.append((figures, cells[0] if cells else ""))
    return found


@pytest.mark.proof
def test_shipped_story_is_true_of_the_shipped_atlas(pages: OpenPages, tmp_path: Path) -> None:
    file = Path(zimnik("map", "--story", "tomtor-waits", "--out", str(tmp_path)).out.strip())
    assert file.stat().st_size <= MOST_PLANNER_BYTES
    (ship, greatest), (year, _), (in_time, _), (late, _), (by_land, greatest_by_land) = (
        told_of_steps(pages.open_file(file), 5)
    )
    # The greatest part is the waiting; without the ship it is the winter road, and all costs more.
    assert (greatest, greatest_by_land) == ("Waiting", "Winter road")
    assert int(by_land[-1]) > int(ship[0])
    # 22 April is the best day of the year, 23 April the worst: a summer's wait becomes two of them.
    best, worst = year[:2], year[2:]
    assert (best, worst) == (["Apr 22", in_time[-1]], ["Apr 23", late[-1]])
    assert int(in_time[0]) < 100
    assert int(late[0]) > 400


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
    ],
    ids=lambda question: "-".join(question[:2]),
)
def test_pages_of_the_north_of_america_are_all_french(
    pages: OpenPages, tmp_path: Path, question: tuple[str, ...]
) -> None:
    """No word that only English pages have, no Russian one, no id, but for names and sources."""
    out = tmp_path / "page.html"
    zimnik(*question, "--region", AMERICA, "--out", str(out))
    page = pages.open_address(f"{out.as_uri()}#lang=fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    atlas = load_regions_atlas([AMERICA], drawn=False)
    tables = (atlas.deposits, atlas.hubs, atlas.markets, atlas.terminals, atlas.towns)
    names = [name for table in tables for name in table["name_en"] if name]
    assert foreign_words(page, names, english_alone()) == []
    assert ids_and_options(page, names) == []


def english_alone() -> frozenset[str]:
    """Return the words that English pages have and French ones have not."""
    (folder,) = region_folders([AMERICA])
    french = json.loads((folder / "words_fr.json").read_text("utf8"))
    return vocabulary(words("en")) - vocabulary(french)


def french_words() -> dict[tuple[str, ...], str]:
    (folder,) = region_folders([AMERICA])
    return dict(flat(json.loads((folder / "words_fr.json").read_text("utf8"))))


def test_french_words_are_filled_in_as_english_ones_are() -> None:
    own, every = french_words(), dict(flat(words("en")))
    for key in own.keys() & every.keys():
        mine, theirs = (
            sorted(FILLED.findall(WHICH.sub("", text))) for text in (own[key], every[key])
        )
        assert mine == theirs, key


@pytest.mark.proof
def test_every_word_of_a_page_is_french_too() -> None:
    own = french_words()
    assert [key for key, _ in flat(words("en")) if key not in own and key[0] not in ALWAYS] == []


def flat(group: Any, key: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(group, dict):
        for name, value in group.items():
            yield from flat(value, (*key, name))
    elif isinstance(group, list):
        for number, value in enumerate(group):
            yield (*key, str(number)), value
    else:
        yield key, group
