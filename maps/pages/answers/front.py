"""The page of a front: what less CO2, or less REO made abroad, costs more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.story import (
    MILLION,
    Said,
    chart,
    figure,
    listed,
    millions,
    number,
    place,
    stage,
    story,
    table,
    word,
)
from zimnik.maps.reports.front import MEASURES

if TYPE_CHECKING:
    from zimnik.maps.reports.front import FrontRecord, PointRecord


def front_story(record: FrontRecord) -> dict[str, Any]:
    """Return what the page says of a front."""
    kicker = word("siting_kicker", deposits=listed(place(one.origin_id) for one in record.cargoes))
    if not record.points:
        return story(kicker, word("siting_none"), [], [])
    first, last = record.points[0], record.points[-1]
    goal = word(f"goal_{record.goal}")
    more = last.cost_usd_per_y - first.cost_usd_per_y
    low, high = _measure(record, last), _measure(record, first)
    finding = word(
        "front_finding" if len(record.points) > 1 else "front_one",
        goal=goal,
        high=number(high),
        low=number(low),
        more=millions(more, 1),
    )
    figures = [
        figure(word("points"), number(len(record.points)), word("none_better")),
        figure(
            word("cheapest_point"),
            word("usd_millions", n=millions(first.cost_usd_per_y, 1)),
            word("measure_t", goal=goal, n=number(high)),
        ),
        figure(
            word("least_point"),
            word("usd_millions", n=millions(last.cost_usd_per_y, 1)),
            word("measure_t", goal=goal, n=number(low)),
        ),
    ]
    if high > low:
        figures.append(
            figure(word("per_tonne_less"), word("usd", n=number(more / (high - low))), goal)
        )
    return story(
        kicker,
        finding,
        figures,
        [
            chart(word("front"), _curve(record, goal), unit=word("front_unit")),
            chart(word("front_points"), _points(record, goal)),
        ],
        needs=record.needs_first,
        checks=[("", record.capacity_checks)],
    )


def _measure(record: FrontRecord, point: PointRecord) -> float:
    column, _ = MEASURES[record.goal]
    return float(getattr(point, column))


def _curve(record: FrontRecord, goal: Said) -> dict[str, Any]:
    points = [[one.cost_usd_per_y / MILLION, _measure(record, one)] for one in record.points]
    return {
        "kind": "lines",
        "series": [{"label": word("points"), "points": points, "dots": True}],
        "x": word("usd_millions_per_y"),
        "y": word("goal_axis", goal=goal),
        "log": False,
        "digits": [2, 0],
    }


def _points(record: FrontRecord, goal: Said) -> dict[str, Any]:
    return table(
        [word("usd_millions_per_y"), word("goal_axis", goal=goal), word("open_hubs")],
        [
            [
                millions(one.cost_usd_per_y, 2),
                number(_measure(record, one)),
                listed(
                    (
                        word(
                            "stage_hubs",
                            stage=stage(own.name),
                            hubs=listed(place(hub.id) for hub in own.hubs),
                        )
                        for own in one.stages
                    ),
                    "; ",
                ),
            ]
            for one in record.points
        ],
    )


FRONT = AnswerPage(
    name="front",
    story=front_story,
    example=("hubs", "site", "--pareto", "co2", "--out", "front.html"),
)
