"""The question of what to build before the world is known: prices, rates and kinds of year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.studies.hubs.ahead_answers import WorldsAnswer
from zimnik.studies.hubs.siting_problem import siting_case, standing_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor

    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.dynamic_siting.sizing import SizedProblem
    from zimnik.geo.dynamic_siting.two_stage import Worlds
    from zimnik.geo.uncertainty.samples import Samples
    from zimnik.studies.hubs.case import SitingCase
    from zimnik.studies.hubs.site import SiteQuestion
    from zimnik.studies.model import Model

# Share of the cost to which a plan over worlds is proven.
GAP = 1e-4


def site_worlds(
    model: Model, question: SiteQuestion, count: int, *, executor: Executor | None = None
) -> WorldsAnswer:
    """Answer what to build before the world is known, beside what the base world asks for.

    Parameters
    ----------
    model
        Atlas, rates and network.
    question
        The options.
    count
        How many worlds are drawn.
    executor
        Where each of them is solved alone, and plans in each; None for here.

    Raises
    ------
    InputError
        As `siting_case`.
    """
    from zimnik.geo.dynamic_siting.two_stage import site_over_worlds
    from zimnik.geo.network.capacities import most_of_any
    from zimnik.geo.siting.solve import Effort
    from zimnik.maps.reports.ahead.worlds import Drawn, worlds_record
    from zimnik.studies.drawing import heading_of
    from zimnik.studies.provenance import asked_of

    case = siting_case(model, question)
    samples = _samples(case, question, count)
    rows = samples.by_year()
    cases = _cases(model, question, case, rows)
    worlds = _worlds(case, question, samples, cases)
    effort = Effort(question.time_limit_s, GAP)
    found = site_over_worlds(worlds, effort=effort, executor=executor)
    plans = [plan.siting for plan in (found.here_and_now, found.base) if plan is not None]
    # Flows of the two-stage plan are those of the first world, over the arcs of its kind of year.
    first = next(cases[kind] for kind, own in rows.items() if 0 in own)
    owners = [first, case][: len(plans)]
    pairs = list(zip(owners, plans, strict=True))
    record = worlds_record(
        worlds,
        found,
        heading_of(case.model, asked_of(case.model, question, question.command)),
        tuple(dict.fromkeys(note for owner, siting in pairs for note in owner.notes_of([siting]))),
        made=case.made,
        drawn=Drawn(question.seed, {str(kind): len(own) for kind, own in rows.items()}),
        checks=most_of_any(owner.checks(siting) for owner, siting in pairs),
        uses=tuple(owner.use(siting) for owner, siting in pairs),
    )
    return WorldsAnswer(record, record.asked, case.model)


def _samples(case: SitingCase, question: SiteQuestion, count: int) -> Samples:
    """Return the worlds: rates, paces and kinds of year; plants and recoveries where they count."""
    from zimnik.geo.uncertainty.sampled_plants import chain_inputs
    from zimnik.geo.uncertainty.sampled_rates import card_inputs
    from zimnik.geo.uncertainty.samples import YEAR, draw_samples
    from zimnik.studies.hubs.chains import plants_of
    from zimnik.studies.ranges.draws import currency_of, inputs_of

    # A year whose dates were read is the year of every world.
    kinds = [
        one
        for one in card_inputs(case.model.card, currency_of(case.model))
        if one.name == YEAR and question.year is None
    ]
    plants = chain_inputs(plants_of(case.model)) if question.counts_chain else ()
    return draw_samples((*inputs_of(case.model), *kinds, *plants), count, question.seed)


def _cases(
    model: Model,
    question: SiteQuestion,
    base: SitingCase,
    rows: Mapping[YearType, object],
) -> dict[YearType, SitingCase]:
    """Return the siting in a year of each kind that is drawn."""
    if question.year is not None:
        return dict.fromkeys(rows, base)
    return {
        kind: base
        if kind is question.year_type
        else siting_case(model, replace(question, year_type=kind))
        for kind in rows
    }


def _worlds(
    case: SitingCase,
    question: SiteQuestion,
    samples: Samples,
    cases: Mapping[YearType, SitingCase],
) -> Worlds:
    from zimnik.geo.dynamic_siting.plants import sized_chain
    from zimnik.geo.dynamic_siting.sizing import SizedProblem
    from zimnik.geo.dynamic_siting.two_stage import Worlds

    drawn: dict[int, SizedProblem] = {}
    for kind, own in samples.by_year().items():
        parts = _drawn(cases[kind], question, samples.take(own))
        drawn |= dict(zip(own.tolist(), parts, strict=True))
    if question.counts_chain:
        base = sized_chain(
            case.problem,
            case.chain,
            standing=standing_of(case.model, question),
            step_t_per_y=question.step_t_per_y,
        )
    else:
        base = SizedProblem(case.problem, (None,))
    return Worlds(base, tuple(drawn[number] for number in range(samples.count)))


def _drawn(case: SitingCase, question: SiteQuestion, samples: Samples) -> tuple[SizedProblem, ...]:
    """Return the siting in every sample of years of one kind."""
    from zimnik.geo.dynamic_siting.priced_worlds import chain_worlds, haulage_worlds
    from zimnik.studies.hubs.chains import plants_of

    card = case.model.card
    if not question.counts_chain:
        return haulage_worlds(case.problem, case.hauls, card, samples)
    (standing,) = standing_of(case.model, question)
    return chain_worlds(
        case.problem,
        case.chain,
        plants_of(case.model),
        card,
        samples,
        standing=standing,
        step_t_per_y=question.step_t_per_y,
    )
