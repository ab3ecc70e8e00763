"""Tolls of plants that stand: how they are asked for, and what has to be said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.units import KG_PER_T
from zimnik.geo.core.vocabulary import Stage
from zimnik.studies.options import Reader, as_float, misread, option, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.economics.revenue import Sales
    from zimnik.geo.pricing.rates import Range
    from zimnik.geo.processing.comparison import HubRow
    from zimnik.studies.model import Model

FIELD = "toll"
MOST_USD_PER_KG = 1e6


@dataclass(frozen=True, slots=True)
class Toll:
    """A hub whose plant separates for a toll, US$ a kilogram of REO; None for the published one."""

    hub: str
    usd_per_kg: float | None = None

    def __str__(self) -> str:
        amount = repr(self.usd_per_kg).removesuffix(".0")
        return self.hub if self.usd_per_kg is None else f"{self.hub}={amount}"


def tolls() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of tolls."""
    return option((), Reader(_tolls, repeated=True), name=FIELD)


def _tolls(given: object) -> tuple[Toll, ...]:
    expected = f"HUB, or HUB=USD a kilogram, 0 to {MOST_USD_PER_KG:,g}"

    def alone(one: object) -> tuple[str, object]:
        if isinstance(one, Toll):
            return one.hub, one.usd_per_kg
        if not isinstance(one, str) or not one.strip():
            raise misread(expected, "Name a hub.")
        return one.strip(), None

    def toll(hub: str, value: object) -> Toll:
        usd = as_float(value)
        if value is None:
            return Toll(hub)
        if not hub or usd is None or not 0 <= usd <= MOST_USD_PER_KG:
            raise misread(expected, "Correct the text.")
        return Toll(hub, usd)

    return tuple(toll(hub, value) for hub, value in pairs(given, expected, alone=alone))


def tolls_by_hub(
    model: Model, asked: Sequence[Toll], hubs: Sequence[str], sales: Sales
) -> dict[str, Range]:
    """Return the toll of each hub that is asked to work for one.

    Raises
    ------
    InputError
        With every hub that is not asked about, does not separate today, or has no published toll.
    """
    from zimnik.geo.pricing.rates import Range
    from zimnik.layers.cards.unbuilt import built_stages
    from zimnik.studies.hubs.participants import hub_ids_of

    compared, stages = set(hub_ids_of(model, hubs)), built_stages(model.atlas)
    found: dict[str, Range] = {}
    faults = []
    for one in asked:
        (hub_id,) = hub_ids_of(model, [one.hub])
        published = sales.tolls_usd_per_kg.get(hub_id)
        if hub_id not in compared:
            fault = "a hub that is asked about", "Name it among the hubs too."
        elif Stage.SEPARATION not in stages[hub_id]:
            fault = "a hub that separates today", "Leave it out: its plant has to be built."
        elif one.usd_per_kg is None and published is None:
            fault = "a hub whose toll is published", f"Say what it asks, as in {hub_id}=6."
        else:
            toll = one.usd_per_kg
            found[hub_id] = published if toll is None and published else Range(*[toll or 0.0] * 3)
            continue
        faults.append(Fault(FIELD, fault[0], f"'{one.hub}'", fault[1]))
    if faults:
        raise InputError(faults)
    return found


def toll_warnings(model: Model, row: HubRow, asked: Mapping[str, Range]) -> Iterator[str]:
    """Yield what is not known of the room of a plant that works for a toll, or that it is short."""
    from zimnik.layers.cards.hub_capacities import REO, hub_capacities

    if row.hub_id not in asked:
        return
    made = (
        flow.reo_out_kg * c.tonnes_per_y
        for c in row.costs
        for flow in c.flows
        if flow.stage == Stage.SEPARATION
    )
    wanted_t = sum(made) / KG_PER_T
    room = next(
        (
            one.t_per_y
            for one in hub_capacities(model.atlas.hubs)
            if (one.hub_id, one.stage, one.basis) == (row.hub_id, Stage.SEPARATION, REO)
        ),
        None,
    )
    if room is None:
        yield f"{row.hub_id}: how much it can separate, and what of that is free, is not known"
    elif room < wanted_t:
        yield (
            f"{row.hub_id}: separates {room:,.0f} t REO a year at most, and {wanted_t:,.0f} t are "
            "to be separated for the toll"
        )
    else:
        yield (
            f"{row.hub_id}: separates {room:,.0f} t REO a year at most; what of that is free is "
            "not known"
        )
