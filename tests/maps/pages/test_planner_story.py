"""A story on the planner's page: steps, keys, Back, figures of its views, and hostile words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE_PX, grave_faults
from tests.maps.drawn_pages import page_context
from tests.maps.planner_pages import costs_of, planner_input
from zimnik.maps.pages.planner import PLANNER
from zimnik.maps.pages.planner_story import Story, StoryChart, StoryStep, StoryText, StoryView

if TYPE_CHECKING:
    import folium
    from playwright.sync_api import Page

    from tests.browser import OpenPages

HOSTILE = "<img src=x onerror=alert(1)></script>${x}"
LONG = "W" * 180
STORY = Story(
    (
        StoryView("", None),
        StoryView("chosen=tomtor&hub=krasnokamensk", StoryChart.MONTHS),
        StoryView("chosen=tomtor&hub=krasnokamensk&ready=07-01", StoryChart.CALENDAR),
    ),
    {
        "en": StoryText(
            "Why it waits",
            (
                StoryStep(("All ",), (["p", {"figure": "reached"}, " reach a hub."],)),
                StoryStep(
                    ("Far",),
                    (["p", "US$ ", {"figure": "cost"}, " ", ["a", {"href": "https://a.example"}, "why"]],),
                ),
                StoryStep(
                    (HOSTILE,),
                    (["p", HOSTILE, LONG, ["script", "x"], ["a", {"href": "javascript:x"}, "no"],
                      {"figure": "cost"}, {"figure": "constructor"}],),
                ),
            ),
        ),
        "ru": StoryText(
            "Почему ждёт",
            tuple(StoryStep((name,), (["p", name],)) for name in ("Все", "Далеко", "Поздно")),
        ),
    },
)  # fmt: skip


@pytest.fixture
def told() -> folium.Map:
    return PLANNER.draw(page_context(), replace(planner_input(), story=STORY))


def heading(page: Page) -> str:
    return page.locator(".z-story-text h2").inner_text()


def test_story_is_stepped_through_by_buttons_keys_and_back(
    pages: OpenPages, told: folium.Map
) -> None:
    page = pages.open(told)
    assert heading(page) == "All"
    expect(page.locator(".z-story-text p")).to_have_text("2 reach a hub.")
    expect(page.locator(".z-asked-pane")).to_be_hidden()
    page.get_by_role("button", name="Next step").click()
    expect(page.locator("#z-title")).to_contain_text("Tomtor to Krasnokamensk")
    expect(page.locator(".z-story .z-chart")).to_be_visible()
    expect(page.locator("#z-live")).to_contain_text("Step 2 of 3. Far. US$")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".z-story-head span")).to_have_text("3 of 3")
    page.wait_for_timeout(500)
    page.keyboard.press("ArrowRight")
    page.go_back()
    expect(page.locator(".z-story-head span")).to_have_text("2 of 3")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".z-story-head span")).to_have_text("1 of 3")
    expect(page.locator("#z-title")).not_to_contain_text("Krasnokamensk")
    assert grave_faults(page) == []


def test_leaving_a_story_keeps_its_view_and_its_figures_are_those_of_the_table(
    pages: OpenPages, told: folium.Map
) -> None:
    page = pages.open(told)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".z-story-text b")).to_have_text(costs_of(page)["tomtor"])
    page.get_by_role("button", name="Leave the story").click()
    expect(page.locator(".z-story")).to_be_hidden()
    expect(page.locator("#z-title")).to_contain_text("Tomtor to Krasnokamensk")
    opener = page.get_by_role("button", name="Story: Why it waits")
    expect(opener).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".z-story")).to_be_hidden()
    opener.click()
    expect(page.locator(".z-story-head span")).to_have_text("1 of 3")


def test_hostile_words_of_a_story_are_words(pages: OpenPages, told: folium.Map) -> None:
    page = pages.open(told)
    page.evaluate("location.hash = 'step=3&chosen=tomtor&hub=krasnokamensk&ready=07-01'")
    expect(page.locator(".z-story-text h2")).to_have_text(HOSTILE)
    assert page.locator(".z-story-text :is(script, img)").count() == 0
    assert page.locator(".z-story-text a[href]").count() == 0
    expect(page.locator(".z-story-text b").last).to_have_text("–")


def test_story_speaks_russian_and_fits_a_phone(pages: OpenPages, told: folium.Map) -> None:
    page = pages.open(told, PHONE_PX)
    page.evaluate("location.hash = 'lang=ru'")
    page.reload()
    expect(page.locator(".z-story-text h2")).to_have_text("Все")
    expect(page.locator(".z-story-head strong")).to_have_text("Почему ждёт")
    onward = page.get_by_role("button", name="Следующий шаг")
    onward.click()
    expect(page.locator(".z-story-head span")).to_have_text("2 из 3")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX["width"]
    box = onward.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    panel, area = (
        page.locator("#z-panel").bounding_box(),
        page.locator(".folium-map").bounding_box(),
    )
    assert panel
    assert area
    assert panel["y"] > area["y"] + 200
