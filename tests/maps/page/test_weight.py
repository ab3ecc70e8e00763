"""How heavy a page may become."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from shapely.geometry import LineString, Point, Polygon

from tests.maps.drawn_pages import IMPRINT, links, places
from tests.regions import GROUND
from zimnik.cli.output import MOST_PAGE_BYTES
from zimnik.layers import column_units
from zimnik.maps import PageContext
from zimnik.maps.page.words import words_on
from zimnik.maps.pages.atlas import ATLAS


def test_a_full_atlas_stays_below_the_limit() -> None:
    page = (
        ATLAS.draw(PageContext(*full_atlas(), IMPRINT, GROUND, column_units())).get_root().render()
    )
    assert len(page.encode()) <= MOST_PAGE_BYTES


def test_a_page_holds_of_messages_only_those_that_it_says() -> None:
    said = words_on(GROUND, "en", "TEXT.messages; TEXT.ui.map", '{"code": "no_reo_grade"}')
    assert set(said["messages"]) == {"no_reo_grade"}
    assert set(said["ui"]) == {"map"}


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
