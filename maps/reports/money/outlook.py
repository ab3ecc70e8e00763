"""The national outlook as a record and rows (docs/model.md, E45)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from zimnik.geo.economics.outlook import Figure
from zimnik.maps.reports.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.economics.outlook import Frame, Outlook, SupplyStep
    from zimnik.maps.reports.heading import Heading


def figure_text(figure: Figure) -> str:
    """Return the number of a published figure, or its range."""
    if figure.value is not None:
        return f"{figure.value:,.10g}"
    if figure.low is not None and figure.high is not None:
        return f"{figure.low:,g}-{figure.high:,g}"
    return "not found"


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A planned output, and what its oxides cost where they cost least.

    A further 1,000 t a year cost `further_usd_per_y` a year, the capital of the plant in it, which
    is `further_built_usd` once.
    """

    deposit_id: str
    deposit_name: str
    hub_id: str
    hub_name: str
    hub_country: str
    planned_year: int
    contained_t_per_y: float
    oxides_t_per_y: float
    cost_usd_per_kg_reo: float
    further_usd_per_y: float
    further_built_usd: float


@dataclass(frozen=True, slots=True)
class PlantRecord:
    """A plant that separates; `ready_year` is None where it works today."""

    hub_id: str
    hub_name: str
    country: str
    capacity_t_per_y: float
    ready_year: int | None
    works: bool


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """A figure of the frame beside what the plans come to, as shares 0 to 1."""

    figure: Figure
    planned_share: float | None
    separated_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookRecord(Record):
    """Answer of `outlook`: tonnes are of REO a year, shares 0 to 1.

    `import_share` is of home demand by tonnes of all REO together, where a source says what home
    demand is; it knows no element by itself.
    """

    year: int
    home: str
    verdict: str
    contained_t_per_y: float
    oxides_t_per_y: float
    home_capacity_t_per_y: float
    separated_at_home_t_per_y: float
    largest_partner: str | None
    other_capacity_t_per_y: float
    partner_share: float | None
    unseparated_share_without_largest_partner: float | None
    binds: str
    world_share: float | None
    import_share: float | None
    targets: tuple[TargetRecord, ...]
    world: Figure | None
    world_share_aim: Figure | None
    import_share_today: Figure | None
    import_share_aim: Figure | None
    demand: Figure | None
    steps: tuple[StepRecord, ...]
    steps_abroad: tuple[StepRecord, ...]
    plants: tuple[PlantRecord, ...]
    without: dict[str, str]
    conflicts: tuple[Figure, ...]


def outlook_record(
    found: Outlook,
    frame: Frame,
    heading: Heading,
    *,
    without: dict[str, str],
    warnings: tuple[str, ...],
) -> OutlookRecord:
    """Return the record of an outlook.

    Parameters
    ----------
    found, frame
        Plans and plants, and the figures that they are held against.
    heading
        What stands over the answer.
    without
        Why a deposit does not count.
    warnings
        What has to be said.
    """
    names = heading.names
    return OutlookRecord(
        asked=heading.asked,
        warnings=warnings,
        year=found.year,
        home=found.home,
        verdict=verdict_of(found),
        largest_partner=found.largest_partner,
        **{name: getattr(found, name) for name in _TONNES},
        partner_share=found.partner_share,
        unseparated_share_without_largest_partner=found.unseparated_share,
        binds=binds_of(found),
        world_share=found.share_of(frame.world.value if frame.world else None),
        import_share=found.import_share(frame.demand.value if frame.demand else None),
        targets=tuple(_target_record(one, found) for one in frame.targets),
        world=frame.world,
        world_share_aim=frame.world_share_aim,
        import_share_today=frame.import_share_today,
        import_share_aim=frame.import_share_aim,
        demand=frame.demand,
        steps=tuple(_step_record(step, names) for step in found.steps),
        steps_abroad=tuple(_step_record(step, names) for step in found.abroad),
        plants=tuple(
            PlantRecord(
                plant.hub_id,
                names[plant.hub_id],
                plant.country,
                plant.capacity_t_per_y,
                plant.ready_year,
                plant.works_in(found.year),
            )
            for plant in found.plants
        ),
        without=without,
        conflicts=frame.conflicts,
    )


_TONNES = (
    "contained_t_per_y",
    "oxides_t_per_y",
    "home_capacity_t_per_y",
    "separated_at_home_t_per_y",
    "other_capacity_t_per_y",
)


def _target_record(figure: Figure, found: Outlook) -> TargetRecord:
    planned = found.contained_t_per_y / figure.value if figure.value else None
    return TargetRecord(figure, planned, found.share_of(figure.value))


def _step_record(step: SupplyStep, names: Mapping[str, str]) -> StepRecord:
    return StepRecord(
        deposit_id=step.deposit_id,
        deposit_name=names[step.deposit_id],
        hub_id=step.hub_id,
        hub_name=names[step.hub_id],
        hub_country=step.country,
        planned_year=step.planned_year,
        contained_t_per_y=step.contained_t_per_y,
        oxides_t_per_y=step.oxides_t_per_y,
        cost_usd_per_kg_reo=step.cost_usd_per_kg,
        further_usd_per_y=step.further_usd_per_y,
        further_built_usd=step.further_built_usd,
    )


def verdict_of(found: Outlook) -> str:
    """Return the outlook in a sentence."""
    made, planned = found.separated_at_home_t_per_y, found.contained_t_per_y
    return (
        f"{found.year}: {planned:,.0f} t of REO a year are planned, of which {made:,.0f} t can be "
        f"separated at home; {binds_of(found)}"
    )


def binds_of(found: Outlook) -> str:
    """Return what binds, in words."""
    if not found.steps:
        return "no deposit has a plan that counts"
    if found.plants_bind:
        return f"plants that separate bind, with {found.home_capacity_t_per_y:,.0f} t a year"
    return f"the plans of deposits bind, with {found.oxides_t_per_y:,.0f} t a year of oxides"


def outlook_rows(record: OutlookRecord) -> list[dict[str, Any]]:
    """Return a row for each published figure, with what the plans come to beside it."""
    rows = []
    for target in record.targets:
        row = {one.name: getattr(target.figure, one.name) for one in fields(Figure)}
        rows.append({**row, "planned_share": target.planned_share})
    others = (record.world, record.world_share_aim, record.import_share_today)
    for figure in (*others, record.import_share_aim, record.demand, *record.conflicts):
        if figure is not None:
            row = {one.name: getattr(figure, one.name) for one in fields(Figure)}
            rows.append({**row, "planned_share": None})
    return rows
