"""Compared hubs as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from calendar import month_abbr
from typing import TYPE_CHECKING, Any

from zimnik.geo.processing.comparison import COMPONENTS
from zimnik.geo.processing.hub_cost import yearly_flows
from zimnik.maps.reports.heading import SCHEMA, spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from zimnik.geo.processing.comparison import BreakEvenFactor, Comparison, HubRow
    from zimnik.geo.processing.hub_cost_results import Haul, HubCost
    from zimnik.maps.reports.heading import Heading

BREAK_EVENS_SHOWN = 4
NAME_WIDTH = 22
CELL_WIDTH = 14
NOT_COUNTED = (
    "mining is not in the costs; every hub builds its plant, also where one stands that might take "
    "the feed for a fee"
)
# A rate that would have to change by more is not worth a planner's while.
MOST_CHANGE = 10.0


def hub_record(row: HubRow, comparison: Comparison, heading: Heading) -> dict[str, Any]:
    """Return a hub as one flat record, the row of the CSV; a hub without an answer has a reason."""
    record: dict[str, Any] = {"hub_id": row.hub_id, "hub_name": heading.names[row.hub_id]}
    if row.reasons:
        return {**record, "reason": "; ".join(row.reasons)}
    per_kg = row.cost_usd_per_kg_reo
    components = row.components_usd_per_t
    return {
        **record,
        "cost_usd_per_t": row.cost_usd_per_t,
        "difference_usd_per_t": row.cost_usd_per_t - comparison.answered[0].cost_usd_per_t,
        "cost_usd_per_kg_reo": per_kg,
        "share_of_benchmark": _share_of_benchmark(row, heading),
        "made": row.metal or None,
        "made_t_per_y": row.metal_t_per_y,
        "cost_usd_per_kg_made": row.cost_usd_per_kg_metal,
        "most_usd_per_kg_made": row.upper_bound_usd_per_kg_metal,
        **{f"{name}_usd_per_t": components.get(name, 0.0) for name in COMPONENTS},
        "without_what_is_built_usd_per_t": row.without_projects_usd_per_t,
        "what_is_built_pays_from_t_per_y": row.pays_from_t_per_y,
        "days": row.days,
        "co2_kg_per_t": row.co2_kg_per_t,
        "tonnes_per_y": row.tonnes_per_y,
        "cannot_arrive_t_per_y": row.unserved_feed_t_per_y,
        "reagents_in_t_per_y": sum(cost.reagents_t_per_y for cost in row.costs),
        "products_out_t_per_y": sum(cost.products_t_per_y for cost in row.costs),
        "reo_t_per_y": row.reo_t_per_y,
        "worst_month": row.worst_month,
        "best_deposit": row.best_deposit,
        "worst_deposit": row.worst_deposit,
        "markets": ";".join(dict.fromkeys(cost.market_id for cost in row.costs if cost.market_id)),
    }


def _share_of_benchmark(row: HubRow, heading: Heading) -> float | None:
    """Return cost per kg REO over the benchmark, which is one of oxides and not of metal."""
    per_kg = row.cost_usd_per_kg_reo
    return None if per_kg is None or row.metal else per_kg / heading.benchmark_usd_per_kg_reo


def comparison_json(comparison: Comparison, heading: Heading) -> str:
    """Return the comparison as JSON: a record for each hub, its deposits, hauls and stages."""
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "deposits": list(comparison.deposit_ids),
        "stages": list(comparison.stages),
        "ready": comparison.ready,
        "year_type": comparison.year_type,
        "built": [
            {"name": project.name, "build_usd": project.build_usd, "yearly_usd": project.yearly_usd}
            for project in comparison.projects
        ],
        "warnings": all_warnings(comparison),
        "hubs": [
            {
                **hub_record(row, comparison, heading),
                "months_usd_per_t": list(row.months_usd_per_t),
                "break_evens": [_change(change) for change in changes_of(row, comparison)],
                "deposits": [_deposit(cost) for cost in row.costs],
            }
            for row in comparison.rows
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _change(change: BreakEvenFactor) -> dict[str, Any]:
    return {"rate": change.name, "factor": change.factor, "value": change.value}


def _deposit(cost: HubCost) -> dict[str, Any]:
    return {
        "deposit_id": cost.deposit_id,
        "market_id": cost.market_id or None,
        "reason": cost.reason or None,
        "cost_usd_per_t": None if cost.reason else cost.cost_usd_per_t,
        "cost_usd_per_kg_reo": cost.cost_usd_per_kg_reo,
        "reo_share": cost.reo_share,
        "made_kg_per_t": cost.metal_kg_per_t,
        "stages_usd_per_t": dict(cost.stage_usd_per_t),
        "components": {f"{k}_usd_per_t": v for k, v in cost.components_usd_per_t.items()},
        "hauls": [_haul(haul) for haul in cost.hauls],
        "stages": [
            {
                "stage": flow.stage,
                "recipe_id": flow.recipe_id,
                "feed_t_per_y": flow.feed_t,
                "product": flow.product,
                "product_t_per_y": flow.product_t,
                "sold_t_per_y": flow.sold_t,
                "reo_in_t_per_y": flow.reo_in_kg / 1000,
                "reo_out_t_per_y": flow.reo_out_kg / 1000,
                "reo_sold_t_per_y": flow.reo_sold_kg / 1000,
                "reagents_t_per_y": dict(flow.reagents_t),
                "by_products_t_per_y": dict(flow.by_products_t),
                "residue_t_per_y": flow.residue_t,
                "discharge_t_per_y": flow.discharge_t,
            }
            for flow in yearly_flows(cost)
        ],
        "bottlenecks": [
            {
                "id": found.id,
                "capacity_t_per_y": found.capacity_t_per_y,
                "wanted_t_per_y": found.wanted_t_per_y,
            }
            for found in cost.bottlenecks
        ],
    }


def _haul(haul: Haul) -> dict[str, Any]:
    return {
        "kind": haul.kind,
        "item": haul.item,
        "from_id": haul.from_id,
        "to_id": haul.to_id,
        "t_per_t": haul.tonnes_t,
        "shipped_t_per_t": haul.shipped_t,
        "cost_usd_per_t_hauled": haul.route.cost_usd_per_t if haul.route else 0.0,
        "cost_usd_per_t": haul.cost_usd,
        "link_ids": list(haul.route.link_ids) if haul.route else [],
    }


def comparison_csv(comparison: Comparison, heading: Heading) -> str:
    """Return a row for each hub, as comma-separated values."""
    records = [hub_record(row, comparison, heading) for row in comparison.rows]
    columns = list(dict.fromkeys(name for record in records for name in record))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow(
            {k: spreadsheet_safe(v) if isinstance(v, str) else v for k, v in record.items()}
        )
    return stream.getvalue()


def comparison_text(comparison: Comparison, heading: Heading) -> str:
    """Return the comparison as a table for a terminal: a column for each hub."""
    names = heading.names
    deposits = ", ".join(names[deposit_id] for deposit_id in comparison.deposit_ids)
    lines = [
        f"{deposits}: {listed(comparison.stages)} at each hub",
        _frame_line(comparison, heading),
        "",
    ]
    rows = comparison.answered
    if rows:
        lines += _table(comparison, heading)
        lines += ["", *_break_even_lines(comparison, heading), *_work_lines(comparison)]
    lines += [
        f"{names[row.hub_id]}: no answer; {reason}"
        for row in comparison.rows
        for reason in row.reasons
    ]
    lines += [f"! {warning}" for warning in all_warnings(comparison)]
    return "\n".join(lines).rstrip("\n") + "\n"


def listed(words: Sequence[str]) -> str:
    """Return words in a row, with "and" before the last."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def _frame_line(comparison: Comparison, heading: Heading) -> str:
    return (
        f"{heading.currency}, atlas {heading.atlas_version} of {heading.atlas_date}; "
        f"feed ready {comparison.ready or 'on its best day'}, {comparison.year_type} year"
    )


def _table(comparison: Comparison, heading: Heading) -> Iterator[str]:
    rows = comparison.answered

    def line(name: str, cells: list[str]) -> str:
        return f"{name:<{NAME_WIDTH}}" + "".join(f"{cell:>{CELL_WIDTH}}" for cell in cells)

    yield line("US$ per t of feed", [short_name(row.hub_id) for row in rows])
    for name in COMPONENTS:
        costs = [row.components_usd_per_t.get(name, 0.0) for row in rows]
        if any(costs):
            yield line(f"  {name.replace('_', ' ')}", [f"{usd:,.1f}" for usd in costs])
    yield line("total", [f"{row.cost_usd_per_t:,.1f}" for row in rows])
    if comparison.projects:
        unbuilt = [row.without_projects_usd_per_t for row in rows]
        yield line("without what is built", ["-" if u is None else f"{u:,.1f}" for u in unbuilt])
        pays = [row.pays_from_t_per_y for row in rows]
        yield line("  which pays from t/y", ["-" if t is None else f"{t:,.0f}" for t in pays])
    first = rows[0].cost_usd_per_t
    yield line("difference", [f"{row.cost_usd_per_t - first:+,.1f}" for row in rows])
    per_kg = [row.cost_usd_per_kg_reo for row in rows]
    yield line("US$ per kg REO", ["-" if usd is None else f"{usd:,.2f}" for usd in per_kg])
    shares = [_share_of_benchmark(row, heading) for row in rows]
    if any(share is not None for share in shares):
        name = f"share of US$ {heading.benchmark_usd_per_kg_reo:g}"
        yield line(name, ["-" if share is None else f"{share:.0%}" for share in shares])
    yield from _made_lines(rows, line)
    yield line("days on the way", [f"{row.days:,.0f}" for row in rows])
    yield line("CO2, kg per t", [f"{row.co2_kg_per_t:,.0f}" for row in rows])
    for label, tonnes in (
        ("reagents in, t/y", [sum(c.reagents_t_per_y for c in row.costs) for row in rows]),
        ("products out, t/y", [sum(c.products_t_per_y for c in row.costs) for row in rows]),
        ("cannot arrive, t/y", [row.unserved_feed_t_per_y for row in rows]),
    ):
        yield line(label, [f"{value:,.0f}" for value in tonnes])
    yield line("worst month to be ready", [_worst_month(row) for row in rows])
    if len(comparison.deposit_ids) > 1:
        yield line("best deposit", [row.best_deposit for row in rows])
        yield line("worst deposit", [row.worst_deposit for row in rows])
    markets = [", ".join(dict.fromkeys(c.market_id for c in row.costs)) for row in rows]
    yield line("market", [market.replace("_market", "") for market in markets])


def _made_lines(rows: Sequence[HubRow], line: Callable[[str, list[str]], str]) -> Iterator[str]:
    """Yield what metal or magnets cost, where any are made."""
    if not any(row.metal for row in rows):
        return

    def dollars(costs: Iterable[float | None]) -> list[str]:
        return ["-" if usd is None else f"{usd:,.2f}" for usd in costs]

    stage = next(c.part_flows[-1].stage for row in rows for c in row.costs if c.part_flows)
    yield line(f"US$ per kg {stage}", dollars(row.cost_usd_per_kg_metal for row in rows))
    yield line("  if it bears all REO", dollars(row.upper_bound_usd_per_kg_metal for row in rows))
    yield line(f"{stage}, t/y", [f"{row.metal_t_per_y:,.0f}" for row in rows])


def short_name(hub_id: str) -> str:
    """Return an id that fits its column."""
    return hub_id if len(hub_id) < CELL_WIDTH else hub_id[: CELL_WIDTH - 2] + "."


def _worst_month(row: HubRow) -> str:
    month = row.worst_month
    if month is None:
        return "-"
    cost = row.months_usd_per_t[month - 1]
    return f"{month_abbr[month]} {'none' if cost is None else f'{cost:,.0f}'}"


def _break_even_lines(comparison: Comparison, heading: Heading) -> Iterator[str]:
    first, *others = comparison.answered
    if others:
        yield f"Equal to {heading.names[first.hub_id]} on the same ways if one of these changes:"
    for row in others:
        changes = changes_of(row, comparison)
        said = (
            ", ".join(_said(change) for change in changes)
            or "no rate alone, even tenfold or a tenth"
        )
        yield f"  {heading.names[row.hub_id]}: {said}"


def _work_lines(comparison: Comparison) -> Iterator[str]:
    if comparison.projects:
        yield ""
        yield "Built, and paid for by the hubs that use it:"
    for project in comparison.projects:
        users = [row.hub_id for row in comparison.answered if project in row.projects]
        yield (
            f"  {project.name}: US$ {project.build_usd / 1e6:,.1f} m, "
            f"US$ {project.yearly_usd / 1e6:,.1f} m a year; used by {', '.join(users) or 'none'}"
        )


def _said(change: BreakEvenFactor) -> str:
    if change.value is not None:
        return f"{change.value:,.0f} t a year"
    return f"{change.name.replace('_', ' ')} x {change.factor:,.2f}"


def changes_of(row: HubRow, comparison: Comparison) -> tuple[BreakEvenFactor, ...]:
    """Return the break-evens that are shown of a hub, none for the first."""
    if row.reasons or row is comparison.answered[0]:
        return ()
    near = [
        change
        for change in comparison.break_evens(row)
        if 1 / MOST_CHANGE <= change.factor <= MOST_CHANGE
    ]
    return tuple(near[:BREAK_EVENS_SHOWN])


def all_warnings(comparison: Comparison) -> list[str]:
    """Return what has to be said of a comparison, once each, bottlenecks of hubs included."""
    said = [*comparison.warnings]
    for row in comparison.rows:
        for cost in row.costs:
            said += cost.warnings
        said += [
            f"{row.hub_id}: {found.id} has room for {found.capacity_t_per_y:,.0f} t a year; feed, "
            f"reagents and products want {found.wanted_t_per_y:,.0f}"
            for found in row.bottlenecks
        ]
    said.append(NOT_COUNTED)
    return list(dict.fromkeys(said))
