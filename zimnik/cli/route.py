"""`zimnik route`: the least-cost route between two places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.cli.app import NOTHING_FOUND, app
from zimnik.cli.options import (
    AtlasOption,
    AvoidOption,
    Format,
    MaxDaysOption,
    Place,
    PlannedOption,
    Projection,
    ProjectionOption,
    RatesOption,
    ReadyOption,
    TilesOption,
    TonnesOption,
    ViaOption,
    WarmingOption,
    WithoutOption,
    YearTypeOption,
)
from zimnik.cli.output import (
    deliver_page,
    deliver_text,
    ground_of,
    heading_of,
    is_page,
    projection_of,
    russian_names,
)
from zimnik.geo.core.vocabulary import YearType

if TYPE_CHECKING:
    from zimnik.geo.routing.itinerary import RouteAnswer
    from zimnik.studies.model import Model


@app.command()
def route(
    origin: Place,
    destination: Place,
    ready: ReadyOption = None,
    tonnes: TonnesOption = None,
    via: ViaOption = None,
    avoid: AvoidOption = None,
    without: WithoutOption = None,
    alternatives: Annotated[int, typer.Option(help="How many routes, distinct by corridor.")] = 1,
    max_days: MaxDaysOption = 730.0,
    year_type: YearTypeOption = YearType.NORMAL,
    warming: WarmingOption = 0.0,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option(help="File to write; a name in .html draws the route.")
    ] = None,
    projection: ProjectionOption = Projection.SIBERIA,
    tiles: TilesOption = False,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Price the least-cost route between two places."""
    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.routes import RouteRequest, find_routes
    from zimnik.studies.model import (
        ambiguities,
        cargo_of,
        closures_of,
        compiled,
        load_model,
        match_places,
        passed,
        with_access_of,
    )

    drawn_in = projection_of(projection, tiles)
    as_page = is_page(out, output_format)
    drawn = output_format is Format.GEOJSON or as_page
    model = load_model(atlas, rates, drawn=drawn, with_planned=with_planned, warming_c=warming)
    model, ends = match_places(model, (origin, destination))
    cargo, notes = cargo_of(model, ends[0].place_id, tonnes)
    model = with_access_of(model, {end.place_id for end in ends})
    request = RouteRequest(
        origin_id=ends[0].place_id,
        destination_id=ends[1].place_id,
        cargo=cargo,
        via=passed(model, via or ()),
        closures=closures_of(model, avoid or (), without or (), year_type),
        alternatives=alternatives,
        dates=Dates(None if ready is None else day_of(ready), year_type, max_days),
    )
    answer = find_routes(compiled(model), model.card, request).warned(
        (*notes, *model.warnings, *ambiguities(model, (origin, destination), ends))
    )
    if out is not None and as_page:
        _deliver_page(answer, model, out, drawn_in)
    else:
        deliver_text(_text(answer, model, output_format), out)
    if not answer.reachable:
        raise typer.Exit(NOTHING_FOUND)


def _deliver_page(answer: RouteAnswer, model: Model, out: Path, projection: str) -> None:
    from zimnik.maps.pages.route import ROUTE

    heading = heading_of(model)
    ends = (answer.origin_id, answer.destination_id)
    names_ru = russian_names(model)
    title = " to ".join(heading.names[place_id] for place_id in ends)
    title_ru = " – ".join(names_ru[place_id] for place_id in ends)
    ground = ground_of(model, title, title_ru, projection)
    deliver_page(ROUTE.draw(ground, answer, heading), out)


def _text(answer: RouteAnswer, model: Model, output_format: Format) -> str:
    from zimnik.maps.pages.route_lines import route_lines
    from zimnik.maps.reports.route import route_csv, route_json, route_text

    if output_format is Format.GEOJSON:
        return f"{route_lines(answer, model.links).to_json()}\n"
    render = {Format.TEXT: route_text, Format.JSON: route_json, Format.CSV: route_csv}
    return render[output_format](answer, heading_of(model))
