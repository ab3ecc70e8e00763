"""`zimnik remoteness`: how remote each deposit is, by every index side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.cli.app import app
from zimnik.cli.options import (
    AtlasOption,
    Format,
    HeightsOption,
    LandCoverOption,
    MaxDaysOption,
    PlannedOption,
    Projection,
    ProjectionOption,
    RatesOption,
    ReadyOption,
    TilesOption,
    TonnesOption,
    YearTypeOption,
)
from zimnik.cli.output import deliver_text, heading_of, is_page, projection_of
from zimnik.geo.core.vocabulary import YearType

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zimnik.geo.remoteness.sites import Nearest, Remoteness
    from zimnik.geo.remoteness.towns import Ground
    from zimnik.studies.model import Model


@app.command()
def remoteness(
    deposit: Annotated[
        list[str] | None, typer.Option("--deposit", help="A deposit or lat,lon; all without it.")
    ] = None,
    ready: ReadyOption = None,
    monthly: Annotated[
        str | None,
        typer.Option(
            help="Instead, the cost to one goal by month of readiness: railhead, all_season_road, "
            "year_round_port, port, town_10k, hub or market."
        ),
    ] = None,
    surface: Annotated[
        Path | None,
        typer.Option(
            help="Instead, write a GeoTIFF of cost and hours from every cell to the cheapest place "
            "of --goal, ready on --ready or on the first of each month."
        ),
    ] = None,
    contours: Annotated[
        Path | None,
        typer.Option(help="Write bands of the surface as polygons, .gpkg or .geojson."),
    ] = None,
    goal: Annotated[
        str | None, typer.Option(help="What the surface is to, as for --monthly; railhead.")
    ] = None,
    hours: Annotated[
        bool, typer.Option("--hours", help="Bands and table of hours, not of cost.")
    ] = False,
    level: Annotated[
        list[float] | None, typer.Option("--level", help="Where a band of --contours begins.")
    ] = None,
    cell_km: Annotated[float | None, typer.Option(help="Side of a cell, 4 to 50 km; 8.")] = None,
    heights: HeightsOption = None,
    land_cover: LandCoverOption = None,
    tonnes: TonnesOption = None,
    max_days: MaxDaysOption = 730.0,
    year_type: YearTypeOption = YearType.NORMAL,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write; a name in .html draws sites, months and the surface to --goal."
        ),
    ] = None,
    projection: ProjectionOption = Projection.SIBERIA,
    tiles: TilesOption = False,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Score how remote deposits are, by published indices and by the cost of getting out.

    Scores that compare sites with each other (ARIA, gravity) always compare with all deposits.
    """
    drawn_in = projection_of(projection, tiles)
    drawn = is_page(out, output_format)
    from zimnik.cli.remoteness_page import CELL_KM as PAGE_CELL_KM
    from zimnik.cli.remoteness_page import deliver_remoteness, page_input, require_page
    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.remoteness.sites import RAILHEAD, nearest_by_month, site_remoteness
    from zimnik.geo.routing.dates import Dates
    from zimnik.studies.model import cargoes_of, load_model, match_places, with_access_of
    from zimnik.studies.surfaces import (
        CELL_KM,
        SurfaceFiles,
        SurfaceRequest,
        require_together,
        surfaces_to,
        told,
        write_surfaces,
    )

    dates = Dates(day_of(ready) if ready else None, year_type, max_days)
    files = SurfaceFiles(surface, contours, tuple(level or ()), hours)
    files.require_sense(output_format)
    of_surface = (goal, hours, level, cell_km, heights, land_cover)
    if drawn:
        require_page(goal or RAILHEAD, monthly, surface, contours, hours, level)
    else:
        wants = surface or contours
        require_together(wants=wants, of_surface=of_surface, of_sites=(deposit, monthly))
    model = load_model(atlas, rates, drawn=True, with_planned=with_planned)
    cells = cell_km or (PAGE_CELL_KM if drawn else CELL_KM)
    request = SurfaceRequest(goal or RAILHEAD, dates, tonnes, cells, heights, land_cover)
    if surface or contours:
        made = surfaces_to(model, request)
        write_surfaces(made, model, files)
        deliver_text(told(made, model, files, output_format), out)
        return
    bare = model
    model, named = match_places(model, deposit or ())
    asked = [match.place_id for match in named]
    every_id = [*dict.fromkeys([*model.atlas.deposits["id"], *asked])]
    every_id = [i for i in every_id if i in set(model.places["id"])]
    model = with_access_of(model, every_id)
    cargoes, notes = cargoes_of(model, every_id, tonnes)
    ground = ground_of(model, year_type)
    if monthly:
        wanted = {i: cargo for i, cargo in cargoes.items() if not asked or i in asked}
        months = nearest_by_month(ground, wanted, monthly, dates)
        deliver_text(_months_text(months, model, monthly, output_format), out)
        return
    found = site_remoteness(ground, cargoes, dates, only=asked or None)
    links = model.links
    unlinked = [i for i in every_id if i in set(links.loc[links["estimated"], "from_id"])]
    if unlinked:
        said = "no link is known: access, and the days joined with it, are estimates"
        notes[said] = unlinked
    warnings = [*model.warnings, *_notes_of(notes, set(asked or every_id))]
    if drawn and out is not None:
        given = page_input(bare, ground, cargoes, found, request, drawn_in)
        deliver_remoteness(given, model, warnings, out, drawn_in)
    else:
        deliver_text(_text(found, model, warnings, output_format), out)


def _notes_of(notes: Mapping[str, Sequence[str]], shown: Collection[str]) -> list[str]:
    """Return notes with the sites that they are of, of those that are shown."""
    return [
        f"{note} ({', '.join(i for i in ids if i in shown)})"
        for note, ids in notes.items()
        if not set(ids).isdisjoint(shown)
    ]


def ground_of(model: Model, year_type: YearType) -> Ground:
    """Return the network of the model with the towns of its atlas on it."""
    from zimnik.geo.remoteness.towns import Ground, with_towns
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.studies.model import closures_of, compiled

    towns = model.atlas.towns
    places, links = with_towns(model.places, model.links, towns, model.card)
    network = dated_network(
        compiled(replace(model, places=places, links=links)), model.card, year_type
    )
    return Ground(network, places, links, towns, closures_of(model, (), (), year_type))


def _months_text(
    months: Mapping[str, Sequence[Nearest | None]],
    model: Model,
    goal: str,
    output_format: Format,
) -> str:
    from zimnik.geo.core.errors import Fault, InputError
    from zimnik.maps.reports.remoteness import csv_of, months_json, months_records, months_text

    heading = heading_of(model)
    if output_format is Format.GEOJSON:
        remedy = "Leave --monthly out, or write csv."
        raise InputError([Fault("format", "text, json or csv with --monthly", "geojson", remedy)])
    if output_format is Format.CSV:
        return csv_of(months_records(months, heading))
    render = months_json if output_format is Format.JSON else months_text
    return render(months, heading, goal)


def _text(found: Remoteness, model: Model, warnings: list[str], output_format: Format) -> str:
    from zimnik.maps.reports.remoteness import (
        remoteness_csv,
        remoteness_json,
        remoteness_points,
        remoteness_text,
    )

    heading = heading_of(model)
    if output_format is Format.GEOJSON:
        return f"{remoteness_points(found, heading, model.places).to_json()}\n"
    if output_format is Format.CSV:
        return remoteness_csv(found, heading)
    render = remoteness_json if output_format is Format.JSON else remoteness_text
    return render(found, heading, warnings)
