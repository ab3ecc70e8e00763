"""Places, areas and links across 180 degrees, as users' files have them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, MultiLineString, Point, Polygon, box

from zimnik.layers import export_atlas, load_atlas

if TYPE_CHECKING:
    from pathlib import Path

# North Pole Lambert azimuthal equal-area, as licence maps of Chukotka are drawn in.
POLAR = 3576
SITE = {"name": "On 180", "country": "RU", "region": "Chukotka", "source": "x", "confidence": "C"}
LINK = {
    "id": "east_wr",
    "from_id": "mine",
    "to_id": "landing",
    "mode": "winter_road",
    "vehicle": "winter_truck",
    "length_km": 300.0,
    "state": "existing",
    "season_open": "11-01",
    "season_close": "04-30",
}
WHOLE = LineString([(173.3, 68.65), (179.0, 67.9), (180.88, 66.32)])
JUMP = LineString([(173.3, 68.65), (179.0, 67.9), (-179.12, 66.32)])
CUT = MultiLineString(
    [[(173.3, 68.65), (179.0, 67.9), (180.0, 67.1)], [(-180.0, 67.1), (-179.12, 66.32)]]
)


def square(side_m: float) -> gpd.GeoSeries:
    """Return a square about 68.2 N on 180 degrees, in a polar reference system."""
    middle = gpd.GeoSeries([Point(180, 68.2)], crs=4326).to_crs(POLAR).iloc[0]
    half = side_m / 2
    drawn = box(middle.x - half, middle.y - half, middle.x + half, middle.y + half)
    return gpd.GeoSeries([drawn], crs=POLAR)


@pytest.mark.parametrize("name", ["polar.gpkg", "unsplit.geojson", "split.geojson"])
def test_a_licence_area_on_180_is_a_site_there(tmp_path: Path, base: Path, name: str) -> None:
    drawn = square(40_000)
    if name == "unsplit.geojson":
        drawn = drawn.to_crs(4326)
    elif name == "split.geojson":
        west, east = box(179.5, 68.0, 180, 68.4), box(-180, 68.0, -179.5, 68.4)
        drawn = gpd.GeoSeries([shapely.MultiPolygon([west, east])], crs=4326)
    path = tmp_path / name
    gpd.GeoDataFrame([SITE], geometry=drawn.to_list(), crs=drawn.crs).to_file(path)
    atlas = load_atlas(given=path, base=base)
    site = atlas.deposits.set_index("name_en").loc["On 180"].geometry
    assert abs(site.x) >= 179.5
    assert site.y == pytest.approx(68.2, abs=0.3)
    (area,) = atlas.areas.geometry
    assert isinstance(area, Polygon)
    lon_width = area.bounds[2] - area.bounds[0]
    # 40 km at 68.2 N are 0.96 degrees; the square stands askew to the meridians.
    assert 0.9 < lon_width < 1.4


@pytest.mark.parametrize("line", [WHOLE, JUMP, CUT])
def test_a_road_across_180_is_one_line(tmp_path: Path, base: Path, line: object) -> None:
    path = tmp_path / "links.geojson"
    gpd.GeoDataFrame([LINK], geometry=[line], crs=4326).to_file(path)
    links = load_atlas(given=path, base=base).links.set_index("id")
    drawn = links.loc["east_wr"].geometry
    assert drawn.geom_type == "LineString"
    assert drawn.coords[0] == (173.3, 68.65)
    assert drawn.coords[-1] == pytest.approx((180.88, 66.32))


def test_it_is_exported_as_rfc_7946(tmp_path: Path, base: Path) -> None:
    path = tmp_path / "links.geojson"
    gpd.GeoDataFrame([LINK], geometry=[JUMP], crs=4326).to_file(path)
    export_atlas(load_atlas(given=path, base=base), tmp_path / "out.geojson")
    written = json.loads((tmp_path / "out.geojson" / "links.geojson").read_text())
    (road,) = (f for f in written["features"] if f["properties"]["id"] == "east_wr")
    assert road["geometry"]["type"] == "MultiLineString"
    before, after = road["geometry"]["coordinates"]
    assert (before[0], before[-1][0]) == ([173.3, 68.65], 180.0)
    assert after[0][0] == -180.0
    assert after[-1] == pytest.approx([-179.12, 66.32])
    again = load_atlas(given=tmp_path / "out.geojson", base=base).links.set_index("id")
    assert again.loc["east_wr"].geometry.equals_exact(WHOLE, 1e-9)


@pytest.mark.parametrize(("lon", "stands"), [(190.5, -169.5), (-169.5, -169.5), (179.9, 179.9)])
def test_points_count_on_beyond_180(tmp_path: Path, base: Path, lon: float, stands: float) -> None:
    path = tmp_path / "deposits.geojson"
    gpd.GeoDataFrame([SITE], geometry=[Point(lon, 66.3)], crs=4326).to_file(path)
    deposits = load_atlas(given=path, base=base).deposits.set_index("name_en")
    assert deposits.loc["On 180"].geometry.x == pytest.approx(stands)
