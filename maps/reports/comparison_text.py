"""Compared hubs as text for a terminal: a column for each hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.processing.comparison import COMPONENTS
from zimnik.maps.reports.capacities import capacity_lines_by_hub
from zimnik.maps.reports.money.earnings import earning_lines
from zimnik.maps.reports.needs import need_lines
from zimnik.maps.reports.products import made_text
from zimnik.maps.reports.ranges.spread import COLUMNS, scope_line, swing_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from zimnik.maps.reports.comparison import (
        BreakEvenRecord,
        ComparisonRecord,
        HubRecord,
        HubTotals,
    )
    from zimnik.maps.reports.needs import NeedRecord

NAME_WIDTH = 23
CELL_WIDTH = 14


def comparison_text(record: ComparisonRecord) -> str:
    """Return the comparison as text."""
    deposits = ", ".join(place.name for place in record.deposits)
    lines = [
        *([record.verdict] if record.verdict and record.answered else []),
        f"{deposits}: {listed(record.stages)} at each hub",
        (
            f"{record.asked.currency}, atlas {record.asked.atlas_version} of "
            f"{record.asked.atlas_date}; {_made(record)}, {record.year_type} year"
        ),
        "",
    ]
    if record.answered:
        lines += [*_table(record), "", *_break_even_lines(record), *_project_lines(record)]
        lines += _moving_lines(record)
        lines += ["", *_need_lines(record), ""]
    lines += [f"{hub.name}: no answer; {reason}" for hub in record.hubs for reason in hub.reasons]
    checks = {hub.name: hub.capacity_checks for hub in record.hubs}
    said = (*record.warnings, *capacity_lines_by_hub(checks))
    lines += [f"! {warning}" for warning in said]
    return "\n".join([*lines, "", *record.footer()]) + "\n"


def _made(record: ComparisonRecord) -> str:
    return made_text(record.basis, record.ready, record.cargoes, what="feed")


def listed(words: Sequence[str]) -> str:
    """Return words in a row, with "and" before the last."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def _line(name: str, cells: Iterable[str]) -> str:
    return f"{name:<{NAME_WIDTH}}" + "".join(f"{cell:>{CELL_WIDTH}}" for cell in cells)


def _table(record: ComparisonRecord) -> Iterator[str]:
    totals = [total for _, total in record.answered]

    def line(name: str, cell: Callable[[HubTotals], str]) -> str:
        return _line(name, map(cell, totals))

    yield from _cost_lines(record)
    if record.built:
        yield line("without what is built", lambda t: _number(t.without_projects_usd_per_t, 1))
        yield line("  which pays from t/y", lambda t: _number(t.projects_pay_from_t_per_y, 0))
    yield line("difference", lambda t: f"{t.difference_usd_per_t:+,.1f}")
    yield line("US$ per kg REO", lambda t: _number(t.cost_usd_per_kg_reo, 2))
    if any(total.with_mining_usd_per_kg_reo is not None for total in totals):
        yield line("  with mining", lambda t: _number(t.with_mining_usd_per_kg_reo, 2))
        yield line("  and before capital", lambda t: _number(t.before_capital_usd_per_kg_reo, 2))
    if any(total.share_of_benchmark is not None for total in totals):
        # The benchmark counts mining, and no capital as far as its brackets tell.
        name = f"  as share of US$ {record.benchmark_usd_per_kg_reo:g}"
        yield line(name, lambda t: _percent(t.share_of_benchmark))
    yield from _metal_lines(record)
    yield from earning_lines([hub.earnings for hub, _ in record.answered])
    yield line("days on the way", lambda t: f"{t.days:,.0f}")
    yield line("CO2, kg per t", lambda t: f"{t.co2_kg_per_t:,.0f}")
    yield line("reagents in, t/y", lambda t: f"{t.reagents_in_t_per_y:,.0f}")
    yield line("products out, t/y", lambda t: f"{t.products_out_t_per_y:,.0f}")
    yield line("cannot arrive, t/y", lambda t: f"{t.unserved_feed_t_per_y:,.0f}")
    if len(record.deposits) > 1:
        yield line("best deposit", lambda t: t.best_deposit)
        yield line("worst deposit", lambda t: t.worst_deposit)
    yield line("market", lambda t: ", ".join(t.markets).replace("_market", ""))


def _cost_lines(record: ComparisonRecord) -> Iterator[str]:
    yield _line("US$ per t of feed", [_short(hub.id) for hub, _ in record.answered])
    for name in COMPONENTS:
        costs = [hub.components[f"{name}_usd_per_t"] for hub, _ in record.answered]
        if any(costs):
            yield _line(f"  {name.replace('_', ' ')}", [f"{usd:,.1f}" for usd in costs])
    total = "mean of the year" if record.basis == "year" else "total"
    yield _line(total, [f"{total.cost_usd_per_t:,.1f}" for _, total in record.answered])
    yield from _range_lines([hub for hub, _ in record.answered])
    yield from _extreme_lines(record)
    yield from _many_years_lines(record)


def _range_lines(hubs: Sequence[HubRecord]) -> Iterator[str]:
    """Yield the percentiles over draws, how often each is cheapest, and what is in time."""
    if any(hub.spread is None for hub in hubs):
        return
    for name, column in zip(("P10", "P50", "P90"), COLUMNS, strict=True):
        yield _line(f"  {name} of draws", [_number(getattr(h.spread, column), 1) for h in hubs])
    if len(hubs) > 1:
        yield _line("  cheapest, of draws", [_percent(hub.cheapest_in_draws_share) for hub in hubs])
    within_d = {hub.spread.within_d for hub in hubs if hub.spread is not None} - {None}
    for days in within_d:
        chances = [_percent(hub.spread.in_time_share if hub.spread else None) for hub in hubs]
        yield _line(f"  feed in {days:,.0f} days", chances)
    if hubs and hubs[0].spread is not None:
        yield scope_line(hubs[0].spread)


def _metal_lines(record: ComparisonRecord) -> Iterator[str]:
    """Yield what metal or magnets cost, where any are made."""
    totals = [total for _, total in record.answered]
    if not any(total.metal for total in totals):
        return
    stage = next(
        deposit.stages[-1].stage
        for hub, _ in record.answered
        for deposit in hub.deposits
        if deposit.metal_kg_per_t
    )
    yield _line(f"US$ per kg {stage}", [_number(t.cost_usd_per_kg_metal, 2) for t in totals])
    upper = [_number(t.upper_bound_usd_per_kg_metal, 2) for t in totals]
    yield _line("  if it bears all REO", upper)
    yield _line(f"{stage}, t/y", [f"{t.metal_t_per_y:,.0f}" for t in totals])


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:,.{digits}f}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"


def _short(hub_id: str) -> str:
    """Return an id that fits its column."""
    return hub_id if len(hub_id) < CELL_WIDTH else hub_id[: CELL_WIDTH - 2] + "."


def _extreme_lines(record: ComparisonRecord) -> Iterator[str]:
    """Yield what feed that is ready on the best and on the worst day costs, and in each month."""
    years = [hub.year for hub, _ in record.answered]
    if not any(years):
        return
    for name in ("best", "worst"):
        costs = [_number(getattr(year, f"{name}_usd_per_t", None), 1) for year in years]
        yield _line(f"  ready on the {name} day", costs)
        yield _line("", [getattr(year, f"{name}_ready", "-") for year in years])


def _many_years_lines(record: ComparisonRecord) -> Iterator[str]:
    """Yield what the hubs cost over many years, and in how many of them each costs least."""
    told = [hub.many_years for hub, _ in record.answered]
    years = [one for one in told if one is not None]
    if not years or len(years) < len(told):
        return
    first = years[0]
    seed = "" if first.seed is None else f", seed {first.seed}"
    yield _line(f"over {first.count:,} {first.kind} years{seed}", [])
    for name, field in (("mean", "mean"), ("P10", "p10"), ("P50", "p50"), ("P90", "p90")):
        costs = [getattr(one.over_years, f"{field}_usd_per_t") for one in years]
        yield _line(f"  {name}", [_number(usd, 1) for usd in costs])
    yield _line("  worst", [_number(one.over_years.worst.mean_usd_per_t, 1) for one in years])
    yield _line("    in year", [str(one.over_years.worst.year) for one in years])
    yield _line("  costs least in", [f"{one.cheapest_share:.0%}" for one in years])
    apart = [one.fully_correlated for one in years if one.fully_correlated is not None]
    if apart:
        yield _line("  fully correlated, P90", [_number(one.p90_usd_per_t, 1) for one in apart])


def _break_even_lines(record: ComparisonRecord) -> Iterator[str]:
    (first, _), *others = record.answered
    if others:
        yield f"Equal to {first.name} on the same routes if one of these changes:"
    for hub, _ in others:
        changes = ", ".join(_change(change) for change in hub.break_evens)
        yield f"  {hub.name}: {changes or 'no rate alone, even tenfold or a tenth'}"


def _moving_lines(record: ComparisonRecord) -> list[str]:
    """Return what moves the cost of the first hub most."""
    first, _ = record.answered[0]
    lines = swing_lines(first.spread)
    return ["", f"{first.name}:", *lines] if lines else []


def _project_lines(record: ComparisonRecord) -> Iterator[str]:
    if record.built:
        yield ""
        yield "Built, and paid for by the hubs that use it:"
    for project in record.built:
        yield (
            f"  {project.name}: US$ {project.build_usd / 1e6:,.1f} m, "
            f"US$ {project.yearly_usd / 1e6:,.1f} m a year; used by "
            f"{', '.join(project.used_by) or 'none'}"
        )


def _need_lines(record: ComparisonRecord) -> Iterator[str]:
    """Yield what must be there first, each thing once with the hubs that need it."""
    needs: dict[str, NeedRecord] = {}
    hubs: dict[str, list[str]] = {}
    for hub, _ in record.answered:
        for need in hub.needs_first:
            needs.setdefault(need.name, need)
            hubs.setdefault(need.name, []).append(hub.name)
    told = {name: ", ".join(of) for name, of in hubs.items() if needs[name].stage is None}
    yield from need_lines(tuple(needs.values()), needed_by=told)


def _change(change: BreakEvenRecord) -> str:
    if change.value is not None:
        return f"{change.value:,.0f} t a year"
    return f"{change.rate.replace('_', ' ')} x {change.factor:,.2f}"
