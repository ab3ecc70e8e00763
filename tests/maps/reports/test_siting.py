"""Sited hubs, targets and fronts: the record of a drawn solution, by hand, and what its text says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.geo.drawn import compiled, round_card
from tests.geo.siting_cases import goods, sources, stage
from tests.maps.drawn_pages import heading, links, places
from zimnik.geo.core.solver import Status
from zimnik.geo.infrastructure.needs import Needs, Use
from zimnik.geo.siting.chain import TargetAnswer
from zimnik.geo.siting.pareto import FrontPoint
from zimnik.geo.siting.problem import SharedWork, SitingProblem, SumLimit, echelon_of_table
from zimnik.geo.siting.results import Siting, SitingAnswer
from zimnik.maps.reports.front import front_record, front_rows, front_text
from zimnik.maps.reports.records import to_json
from zimnik.maps.reports.siting import siting_record, siting_rows, siting_text
from zimnik.maps.reports.target import target_record, target_text


def siting() -> Siting:
    """Return 100 t of s0 and 50 t of s1 that go to two hubs, over a road that is built."""
    problem = SitingProblem(
        sources=sources(100.0, 50.0),
        products=goods(),
        stages=(stage("hub", [7.0, 0.0], [np.inf, 80.0]),),
        echelons=(echelon_of_table(np.array([[2.0, 9.0], [np.inf, 3.0]]), [0, 0]),),
        limits=(
            SumLimit("khatanga_port", "t", (np.array([1.0, 0.0, 0.0]),), most=120.0),
            SumLimit("CO2", "t", (np.array([0.1, 0.1, 0.1]),)),
        ),
        works=(
            SharedWork("road", 11.0, (np.array([True, False, False]),)),
            SharedWork("bridge", 5.0, (np.array([False, True, False]),)),
        ),
    )
    flows = np.array([100.0, 0.0, 50.0])
    return Siting(problem, (np.array([True, True]),), (flows,), np.array([True, False]))


# Hauls of 100 t at 2 and of 50 t at 3, an open hub at 7, a road at 11.
COST = 200.0 + 150.0 + 7.0 + 11.0
FOUND = SitingAnswer(Status.OPTIMAL, siting(), COST, 0.0)
NOTHING = SitingAnswer(Status.INFEASIBLE, None, float("inf"), float("inf"), ("no reachable hub",))


def read(answer: SitingAnswer) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(to_json(siting_record(answer, heading(), ("a note",))))
    return document


def test_record_holds_what_a_hand_reckons() -> None:
    document = read(FOUND)
    assert document["cost_usd_per_y"] == pytest.approx(COST)
    assert document["conserved"]
    (hubs,) = document["stages"]
    assert (hubs["haul_and_process_usd_per_y"], hubs["fixed_usd_per_y"]) == (350.0, 7.0)
    assert [(hub["fed_t_per_y"], hub["capacity_t_per_y"]) for hub in hubs["hubs"]] == [
        (100.0, None),
        (50.0, 80.0),
    ]
    assert [
        (flow["from_id"], flow["to_id"], flow["cost_usd_per_y"]) for flow in document["flows"]
    ] == [
        ("s0", "hub0", 200.0),
        ("s1", "hub1", 150.0),
    ]
    assert (document["sent_t_per_y"], document["sending_ids"]) == (150.0, ["s0", "s1"])
    assert document["hub_ids"] == ["hub0", "hub1"]
    assert document["flow_usd_per_t"] == pytest.approx(350 / 150)
    assert [(work["name"], work["built"]) for work in document["works"]] == [
        ("road", True),
        ("bridge", False),
    ]


def test_links_have_what_goes_over_them_the_most_first_and_places_are_none() -> None:
    arrays = compiled(places(), links(), round_card())
    at = replace(heading(), needs=Needs(links=arrays.links))
    use = Use(shipped_t_per_y={"rail_lovozero_solikamsk": 3.0, "solikamsk": 9.0,
                               "winter_road_tomtor_khatanga_port": 5.0})  # fmt: skip
    carried = siting_record(FOUND, at, (), use=use).carried
    assert [(one.link_id, one.mode, one.from_id, one.shipped_t_per_y) for one in carried] == [
        ("winter_road_tomtor_khatanga_port", "winter_road", "tomtor", 5.0),
        ("rail_lovozero_solikamsk", "rail", "lovozero", 3.0),
    ]


def test_limits_have_the_name_of_their_place_and_no_most_where_nothing_bounds_them() -> None:
    port, co2 = read(FOUND)["limits"]
    assert (port["id"], port["name"]) == ("khatanga_port", "Khatanga port")
    assert (port["total"], port["most"]) == (100.0, 120.0)
    assert (co2["total"], co2["most"]) == (pytest.approx(15.0), None)


def test_text_says_what_is_built_what_is_not_and_what_limits() -> None:
    text = siting_text(siting_record(FOUND, heading(), ("a note",)))
    for part in (
        "proven the least under the capacities that are known",
        "tonnes and REO are conserved at every stage",
        "not worth building: bridge",
        "Khatanga port: 100 of 120 t",
        "CO2: 15 t",
        "built: road",
        "! a note",
        "asked: zimnik route",
    ):
        assert part in text, part


def test_what_is_not_proven_says_how_far_it_may_be_off() -> None:
    late = replace(FOUND, status=Status.TIME_LIMIT, bound_usd_per_y=COST / 2, gap=0.5)
    assert "a gap of 50.00 %" in siting_text(siting_record(late, heading(), ()))


def test_no_solution_has_reasons_and_no_numbers() -> None:
    document = read(NOTHING)
    assert document["status"] == "infeasible"
    assert {name for name, value in document.items() if value is None} == {
        "cost_usd_per_y",
        "bound_usd_per_y",
        "gap",
        "flow_usd_per_t",
        "conserved",
        # The basis is a year, so no day is asked for.
        "ready",
        "observed_year",
        # Nothing to draw.
        "spread",
    }
    assert siting_rows(siting_record(NOTHING, heading(), ())) == []
    assert "  no reachable hub" in siting_text(siting_record(NOTHING, heading(), ()))


def target(delivered_t: float) -> TargetAnswer:
    return TargetAnswer(1000.0, FOUND, delivered_t, 2200.0 * delivered_t, ("all that s0 plans",))


def test_target_says_how_much_of_it_can_be_delivered_and_at_what_cost() -> None:
    short = target_text(target_record(target(750.0), heading(), ()))
    assert "No: of 1,000 t REO a year 750 t can be delivered (75 %), 250 t short" in short
    # 2200 dollars a tonne over a benchmark of 11 a kilogram.
    assert "US$ 2.20 per kg REO, by-products bearing their share; 0.20 times" in short
    assert "  all that s0 plans" in short
    met = target_text(target_record(target(1000.0), heading(), ()))
    assert met.startswith("Yes: 1,000 t REO a year can be delivered")


def test_target_that_delivers_nothing_has_no_cost_a_kilogram() -> None:
    record = target_record(target(0.0), heading(), ())
    assert record.cost_usd_per_kg_reo is None
    assert record.short_reo_t_per_y == 1000.0


@pytest.mark.parametrize(
    ("goal", "column"), [("co2", "co2_t_per_y"), ("home", "reo_made_abroad_t_per_y")]
)
def test_front_has_the_measure_that_was_weighed(goal: str, column: str) -> None:
    points = [FrontPoint(COST, 15.0, siting())]
    record = front_record(points, goal, (), heading(), ())
    (row,) = front_rows(record)
    assert row == {
        "cost_usd_per_y": COST,
        column: 15.0,
        "stage": "hub",
        "open_ids": "hub0;hub1",
        "open_names": "hub0; hub1",
        **dict.fromkeys(("p10_usd_per_t", "p50_usd_per_t", "p90_usd_per_t")),
    }
    (point,) = record.points
    measures = (point.co2_t_per_y, point.reo_made_abroad_t_per_y)
    assert sorted(measures, key=str) == [15.0, None]


def test_empty_front_says_why() -> None:
    record = front_record((), "co2", ("no reachable hub",), heading(), ())
    assert front_rows(record) == []
    assert "No set of hubs does it:\n  no reachable hub" in front_text(record)
