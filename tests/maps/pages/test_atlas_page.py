"""The atlas page as a reader meets it, in a browser with nothing but the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP_PX, PHONE_PX
from tests.maps.drawn_pages import PLACES, land, leaflet, links, page_context, places
from tests.maps.modules import with_modules
from zimnik.maps.pages.atlas import ATLAS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import OpenPages


@pytest.fixture
def page(pages: OpenPages) -> Page:
    return pages.open(ATLAS.draw(page_context()))


@pytest.fixture
def phone(pages: OpenPages) -> Page:
    return pages.open(ATLAS.draw(page_context()), PHONE_PX)


def place_selector(place_id: str) -> str:
    return f'.z-place[data-id="{place_id}"]'


def shown_ids(page: Page) -> set[str]:
    ids: list[str] = page.locator(".z-place").evaluate_all("(all) => all.map((p) => p.dataset.id)")
    return set(ids)


def popup_text(page: Page) -> str:
    return page.locator(".leaflet-popup").inner_text()


@pytest.mark.parametrize("projection", ["region", "polar"])
def test_every_place_is_on_the_map_with_a_name_for_screen_readers(
    pages: OpenPages, projection: str
) -> None:
    page = pages.open(ATLAS.draw(page_context(projection=projection)))
    assert shown_ids(page) == {id_ for id_, *_ in PLACES}
    expect(page.get_by_role("button", name="Tomtor (Buranny), Deposit")).to_have_count(1)
    expect(page.locator('.z-place:not([role="button"]), .z-place:not([tabindex])')).to_have_count(0)


def test_all_sites_are_within_the_first_view(page: Page) -> None:
    view = page.locator(".folium-map").bounding_box()
    assert view
    for place_id in ("tomtor", "lovozero", "krasnokamensk", "moscow_market"):
        box = page.locator(place_selector(place_id)).bounding_box()
        assert box
        assert view["x"] < box["x"] < view["x"] + view["width"]
        assert view["y"] < box["y"] < view["y"] + view["height"]


def test_click_opens_a_popup_with_names_facts_units_source_and_confidence(page: Page) -> None:
    page.locator(place_selector("tomtor")).click()
    text = popup_text(page)
    for part in (
        "Tomtor (Buranny)",
        "Томтор",
        "Project",
        "14.5 %",
        "160,000 t a year",
        "Source A source of 2021",
        "Confidence A: found in the source named",
    ):
        assert part in text


def test_enter_opens_a_popup_escape_closes_it_and_focus_comes_back(page: Page) -> None:
    page.locator(place_selector("lovozero")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Lovozero")).to_be_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Close"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.id") == "lovozero"


def test_tab_reaches_search_then_switches_then_the_places(page: Page) -> None:
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "document.activeElement.id || document.activeElement.dataset.id || document.activeElement.dataset.layer || ''"
            )
        )
    assert stops.index("z-search-input") < stops.index("deposit:project") < stops.index("tomtor")


def test_focus_is_seen(page: Page) -> None:
    page.locator("#z-search-input").focus()
    target = page.locator(place_selector("tomtor"))
    page.keyboard.press("Tab")
    target.focus()
    assert target.evaluate("(path) => getComputedStyle(path).strokeWidth") == "4px"


def test_click_on_a_link_opens_its_facts(page: Page) -> None:
    middle = leaflet(page, "map.latLngToContainerPoint([50.9, 115.77])")
    assert isinstance(middle, dict)
    page.locator(".folium-map").click(position={"x": middle["x"], "y": middle["y"]})
    text = popup_text(page)
    for part in ("Chita – Krasnokamensk", "Railway", "530 km", "all year", "Source A timetable"):
        assert part in text


def test_season_and_dedicated_road_are_told(page: Page) -> None:
    middle = leaflet(page, "map.latLngToContainerPoint([71.55, 109.5])")
    assert isinstance(middle, dict)
    page.locator(".folium-map").click(position={"x": middle["x"], "y": middle["y"]})
    text = popup_text(page)
    assert "Dec 20 to Apr 10" in text
    assert "Built each winter for this cargo alone" in text


def test_switch_hides_and_shows_the_deposits_of_a_status(page: Page) -> None:
    switch = page.locator('[data-layer="deposit:project"]')
    switch.uncheck()
    assert "tomtor" not in shown_ids(page)
    assert "lovozero" in shown_ids(page)
    switch.check()
    assert "tomtor" in shown_ids(page)


def test_hub_shows_while_any_of_its_stages_is_on(page: Page) -> None:
    page.locator('[data-layer="hub:separation"]').uncheck()
    assert "solikamsk" in shown_ids(page)
    page.locator('[data-layer="hub:cracking"]').uncheck()
    assert "solikamsk" not in shown_ids(page)


def test_switch_of_a_group_hides_all_of_it(page: Page) -> None:
    page.get_by_role("checkbox", name="Terminals, by kind: All").uncheck()
    assert "chita_st" not in shown_ids(page)
    assert "tomtor" in shown_ids(page)


def test_switch_of_a_mode_takes_its_lines_off_the_canvas(page: Page) -> None:
    drawn = with_modules(
        ["shared/modes.js"],
        "Object.values(map._layers).filter((l) => l instanceof L.Polyline && l.options.color === zimnik.MODES.rail.color).length",
    )
    assert leaflet(page, drawn) == 3
    page.locator('[data-layer="link:rail"]').uncheck()
    assert leaflet(page, drawn) == 0
    page.locator('[data-layer="link:rail"]').check()
    assert leaflet(page, drawn) == 3


def test_names_can_be_switched_off(page: Page) -> None:
    expect(page.locator(".z-name", has_text="Tomtor")).to_be_visible()
    page.locator('[data-layer="backdrop:names"]').uncheck()
    expect(page.locator(".z-name", has_text="Tomtor")).to_be_hidden()


def test_names_do_not_cover_one_another(page: Page) -> None:
    boxes = page.locator(".leaflet-z-labels-pane span").evaluate_all(
        "(all) => all.map((s) => s.getBoundingClientRect()).map((b) => [b.left, b.top, b.right, b.bottom])"
    )
    assert len(boxes) > 5
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_only_switches_with_something_to_switch_are_shown(page: Page) -> None:
    expect(page.locator('[data-layer="deposit:stockpile"]')).to_have_count(0)
    expect(page.locator('[data-layer="deposit:idle"]')).to_have_count(1)
    expect(page.locator('[data-layer="link:air"]')).to_have_count(0)


@pytest.mark.parametrize("words", ["tomt", "ТОМТОР", "буранный", "tomtor"])
def test_search_finds_a_place_by_english_russian_or_other_name(page: Page, words: str) -> None:
    page.locator("#z-search-input").fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Tomtor (Buranny)")).to_be_visible()
    assert leaflet(page, "map.getZoom() >= 5")
    assert leaflet(page, "map.getBounds().contains([71.054, 116.571])")


def test_search_offers_a_list_that_arrows_walk_through(page: Page) -> None:
    field = page.get_by_role("combobox")
    field.fill("k")
    expect(page.get_by_role("option").first).to_contain_text("Krasnokamensk")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Khatanga port")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Khatanga port")).to_be_visible()


def test_search_says_when_nothing_matches(page: Page) -> None:
    page.get_by_role("combobox").fill("zzz")
    expect(page.locator("#z-search-list")).to_have_text("No place of that name")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_search_shows_a_place_whose_layer_is_off(page: Page) -> None:
    page.locator('[data-layer="deposit:project"]').uncheck()
    page.locator("#z-search-input").fill("tomtor")
    page.keyboard.press("Enter")
    assert "tomtor" in shown_ids(page)


def test_footer_tells_edition_money_projection_command_and_attribution(page: Page) -> None:
    expect(page.locator("#z-foot")).to_have_text(
        "© OpenStreetMap contributors Atlas 0.1, November 23, 2026 Costs in US dollars of 2025 "
        "Albers equal-area conic, 52° N and 64° N, centred on 100° E, WGS 84 "
        "Made by zimnik map --out out"
    )


def test_legend_tells_units(page: Page) -> None:
    expect(page.locator(".z-units")).to_contain_text("Lengths in km, masses in metric tonnes")


def test_button_brings_back_the_whole_view(page: Page) -> None:
    first = leaflet(page, "[map.getZoom(), map.getCenter().lat]")
    leaflet(page, "map.setView([50, 120], 7, {animate: false})")
    page.get_by_role("button", name="Show everything").click()
    assert leaflet(page, "[map.getZoom(), map.getCenter().lat]") == pytest.approx(first, abs=0.05)


def test_map_cannot_be_lost(page: Page) -> None:
    leaflet(page, "map.setView([-60, 100], 3, {animate: false}) && map.fire('dragend')")
    page.wait_for_function("window[document.querySelector('.folium-map').id].getCenter().lat > 40")


def test_panel_folds_and_the_map_takes_its_place(page: Page) -> None:
    before = page.locator(".folium-map").bounding_box()
    fold = page.get_by_role("button", name="Layers and legend")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#z-panel")).to_be_hidden()
    after = page.locator(".folium-map").bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"]
    assert leaflet(page, "map.getSize().x") == after["width"]


def test_sheet_of_a_phone_rises_to_what_has_the_focus_and_sinks_with_escape(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE_PX["width"]
    assert phone.evaluate("document.documentElement.scrollHeight") == PHONE_PX["height"]
    expect(phone.locator("body")).to_have_attribute("data-stop", "peek")
    phone.locator('[data-layer="deposit:project"]').focus()
    expect(phone.locator("body")).to_have_attribute("data-stop", "half")
    phone.keyboard.press("Escape")
    expect(phone.locator("body")).to_have_attribute("data-stop", "peek")
    expect(phone.locator("#z-handle")).to_be_focused()


def test_controls_do_not_overlap_on_a_phone(phone: Page) -> None:
    names = [
        "#z-title",
        "#z-search",
        "#z-about",
        ".leaflet-control-zoom",
        ".z-reset",
        ".z-scale",
        "#z-panel",
    ]
    boxes = [phone.locator(name).bounding_box() for name in names]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a
            assert b
            apart_x = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
            apart_y = a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
            assert apart_x or apart_y, names[i]


def test_popup_fits_a_phone(phone: Page) -> None:
    phone.locator("#z-search-input").fill("tomtor")
    phone.keyboard.press("Enter")
    phone.wait_for_timeout(400)
    box = phone.locator(".leaflet-popup").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE_PX["width"]


def test_an_atlas_without_links_or_hubs_still_stands(pages: OpenPages) -> None:
    some = places().query("kind == 'deposit'")
    page = pages.open(ATLAS.draw(page_context(places=some, links=links().iloc[:0])))
    assert shown_ids(page) == {"tomtor", "lovozero", "tatarskoye"}


def test_an_empty_atlas_still_stands(pages: OpenPages) -> None:
    nothing = page_context(places=places().iloc[:0], links=links().iloc[:0], land=land().iloc[:0])
    page = pages.open(ATLAS.draw(nothing))
    expect(page.locator("#z-title")).to_have_text("A small atlas")


def test_a_site_whose_status_or_stages_are_not_known_is_still_shown(pages: OpenPages) -> None:
    page = pages.open(ATLAS.draw(page_context(places=places().assign(status=None, stages=None))))
    assert {"tomtor", "solikamsk"} <= shown_ids(page)
    page.locator('[data-layer="hub:other"]').uncheck()
    assert "solikamsk" not in shown_ids(page)


@pytest.mark.parametrize("size_px", [DESKTOP_PX, PHONE_PX])
def test_print_draws_the_map_anew_for_the_sheet_and_the_screen_gets_its_own_back(
    pages: OpenPages, size_px: dict[str, int]
) -> None:
    page = pages.open(ATLAS.draw(page_context()), size_px)
    before = leaflet(page, "[map.getSize().x, map.getSize().y, map.getZoom()]")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#z-search")).to_be_hidden()
    expect(page.locator(".z-group-deposit")).to_be_visible()
    colours = page.locator(".z-flat").evaluate(
        "(c) => [...new Set(new Uint32Array("
        "c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer))]"
    )
    assert 0xFFE6F1F5 in colours, "land"
    assert 0xFFEBE7DB in colours, "sea"
    assert min(colour & 0xFF for colour in colours) < 40, "railways"
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert leaflet(page, "[map.getSize().x, map.getSize().y, map.getZoom()]") == before
    expect(page.locator(".z-flat")).to_have_count(0)
