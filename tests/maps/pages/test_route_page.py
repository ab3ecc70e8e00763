"""The route page: the route on the map and its account beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP_PX, PHONE_PX, grave_faults
from tests.maps.drawn_pages import answer, heading, leaflet, page_context
from zimnik.geo.routing.year import WHOLE_YEAR_D, RouteShare, year_of_route
from zimnik.maps.pages.route import ROUTE, answer_record
from zimnik.maps.reports.route import route_record
from zimnik.maps.reports.years.many import (
    EndYearRecord,
    ManyYearsRecord,
    SpreadRecord,
    YearCostRecord,
)

if TYPE_CHECKING:
    import folium
    from playwright.sync_api import Page

    from tests.browser import OpenPages
    from zimnik.geo.routing.itinerary import RouteAnswer
    from zimnik.maps.reports.route import RouteAnswerRecord

LINES = (
    "Object.values(map._layers).filter((l) => l instanceof L.Polyline && l.options.renderer "
    "&& l.options.renderer.options.pane === 'z-top')"
)


def page_of(found: RouteAnswer) -> folium.Map:
    return ROUTE.draw(page_context(), route_record(found, heading()))


def two_routes() -> RouteAnswer:
    """Return the route by rail and, as its alternative, the same at double the cost."""
    found = answer()
    route = found.routes[0]
    doubled = {name: 2 * usd for name, usd in route.components_usd_per_t.items()}
    return replace(
        found,
        routes=(route, replace(route, components_usd_per_t=doubled, warnings=("It is expensive",))),
        warnings=("Seasons are not applied",),
    )


def in_the_mean() -> RouteAnswerRecord:
    """Return the year of cargo of which a quarter goes the costlier way."""
    found = two_routes()
    year = year_of_route(found.routes[0], WHOLE_YEAR_D)
    months = tuple(
        replace(one, mean_usd_per_t=one.mean_usd_per_t + 10 * one.month) for one in year.months
    )
    shares = (RouteShare(found.routes[0], 0.75), RouteShare(found.routes[1], 0.25))
    year = replace(year, months=months, shares=shares)
    return route_record(found, heading(), basis="year", year=year)


@pytest.fixture
def page(pages: OpenPages) -> Page:
    return pages.open(page_of(two_routes()))


def test_record_keeps_the_parts_in_order_and_sums_to_the_total() -> None:
    record = answer_record(page_context(), route_record(answer(), heading()))
    route = record["routes"][0]
    assert [part.get("mode") for part in route["parts"]] == [None, "rail", None]
    total = pytest.approx(route["total"]["cost_usd_per_t"])
    assert sum(route["components"].values()) == total
    assert sum(part["cost_usd_per_t"] for part in route["parts"]) == total
    assert route["parts"][1]["line"][:2] == [34750, 67850]


def test_panel_tells_totals_legs_transfers_components_and_warnings(page: Page) -> None:
    text = page.locator("#z-panel").inner_text()
    for part in (
        "ore, 160,000 t a year, 14.5 % REO",
        "Route 1: US$ ",
        "Route 2: US$ ",
        "8,230 km",
        "83 days",
        "kg CO₂e per t",
        "with all rates low or high",
        "Per kg REO contained",
        "of the US$ 11 benchmark",
        "Load at Lovozero",
        "Railway to Krasnokamensk",
        "by railway, 1,520 mm",
        "Unload at Krasnokamensk",
        "Lifts at terminals",
        "Seasons are not applied",
    ):
        assert part in text, part
    assert "It is expensive" not in text


def test_a_leg_tells_the_windows_that_its_record_tells(pages: OpenPages) -> None:
    record = route_record(answer(), heading())
    route = record.routes[0]
    windows = (("06-12", "10-10"), ("12-20", "04-22"))
    legs = (replace(route.legs[0], windows=windows, depart="07-01", arrive="07-01"),)
    record = replace(record, routes=(replace(route, legs=legs),))
    page = pages.open(ROUTE.draw(page_context(), record))
    text = page.locator("#z-panel").inner_text()
    assert "open Jun 12 to Oct 10; Dec 20 to Apr 22" in text
    assert "under way Jul 1\n" in text


def test_chosen_route_is_in_full_and_the_other_thin(page: Page) -> None:
    assert leaflet(page, f"{LINES}.map((l) => l.options.weight)") == [2.2, 9, 4.5]


def test_choosing_the_alternative_shows_its_account(page: Page) -> None:
    total = page.locator(".z-total").inner_text()
    page.get_by_role("radio").nth(1).check()
    assert page.locator(".z-total").inner_text() != total
    expect(page.locator(".z-warnings")).to_contain_text("It is expensive")
    expect(page.locator("#z-live")).to_have_text("Route 2 shown")


def test_places_of_the_route_are_shown_and_the_rest_of_the_atlas_is_not_on_the_page(
    page: Page,
) -> None:
    shown = page.locator(".z-place").evaluate_all("(all) => all.map((p) => p.dataset.id)")
    assert set(shown) == {"lovozero", "krasnokamensk"}
    page.get_by_text("Layers and legend").click()
    expect(page.locator('[data-layer="deposit:producing"]')).to_have_count(1)
    expect(page.locator('[data-layer="deposit:project"]')).to_have_count(0)


def test_whole_route_is_within_the_view(page: Page) -> None:
    inside = (
        f"{LINES}.flatMap((l) => l.getLatLngs()).map((at) => map.latLngToContainerPoint(at))"
        ".every((p) => p.x > 0 && p.y > 0 && p.x < map.getSize().x && p.y < map.getSize().y)"
    )
    assert leaflet(page, inside) is True


@pytest.mark.parametrize("size_px", [DESKTOP_PX, PHONE_PX], ids=["desktop", "phone"])
def test_the_year_is_told_before_the_routes_of_its_best_day(
    pages: OpenPages, size_px: dict[str, int]
) -> None:
    record = in_the_mean()
    year = record.year
    assert year is not None
    page = pages.open(ROUTE.draw(page_context(), record), size_px)
    if size_px is PHONE_PX:
        page.locator("#z-handle").press("ArrowUp")
    told = page.locator(".z-year").inner_text()
    assert f"US$ {year.mean_usd_per_t:,.1f} per t" in told
    assert f"{year.co2_kg_per_t:,.0f} kg CO₂e per t" in told
    assert f"US$ {year.cost_usd_per_kg_reo_contained:,.2f}" in told
    assert "made evenly over all days" in told
    assert page.locator(".z-month").count() == len(year.by_month)
    page.get_by_text("The months as a table").click()
    rows = page.locator("details[open] tbody tr").all_inner_texts()
    assert [row.split("\t")[2] for row in rows] == [
        f"{one.mean_usd_per_t:,.{int(one.mean_usd_per_t < 100)}f}" for one in year.by_month
    ]
    assert page.locator(".z-shares b").all_inner_texts() == ["75%", "25%"]
    total = page.locator("tfoot .z-num").first.inner_text()
    assert total == f"{year.mean_usd_per_t:,.1f}"
    text = page.locator("#z-panel").inner_text()
    assert (
        text.index("Which way the cargo goes") < text.index("The best day") < text.index("Leg by")
    )
    assert text.count("Seasons are not applied") == 1
    assert grave_faults(page) == []


def test_no_route_tells_why(pages: OpenPages) -> None:
    nothing = replace(answer(), routes=(), reason="no link within reach of 'tatarskoye'")
    page = pages.open(page_of(nothing))
    expect(page.locator(".z-none")).to_have_text("No route: no link within reach of 'tatarskoye'")
    expect(page.locator('.z-place[data-id="lovozero"]')).to_have_count(1)


def test_cargo_of_unknown_grade_has_no_cost_per_kg(pages: OpenPages) -> None:
    found = answer()
    page = pages.open(page_of(replace(found, cargo=replace(found.cargo, reo_grade_pct=None))))
    assert "REO" not in page.locator("#z-panel .z-account").inner_text()


def test_route_fits_a_phone(pages: OpenPages) -> None:
    page = pages.open(page_of(two_routes()), PHONE_PX)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE_PX["width"]
    page.locator("#z-handle").press("ArrowUp")
    expect(page.locator(".z-total")).to_be_visible()
    panel = page.locator("#z-panel")
    assert panel.evaluate("(p) => p.scrollWidth <= p.clientWidth")


def test_years_stand_as_dots_over_their_band_and_as_a_table(pages: OpenPages) -> None:
    costs = {1979: 200.0, 1980: None, 1981: 300.0}
    worst = EndYearRecord(1980, None, None)
    band = SpreadRecord(250.0, 200.0, 300.0, None, None, worst, 1, None)
    years = tuple(YearCostRecord(year, usd, 0, None, 0.0) for year, usd in costs.items())
    many = ManyYearsRecord("observed", 3, None, band, None, (), (), 0, years)
    record = replace(route_record(answer(), heading()), many_years=many)
    page = pages.open(ROUTE.draw(page_context(), record))
    section = page.locator(".z-section", has_text="From year to year")
    expect(section.locator("p").first).to_have_text(
        "In 1 of 3 years not all cargo arrives; in the others a tonne costs US$ 200 to 300."
    )
    expect(section.locator(".z-fan-dot")).to_have_count(2)
    expect(section.locator(".z-fan-none")).to_have_text("×")
    section.get_by_text("Every year as a table").click()
    assert section.locator("tbody tr").all_inner_texts() == [
        "1979\t200", "1980\tnot all arrives", "1981\t300"
    ]  # fmt: skip
    assert grave_faults(page) == []
