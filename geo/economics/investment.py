"""Whether what is built for a deposit at a hub pays, under base prices or in many worlds.

Owns how the parts of a hub cost become the years of a project (docs/model.md, E44). Worlds are
`geo.uncertainty.samples`', the cost in them `geo.uncertainty.chain_prices`'; yearly flows and their
value are `geo.economics.cash_flow`'s and `geo.economics.returns`'.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.economics.cash_flow import (
    NO_RELIEF,
    Capital,
    ProfitTax,
    RoyaltyRelief,
    Schedule,
    after_tax_usd,
    yearly_plan,
)
from zimnik.geo.economics.priced_years import PRICES, PricedYears, World
from zimnik.geo.economics.revenue import revenue_parts
from zimnik.geo.economics.subsidies import subsidy_usd_per_t
from zimnik.geo.economics.terms import CAPITAL, CLOSURE, SUSTAINING, TAX
from zimnik.geo.economics.tolling import with_toll
from zimnik.geo.processing.plant_costs import LIFE, TOLL
from zimnik.geo.processing.plants import Location
from zimnik.geo.uncertainty.sampled_plants import LAST_POSITION, POSITION, at_position
from zimnik.geo.uncertainty.samples import Input

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.economics.cash_flow import FullYear, YearlyPlan
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import Range
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants

MINE_CAPITAL, CLOSING = "capital of the mine", "cost of closure"
# Positions in a range that are drawn besides the rates and the plants.
MONEY_INPUTS = (
    Input(PRICES, POSITION, most=LAST_POSITION),
    Input(MINE_CAPITAL, POSITION, most=LAST_POSITION),
    Input(CLOSING, POSITION, most=LAST_POSITION),
    Input(f"{TOLL} {Stage.SEPARATION}", POSITION, most=LAST_POSITION),
)


class TaxRegime(StrEnum):
    """What the state leaves off the royalty."""

    GENERAL = "general"
    NEW_PROJECT = "new_project"
    ARCTIC = "arctic"


@dataclass(frozen=True, slots=True)
class InvestmentTerms:
    """How a project is built and valued.

    Parameters
    ----------
    schedule
        Years of building, ramp-up and output.
    discount_pct_per_y
        Real rate.
    regime
        What the state leaves off the royalty.
    closure_usd
        Spent in the last year; None for the share of what is built that the terms state, or for
        none where they state none.
    with_scale
        Whether a plant of another size costs less or more a tonne by the capacity exponent.
    carbon_usd_per_t
        Price of a tonne of CO2 of all hauls.
    subsidies_usd_per_t
        By `geo.economics.subsidies.Subsidy`, for each tonne that is shipped.
    toll_usd_per_kg
        What a plant that separates at the hub asks for a kilogram of REO; None where one is built.
    """

    schedule: Schedule
    discount_pct_per_y: float
    regime: TaxRegime = TaxRegime.GENERAL
    closure_usd: float | None = None
    with_scale: bool = False
    carbon_usd_per_t: float = 0.0
    subsidies_usd_per_t: Mapping[str, float] = field(default_factory=dict)
    toll_usd_per_kg: Range | None = None

    def __post_init__(self) -> None:
        freeze_mappings(self)


@dataclass(frozen=True, slots=True, eq=False)
class Investment:
    """The years of what is built for one deposit at one hub; draws along the first axis.

    Parameters
    ----------
    deposit_id, hub_id, stage
        Ends, and the last stage that is worked.
    schedule
        Its years.
    plan
        Flows before tax on profit.
    flows_usd
        Flows after it.
    plant_usd, mine_usd
        What is built.
    lacks
        What is not known, and not counted.
    """

    deposit_id: str
    hub_id: str
    stage: str
    schedule: Schedule
    plan: YearlyPlan
    flows_usd: Vector
    plant_usd: Vector
    mine_usd: Vector
    lacks: tuple[str, ...]


def investment(
    cost: HubCost, shipper: Shipper, world: World, terms: InvestmentTerms, *, producing: bool
) -> Investment | None:
    """Return the years of a project, None where its revenue is not known (docs/model.md, E44).

    Parameters
    ----------
    cost
        What the hub costs for the deposit.
    shipper
        The deposit.
    world
        What it is priced by.
    terms
        How it is built and valued.
    producing
        Whether the mine works already, so that none is built.
    """
    parts, lacks = (
        revenue_parts(cost.flows, cost.deposit_id, world.sales) if cost.flows else (None, ())
    )
    if parts is None:
        return None
    if terms.toll_usd_per_kg is not None:
        toll = terms.toll_usd_per_kg
        cost, plants = with_toll(cost, world.plants, Stage.SEPARATION, toll)
        world = replace(world, plants=plants)
    priced = PricedYears(cost, shipper, world, with_scale=terms.with_scale)
    tonnes = cost.tonnes_per_y
    mine_usd, lacking = _mine_usd(cost, world, producing=producing)
    year, said = _with_state(priced.full_year(parts), cost, terms)
    plant_usd = priced.built_usd_per_t * tonnes
    lacking += said
    sustaining = world.sales.terms.at(SUSTAINING, "capital")
    closure_usd, said = _closure_usd(plant_usd + mine_usd, world, terms)
    lacking += said
    capital = Capital(
        initial_usd=plant_usd + mine_usd,
        sustaining_pct_per_y=sustaining.base if sustaining else 0.0,
        closure_usd=closure_usd,
    )
    country = world.plants.locations[cost.hub_id].country
    home = world.plants.locations[cost.deposit_id].country
    plan = yearly_plan(terms.schedule, year, capital, relief=_relief(world, terms, home))
    tax = _profit_tax(world, country)
    lacking += () if tax else (f"no tax on profit is known of {country}: none is counted",)
    return Investment(
        cost.deposit_id,
        cost.hub_id,
        cost.flows[-1].stage,
        terms.schedule,
        plan,
        after_tax_usd(plan, tax),
        plant_usd,
        np.broadcast_to(mine_usd, plant_usd.shape),
        (*(f"{cost.deposit_id}: {why}" for why in lacks), *lacking),
    )


def _with_state(
    year: FullYear, cost: HubCost, terms: InvestmentTerms
) -> tuple[FullYear, tuple[str, ...]]:
    """Return a year with the price of carbon and with subsidies, and what they leave out."""
    lacking: tuple[str, ...] = ()
    if terms.carbon_usd_per_t:
        carbon_usd = cost.co2_kg_per_t / KG_PER_T * terms.carbon_usd_per_t * cost.tonnes_per_y
        year = replace(year, variable_usd=year.variable_usd + carbon_usd)
        lacking += ("CO2 of power, heat and reagents is not known: that of hauls alone is priced",)
    if terms.subsidies_usd_per_t:
        subsidy_usd = subsidy_usd_per_t(cost, terms.subsidies_usd_per_t) * cost.tonnes_per_y
        year = replace(year, revenue_usd=year.revenue_usd + subsidy_usd)
        lacking += ("no subsidy by the tonne is published: the sums are those that were given",)
    return year, lacking


def _closure_usd(
    built_usd: Vector, world: World, terms: InvestmentTerms
) -> tuple[Vector | float, tuple[str, ...]]:
    """Return what closing costs, and where that comes from."""
    if terms.closure_usd is not None:
        return terms.closure_usd, ()
    share = world.sales.terms.at(CLOSURE, "capital")
    if share is None:
        return 0.0, ("no cost of closure is published: none is counted",)
    said = f"closing is taken to cost {share.base:g} % of what is built, after mines elsewhere"
    return built_usd * at_position(share, world.samples.of(CLOSING, 1.0)) / PERCENT, (said,)


def _mine_usd(
    cost: HubCost, world: World, *, producing: bool
) -> tuple[Vector | float, tuple[str, ...]]:
    """Return what a mine costs to build, and what has to be said of it."""
    if producing:
        return 0.0, (
            f"{cost.deposit_id}: the mine works; what a larger one costs is not published",
        )
    per_t = world.sales.terms.at(CAPITAL, "mine", cost.deposit_id)
    if per_t is None:
        said = f"{cost.deposit_id}: the capital of the mine is not published: none is counted"
        return 0.0, (said,)
    return at_position(per_t, world.samples.of(MINE_CAPITAL, 1.0)) * cost.tonnes_per_y, ()


def _relief(world: World, terms: InvestmentTerms, country: str) -> RoyaltyRelief:
    """Return what a regime leaves off the royalty of a country; nothing that is not known."""
    found = world.sales.terms
    if terms.regime is TaxRegime.GENERAL:
        return NO_RELIEF
    factor, years = (
        found.at(TAX, name, country) for name in ("royalty_factor", "royalty_factor_years")
    )
    share = found.at(TAX, "arctic_deduction", country)
    if factor is None or years is None:
        return NO_RELIEF
    arctic = terms.regime is TaxRegime.ARCTIC and share is not None
    return RoyaltyRelief(
        factor.base, round(years.base), share.base / PERCENT if arctic and share else 0.0
    )


def _profit_tax(world: World, country: str) -> ProfitTax | None:
    rate, years = (world.sales.terms.at(TAX, name, country) for name in ("profit", "depreciation"))
    return ProfitTax(rate.base, round(years.base)) if rate and years else None


def together_usd(every: Sequence[Investment]) -> Vector:
    """Return the flows of several projects that begin in one year as those of one."""
    years = max(one.flows_usd.shape[-1] for one in every)
    total = np.zeros((len(every[0].flows_usd), years))
    for one in every:
        total[:, : one.flows_usd.shape[-1]] += one.flows_usd
    return total


def plant_life_y(plants: Plants, stages: Sequence[str]) -> float:
    """Return the shortest stated life of the plants of some stages, in years."""
    lives = [plants.prices.at(LIFE, stage, _ANYWHERE) for stage in stages]
    return min((life.base for life in lives if life is not None), default=_USUAL_LIFE_Y)


_ANYWHERE = Location("", "")
# Of a plant whose life is not stated: as long as the shortest of the tables.
_USUAL_LIFE_Y = 20.0
