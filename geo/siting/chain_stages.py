"""Arcs of the value chain where every stage may stand at a hub of its own.

Owns how hauls and stages become arcs from deposits to the hubs of the first stage and from those of
each stage to those of the next (docs/model.md, E18). What a stage costs at a hub is E17's.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.units import KG_PER_T
from zimnik.geo.economics.netback import annuity_usd_per_t, built_usd_per_t
from zimnik.geo.processing.borders import border_bill
from zimnik.geo.processing.cash_spent import cash_spent_usd_per_t
from zimnik.geo.processing.hauls import Searches
from zimnik.geo.processing.hub_cost import flows_of, stopped
from zimnik.geo.processing.hub_cost_results import FEED, PRODUCT, joint_flows
from zimnik.geo.processing.plant_costs import reo_share, royalty_usd, stage_usd
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.siting.chain_arcs import ChainArc, ChainArcs, alternatives, said_of_hauls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.processing.hub_cost_results import Haul
    from zimnik.geo.siting.chain_arcs import ChainContext, ChainStage


class _Pricing:
    """Hauls and stages of one deposit, each found once, for a tonne of what it ships.

    Parameters
    ----------
    given
        Network, rates, plants, projects.
    row
        Position of the deposit.
    shipper
        The deposit.
    question
        What is asked of every hub.
    """

    def __init__(
        self, given: ChainContext, row: int, shipper: Shipper, question: ChainQuestion
    ) -> None:
        self.given, self.row, self.shipper = given, row, shipper
        self.question = question
        self.cargo = shipper.cargo(given.card)
        self.flows = flows_of(given.plants, shipper, self.cargo, question.stages)
        self.stage = cache(self._stage)
        self.between = cache(self._between)
        self.spent = cache(self._spent)
        self.years = cache(self._years)

    def searches(self, hub: str, closed: frozenset[str]) -> Searches:
        question = self.given.without(self.question, closed)
        tonnes_per_y, plants = self.shipper.tonnes_per_y, self.given.plants
        return Searches(self.years(hub), plants, hub, tonnes_per_y, question, self.spent(hub))

    def _years(self, _: str) -> YearSearches:
        """Return the searches for a hub, which share what they lay out whatever is closed."""
        return YearSearches(self.given.priced)

    def _spent(self, hub: str) -> Mapping[str, float]:
        """Return the cash spent on products, at the prices of the hub where they are made last."""
        given = self.given
        return cash_spent_usd_per_t(
            self.flows, self.cargo.value_usd_per_t, given.plants, given.card, hub
        )

    def _stage(
        self, number: int, hub: str, closed: frozenset[str]
    ) -> tuple[float, tuple[Haul, ...]] | None:
        """Return what a stage costs at a hub, its hauls included, and the hauls."""
        flow, searches = self.flows[number], self.searches(hub, closed)
        reagents, bought_usd, lacking = searches.reagents([flow])
        products, _, unsold = searches.products([flow])
        if lacking or unsold:
            return None
        hauls = (*reagents, *products)
        usd = self.border_usd(products)
        usd += stage_usd(flow, hauls, bought_usd, self.given.plants, self.given.card, hub)
        usd += sum(haul.cost_usd for haul in products if haul.kind != PRODUCT)
        return usd, hauls

    def _between(self, number: int, tail: str, hub: str, closed: frozenset[str]) -> Haul | None:
        """Return the haul of what goes on from a hub of the stage before; none where it stays."""
        before, flow = self.flows[number - 1], self.flows[number]
        searches = self.searches(hub, closed)
        cargo = self.searches(tail, closed).product_cargo(before)
        fed = replace(cargo, tonnes_per_y=self.shipper.tonnes_per_y * flow.feed_t)
        return searches.haul(FEED, fed, (tail, hub), flow.feed_t)

    def first(self, hub: str, column: int, closed: frozenset[str]) -> ChainArc | None:
        """Return the arc of the ore to a hub of the first stage."""
        feed = self.searches(hub, closed).feed(self.cargo, self.shipper.deposit_id)
        stage = self.stage(0, hub, closed)
        if stage is None or isinstance(feed, str):
            return None
        royalty = royalty_usd(
            self.flows, self.given.plants, self.given.card, self.shipper.deposit_id
        )
        usd = feed.cost_usd + self.border_usd([feed]) + stage[0] + royalty
        return self.arc(0, (self.row, column), usd, hub, (feed, *stage[1]))

    def later(
        self, number: int, ends: tuple[str, str], places: tuple[int, int], closed: frozenset[str]
    ) -> ChainArc | None:
        """Return the arc from a hub of the stage before to a hub of a stage."""
        haul = self.between(number, *ends, closed)
        stage = self.stage(number, ends[1], closed)
        if haul is None or stage is None:
            return None
        usd = haul.cost_usd + self.border_usd([haul]) + stage[0]
        return self.arc(number, places, usd, ends[1], (haul, *stage[1]))

    def border_usd(self, hauls: Sequence[Haul]) -> float:
        """Return what hauls pay where they cross a border (E48)."""
        return border_bill(hauls, self.flows, self.given.plants).usd(self.given.card)

    def lacks(self, number: int, hub: str) -> str:
        """Return why a stage cannot be fed or worked at a hub, as far as one hub can tell."""
        searches = self.searches(hub, frozenset())
        flow = self.flows[number]
        (_, _, lacking), (_, _, unsold) = searches.reagents([flow]), searches.products([flow])
        if lacking or unsold:
            return "; ".join((*lacking, *unsold))
        if number:
            return f"nothing can come to {hub} from the stage before"
        feed = searches.feed(self.cargo, self.shipper.deposit_id)
        return feed if isinstance(feed, str) else ""

    def arc(
        self,
        number: int,
        places: tuple[int, int],
        usd: float,
        hub: str,
        hauls: Sequence[Haul],
    ) -> ChainArc:
        """Return an arc, for a tonne of the feed of its stage; the first haul is that feed's."""
        flow = self.flows[number]
        share = 1.0
        if number < len(joint_flows(self.flows)):
            share = reo_share(self.flows, self.given.plants, self.given.card, hub)
        used, over = self.given.uses(hauls)
        return ChainArc(
            shipper=self.row,
            tail=places[0],
            hub=places[1],
            cost_usd_per_t=usd / flow.feed_t,
            reo_cost_usd_per_t=usd * share / flow.feed_t,
            co2_kg_per_t=sum(haul.co2_kg for haul in hauls) / flow.feed_t,
            reo_t_per_t=flow.reo_sold_kg / KG_PER_T / flow.feed_t,
            product_reo_t_per_t=flow.reo_out_kg / KG_PER_T / flow.feed_t,
            product_t_per_t=flow.product_t / flow.feed_t,
            used_t_per_t={name: tonnes / flow.feed_t for name, tonnes in used.items()},
            projects=over,
            year=hauls[0].year,
            warnings=said_of_hauls(self.shipper.deposit_id, hauls, self.flows, self.given.plants),
            built_usd_per_t=built_usd_per_t(flow, self.given.plants, hub) / flow.feed_t,
            annuity_usd_per_t=annuity_usd_per_t([flow], self.given.plants, self.given.card, hub)
            / flow.feed_t,
        )


def stage_arcs(
    given: ChainContext,
    shippers: Sequence[Shipper],
    stages: Sequence[ChainStage],
    question: ChainQuestion,
    *,
    step: Callable[[], None] = lambda: None,
) -> ChainArcs:
    """Return the arcs where each stage of a deposit's product may stand at a hub of its own.

    A product whose chain ends sooner, as that of a deposit whose share of Nd and Pr is not known,
    is sold where it ends.

    Parameters
    ----------
    given
        Network, rates, plants, projects.
    shippers, stages
        Deposits, and the stages in order with their hubs.
    question
        What is asked of every hub.
    step
        Called after every deposit and stage, for a progress bar.
    """
    hops: list[list[ChainArc]] = [[] for _ in stages]
    together_t_per_y = sum(shipper.tonnes_per_y for shipper in shippers)
    reasons: list[str] = []
    kept = []
    for row, shipper in enumerate(shippers):
        priced = _Pricing(given, row, shipper, question)
        kept.append(_kept(priced.flows, len(stages)))
        if not priced.flows:
            reasons.append(f"{shipper.deposit_id}: no grade or no recipe")
        elif len(priced.flows) < len(stages):
            reasons.append(stopped(shipper.deposit_id, priced.flows[-1], question))
        for number, stage in enumerate(stages):
            found = (
                _hop(priced, number, stages, together_t_per_y) if number < len(priced.flows) else []
            )
            hops[number] += found
            if number < len(priced.flows) and not found:
                why = "; ".join(dict.fromkeys(priced.lacks(number, hub) for hub in stage.hub_ids))
                reasons.append(f"{shipper.deposit_id}: no route to any hub of {stage.name}: {why}")
            step()
    pulls, reo, recoveries = (np.array(part) for part in zip(*kept, strict=True))
    return ChainArcs(
        tuple(shippers),
        tuple(stages),
        tuple(tuple(arcs) for arcs in hops),
        pulls,
        reo,
        recoveries,
        given.capacities_t_per_y,
        given.projects,
        tuple(reasons),
    )


def _hop(
    priced: _Pricing, number: int, stages: Sequence[ChainStage], together_t_per_y: float
) -> list[ChainArc]:
    tonnes = together_t_per_y * priced.flows[number].feed_t
    arcs: list[ChainArc] = []
    for column, hub in enumerate(stages[number].hub_ids):
        if number == 0:
            arcs += alternatives(priced.given, tonnes, partial(priced.first, hub, column))
            continue
        for tail, before in enumerate(stages[number - 1].hub_ids):
            price = partial(priced.later, number, (before, hub), (tail, column))
            arcs += alternatives(priced.given, tonnes, price)
    return arcs


def _kept(flows: Sequence[StageFlow], stages: int) -> tuple[Vector, Vector, Vector]:
    """Return pulls, contents and recoveries of what goes on; nothing does where a chain ends."""
    pulls, recoveries = np.zeros(stages - 1), np.zeros(stages - 1)
    reo = np.full(stages, np.nan)
    for number, flow in enumerate(flows):
        reo[number] = flow.reo_in_kg / KG_PER_T / flow.feed_t
        if number + 1 < len(flows):
            pulls[number] = flow.product_t * (1 - flow.sold_share) / flow.feed_t
            recoveries[number] = flow.reo_out_kg * (1 - flow.sold_share) / flow.reo_in_kg
    return pulls, reo, recoveries
