"""A page about a part of the atlas carries that part, and a world around it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

import geopandas as gpd
from shapely.geometry import box

from tests.maps.drawn_pages import page_context
from tests.maps.every_page import DRAWN
from zimnik.maps.page.scope import Scope, within


def data_of(html: str) -> dict[str, Any]:
    """Return the long part of the data of a page, which stands compressed in it."""
    block = re.search(r'id="z-packed">"?([^<"]*)"?<', html)
    assert block
    data: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(block[1])))
    return data


def test_places_where_its_links_end_stay_with_it() -> None:
    scope = Scope(frozenset({"tatarskoye"}), frozenset({"sea_pevek_port_anadyr_port"}))
    kept = within(page_context(), scope)
    assert set(kept.places["id"]) == {"tatarskoye", "pevek_port", "anadyr_port"}
    assert list(kept.links["id"]) == ["sea_pevek_port_anadyr_port"]


def test_land_is_coarser_only_far_from_it() -> None:
    # A coast with a step of a tenth of a degree near Lovozero, and the like near Anadyr.
    steps = [box(30, 60, 45, 66), box(33, 66, 33.1, 66.1), box(170, 60, 180, 66), box(176, 66, 176.1, 66.1)]  # fmt: skip
    context = page_context(land=gpd.GeoDataFrame(geometry=steps, crs=4326).dissolve())
    land = within(context, Scope(frozenset({"lovozero"}), frozenset())).land.union_all()
    assert land.contains(box(33.01, 66.01, 33.09, 66.09))
    assert not land.intersects(box(176.01, 66.02, 176.09, 66.09))
    assert land.contains(box(171, 61, 179, 65))


def test_a_page_of_a_route_does_not_carry_what_it_does_not_pass() -> None:
    data = data_of(DRAWN["route"](page_context()).get_root().render())
    assert {place["id"] for place in data["places"]} == {
        "lovozero", "solikamsk", "chita_st", "krasnokamensk",
    }  # fmt: skip
    assert {link["mode"] for link in data["links"]} == {"rail"}


def test_every_place_that_a_page_names_is_on_it() -> None:
    for name in ("route", "campaign", "comparison"):
        data = data_of(DRAWN[name](page_context()).get_root().render())
        known = {place["id"] for place in data["places"]}
        told = re.findall(
            r'"(?:\w+_)?(?:from|to|at|place|origin|destination|hub)_id": "(\w+)"',
            json.dumps(data[name]),
        )
        assert told
        assert set(told) <= known
