"""The answer of a campaign: deliveries, flows, stocks, costs, what binds, and the fleet.

Owns the frozen results that `maps` shows as text, JSON and pages, and how the numbers of the
programme become them (docs/model.md, E12). Shadow prices are one-sided: the programme is solved
again with a little less and a little more of a limit, because the dual values of a degenerate
programme are neither.

References
----------
Akgul, A note on shadow prices in linear programming, Journal of the Operational Research Society 35
(1984), 425-431: shadow prices of either side.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from zimnik.geo.campaign.capacity_use import capacity_checks
from zimnik.geo.campaign.costs import IDLE, bills_of, components_of
from zimnik.geo.campaign.fleet import fleet_of, lifted_at
from zimnik.geo.campaign.fleet_needs import fleet_needs
from zimnik.geo.campaign.fullest import fullest_of
from zimnik.geo.campaign.legs import passed_links
from zimnik.geo.campaign.programme import (
    TOLERANCE,
    UNSCHEDULED,
    arriving,
    full_limits,
)
from zimnik.geo.campaign.runs import DESTINATION, ORIGIN
from zimnik.geo.campaign.solve import OpenProgramme, solve
from zimnik.geo.core.frozen import freeze_mappings, frozen
from zimnik.geo.core.messages import Message
from zimnik.geo.core.units import KG_PER_T
from zimnik.geo.network.radioactive_ports import lift_warnings
from zimnik.geo.pricing.transfers import ALL_SEASON_TRUCKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.campaign.fleet import FleetLine
    from zimnik.geo.campaign.fleet_needs import FleetNeed
    from zimnik.geo.campaign.fullest import Fullest
    from zimnik.geo.campaign.limits import CapacityLimit
    from zimnik.geo.campaign.programme import CampaignProgramme, Plan, Programme
    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.campaign.vehicle_pools import KnownFleet
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.core.intervals import Weeks
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.cargo import Cargo

# Ten cents, or a tenth of a tonne, per tonne of a limit is nothing to plan by.
_SMALLEST = 0.1
# Shadow prices are those of this share of a capacity more or less.
SHADOW_STEP = 0.01
MOST_SHADOW_PRICES = 8
FLEET = "fleet"
# Limits of what there is at any time, not of what passes in the year.
OF_A_MOMENT = frozenset({"storage", FLEET})
_FLOWS = (
    "demand",
    "link_id",
    "from_id",
    "to_id",
    "mode",
    "vehicle",
    "length_km",
    "dedicated",
    "week",
    "tonnes",
)
_MOVEMENTS = ("demand", "place_id", "week", "kind", "tonnes")
_STOCKS = ("demand", "place_id", "week", "tonnes")


@dataclass(frozen=True, slots=True)
class DemandResult:
    """What became of one demand, and what of the cost of the year it bears.

    Parameters
    ----------
    origin_id, destination_id, cargo, inbound
        As it was asked.
    wanted_t, delivered_t, reason
        Tonnes, and why not all of them are delivered.
    components_usd
        Its cost of the year by component, with its part of the dedicated roads that it shares
        (docs/model.md, E12).
    co2_t
        Its tonnes CO2e of the year.
    """

    origin_id: str
    destination_id: str
    cargo: Cargo
    inbound: bool
    wanted_t: float
    delivered_t: float
    reason: str | None
    components_usd: Mapping[str, float] = field(default_factory=dict)
    co2_t: float = 0.0

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def product(self) -> str:
        """Name of what is carried."""
        return self.cargo.product

    @property
    def cost_usd(self) -> float:
        """Cost of the year: the sum of its components."""
        return sum(self.components_usd.values())

    @property
    def cost_usd_per_t(self) -> float | None:
        """Cost of a tonne delivered, or None where nothing is."""
        return self.cost_usd / self.delivered_t if self.delivered_t else None

    @property
    def undelivered_t(self) -> float:
        """Tonnes that stay behind."""
        return max(self.wanted_t - self.delivered_t, 0.0)


@dataclass(frozen=True, slots=True)
class Binding:
    """A limit that is used to the brim, and what a tonne less or more of it would change.

    Parameters
    ----------
    name, kind
        Id of the place or link; "throughput", "rate" or "storage".
    upper_t, used_t
        Shipped tonnes: of the year, or for a storage at its fullest.
    step_t
        How many tonnes less and more were tried.
    delivered_t_per_t
        Tonnes more delivered per tonne of the limit: between it and less, between it and more.
        None where there cannot be less.
    cost_usd_per_t
        Likewise the change of the cost of the campaign, US dollars a year; what is delivered
        besides costs, what finds a better route saves.
    """

    name: str
    kind: str
    upper_t: float
    used_t: float
    step_t: float
    delivered_t_per_t: tuple[float | None, float | None]
    cost_usd_per_t: tuple[float | None, float | None]

    @property
    def matters(self) -> bool:
        """Whether a little less or more of it changes anything."""
        prices = (*self.delivered_t_per_t, *self.cost_usd_per_t)
        return any(abs(price) > _SMALLEST for price in prices if price is not None)


@dataclass(frozen=True, slots=True)
class CampaignAnswer:
    """A year's plan.

    Parameters
    ----------
    weeks
        How the year is cut; weeks count from 0.
    demands
        What became of each.
    flows
        Tonnes by `demand`, `link_id`, `from_id`, `to_id`, `mode`, `vehicle`, `week` in which they
        enter the link: `tonnes`.
    movements
        Tonnes by `demand`, `place_id`, `week` and `kind` ("made", "came", "left", "used").
    stocks
        Tonnes in store at the end of each `week`, by `demand` and `place_id`: `tonnes`.
    fullest
        The most that ever lies at each place, greatest first.
    fleets
        What each fleet is asked for, beside what is known of it.
    bindings
        Limits that are full and matter.
    fleet
        What each leg takes, in the order of travel.
    capacity_checks
        What the plan moves over places and links, beside what is known of them.
    warnings
        What to mind.
    windows
        When each link that cargo moves over is open in the year of the plan, by its id; links that
        are open all year are left out.
    """

    weeks: Weeks
    demands: tuple[DemandResult, ...]
    flows: pd.DataFrame
    movements: pd.DataFrame
    stocks: pd.DataFrame
    bindings: tuple[Binding, ...]
    fleet: tuple[FleetLine, ...]
    fullest: tuple[Fullest, ...] = ()
    fleets: tuple[FleetNeed, ...] = ()
    capacity_checks: tuple[CapacityCheck, ...] = ()
    warnings: tuple[str, ...] = ()
    windows: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def delivered_t(self) -> float:
        """Tonnes delivered, of all demands."""
        return sum(demand.delivered_t for demand in self.demands)

    @property
    def components_usd(self) -> dict[str, float]:
        """Cost of the year by component: the sum of what the demands bear."""
        total: dict[str, float] = {}
        for demand in self.demands:
            for name, usd in demand.components_usd.items():
                total[name] = total.get(name, 0.0) + usd
        return total

    @property
    def co2_t(self) -> float:
        """Tonnes CO2e of the year, of all demands."""
        return sum(demand.co2_t for demand in self.demands)

    @property
    def cost_usd(self) -> float:
        """Cost of the year: the sum of the components."""
        return sum(self.components_usd.values())

    @property
    def even_use_usd(self) -> float:
        """Cost of the year if no vehicle that it hires ever stood: all but their idle days."""
        return self.cost_usd - self.components_usd.get(IDLE, 0.0)

    def beside(self, known: Sequence[KnownFleet]) -> CampaignAnswer:
        """Return the same answer with the fleets that are known to exist."""
        return replace(self, fleets=tuple(need.beside(known) for need in self.fleets))

    @property
    def cost_usd_per_t(self) -> float | None:
        """Cost of a tonne delivered, or None where nothing is."""
        return self.cost_usd / self.delivered_t if self.delivered_t else None

    @property
    def link_ids(self) -> tuple[str, ...]:
        """Links that any cargo moves over."""
        return tuple(dict.fromkeys(self.flows["link_id"]))

    @property
    def lifting_ids(self) -> tuple[str, ...]:
        """Places where cargo is lifted: ends of demands, and of legs but for lorries on roads."""
        ends = [i for one in self.demands for i in (one.origin_id, one.destination_id)]
        legs = [line for line in self.fleet if line.vehicle not in ALL_SEASON_TRUCKS]
        return tuple(dict.fromkeys([*ends, *(i for leg in legs for i in (leg.from_id, leg.to_id))]))

    def warned(self, warnings: Iterable[str]) -> CampaignAnswer:
        """Return the same answer with more warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))


def imbalances(answer: CampaignAnswer) -> pd.DataFrame:
    """Return tonnes in, tonnes out, stock change and their gap by demand, place and week.

    What is made and what comes is in; what leaves and what is used is out. The year is a cycle, so
    before the first week stands the stock of the last.
    """
    keys = ["demand", "place_id", "week"]
    moved = answer.movements.pivot_table(
        index=keys, columns="kind", values="tonnes", aggfunc="sum", fill_value=0.0
    ).reindex(columns=["made", "came", "left", "used"], fill_value=0.0)
    stock = answer.stocks.set_index(keys)["tonnes"].sort_index()
    before = stock.groupby(level=["demand", "place_id"]).transform(_a_week_before)
    table = moved.reindex(stock.index, fill_value=0.0)
    table = table.assign(
        tonnes_in=table["made"] + table["came"],
        tonnes_out=table["left"] + table["used"],
        stock_change=stock - before,
    )
    gap = table["tonnes_in"] - table["tonnes_out"] - table["stock_change"]
    return table.assign(gap=gap)[["tonnes_in", "tonnes_out", "stock_change", "gap"]]


def _a_week_before(stock: pd.Series) -> pd.Series:
    return pd.Series(np.roll(stock.to_numpy(), 1), index=stock.index)


def answer_of(
    campaign: CampaignProgramme,
    plan: Plan,
    request: CampaignRequest,
    reasons: Sequence[str | None],
) -> CampaignAnswer:
    """Return the answer that a plan makes.

    Parameters
    ----------
    campaign, plan
        The programme with what it stands for, and its optimum.
    request
        The question, with how the year is cut.
    reasons
        Why a demand has no path at all; None where it has one.
    """
    weeks = request.weeks
    flows = _grouped(_flow_rows(campaign, plan, weeks), _FLOWS)
    links = campaign.network.arrays.links
    return CampaignAnswer(
        weeks=weeks,
        demands=tuple(_demand_results(campaign, plan, reasons)),
        flows=flows,
        movements=_grouped(_movement_rows(campaign, plan), _MOVEMENTS),
        stocks=_grouped(_stock_rows(campaign, plan), _STOCKS),
        bindings=bindings_of(campaign.programme, plan),
        fleet=tuple(fleet_of(campaign, plan, weeks)),
        fullest=fullest_of(campaign, plan, request),
        fleets=fleet_needs(campaign, plan, weeks),
        capacity_checks=capacity_checks(campaign, plan),
        warnings=tuple(dict.fromkeys(_lift_warnings(campaign, plan))),
        windows=_windows(
            (links[link_id] for link_id in dict.fromkeys(flows["link_id"])), request.year_type
        ),
    )


def _windows(links: Iterable[Link], year_type: YearType) -> dict[str, tuple[Window, ...]]:
    """Return when links are open that are not open all year."""
    found = {link.id: link.season.open_windows(year_type) for link in links if link.season}
    return {
        link_id: windows
        for link_id, windows in found.items()
        if not any(window.is_all_year for window in windows)
    }


def _lift_warnings(campaign: CampaignProgramme, plan: Plan) -> Iterator[str]:
    barred = campaign.network.arrays.barred
    for made, flow in zip(campaign.runs, plan.flows_t, strict=True):
        if flow.any():
            demand = campaign.demands[made.demand].demand
            lifted = lifted_at(campaign.network, made.run)
            yield from lift_warnings(barred, demand.cargo, lifted, whose_id=demand.origin_id)


def _demand_results(
    campaign: CampaignProgramme, plan: Plan, reasons: Sequence[str | None]
) -> Iterator[DemandResult]:
    bills = bills_of(campaign, plan)
    parts_usd = components_of(campaign, plan, bills)
    delivered_t = plan.delivered_t.tolist()
    for found, reason, tonnes, bill, parts in zip(
        campaign.demands, reasons, delivered_t, bills, parts_usd, strict=True
    ):
        demand, wanted_t = found.demand, found.demand.cargo.tonnes_per_y
        yield DemandResult(
            origin_id=demand.origin_id,
            destination_id=demand.destination_id,
            cargo=demand.cargo,
            inbound=demand.inbound,
            wanted_t=wanted_t,
            delivered_t=tonnes,
            reason=reason or _shortage(campaign.programme, plan, wanted_t - tonnes),
            components_usd=frozen(parts),
            co2_t=float(bill @ found.pricing.emissions) / KG_PER_T,
        )


def _grouped(rows: Iterator[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns))
    keys = [name for name in columns if name != "tonnes"]
    return pd.DataFrame(frame.groupby(keys, as_index=False, sort=True).sum())


def _flow_rows(campaign: CampaignProgramme, plan: Plan, weeks: Weeks) -> Iterator[tuple[Any, ...]]:
    for made, flow in zip(campaign.runs, plan.flows_t, strict=True):
        if not flow.any():
            continue
        for passed in passed_links(campaign.network, made.run):
            link = passed.link
            entering = weeks.arrivals(made.run.openings, passed.after_d)
            tonnes = np.bincount(
                entering.came, flow[entering.left] * entering.shares, minlength=weeks.count
            )
            what = (link.mode.value, link.vehicle.value, link.length_km, link.dedicated)
            where = (made.demand, link.id, passed.from_id, passed.to_id, *what)
            for week in np.flatnonzero(tonnes):
                yield (*where, int(week), float(tonnes[week]))


def _movement_rows(campaign: CampaignProgramme, plan: Plan) -> Iterator[tuple[Any, ...]]:
    def rows(store: int, kind: str, by_week: Vector) -> Iterator[tuple[Any, ...]]:
        at = campaign.stores[store]
        for week in np.flatnonzero(by_week):
            yield at.demand, at.place_id, int(week), kind, float(by_week[week])

    periods = campaign.programme.periods
    for activity, flow in zip(campaign.programme.activities, plan.flows_t, strict=True):
        if activity.tail != UNSCHEDULED:
            yield from rows(activity.tail, "left", flow)
        if activity.head != UNSCHEDULED:
            came = np.zeros(periods)
            np.add.at(came, activity.arrivals.came, arriving(flow, activity))
            yield from rows(activity.head, "came", came)
    for commodity, tonnes in zip(campaign.programme.commodities, plan.delivered_t, strict=True):
        if commodity.source != UNSCHEDULED:
            yield from rows(commodity.source, "made", tonnes * commodity.supplied)
        if commodity.sink != UNSCHEDULED:
            yield from rows(commodity.sink, "used", tonnes * commodity.used)


def _stock_rows(campaign: CampaignProgramme, plan: Plan) -> Iterator[tuple[Any, ...]]:
    for at, stock in zip(campaign.stores, plan.stocks_t, strict=True):
        if at.node in {ORIGIN, DESTINATION} or _is_used(campaign, plan, at.demand, at.node):
            for week, tonnes in enumerate(stock.tolist()):
                yield at.demand, at.place_id, week, tonnes


def _is_used(campaign: CampaignProgramme, plan: Plan, demand: int, node: int) -> bool:
    return any(
        made.demand == demand and node in {made.run.tail, made.run.head} and flow.any()
        for made, flow in zip(campaign.runs, plan.flows_t, strict=True)
    )


def _shortage(programme: Programme, plan: Plan, short_t: float) -> str | None:
    """Say how many tonnes are not delivered and what holds them back; None where all are."""
    if short_t <= 10 * TOLERANCE * programme.greatest_wanted_t:
        return None
    limits = (programme.limits[number] for number in plan.binding_limits)
    full = tuple(
        dict.fromkeys(_full(limit, _total_t(limit, limit.upper_t, programme)) for limit in limits)
    )
    if not full:
        said = f"{short_t:,.0f} t have no room: no run leaves in time"
        return Message(said, "no_run", short_t=short_t)
    said = f"{short_t:,.0f} t have no room: {', '.join(full)}"
    return Message(said, "no_room", short_t=short_t, full_said=full)


def _full(limit: CapacityLimit, total: float) -> Message:
    """Return what is full, in words."""
    of_vehicles = limit.kind == FLEET
    text = f"{limit.name} ({limit.kind}, {total:,.0f} {'vehicles' if of_vehicles else 't'})"
    if of_vehicles:
        return Message(text, "full_fleet", vehicle=limit.name, total_vehicles=total)
    return Message(
        text, "full", limit_id=limit.name, limit_kind=f"limit_{limit.kind}", total_t=total
    )


def bindings_of(programme: Programme, plan: Plan) -> tuple[Binding, ...]:
    """Return what is full, with its shadow prices on both sides by solving again.

    A link that is full in some weeks is left out where a little more of it changes nothing.
    """
    if not programme.wanted_t:
        return ()
    # Only costs and tonnes are compared, so that each solve may start at the optimum before.
    opened = OpenProgramme(programme, programme.wanted_t, warm=True)
    full = sorted(full_limits(programme, plan), key=lambda at: programme.limits[at].kind == "rate")
    found = [
        _binding(programme, opened, plan, number)
        for number in [*dict.fromkeys([*plan.binding_limits, *full])][:MOST_SHADOW_PRICES]
    ]
    return tuple(binding for binding in found if binding.kind != "rate" or binding.matters)


def _total_t(limit: CapacityLimit, by_period: Vector, programme: Programme) -> float:
    """Return the tonnes of a year, or of a store at its fullest; the first round is for all."""
    if limit.kind in OF_A_MOMENT:
        return float(by_period.max())
    return float(by_period[: programme.periods].sum())


def _binding(programme: Programme, opened: OpenProgramme, plan: Plan, number: int) -> Binding:
    limit = programme.limits[number]
    total_t = _total_t(limit, limit.upper_t, programme)
    step_t = SHADOW_STEP * (total_t or programme.greatest_wanted_t)
    shape = limit.upper_t / total_t if total_t else np.ones(len(limit.upper_t))
    more = solve(programme.with_limit_changed(number, step_t * shape), opened=opened)
    less = None
    if total_t:
        less = solve(programme.with_limit_changed(number, -step_t * shape), opened=opened)

    def per_t(other: Plan | None, sign: float) -> tuple[float | None, float | None]:
        if other is None:
            return None, None
        tonnes = float(other.delivered_t.sum() - plan.delivered_t.sum()) * sign / step_t
        return tonnes, (other.cost_usd - plan.cost_usd) * sign / step_t

    left, right = per_t(less, -1.0), per_t(more, 1.0)
    return Binding(
        name=limit.name,
        kind=limit.kind,
        upper_t=total_t,
        used_t=_total_t(limit, plan.used_t[number], programme),
        step_t=step_t,
        delivered_t_per_t=(left[0], right[0]),
        cost_usd_per_t=(left[1], right[1]),
    )
