"""Compared hubs as a record and rows.

Owns what an answer of `hubs compare` holds. It keeps stored numbers and computes none but ratios to
the benchmark and differences to the first hub.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.messages import Message, about
from zimnik.geo.core.units import KG_PER_T
from zimnik.geo.processing.comparison import COMPONENTS
from zimnik.geo.processing.hub_cost import yearly_flows
from zimnik.geo.processing.hub_cost_results import FEED
from zimnik.maps.reports.capacities import CapacityRecord, capacity_records
from zimnik.maps.reports.money.earnings import (
    EarningsRecord,
    PricesRecord,
    earnings_record,
    prices_record,
    verdict_of,
)
from zimnik.maps.reports.needs import NeedRecord, need_records
from zimnik.maps.reports.products import CargoRecord, ProductRecord, cargo_record, product_record
from zimnik.maps.reports.ranges.spread import DrawsRecord, spread_columns, spread_record
from zimnik.maps.reports.records import PlaceRef, Record, finite
from zimnik.maps.reports.year import (
    EXTREMES,
    HubYearRecord,
    ShareRecord,
    YearRecord,
    hub_year_record,
    share_records,
    year_record,
)
from zimnik.maps.reports.years.many import HubYearsRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.economics.earnings import ComparedEarnings, HubEarnings
    from zimnik.geo.processing.comparison import BreakEvenFactor, Comparison, HubRow
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.hub_cost_results import Haul, HubCost
    from zimnik.geo.uncertainty.drawn_hubs import HubRanges
    from zimnik.maps.reports.heading import Heading

BREAK_EVENS_SHOWN = 4
NOT_COUNTED = Message(
    "mining is not in the costs, but in the margin; every hub builds its plant, also where one "
    "stands that might take the feed for a fee",
    "mining_not_counted",
)
# A rate that would have to change by more is not worth a planner's while.
MOST_CHANGE = 10.0


@dataclass(frozen=True, slots=True)
class HaulRecord:
    """A haul to or from a hub; tonnes and costs for each tonne of the deposit's product.

    `year` is the mean over all days on which its cargo is ready, and `shares` says which way how
    much of it goes; None and empty where it stays, or is all ready on one day.
    """

    kind: str
    item: str
    product: ProductRecord
    from_id: str
    to_id: str
    t_per_t: float
    shipped_t_per_t: float
    cost_usd_per_t_hauled: float
    cost_usd_per_t: float
    link_ids: tuple[str, ...]
    year: YearRecord | None
    shares: tuple[ShareRecord, ...]


@dataclass(frozen=True, slots=True)
class StageRecord:
    """A stage with its tonnes of a year."""

    stage: str
    recipe_id: str
    feed_t_per_y: float
    product: str
    product_t_per_y: float
    sold_t_per_y: float
    reo_in_t_per_y: float
    reo_out_t_per_y: float
    reo_sold_t_per_y: float
    reagents_t_per_y: dict[str, float]
    by_products_t_per_y: dict[str, float]
    residue_t_per_y: float
    discharge_t_per_y: float


@dataclass(frozen=True, slots=True)
class BottleneckRecord:
    """A place or link that is too small for what the hub would move over it."""

    id: str
    capacity_t_per_y: float
    wanted_t_per_y: float


@dataclass(frozen=True, slots=True)
class DepositRecord:
    """What a hub costs for one deposit, or the reason why it cannot be had."""

    deposit_id: str
    market_id: str | None
    reason: str | None
    tonnes_per_y: float
    cost_usd_per_t: float | None
    cost_usd_per_kg_reo: float | None
    reo_share: float
    metal_kg_per_t: float
    stages_usd_per_t: dict[str, float]
    components: dict[str, float]
    hauls: tuple[HaulRecord, ...]
    stages: tuple[StageRecord, ...]
    bottlenecks: tuple[BottleneckRecord, ...]


@dataclass(frozen=True, slots=True)
class BreakEvenRecord:
    """One change that makes a hub cost as much as the first: a factor on a rate, or tonnes."""

    rate: str
    factor: float
    value: float | None


@dataclass(frozen=True, slots=True)
class HubTotals:
    """What a hub costs for all deposits, per dry tonne of feed, and what it moves in a year.

    Costs, days and CO2 are means of the year where that is the basis. Of a kilogram of REO the
    first cost is without mining, the next with it, the last with it and before the capital of the
    plant: as the benchmark, of which it is the share.
    """

    cost_usd_per_t: float
    difference_usd_per_t: float
    cost_usd_per_kg_reo: float | None
    with_mining_usd_per_kg_reo: float | None
    before_capital_usd_per_kg_reo: float | None
    share_of_benchmark: float | None
    metal: str | None
    metal_t_per_y: float
    cost_usd_per_kg_metal: float | None
    upper_bound_usd_per_kg_metal: float | None
    without_projects_usd_per_t: float | None
    projects_pay_from_t_per_y: float | None
    days: float
    co2_kg_per_t: float
    tonnes_per_y: float
    unserved_feed_t_per_y: float
    reagents_in_t_per_y: float
    products_out_t_per_y: float
    reo_t_per_y: float | None
    best_deposit: str
    worst_deposit: str
    markets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HubRecord:
    """A hub: what it costs, or the reasons why it cannot be had, then without totals.

    `year` is its cost by the day on which feed is ready; None on the basis of a day. `spread` is
    the range of its cost over draws, and `cheapest_in_draws_share` the share of them in which it is
    the cheapest of all hubs; None where it cannot be had.
    """

    id: str
    name: str
    reasons: tuple[str, ...]
    total: HubTotals | None
    year: HubYearRecord | None
    components: dict[str, float]
    capacity_checks: tuple[CapacityRecord, ...]
    break_evens: tuple[BreakEvenRecord, ...]
    deposits: tuple[DepositRecord, ...]
    needs_first: tuple[NeedRecord, ...]
    earnings: EarningsRecord | None
    spread: DrawsRecord | None
    cheapest_in_draws_share: float | None
    many_years: HubYearsRecord | None = None


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """Something that is built, and the hubs that use it and pay for it."""

    name: str
    build_usd: float
    yearly_usd: float
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRecord(Record):
    """Answer of `hubs compare`: hubs in the order asked.

    `basis` is "year", feed being made evenly over the days of its cargo, or "day".
    """

    deposits: tuple[PlaceRef, ...]
    stages: tuple[str, ...]
    cargoes: tuple[CargoRecord, ...]
    basis: str
    ready: str | None
    year_type: str
    benchmark_usd_per_kg_reo: float
    built: tuple[ProjectRecord, ...]
    hubs: tuple[HubRecord, ...]
    verdict: str | None
    prices: PricesRecord | None

    @property
    def answered(self) -> list[tuple[HubRecord, HubTotals]]:
        """Hubs that can be had for every deposit, with their totals."""
        return [(hub, hub.total) for hub in self.hubs if hub.total is not None]


def comparison_record(
    comparison: Comparison,
    heading: Heading,
    earnings: ComparedEarnings | None = None,
    many_years: Mapping[str, HubYearsRecord] | None = None,
    *,
    ranges: HubRanges | None = None,
) -> ComparisonRecord:
    """Return the record of a comparison, which text, JSON, CSV and the page read.

    Parameters
    ----------
    comparison, heading
        Hubs with their costs, and what stands over the answer.
    earnings
        What they earn, where it is known.
    many_years
        What each hub costs over many years, by its id, where that was asked.
    ranges
        Their ranges, where they are drawn.
    """
    return ComparisonRecord(
        asked=heading.asked,
        observed_year=heading.observed_year,
        warnings=_warnings(comparison, earnings),
        deposits=tuple(PlaceRef(i, heading.names[i]) for i in comparison.deposit_ids),
        stages=comparison.stages,
        cargoes=comparison_cargoes(comparison),
        basis=comparison.basis,
        ready=comparison.ready,
        year_type=comparison.year_type,
        benchmark_usd_per_kg_reo=heading.benchmark_usd_per_kg_reo,
        built=tuple(
            ProjectRecord(
                project.name,
                project.build_usd,
                project.yearly_usd,
                tuple(row.hub_id for row in comparison.answered if project in row.projects),
            )
            for project in comparison.projects
        ),
        hubs=tuple(
            replace(
                _hub(row, comparison, heading, earnings),
                many_years=(many_years or {}).get(row.hub_id),
                spread=spread_record(
                    ranges.spreads.get(row.hub_id) if ranges else None, "comparison"
                ),
                cheapest_in_draws_share=ranges.cheapest_shares.get(row.hub_id) if ranges else None,
            )
            for row in comparison.rows
        ),
        verdict=verdict_of(earnings, heading.names) if earnings else None,
        prices=prices_record(earnings.deck) if earnings else None,
    )


def _hub(
    row: HubRow, comparison: Comparison, heading: Heading, earnings: ComparedEarnings | None
) -> HubRecord:
    earned = earnings.hubs.get(row.hub_id) if earnings else None
    costs = {} if row.reasons else row.components_usd_per_t
    return HubRecord(
        id=row.hub_id,
        name=heading.names[row.hub_id],
        reasons=row.reasons,
        total=None if row.reasons else _totals(row, comparison, heading, earned),
        year=hub_year_record(row.year),
        components={f"{name}_usd_per_t": costs.get(name, 0.0) for name in COMPONENTS}
        if costs
        else {},
        capacity_checks=capacity_records(row.capacity_checks, heading.names),
        break_evens=tuple(
            BreakEvenRecord(change.name, change.factor, change.value)
            for change in _changes(row, comparison)
        ),
        deposits=tuple(_deposit(cost, heading) for cost in row.costs),
        needs_first=need_records(
            heading.needs.of_hub(row.hub_id, row.stages, row.routes),
            heading.names,
            # Every hub is charged for its plant.
            charged={row.hub_id, *(i for project in row.projects for i in project.ids)},
        ),
        earnings=earnings_record(earned) if earned else None,
        spread=None,
        cheapest_in_draws_share=None,
    )


def _totals(
    row: HubRow, comparison: Comparison, heading: Heading, earned: HubEarnings | None
) -> HubTotals:
    operating = earned.reo_before_capital_usd_per_kg if earned else None
    return HubTotals(
        cost_usd_per_t=row.cost_usd_per_t,
        difference_usd_per_t=row.cost_usd_per_t - comparison.answered[0].cost_usd_per_t,
        cost_usd_per_kg_reo=row.cost_usd_per_kg_reo,
        with_mining_usd_per_kg_reo=earned.reo_with_mining_usd_per_kg if earned else None,
        before_capital_usd_per_kg_reo=operating,
        # The benchmark is one of oxides, and not of metal.
        share_of_benchmark=operating / heading.benchmark_usd_per_kg_reo
        if operating is not None and not row.metal
        else None,
        metal=row.metal or None,
        metal_t_per_y=row.metal_t_per_y,
        cost_usd_per_kg_metal=row.cost_usd_per_kg_metal,
        upper_bound_usd_per_kg_metal=row.upper_bound_usd_per_kg_metal,
        without_projects_usd_per_t=row.without_projects_usd_per_t,
        projects_pay_from_t_per_y=finite(row.pays_from_t_per_y),
        days=row.days,
        co2_kg_per_t=row.co2_kg_per_t,
        tonnes_per_y=row.tonnes_per_y,
        unserved_feed_t_per_y=row.unserved_feed_t_per_y,
        reagents_in_t_per_y=sum(cost.reagents_t_per_y for cost in row.costs),
        products_out_t_per_y=sum(cost.products_t_per_y for cost in row.costs),
        reo_t_per_y=row.reo_t_per_y,
        best_deposit=row.best_deposit,
        worst_deposit=row.worst_deposit,
        markets=tuple(dict.fromkeys(cost.market_id for cost in row.costs if cost.market_id)),
    )


def _deposit(cost: HubCost, heading: Heading) -> DepositRecord:
    return DepositRecord(
        deposit_id=cost.deposit_id,
        market_id=cost.market_id or None,
        reason=cost.reason or None,
        tonnes_per_y=cost.tonnes_per_y,
        cost_usd_per_t=None if cost.reason else cost.cost_usd_per_t,
        cost_usd_per_kg_reo=cost.cost_usd_per_kg_reo,
        reo_share=cost.reo_share,
        metal_kg_per_t=cost.metal_kg_per_t,
        stages_usd_per_t={str(stage): usd for stage, usd in cost.stage_usd_per_t.items()},
        components={f"{name}_usd_per_t": usd for name, usd in cost.components_usd_per_t.items()},
        hauls=tuple(_haul(haul, heading) for haul in cost.hauls),
        stages=tuple(_stage(flow) for flow in yearly_flows(cost)),
        bottlenecks=tuple(
            BottleneckRecord(found.id, found.known.room_t_per_y or 0.0, found.wanted_t_per_y)
            for found in cost.bottlenecks
        ),
    )


def _haul(haul: Haul, heading: Heading) -> HaulRecord:
    year = haul.year if haul.year and len(haul.year.ready_d) > 1 else None
    return HaulRecord(
        kind=haul.kind,
        item=haul.item,
        product=product_record(haul.cargo),
        from_id=haul.from_id,
        to_id=haul.to_id,
        t_per_t=haul.tonnes_t,
        shipped_t_per_t=haul.shipped_t,
        cost_usd_per_t_hauled=haul.year.mean_usd_per_t if haul.year else 0.0,
        cost_usd_per_t=haul.cost_usd,
        link_ids=tuple(dict.fromkeys(i for route in haul.routes for i in route.link_ids)),
        year=year_record(year) if year else None,
        shares=share_records(year, heading.names) if year else (),
    )


def _stage(flow: StageFlow) -> StageRecord:
    return StageRecord(
        stage=flow.stage,
        recipe_id=flow.recipe_id,
        feed_t_per_y=flow.feed_t,
        product=flow.product,
        product_t_per_y=flow.product_t,
        sold_t_per_y=flow.sold_t,
        reo_in_t_per_y=flow.reo_in_kg / KG_PER_T,
        reo_out_t_per_y=flow.reo_out_kg / KG_PER_T,
        reo_sold_t_per_y=flow.reo_sold_kg / KG_PER_T,
        reagents_t_per_y=dict(flow.reagents_t),
        by_products_t_per_y=dict(flow.by_products_t),
        residue_t_per_y=flow.residue_t,
        discharge_t_per_y=flow.discharge_t,
    )


def comparison_cargoes(comparison: Comparison) -> tuple[CargoRecord, ...]:
    """Return what the deposits ship to whichever hub can be had, each once."""
    feeds = {
        cost.deposit_id: haul
        for row in comparison.rows
        for cost in row.costs
        for haul in cost.hauls
        if haul.kind == FEED
    }
    return tuple(
        cargo_record(deposit_id, haul.cargo, haul.year.ready_d if haul.year else None)
        for deposit_id, haul in feeds.items()
    )


def _changes(row: HubRow, comparison: Comparison) -> tuple[BreakEvenFactor, ...]:
    """Return the break-evens that are told of a hub, none for the first."""
    if row.reasons or row is comparison.answered[0]:
        return ()
    near = [
        change
        for change in comparison.break_evens(row)
        if 1 / MOST_CHANGE <= change.factor <= MOST_CHANGE
    ]
    return tuple(near[:BREAK_EVENS_SHOWN])


def _warnings(comparison: Comparison, earnings: ComparedEarnings | None) -> tuple[str, ...]:
    """Return what has to be said of a comparison, once each."""
    said = [*comparison.warnings]
    for row in comparison.rows:
        for cost in row.costs:
            said += (*cost.warnings, *cost.haul_warnings)
    said.append(NOT_COUNTED)
    for hub in earnings.hubs.values() if earnings else ():
        said += (about(one.deposit_id, why) for one in hub.netbacks for why in one.lacks)
    return tuple(dict.fromkeys(said))


def comparison_rows(record: ComparisonRecord) -> list[dict[str, Any]]:
    """Return a row for each hub; one without an answer has a reason."""
    return [_row(hub) for hub in record.hubs]


def _row(hub: HubRecord) -> dict[str, Any]:
    total = hub.total
    if total is None:
        return {"hub_id": hub.id, "hub_name": hub.name, "reason": "; ".join(hub.reasons)}
    numbers = {one.name: getattr(total, one.name) for one in fields(HubTotals)}
    return {
        "hub_id": hub.id,
        "hub_name": hub.name,
        **numbers,
        **spread_columns(hub.spread),
        "cheapest_in_draws_share": hub.cheapest_in_draws_share,
        **{name: getattr(hub.year, name, None) for name in EXTREMES},
        "markets": ";".join(total.markets),
        **hub.components,
        **_earned(hub.earnings),
        "reason": None,
    }


def _earned(earnings: EarningsRecord | None) -> dict[str, Any]:
    if earnings is None:
        return {}
    by_stage = {
        f"{name}_{one.stage.replace(' ', '_')}_usd_per_t": getattr(one, f"{name}_usd_per_t")
        for one in earnings.stages
        for name in ("netback", "margin")
    }
    best = (earnings.best_stage, earnings.best_margin_usd_per_t)
    return {**by_stage, **dict(zip(("best_stage", "best_margin_usd_per_t"), best, strict=True))}
