"""The page of weak points: what it shows is what was found, however it is asked for."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import standing
from tests.maps.drawn_pages import HOSTILE, heading, hostile_context, page_context
from tests.maps.drawn_stress import LANE, WINTER_ROAD, records, reports
from zimnik.geo.criticality.criticality import Impact, Rerouting
from zimnik.geo.criticality.disruptions import event_of
from zimnik.geo.network.dated_closures import DatedClosure
from zimnik.maps.pages.stress import STRESS, stress_page
from zimnik.maps.reports.stress import stress_record

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser import OpenPages

# Every page is opened by tests/maps/test_every_page.py in `make test`; what its controls do is a proof.
pytestmark = pytest.mark.proof

ROWS = """[...document.querySelectorAll(".z-sorted tbody tr")]
  .map((row) => [row.dataset.id, ...[...row.cells].slice(1).map((cell) => cell.textContent)])"""


@pytest.fixture
def page(pages: OpenPages) -> Page:
    return pages.open(STRESS.draw(page_context(), records()))


def rows(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(ROWS)
    return found


def choose_kind(page: Page, kind: str) -> None:
    page.locator(f"input[name=z-kind][value={kind}]").click()


def test_record_sums_to_what_was_found() -> None:
    record = stress_page(page_context(), records())
    for year, report in zip(record["years"], reports(), strict=True):
        for effect, found in zip(year["closures"], report.impacts, strict=True):
            rise, cut = 0.0, 0.0
            for site, after, hub in effect["detours"]:
                tonnes = record["tonnes_per_y"][site]
                assert (after is None) == (hub is None)
                if after is None:
                    cut += tonnes
                else:
                    rise += tonnes * (after - year["before_usd_per_t"][site])
            assert rise == pytest.approx(found.rise_usd_per_y) == effect["rise_usd_per_y"]
            assert cut == found.cut_off_t_per_y == effect["cut_off_t_per_y"]


def test_links_that_close_are_drawn_and_a_terminal_is_a_point() -> None:
    year = stress_page(page_context(), records())["years"][0]
    drawn = {effect["closed"]: effect["link_ids"] for effect in year["closures"]}
    assert drawn["khatanga_port"] == []
    assert drawn[WINTER_ROAD] == [WINTER_ROAD]
    assert drawn[HOSTILE[4]] == sorted([LANE, WINTER_ROAD])


def test_table_opens_with_the_normal_year_by_rise_of_cost(page: Page) -> None:
    assert rows(page) == [
        [f"border:{HOSTILE[0]}", "9.6", "", "160", "1"],
        ["corridor:sea_corridor", "9.6", "", "160", "1"],
        [f"named:{HOSTILE[4]}", "1.5", "160", "210", "2"],
        ["terminal:khatanga_port", "1.5", "160", "210", "2"],
        [f"link:{WINTER_ROAD}", "", "160", "160", "1"],
    ]
    text = page.locator("#z-panel").inner_text()
    expect(page.locator("#z-title")).to_contain_text("hurts most when it closes: US$ 9.6 M a year")
    for part in (
        "21 closures tried",
        "0.21 Mt",
        "US$ 42 M",
        "evenly over the year",
        "Tatarskoye",
    ):
        assert part in text, part


def test_years_measures_and_kinds_change_what_is_listed(page: Page) -> None:
    page.locator("input[name=z-year][value=short]").check()
    assert rows(page)[0][1] == "32.0"
    page.locator("input[name=z-measure][value=cut]").check()
    assert {row[2] for row in rows(page)[:3]} == {"160"}
    expect(page.locator("[aria-sort=descending]")).to_have_attribute("data-key", "cut")
    for kind in ("border", "named", "link"):
        choose_kind(page, kind)
    assert [row[0] for row in rows(page)] == ["terminal:khatanga_port", "corridor:sea_corridor"]
    assert page.locator("#z-live").text_content() == "2 closures listed"


def test_heads_sort_both_ways_by_keyboard(page: Page) -> None:
    head = page.locator("th[data-key=diverted] button")
    head.press("Enter")
    assert [row[3] for row in rows(page)] == ["210", "210", "160", "160", "160"]
    head.press("Enter")
    assert [row[3] for row in rows(page)] == ["160", "160", "160", "210", "210"]
    expect(head).to_be_focused()


def test_a_chosen_closure_tells_each_site(page: Page) -> None:
    button = page.locator('tr[data-id="terminal:khatanga_port"] .z-row-name')
    button.press("Enter")
    detours = [row.inner_text().split("\t") for row in page.locator(".z-detours tbody tr").all()]
    assert detours == [
        ["Tomtor (Buranny)\nbest day 190, worst 310\n", "160", "250", "cut off from every plant"],
        ["Lovozero", "50", "40", "70", "30", "Solikamsk"],
    ]
    said = page.locator("#z-live").text_content() or ""
    assert (
        said == "Khatanga port (terminal): 160 kt a year cut off, US$ 1.5 M a year more expensive"
    )
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Enter")
    expect(page.locator(".z-detours")).to_have_count(0)


def test_a_click_on_the_map_chooses(page: Page) -> None:
    at = page.evaluate(
        "(() => { const map = window[document.querySelector('.folium-map').id];"
        "const box = map.getContainer().getBoundingClientRect();"
        "const { x, y } = map.latLngToContainerPoint([71.98, 102.47]);"
        "return [box.x + x, box.y + y]; })()"
    )
    page.mouse.click(*at)
    expect(page.locator(".z-chosen-title")).to_contain_text("Khatanga port")


def test_a_link_reproduces_the_view_and_a_hostile_one_does_nothing(
    pages: OpenPages, page: Page
) -> None:
    page.locator("input[name=z-year][value=short]").check()
    choose_kind(page, "border")
    page.locator('tr[data-id="corridor:sea_corridor"] .z-row-name').click()
    page.wait_for_timeout(500)
    again = pages.browser.new_page()
    again.goto(page.url)
    standing(again)
    assert rows(again) == rows(page)
    expect(again.locator(".z-chosen-title")).to_contain_text(
        "Sea: Khatanga port – Provideniya port"
    )
    evil = "&".join(
        f"{key}={value}"
        for key in ("year", "measure", "off", "chosen", "sort", "order", "lang")
        for value in ("constructor", HOSTILE[0])
    )
    again.goto("about:blank")
    again.goto(f"{page.url.split('#')[0]}#{evil}&__proto__=x&%E0%A4%A")
    standing(again)
    assert rows(again)[0][1] == "9.6"
    assert again.evaluate("window.pwned === undefined && ({}).x === undefined")
    again.close()


def test_table_leaves_as_csv_without_formulas(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as waiting:
        page.locator("[data-act=csv]").click()
    path = tmp_path / "stress.csv"
    waiting.value.save_as(path)
    told = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert [float(row["rise"]) for row in told] == [9_600_000, 9_600_000, 1_500_000, 1_500_000, 0]
    assert told[0]["id"] == f"border:{HOSTILE[0]}"


def test_hostile_names_are_text_in_table_account_and_warnings(pages: OpenPages) -> None:
    page = pages.open(STRESS.draw(hostile_context(), records()))
    for number in range(5):
        page.locator(".z-row-name").nth(number).click()
        assert page.locator(".z-detours tbody tr").count() > 0
    assert all(text in (page.locator("#z-panel").text_content() or "") for text in HOSTILE)
    assert page.evaluate("window.pwned === undefined")
    assert page.locator("img, iframe, [onerror], [onfocus]").count() == 0


def test_an_event_is_named_by_its_link_and_its_days(pages: OpenPages) -> None:
    """A road shut for twenty days from 1 February, under an id that no reader sees (E36)."""
    (report, *_), tomtor = reports(), Rerouting("tomtor", 160_000, 250.0, 260.0, "krasnokamensk")
    event = Impact(event_of(DatedClosure(WINTER_ROAD, 31, 20)), (tomtor,))
    record = stress_record(replace(report, impacts=(event,)), heading())
    page = pages.open(STRESS.draw(page_context(), [record]))
    text = page.locator(".z-sorted tbody").inner_text()
    assert "Tomtor (Buranny) – Khatanga port, 20 d from Feb 1" in text
    assert "for some days" in text
    assert WINTER_ROAD not in text
