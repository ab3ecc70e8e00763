"""A target that hubs are to deliver, as a record and text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.units import PERCENT
from zimnik.geo.infrastructure.needs import NO_USE
from zimnik.maps.reports.products import MADE, Made
from zimnik.maps.reports.records import finite
from zimnik.maps.reports.siting import SitingRecord, siting_fields, siting_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.infrastructure.needs import Use
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.siting.chain import TargetAnswer
    from zimnik.maps.reports.heading import Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRecord(SitingRecord):
    """Answer of `hubs site` to a target: what is delivered, and the siting that delivers it."""

    target_reo_t_per_y: float
    delivered_reo_t_per_y: float
    short_reo_t_per_y: float
    cost_usd_per_kg_reo: float | None
    benchmark_usd_per_kg_reo: float
    used_up: tuple[str, ...]


def target_record(
    found: TargetAnswer,
    heading: Heading,
    notes: Sequence[str],
    *,
    made: Made = MADE,
    checks: Sequence[CapacityCheck] = (),
    use: Use = NO_USE,
) -> TargetRecord:
    """Return the record of a target, which text, JSON and CSV read."""
    return TargetRecord(
        asked=heading.asked,
        observed_year=heading.observed_year,
        warnings=tuple(notes),
        target_reo_t_per_y=found.target_t_per_y,
        delivered_reo_t_per_y=found.delivered_t_per_y,
        short_reo_t_per_y=found.short_t_per_y,
        cost_usd_per_kg_reo=finite(found.cost_usd_per_kg_reo),
        benchmark_usd_per_kg_reo=heading.benchmark_usd_per_kg_reo,
        used_up=tuple(found.used_up),
        **siting_fields(found.answer, heading, made, checks, use),
    )


def target_text(record: TargetRecord) -> str:
    """Return the answer as text for a terminal."""
    lines = [*_target_lines(record), "", *siting_lines(record), "", *record.footer()]
    return "\n".join(lines) + "\n"


def _target_lines(record: TargetRecord) -> Iterator[str]:
    target, delivered = record.target_reo_t_per_y, record.delivered_reo_t_per_y
    if record.short_reo_t_per_y:
        yield (
            f"No: of {target:,.0f} t REO a year {delivered:,.0f} t can be delivered "
            f"({delivered / target * PERCENT:.0f} %), {record.short_reo_t_per_y:,.0f} t short"
        )
    else:
        yield f"Yes: {delivered:,.0f} t REO a year can be delivered"
    if record.used_up:
        yield "Nothing is left of:"
        yield from (f"  {name}" for name in record.used_up)
    per_kg = record.cost_usd_per_kg_reo
    if per_kg is not None:
        times = per_kg / record.benchmark_usd_per_kg_reo
        yield (
            f"US$ {per_kg:,.2f} per kg REO, by-products bearing their share; {times:.2f} times the "
            "benchmark"
        )
