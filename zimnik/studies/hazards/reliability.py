"""Whether a campaign's plan holds over many years, observed or drawn with their events."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor

    from zimnik.geo.campaign.reliability import YearAsked
    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.years.evidence import Evidence
    from zimnik.geo.years.gauges import Shift
    from zimnik.maps.reports.years.reliability import ReliabilityRecord
    from zimnik.studies.model import Model


def reliability_record_of(
    model: Model,
    request: CampaignRequest,
    *,
    years: str | int,
    seed: int,
    executor: Executor | None = None,
) -> ReliabilityRecord:
    """Return what the plan of a campaign comes to over many years.

    Parameters
    ----------
    model
        The model with the access of all ends, its links with the days of their median year.
    request
        What is wanted, and under which limits.
    years
        "observed", or how many are drawn.
    seed
        The same seed draws the same years and events.
    executor
        Where the years are planned; None for here.
    """
    from zimnik.geo.campaign.reliability import ReliabilityAsked, reliability_of
    from zimnik.maps.reports.years.reliability import reliability_record

    asked = ReliabilityAsked(model.typed_places, model.typed_links, model.card, request)
    every = years_asked(model, years, seed)
    found = reliability_of(asked, every, executor=executor)
    drawn = isinstance(years, int)
    return reliability_record(
        found,
        [(demand.destination_id, demand.cargo.product) for demand in request.demands],
        kind="drawn" if drawn else str(years),
        seed=seed if drawn else None,
        events={
            year.year: _felt(year, found.used_in(plan))
            for year, plan in zip(every, found.years, strict=True)
        },
    )


def _felt(year: YearAsked, used: frozenset[str]) -> tuple[str, ...]:
    """Return the events of a year that shut a link of the plan."""
    return tuple(
        name for name, every in year.shut.items() if any(one.link_id in used for one in every)
    )


def years_asked(model: Model, years: str | int, seed: int) -> list[YearAsked]:
    """Return the years of a question, each with what makes it other than the median year.

    Parameters
    ----------
    model
        The model; its links have the days of their median year.
    years
        "observed", or how many are drawn.
    seed
        The same seed draws the same years and events.
    """
    from zimnik.geo.campaign.reliability import YearAsked
    from zimnik.geo.core.chance import Chance
    from zimnik.geo.years.draws import DRAWN_YEARS, drawn_years
    from zimnik.geo.years.events import events_of_years
    from zimnik.geo.years.season_years import shifts_in, years_read
    from zimnik.layers.cards.events import load_events
    from zimnik.studies.years.many import evidence_of

    evidence, gauges = evidence_of(model)
    names = {gauge.id: gauge.name for gauge in gauges}
    if isinstance(years, str):
        observed = ((year, shifts_in(evidence, year)) for year in years_read(evidence))
        return [
            YearAsked(year, shifts, moved=_moved(evidence, shifts, names))
            for year, shifts in observed
        ]
    draws = drawn_years(evidence.groups, years, Chance(seed, DRAWN_YEARS))
    events = events_of_years(load_events(model.atlas), years, seed)
    found = []
    for number, (draw, shut) in enumerate(zip(draws, events, strict=True), start=1):
        shifts = {one.link_id: one.shifts[draw[one.group_id]] for one in evidence.links.values()}
        moved = _moved(evidence, shifts, names)
        found.append(YearAsked(number, shifts, moved, shut))
    return found


def _moved(
    evidence: Evidence, shifts: Mapping[str, Shift], gauge_names: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """Return what moves links in a year, each with those whose days are not the median ones."""
    moved: dict[str, set[str]] = {}
    for link_id, shift in shifts.items():
        if shift.opens_later_d or shift.closes_later_d:
            group = evidence.group_of(link_id)
            spread = f"spread of its kind, {group.id.replace('_', ' ')}"
            moved.setdefault(gauge_names.get(group.gauge_id, spread), set()).add(link_id)
    return {name: frozenset(link_ids) for name, link_ids in moved.items()}
