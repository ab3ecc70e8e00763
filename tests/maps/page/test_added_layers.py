"""What users add to a page is written into it, or refused by name before there is a page."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import pytest
from branca.element import Element, MacroElement
from folium import plugins

from tests.maps.drawn_pages import page_context
from zimnik.geo.core.errors import Fault, InputError
from zimnik.maps.page.added.installed import MissingFileError, file_of, script_text, style_text
from zimnik.maps.pages.atlas import ATLAS

if TYPE_CHECKING:
    from pathlib import Path


def rendered(*added: Element, projection: str = "region") -> str:
    page_map = ATLAS.draw(page_context(projection=projection))
    for element in added:
        element.add_to(page_map)
    page: str = page_map.get_root().render()
    return page


def faults_of(*added: Element) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as raised:
        rendered(*added)
    return raised.value.faults


EMPTY: dict[str, Any] = {"type": "FeatureCollection", "features": []}
# What each child would ask of the web, and its own name.
ONLINE = (
    (plugins.MeasureControl(), "MeasureControl", "no leaflet-measure.min.js"),
    (plugins.TimestampedGeoJson(EMPTY), "TimestampedGeoJson", "leaflet.timedimension.min.js"),
    (plugins.Fullscreen(), "Fullscreen", "no Control.FullScreen.min.js"),
    (folium.TileLayer(), "TileLayer", "tiles of the web"),
    (folium.Marker([60, 100], icon=folium.Icon(icon="no-such-icon")), "Icon", "no-such-icon"),
    (folium.Marker([60, 100], popup='<img src="https://x.org/a.png">'), "Popup", "https://x.org"),
    (
        folium.Marker([60, 100], icon=folium.CustomIcon("https://x.org/icon.png")),
        "CustomIcon",
        "https://x.org/icon.png",
    ),
    (
        folium.raster_layers.ImageOverlay(np.eye(2), [[60, 100], [61, 101]]),
        "ImageOverlay",
        "region",
    ),
)


@pytest.mark.parametrize(("child", "name", "found"), ONLINE, ids=[name for _, name, _ in ONLINE])
def test_what_needs_the_web_is_refused_by_its_name(child: Element, name: str, found: str) -> None:
    (fault,) = faults_of(child)
    assert fault.where == name
    assert found in fault.found
    assert fault.remedy


def test_all_that_cannot_work_is_told_at_once() -> None:
    faults = faults_of(plugins.MeasureControl(), folium.TileLayer(), plugins.Fullscreen())
    assert {fault.where for fault in faults} == {"MeasureControl", "TileLayer", "Fullscreen"}


def test_layers_within_others_are_found() -> None:
    group = folium.FeatureGroup()
    folium.Marker([60, 100], icon=folium.Icon(icon="no-such-icon")).add_to(group)
    assert [fault.where for fault in faults_of(group)] == ["Icon"]
    points = folium.GeoJson(EMPTY, marker=folium.Marker(icon=folium.Icon(icon="no-such-icon")))
    assert [fault.where for fault in faults_of(points)] == ["Icon"]


def test_an_image_lies_right_where_the_page_is_in_its_projection() -> None:
    overlay = folium.raster_layers.ImageOverlay(np.eye(2), [[60, 100], [61, 101]])
    assert "L.imageOverlay" in rendered(overlay, projection="mercator")


def test_scripts_of_a_plugin_enter_the_page_and_its_policy_and_no_link_stays() -> None:
    page = rendered(plugins.MarkerCluster([[60, 100]]), plugins.HeatMap([[60, 100]]))
    assert "L.MarkerClusterGroup=" in page
    assert ".marker-cluster-small" in page
    assert "simpleheat" in page
    assert not re.findall(r"<(?:link|script|img|iframe)[^>]*(?:src|href)=", page)
    assert "unsafe-eval" not in page


def test_a_page_to_which_nothing_is_added_carries_nothing_for_it() -> None:
    assert "zimnikAdded" not in rendered()
    assert "zimnikAdded" in rendered(folium.CircleMarker([60, 100]))


def test_a_page_is_the_same_at_every_rendering_and_leaves_a_users_legend_as_it_was() -> None:
    page_map = ATLAS.draw(page_context())
    legend = folium.LinearColormap(["white", "red"], vmin=0, vmax=10)
    before = legend._template  # noqa: SLF001 - what branca draws it with
    legend.add_to(page_map)
    plugins.HeatMap([[60, 100]]).add_to(page_map)
    root = page_map.get_root()
    assert root.render() == root.render()
    assert legend._template is before  # noqa: SLF001 - as above


def test_frames_of_popups_are_allowed_where_there_are_some() -> None:
    popup = folium.Popup(folium.IFrame("<p>text</p>"))
    assert "frame-src data:;" in rendered(folium.Marker([60, 100], popup=popup))
    assert "frame-src" not in rendered(folium.Marker([60, 100], popup="text"))


class Plugin(folium.elements.JSCSSMixin, MacroElement):
    """A plugin whose files are a user's own."""

    def __init__(self, script: str, style: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it without types
        self.default_js = [("own_js", script)]
        self.default_css = [("own_css", style)]


def test_a_file_of_the_user_may_stand_for_a_link(tmp_path: Path) -> None:
    script, style = tmp_path / "own.js", tmp_path / "own.css"
    script.write_text('const said = "</script>";\r\n//# sourceMappingURL=own.js.map\n')
    style.write_text("p { background: url('dot.png'); }")
    (tmp_path / "dot.png").write_bytes(b"dot")
    page = rendered(Plugin(str(script), style.as_uri()))
    assert '<script>const said = "<\\/script>";</script>' in page.replace("\n", "")
    assert f"url(data:image/png;base64,{base64.b64encode(b'dot').decode()})" in page


def test_a_picture_that_a_style_names_and_is_not_there_is_refused(tmp_path: Path) -> None:
    style = tmp_path / "own.css"
    style.write_text("p { background: url(dot.png); }")
    with pytest.raises(MissingFileError, match=r"dot\.png"):
        style_text(str(style))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://cdn.org/leaflet.markercluster/1.1.0/leaflet.markercluster.js", "leaflet.markercluster.js"),
        ("https://cdn.org/leaflet.markercluster-1.5.3.min.js?v=2", "leaflet.markercluster.js"),
        ("https://cdn.org/folium/templates/leaflet_heat.min.js", "leaflet_heat.min.js"),
    ],
)  # fmt: skip
def test_an_installed_file_is_found_whatever_its_version(url: str, name: str) -> None:
    assert file_of(url).name == name
    assert "sourceMappingURL" not in script_text(url)
