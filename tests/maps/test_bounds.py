"""No page can be moved or zoomed to where there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.examples import some
from tests.maps.drawn_pages import leaflet, page_context
from tests.maps.every_page import DRAWN
from zimnik.maps.page.frame import LEAST_ZOOM, MOST_ZOOM

if TYPE_CHECKING:
    from tests.browser import OpenPages

# Far beyond all places, in pixels of the screen.
FAR_PX = 60_000


@pytest.mark.parametrize("name", some(DRAWN, 4))
def test_zoom_and_pan_stop_where_there_is_nothing_more(pages: OpenPages, name: str) -> None:
    page = pages.open(DRAWN[name](page_context()))
    for asked, expected in ((60, MOST_ZOOM), (-60, LEAST_ZOOM)):
        leaflet(page, f"map.setZoom({asked}, {{animate: false}})")
        assert leaflet(page, "map.getZoom()") == expected
    leaflet(page, "map.setZoom(4, {animate: false})")
    for x_px, y_px in ((FAR_PX, FAR_PX), (-FAR_PX, -FAR_PX), (0, FAR_PX)):
        leaflet(page, f"map.panBy([{x_px}, {y_px}], {{animate: false}})")
        centre: Any = leaflet(page, "[map.getCenter().lat, map.getCenter().lng]")
        assert 20 < centre[0] < 90
        assert -30 < centre[1] < 220
