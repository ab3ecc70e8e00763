"""A page is written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString, Point, Polygon

from tests.maps.drawn_pages import IMPRINT, ground, links, places
from zimnik.geo.core.errors import InputError
from zimnik.maps import MOST_PAGE_BYTES, Ground, save_page
from zimnik.maps.pages.atlas import ATLAS

if TYPE_CHECKING:
    from pathlib import Path


def test_file_holds_the_rendered_page_and_its_size_is_returned(tmp_path: Path) -> None:
    page_map = ATLAS.draw(ground())
    path = tmp_path / "атлас.html"
    size = save_page(page_map, path)
    assert path.read_bytes().decode() == page_map.get_root().render()
    assert path.stat().st_size == size
    assert b"\r" not in path.read_bytes()


def test_file_can_be_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "atlas.html"
    save_page(ATLAS.draw(ground()), path)
    plain = tmp_path / "plain.html"
    plain.write_text("")
    assert path.stat().st_mode == plain.stat().st_mode


def test_no_folder_is_a_fault_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "atlas.html"
    with pytest.raises(InputError, match=r"atlas\.html: expected a place where a file can be"):
        save_page(ATLAS.draw(ground()), path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_a_fault_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "atlas.html"
    path.mkdir()
    with pytest.raises(InputError):
        save_page(ATLAS.draw(ground()), path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_atlas_stays_below_the_limit(tmp_path: Path) -> None:
    size = save_page(ATLAS.draw(Ground(*full_atlas(), IMPRINT)), tmp_path / "full.html")
    assert size <= MOST_PAGE_BYTES


def full_atlas() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return 470 places, 450 links of 20,000 points and land of 12,000 points."""
    rng = np.random.default_rng(1)
    some = places()
    at = np.column_stack([rng.uniform(30, 180, 470), rng.uniform(45, 75, 470)])
    many = gpd.GeoDataFrame(
        [
            {**some.iloc[i % len(some)].drop("geometry"), "id": f"p{i}", "note": "A note. " * 8}
            for i in range(470)
        ],
        geometry=[Point(xy) for xy in at],
        crs=4326,
    )
    base = links().iloc[0].drop("geometry")
    lines = [
        LineString(at[i] + np.cumsum(rng.normal(0, 0.05, (45, 2)), axis=0)) for i in range(450)
    ]
    roads = gpd.GeoDataFrame(
        [{**base, "id": f"l{i}", "note": "A note. " * 8} for i in range(450)],
        geometry=lines,
        crs=4326,
    )
    angle = np.linspace(0, 2 * np.pi, 12_000, endpoint=False)
    radius = 1 + 0.01 * rng.normal(size=angle.size)
    coast = np.column_stack([100 + 60 * radius * np.cos(angle), 60 + 15 * radius * np.sin(angle)])
    return many, roads, gpd.GeoDataFrame(geometry=[Polygon(coast).buffer(0)], crs=4326)
