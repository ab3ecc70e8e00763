"""Pages over tiles of the web: Mercator, what is asked for and when, and nothing without a network."""

from __future__ import annotations

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import folium
import pytest
from playwright.sync_api import expect

from tests.browser import standing
from tests.commands import zimnik
from tests.maps.drawn_pages import leaflet, page_context
from tests.maps.modules import with_modules
from zimnik.layers.files import write_text
from zimnik.maps.page.frame import PageTiles, policy_of
from zimnik.maps.pages.atlas import ATLAS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

    from tests.browser import OpenPages

# One grey pixel, which the browser stretches over its tile.
TILE_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6368000000820081a5e5d2bf0000000049454e44ae426082"
)
ATTRIBUTION = "© OpenStreetMap contributors"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """Serve the page from this machine and return its address."""
    html = ATLAS.draw(page_context(projection="mercator")).get_root().render()
    write_text(tmp_path / "atlas.html", html)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/atlas.html"
    server.shutdown()
    thread.join()
    server.server_close()


def opened(browser: Browser, address: str) -> tuple[Page, list[str], list[str]]:
    """Open a page whose tiles are answered here; return it, the tiles and what it complained of."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    complaints: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=TILE_PNG, content_type="image/png")

    page.route(f"{PageTiles.host}/**", answer)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    return standing(page), asked, complaints


def test_tiles_are_a_folium_layer() -> None:
    for projection, count in (("mercator", 1), ("region", 0)):
        page_map = ATLAS.draw(page_context(projection=projection))
        # branca has no public way to ask for the children of an element.
        layers = [one for one in page_map._children.values() if isinstance(one, folium.TileLayer)]  # noqa: SLF001
        assert len(layers) == count


@pytest.mark.proof
def test_policy_allows_images_of_the_tile_host_alone() -> None:
    html = ATLAS.draw(page_context(projection="mercator")).get_root().render()
    assert f"img-src data: {PageTiles.host};" in html
    assert "img-src data:;" in policy_of("")
    assert not re.findall(r"<(?:link|script|img|iframe)[^>]*(?:src|href)=", html)


@pytest.mark.proof
def test_served_page_asks_for_tiles_of_this_part_of_the_world_alone(
    browser: Browser, served: str
) -> None:
    page, asked, complaints = opened(browser, served)
    page.wait_for_selector(".leaflet-tile-loaded")
    assert complaints == []
    assert asked
    for url in asked:
        match = re.fullmatch(rf"{PageTiles.host}/(\d+)/(\d+)/(\d+)\.png", url)
        assert match
        zoom, x, y = map(int, match.groups())
        assert 0 <= x < 2**zoom
        assert 0 <= y < 2**zoom
    page.close()


@pytest.mark.proof
def test_tile_of_a_place_lies_under_it(browser: Browser, served: str) -> None:
    page, _, _ = opened(browser, served)
    # Provideniya lies east of 180 degrees, where the numbers of tiles begin again.
    leaflet(page, "map.setView([64.42, 186.8], 6, {animate: false})")
    page.wait_for_selector(".leaflet-tile-loaded")
    page.wait_for_timeout(300)
    urls = page.evaluate(
        """() => {
          const at = document.querySelector('.z-place[data-id="provideniya_port"]').getBoundingClientRect();
          const [x, y] = [at.x + at.width / 2, at.y + at.height / 2];
          return [...document.querySelectorAll('.leaflet-tile')].filter((tile) => {
            const box = tile.getBoundingClientRect();
            return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
          }).map((tile) => tile.src);
        }"""
    )
    # By the formulas of slippy map tile names, at level 7: x from -173.2 E, y from 64.42 N.
    assert urls == [f"{PageTiles.host}/7/2/33.png"]
    page.close()


@pytest.mark.proof
def test_land_lies_under_the_places_of_its_coast(pages: OpenPages) -> None:
    page = pages.open(ATLAS.draw(page_context(projection="mercator")))
    leaflet(page, "map.setView([68, 150], 2, {animate: false})")
    inside = page.evaluate(
        with_modules(
            ["shared/page.js"],
            """() => {
          const map = window[document.querySelector('.folium-map').id];
          const canvas = document.querySelector('.leaflet-z-land-pane canvas');
          const box = canvas.getBoundingClientRect();
          const frame = map.getContainer().getBoundingClientRect();
          const ratio = canvas.width / box.width;
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return [[116.571, 71.054], [-173.2, 64.42], [150, 78]].map(([lon, lat]) => {
            const at = map.latLngToContainerPoint(zimnik.latLng(lon, lat));
            const [x, y] = [at.x + frame.x - box.x, at.y + frame.y - box.y].map((px) => Math.round(px * ratio));
            return [...data.slice(4 * (y * canvas.width + x), 4 * (y * canvas.width + x) + 3)];
          });
        }""",
        )
    )
    land, sea = [245, 241, 230], [219, 231, 235]
    assert inside == [land, land, sea]


@pytest.mark.proof
def test_page_from_a_disk_asks_for_nothing_and_says_why(pages: OpenPages) -> None:
    page = pages.open(ATLAS.draw(page_context(projection="mercator")))
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    foot = page.locator("#z-foot")
    expect(foot).to_contain_text(f"Map tiles {ATTRIBUTION} (they need a network")
    expect(foot.get_by_role("link")).to_have_attribute("href", PageTiles.terms)


@pytest.mark.proof
def test_places_on_both_sides_of_180_degrees_stand_side_by_side(pages: OpenPages) -> None:
    page = pages.open(ATLAS.draw(page_context(projection="mercator")))
    x_px = [
        page.locator(f'.z-place[data-id="{place}"]').bounding_box()
        for place in ("pevek_port", "anadyr_port", "provideniya_port")
    ]
    lefts = [box["x"] for box in x_px if box]
    assert lefts == sorted(lefts)
    assert lefts[2] - lefts[0] < 200


@pytest.mark.proof
def test_tiles_and_another_projection_are_refused() -> None:
    ran = zimnik("map", "--tiles", "--projection", "polar", status=2)
    assert "no projection beside tiles" in ran.err
