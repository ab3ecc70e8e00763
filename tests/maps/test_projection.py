"""The projections of the page are those of PROJ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from pyproj import Geod, Transformer

from tests.maps.drawn_pages import leaflet, page_context
from tests.maps.modules import with_modules
from zimnik.maps.pages.atlas import ATLAS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import OpenPages

PROJ = {
    "region": "+proj=aea +lat_1=52 +lat_2=64 +lat_0=60 +lon_0=100 +ellps=WGS84",
    "polar": "EPSG:3576",
    "mercator": "EPSG:3857",
}
LONS_DEG = np.random.default_rng(7).uniform(30, 190, 1000)
LATS_DEG = np.random.default_rng(8).uniform(40, 85, 1000)
WORLD_M = 2 * np.pi * 6378137
# Projected metres in a pixel at zoom 0: as `crs.js` says, and as tiles of 256 pixels do.
M_PER_PX = {"region": 32768, "polar": 32768, "mercator": WORLD_M / 512}
# Wrapped as atlases write them: 30 E to 170 W.
WRAPPED_DEG = np.where(LONS_DEG > 180, LONS_DEG - 360, LONS_DEG)


@pytest.fixture(params=list(PROJ))
def projection(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(pages: OpenPages, projection: str) -> Page:
    return pages.open(ATLAS.draw(page_context(projection=projection)))


def in_page(page: Page, method: str, pairs: np.ndarray) -> np.ndarray:
    return np.array(
        page.evaluate(
            with_modules(
                ["shared/page.js"],
                """([method, pairs]) => {
              const { projection } = window[document.querySelector('.folium-map').id].options.crs;
              return pairs.map(([a, b]) => {
                if (method === 'project') {
                  const point = projection.project(zimnik.latLng(a, b));
                  return [point.x, point.y];
                }
                const latlng = projection.unproject(L.point(a, b));
                return [latlng.lng, latlng.lat];
              });
            }""",
            ),
            [method, pairs.tolist()],
        )
    )


def test_projected_points_agree_with_proj_to_a_millimetre(page: Page, projection: str) -> None:
    to_metres = Transformer.from_crs(4326, PROJ[projection], always_xy=True)
    expected_m = np.column_stack(to_metres.transform(WRAPPED_DEG, LATS_DEG))
    if projection == "mercator":
        # The world goes on east of 180 degrees, where PROJ begins again.
        expected_m[WRAPPED_DEG < -150, 0] += WORLD_M
    for lons_deg in (WRAPPED_DEG, LONS_DEG):
        found_m = in_page(page, "project", np.column_stack([lons_deg, LATS_DEG]))
        assert np.abs(found_m - expected_m).max() < 0.001


def test_points_come_back_within_a_tenth_of_a_metre(page: Page) -> None:
    points_m = in_page(page, "project", np.column_stack([WRAPPED_DEG, LATS_DEG]))
    lon_lat = in_page(page, "unproject", points_m)
    _, _, error_m = Geod(ellps="WGS84").inv(WRAPPED_DEG, LATS_DEG, *lon_lat.T)
    assert np.max(error_m) < 0.1


def test_no_point_of_the_plane_is_nan(page: Page) -> None:
    far_m = [(x, y) for x in (-9e7, -1e6, 0, 1e6, 9e7) for y in (-9e7, -1e6, 0, 1e6, 5e6, 9e7)]
    assert np.isfinite(in_page(page, "unproject", np.array(far_m))).all()
    poles = np.array([(0, 90), (100, 90), (-80, 0), (280, 10), (0, -90)])
    assert np.isfinite(in_page(page, "project", poles)).all()


def test_each_zoom_doubles_the_scale(page: Page, projection: str) -> None:
    px = leaflet(
        page,
        "[0, 1e6].map((x) => map.project(map.options.crs.projection.unproject(L.point(x, 0)), 0).x)",
    )
    assert isinstance(px, list)
    assert 1e6 / (px[1] - px[0]) == pytest.approx(M_PER_PX[projection])
    assert leaflet(page, "map.options.crs.scale(5) / map.options.crs.scale(4)") == 2
    assert leaflet(page, "map.options.crs.zoom(map.options.crs.scale(3.25))") == pytest.approx(3.25)


def test_distances_are_geodesics(page: Page) -> None:
    places_deg = [(37.62, 55.75), (131.9, 43.1), (-173.2, 64.4), (100.0, 62.0), (100.5, 62.0)]
    pairs = [(a, b) for a in places_deg for b in places_deg if a != b]
    found_m = page.evaluate(
        """(pairs) => pairs.map(([[a, b], [c, d]]) =>
          window[document.querySelector('.folium-map').id].distance([b, a], [d, c]))""",
        [list(map(list, pair)) for pair in pairs],
    )
    (from_lon, from_lat), (to_lon, to_lat) = np.array(pairs).transpose(1, 2, 0)
    _, _, expected_m = Geod(ellps="WGS84").inv(from_lon, from_lat, to_lon, to_lat)
    assert np.abs(np.array(found_m) / expected_m - 1).max() < 1e-5


def test_scale_bar_is_as_long_as_the_ground_it_names(page: Page, projection: str) -> None:
    to_degrees = Transformer.from_crs(PROJ[projection], 4326, always_xy=True)
    to_metres = Transformer.from_crs(4326, PROJ[projection], always_xy=True)
    for lat, lon, zoom in ((70, 60, 3), (50, 130, 5), (66, 170, 4.25), (52, 35, 8)):
        leaflet(page, f"map.setView([{lat}, {lon}], {zoom}, {{animate: false}})")
        label = page.locator(".z-scale span").inner_text()
        width_px = page.locator(".z-scale-bar").evaluate("(bar) => parseFloat(bar.style.width)")
        x_m, y_m = to_metres.transform(lon, lat)
        half_m = width_px / 2 * M_PER_PX[projection] / 2**zoom
        ends = [to_degrees.transform(x_m + dx_m, y_m) for dx_m in (-half_m, half_m)]
        _, _, ground_m = Geod(ellps="WGS84").inv(*ends[0], *ends[1])
        named_km = float(label.removesuffix(" km").replace(",", ""))
        assert ground_m / 1000 == pytest.approx(named_km, rel=0.01)
