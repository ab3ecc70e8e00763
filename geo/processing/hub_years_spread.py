"""What compared hubs cost in each of many years: the hauls that wait for seasons, priced by year.

Owns docs/model.md, E63. A haul that no seasonal link carries in the median year costs the same in
all; every other is priced by the best routes of some years (E60).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.processing.hub_cost_results import FEED
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.years.hauls import StoredHauls, no_hauls
from zimnik.geo.years.many_years import YearCost, YearsCost
from zimnik.geo.years.season_years import in_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.processing.comparison import HubRow
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.processing.hub_cost_results import Haul
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.years.evidence import Evidence
    from zimnik.geo.years.gauges import Shift

    HaulKey = tuple[str, str, str, Cargo]


@dataclass(frozen=True, slots=True)
class YearNetworks:
    """The network in any year.

    Parameters
    ----------
    links
        Links with the days of their median year.
    evidence
        What each of them follows.
    network_in
        Makes the network of the links of one year.
    """

    links: tuple[Link, ...]
    evidence: Evidence
    network_in: Callable[[tuple[Link, ...]], DatedNetwork]

    def in_year(self, shifts: Mapping[str, Shift]) -> DatedNetwork:
        """Return the network in a year, by the shift of each link."""
        return self.network_in(in_year(self.links, shifts))


@dataclass(frozen=True, slots=True)
class HubsByYear:
    """Hauls of compared hubs that wait for seasons, with the best routes of some years.

    Parameters
    ----------
    rows
        The hubs in the median year.
    stores
        Routes of each haul, by its ends and cargo.
    median_usd_per_t
        What a tonne of each costs in the median year.
    """

    rows: tuple[HubRow, ...]
    stores: Mapping[HaulKey, StoredHauls]
    median_usd_per_t: Mapping[HaulKey, float]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def costs(self, years: Sequence[tuple[int, Mapping[str, Shift]]]) -> dict[str, YearsCost]:
        """Return what each hub costs in each year, by its id, but for those that cannot be had.

        Parameters
        ----------
        years
            Number of each year, and the shift of each link in it.
        """
        shifts = [one for _, one in years]
        found = {key: store.costs(shifts) for key, store in self.stores.items()}
        made = {}
        for row in self.rows:
            if row.reasons:
                continue
            usd: Vector = np.full(len(years), row.cost_usd_per_t)
            decides, waits_d = [""] * len(years), np.zeros(len(years))
            for cost in row.costs:
                for haul in cost.hauls:
                    own = found.get(_key(haul))
                    if own is None:
                        continue
                    share = haul.tonnes_t * cost.tonnes_per_y / row.tonnes_per_y
                    usd = usd + share * (own.mean_usd_per_t - self.median_usd_per_t[_key(haul)])
                    longer = (own.waits_d > waits_d) & (haul.kind == FEED)
                    waits_d = np.where(longer, own.waits_d, waits_d)
                    decides = [
                        new if at else old
                        for old, new, at in zip(decides, own.decides, longer.tolist(), strict=True)
                    ]
            made[row.hub_id] = YearsCost(
                tuple(
                    YearCost(number, one, name, wait_d, len(moved))
                    for (number, moved), one, name, wait_d in zip(
                        years, usd.tolist(), decides, waits_d.tolist(), strict=True
                    )
                ),
                stored_routes=sum(len(store.hauls) for store in self.stores.values()),
            )
        return made


def cheapest_shares(costs: Mapping[str, YearsCost]) -> dict[str, float]:
    """Return in which share of the years each hub costs least; of equal ones the first."""
    usd = np.array([[one.mean_usd_per_t for one in own.years] for own in costs.values()])
    if not usd.size:
        return {}
    first = np.bincount(usd.argmin(axis=0), minlength=len(usd)) / usd.shape[1]
    return dict(zip(costs, first.tolist(), strict=True))


def hubs_by_year(
    rows: Sequence[HubRow],
    asked: ChainQuestion,
    networks: YearNetworks,
    stored_years: Iterable[Mapping[str, Shift]],
) -> HubsByYear:
    """Return compared hubs with the best routes of their seasonal hauls in some years.

    Parameters
    ----------
    rows
        The hubs in the median year.
    asked
        Days of readiness and closures.
    networks
        The network in any year.
    stored_years
        Shift of each link in the years whose best routes are stored; the median year is another.
    """
    hauls = {
        _key(haul): haul
        for row in rows
        for cost in row.costs
        for haul in cost.hauls
        if haul.year is not None and not haul.year.link_ids.isdisjoint(networks.evidence.links)
    }
    median = networks.in_year({})
    asks = {key: _asked(haul, asked, median) for key, haul in hauls.items()}
    stores = {key: no_hauls(median, shipment, days) for key, (shipment, days) in asks.items()}
    for network in (median, *(networks.in_year(shifts) for shifts in stored_years)):
        searches = YearSearches(network)
        for key, (shipment, days) in asks.items():
            paths = searches.paths(shipment, ready_d=days)
            if not isinstance(paths, str):
                stores[key] = stores[key].holding(network, paths)
    medians = {key: float(store.costs([{}]).mean_usd_per_t[0]) for key, store in stores.items()}
    return HubsByYear(tuple(rows), stores, medians)


def _key(haul: Haul) -> HaulKey:
    return haul.kind, haul.from_id, haul.to_id, haul.cargo


def _asked(
    haul: Haul, asked: ChainQuestion, network: DatedNetwork
) -> tuple[Shipment, Sequence[int]]:
    days = asked.ready.of(haul.cargo) if haul.kind == FEED else asked.ready.of_plants
    dates = Dates(None, network.year_type, asked.max_d)
    shipment = Shipment(haul.from_id, haul.to_id, haul.cargo, dates, closures=asked.closures)
    return shipment, days or ()
