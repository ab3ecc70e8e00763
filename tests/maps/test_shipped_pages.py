"""The pages that the commands write, of the shipped atlas and of a hostile one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE_PX
from tests.commands import zimnik
from tests.maps.drawn_pages import HOSTILE
from zimnik.layers import load_atlas

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import OpenPages


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
