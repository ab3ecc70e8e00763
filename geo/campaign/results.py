"""Answers of a campaign: deliveries, flows, stocks, costs, what binds and the fleet.

Owns the frozen results that `maps` shows as text, JSON and pages. The cost is the sum of its
components (docs/model.md, E12).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from zimnik.geo.campaign.fleet import FleetLine
    from zimnik.geo.core.intervals import Weeks

# Ten cents, or a tenth of a tonne, per tonne of a limit is nothing to plan by.
_SMALLEST = 0.1


@dataclass(frozen=True, slots=True)
class DemandResult:
    """What became of one demand, and what of the cost of the year it bears.

    Parameters
    ----------
    origin_id, destination_id, product, inbound
        As it was asked.
    wanted_t, delivered_t, reason
        Tonnes, and why not all of them are delivered.
    components_usd
        Its cost of the year by component, with its part of the dedicated roads that it shares
        (docs/model.md, E12).
    co2_t
        Its tonnes CO2e of the year.
    """

    origin_id: str
    destination_id: str
    product: str
    inbound: bool
    wanted_t: float
    delivered_t: float
    reason: str | None
    components_usd: Mapping[str, float] = field(default_factory=dict)
    co2_t: float = 0.0

    @property
    def cost_usd(self) -> float:
        """Cost of the year: the sum of its components."""
        return sum(self.components_usd.values())

    @property
    def cost_usd_per_t(self) -> float | None:
        """Cost of a tonne delivered, or None where nothing is."""
        return self.cost_usd / self.delivered_t if self.delivered_t else None

    @property
    def undelivered_t(self) -> float:
        """Tonnes that stay behind."""
        return max(self.wanted_t - self.delivered_t, 0.0)


@dataclass(frozen=True, slots=True)
class Binding:
    """A limit that is used to the brim, and what a tonne less or more of it would change.

    Parameters
    ----------
    name, kind
        Id of the place or link; "throughput", "rate" or "storage".
    upper_t, used_t
        Shipped tonnes: of the year, or for a storage at its fullest.
    step_t
        How many tonnes less and more were tried.
    delivered_t_per_t
        Tonnes more delivered per tonne of the limit: between it and less, between it and more.
        None where there cannot be less.
    cost_usd_per_t
        Likewise the change of the cost of the campaign, US dollars a year; what is delivered
        besides costs, what finds a better way saves.
    """

    name: str
    kind: str
    upper_t: float
    used_t: float
    step_t: float
    delivered_t_per_t: tuple[float | None, float | None]
    cost_usd_per_t: tuple[float | None, float | None]

    @property
    def matters(self) -> bool:
        """Whether a little less or more of it changes anything."""
        prices = (*self.delivered_t_per_t, *self.cost_usd_per_t)
        return any(abs(price) > _SMALLEST for price in prices if price is not None)


@dataclass(frozen=True, slots=True)
class CampaignAnswer:
    """A year's plan.

    Parameters
    ----------
    weeks
        How the year is cut; weeks count from 0.
    demands
        What became of each.
    flows
        Tonnes by `demand`, `link_id`, `from_id`, `to_id`, `mode`, `vehicle`, `week` in which they
        enter the link: `tonnes`.
    movements
        Tonnes by `demand`, `place_id`, `week` and `kind` ("made", "came", "left", "used").
    stocks
        Tonnes in store at the end of each `week`, by `demand` and `place_id`: `tonnes`.
    bindings
        Limits that are full and matter.
    fleet
        What each leg takes, in the order of travel.
    warnings
        What to mind.
    """

    weeks: Weeks
    demands: tuple[DemandResult, ...]
    flows: pd.DataFrame
    movements: pd.DataFrame
    stocks: pd.DataFrame
    bindings: tuple[Binding, ...]
    fleet: tuple[FleetLine, ...]
    warnings: tuple[str, ...] = ()

    @property
    def delivered_t(self) -> float:
        """Tonnes delivered, of all demands."""
        return sum(demand.delivered_t for demand in self.demands)

    @property
    def components_usd(self) -> dict[str, float]:
        """Cost of the year by component: the sum of what the demands bear."""
        total: dict[str, float] = {}
        for demand in self.demands:
            for name, usd in demand.components_usd.items():
                total[name] = total.get(name, 0.0) + usd
        return total

    @property
    def co2_t(self) -> float:
        """Tonnes CO2e of the year, of all demands."""
        return sum(demand.co2_t for demand in self.demands)

    @property
    def cost_usd(self) -> float:
        """Cost of the year: the sum of the components."""
        return sum(self.components_usd.values())

    @property
    def cost_usd_per_t(self) -> float | None:
        """Cost of a tonne delivered, or None where nothing is."""
        return self.cost_usd / self.delivered_t if self.delivered_t else None

    def warned(self, warnings: Iterable[str]) -> CampaignAnswer:
        """Return the same answer with more warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))


def imbalances(answer: CampaignAnswer) -> pd.DataFrame:
    """Return tonnes in, tonnes out, stock change and their gap by demand, place and week.

    What is made and what comes is in; what leaves and what is used is out. The year is a cycle, so
    before the first week stands the stock of the last.
    """
    keys = ["demand", "place_id", "week"]
    moved = answer.movements.pivot_table(
        index=keys, columns="kind", values="tonnes", aggfunc="sum", fill_value=0.0
    ).reindex(columns=["made", "came", "left", "used"], fill_value=0.0)
    stock = answer.stocks.set_index(keys)["tonnes"].sort_index()
    before = stock.groupby(level=["demand", "place_id"]).transform(_a_week_before)
    table = moved.reindex(stock.index, fill_value=0.0)
    table = table.assign(
        tonnes_in=table["made"] + table["came"],
        tonnes_out=table["left"] + table["used"],
        stock_change=stock - before,
    )
    gap = table["tonnes_in"] - table["tonnes_out"] - table["stock_change"]
    return table.assign(gap=gap)[["tonnes_in", "tonnes_out", "stock_change", "gap"]]


def _a_week_before(stock: pd.Series) -> pd.Series:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    return pd.Series(np.roll(stock.to_numpy(), 1), index=stock.index)
