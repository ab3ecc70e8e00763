"""What stories say of records, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.maps.drawn_answers import (
    access,
    flow_ground,
    front,
    horizon,
    investment,
    matrix,
    ranking,
    siting,
    surface,
    worlds,
)
from tests.maps.drawn_pages import heading
from zimnik.maps.pages.answers.access import access_story
from zimnik.maps.pages.answers.ahead import horizon_story, worlds_story
from zimnik.maps.pages.answers.front import front_story
from zimnik.maps.pages.answers.investment import investment_story
from zimnik.maps.pages.answers.matrix import matrix_story
from zimnik.maps.pages.answers.ranking import ranking_story
from zimnik.maps.pages.answers.siting import siting_story
from zimnik.maps.pages.answers.surface import surface_story
from zimnik.maps.reports.access import access_record


def chart_of(story: dict[str, Any], title: str) -> dict[str, Any]:
    """Return the first state of a chart by the word of its title."""
    found = next(one for one in story["charts"] if one["title"]["word"] == title)
    return {**found["shared"], **found["states"][0]["chart"]}


def test_a_hub_is_called_first_where_it_is_first_in_most_worlds() -> None:
    assert ranking_story(ranking(0.5))["finding"]["word"] == "rank_sure"
    assert ranking_story(ranking(0.49))["finding"]["word"] == "rank_open"


def test_the_order_of_rows_is_that_of_first_places() -> None:
    rows = chart_of(ranking_story(ranking(0.4)), "rank_shares")["rows"]
    assert [row["label"]["place"] for row in rows] == ["krasnokamensk", "solikamsk"]


def test_links_of_which_nothing_is_known_are_counted_and_not_named() -> None:
    ((whose, checks),) = ranking_story(ranking())["capacity_checks"]
    assert whose == "solikamsk"
    assert [one["id"] for one in checks] == ["khatanga_port", "rail_solikamsk_chita_st"]


def test_curves_meet_where_links_break_even() -> None:
    answer = access()
    (even,) = answer.break_evens
    # 40 million over 90 US$ per t saved.
    assert even.tonnes_per_y == pytest.approx(40e6 / 90)
    road, air = answer.links
    assert road.usd_per_t_at(even.tonnes_per_y) == pytest.approx(100.0)
    assert air.usd_per_t_at(even.tonnes_per_y) == 100.0
    drawn = chart_of(access_story(answer, access_record(answer, heading())), "access_curves")
    assert [one["at"] for one in drawn["marks"]] == [
        [pytest.approx(444_444.4), pytest.approx(100.0)]
    ]
    tonnes, usd_per_t = drawn["series"][0]["points"][0]
    assert usd_per_t == pytest.approx(10 + 40e6 / tonnes, rel=1e-3)


def test_the_sum_so_far_ends_at_what_all_years_leave() -> None:
    story = investment_story(investment())
    flows = chart_of(story, "cash_flow")
    assert flows["line"]["values"] == [-300.0, -194.0]
    assert story["charts"][2]["opens"] == 1
    assert [one["values"][1] for one in flows["series"]] == [200.0, -60.0, 0.0, -20.0, -5.0, -9.0]


def test_days_of_a_matrix_share_names_and_colours() -> None:
    costs = matrix_story(matrix())["charts"][0]
    assert [state["chart"] for state in costs["states"]] == [
        {"values": [[300, 400], [50, None]]},
        {"values": [[600, 800], [100, None]]},
    ]
    low, high = costs["shared"]["scale"]
    assert 50 <= low < high <= 800


def test_a_sankey_keeps_the_tonnes_of_every_flow() -> None:
    drawn = chart_of(siting_story(siting()), "sankey")
    names = [(node["label"]["place"], node["column"]) for node in drawn["nodes"]]
    assert names == [("tomtor", 0), ("solikamsk", 1), ("lovozero", 0)]
    assert [(one["from"], one["to"], one["value"]) for one in drawn["flows"]] == [
        (0, 1, 160_000.0),
        (2, 1, 40_000.0),
    ]


def test_a_map_of_flows_keeps_tonnes_and_shapes() -> None:
    drawn = chart_of(siting_story(siting(), flow_ground()), "flow_map")
    assert [(one["mode"], one["tonnes"]) for one in drawn["lines"]] == [
        ("rail", 200_000.0),
        ("winter_road", 160_000.0),
    ]
    # 60,000 t are three tenths of the most; a link of unknown ends is left out.
    assert drawn["bounds"] == [20_000.0, 60_000.0, 100_000.0]
    sites = {one["label"]["place"]: (one["at"], one["is_hub"]) for one in drawn["sites"]}
    assert {place: is_hub for place, (_, is_hub) in sites.items()} == {
        "tomtor": False, "lovozero": False, "solikamsk": True
    }  # fmt: skip
    at = {place: point for place, (point, _) in sites.items()}
    points = drawn["lines"][1]["points"]
    assert (points[:2], points[-2:]) == (at["tomtor"], at["lovozero"])
    # In degrees as metres: Tomtor (116.6 E, 71.1 N) is north and east of Solikamsk (56.8, 59.6).
    width, height = drawn["size"]
    for x, y in at.values():
        assert 0 < x < width
        assert 0 < y < height
    assert at["tomtor"][0] > at["solikamsk"][0]
    assert at["tomtor"][1] < at["solikamsk"][1]
    inside = all(0 <= one <= max(width, height) for ring in drawn["land"] for one in ring)
    assert drawn["land"]
    assert inside


def test_no_flow_over_any_link_draws_no_map() -> None:
    story = siting_story(replace(siting(), carried=()), flow_ground())
    assert [one["title"]["word"] for one in story["charts"]] == ["sankey", "flows"]


def test_a_tonne_less_costs_what_the_ends_of_a_front_differ_by() -> None:
    story = front_story(front())
    # A million for 10 t.
    assert story["figures"][3]["value"]["with"]["n"]["number"] == 1e5
    assert chart_of(story, "front")["series"][0]["points"] == [[50.0, 90.0], [51.0, 80.0]]


def test_a_plan_over_years_says_what_share_it_serves() -> None:
    story = horizon_story(horizon())
    assert story["figures"][2]["value"] == {"share": 0.75}
    flows = next(one for one in story["charts"] if one["title"]["word"] == "sankey")
    assert [len(state["chart"]["flows"]) for state in flows["states"]] == [1, 2]


def test_a_plan_for_all_worlds_is_called_other_only_where_it_is() -> None:
    record = worlds()
    assert worlds_story(record)["finding"]["word"] == "worlds_other"
    same = replace(record, base=record.here_and_now)
    assert worlds_story(same)["finding"]["word"] == "worlds_same"
    fails = replace(record, vss_usd_per_y=None)
    assert worlds_story(fails)["finding"]["word"] == "worlds_fails"


def test_what_goes_on_from_a_plant_is_no_deposit() -> None:
    record = siting()
    onward = replace(record.flows[0], stage="metal", from_id="solikamsk", to_id="krasnokamensk")
    more = replace(record.stages[0], name="metal")
    story = siting_story(
        replace(record, stages=(*record.stages, more), flows=(*record.flows, onward))
    )
    assert story["figures"][1]["range"]["with"]["n"]["number"] == 2
    columns = [node["column"] for node in chart_of(story, "sankey")["nodes"]]
    assert columns == [0, 1, 0, 2]


def test_bands_of_land_sum_up_to_all_of_it() -> None:
    """Of 10 million km2, 9 lie beyond US$ 50, and 0.5 of the last million have no route."""
    story = surface_story(surface())
    drawn = chart_of(story, "surface_bands")
    first = [one["values"][0] for one in drawn["series"]]
    assert first == [1_000.0, 1_000.0, 2_000.0, 3_000.0, 2_000.0, 500.0, 500.0]
    assert sum(one["values"][1] for one in drawn["series"]) == 10_000.0
    assert story["figures"][2]["value"] == {"word": "never"}
    assert chart_of(story, "surface_half")["series"][0]["values"] == [250.0, None]


def test_land_that_lies_as_far_out_on_every_day_is_told_without_a_day() -> None:
    """As in a small window, of which all lies beyond the value all year; a day alone is named."""
    january, july = surface().surfaces
    both = replace(surface(), surfaces=(january, replace(july, beyond_km2=january.beyond_km2)))
    assert surface_story(both)["finding"]["word"] == "surface_finding_always"
    alone = replace(surface(), surfaces=(january,))
    assert surface_story(alone)["finding"]["word"] == "surface_finding_day"


@pytest.mark.parametrize(
    ("land_km2", "shown"),
    [(4_180.0, {"number": 4.18, "digits": 2}), (250_000.0, {"number": 250.0, "digits": 0})],
)
def test_land_of_a_small_window_is_told_to_ten_square_kilometres(
    land_km2: float, shown: dict[str, float]
) -> None:
    january, _ = surface().surfaces
    alone = replace(surface(), surfaces=(replace(january, land_km2=land_km2),))
    assert surface_story(alone)["figures"][0]["value"]["with"]["n"] == shown


def test_a_surface_of_hours_is_told_by_the_month_that_lies_behind_it() -> None:
    finding = surface_story(surface("duration_h"))["finding"]
    assert finding["with"]["value"] == {
        "word": "surface_hours",
        "with": {"n": {"number": 720.0, "digits": 0}},
    }
    # 6 million km2 lie beyond 720 hours in January, 9 in July.
    assert [finding["with"][key]["number"] for key in ("least", "n")] == [6_000.0, 9_000.0]
