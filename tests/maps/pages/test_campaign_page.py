"""The campaign page: deliveries, charts, the week and its keyboard, hostile names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE_PX
from tests.maps.drawn_campaign import campaign, campaign_with_supplies, stored_places
from tests.maps.drawn_pages import (
    HOSTILE,
    heading,
    hostile_context,
    leaflet,
    page_context,
)
from tests.maps.drawn_spread import spread
from zimnik.geo.campaign.reliability import DecidingCause, Reliability, YearPlan
from zimnik.geo.years.gauges import Shift
from zimnik.maps.pages.campaign import CAMPAIGN, campaign_page
from zimnik.maps.reports.campaign import campaign_record
from zimnik.maps.reports.years.reliability import reliability_record

if TYPE_CHECKING:
    import folium
    from playwright.sync_api import Page

    from tests.browser import OpenPages
    from zimnik.geo.campaign.results import CampaignAnswer

# Every page is opened by tests/maps/test_every_page.py in `make test`; what its controls do is a proof.
pytestmark = pytest.mark.proof


def page_of(found: CampaignAnswer) -> folium.Map:
    return CAMPAIGN.draw(page_context(places=stored_places()), campaign_record(found, heading()))


@pytest.fixture(scope="module")
def short() -> CampaignAnswer:
    return campaign()


def test_page_holds_tonnes_of_every_week(short: CampaignAnswer) -> None:
    record = campaign_page(page_context(), campaign_record(short, heading()))
    assert record["week_starts"][0] == "01-01"
    assert record["week_starts"][-1] == "12-24"
    road = next(flow for flow in record["flows"] if flow["mode"] == "winter_road")
    assert len(road["tonnes"]) == 52
    assert sum(road["tonnes"]) == pytest.approx(40_000, rel=1e-5)
    assert sum(record["components"].values()) == pytest.approx(record["total"]["cost_usd"])


def test_panel_tells_the_plan(short: CampaignAnswer, pages: OpenPages) -> None:
    page = pages.open(page_of(short))
    text = page.locator("#z-panel").inner_text()
    for part in (
        "40,000 of 100,000 t ore from Tomtor (Buranny) to Anadyr port in a year",
        "Not delivered: 60,000 t have no room; full: Khatanga port (room of a year, 40,000 t)",
        "Stockpiles at the end of each week",
        "kt a week",
        "Khatanga port",
        "1.00 t delivered",
        "Mind the ice",
    ):
        assert part in text, part
    expect(page.locator(".z-chart")).to_have_count(2)
    expect(page.locator(".z-chart").first).to_have_attribute("role", "img")


def test_each_cargo_has_its_cost_and_its_legs_in_the_order_of_travel(pages: OpenPages) -> None:
    found = campaign_with_supplies()
    panel = pages.open(page_of(found)).locator("#z-panel").inner_text()
    for demand in found.demands:
        assert f"US$ {demand.cost_usd_per_t:,.0f} per t" in panel
    legs = [
        "ore, Tomtor (Buranny) to Anadyr port",
        "Tomtor (Buranny) to Khatanga port",
        "fuel, Anadyr port to Tomtor (Buranny)",
        "Khatanga port to Tomtor (Buranny)",
    ]
    tail = panel[panel.index("in the order of travel") :]
    assert sorted(legs, key=tail.index) == legs


def test_week_is_chosen_by_keyboard_and_shown_on_map_and_chart(
    short: CampaignAnswer, pages: OpenPages
) -> None:
    page = pages.open(page_of(short))
    slider = page.locator("#z-week-slider")
    slider.focus()
    expect(page.locator("#z-week")).to_have_text("Week from Jan 1")
    before = page.locator(".z-week-mark").first.get_attribute("x1")
    slider.press("ArrowRight")
    expect(page.locator("#z-week")).to_have_text("Week from Jan 8")
    expect(slider).to_have_attribute("aria-valuetext", "Week from Jan 8")
    assert page.locator(".z-week-mark").first.get_attribute("x1") != before
    assert drawn_links(page) > 0
    slider.press("Home")
    for _ in range(25):
        slider.press("ArrowRight")
    assert drawn_links(page) == 0, "the winter road is closed in June, and the ships have sailed"


def drawn_links(page: Page) -> int:
    found = leaflet(
        page,
        "Object.values(map._layers).filter((l) => l instanceof L.Polyline && l.options.renderer "
        "&& l.options.renderer.options.pane === 'z-top' && l.options.opacity > 0.9).length",
    )
    assert isinstance(found, int)
    return found


def test_play_runs_through_the_weeks_until_it_is_stopped(
    short: CampaignAnswer, pages: OpenPages
) -> None:
    page = pages.open(page_of(short))
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#z-week")).not_to_have_text("Week from Jan 1")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_have_attribute("aria-pressed", "false")


def closed_links(page: Page) -> int:
    found = leaflet(
        page,
        "Object.values(map._layers).filter((l) => l instanceof L.Polyline && l.options.renderer "
        "&& l.options.renderer.options.pane === 'z-top' && l.options.dashArray === '1 7').length",
    )
    assert isinstance(found, int)
    return found


def moving_dots(page: Page) -> list[list[float]]:
    """Return where cargo is drawn on its way."""
    found = leaflet(
        page,
        "Object.values(map._layers).filter((l) => l instanceof L.CircleMarker "
        "&& l.options.renderer.options.pane === 'z-cargo')"
        ".map((l) => [l.getLatLng().lat, l.getLatLng().lng])",
    )
    assert isinstance(found, list)
    return found


def test_space_plays_and_pauses_and_steps_go_by_weeks_around_the_year(
    short: CampaignAnswer, pages: OpenPages
) -> None:
    page = pages.open(page_of(short))
    week = page.locator("#z-week")
    page.get_by_role("button", name="A week back").click()
    expect(week).to_have_text("Week from Dec 24")
    page.get_by_role("button", name="A week on").click()
    expect(week).to_have_text("Week from Jan 1")
    page.locator("#z-week-slider").press(" ")
    expect(page.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "true")
    expect(week).not_to_have_text("Week from Jan 1")
    assert moving_dots(page) == [], "who wants no motion sees week after week"
    page.locator("#z-week-slider").press(" ")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_cargo_moves_while_it_plays_and_links_open_and_close(
    short: CampaignAnswer, pages: OpenPages
) -> None:
    page = pages.open(page_of(short))
    page.emulate_media(reduced_motion="no-preference")
    assert closed_links(page) == 0, "in January the winter road is open"
    page.get_by_label("Speed").select_option("1")
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(300)
    before = moving_dots(page)
    page.wait_for_timeout(300)
    assert before
    assert moving_dots(page) != before
    page.get_by_role("button", name="Pause").click()
    assert moving_dots(page) == []
    expect(page.locator(".z-store").first).to_have_text(re.compile(r"\d+(\.\d)? kt"))
    page.evaluate("location.hash = 'week=27'")
    expect(page.locator("#z-week")).to_have_text("Week from Jul 2")
    assert closed_links(page) == 1


def test_every_week_stands_in_a_table(short: CampaignAnswer, pages: OpenPages) -> None:
    page = pages.open(page_of(short))
    page.get_by_text("Every week as a table, kt").click()
    expect(page.locator(".z-scroll").first.locator("tbody tr")).to_have_count(52)


def test_nothing_delivered_tells_why(pages: OpenPages) -> None:
    page = pages.open(page_of(campaign(0.0)))
    expect(page.locator(".z-none")).to_contain_text(
        "100,000 t have no room; full: Khatanga port (room of a year, 0 t)"
    )
    expect(page.locator(".z-chart")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "panel_name"), [("en", "Campaign and layers"), ("ru", "Кампания и слои")]
)
def test_campaign_fits_a_phone(
    short: CampaignAnswer, pages: OpenPages, language: str, panel_name: str
) -> None:
    page = pages.open(page_of(short), PHONE_PX)
    page.goto(f"{page.url}#lang={language}")
    page.reload()
    page.locator("#z-handle").press("ArrowUp")
    panel = page.get_by_role("region", name=panel_name, exact=True)
    assert panel.evaluate("(p) => p.scrollWidth <= p.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE_PX["width"]


def test_hostile_strings_stay_strings(short: CampaignAnswer, pages: OpenPages) -> None:
    found = short.warned(HOSTILE)
    found = replace(
        found,
        demands=tuple(
            replace(d, reason=HOSTILE[0], cargo=replace(d.cargo, product=HOSTILE[1]))
            for d in found.demands
        ),
    )
    page = pages.open(CAMPAIGN.draw(hostile_context(), campaign_record(found, heading())))
    assert page.evaluate("window.pwned") is None
    assert HOSTILE[0] in page.locator("#z-panel").inner_text()


def test_panel_tells_in_how_many_years_the_plan_holds(
    short: CampaignAnswer, pages: OpenPages
) -> None:
    """A road of the plan closes five days early in one of two years; 30 t are missing (E38)."""
    road = next(iter(short.flows.loc[short.flows["mode"] == "winter_road", "link_id"]))
    found = Reliability(
        YearPlan(None, (40_000.0,), 1e6),
        (YearPlan(1, (40_000.0,), 1e6), YearPlan(2, (39_970.0,), 1e6)),
        (730.0,),
        DecidingCause("thaw", road, 30.0, 0.0, shift=Shift(0, -5)),
    )
    told = reliability_record(found, [("anadyr_port", "ore")], kind="drawn", seed=1, events={})
    record = campaign_record(short, heading(), reliability=told)
    page = pages.open(CAMPAIGN.draw(page_context(places=stored_places()), record))
    text = page.locator("#z-panel").inner_text()
    for part in (
        "Over 2 drawn years the plan of 40,000 t holds in 1.",
        "A stock of 30 t of ore at Anadyr port makes it hold in 90 % of years",
        "Worst draw 2: 39,970 t. Tomtor (Buranny) – Khatanga port decides: it opens +0 and closes",
        "−5 days later than usual; without that 30 t more would arrive.",
    ):
        assert part in text, part


def test_panel_tells_the_range_and_what_moves_it(short: CampaignAnswer, pages: OpenPages) -> None:
    record = replace(campaign_record(short, heading()), spread=spread())
    page = pages.open(CAMPAIGN.draw(page_context(places=stored_places()), record))
    expect(page.locator(".z-draws")).to_have_text(
        "80 % of 1,000 draws US$ 150 to 320, half below 200"
    )
    assert page.locator(".z-swings .z-num").all_inner_texts()[2:] == ["160", "260", "180", "205"]
