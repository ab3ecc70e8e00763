"""What the feed and the products of a hub pay where they cross a border.

Owns duties, VAT, licence, insurance and the limit on radioactive ore of a border (docs/model.md,
E48); how a term is found is `geo.processing.border_terms`'s. The crossing itself, its fee and its
days are those of the link (E2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.messages import Message, Parameter
from zimnik.geo.core.units import PERCENT
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.processing.border_terms import BorderCharge, Goods, Way
from zimnik.geo.processing.hub_cost_results import FEED, PRODUCT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.border_terms import BorderTerms
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.hub_cost_results import Haul, HubCost
    from zimnik.geo.processing.plants import Plants

BORDERS = "borders"
# Cargo is insured for its value and freight, and a tenth of both for what a loss costs besides.
INSURED_OVER_VALUE = 1.1


_MADE_BY = {
    Stage.CRACKING: Goods.COMPOUNDS,
    Stage.SEPARATION: Goods.COMPOUNDS,
    Stage.METAL: Goods.METALS,
    Stage.ALLOY: Goods.METALS,
    Stage.MAGNETS: Goods.MAGNETS,
}
_SAID = {
    BorderCharge.EXPORT_DUTY: "export duty",
    BorderCharge.LICENCE: "price of an export licence",
    BorderCharge.IMPORT_DUTY: "import duty",
    BorderCharge.VAT: "value added tax",
    BorderCharge.VAT_CREDIT: "time until value added tax is credited",
    BorderCharge.INSURANCE: "price of insurance",
}
# What has a price; a limit lets through or not.
CHARGED = tuple(_SAID)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A haul that ends in another country.

    Parameters
    ----------
    haul
        The haul.
    way
        What it carries into which country.
    """

    haul: Haul
    way: Way

    @property
    def value_usd(self) -> float:
        """Customs value: the cash spent on what is hauled (E3), for a tonne of feed."""
        return self.haul.tonnes_t * self.haul.cargo.value_usd_per_t


@dataclass(frozen=True, slots=True)
class BorderBill:
    """What borders take for a tonne of feed.

    Parameters
    ----------
    paid_usd
        Duties, licence and insurance.
    tied_usd
        Value added tax that is paid and not yet credited, mean of a year in which a tonne is fed.
    lacks
        What is not known, and not counted.
    """

    paid_usd: float = 0.0
    tied_usd: float = 0.0
    lacks: tuple[str, ...] = ()

    def usd(self, card: RateCard) -> float:
        """Return what is paid, and interest on the tax that waits."""
        return self.paid_usd + self.tied_usd * card.interest_pct_per_y.base / PERCENT


def border_bill(hauls: Iterable[Haul], flows: Sequence[StageFlow], plants: Plants) -> BorderBill:
    """Return what borders take of hauls (docs/model.md, E48).

    Parameters
    ----------
    hauls, flows
        Hauls of a hub and the stages that it works.
    plants
        Where its places lie, and the terms of borders.
    """
    paid = tied = 0.0
    lacks: dict[str, None] = {}
    for crossing in crossings(hauls, flows, plants):
        terms = {one: plants.borders.counted(one, crossing.way).base for one in CHARGED}
        own_paid, own_tied = taken_usd(terms, crossing.value_usd, crossing.haul.cost_usd)
        paid, tied = paid + float(own_paid), tied + float(own_tied)
        lacks.update(dict.fromkeys(_lacking(crossing, plants.borders)))
    return BorderBill(paid, tied, tuple(lacks))


def taken_usd(
    terms: Mapping[BorderCharge, Vector | float],
    value_usd: Vector | float,
    freight_usd: Vector | float,
) -> tuple[Vector | float, Vector | float]:
    """Return what a border takes of a haul, and the tax that is tied up: numbers, or one a sample.

    Parameters
    ----------
    terms
        Each charge of `CHARGED`, % or days.
    value_usd, freight_usd
        Customs value of what is hauled, and what its haul costs.
    """
    duty_pct = terms[BorderCharge.IMPORT_DUTY]
    of_value_pct = terms[BorderCharge.EXPORT_DUTY] + terms[BorderCharge.LICENCE] + duty_pct
    insured_usd = INSURED_OVER_VALUE * (value_usd + freight_usd)
    paid_usd = (value_usd * of_value_pct + insured_usd * terms[BorderCharge.INSURANCE]) / PERCENT
    vat_usd = value_usd * (1 + duty_pct / PERCENT) * terms[BorderCharge.VAT] / PERCENT
    return paid_usd, vat_usd * terms[BorderCharge.VAT_CREDIT] / YEAR_D


def with_borders(cost: HubCost, plants: Plants, card: RateCard) -> HubCost:
    """Return the cost of a hub with what its borders take, and interest on the tax that waits."""
    bill = border_bill(cost.hauls, cost.flows, plants)
    if cost.reason or bill == BorderBill():
        return cost
    other = {**cost.other_usd_per_t, BORDERS: bill.usd(card)}
    return replace(cost, other_usd_per_t=other, warnings=(*cost.warnings, *bill.lacks))


def crossings(
    hauls: Iterable[Haul], flows: Sequence[StageFlow], plants: Plants
) -> Iterator[Crossing]:
    """Yield the hauls of feed and products that end in another country, with their goods."""
    made = {flow.product: _MADE_BY.get(flow.stage, Goods.COMPOUNDS) for flow in flows}
    for haul in hauls:
        start, end = (plants.locations.get(place) for place in (haul.from_id, haul.to_id))
        if start is None or end is None or start.country == end.country:
            continue
        if haul.kind == FEED:
            # What goes on from a hub of the stage before is no ore any more.
            yield Crossing(haul, Way(start.country, end.country, made.get(haul.item, Goods.ORES)))
        elif haul.kind == PRODUCT:
            yield Crossing(haul, Way(start.country, end.country, made[haul.item]))


def _lacking(crossing: Crossing, terms: BorderTerms) -> Iterator[str]:
    """Yield what is not known of a crossing, and what becomes of radioactive cargo."""
    way = f"from {crossing.way.from_country} to {crossing.way.to_country}"
    goods: dict[str, Parameter] = {
        "product": crossing.haul.item,
        "from_country": crossing.way.from_country,
        "to_country": crossing.way.to_country,
    }
    unknown = [_SAID[charge] for charge in _SAID if terms.at(charge, crossing.way) is None]
    if unknown:
        taken = "the highest that is known of another border counts, else nothing"
        yield Message(
            f"{crossing.haul.item} {way}: not known: {', '.join(unknown)}; {taken}",
            "border_unknown",
            charges=tuple(
                f"charge_{charge.value}"
                for charge in _SAID
                if terms.at(charge, crossing.way) is None
            ),
            **goods,
        )
    if not crossing.haul.cargo.is_radioactive:
        return
    limit = terms.at(BorderCharge.CLASS7_LIMIT, crossing.way)
    item = f"{crossing.haul.item} (class 7) {way}"
    if limit is None:
        text = f"{item}: no limit on its radioactivity at the border is known"
        yield Message(text, "border_class7_unknown", **goods)
    else:
        yield Message(
            f"{item}: above {limit.base:g} Bq/g of a nuclide it is sent back unless the plant "
            "has a permit; the activity of what is shipped is not known",
            "border_class7",
            limit_bq_per_g=limit.base,
            **goods,
        )
