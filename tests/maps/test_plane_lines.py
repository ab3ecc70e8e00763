"""Lines that are projected once look as Leaflet's own do, wherever the map is moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.maps.drawn_pages import page_context
from tests.maps.modules import with_modules
from zimnik.maps.pages.atlas import ATLAS

if TYPE_CHECKING:
    from tests.browser import OpenPages

VIEWS = [(66, 90, 2), (66, 90, 2.75), (68, 33, 6), (62, 104, 4.5), (70, 180, 3.25), (50, 118, 1)]
# A ring within the view of each map, one around most of them, one on its edge, one far from it.
RINGS = (
    "[[[60, 80], [60, 120], [72, 120], [72, 80]], [[64, 90], [64, 100], [68, 100], [68, 90]]],"
    "[[[45, 30], [45, 175], [80, 175], [80, 30]]], [[[66, 30], [66, 40], [70, 40], [70, 30]]]"
)
# How far two pictures of the same map are apart, as the sum over all bytes.
APART = f"""
(() => {{
  const map = window[document.querySelector(".folium-map").id];
  const rings = [{RINGS}].map((one) => one.map((ring) => ring.map((at) => L.latLng(...at))));
  const style = {{ color: "#7a1f3d", weight: 2, dashArray: "7 4", fillColor: "#009e73" }};
  const canvasOf = (name, make) => {{
    const pane = map.getPane(name) ?? map.createPane(name);
    const renderer = L.canvas({{ pane: name, padding: 0.35 }});
    make(renderer).forEach((layer) => layer.addTo(map));
    return renderer;
  }};
  const lines = rings.flat();
  const made = [
    canvasOf("z-once", (renderer) => [zimnik.areaLayerOf(rings, {{ ...style, renderer }}),
      zimnik.lineLayer(lines, {{ ...style, renderer }}), zimnik.lineLayer([], {{ renderer }})]),
    canvasOf("z-anew", (renderer) => [L.polygon(rings, {{ ...style, renderer }}),
      L.polyline(lines, {{ ...style, renderer }})]),
  ];
  const bytes = (renderer) => {{
    const {{ width, height }} = renderer._container;
    const copy = Object.assign(document.createElement("canvas"), {{ width, height }});
    const context = copy.getContext("2d", {{ willReadFrequently: true }});
    context.drawImage(renderer._container, 0, 0);
    return context.getImageData(0, 0, width, height).data;
  }};
  return VIEWS.map(([lat, lon, zoom]) => {{
    map.setView([lat, lon], zoom, {{ animate: false }});
    for (const one of made) one._redraw();
    const [once, anew] = made.map(bytes);
    return [once.reduce((sum, byte, i) => sum + Math.abs(byte - anew[i]), 0),
      once.reduce((sum, byte) => sum + byte, 0)];
  }});
}})()
"""


@pytest.mark.parametrize("projection", ["region", "mercator"])
def test_a_line_that_is_projected_once_looks_as_one_projected_at_every_step(
    pages: OpenPages, projection: str
) -> None:
    page = pages.open(ATLAS.draw(page_context(projection=projection)))
    found: list[list[Any]] = page.evaluate(
        with_modules(["shared/plane_lines.js"], APART.replace("VIEWS", str([*map(list, VIEWS)])))
    )
    assert all(drawn > 0 for _, drawn in found)
    for apart, drawn in found:
        assert apart <= 0.002 * drawn
