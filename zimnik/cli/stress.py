"""`zimnik stress`: what hurts most when it closes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.cli.app import NOTHING_FOUND, app
from zimnik.cli.options import (
    AtlasOption,
    Format,
    MaxDaysOption,
    PlannedOption,
    Projection,
    ProjectionOption,
    RatesOption,
    ReadyOption,
    TilesOption,
    TonnesOption,
)
from zimnik.cli.output import (
    deliver_page,
    deliver_text,
    ground_of,
    heading_of,
    is_page,
    projection_of,
)
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.criticality.disruptions import DisruptionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.criticality.criticality import CriticalityReport
    from zimnik.geo.criticality.disruptions import Disruption
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.dates import Dates
    from zimnik.studies.model import Model

TITLE = "What hurts most when it closes"
TITLE_RU = "Что больнее всего закрыть"


@app.command()
def stress(
    deposit: Annotated[
        list[str] | None, typer.Option("--deposit", help="A deposit or lat,lon; all without it.")
    ] = None,
    hub: Annotated[
        list[str] | None,
        typer.Option(
            "--hub", help="Where cargo may go; without it the operating plants that separate."
        ),
    ] = None,
    close: Annotated[
        list[str] | None,
        typer.Option(
            "--close",
            help="What closes together, as for --avoid, with commas; instead of the rest.",
        ),
    ] = None,
    kind: Annotated[
        list[DisruptionKind] | None,
        typer.Option("--kind", help="What closes; all kinds without it."),
    ] = None,
    ready: ReadyOption = None,
    tonnes: TonnesOption = None,
    max_days: MaxDaysOption = 730.0,
    year_type: Annotated[
        YearType | None,
        typer.Option(
            help="Short, normal or long seasons; without it normal ones, and all three on a page."
        ),
    ] = None,
    top: Annotated[int, typer.Option(help="Lines of each ranking in the text.", min=1)] = 12,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option(help="File to write; a name in .html draws the weak points.")
    ] = None,
    projection: ProjectionOption = Projection.SIBERIA,
    tiles: TilesOption = False,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Close terminals, links, corridors and borders in turn, and rank what that costs."""
    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.criticality.disruptions import disruptions_of
    from zimnik.geo.routing.dates import Dates
    from zimnik.studies.model import cargoes_of, load_model, match_places, with_access_of

    drawn_in = projection_of(projection, tiles)
    drawn = is_page(out, output_format)
    years = [year_type] if year_type else list(YearType) if drawn else [YearType.NORMAL]
    every_dates = [Dates(day_of(ready) if ready else None, year, max_days) for year in years]
    has_lines = drawn or output_format is Format.GEOJSON
    model = load_model(atlas, rates, drawn=has_lines, with_planned=with_planned)
    model, sites = match_places(model, deposit or list(model.atlas.deposits["id"]))
    model, hubs = match_places(model, hub or separating_hubs(model))
    site_ids = [match.place_id for match in sites]
    hub_ids = frozenset(match.place_id for match in hubs)
    model = with_access_of(model, {*site_ids, *hub_ids})
    cargoes, notes = cargoes_of(model, site_ids, tonnes)
    disruptions = (
        [named_disruption(model, text) for text in close]
        if close
        else disruptions_of(model.places, model.links, kind or list(DisruptionKind))
    )
    reports = [_report(model, cargoes, hub_ids, dates, disruptions) for dates in every_dates]
    warnings = [*model.warnings, *(f"{note} ({', '.join(ids)})" for note, ids in notes.items())]
    if drawn and out is not None:
        _deliver_page(reports, model, warnings, out, drawn_in)
    else:
        deliver_text(_text(reports[0], model, warnings, output_format, top), out)
    if all(len(report.unreached) == len(cargoes) for report in reports):
        raise typer.Exit(NOTHING_FOUND)


def _report(
    model: Model,
    cargoes: Mapping[str, Cargo],
    hub_ids: frozenset[str],
    dates: Dates,
    disruptions: Sequence[Disruption],
) -> CriticalityReport:
    """Return what closures do in one type of year."""
    from zimnik.geo.criticality.criticality import CriticalityQuestion, rank_disruptions
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.studies.model import closures_of, compiled

    closures = closures_of(model, (), (), dates.year_type)
    network = dated_network(compiled(model), model.card, dates.year_type)
    return rank_disruptions(
        network, CriticalityQuestion(cargoes, hub_ids, dates, closures), disruptions, _progress
    )


def _deliver_page(
    reports: Sequence[CriticalityReport],
    model: Model,
    warnings: Sequence[str],
    out: Path,
    drawn_in: str,
) -> None:
    from zimnik.maps.pages.stress import STRESS

    ground = ground_of(model, TITLE, TITLE_RU, drawn_in)
    deliver_page(STRESS.draw(ground, reports, warnings), out)


def separating_hubs(model: Model) -> list[str]:
    """Return the ids of hubs that separate rare earths today."""
    hubs = model.atlas.hubs
    separate = hubs["stages"].str.split(";").map(lambda stages: "separation" in stages)
    return list(hubs.loc[separate & (hubs["status"] == "operating"), "id"])


def named_disruption(model: Model, text: str) -> Disruption:
    """Return what `--close` names: words as of `--avoid`, with commas, that close together."""
    from zimnik.geo.criticality.disruptions import disruption_of
    from zimnik.studies.model import closures_of

    closures = closures_of(model, [word.strip() for word in text.split(",")], ())
    return disruption_of(DisruptionKind.NAMED, text, closures, model.links)


def _progress(disruptions: Sequence[Disruption]) -> Iterable[Disruption]:
    """Show a bar on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(
        disruptions, "Closing", console=console, transient=True, disable=not sys.stderr.isatty()
    )


def _text(
    report: CriticalityReport, model: Model, warnings: list[str], output_format: Format, top: int
) -> str:
    from zimnik.maps.reports.stress import stress_csv, stress_json, stress_shapes, stress_text

    heading = heading_of(model)
    if output_format is Format.GEOJSON:
        return f"{stress_shapes(report, heading, model.places, model.links).to_json()}\n"
    if output_format is Format.CSV:
        return stress_csv(report, heading)
    if output_format is Format.JSON:
        return stress_json(report, heading, warnings)
    return stress_text(report, heading, warnings, most=top)
