"""What a hub earns for all its deposits, and what a kilogram of REO costs with mining in it.

Owns means over deposits and the three costs of a kilogram (docs/model.md, E41); what one deposit
earns is `geo.economics.netback`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.economics.netback import annuity_usd_per_t, stage_netbacks
from zimnik.geo.processing.hub_cost_results import joint_flows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.economics.netback import StageNetback
    from zimnik.geo.economics.prices import PriceDeck
    from zimnik.geo.economics.revenue import Sales
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import Level, RateCard
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants


@dataclass(frozen=True, slots=True)
class HubEarnings:
    """What a hub earns for all its deposits, by the stage at which their products are sold.

    Parameters
    ----------
    hub_id
        The hub.
    netbacks
        By deposit and stage.
    reo_with_mining_usd_per_kg, reo_before_capital_usd_per_kg
        What REO bear for each kilogram of them that is sold, mining in it; and that without the
        annuity of the plant. None where it is not known.
    """

    hub_id: str
    netbacks: tuple[StageNetback, ...] = field(default=())
    reo_with_mining_usd_per_kg: float | None = None
    reo_before_capital_usd_per_kg: float | None = None

    @property
    def stages(self) -> tuple[str, ...]:
        """Stages at which anything may be sold, in order."""
        return tuple(dict.fromkeys(one.stage for one in self.netbacks))

    def at(self, stage: str) -> tuple[StageNetback, ...]:
        """Return what is earned at a stage, deposit by deposit."""
        return tuple(one for one in self.netbacks if one.stage == stage)

    def netback_usd_per_t(self, stage: str) -> float | None:
        """Return the mean netback of a stage; None where that of a deposit is unknown."""
        return _mean((one.netback_usd_per_t, one.tonnes_per_y) for one in self.at(stage))

    def margin_usd_per_t(self, stage: str, *, level: Level = "base") -> float | None:
        """Return the mean margin of a stage at one level of the prices of rare earths."""
        return _mean((one.margin_at(level), one.tonnes_per_y) for one in self.at(stage))

    def margin_usd_per_kg(self, stage: str) -> float | None:
        """Return the margin for a kilogram of the product of a stage."""
        margin = self.margin_usd_per_t(stage)
        kg = _mean((one.product_kg_per_t, one.tonnes_per_y) for one in self.at(stage))
        return None if margin is None or not kg else margin / kg

    @property
    def mining_usd_per_t(self) -> float | None:
        """Mean cash spent on a tonne of feed before it leaves its site; None without any."""
        first = self.at(self.stages[0]) if self.stages else ()
        return _mean((one.mining_usd_per_t, one.tonnes_per_y) for one in first)

    @property
    def best_stage(self) -> str | None:
        """Stage at which the margin is largest; None where none is known."""
        known = {s: m for s in self.stages if (m := self.margin_usd_per_t(s)) is not None}
        return max(known, key=lambda stage: known[stage]) if known else None

    @property
    def best_margin_usd_per_t(self) -> float | None:
        """The largest margin; None where none is known."""
        stage = self.best_stage
        return None if stage is None else self.margin_usd_per_t(stage)


@dataclass(frozen=True, slots=True)
class ComparedEarnings:
    """What hubs earn side by side, by hub, and the prices at which they do."""

    deck: PriceDeck
    hubs: Mapping[str, HubEarnings]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def known(self) -> dict[str, float]:
        """Largest margin of each hub of which one is known, US dollars per tonne of feed."""
        margins = ((hub_id, one.best_margin_usd_per_t) for hub_id, one in self.hubs.items())
        return {hub_id: margin for hub_id, margin in margins if margin is not None}

    @property
    def best_hub_id(self) -> str | None:
        """The hub that earns most, or loses least; None where nothing is known."""
        known = self.known
        return max(known, key=lambda hub_id: known[hub_id]) if known else None


def hub_earnings(
    hub_id: str,
    costs: Sequence[Sequence[HubCost]],
    shippers: Sequence[Shipper],
    plants: Plants,
    card: RateCard,
    sales: Sales,
) -> HubEarnings:
    """Return what a hub earns (docs/model.md, E41).

    Parameters
    ----------
    hub_id
        The hub.
    costs
        By last stage, the first alone to all of them: what the hub costs for each deposit.
    shippers
        The deposits, in the order of the costs.
    plants, card
        Recipes, prices of plants, and rates.
    sales
        What products sell for.
    """
    netbacks: list[StageNetback] = []
    with_mining: list[tuple[float | None, float]] = []
    before_capital: list[tuple[float | None, float]] = []
    for number, shipper in enumerate(shippers):
        own = [of_stage[number] for of_stage in costs]
        netbacks += stage_netbacks(own, shipper, plants, card, sales)
        full = own[-1]
        reo_t = (full.reo_kg_per_t or 0.0) * full.tonnes_per_y
        mining = shipper.cargo(card).value_usd_per_t
        built = annuity_of_reo_usd(full, plants, card) if full.flows else 0.0
        usd = full.reo_cost_usd_per_t + mining * full.reo_share
        known = bool(reo_t) and not full.reason
        with_mining.append((usd * full.tonnes_per_y / reo_t if known else None, reo_t))
        before_capital.append(((usd - built) * full.tonnes_per_y / reo_t if known else None, reo_t))
    return HubEarnings(hub_id, tuple(netbacks), _mean(with_mining), _mean(before_capital))


def annuity_of_reo_usd(cost: HubCost, plants: Plants, card: RateCard) -> float:
    """Return what REO bear of the annuity of a plant for a tonne of feed (E17)."""
    joint = annuity_usd_per_t(joint_flows(cost.flows), plants, card, cost.hub_id)
    part = annuity_usd_per_t(cost.part_flows, plants, card, cost.hub_id)
    return joint * cost.reo_share + part


def _mean(parts: Iterable[tuple[float | None, float]]) -> float | None:
    total = tonnes = 0.0
    for value, own_t in parts:
        if value is None:
            return None
        total += value * own_t
        tonnes += own_t
    return total / tonnes if tonnes else None
