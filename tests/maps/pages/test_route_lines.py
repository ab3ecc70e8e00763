"""Legs are drawn along their links, in the direction of travel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shapely.geometry import LineString

from tests.geo.drawn import compiled, drawn_links, drawn_places, link, round_card
from tests.maps.drawn_pages import heading
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.maps.pages.route_lines import route_lines
from zimnik.maps.reports.route import route_record

if TYPE_CHECKING:
    from zimnik.maps.reports.heading import Heading

LINKS = drawn_links(
    link("a-b", Vehicle.RAIL_1520, 300.0, geometry=LineString([(0, 0), (0.5, 1), (1, 0)])),
    link("c-b", Vehicle.RAIL_1520, 300.0, geometry=LineString([(2, 0), (1.5, 1), (1, 0)])),
)


def named(*place_ids: str) -> Heading:
    return replace(heading(), names={name: name for name in (*place_ids, "b")})


def test_line_follows_links_and_turns_those_drawn_the_other_way() -> None:
    card = round_card()
    arrays = compiled(drawn_places(a="station", b="station", c="station"), LINKS, card)
    answer = find_routes(arrays, card, Shipment("a", "c", Cargo("ore", 1.0, 0.0), Dates(0)))
    lines = route_lines(route_record(answer, named("a", "c")), LINKS)
    assert list(lines.geometry[0].coords) == [(0, 0), (0.5, 1), (1, 0), (1.5, 1), (2, 0)]
    assert lines.crs == LINKS.crs
    assert list(lines["distance_km"]) == [600]


def test_no_route_is_an_empty_frame() -> None:
    card = round_card()
    arrays = compiled(drawn_places(a="station", b="station", c="station", d="hub"), LINKS, card)
    answer = find_routes(arrays, card, Shipment("a", "d", Cargo("ore", 1.0, 0.0), Dates(0)))
    assert route_lines(route_record(answer, named("a", "d")), LINKS).empty
