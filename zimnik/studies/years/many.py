"""Many years at once: how a question asks for them, and what its haul costs over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.vocabulary import YearType
from zimnik.studies.options import Reader, misread, option, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zimnik.geo.network.links import Link
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.years.evidence import Evidence, Group
    from zimnik.geo.years.gauges import Gauge
    from zimnik.geo.years.many_years import HaulAsked
    from zimnik.maps.reports.years.many import ManyYearsRecord
    from zimnik.studies.model import Model

OBSERVED = "observed"
MOST_YEARS, MOST_SEED = 100_000, 2**63 - 1


def _years(given: object) -> str | int:
    expected = f"'{OBSERVED}', or how many are drawn: a whole number 1 to {MOST_YEARS:,}"
    text = str(given).strip().casefold()
    if text == OBSERVED:
        return OBSERVED
    if isinstance(given, bool) or not (text.isdecimal() and text.isascii()):
        raise misread(expected, "Give one of the two.")
    if not 1 <= int(text) <= MOST_YEARS:
        raise misread(expected, "Give a number within these bounds.")
    return int(text)


def _years_or_none(given: object) -> str | int | None:
    return None if given is None else _years(given)


YEARS = Reader(_years_or_none)


def many_years() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of many years, observed or drawn; without it one year is asked of."""
    return option(None, YEARS)


def seed_of_years() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of the seed of drawn years."""
    return option(1, whole(0, MOST_SEED))


def many_years_faults(
    years: str | int | None, *, year: int | None, year_type: YearType | None, others: Sequence[str]
) -> list[Fault]:
    """Return a fault for all that cannot be asked beside many years.

    Parameters
    ----------
    years
        Many years, where they are asked for.
    year, year_type
        Calendar year and type of year, where they are.
    others
        What else was asked for that cannot be.
    """
    if years is None:
        return []
    beside = [] if year is None else [f"year {year}"]
    beside += [] if year_type in (None, YearType.NORMAL) else [f"year type {year_type}"]
    expected, remedy = "many years and nothing that picks one", "Leave one out."
    return [Fault("years", expected, f"{years} and {one}", remedy) for one in (*beside, *others)]


def evidence_of(model: Model) -> tuple[Evidence, tuple[Gauge, ...]]:
    """Return what each link of a model follows, and the gauges of its atlas.

    Raises
    ------
    InputError
        If the atlas has no gauge that a link follows.
    """
    from zimnik.geo.core.errors import InputError
    from zimnik.geo.years.evidence import season_evidence
    from zimnik.geo.years.season_years import years_read
    from zimnik.layers.cards.gauges import load_gauges

    gauges = load_gauges(model.atlas)
    evidence = season_evidence(model.typed_links, model.typed_places, gauges)
    if not years_read(evidence):
        expected, remedy = "a network with gauges that its links follow", "Add gauges to the atlas."
        raise InputError([Fault("years", expected, "none", remedy)])
    return evidence, gauges


def haul_asked(
    model: Model, evidence: Evidence, shipment: Shipment, ready_d: Sequence[int]
) -> HaulAsked:
    """Return a haul of which many years are asked.

    Parameters
    ----------
    model
        The model with the access of both ends.
    evidence
        What its links follow.
    shipment
        What travels.
    ready_d
        Days on which it is made.
    """
    from zimnik.geo.years.many_years import HaulAsked
    from zimnik.layers.cards.events import load_events

    return HaulAsked(
        shipment,
        ready_d,
        model.typed_links,
        evidence,
        networks_of(model),
        load_events(model.atlas),
    )


def networks_of(model: Model) -> Callable[[tuple[Link, ...]], DatedNetwork]:
    """Return what makes the network of a model of the links of one year."""
    from zimnik.geo.network.arrays import network_arrays
    from zimnik.geo.routing.time_expanded import dated_network

    places, card = model.typed_places, model.card

    def network_in(links: tuple[Link, ...]) -> DatedNetwork:
        return dated_network(network_arrays(places, links, card), card, YearType.NORMAL)

    return network_in


def many_years_record_of(
    model: Model, shipment: Shipment, ready_d: Sequence[int], *, years: str | int, seed: int
) -> ManyYearsRecord:
    """Return what a tonne of a haul costs over many years.

    Parameters
    ----------
    model
        The model with the access of both ends, its links with the days of their median year.
    shipment
        What travels.
    ready_d
        Days on which it is made.
    years
        `OBSERVED`, or how many are drawn.
    seed
        The same seed draws the same years.
    """
    from zimnik.geo.years.many_years import DrawnHauls, observed_costs
    from zimnik.maps.reports.years.many import (
        DRAWN,
        ManyYearsRecord,
        spread_record,
        year_cost_records,
    )

    evidence, gauges = evidence_of(model)
    names = {gauge.id: gauge.name for gauge in gauges}
    asked = haul_asked(model, evidence, shipment, ready_d)
    if isinstance(years, str):
        observed = observed_costs(asked)
        return ManyYearsRecord(
            kind=OBSERVED,
            count=len(observed.years),
            seed=None,
            over_years=spread_record(observed, names),
            fully_correlated=None,
            drawn_together=(),
            drawn_on_their_own=(),
            stored_routes=0,
            by_year=year_cost_records(observed),
        )
    hauls = DrawnHauls.of(asked, seed)
    apart = hauls.costs(years, seed)
    together = hauls.costs(years, seed, fully_correlated=True)
    together_drawn, alone = hauls.groups
    return ManyYearsRecord(
        kind=DRAWN,
        count=years,
        seed=seed,
        over_years=spread_record(apart, names),
        fully_correlated=spread_record(together, names),
        drawn_together=_named(together_drawn, names),
        drawn_on_their_own=_named(alone, names),
        stored_routes=apart.stored_routes,
        by_year=year_cost_records(apart),
    )


def _named(groups: Iterable[Group], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        names[group.gauge_id] if group.gauge_id else group.id.replace("_", " ") for group in groups
    )
