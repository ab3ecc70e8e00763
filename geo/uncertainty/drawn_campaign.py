"""What the plan of a campaign costs, emits and takes in Monte Carlo samples, its runs kept.

Owns the outcome of a plan (docs/model.md, E39): runs follow prices, speeds, dwell times and
lengths; stores the price of a day in them, and the days that cargo comes early or late; dedicated
roads their price. Vehicles that stand cost what they do at the base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.fleet_needs import idle_usd_by_demand
from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.network.split_rows import length_input, split_rows
from zimnik.geo.pricing.bill import QUANTITY_INDEX, ROADS, road_column
from zimnik.geo.pricing.shipped_mass import drawn_shipped_t_per_t
from zimnik.geo.pricing.split_bills import SplitBill
from zimnik.geo.routing.paths import split_quantities
from zimnik.geo.uncertainty.drawn_parcels import DrawnParcels
from zimnik.geo.uncertainty.sampled_paces import sampled_emissions
from zimnik.geo.uncertainty.sampled_rates import sampled_rates, shipper_prices
from zimnik.geo.uncertainty.spread import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.campaign.runs import Run
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.intervals import Weeks
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.uncertainty.drawn_parcels import TimedPlan
    from zimnik.geo.uncertainty.samples import Samples

_WAITING = QUANTITY_INDEX[Quantity.WAITING_D]
_EPS = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPlan:
    """A plan, to be priced in any samples.

    Parameters
    ----------
    campaign, plan
        What moves, and how much of it.
    shippers
        What is known of the cargo of each demand, in their order.
    bills
        What each demand consumes in the year, split by what it follows.
    parcels
        Its cargo in parcels; None where cargo goes in circles, so that no days are known.
    weeks
        How the year is cut.
    max_d
        Most days from when cargo is made to its arrival.
    """

    campaign: CampaignProgramme
    plan: Plan
    shippers: tuple[Shipper, ...]
    bills: tuple[SplitBill, ...]
    parcels: DrawnParcels | None
    weeks: Weeks
    max_d: float = DEFAULT_MAX_D

    @classmethod
    def of(
        cls,
        campaign: CampaignProgramme,
        plan: Plan,
        shippers: Sequence[Shipper],
        request: CampaignRequest,
        *,
        max_d: float = DEFAULT_MAX_D,
    ) -> DrawnPlan:
        """Return a plan with its bills split and its cargo in parcels."""
        moved: list[list[tuple[float, SplitBill]]] = [[] for _ in campaign.demands]
        for made, flow in zip(campaign.runs, plan.flows_t, strict=True):
            if flow.any():
                moved[made.demand].append((float(flow.sum()), _split(campaign, made.run)))
        bills = tuple(SplitBill.total(runs).without(ROADS) for runs in moved)
        parcels = DrawnParcels.of(campaign, plan, request)
        return cls(campaign, plan, tuple(shippers), bills, parcels, request.weeks, max_d)

    def outcome(self, samples: Samples) -> Outcome:
        """Return what a delivered tonne costs, emits and takes in every sample."""
        card = self.campaign.network.card
        rates, ratios = sampled_rates(card, samples), samples.ratios()
        kg = sampled_emissions(card, samples)
        prices = [shipper_prices(shipper, card, rates) for shipper in self.shippers]
        usd = np.full(samples.count, float(sum(idle_usd_by_demand(self.campaign, self.plan))))
        co2 = np.zeros(samples.count)
        for bill, shipper, own in zip(self.bills, self.shippers, prices, strict=True):
            consumed = bill.drawn(ratios, samples.count)
            shipped = drawn_shipped_t_per_t(shipper.product, rates.default_mass_pct)
            usd += (consumed * own).sum(axis=1)
            co2 += shipped * (consumed * kg).sum(axis=1)
        timed = None
        if self.parcels is not None:
            timed = self.parcels.timed(samples, within_d=self.max_d)
        usd += self._waiting_usd(prices, timed) + self._roads_usd(prices, samples)
        delivered_t = float(self.plan.delivered_t.sum())
        limit = None if timed is None or self.max_d >= DEFAULT_MAX_D else self.max_d
        return Outcome(
            usd / delivered_t,
            co2 / delivered_t,
            None if timed is None else timed.duration_d,
            None if timed is None or limit is None else timed.in_time_share,
            limit,
        )

    def _waiting_usd(self, prices: Sequence[Vector], timed: TimedPlan | None) -> Vector:
        """Return what lies in store costs: what it does in the plan, and by days more or less."""
        usd = np.zeros(len(prices[0]))
        planned = {} if self.parcels is None else self.parcels.at_base().waited_t_d
        lengths_d = self.weeks.lengths_d
        found = zip(
            self.campaign.stores, self.campaign.programme.stores, self.plan.stocks_t, strict=True
        )
        for number, (at, store, stock) in enumerate(found):
            base = self.campaign.demands[at.demand].pricing.base[_WAITING]
            if not base:
                continue
            lain_usd = np.full(len(usd), float(stock @ store.waiting_usd_per_t))
            if timed is not None and number in planned:
                per_d = store.waiting_usd_per_t[0] * 2 / (lengths_d[0] + lengths_d[1])
                lain_usd += (timed.waited_t_d[number] - planned[number]) * per_d
            usd += lain_usd * prices[at.demand][:, _WAITING] / base
        return usd

    def _roads_usd(self, prices: Sequence[Vector], samples: Samples) -> Vector:
        usd, ratios = np.zeros(samples.count), samples.ratios()
        links = self.campaign.network.arrays.links
        for number in self.plan.roads:
            road = self.campaign.programme.roads[number]
            demand = road.uses[0].commodity
            at = road_column(self.campaign.network.card, links[road.name].region)
            dearer = prices[demand][:, at] / self.campaign.demands[demand].pricing.base[at]
            longer = ratios.get(length_input(links[road.name]), np.ones(samples.count))
            usd += road.cost_usd * dearer * longer
        return usd


def _split(campaign: CampaignProgramme, run: Run) -> SplitBill:
    """Return what a tonne of a run consumes; loading and unloading are what its way does not."""
    network = campaign.network
    way = split_quantities(network, run.rows)
    left = run.quantities - way.row
    ends = np.where(np.abs(left) < _EPS, 0.0, left)
    at_ends = split_rows([None], ends[np.newaxis], network.arrays.pace)
    return SplitBill.total([(1.0, way), (1.0, at_ends)])
