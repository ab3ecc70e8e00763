"""The question of investments: whether what is built for deposits at hubs pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.economics.investment import TaxRegime
from zimnik.studies.answers import Answer, ChartAnswer
from zimnik.studies.economics.tolls import Toll, toll_warnings, tolls, tolls_by_hub
from zimnik.studies.hubs.compare import PricedHubsQuestion
from zimnik.studies.options import YES, amounts, number, option, optional, whole, word
from zimnik.studies.ranges.draws import DRAWS, MOST_SEED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.economics.cash_flow import Schedule
    from zimnik.geo.economics.chances import NpvSwing
    from zimnik.geo.economics.investment import Investment
    from zimnik.geo.economics.priced_years import World
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.processing.comparison import HubRow
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.uncertainty.samples import Samples
    from zimnik.maps.page.document import AnswerPage
    from zimnik.maps.reports.money.investment import HubInvestmentRecord, InvestRecord
    from zimnik.studies.hubs.compare import Compared
    from zimnik.studies.model import Model

MOST_YEARS = 100
PRODUCING = "producing"
NOT_COUNTED = (
    "roads that are built are paid for by the year; property tax is not counted; what waits on its "
    "way, reagents in store, and tax that waits at a border, are working capital"
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class InvestAnswer(ChartAnswer):
    """Investments at hubs, in the base world and in many."""

    result: InvestRecord

    @property
    def answered(self) -> bool:
        """Whether any hub has a known revenue."""
        return bool(self.result.hubs)

    def record(self) -> InvestRecord:
        """Return the record of the investments."""
        return self.result

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each hub."""
        from zimnik.maps.reports.money.investment import invest_rows

        return invest_rows(self.result)

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return a table with a column for each hub."""
        from zimnik.maps.reports.money.investment import invest_text

        return invest_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of the investments."""
        from zimnik.maps.pages.answers.investment import INVESTMENT

        return INVESTMENT, (self.result,)


@dataclass(frozen=True, slots=True)
class InvestQuestion(PricedHubsQuestion):
    """Value what is built at hubs: NPV, IRR and payback, with P10 to P90 over drawn worlds.

    Parameters
    ----------
    hubs
        Hubs by id or name.
    discount_pct_per_y
        Real rate, %; without it the interest of the rate card.
    build_y
        Years of building; without it those of the table of terms.
    ramp_up_y
        Years of part output; without it those of the table of terms.
    life_y
        Years of output; without it the life of the plant, or of the reserve if that is shorter.
    tax
        Tax regime: general; new_project, which pays a tenth of the tax on extraction for ten years;
        arctic, which also deducts half of that until the capital is deducted.
    closure_usd
        What closing costs in the last year, US$; without it the share of what is built that the
        table of terms states.
    economies_of_scale
        Let a larger plant cost less a tonne, by the capacity exponent of the table of terms.
    carbon_usd_per_t
        Price of a tonne of CO2 of all hauls, US$; without it none is charged.
    subsidies_usd_per_t
        NAME=USD for each tonne shipped: northern_sea_route for cargo by ship in ice;
        northern_delivery for reagents that come by water or winter road. What the state pays is
        published by the year alone, so the sum is yours.
    toll
        A hub, or HUB=USD a kilogram of REO: its plant that separates today does so for a toll, the
        published one without a sum, and none is built.
    draws
        How many worlds are drawn.
    seed
        The same seed gives the same worlds.
    """

    discount_pct_per_y: float | None = option(
        None, optional(number(0, 100, unit="% a year")), name="discount"
    )
    build_y: int | None = option(None, optional(whole(0, MOST_YEARS)), name="build-years")
    ramp_up_y: int | None = option(None, optional(whole(0, MOST_YEARS)), name="ramp-up")
    life_y: int | None = option(None, optional(whole(1, MOST_YEARS)), name="life")
    tax: TaxRegime = option(TaxRegime.GENERAL, word(TaxRegime))
    closure_usd: float | None = option(None, optional(number(0, 1e12, unit="US$")), name="closure")
    economies_of_scale: bool = option(default=False, reader=YES)
    carbon_usd_per_t: float = option(
        0.0, number(0, 1e6, unit="US$ per t of CO2"), name="carbon-usd-per-t"
    )
    subsidies_usd_per_t: Mapping[str, float] = option(None, amounts(), name="subsidy")
    toll: tuple[Toll, ...] = tolls()
    draws: int = option(1000, DRAWS)
    seed: int = option(1, whole(0, MOST_SEED))

    command: ClassVar[str] = "hubs invest"
    answer_class: ClassVar[type[Answer]] = InvestAnswer
    least_hubs: ClassVar[int] = 1

    def contradictions(self) -> list[Fault]:
        """Return what contradicts, also a life that ends in the ramp-up."""
        return [
            *PricedHubsQuestion.contradictions(self),
            *self._life_faults(),
            *self._subsidy_faults(),
        ]

    def _subsidy_faults(self) -> list[Fault]:
        from zimnik.geo.economics.subsidies import Subsidy

        known = [str(one) for one in Subsidy]
        return [
            Fault("subsidies_usd_per_t", f"one of {', '.join(known)}", f"'{name}'", "Use one.")
            for name in self.subsidies_usd_per_t
            if name not in known
        ]

    def _life_faults(self) -> list[Fault]:
        if self.life_y is None or self.ramp_up_y is None or self.life_y > self.ramp_up_y:
            return []
        found = f"a life of {self.life_y} years, {self.ramp_up_y} of them of part output"
        remedy = "Give a longer life or a shorter ramp-up."
        return [Fault("life_y", "a life longer than the ramp-up", found, remedy)]


def find_investments(model: Model, question: InvestQuestion) -> InvestAnswer:
    """Answer the question of investments.

    Raises
    ------
    InputError
        With every name that is not known, or years that cannot be.
    """
    from zimnik.maps.reports.money.investment import (
        InvestRecord,
        NoInvestmentRecord,
        verdict_of,
    )
    from zimnik.maps.reports.records import PlaceRef
    from zimnik.studies.drawing import heading_of
    from zimnik.studies.hubs.compare import compared
    from zimnik.studies.provenance import asked_of
    from zimnik.studies.years.calendar import year_record_of

    found = compared(model, question)
    asked = asked_of(model, question, question.command)
    names = heading_of(found.model, asked).names
    samples, valued = _samples(model, question), _Valued(found, question, names)
    hubs: list[HubInvestmentRecord] = []
    without: list[NoInvestmentRecord] = []
    lacks: dict[str, None] = {}
    for row in found.comparison.rows:
        made, why = valued.hub(row, samples)
        if made is None:
            without.append(NoInvestmentRecord(row.hub_id, names[row.hub_id], why))
        else:
            hubs.append(made)
            lacks.update(dict.fromkeys(why))
    deck = found.earnings.deck
    record = InvestRecord(
        asked=asked,
        observed_year=year_record_of(found.model),
        warnings=tuple(dict.fromkeys((*lacks, *found.comparison.warnings, NOT_COUNTED))),
        verdict=verdict_of(tuple(hubs), valued.discount_pct_per_y),
        deposits=tuple(PlaceRef(i, names[i]) for i in found.comparison.deposit_ids),
        stages=tuple(str(stage) for stage in found.comparison.stages),
        discount_pct_per_y=valued.discount_pct_per_y,
        tax_regime=str(question.tax),
        price_year=deck.year,
        price_market=str(deck.market),
        draws=question.draws,
        seed=question.seed,
        hubs=tuple(hubs),
        without=tuple(without),
    )
    return InvestAnswer(record, asked, found.model)


def _samples(model: Model, question: InvestQuestion) -> Samples:
    """Return the worlds: rates, plants, prices of products and capital of the mine."""
    from zimnik.geo.economics.investment import MONEY_INPUTS
    from zimnik.geo.uncertainty.sampled_plants import chain_inputs
    from zimnik.geo.uncertainty.sampled_rates import card_inputs
    from zimnik.geo.uncertainty.samples import YEAR, draw_samples
    from zimnik.studies.hubs.chains import plants_of
    from zimnik.studies.ranges.draws import rates_drawn

    rates = [one for one in card_inputs(*rates_drawn(model)) if one.name != YEAR]
    inputs = (*rates, *chain_inputs(plants_of(model)), *MONEY_INPUTS)
    return draw_samples(inputs, question.draws, question.seed)


class _Valued:
    """Hubs of one question, valued one by one."""

    def __init__(self, found: Compared, question: InvestQuestion, names: Mapping[str, str]) -> None:
        self.found, self.question, self.names = found, question, names
        self.card = found.pricing.network.card
        given = question.discount_pct_per_y
        self.tolls = tolls_by_hub(found.model, question.toll, question.hubs, found.pricing.sales)
        self.discount_pct_per_y = self.card.interest_pct_per_y.base if given is None else given
        table = found.model.atlas.deposits.set_index("id")
        self.deposits = {str(key): row.to_dict() for key, row in table.iterrows()}

    def hub(
        self, row: HubRow, samples: Samples
    ) -> tuple[HubInvestmentRecord | None, tuple[str, ...]]:
        """Return the investment of a hub with what is not counted, or why there is none."""
        from zimnik.geo.economics.chances import npv_swings
        from zimnik.geo.economics.investment import together_usd
        from zimnik.geo.uncertainty.samples import Samples, one_at_a_time

        if row.reasons:
            return None, row.reasons
        base = self._every(row, Samples((), np.zeros((1, 0))))
        if None in base:
            pairs = zip(self.found.pricing.shippers, row.costs, base, strict=True)
            return None, tuple(
                self._lacking(shipper, cost) for shipper, cost, one in pairs if one is None
            )
        drawn = [one for one in self._every(row, samples) if one is not None]
        ends = [one for one in self._every(row, one_at_a_time(samples.inputs)) if one is not None]
        known = [one for one in base if one is not None]
        said = [why for one in known for why in one.lacks]
        said += [why for cost in row.costs for why in cost.warnings]
        said += toll_warnings(self.found.model, row, self.tolls)
        swings = npv_swings(samples.inputs, together_usd(ends), self.discount_pct_per_y)
        return self._record(row, known, drawn, swings), tuple(dict.fromkeys(said))

    def _lacking(self, shipper: Shipper, cost: HubCost) -> str:
        """Return what is not known of a deposit, so that nothing can be said of its revenue."""
        lacks = []
        if shipper.product.reo_kg_per_t is None:
            lacks.append("the REO grade of what it ships")
        elif not cost.flows:
            lacks.append("a recipe for what it ships")
        if self.found.pricing.sales.basket(shipper.deposit_id) is None:
            lacks.append("the shares of elements in its rare earths")
        return f"{shipper.deposit_id}: not published: {', '.join(lacks)}"

    def _every(self, row: HubRow, samples: Samples) -> list[Investment | None]:
        from zimnik.geo.economics.investment import InvestmentTerms, investment
        from zimnik.geo.economics.priced_years import World

        pricing, question = self.found.pricing, self.question
        world = World(pricing.plants, self.card, pricing.sales, samples)
        return [
            investment(
                cost,
                shipper,
                world,
                InvestmentTerms(
                    self.schedule(shipper, world),
                    self.discount_pct_per_y,
                    question.tax,
                    question.closure_usd,
                    question.economies_of_scale,
                    question.carbon_usd_per_t,
                    question.subsidies_usd_per_t,
                    self.tolls.get(cost.hub_id),
                ),
                producing=self.deposits[shipper.deposit_id]["status"] == PRODUCING,
            )
            for cost, shipper in zip(row.costs, pricing.shippers, strict=True)
        ]

    def schedule(self, shipper: Shipper, world: World) -> Schedule:
        """Return the years of a deposit: those that are asked for, else of the table."""
        from zimnik.geo.economics.cash_flow import Schedule
        from zimnik.geo.economics.terms import SCHEDULE

        asked, terms = self.question, world.sales.terms
        build, ramp = (terms.at(SCHEDULE, name) for name in ("build", "ramp_up"))
        if build is None or ramp is None:
            remedy = "Add the row, or give --build-years and --ramp-up."
            raise InputError([Fault("project_terms", "schedule build and ramp_up", "none", remedy)])
        life_y = self._life_y(shipper, world) if asked.life_y is None else asked.life_y
        return Schedule(
            round(build.base) if asked.build_y is None else asked.build_y,
            round(ramp.base) if asked.ramp_up_y is None else asked.ramp_up_y,
            life_y,
        )

    def _life_y(self, shipper: Shipper, world: World) -> int:
        """Return the life of the plant, or of the reserve where that is shorter."""
        from zimnik.geo.economics.investment import plant_life_y

        row = self.deposits[shipper.deposit_id]
        ore_t = float(row["ore_mt"]) * 1e6 / (float(row["ore_t_per_t"]) or 1.0)
        plant = plant_life_y(world.plants, self.found.comparison.stages)
        reserve = ore_t / shipper.tonnes_per_y
        return max(1, int(min(plant, reserve))) if reserve == reserve else int(plant)  # noqa: PLR0124

    def _record(
        self,
        row: HubRow,
        base: list[Investment],
        drawn: list[Investment],
        swings: tuple[NpvSwing, ...],
    ) -> HubInvestmentRecord:
        from zimnik.geo.economics.chances import chances_of
        from zimnik.geo.economics.investment import together_usd
        from zimnik.geo.economics.returns import internal_rate, npv_usd, payback_y
        from zimnik.maps.reports.money.investment import (
            HubInvestmentRecord,
            rate_fields,
            spreads_of,
            swing_records,
        )

        flows = together_usd(base)[0]
        longest = max((one.schedule for one in base), key=lambda one: one.years)
        years = [_year_flows(base, number) for number in range(longest.years)]
        full = years[longest.build_y + longest.ramp_up_y]
        tied = np.cumsum([one.working_capital_usd for one in years])
        return HubInvestmentRecord(
            id=row.hub_id,
            name=self.names[row.hub_id],
            stage=str(base[0].stage),
            toll_usd_per_kg=toll.base if (toll := self.tolls.get(row.hub_id)) else None,
            build_y=longest.build_y,
            ramp_up_y=longest.ramp_up_y,
            life_y=longest.life_y,
            plant_usd=sum(float(one.plant_usd[0]) for one in base),
            mine_usd=sum(float(one.mine_usd[0]) for one in base),
            revenue_usd_per_y=full.revenue_usd,
            operating_usd_per_y=full.operating_usd,
            royalty_usd_per_y=full.royalty_usd,
            working_capital_usd=float(tied.max()),
            npv_usd=float(npv_usd(flows, self.discount_pct_per_y)),
            **rate_fields(internal_rate(flows)),
            payback_y=payback_y(flows, longest.build_y),
            **spreads_of(chances_of(together_usd(drawn), longest.build_y, self.discount_pct_per_y)),
            swings=swing_records(swings),
            years=tuple(years),
        )


def _year_flows(base: list[Investment], number: int) -> Any:  # noqa: ANN401 - a record
    from zimnik.maps.reports.money.investment import YearFlowsRecord

    def total(name: str) -> float:
        return sum(_at(getattr(one.plan, name), number) for one in base)

    tied = total("working_capital_usd")
    before = sum(_at(one.plan.working_capital_usd, number - 1) for one in base) if number else 0.0
    net = sum(_at(one.flows_usd, number) for one in base)
    untaxed = sum(_at(one.plan.before_tax_usd, number) for one in base)
    return YearFlowsRecord(
        year=number + 1,
        revenue_usd=total("revenue_usd"),
        operating_usd=total("operating_usd"),
        royalty_usd=total("royalty_usd"),
        capital_usd=total("capital_usd"),
        working_capital_usd=tied - before,
        tax_usd=untaxed - net,
        net_usd=net,
    )


def _at(flows: Vector, number: int) -> float:
    """Return a flow of the base world; 0 after the last year."""
    return float(flows[0, number]) if number < flows.shape[-1] else 0.0
