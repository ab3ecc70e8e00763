"""One choice on the planner's page: marker, row, search and address choose the same; the map shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE_PX
from tests.maps.drawn_pages import leaflet
from tests.maps.planner_pages import costs_of, small_planner

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import OpenPages

UPRIGHT_TABLET_PX = {"width": 768, "height": 1024}
LEAST_TARGET_PX = 44
# Of what can be pressed in the view: what is smaller, and whose label or cell is too.
SMALL_TARGETS = f"""
() => [...document.querySelectorAll("button, select, input, summary, a[href]")]
  .filter((one) => one.checkVisibility() && one.id !== "z-handle")
  .map((one) => one.closest("label") ?? one)
  .filter((one) => {{
    const {{ width, height }} = one.getBoundingClientRect();
    return Math.min(width, height) < {LEAST_TARGET_PX} && height > 0;
  }})
  .map((one) => `${{one.className || one.id}} ${{one.textContent.slice(0, 20)}}`)
"""


def pixels_that_differ(page: Page) -> int:
    """Return how many bytes of the picture of the map a higher price of rail changes."""
    area = page.locator(".folium-map").bounding_box()
    assert area
    before = page.screenshot(clip=area)
    page.evaluate(
        "() => { const rate = document.querySelector('[data-rate=rail]');"
        "rate.value = 8; rate.dispatchEvent(new Event('input')); }"
    )
    page.wait_for_timeout(500)
    after = page.screenshot(clip=area)
    return sum(one != other for one, other in zip(before, after, strict=False))


def choose_by(page: Page, way: str) -> None:
    if way == "marker":
        page.locator(".z-place[data-id=lovozero]").click()
    elif way == "row":
        page.locator("tr[data-id=lovozero] .z-row-name").click()
    elif way == "search":
        page.locator("#z-search-input").fill("Ловозеро")
        page.keyboard.press("Enter")
    else:
        # The address follows a view after a pause.
        page.wait_for_timeout(600)
        page.evaluate("location.hash = 'chosen=lovozero'")


def test_six_presses_lead_from_the_opening_to_what_a_deposit_costs(pages: OpenPages) -> None:
    page = pages.open(small_planner())
    cost = costs_of(page)["lovozero"]
    for key in ("Tab", "l", "o", "v", "Enter"):
        page.keyboard.press(key)
    said = f"Lovozero to Solikamsk: US$ {cost} a tonne"
    expect(page.locator("#z-title")).to_contain_text(said)
    expect(page.locator("#z-live")).to_contain_text(f"US$ {cost}")


def test_marker_row_search_and_address_choose_the_same(pages: OpenPages) -> None:
    page = pages.open(small_planner())
    title = page.locator("#z-title")
    expect(title).to_contain_text("Half of")
    all_shown = title.inner_text()
    cost = costs_of(page)["lovozero"]
    for way in ("marker", "row", "search", "address"):
        choose_by(page, way)
        expect(title).to_contain_text(f"Lovozero to Solikamsk: US$ {cost} a tonne")
        expect(page.locator("tr.z-chosen")).to_have_attribute("data-id", "lovozero")
        expect(page.locator(".z-place.z-is-chosen")).to_have_attribute("data-id", "lovozero")
        expect(page.locator(".leaflet-popup")).to_have_count(0)
        page.locator(".z-leave").click()
        expect(title).to_have_text(all_shown)
        expect(page.locator(".z-is-chosen")).to_have_count(0)


def test_the_route_of_a_choice_is_whole_in_view_and_beside_the_table(pages: OpenPages) -> None:
    page = pages.open(small_planner())
    choose_by(page, "marker")
    page.wait_for_timeout(300)
    inside = leaflet(
        page,
        "[[67.85, 34.75], [59.67, 56.74]].every((at) => {"
        "const {x, y} = map.latLngToContainerPoint(at);"
        "return x > 0 && y > 0 && x < map.getSize().x && y < map.getSize().y; })",
    )
    assert inside is True
    account = page.locator(".z-account-pane").bounding_box()
    table = page.locator(".z-asked-pane").bounding_box()
    assert account
    assert table
    assert account["x"] + account["width"] <= table["x"] + 1
    assert page.locator(".z-asked-pane .z-scroll").evaluate(
        "(box) => box.scrollHeight <= box.clientHeight + 1"
    )


def test_a_tap_beside_a_deposit_is_meant_for_it_and_not_for_a_link(pages: OpenPages) -> None:
    page = pages.open(small_planner())
    at = leaflet(page, "(({x, y}) => [x, y])(map.latLngToContainerPoint([67.85, 34.75]))")
    assert isinstance(at, list)
    tap = (
        "([x, y]) => { const box = document.querySelector('.folium-map').getBoundingClientRect();"
        "const link = document.querySelector('.leaflet-z-links-pane canvas');"
        "link.dispatchEvent(new PointerEvent('click', {bubbles: true, pointerType: 'touch',"
        " clientX: box.x + x, clientY: box.y + y})); }"
    )
    page.evaluate(tap, [at[0] + 30, at[1] + 30])
    expect(page.locator(".z-is-chosen")).to_have_count(0)
    page.evaluate(tap, [at[0] + 13, at[1] + 13])
    expect(page.locator(".z-is-chosen")).to_have_attribute("data-id", "lovozero")


def test_a_flow_tells_its_tonnes_and_its_deposits(pages: OpenPages) -> None:
    page = pages.open(small_planner())
    at = leaflet(
        page,
        "(([a, b]) => [(a.x + b.x) / 2, (a.y + b.y) / 2])([[67.85, 34.75], [59.67, 56.74]]"
        ".map((at) => map.latLngToContainerPoint(at)))",
    )
    assert isinstance(at, list)
    page.locator(".folium-map").hover(position={"x": at[0], "y": at[1]})
    expect(page.locator(".z-tip")).to_contain_text("Railway Lovozero – Solikamsk")
    expect(page.locator(".z-tip")).to_contain_text("Mt a year, deposits: 1")


@pytest.mark.parametrize("size_px", [PHONE_PX, UPRIGHT_TABLET_PX], ids=["phone", "tablet"])
def test_answer_and_picture_stand_together_and_a_slider_changes_both(
    pages: OpenPages, size_px: dict[str, int]
) -> None:
    page = pages.open(small_planner(), size_px)
    answer = page.locator(".z-headline").bounding_box()
    picture = page.locator(".folium-map").bounding_box()
    assert answer
    assert picture
    assert picture["y"] + picture["height"] <= answer["y"]
    assert answer["y"] + answer["height"] <= size_px["height"]
    assert picture["height"] > size_px["height"] / 4
    before = page.locator("#z-title").inner_text()
    assert pixels_that_differ(page) > 100
    assert page.locator("#z-title").inner_text() != before
    assert page.evaluate(SMALL_TARGETS) == []
