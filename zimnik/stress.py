"""`zimnik stress`: what hurts most when it closes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.stress import ThreatKind
from geo.vocabulary import YearType
from zimnik.app import NOTHING_FOUND, app
from zimnik.options import (
    AtlasOption,
    Format,
    MaxDaysOption,
    PlannedOption,
    RatesOption,
    ReadyOption,
    TonnesOption,
    YearTypeOption,
)
from zimnik.output import deliver_text, heading_of, require_suffix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.stress import StressReport, Threat
    from zimnik.model import Model


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
        list[ThreatKind] | None, typer.Option("--kind", help="What closes; all kinds without it.")
    ] = None,
    ready: ReadyOption = None,
    tonnes: TonnesOption = None,
    max_days: MaxDaysOption = 730.0,
    year_type: YearTypeOption = YearType.NORMAL,
    top: Annotated[int, typer.Option(help="Lines of each ranking in the text.", min=1)] = 12,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="File to write.")] = None,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Close terminals, links, corridors and borders in turn, and rank what that costs."""
    require_suffix(out, output_format)
    from geo.calendar import day_of
    from geo.dated_graph import dated_network
    from geo.dates import Dates
    from geo.stress import StressQuestion, stress, threats_of
    from zimnik.model import (
        cargo_of,
        closures_of,
        compiled,
        load_model,
        match_places,
        with_access_of,
    )

    dates = Dates(day_of(ready) if ready else None, year_type, max_days)
    model = load_model(
        atlas, rates, drawn=output_format is Format.GEOJSON, with_planned=with_planned
    )
    model, sites = match_places(model, deposit or list(model.atlas.deposits["id"]))
    model, hubs = match_places(model, hub or separating_hubs(model))
    site_ids = [match.place_id for match in sites]
    hub_ids = frozenset(match.place_id for match in hubs)
    model = with_access_of(model, {*site_ids, *hub_ids})
    cargoes, notes = {}, dict[str, list[str]]()
    for place_id in site_ids:
        cargoes[place_id], defaults = cargo_of(model, place_id, tonnes)
        for note in defaults:
            notes.setdefault(note, []).append(place_id)
    question = StressQuestion(cargoes, hub_ids, dates, closures_of(model, (), (), year_type))
    threats = (
        [named_threat(model, text) for text in close]
        if close
        else threats_of(model.places, model.links, kind or list(ThreatKind))
    )
    network = dated_network(compiled(model), model.card, year_type)
    report = stress(network, question, threats, _progress)
    warnings = [f"{note} ({', '.join(ids)})" for note, ids in notes.items()]
    deliver_text(_text(report, model, [*model.warnings, *warnings], output_format, top), out)
    if len(report.unreached) == len(cargoes):
        raise typer.Exit(NOTHING_FOUND)


def separating_hubs(model: Model) -> list[str]:
    """Return the ids of hubs that separate rare earths today."""
    hubs = model.atlas.hubs
    separate = hubs["stages"].str.split(";").map(lambda stages: "separation" in stages)
    return list(hubs.loc[separate & (hubs["status"] == "operating"), "id"])


def named_threat(model: Model, text: str) -> Threat:
    """Return what `--close` names: words as of `--avoid`, with commas, that close together."""
    from geo.stress import threat_of
    from zimnik.model import closures_of

    closures = closures_of(model, [word.strip() for word in text.split(",")], ())
    return threat_of(ThreatKind.NAMED, text, closures, model.links)


def _progress(threats: Sequence[Threat]) -> Iterable[Threat]:
    """Show a bar on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(
        threats, "Closing", console=console, transient=True, disable=not sys.stderr.isatty()
    )


def _text(
    report: StressReport, model: Model, warnings: list[str], output_format: Format, top: int
) -> str:
    from maps.stress_tables import stress_csv, stress_json, stress_shapes, stress_text

    heading = heading_of(model)
    if output_format is Format.GEOJSON:
        return f"{stress_shapes(report, heading, model.places, model.links).to_json()}\n"
    if output_format is Format.CSV:
        return stress_csv(report, heading)
    if output_format is Format.JSON:
        return stress_json(report, heading, warnings)
    return stress_text(report, heading, warnings, most=top)
