"""The national outlook as text: what is planned, what binds, what is aimed at, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.maps.reports.money.outlook import figure_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.economics.outlook import Figure
    from zimnik.maps.reports.money.outlook import OutlookRecord, StepRecord, TargetRecord

NAME_WIDTH, MILLION = 44, 1e6


def outlook_text(record: OutlookRecord) -> str:
    """Return the outlook as text."""
    atlas = f"atlas {record.asked.atlas_version} of {record.asked.atlas_date}"
    lines = [
        record.verdict,
        f"{record.asked.currency}, {atlas}; tonnes of REO a year",
        "",
        *_plans(record),
        "",
        "Aims, and what the plans come to (planned, and separated at home):",
        *(line for target in record.targets for line in _target(target)),
        "",
        *_shares(record),
        "",
        *_costs(record),
        "",
        "Figures that contradict each other, or are often taken for something else:",
        *(line for figure in record.conflicts for line in _told(figure)),
        "",
        *(f"! {warning}" for warning in record.warnings),
        "",
        *record.footer(),
    ]
    return "\n".join(lines) + "\n"


def _line(name: str, value: str) -> str:
    return f"{name:<{NAME_WIDTH}}{value:>12}"


def _plans(record: OutlookRecord) -> Iterator[str]:
    yield _line("planned, in what is shipped", f"{record.contained_t_per_y:,.0f}")
    yield _line("  as oxides, after losses", f"{record.oxides_t_per_y:,.0f}")
    yield _line("can be separated at home", f"{record.separated_at_home_t_per_y:,.0f}")
    for plant in record.plants:
        if plant.country == record.home:
            ready = "" if plant.ready_year is None else f", expected in {plant.ready_year}"
            works = "" if plant.works else ", not counted"
            yield _line(f"  {plant.hub_name[:28]}{ready}{works}", f"{plant.capacity_t_per_y:,.0f}")
    yield _line("needs a partner's plant", _percent(record.partner_share))
    partner = record.largest_partner or "none"
    yield _line(
        f"  has no plant, if {partner} takes none",
        _percent(record.unseparated_share_without_largest_partner),
    )


def _target(target: TargetRecord) -> Iterator[str]:
    figure = target.figure
    shares = f"{_percent(target.planned_share)}, {_percent(target.separated_share)}"
    yield f"  {figure_text(figure)} {figure.unit} in {figure.year}, {figure.definition}: {shares}"
    yield from _source(figure)


def _shares(record: OutlookRecord) -> Iterator[str]:
    yield _line("separated at home, of the world's mines", _percent(record.world_share, digits=1))
    if record.world:
        yield f"  world: {figure_text(record.world)} t in {record.world.year}, the last year known"
        yield from _source(record.world)
    for name, figure in (
        ("aim", record.world_share_aim),
        ("imports today", record.import_share_today),
        ("imports, aim", record.import_share_aim),
    ):
        if figure:
            told = (
                f"{figure_text(figure)} % in {figure.year}, {figure.definition or figure.quantity}"
            )
            yield f"  {name}: {told}"
            yield from _source(figure)
    yield _line("imports, if home demand is as a source says", _percent(record.import_share))
    if record.demand:
        yield f"  home demand: {figure_text(record.demand)} t, {record.demand.definition}"
        yield from _source(record.demand)


def _costs(record: OutlookRecord) -> Iterator[str]:
    yield "What each further 1,000 t of oxides a year cost, mining and plant in it, cheapest first:"
    for where, steps in (("at home", record.steps), ("abroad", record.steps_abroad)):
        yield from (f"  {where}: {_step(step)}" for step in steps)
    for why in dict.fromkeys(record.without.values()):
        ids = [name for name, own in record.without.items() if own == why]
        yield f"  not counted, {why}: {', '.join(ids)}"


def _step(step: StepRecord) -> str:
    yearly, built = step.further_usd_per_y / MILLION, step.further_built_usd / MILLION
    return (
        f"{step.deposit_name} at {step.hub_name}: US$ {yearly:,.1f} M a year "
        f"({step.cost_usd_per_kg_reo:,.2f} a kg), US$ {built:,.0f} M of plant; "
        f"up to {step.oxides_t_per_y:,.0f} t"
    )


def _told(figure: Figure) -> Iterator[str]:
    words = figure.quantity.replace("_", " ")
    yield f"  {words}, {figure.region} {figure.year}: {figure_text(figure)} {figure.unit}"
    yield f"    {'; '.join(part for part in (figure.definition, figure.note) if part)}"
    yield from _source(figure)


def _source(figure: Figure) -> Iterator[str]:
    date = f", {figure.source_date}" if figure.source_date else ""
    yield f"    source: {figure.source}{date} ({figure.confidence})"


def _percent(share: float | None, *, digits: int = 0) -> str:
    return "-" if share is None else f"{share:.{digits}%}"
