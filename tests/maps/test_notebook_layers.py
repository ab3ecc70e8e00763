"""Ten classes of folium in a notebook that is run: they work in its cells, or raise in Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.maps.every_page import DRAWN

if TYPE_CHECKING:
    from tests.browser import OpenPages

ROOT = Path(__file__).parents[2]
SETUP = """
import folium
from folium import plugins
from tests.maps.drawn_pages import page_context
from tests.maps.every_page import DRAWN
from tests.maps.test_added_layers import layers
from zimnik.geo.core.errors import InputError

def shown(name, *more):
    page_map = DRAWN[name](page_context())
    for layer in more or layers():
        layer.add_to(page_map)
    page_map.fit_bounds([[57, 92], [73, 110]])
    return page_map
"""
# What needs scripts that no package carries says so by its name.
REFUSED = """
for child in (plugins.MeasureControl(), plugins.TimestampedGeoJson({{"type": "FeatureCollection",
              "features": []}})):
    try:
        shown("{name}", child)._repr_html_()
    except InputError as refused:
        print(type(child).__name__, "refused:", refused.faults[0].column or refused.faults[0].where)
"""


def run(cells: list[str]) -> list[list[dict[str, Any]]]:
    """Run cells as a notebook and return what each of them put out."""
    client = pytest.importorskip("nbclient", reason="comes with the extra docs")
    pytest.importorskip("ipykernel", reason="comes with the extra docs")
    nbformat = pytest.importorskip("nbformat", reason="comes with the extra docs")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells])
    place = {"metadata": {"path": str(ROOT)}}
    client.NotebookClient(notebook, resources=place, kernel_name="python3", timeout=300).execute()
    return [cell["outputs"] for cell in notebook["cells"]]


@pytest.mark.proof
def test_layers_of_folium_work_in_an_executed_notebook_or_raise(
    pages: OpenPages, tmp_path: Path
) -> None:
    names = list(DRAWN)
    outputs = run(
        [
            SETUP,
            *(f'shown("{name}")' for name in names),
            *(REFUSED.format(name=name) for name in names),
        ]
    )
    frames = [out["data"]["text/html"] for (out,) in outputs[1 : len(names) + 1]]
    for parts in outputs[len(names) + 1 :]:
        measure, times = "".join(part["text"] for part in parts).splitlines()
        assert measure.startswith("MeasureControl refused")
        assert times.startswith("TimestampedGeoJson refused")
    for number, frame in enumerate(frames):
        path = tmp_path / f"cell_{number}.html"
        path.write_text(f'<body data-ready="yes">{frame}</body>', encoding="utf-8")
        page = pages.open_file(path)
        cell = page.frame_locator("iframe")
        expect(cell.locator("body")).to_have_attribute("data-ready", "yes", timeout=30_000)
        cell.locator("img.leaflet-marker-icon").first.click()
        expect(cell.locator(".leaflet-popup-content")).to_have_text("Camp north")
        expect(cell.locator(".z-pin path").first).to_have_attribute("fill", "#d63e2a")
        expect(cell.locator(".marker-cluster")).to_have_text("3")
        expect(cell.locator(".leaflet-heatmap-layer")).to_have_count(1)
        expect(cell.locator(".z-color-scale")).to_contain_text("Grade, %")
        expect(cell.locator(".leaflet-control-layers")).to_have_count(1)
        assert cell.locator(".leaflet-overlay-pane path").count() >= 6
    pages.problems[:] = [said for said in pages.problems if "willReadFrequently" not in said]
