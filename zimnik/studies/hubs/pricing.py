"""Hubs priced alike: what each costs for the same deposits, and what it earns by stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.economics.earnings import HubEarnings
    from zimnik.geo.economics.prices import PriceMarket
    from zimnik.geo.economics.revenue import Sales
    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.processing.comparison import HubRow
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.yearly import YearSearches
    from zimnik.studies.hubs.participants import Participants
    from zimnik.studies.model import Model


def sales_of(model: Model, market: PriceMarket) -> Sales:
    """Return what products sell for in the year of the rate card on a market."""
    from zimnik.geo.core.vocabulary import Stage
    from zimnik.geo.economics.prices import price_deck
    from zimnik.geo.economics.revenue import Sales
    from zimnik.geo.economics.terms import TOLL
    from zimnik.layers import load_element_splits, load_project_terms, load_quotations
    from zimnik.layers.cards.unbuilt import built_stages

    year = model.card.year
    terms = load_project_terms(model.atlas, year=year)
    countries = dict(zip(model.atlas.hubs["id"], model.atlas.hubs["country"], strict=True))
    tolls = {
        hub_id: toll
        for hub_id, stages in built_stages(model.atlas).items()
        if Stage.SEPARATION in stages
        and (toll := terms.at(TOLL, Stage.SEPARATION, countries[hub_id])) is not None
    }
    return Sales(
        price_deck(load_quotations(model.atlas, year=year), year=year, market=market),
        load_element_splits(model.atlas),
        terms,
        tolls,
    )


@dataclass(frozen=True, slots=True)
class HubPricing:
    """What all hubs of a question share: network, plants, deposits, prices and what is built."""

    network: DatedNetwork
    plants: Plants
    shippers: tuple[Shipper, ...]
    projects: tuple[Project, ...]
    sales: Sales

    def hub(self, hub_id: str, asked: ChainQuestion) -> tuple[HubRow, HubEarnings]:
        """Return what a hub costs, and what it earns by the last stage that is worked."""
        from zimnik.geo.economics.earnings import hub_earnings
        from zimnik.geo.routing.yearly import YearSearches

        years = YearSearches(self.network, splits=True)
        row = self._row(years, hub_id, asked)
        stages = asked.stages
        every = [
            self._built(years, hub_id, replace(asked, stages=stages[:count]))
            for count in range(1, len(stages))
        ]
        card = self.network.card
        costs = (*every, row.costs)
        earned = hub_earnings(hub_id, costs, self.shippers, self.plants, card, self.sales)
        return row, earned

    def _costs(self, years: YearSearches, hub_id: str, asked: ChainQuestion) -> tuple[HubCost, ...]:
        """Return what a hub costs for every deposit, what is built not yet counted."""
        from zimnik.geo.processing.hub_cost import hub_cost

        return tuple(
            hub_cost(years, self.plants, shipper, hub_id, asked) for shipper in self.shippers
        )

    def _built(self, years: YearSearches, hub_id: str, asked: ChainQuestion) -> tuple[HubCost, ...]:
        from zimnik.geo.processing.shared_projects import used_projects, with_projects

        costs = self._costs(years, hub_id, asked)
        return with_projects(costs, used_projects(costs, self.projects))

    def _row(self, years: YearSearches, hub_id: str, asked: ChainQuestion) -> HubRow:
        """Return a hub with what is built for it, and what it would cost with nothing built."""
        from zimnik.geo.processing.comparison import HubRow
        from zimnik.geo.processing.shared_projects import used_projects, with_projects
        from zimnik.geo.siting.chain_arcs import without

        costs = self._costs(years, hub_id, asked)
        used = used_projects(costs, self.projects)
        unbuilt = None
        ids = frozenset[str]().union(*(project.ids for project in self.projects))
        if ids and used:
            row = HubRow(hub_id, self._costs(years, hub_id, without(asked, ids)))
            unbuilt = None if row.reasons else row.cost_usd_per_t
        return HubRow(hub_id, with_projects(costs, used), used, unbuilt)


def hub_pricing(
    model: Model,
    plants: Plants,
    participants: Participants,
    projects: tuple[Project, ...],
    *,
    year_type: YearType,
    market: PriceMarket,
) -> HubPricing:
    """Return what all hubs of a question share.

    Parameters
    ----------
    model, plants, participants, projects
        Network, plants, deposits and what is built.
    year_type
        Which dates of seasons hold.
    market
        Where products are sold.
    """
    from zimnik.studies.model import laid_out

    network = laid_out(model, year_type)
    return HubPricing(network, plants, participants.shippers, projects, sales_of(model, market))
