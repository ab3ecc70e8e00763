"""The front of cost and another goal, as a record, text and rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zimnik.geo.infrastructure.needs import NO_USE
from zimnik.maps.reports.capacities import CapacityRecord, capacity_lines
from zimnik.maps.reports.needs import NeedRecord, need_lines
from zimnik.maps.reports.products import MADE, CargoRecord, Made, made_text
from zimnik.maps.reports.ranges.spread import DrawsRecord, spread_columns, spread_record
from zimnik.maps.reports.records import PlaceRef, Record
from zimnik.maps.reports.siting import MILLION, NO_HUBS, head_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.infrastructure.needs import Use
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.siting.pareto import FrontPoint
    from zimnik.geo.uncertainty.spread import Spread
    from zimnik.maps.reports.heading import Heading

# What is weighed against cost for a goal: its column, and in words.
MEASURES = {
    "co2": ("co2_t_per_y", "CO2"),
    "home": ("reo_made_abroad_t_per_y", "REO made abroad"),
}


@dataclass(frozen=True, slots=True)
class OpenStage:
    """A stage with the hubs that are open."""

    name: str
    hubs: tuple[PlaceRef, ...]


@dataclass(frozen=True, slots=True)
class PointRecord:
    """A solution that no other betters in both goals; of the two measures the one weighed.

    `spread` is the range over draws of what a tonne of feed costs in it.
    """

    cost_usd_per_y: float
    co2_t_per_y: float | None
    reo_made_abroad_t_per_y: float | None
    stages: tuple[OpenStage, ...]
    spread: DrawsRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontRecord(Record):
    """Answer of `hubs site` to two goals: points, the cheapest first, or why there are none.

    `basis` is "year", ore being made evenly over the days of its cargo, or "day"; `needs_first` has
    what any point needs.
    """

    basis: str
    ready: str | None
    cargoes: tuple[CargoRecord, ...]
    goal: str
    points: tuple[PointRecord, ...]
    reasons: tuple[str, ...]
    needs_first: tuple[NeedRecord, ...]
    capacity_checks: tuple[CapacityRecord, ...]


def front_record(
    points: Sequence[FrontPoint],
    goal: str,
    reasons: Sequence[str],
    heading: Heading,
    notes: Sequence[str],
    *,
    made: Made = MADE,
    checks: Sequence[CapacityCheck] = (),
    uses: Sequence[Use] = (),
) -> FrontRecord:
    """Return the record of a front, which text, JSON and CSV read.

    Parameters
    ----------
    points
        Solutions, the cheapest first.
    goal
        What was weighed against cost: "co2" or "home".
    reasons
        Why there is no solution, where there is none.
    heading
        What was asked, and names of places.
    notes
        What has to be said.
    made
        When ore is ready, and what deposits ship.
    checks
        The most that any solution wants of places and links, beside what is known of them.
    uses
        What each point uses of the network.
    """
    used = uses or [NO_USE] * len(points)
    pairs = zip((point.siting for point in points), used, strict=True)
    return FrontRecord(
        **head_fields(heading, notes, made, checks, pairs),
        goal=str(goal),
        points=tuple(_point(point, str(goal), heading) for point in points),
        reasons=tuple(reasons),
    )


def with_spreads(record: FrontRecord, spreads: Sequence[Spread | None]) -> FrontRecord:
    """Return the record with the range of each of its points over draws."""
    points = zip(record.points, spreads, strict=True)
    return replace(
        record,
        points=tuple(replace(p, spread=spread_record(spread, "siting")) for p, spread in points),
    )


def _point(point: FrontPoint, goal: str, heading: Heading) -> PointRecord:
    measures: dict[str, Any] = {column: None for column, _ in MEASURES.values()}
    measures[MEASURES[goal][0]] = point.other
    return PointRecord(
        cost_usd_per_y=point.cost_usd_per_y,
        stages=tuple(
            OpenStage(
                stage.name,
                tuple(
                    PlaceRef(hub, heading.names.get(hub, hub))
                    for hub in point.siting.open_ids(number)
                ),
            )
            for number, stage in enumerate(point.siting.problem.stages)
        ),
        **measures,
    )


def front_rows(record: FrontRecord) -> list[dict[str, Any]]:
    """Return a row for each point of a front and stage."""
    column, _ = MEASURES[record.goal]
    return [
        {
            "cost_usd_per_y": point.cost_usd_per_y,
            column: getattr(point, column),
            "stage": stage.name,
            "open_ids": ";".join(hub.id for hub in stage.hubs),
            "open_names": "; ".join(hub.name for hub in stage.hubs),
            **spread_columns(point.spread),
        }
        for point in record.points
        for stage in point.stages
    ]


def front_text(record: FrontRecord) -> str:
    """Return the points of a front as text for a terminal."""
    column, words = MEASURES[record.goal]
    if record.points:
        lines = [
            made_text(record.basis, record.ready, record.cargoes, what="ore"),
            f"US$ M a year ({record.asked.currency})  t a year: {words}  US$/t, P10 to P90  open",
        ]
    else:
        lines = [NO_HUBS, *(f"  {reason}" for reason in record.reasons)]
    lines += [
        f"{point.cost_usd_per_y / MILLION:13,.2f}  {getattr(point, column):22,.0f}  "
        f"{_range_text(point):>17}  {_open(point)}"
        for point in record.points
    ]
    if record.points:
        lines += ["", *need_lines(record.needs_first)]
    said = (*record.warnings, *capacity_lines(record.capacity_checks))
    lines += ["", *(f"! {warning}" for warning in said), "", *record.footer()]
    return "\n".join(lines) + "\n"


def _range_text(point: PointRecord) -> str:
    drawn = point.spread
    return "-" if drawn is None else f"{drawn.p10_usd_per_t:,.0f} to {drawn.p90_usd_per_t:,.0f}"


def _open(point: PointRecord) -> str:
    """Return the open hubs, with their stage where there are several."""
    told = []
    for stage in point.stages:
        hubs = ", ".join(hub.name for hub in stage.hubs)
        told.append(hubs if len(point.stages) == 1 else f"{stage.name}: {hubs}")
    return "; ".join(told)
