"""The question of when to build: hubs, roads and ports over the years of a horizon."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.studies.hubs.ahead_answers import HorizonAnswer
from zimnik.studies.hubs.horizon_outputs import planned_t_per_y
from zimnik.studies.hubs.siting_problem import siting_case, standing_of

if TYPE_CHECKING:
    from zimnik.geo.dynamic_siting.sizing import SizedProblem
    from zimnik.studies.hubs.ahead import HorizonYears
    from zimnik.studies.hubs.case import SitingCase
    from zimnik.studies.hubs.site import SiteQuestion
    from zimnik.studies.model import Model

# Share of the cost to which a plan over years is proven.
GAP = 1e-3


def site_horizon(model: Model, question: SiteQuestion, years: HorizonYears) -> HorizonAnswer:
    """Answer which hub, road and port opens when.

    Raises
    ------
    InputError
        As `siting_case`, and where no deposit plans anything.
    """
    from zimnik.geo.dynamic_siting.periods import Horizon, Period, site_over_periods
    from zimnik.geo.dynamic_siting.plants import with_target
    from zimnik.geo.network.capacities import most_of_any
    from zimnik.geo.siting.chain import reo_measure
    from zimnik.geo.siting.solve import Effort
    from zimnik.maps.reports.ahead.horizon import horizon_record
    from zimnik.studies.drawing import heading_of
    from zimnik.studies.provenance import asked_of

    case = siting_case(model, question)
    parts, target = _parts(case, question, years), question.target_reo_t_per_y
    if target is not None:
        parts = tuple(with_target(part, case.chain, target) for part in parts)
    given = question.discount_pct_per_y
    horizon = Horizon(
        tuple(Period(year, year) for year in years.years),
        parts,
        case.model.card.interest_pct_per_y.base if given is None else given,
        question.budget_usd_per_y or np.inf,
        reo_measure(case.chain),
    )
    found = site_over_periods(horizon, effort=Effort(question.time_limit_s, GAP))
    sitings = [one.siting for one in found.built]
    record = horizon_record(
        found,
        heading_of(case.model, asked_of(case.model, question, question.command)),
        case.notes_of(sitings),
        made=case.made,
        checks=most_of_any(case.checks(siting) for siting in sitings),
        uses=tuple(case.use(siting) for siting in sitings),
        step_t_per_y=question.step_t_per_y,
        target_reo_t_per_y=target,
    )
    return HorizonAnswer(record, record.asked, case.model)


def _parts(
    case: SitingCase, question: SiteQuestion, years: HorizonYears
) -> tuple[SizedProblem, ...]:
    """Return the sized siting of each year: the plant of the year of most, each year's volumes."""
    from zimnik.geo.dynamic_siting.plants import sized_chain

    whole = sized_chain(
        case.problem,
        case.chain,
        standing=standing_of(case.model, question),
        step_t_per_y=question.step_t_per_y,
    )
    sources = whole.problem.sources
    if question.tonnes_per_y is not None:
        return (whole,) * len(years.years)
    planned, _ = planned_t_per_y(case.model, sources.ids, years.years)

    def part(year: int) -> SizedProblem:
        tonnes = np.array([planned[name].get(year, 0.0) for name in sources.ids])
        problem = replace(whole.problem, sources=replace(sources, volumes_t_per_y=tonnes))
        return replace(whole, problem=problem)

    return tuple(part(year) for year in years.years)
