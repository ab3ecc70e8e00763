"""Answers as JSON, text and CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import compiled, drawn_links, drawn_places, link, round_card
from tests.maps.drawn_pages import heading
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.maps.reports.records import csv_text, to_json
from zimnik.maps.reports.route import route_record, route_rows, route_text

if TYPE_CHECKING:
    from typing import Any

    from zimnik.geo.routing.itinerary import RouteAnswer

NAMES = {"mine": "Mine", "port": "Port", "plant": '=HYPERLINK("x")', "far": "Far"}
HEADING = replace(heading(), names=NAMES)
ORE = Cargo("ore", 100_000.0, 1000.0, reo_grade_pct=10.0, reo_recovery_pct=80.0)


def answer(destination: str = "plant", cargo: Cargo = ORE) -> RouteAnswer:
    places = drawn_places(mine="deposit", port="arctic_port", plant="hub", far="hub")
    links = drawn_links(
        link(
            "mine-port",
            Vehicle.WINTER_TRUCK,
            500.0,
            corridor="winter",
            season_open="12-20",
            season_close="04-20",
        ),
        link("port-plant", Vehicle.ICE_CLASS_SHIP, 2000.0, corridor="sea"),
    )
    card = round_card()
    return find_routes(
        compiled(places, links, card), card, Shipment("mine", destination, cargo, Dates())
    )


def as_json(found: RouteAnswer) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(to_json(route_record(found, HEADING)))
    return document


def test_json_adds_up_and_chains() -> None:
    document = as_json(answer())
    (route,) = document["routes"]
    total = route["total"]["cost_usd_per_t"]
    assert total == pytest.approx(100 + 60 + 2 + 25 + 2)
    assert sum(route["components"].values()) == pytest.approx(total)
    parts = route["legs"] + route["transfers"]
    assert sorted(part["position"] for part in parts) == [1, 2, 3, 4, 5]
    assert sum(part["cost_usd_per_t"] for part in parts) == pytest.approx(total)
    assert route["legs"][0]["to_id"] == route["legs"][1]["from_id"] == "port"
    assert route["legs"][0]["seasons"] == [
        {
            "link_id": "mine-port",
            "opens": "12-20",
            "closes": "04-20",
            "first_day": "01-02",
            "last_day": "01-06",
            "basis": None,
            "light_load": False,
        }
    ]


def test_json_gives_the_cost_per_kg_reo() -> None:
    total = as_json(answer())["routes"][0]["total"]
    # 189 US$ over 100 kg contained and 80 kg recovered, against US$ 11
    assert total["cost_usd_per_kg_reo_contained"] == pytest.approx(1.89)
    assert total["cost_usd_per_kg_reo_recovered"] == pytest.approx(1.89 / 0.8)
    assert total["share_of_benchmark"] == pytest.approx(1.89 / 0.8 / 11)


def test_unknown_grade_gives_no_reo_figure() -> None:
    document = as_json(answer(cargo=Cargo("ore", 1000.0, 100.0)))
    assert document["product"]["reo_grade_pct"] is None
    assert document["routes"][0]["total"]["share_of_benchmark"] is None


def test_unreachable_has_a_reason_and_no_routes() -> None:
    document = as_json(answer("far"))
    assert document["reachable"] is False
    assert document["routes"] == []
    assert "no link within reach of 'far'" in document["reason"]
    assert "No route: no link within reach" in route_text(route_record(answer("far"), HEADING))


def test_text_shows_the_way_in_order_with_seasons() -> None:
    text = route_text(route_record(answer(), HEADING))
    steps = ["load at Mine", "to Port [open 12-20 to 04-20]", "to ice class ship at Port", "unload"]
    positions = [text.index(step) for step in steps]
    assert positions == sorted(positions)
    assert "US$ 189 per t" in text


def test_a_leg_names_what_it_passes_some_of_many() -> None:
    stops = [f"s{number}" for number in range(7)]
    kinds = {"mine": "deposit", **dict.fromkeys(stops, "station"), "plant": "hub"}
    links = drawn_links(
        *(link(f"{one}-{other}", Vehicle.RAIL_1520, 100.0) for one, other in pairwise(kinds))
    )
    card = round_card()
    arrays = compiled(drawn_places(**kinds), links, card)
    found = find_routes(arrays, card, Shipment("mine", "plant", ORE, Dates()))
    names = {**NAMES, **{stop: stop.upper() for stop in stops}}
    record = route_record(found, replace(HEADING, names=names))
    (leg,) = record.routes[0].legs
    assert [place.id for place in leg.passes] == stops
    assert "past S0, S2, S4, S6 and 3 more" in route_text(record)
    assert route_rows(record)[1]["passes"] == "S0; S1; S2; S3; S4; S5; S6"


def test_csv_has_every_part_and_runs_no_formula() -> None:
    written = csv_text(route_rows(route_record(answer(), HEADING)), HEADING.asked)
    comment, table = written.split("\n", 1)
    assert comment == f"# {HEADING.asked.line()}"
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["part"] for row in rows] == ["transfer", "leg", "transfer", "leg", "transfer"]
    assert sum(float(row["cost_usd_per_t"]) for row in rows) == pytest.approx(189)
    assert rows[-1]["to_name"] == "'" + NAMES["plant"]
