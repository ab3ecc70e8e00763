"""A page is a folium map that carries all it needs and asks for nothing."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import zlib

import folium

from tests.maps.drawn_pages import HOSTILE, IMPRINT, page_context
from zimnik.maps.page.frame import leaflet_css, leaflet_js
from zimnik.maps.pages.atlas import ATLAS


def rendered(page_map: folium.Map) -> str:
    page: str = page_map.get_root().render()
    return page


def test_page_is_a_folium_map() -> None:
    page_map = ATLAS.draw(page_context())
    assert isinstance(page_map, folium.Map)
    assert page_map.crs == "ZIMNIK_REGION"
    assert ATLAS.draw(page_context(projection="polar")).crs == "ZIMNIK_POLAR"


def test_policy_names_every_running_script_by_hash_and_allows_nothing_else() -> None:
    page = rendered(ATLAS.draw(page_context()))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    packed = re.search(r'id="z-packed">"([^"]+)"', page)
    assert packed
    later = json.loads(zlib.decompress(base64.b64decode(packed[1])))["later"]
    scripts = [*re.findall(r"<script>(.*?)</script>", page, re.DOTALL), later]
    hashes = {base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts}
    assert set(re.findall(r"'sha256-([^']*)'", policy[1])) == hashes
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy[1]
    assert page.index("Content-Security-Policy") < page.index("<script>")


def test_page_names_no_file_but_itself() -> None:
    page = rendered(ATLAS.draw(page_context()))
    assert not re.findall(r"<(?:link|script|img|iframe)[^>]*(?:src|href)=", page)
    assert not re.findall(r"url\((?!data:|#)", page)
    assert "sourceMappingURL" not in page
    assert "@import" not in page


def test_page_does_without_jquery_and_bootstrap() -> None:
    page = rendered(ATLAS.draw(page_context())).lower()
    assert "jquery" not in page
    assert "bootstrap" not in page
    assert "eval(" not in page


def test_no_later_map_of_the_process_is_changed() -> None:
    before = rendered(folium.Map())
    rendered(ATLAS.draw(page_context()))
    after = rendered(folium.Map())
    assert before.count("cdn.jsdelivr.net") == after.count("cdn.jsdelivr.net") > 0


def test_rendering_twice_gives_the_same_page() -> None:
    page_map = ATLAS.draw(page_context())
    assert rendered(page_map) == rendered(page_map)


def test_page_says_its_language_and_lets_the_reader_zoom() -> None:
    page = rendered(ATLAS.draw(page_context()))
    assert '<html lang="en">' in page
    assert "user-scalable" not in page


def test_leaflet_is_the_one_the_scripts_were_written_for() -> None:
    assert 'version="1.9' in leaflet_js()
    assert "images/" not in leaflet_css()
    with_images = leaflet_css(images=True)
    assert "url(images" not in with_images
    assert with_images.count("url(data:image/png;base64,") == 3


def test_hostile_title_stays_in_its_element() -> None:
    imprint = type(IMPRINT)("".join(HOSTILE), "1", IMPRINT.date, 2025, "x", "y")
    page = rendered(ATLAS.draw(page_context(imprint=imprint)))
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert not set(title[1]) & set("<>`${}\\")


def test_a_notebook_carries_the_page_compressed_in_a_frame_of_its_own() -> None:
    page_map = ATLAS.draw(page_context())
    shown = page_map._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    packed = re.search(r"atob\(&quot;([^&]+)&quot;\)", shown)
    assert packed
    assert gzip.decompress(base64.b64decode(packed[1])).decode() == rendered(page_map)
    assert len(shown) < 0.5 * len(rendered(page_map))
    assert shown == page_map._repr_html_()
