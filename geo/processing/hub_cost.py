"""What a hub costs for a deposit: feed in, reagents in, processing, product out.

Owns the cost of a place in the value chain (docs/model.md, E17). Every haul is a year of routes and
every stage a flow of `geo.processing.recipes`; the parts are stored, and totals are sums.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.messages import Message, about, several
from zimnik.geo.network.capacities import checks_of
from zimnik.geo.processing.borders import with_borders
from zimnik.geo.processing.cash_spent import cash_spent_usd_per_t
from zimnik.geo.processing.flows import scaled
from zimnik.geo.processing.hauls import Searches
from zimnik.geo.processing.hub_cost_results import HubCost
from zimnik.geo.processing.plant_costs import other_costs, reo_share, stage_usd
from zimnik.geo.processing.recipes import chain_of
from zimnik.geo.processing.return_loads import RETURN_LOADS, return_credit_usd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.core.vocabulary import Stage
    from zimnik.geo.pricing.cargo import Cargo, Shipper
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.processing.hub_cost_results import Haul
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.yearly import YearSearches

_FEED_ALONE = Message("no grade or no recipe; only the feed is priced", "feed_alone")


def hub_cost(
    years: YearSearches, plants: Plants, shipper: Shipper, hub_id: str, question: ChainQuestion
) -> HubCost:
    """Return what a hub costs for a deposit, or why it cannot be had.

    Parameters
    ----------
    years
        Searches over the network of one kind of year, under the rate card; the same for several
        questions share what they find.
    plants
        Recipes and prices of plants.
    shipper
        The deposit, with what it ships and how much.
    hub_id
        Where the stages are worked.
    question
        Stages, markets, days of readiness and closures.
    """
    network, card = years.network, years.network.card
    cargo = shipper.cargo(card)
    answer = HubCost(shipper.deposit_id, hub_id, "", cargo.tonnes_per_y)
    flows = flows_of(plants, shipper, cargo, question.stages)
    spent = cash_spent_usd_per_t(flows, cargo.value_usd_per_t, plants, card, hub_id)
    searches = Searches(years, plants, hub_id, cargo.tonnes_per_y, question, spent)
    feed = searches.feed(cargo, shipper.deposit_id)
    if isinstance(feed, str):
        return replace(answer, reason=feed)
    if not flows:
        said = about(shipper.deposit_id, _FEED_ALONE)
        unworked = _with_checks(replace(answer, hauls=(feed,), warnings=(said,)), network)
        return with_borders(unworked, plants, card)
    worked = _with_work(replace(answer, flows=flows), feed, _worked(searches, flows), shipper)
    return with_borders(worked, plants, card)


@dataclass(frozen=True, slots=True)
class _Worked:
    """Hauls to and from a hub but for the feed, what reagents cost, and what cannot be had."""

    searches: Searches
    reagents: tuple[Haul, ...]
    bought_usd: Mapping[str, float]
    products: tuple[Haul, ...]
    market_id: str
    lacking: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze_mappings(self)


def _worked(searches: Searches, flows: Sequence[StageFlow]) -> _Worked:
    reagents, bought_usd, lacking = searches.reagents(flows)
    products, market_id, unsold = searches.products(flows)
    return _Worked(
        searches, tuple(reagents), bought_usd, tuple(products), market_id, (*lacking, *unsold)
    )


def _with_work(answer: HubCost, feed: Haul, worked: _Worked, shipper: Shipper) -> HubCost:
    """Return a cost with all that is not the feed."""
    if worked.lacking:
        return replace(answer, flows=(), reason=several(worked.lacking))
    found, flows, hub_id = worked.searches, answer.flows, answer.hub_id
    plants, card, question = found.plants, found.card, found.question
    other, missing = other_costs(flows, plants, card, shipper.deposit_id, hub_id)
    hauls = (feed, *worked.reagents, *worked.products)
    if len(flows) < len(question.stages):
        missing = (stopped(shipper.deposit_id, flows[-1], question), *missing)
    if question.return_load_share:
        share = question.return_load_share
        other[RETURN_LOADS] = -return_credit_usd(hauls, found.network.arrays, card, share)
    return _with_checks(
        replace(
            answer,
            market_id=worked.market_id,
            hauls=hauls,
            other_usd_per_t={"reagents_bought": sum(worked.bought_usd.values()), **other},
            stage_usd_per_t={
                flow.stage: stage_usd(flow, hauls, worked.bought_usd, plants, card, hub_id)
                for flow in flows
            },
            reo_share=reo_share(flows, plants, card, hub_id),
            warnings=missing,
        ),
        found.network,
    )


def yearly_flows(cost: HubCost) -> tuple[StageFlow, ...]:
    """Return what goes through the stages of a hub in a year."""
    return tuple(scaled(flow, cost.tonnes_per_y) for flow in cost.flows)


def flows_of(
    plants: Plants, shipper: Shipper, cargo: Cargo, stages: Sequence[Stage]
) -> tuple[StageFlow, ...]:
    """Return the stages of a tonne of a deposit's product; none without a grade or a recipe."""
    if not cargo.reo_grade_pct:
        return ()
    found = chain_of(
        plants.recipes,
        shipper.deposit_id,
        cargo.product,
        cargo.reo_grade_pct,
        stages,
        ndpr_share=plants.ndpr_shares.get(shipper.deposit_id),
    )
    return found or ()


def stopped(deposit_id: str, last: StageFlow, question: ChainQuestion) -> str:
    """Return in words why the chain of a deposit ends before the last stage."""
    stage = question.stages[question.stages.index(last.stage) + 1]
    text = (
        f"no {stage}, since the share of Nd and Pr in its rare earths is not "
        f"published; {last.product} are sold as they are"
    )
    return about(deposit_id, Message(text, "chain_ends", stage=stage.value, product=last.product))


def _with_checks(cost: HubCost, network: DatedNetwork) -> HubCost:
    """Return a cost with what all its hauls together bring over places and links."""
    wanted: dict[str, float] = defaultdict(float)
    for haul in cost.hauls:
        for used, shipped_t in haul.handled_t().items():
            wanted[used] += shipped_t * cost.tonnes_per_y
    return replace(cost, capacity_checks=checks_of(network.arrays.throughputs, wanted))
