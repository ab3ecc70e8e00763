"""`zimnik hubs site`: which hubs to open, and who feeds whom."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.cli.app import NOTHING_FOUND
from zimnik.cli.hubs import hubs_app
from zimnik.cli.hubs_compare import USUAL
from zimnik.cli.options import (
    AtlasOption,
    AvoidOption,
    Format,
    PlannedOption,
    RatesOption,
    TonnesOption,
    WithoutOption,
    YearTypeOption,
)
from zimnik.cli.output import deliver_text, heading_of, require_suffix
from zimnik.geo.core.vocabulary import YearType
from zimnik.studies.building import BuildOption
from zimnik.studies.participants import STAGE, DepositsOption, ReadyOption, StageOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.siting.chain import TargetAnswer
    from zimnik.geo.siting.chain_arcs import ChainArcs
    from zimnik.geo.siting.pareto import FrontPoint
    from zimnik.geo.siting.results import SitingAnswer
    from zimnik.geo.siting.solve import Effort
    from zimnik.studies.model import Model
    from zimnik.studies.siting import Question

HOME = "RU"
TimeLimitOption = Annotated[
    float, typer.Option("--time-limit", help="Seconds after which the best found is given.")
]


class Goal(StrEnum):
    """What is weighed against cost."""

    CO2 = "co2"
    HOME = "home"


@hubs_app.command()
def site(
    number: Annotated[
        list[str] | None,
        typer.Option(
            "--open", help="How many hubs are open, or STAGE=N; without it their cost decides."
        ),
    ] = None,
    target_reo: Annotated[
        float | None,
        typer.Option("--target-reo", help="Tonnes REO a year to deliver from planned outputs."),
    ] = None,
    year: Annotated[int, typer.Option("--year", help="Year of the planned outputs.")] = 2030,
    pareto: Annotated[
        Goal | None, typer.Option("--pareto", help="What to weigh against cost.")
    ] = None,
    value_chain: Annotated[
        bool,
        typer.Option(
            "--value-chain", help="Count reagents, processing and products, not feed alone."
        ),
    ] = False,
    separate: Annotated[
        bool,
        typer.Option(
            "--separate", help="Of the value chain, let each stage stand at a hub of its own."
        ),
    ] = False,
    through: Annotated[
        str, typer.Option("--through", help="The last stage of the value chain.")
    ] = USUAL,
    fixed: Annotated[
        list[str] | None, typer.Option("--fixed", help="A hub that must be open, or STAGE=HUB.")
    ] = None,
    existing: Annotated[
        bool, typer.Option("--existing", help="Hubs that operate are open at their stages.")
    ] = False,
    closed: Annotated[
        list[str] | None, typer.Option("--closed", help="A hub that may not be open, or STAGE=HUB.")
    ] = None,
    hubs: Annotated[
        list[str] | None,
        typer.Option("--hubs", help="A candidate, or STAGE=HUB, in place of those of a stage."),
    ] = None,
    minimum: Annotated[
        list[str] | None,
        typer.Option("--minimum", help="Least tonnes a year an open hub is fed, or STAGE=T."),
    ] = None,
    hub_cost: Annotated[
        list[str] | None,
        typer.Option("--hub-cost", help="HUB=USD a year that it costs to have it open."),
    ] = None,
    build: BuildOption = None,
    deposits: DepositsOption = None,
    stage: StageOption = STAGE,
    tonnes: TonnesOption = None,
    single_sourcing: Annotated[
        bool, typer.Option("--single-sourcing", help="All of a deposit goes to one hub.")
    ] = False,
    time_limit: TimeLimitOption = 60.0,
    ready: ReadyOption = None,
    year_type: YearTypeOption = YearType.NORMAL,
    avoid: AvoidOption = None,
    without: WithoutOption = None,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="File to write.")] = None,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Find the hubs that serve deposits at least cost, or that deliver a target."""
    require_suffix(out, output_format)
    from zimnik.geo.siting.solve import Effort
    from zimnik.studies.building import with_planned_projects
    from zimnik.studies.model import load_model
    from zimnik.studies.siting import Words, party_and_hubs, question_of, require_question

    words = Words(
        values={
            "--open": number or (),
            "--fixed": fixed or (),
            "--closed": closed or (),
            "--minimum": minimum or (),
            "--hub-cost": hub_cost or (),
        },
        hubs=tuple(hubs or ()),
        stage=stage,
        through=through,
        value_chain=value_chain or separate or target_reo is not None or pareto is not None,
        separate=separate or any("=" in text for text in number or ()),
        existing=existing,
        single_sourcing=single_sourcing,
        year_type=year_type,
        avoid=tuple(avoid or ()),
        without=tuple(without or ()),
        ready=tuple(ready or ()),
        build=tuple(build or ()),
    )
    require_question(words, target_reo, time_limit)
    drawn = any("=" in text for text in words.build)
    model = load_model(atlas, rates, drawn=drawn, with_planned=with_planned)
    model, planned = with_planned_projects(model, words.build)
    party, sited = party_and_hubs(
        model, words, deposits or (), tonnes, None if target_reo is None else year
    )
    question = question_of(model, party, sited, words, planned)
    effort = Effort(time_limit)
    if target_reo is not None:
        text, reached = _target(model, question, target_reo, effort, output_format)
    elif pareto is not None:
        text, reached = _front(model, question, pareto, effort, output_format)
    else:
        text, reached = _sited(model, question, effort, output_format)
    deliver_text(text, out)
    if not reached:
        raise typer.Exit(NOTHING_FOUND)


def _sited(
    model: Model, question: Question, effort: Effort, output_format: Format
) -> tuple[str, bool]:
    from zimnik.geo.siting.solve import site_hubs

    answer = site_hubs(question.problem, effort)
    return _text(answer, model, output_format, question.notes), answer.siting is not None


def _target(
    model: Model, question: Question, target_reo: float, effort: Effort, output_format: Format
) -> tuple[str, bool]:
    from zimnik.geo.siting.chain import site_target

    found = site_target(question.problem, _ways_of(question), target_reo, effort)
    text = _target_text(found, model, output_format, question.notes)
    return text, not found.short_t_per_y


def _front(
    model: Model, question: Question, goal: Goal, effort: Effort, output_format: Format
) -> tuple[str, bool]:
    from zimnik.geo.siting.chain import abroad_measure, co2_measure
    from zimnik.geo.siting.pareto import pareto_front

    hubs = model.atlas.hubs
    home = frozenset(hubs.loc[hubs["country"] == HOME, "id"])
    given = _ways_of(question)
    measure = co2_measure(given) if goal is Goal.CO2 else abroad_measure(given, home)
    front = pareto_front(question.problem, measure, effort=effort)
    return _front_text(front, goal, model, output_format, question.notes), bool(front)


def _ways_of(question: Question) -> ChainArcs:
    if question.given is None:
        message = "only the value chain knows of targets and goals"
        raise ValueError(message)
    return question.given


def _text(answer: SitingAnswer, model: Model, output_format: Format, notes: Sequence[str]) -> str:
    from zimnik.maps.reports.siting import siting_csv, siting_json, siting_text

    heading = heading_of(model)
    if output_format is Format.JSON:
        return siting_json(answer, heading, notes)
    if output_format is Format.CSV:
        return siting_csv(answer, heading)
    return siting_text(answer, heading, notes)


def _target_text(
    found: TargetAnswer, model: Model, output_format: Format, notes: Sequence[str]
) -> str:
    from zimnik.maps.reports.siting import siting_csv
    from zimnik.maps.reports.target import target_json, target_text

    heading = heading_of(model)
    if output_format is Format.JSON:
        return target_json(found, heading, notes)
    if output_format is Format.CSV:
        return siting_csv(found.answer, heading)
    return target_text(found, heading, notes)


def _front_text(
    front: Sequence[FrontPoint],
    goal: Goal,
    model: Model,
    output_format: Format,
    notes: Sequence[str],
) -> str:
    from zimnik.maps.reports.target import front_csv, front_json, front_text

    heading = heading_of(model)
    name = {Goal.CO2: "co2_t_per_y", Goal.HOME: "reo_made_abroad_t_per_y"}[goal]
    if output_format is Format.JSON:
        return front_json(front, name, heading, notes)
    if output_format is Format.CSV:
        return front_csv(front, name, heading)
    return front_text(front, name, heading, notes)
