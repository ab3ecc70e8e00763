"""The planner's page: what it answers, its address, its exports, and that it can be used by all."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import standing
from tests.maps.drawn_pages import HOSTILE, hostile_context
from tests.maps.every_page import DRAWN
from tests.maps.modules import with_modules
from tests.maps.planner_cases import Model, Question
from tests.maps.planner_pages import (
    DEPOSITS,
    HUBS,
    costs_of,
    planner_input,
    small_planner,
)
from zimnik.geo.core.calendar import MONTH_STARTS_D
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.year import WHOLE_YEAR_D

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import OpenPages


# The colour in the picture where Tomtor's symbol is, and that of the symbol.
PIXEL = with_modules(
    ["shared/packed.js", "panel/picture.js"],
    """
async () => {
  await zimnik.unpackData();
  const map = window[document.querySelector(".folium-map").id];
  const picture = zimnik.pictureOf([{ element: map.getContainer(), map }], { heading: "A title" });
  const head = Number(picture.querySelector("svg").getAttribute("y"));
  const canvas = document.createElement("canvas");
  const bitmap = await createImageBitmap(await zimnik.pngOf(picture));
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  const { x, y } = map.latLngToContainerPoint([71.054, 116.571]);
  const [r, g, b] = canvas.getContext("2d").getImageData(2 * x, 2 * (y + head), 1, 1).data;
  const path = document.querySelector(".z-place[data-id=tomtor]");
  return [`rgb(${r}, ${g}, ${b})`, getComputedStyle(path).fill];
}
""",
)


@pytest.fixture
def planner(pages: OpenPages) -> Page:
    return pages.open(small_planner())


def asked(
    deposit: str,
    hubs: tuple[str, ...] = HUBS,
    days: tuple[int, ...] = WHOLE_YEAR_D,
    factors: dict[str, float] | None = None,
) -> Question:
    return Question(deposit, hubs, days, YearType.NORMAL, factors or {}, {})


def expected_costs(
    hubs: tuple[str, ...] = HUBS, days: tuple[int, ...] = WHOLE_YEAR_D
) -> dict[str, str]:
    """Return the means of the year, or of other days on which cargo is made."""
    model = Model(planner_input())
    years = {deposit: model.year(asked(deposit, hubs, days)) for deposit in DEPOSITS}
    return {
        deposit: f"{year.mean_usd_per_t:,.0f}" if year else "no route"
        for deposit, year in years.items()
    }


def ready_on(page: Page, day: int) -> None:
    page.locator("#z-basis").select_option("day")
    page.wait_for_timeout(100)
    slide(page, "#z-ready", day)


def slide(page: Page, selector: str, value: int) -> None:
    page.evaluate(
        "([selector, value]) => { const input = document.querySelector(selector);"
        "input.value = value; input.dispatchEvent(new Event('input')); }",
        [selector, value],
    )
    page.wait_for_timeout(600)


def test_table_opens_with_the_mean_of_the_year_and_the_cheapest_hub(planner: Page) -> None:
    assert costs_of(planner) == expected_costs()
    assert "made evenly all year" in (planner.locator(".z-summary").text_content() or "")


def test_a_day_of_readiness_is_answered_as_the_model_does_and_said(planner: Page) -> None:
    planner.locator("#z-hub").select_option("krasnokamensk")
    ready_on(planner, 151)
    slide(planner, "[data-rate=rail]", 4)
    model = Model(planner_input())
    routes = {i: model.best(asked(i, ("krasnokamensk",), (151,), {"rail": 2.0})) for i in DEPOSITS}
    assert costs_of(planner) == {
        i: f"{route.cost_usd_per_t:,.0f}" if route else "no route" for i, route in routes.items()
    }
    assert "ready on Jun 1" in (planner.locator(".z-summary").text_content() or "")


def test_a_working_season_is_answered_as_the_model_does(planner: Page) -> None:
    planner.locator("#z-basis").select_option("season")
    slide(planner, "#z-season-from", 334)
    slide(planner, "#z-season-to", 89)
    days = (*range(90), *range(334, 365))
    assert costs_of(planner) == expected_costs(days=days)
    assert "season=12-01%2C03-31" in planner.url


def test_the_year_of_the_chosen_deposit_is_told_whole(planner: Page) -> None:
    planner.locator("tr[data-id=tomtor] .z-row-name").click()
    planner.wait_for_timeout(300)
    year = Model(planner_input()).year(asked("tomtor"))
    assert year is not None
    told = planner.locator(".z-year").inner_text()
    for usd in (year.mean_usd_per_t, year.low_usd_per_t, year.best_usd_per_t, year.worst_usd_per_t):
        assert f"{usd:,.0f}" in told
    assert f"{year.co2_kg_per_t:,.0f} kg" in told
    assert "Per kg REO contained" in told
    planner.get_by_text("The months as a table").click()
    rows = planner.locator(".z-account details[open] tbody tr").all_inner_texts()
    assert [row.split("\t")[2] for row in rows] == [
        f"{one.mean_usd_per_t:,.0f}" for one in year.months
    ]
    ways = planner.locator("input[name=z-share], .z-shares li")
    assert ways.count() == len(year.shares)


def test_a_month_of_the_chart_asks_for_its_first_day(planner: Page) -> None:
    planner.locator("tr[data-id=tomtor] .z-row-name").click()
    planner.locator(".z-month").nth(6).press("Enter")
    planner.wait_for_timeout(600)
    assert planner.locator("#z-basis").input_value() == "day"
    assert "ready=07-01" in planner.url


def test_a_link_reproduces_the_view(pages: OpenPages, planner: Page) -> None:
    planner.locator("#z-hub").select_option("solikamsk")
    ready_on(planner, 59)
    planner.locator("tr[data-id=lovozero] .z-row-name").click()
    planner.locator("tr[data-id=tatarskoye] input").uncheck()
    planner.wait_for_timeout(700)
    again = pages.open_address(planner.url)
    assert costs_of(again) == costs_of(planner)
    again.wait_for_selector(".z-chosen-title")
    assert again.locator("#z-hub").input_value() == "solikamsk"
    assert "Lovozero" in (again.locator(".z-chosen-title").text_content() or "")
    assert not again.locator("tr[data-id=tatarskoye] input").is_checked()


def test_a_hostile_address_is_ignored(pages: OpenPages, planner: Page) -> None:
    evil = "&".join(
        f"{key}={value}"
        for key in (
            "hub",
            "month",
            "ready",
            "season",
            "share",
            "year",
            "rates",
            "modes",
            "corridors",
            "off",
            "chosen",
            "lang",
        )
        for value in ("constructor", "<img src=x onerror=window.pwned=1>", "99", "rail:1e9")
    )
    again = pages.open_address(f"{planner.url.split('#')[0]}#{evil}&__proto__=x&%E0%A4%A")
    assert costs_of(again) == costs_of(planner)
    assert again.evaluate("window.pwned === undefined && ({}).x === undefined")
    assert again.locator("img").count() == 0


def test_account_of_the_chosen_deposit_sums_to_its_cost(planner: Page) -> None:
    reached = [deposit for deposit, cost in costs_of(planner).items() if cost != "no route"]
    assert len(reached) > 1
    for deposit in reached:
        planner.locator(f"tr[data-id={deposit}] .z-row-name").click()
        planner.wait_for_timeout(300)
        total = planner.locator(".z-account tfoot .z-num").first.text_content() or ""
        assert f"{float(total.replace(',', '')):,.0f}" == costs_of(planner)[deposit]
        parts = planner.locator(".z-account table:has(tfoot)").first.locator("tbody tr")
        cells = [row.locator(".z-num").text_content() or "0" for row in parts.all()]
        parted = sum(float(cell.replace(",", "")) for cell in cells)
        assert parted == pytest.approx(float(total.replace(",", "")), abs=0.05 * len(cells) + 0.1)
        assert planner.locator(".z-chart .z-month").count() == len(MONTH_STARTS_D)


def test_columns_sort_and_say_so(planner: Page) -> None:
    head = planner.locator("th[data-key=name]")
    head.get_by_role("button").press("Enter")
    planner.wait_for_timeout(100)
    names = planner.locator(".z-row-name").all_text_contents()
    assert head.get_attribute("aria-sort") == "ascending"
    assert names == sorted(names)
    head.get_by_role("button").press("Enter")
    planner.wait_for_timeout(100)
    assert head.get_attribute("aria-sort") == "descending"
    assert planner.locator(".z-row-name").all_text_contents() == names[::-1]


def test_keyboard_moves_the_day_and_the_page_says_the_result(planner: Page) -> None:
    ready_on(planner, 0)
    slider = planner.locator("#z-ready")
    slider.focus()
    slider.press("ArrowRight")
    planner.wait_for_timeout(600)
    assert slider.get_attribute("aria-valuetext") == "Jan 2"
    assert "ready=01-02" in planner.url
    said = planner.locator("#z-live").text_content() or ""
    assert said == planner.locator(".z-summary").text_content()
    assert "2 deposits reach a hub, ready on Jan 2" in said


def test_closing_every_mode_leaves_no_route(planner: Page) -> None:
    planner.get_by_text("Closures", exact=True).click()
    for box in planner.locator("details[open] .z-two").first.locator("input").all():
        box.uncheck()
    planner.wait_for_timeout(200)
    assert set(costs_of(planner).values()) == {"no route"}
    planner.get_by_role("button", name="Start again").click()
    planner.wait_for_timeout(200)
    assert costs_of(planner) == expected_costs()


def test_csv_holds_the_table(planner: Page) -> None:
    with planner.expect_download() as started:
        planner.get_by_role("button", name="Table as CSV").click()
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    costs = {i: row["cost_usd_per_t"] for i, row in rows.items()}
    assert {i: f"{float(c):,.0f}" if c else "no route" for i, c in costs.items()} == costs_of(
        planner
    )


def test_picture_is_a_png_of_the_map(planner: Page) -> None:
    with planner.expect_download() as started:
        planner.get_by_role("button", name="Picture as PNG").click()
    picture = Path(started.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    at_tomtor, fill = planner.evaluate(PIXEL)
    assert at_tomtor == fill


def test_russian_page_names_places_and_words_in_russian(planner: Page) -> None:
    planner.get_by_role("button", name="По-русски").click()
    standing(planner, "ru")
    text = planner.locator("body").inner_text()
    assert "Томтор" in text
    assert "Месторождение" in text
    assert "Planner" not in text
    assert costs_of(planner).keys() == set(DEPOSITS)


def test_hostile_names_stay_text_and_formulas_stay_text(pages: OpenPages) -> None:
    page = pages.open(DRAWN["planner"](hostile_context()))
    page.locator("tr[data-id=tomtor] .z-row-name").click()
    page.wait_for_timeout(300)
    assert HOSTILE[0] in (page.locator(".z-account").text_content() or "")
    text = page.evaluate(
        with_modules(
            ["panel/table_file.js"],
            "zimnik.csvText([['=1+1', '+2', '-3', '@x', '\\tx', -4, 'a\"b,c', null]])",
        )
    )
    assert next(csv.reader(io.StringIO(text))) == [
        "'=1+1", "'+2", "'-3", "'@x", "'\tx", "-4", 'a"b,c', "",
    ]  # fmt: skip
    assert page.evaluate("window.pwned === undefined")
    assert page.locator("img, iframe, object, embed").count() == 0
