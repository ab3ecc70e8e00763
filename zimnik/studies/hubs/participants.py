"""Who takes part in a question of hubs: which deposits send how much, and which hubs take it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.messages import about, about_places
from zimnik.studies.faults import FaultCollector
from zimnik.studies.options import option, text
from zimnik.studies.readiness import DAY_BASIS, YEAR_BASIS, readiness_of, ready_days
from zimnik.studies.shared import TEXTS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.year import YearMean
    from zimnik.maps.reports.products import Made
    from zimnik.studies.model import Model

DEPOSIT, HUB, MARKET = "deposit", "hub", "market"
# The stage of a candidate where nothing else is asked.
USUAL_STAGE = "cracking"
STAGE = text("a stage of the value chain")


def sending_deposits() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of the deposits that send, which means the same in every question."""
    return option((), TEXTS, name=DEPOSIT)


class OfSomeDays(Protocol):
    """A question that says on which days ore is made."""

    @property
    def ready(self) -> str | None:
        """Day MM-DD, "best", or None for a year."""

    @property
    def working_season(self) -> Any:  # noqa: ANN401 - as its option
        """First and last day MM-DD on which ore is made."""


@dataclass(frozen=True, slots=True)
class Participants:
    """Who takes part.

    Parameters
    ----------
    shippers
        Deposits with what they send.
    hub_ids
        Hubs that take it.
    notes
        What has to be said of them.
    required
        Whether all that the deposits have must be sent.
    """

    shippers: tuple[Shipper, ...]
    hub_ids: tuple[str, ...]
    notes: tuple[str, ...]
    required: bool = True

    @property
    def deposit_ids(self) -> tuple[str, ...]:
        """Deposits, in the order asked."""
        return tuple(shipper.deposit_id for shipper in self.shippers)

    @property
    def ids(self) -> frozenset[str]:
        """Deposits and hubs."""
        return frozenset({*self.deposit_ids, *self.hub_ids})


def participants_of(
    model: Model,
    deposit_ids: Sequence[str],
    hub_ids: Sequence[str],
    *,
    tonnes_per_y: float | None = None,
    value_usd_per_t: float | None = None,
) -> Participants:
    """Return deposits with what they send, and hubs.

    Parameters
    ----------
    model
        Atlas and rates.
    deposit_ids, hub_ids
        Ends; see `deposit_ids_of` and `hub_ids_of`.
    tonnes_per_y
        What each deposit sends; without it the published output.
    value_usd_per_t
        What is tied up in a tonne of it; without it the cost of its mining.
    """
    from zimnik.geo.pricing.cargo import Shipper, cargo_of_product
    from zimnik.layers.cards.cargo import product_of_site

    table = model.atlas.deposits.set_index("id")
    notes, shippers = [], []
    for deposit_id in deposit_ids:
        product = product_of_site(table.loc[deposit_id].to_dict()).worth(value_usd_per_t)
        cargo, said = cargo_of_product(product, model.card, tonnes_per_y=tonnes_per_y)
        notes += [about(deposit_id, note) for note in said]
        shippers.append(Shipper(deposit_id, product, cargo.tonnes_per_y))
    return Participants(tuple(shippers), tuple(hub_ids), tuple(notes))


def planned_participants(
    model: Model,
    deposit_ids: Sequence[str],
    hub_ids: Sequence[str],
    year: int,
    *,
    value_usd_per_t: float | None = None,
) -> Participants:
    """Return the deposits with the newest plan of each that holds in a year, and hubs.

    Deposits may send any part of what they plan. What is planned, and which deposits have no plan
    that counts, is said in the notes.
    """
    from zimnik.geo.infrastructure.planned_outputs import planned_outputs
    from zimnik.layers.cards.outputs import output_plans

    every_plan = output_plans(model.atlas.outputs)
    plans, without = planned_outputs(every_plan, deposit_ids, year=year)
    found = participants_of(
        model, [plan.deposit_id for plan in plans], hub_ids, value_usd_per_t=value_usd_per_t
    )
    tonnes = {plan.deposit_id: plan.tonnes_per_y for plan in plans}
    shippers = (replace(one, tonnes_per_y=tonnes[one.deposit_id]) for one in found.shippers)
    told = [
        f"{plan.deposit_id}: {plan.tonnes_per_y:,.0f} t of {plan.product} with "
        f"{plan.reo_t_per_y:,.0f} t REO, planned for {plan.year}"
        for plan in plans
    ]
    told += [
        f"not counted, {why}: {', '.join(d for d, own in without.items() if own == why)}"
        for why in dict.fromkeys(without.values())
    ]
    return replace(found, shippers=tuple(shippers), notes=tuple(told), required=False)


def deposit_ids_of(model: Model, texts: Sequence[str], *, value_chain: bool) -> list[str]:
    """Return the deposits that a question names, or those that it means by naming none.

    Those are for haulage alone all of known REO grade, for the value chain those with a grade and a
    planned output whose product a recipe takes.

    Raises
    ------
    InputError
        If a name is unknown or is no deposit, or none is named and none is meant; the faults name
        the field `deposits`.
    """
    if texts:
        return ids_of_kind(model, texts, DEPOSIT, "deposits")
    table = model.atlas.deposits
    known = table[table["product_reo_grade_pct"].notna()]
    found = _worked(model) if value_chain else list(known["id"])
    if not found:
        more = ", a planned output and a recipe for its product" if value_chain else ""
        expected = f"deposits with a known grade of rare-earth oxides{more}"
        region, remedy = model.region.name, "Name deposits; those named are taken as they are."
        raise InputError([Fault("deposits", expected, f"none in {region}", remedy)])
    return found


def _worked(model: Model) -> list[str]:
    from zimnik.layers import load_recipes

    recipes = load_recipes(model.atlas)
    table = model.atlas.deposits
    known = table[table["product_reo_grade_pct"].notna() & table["planned_product_t_per_y"].notna()]
    return [
        str(row["id"])
        for _, row in known.iterrows()
        if any(
            recipe.feed_product == row["product"] and recipe.deposit_id in {"", row["id"]}
            for recipe in recipes
        )
    ]


def hub_ids_of(model: Model, texts: Sequence[str], *, field: str = "hubs") -> list[str]:
    """Return the hubs that a field names.

    Raises
    ------
    InputError
        If a name is unknown or is no hub.
    """
    return ids_of_kind(model, texts, HUB, field)


def ids_of_kind(model: Model, texts: Sequence[str], kind: str, field: str) -> list[str]:
    """Return the places of a kind that a field names, each once, in the order named.

    Raises
    ------
    InputError
        With a fault, named by the field, for every name that is unknown or of another kind.
    """
    from zimnik.layers import find_place

    kinds = model.places.set_index("id")["kind"]
    faults, ids = FaultCollector(), []
    for name in texts:
        with faults.reading(field):
            match = find_place(model.places, name, region=model.region)
            own = [i for i in (match.place_id, *match.others) if kinds.get(i) == kind]
            if not own:
                found = f"'{name}', a {kinds.get(match.place_id, 'point')}"
                raise InputError([Fault(field, f"a {kind}", found, f"Name a {kind}.")])
            ids.append(own[0])
    faults.require_none()
    return list(dict.fromkeys(ids))


def hubs_of_stage(model: Model, stage: str) -> list[str]:
    """Return the hubs that have a stage, but for pilot plants of unknown capacity.

    Raises
    ------
    InputError
        If none has.
    """
    hubs = model.atlas.hubs
    stages = hubs["stages"].fillna("").str.split(";")
    # A pilot plant whose capacity nobody knows would take everything: it is a hub by name alone.
    works = hubs["status"].ne("pilot") | hubs["capacity_t_per_y"].notna()
    ids = [
        str(hub)
        for hub, own, may in zip(hubs["id"], stages, works, strict=True)
        if may and stage in own
    ]
    if not ids:
        raise InputError([_no_hub(stage, stages)])
    return ids


def _no_hub(stage: str, stages: Collection[Sequence[str]]) -> Fault:
    every = sorted({one for own in stages for one in own if one})
    return Fault("stage", f"one of {', '.join(every)}", f"'{stage}'", "Name another stage.")


def seasons_of(question: OfSomeDays, participants: Participants, card: RateCard) -> tuple[str, ...]:
    """Return what an answer says of the working seasons of deposits, each once."""
    said: dict[str, list[str]] = {}
    for shipper in participants.shippers:
        cargo = shipper.cargo(card)
        for note in readiness_of(question.ready, question.working_season, cargo).notes:
            said.setdefault(note, []).append(shipper.deposit_id)
    return tuple(about_places(ids, note) for note, ids in said.items())


def made_of(
    question: OfSomeDays,
    participants: Participants,
    card: RateCard,
    years: Sequence[Sequence[YearMean | None]] = (),
) -> Made:
    """Return when ore is ready and what deposits ship, as an answer tells it.

    Parameters
    ----------
    question
        Days on which ore is made.
    participants
        Deposits.
    card
        Rates, by which the value of a tonne is told.
    years
        The year of the haul over each arc, by stage of a siting.
    """
    from zimnik.maps.reports.products import Made, cargo_records

    ready = ready_days(question.ready, question.working_season)
    return Made(
        basis=DAY_BASIS if question.ready else YEAR_BASIS,
        ready=question.ready,
        cargoes=cargo_records(participants.shippers, card, ready),
        years=tuple(tuple(hop) for hop in years),
    )
