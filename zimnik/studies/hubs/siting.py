"""The answer that a question of siting gets.

Owns which it is: the hubs of least cost, those that deliver a target, the front of cost and another
goal, what is built when, or what is built before the world is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.studies.hubs.horizon import site_horizon
from zimnik.studies.hubs.siting_answers import Front, FrontAnswer, Goal, SitingAnswer, TargetAnswer
from zimnik.studies.hubs.siting_problem import siting_case
from zimnik.studies.hubs.siting_ranges import siting_spreads
from zimnik.studies.hubs.worlds import site_worlds

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from zimnik.geo.siting.solve import Effort
    from zimnik.studies.hubs.ahead_answers import HorizonAnswer, WorldsAnswer
    from zimnik.studies.hubs.case import SitingCase
    from zimnik.studies.hubs.site import SiteQuestion
    from zimnik.studies.model import Model


def site_hubs(
    model: Model, question: SiteQuestion, *, executor: Executor | None = None
) -> SitingAnswer | TargetAnswer | FrontAnswer | HorizonAnswer | WorldsAnswer:
    """Answer the question of siting.

    Parameters
    ----------
    model
        Atlas, rates and network.
    question
        The options.
    executor
        Where drawn worlds are solved; None for here.

    Returns
    -------
    SitingAnswer, TargetAnswer, FrontAnswer, HorizonAnswer or WorldsAnswer
        The least cost; where a target was asked for, of delivering it; where another goal was, the
        front of the two; where a horizon was, what is built when; where worlds were, what is built
        before they are known.

    Raises
    ------
    InputError
        With every name that is not known or of another kind, what cannot be built, and choices
        that contradict each other.
    """
    from zimnik.geo.network.capacities import most_of_any
    from zimnik.geo.siting.chain import site_target
    from zimnik.geo.siting.solve import Effort
    from zimnik.geo.siting.solve import site_hubs as solve
    from zimnik.studies.provenance import asked_of

    if question.horizon is not None:
        return site_horizon(model, question, question.horizon)
    if question.worlds is not None:
        return site_worlds(model, question, question.worlds, executor=executor)
    case, effort = siting_case(model, question), Effort(question.time_limit_s)
    asked = asked_of(case.model, question, question.command)
    drawn = {"draws": question.draws, "seed": question.seed}
    if question.target_reo_t_per_y is not None:
        found = site_target(case.problem, case.chain, question.target_reo_t_per_y, effort=effort)
        siting = found.answer.siting
        own = (case.model, case.notes_of([siting]), case.made)
        checked = (case.checks(siting), case.use(siting))
        (spread,) = siting_spreads(case, [siting], **drawn)
        return TargetAnswer(found, asked, *own, *checked, spread)
    if question.pareto is not None:
        front = _front(case, question.pareto, effort)
        checks = most_of_any(case.checks(point.siting) for point in front.points)
        uses = tuple(case.use(point.siting) for point in front.points)
        notes = case.notes_of(point.siting for point in front.points)
        spreads = siting_spreads(case, [point.siting for point in front.points], **drawn)
        return FrontAnswer(front, asked, case.model, notes, case.made, checks, uses, spreads)
    answer = solve(case.problem, effort=effort)
    siting = answer.siting
    own = (case.model, case.notes_of([siting]), case.made)
    (spread,) = siting_spreads(case, [siting], **drawn)
    return SitingAnswer(answer, asked, *own, case.checks(siting), case.use(siting), spread)


def _front(case: SitingCase, goal: Goal, effort: Effort) -> Front:
    from zimnik.geo.siting.chain import abroad_measure, co2_measure
    from zimnik.geo.siting.pareto import pareto_front
    from zimnik.geo.siting.solve import site_hubs as solve

    hubs = case.model.atlas.hubs
    home = frozenset(hubs.loc[hubs["country"].isin(case.model.region.home_countries), "id"])
    measure = co2_measure(case.chain) if goal is Goal.CO2 else abroad_measure(case.chain, home)
    points = pareto_front(case.problem, measure, effort=effort)
    reasons = () if points else solve(case.problem, effort=effort).reasons
    return Front(goal, points, reasons)
