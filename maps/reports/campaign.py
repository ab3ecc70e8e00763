"""Campaigns as a record, text and rows.

Owns how a year's plan reads outside a page. It formats stored numbers and computes none but totals
of stored tonnes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.calendar import YEAR_D, text_of
from zimnik.maps.reports.capacities import CapacityRecord, capacity_lines, capacity_records
from zimnik.maps.reports.needs import NeedRecord, need_lines, need_records
from zimnik.maps.reports.products import product_record
from zimnik.maps.reports.ranges.spread import DrawsRecord, spread_lines, swing_lines
from zimnik.maps.reports.records import Record
from zimnik.maps.reports.years.reliability import ReliabilityRecord, reliability_lines

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from zimnik.geo.campaign.fleet import FleetLine
    from zimnik.geo.campaign.fleet_needs import FleetNeed
    from zimnik.geo.campaign.fullest import Fullest
    from zimnik.geo.campaign.results import Binding, CampaignAnswer, DemandResult
    from zimnik.maps.reports.heading import Heading

MILLION = 1e6
KINDS = {
    "throughput": "passes in the year",
    "rate": "passes in open weeks",
    "storage": "in store",
    "fleet": "of the fleet in use",
}


@dataclass(frozen=True, slots=True)
class DemandRecord:
    """What became of one cargo, and what of the cost of the year it bears.

    Values are what capital is charged on, as in `maps.reports.products.ProductRecord`.
    """

    origin_id: str
    destination_id: str
    product: str
    inbound: bool
    wanted_t: float
    delivered_t: float
    undelivered_t: float
    reason: str | None
    cost_usd: float
    cost_usd_per_t: float | None
    components_usd: dict[str, float]
    co2_t: float
    value_basis: str
    value_usd_per_t: float
    value_low_usd_per_t: float
    value_high_usd_per_t: float


@dataclass(frozen=True, slots=True)
class BindingRecord:
    """A limit that is full; what a tonne less and a tonne more of it would change."""

    name: str
    kind: str
    upper_t: float
    used_t: float
    step_t: float
    delivered_t_per_t: tuple[float | None, float | None]
    cost_usd_per_t: tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class FleetRecord:
    """What one leg takes; `demands` are the numbers, from 0, of the cargoes on it."""

    vehicle: str
    from_id: str
    to_id: str
    length_km: float
    shipped_t: float
    loads: float
    trips: float
    trips_per_d: float
    busiest_trips_per_d: float
    round_trip_d: float
    vehicles: int
    busiest_vehicles: int
    demands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KnownFleetRecord:
    """Vehicles that are known to exist, or as many as their tonnage comes to."""

    name: str
    vehicles: float
    year: int | None
    source: str


@dataclass(frozen=True, slots=True)
class FleetNeedRecord:
    """What the plan asks of one fleet, vehicles at work in every week, and what is known to exist.

    `vehicles` is the most hired at any time, or at work where they are hired by the week.
    """

    vehicle: str
    water: str
    vehicles: int
    worked_d: float
    hired_d: float
    idle_usd: float
    at_work: tuple[float, ...]
    known_vehicles: float | None
    is_short: bool
    known: tuple[KnownFleetRecord, ...]


@dataclass(frozen=True, slots=True)
class FlowRecord:
    """Tonnes of one cargo that enter a link in one week."""

    demand: int
    link_id: str
    from_id: str
    to_id: str
    mode: str
    vehicle: str
    length_km: float
    dedicated: bool
    week: int
    tonnes: float


@dataclass(frozen=True, slots=True)
class WindowRecord:
    """First and last day, MM-DD, on which a link is open; one that opens twice has two of them.

    A link without any is open all year.
    """

    link_id: str
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class StockRecord:
    """Tonnes of one cargo in store at the end of one week."""

    demand: int
    place_id: str
    week: int
    tonnes: float


@dataclass(frozen=True, slots=True)
class FullestRecord:
    """The most that ever lies at a place, tonnes of all cargoes, and the day, MM-DD."""

    place_id: str
    tonnes: float
    date: str


@dataclass(frozen=True, slots=True)
class CampaignTotals:
    """Totals of the year; of even use, what it costs but for vehicles that stand."""

    cost_usd: float
    even_use_usd: float
    cost_usd_per_t: float | None
    co2_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRecord(Record):
    """Answer of `campaign`: deliveries, cost, what binds, the fleet; flows and stocks by week.

    Weeks count from 0; `week_starts` has their first days, MM-DD. `spread` is the range of
    what a delivered tonne costs and takes where this plan is kept; None where none is delivered.
    """

    names: dict[str, str]
    week_starts: tuple[str, ...]
    delivered_t: float
    total: CampaignTotals
    components: dict[str, float]
    demands: tuple[DemandRecord, ...]
    binding: tuple[BindingRecord, ...]
    fleet: tuple[FleetRecord, ...]
    fleets: tuple[FleetNeedRecord, ...]
    flows: tuple[FlowRecord, ...]
    windows: tuple[WindowRecord, ...]
    stocks: tuple[StockRecord, ...]
    fullest: tuple[FullestRecord, ...]
    capacity_checks: tuple[CapacityRecord, ...]
    needs_first: tuple[NeedRecord, ...]
    reliability: ReliabilityRecord | None = None
    spread: DrawsRecord | None = None


def campaign_record(
    answer: CampaignAnswer, heading: Heading, *, reliability: ReliabilityRecord | None = None
) -> CampaignRecord:
    """Return the record of a plan, which text, JSON, CSV and the page read.

    Parameters
    ----------
    answer
        The plan.
    heading
        What stands over every answer.
    reliability
        The plan over many years, where they were asked for.
    """
    return CampaignRecord(
        asked=heading.asked,
        observed_year=heading.observed_year,
        warnings=answer.warnings,
        names=_names(answer, heading.names),
        week_starts=tuple(text_of(int(day)) for day in answer.weeks.starts_d.tolist()),
        delivered_t=answer.delivered_t,
        total=CampaignTotals(
            answer.cost_usd, answer.even_use_usd, answer.cost_usd_per_t, answer.co2_t
        ),
        components={f"{name}_usd": usd for name, usd in answer.components_usd.items()},
        demands=tuple(_demand(demand) for demand in answer.demands),
        binding=tuple(_binding(binding) for binding in answer.bindings),
        fleet=tuple(_fleet(line) for line in answer.fleet),
        fleets=tuple(_fleet_need(need) for need in answer.fleets),
        flows=tuple(FlowRecord(**_named(row)) for row in answer.flows.to_dict("records")),
        windows=tuple(
            WindowRecord(link_id, window.opens, window.closes)
            for link_id, windows in answer.windows.items()
            for window in windows
        ),
        stocks=tuple(StockRecord(**_named(row)) for row in answer.stocks.to_dict("records")),
        fullest=tuple(_fullest(pile) for pile in answer.fullest if pile.lying_t >= 1),
        capacity_checks=capacity_records(answer.capacity_checks, heading.names),
        needs_first=need_records(
            heading.needs.of_way(answer.link_ids, answer.lifting_ids), heading.names
        ),
        reliability=reliability,
    )


def _named(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _names(answer: CampaignAnswer, names: Mapping[str, str]) -> dict[str, str]:
    """Return the names of all places of the plan."""
    ids = [i for one in answer.demands for i in (one.origin_id, one.destination_id)]
    ids += [i for line in answer.fleet for i in (line.from_id, line.to_id)]
    ids += [i for column in ("from_id", "to_id") for i in answer.flows[column]]
    ids += [*answer.stocks["place_id"], *(one.name for one in answer.bindings)]
    return {place_id: names[place_id] for place_id in dict.fromkeys(ids) if place_id in names}


def _demand(demand: DemandResult) -> DemandRecord:
    product = product_record(demand.cargo)
    return DemandRecord(
        origin_id=demand.origin_id,
        destination_id=demand.destination_id,
        product=demand.product,
        inbound=demand.inbound,
        wanted_t=demand.wanted_t,
        delivered_t=demand.delivered_t,
        undelivered_t=demand.undelivered_t,
        reason=demand.reason,
        cost_usd=demand.cost_usd,
        cost_usd_per_t=demand.cost_usd_per_t,
        components_usd=dict(demand.components_usd),
        co2_t=demand.co2_t,
        value_basis=product.value_basis,
        value_usd_per_t=product.value_usd_per_t,
        value_low_usd_per_t=product.value_low_usd_per_t,
        value_high_usd_per_t=product.value_high_usd_per_t,
    )


def _binding(binding: Binding) -> BindingRecord:
    return BindingRecord(
        name=binding.name,
        kind=binding.kind,
        upper_t=binding.upper_t,
        used_t=binding.used_t,
        step_t=binding.step_t,
        delivered_t_per_t=binding.delivered_t_per_t,
        cost_usd_per_t=binding.cost_usd_per_t,
    )


def _fullest(pile: Fullest) -> FullestRecord:
    # What is reckoned as the first moment of a day may be a rounding error before it.
    day = int(round(pile.at_d, 6)) % YEAR_D
    return FullestRecord(pile.place_id, pile.lying_t, text_of(day))


def _fleet(line: FleetLine) -> FleetRecord:
    return FleetRecord(
        vehicle=line.vehicle.value,
        from_id=line.from_id,
        to_id=line.to_id,
        length_km=line.length_km,
        shipped_t=line.shipped_t,
        loads=line.loads,
        trips=line.trips,
        trips_per_d=line.trips_per_d,
        busiest_trips_per_d=line.busiest_trips_per_d,
        round_trip_d=line.round_trip_d,
        vehicles=line.vehicles,
        busiest_vehicles=line.busiest_vehicles,
        demands=line.demands,
    )


def _fleet_need(need: FleetNeed) -> FleetNeedRecord:
    return FleetNeedRecord(
        vehicle=need.pool.vehicle.value,
        water=need.pool.water,
        vehicles=need.vehicles,
        worked_d=need.worked_d,
        hired_d=need.hired_d,
        idle_usd=need.idle_usd,
        at_work=need.at_work,
        known_vehicles=need.known_vehicles,
        is_short=need.is_short,
        known=tuple(
            KnownFleetRecord(fleet.name, fleet.vehicle_count, fleet.year, fleet.source)
            for fleet in need.known
        ),
    )


def campaign_rows(record: CampaignRecord) -> list[dict[str, Any]]:
    """Return a row for each flow and each stock by week."""
    flows = [
        {
            "table": "flow",
            "demand": flow.demand,
            "id": flow.link_id,
            "from_id": flow.from_id,
            "to_id": flow.to_id,
            "vehicle": flow.vehicle,
            "week": flow.week,
            "date": record.week_starts[flow.week],
            "tonnes": flow.tonnes,
        }
        for flow in record.flows
    ]
    stocks = [
        {
            "table": "stock",
            "demand": stock.demand,
            "id": stock.place_id,
            "from_id": None,
            "to_id": None,
            "vehicle": None,
            "week": stock.week,
            "date": record.week_starts[stock.week],
            "tonnes": stock.tonnes,
        }
        for stock in record.stocks
    ]
    return flows + stocks


def campaign_text(record: CampaignRecord) -> str:
    """Return the plan as text for a terminal: deliveries, cost, stocks, what binds, fleet."""
    asked = record.asked
    blocks = [
        [_demand_line(demand, record) for demand in record.demands]
        + [f"{asked.currency}, atlas {asked.atlas_version} of {asked.atlas_date}"],
        [*_cost_lines(record), *spread_lines(record.spread)],
        reliability_lines(record.reliability, record.names) if record.reliability else [],
        list(_fleet_lines(record)),
        list(_need_lines(record)),
        list(_stock_lines(record)),
        list(_binding_lines(record)),
        swing_lines(record.spread),
        list(need_lines(record.needs_first)) if record.delivered_t else [],
        [f"! {said}" for said in (*record.warnings, *capacity_lines(record.capacity_checks))],
        record.footer(),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _demand_line(demand: DemandRecord, record: CampaignRecord) -> str:
    line = (
        f"{_ends(demand, record)}: {demand.delivered_t:,.0f} of {demand.wanted_t:,.0f} t "
        f"{demand.product}{' inbound' if demand.inbound else ''} "
        f"{'would be ' if _is_in_doubt(record) else ''}delivered a year"
    )
    if demand.cost_usd_per_t is not None and len(record.demands) > 1:
        million = demand.cost_usd / MILLION
        line += f"\n  US$ {demand.cost_usd_per_t:,.0f} per t, US$ {million:,.1f} M a year"
    return f"{line}\n  not delivered: {demand.reason}" if demand.reason else line


def _is_in_doubt(record: CampaignRecord) -> bool:
    """Whether the plan uses a place or link that is not known to pass what it moves."""
    return any(check.is_in_doubt for check in record.capacity_checks)


def _ends(demand: DemandRecord, record: CampaignRecord) -> str:
    return f"{record.names[demand.origin_id]} -> {record.names[demand.destination_id]}"


def _cost_lines(record: CampaignRecord) -> Iterator[str]:
    total = record.total
    if total.cost_usd_per_t is None:
        return
    yield (
        f"US$ {total.cost_usd_per_t:,.0f} per t delivered, US$ {total.cost_usd / MILLION:,.1f} M "
        f"a year, {total.co2_t:,.0f} t CO2e"
    )
    idle_usd = total.cost_usd - total.even_use_usd
    if idle_usd >= 1:
        yield (
            f"  {total.even_use_usd / record.delivered_t:8.1f}  US$ per t  with even use of all "
            f"vehicles; the rest, {idle_usd / record.delivered_t:,.1f}, is for those that stand"
        )
    ordered = sorted(record.components.items(), key=lambda item: -item[1])
    for name, usd in ordered:
        if usd:
            said = name.removesuffix("_usd").replace("_", " ")
            yield f"  {usd / record.delivered_t:8.1f}  US$ per t  {said}"


def _fleet_lines(record: CampaignRecord) -> Iterator[str]:
    if record.fleet:
        yield (
            "What moves, in the order of travel (tonnes a year; loads, trips a day and vehicles if "
            "spread over open days)"
        )
        yield f"  {'t':>9}  {'loads':>7}  {'trips/d':>7}  {'vehicles':>8}  leg"
    of = None
    for line in record.fleet:
        if len(record.demands) > 1 and line.demands[:1] != of:
            of = line.demands[:1]
            yield f"  {_cargo_name(record.demands[line.demands[0]], record)}"
        yield (
            f"  {line.shipped_t:9,.0f}  {line.loads:7,.0f}  {line.trips_per_d:7,.1f}  "
            f"{line.vehicles:8,d}  {_leg_name(line, record)}"
        )
        others = [record.demands[number] for number in line.demands[1:]]
        if others:
            yield f"{'':33}with {', '.join(_cargo_name(other, record) for other in others)}"


def _cargo_name(demand: DemandRecord, record: CampaignRecord) -> str:
    return f"{demand.product}{' inbound' if demand.inbound else ''} {_ends(demand, record)}"


def _leg_name(line: FleetRecord, record: CampaignRecord) -> str:
    ends = f"{record.names[line.from_id]} to {record.names[line.to_id]}"
    return f"{line.vehicle.replace('_', ' ')} {ends}, {line.length_km:,.0f} km"


def _need_lines(record: CampaignRecord) -> Iterator[str]:
    if record.fleets:
        yield (
            "Vehicles by fleet (the most hired at a time; days at work of days hired; what standing"
            " costs a year; known to exist)"
        )
        yield f"  {'hired':>9}  {'at work':>7}  {'idle M$':>7}  {'known':>8}  fleet"
    for need in record.fleets:
        known = "" if need.known_vehicles is None else f"{need.known_vehicles:,.0f}"
        owners = ", ".join(
            f"{fleet.name} {fleet.year}" if fleet.year else fleet.name for fleet in need.known
        )
        yield (
            f"  {need.vehicles:9,d}  {need.worked_d / need.hired_d:7.0%}  "
            f"{need.idle_usd / MILLION:7.2f}  {known or 'no word':>8}  {_fleet_name(need)}"
            f"{f' ({owners})' if owners else ''}{', MORE THAN EXIST' if need.is_short else ''}"
        )


def _fleet_name(need: FleetNeedRecord) -> str:
    name = need.vehicle.replace("_", " ")
    return f"{name}, {need.water.replace('_', ' ').title()}" if need.water else name


def _stock_lines(record: CampaignRecord) -> Iterator[str]:
    if record.fullest:
        yield "Stockpiles at their fullest"
    for pile in record.fullest:
        yield f"  {pile.tonnes:9,.0f} t  {record.names[pile.place_id]}, on {pile.date}"


def _binding_lines(record: CampaignRecord) -> Iterator[str]:
    if not record.binding:
        known = sum(check.capacity_t_per_y is not None for check in record.capacity_checks)
        yield f"No capacity that is known binds ({known} of {len(record.capacity_checks)} known)"
        return
    yield "What binds, and what one tonne, or vehicle, less or more of it would change"
    for binding in record.binding:
        name = record.names.get(binding.name, binding.name)
        yield (
            f"  {name} ({binding.name}): {binding.used_t:,.0f} of {binding.upper_t:,.0f} "
            f"{'vehicles' if binding.kind == 'fleet' else 't'} {KINDS[binding.kind]}"
        )
        one = "vehicle" if binding.kind == "fleet" else "tonne"
        yield f"    one {one} less: {_change(binding, 0)}"
        yield f"    one {one} more: {_change(binding, 1)}"


def _change(binding: BindingRecord, side: int) -> str:
    tonnes, usd = binding.delivered_t_per_t[side], binding.cost_usd_per_t[side]
    if tonnes is None or usd is None:
        return "there is none"
    sign = 1 if side else -1
    return f"{_signed(sign * tonnes, '.2f')} t delivered, US$ {_signed(sign * usd, ',.0f')} a year"


def _signed(value: float, form: str) -> str:
    """Return a number with its sign, and zero without one."""
    text = format(value, f"+{form}")
    return format(0.0, form) if float(text.replace(",", "")) == 0 else text
