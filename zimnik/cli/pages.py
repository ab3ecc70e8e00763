"""`zimnik map`: the interactive pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from zimnik.cli.app import app
from zimnik.cli.options import (
    AtlasOption,
    PlannedOption,
    Projection,
    ProjectionOption,
    RatesOption,
    TilesOption,
)
from zimnik.cli.output import deliver_page, ground_of, projection_of

TITLE = "zimnik: ore, plants and ways of the Arctic and Siberia"
TITLE_RU = "zimnik: руда, заводы и пути Арктики и Сибири"


@app.command("map")
def make_map(
    out: Annotated[Path, typer.Option(help="Folder for the pages.")] = Path("out"),
    projection: ProjectionOption = Projection.SIBERIA,
    tiles: TilesOption = False,
    surface: Annotated[
        str | None,
        typer.Option(
            help="Lay remoteness under the map: cost by month from anywhere to the cheapest "
            "railhead, all_season_road, year_round_port, port, town_10k, hub or market."
        ),
    ] = None,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Write the interactive pages and print where they are."""
    from zimnik.cli.remoteness_page import CELL_KM, page_surfaces
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.surface.surface import SurfaceQuantity
    from zimnik.maps.page.saving import make_folder
    from zimnik.maps.pages.planner import PLANNER
    from zimnik.studies.model import load_model
    from zimnik.studies.planner_input import planner_input
    from zimnik.studies.surfaces import SurfaceRequest, require_goal

    drawn_in = projection_of(projection, tiles)
    if surface is not None:
        require_goal(surface, "--surface")
    model = load_model(atlas, rates, drawn=True, with_planned=with_planned)
    given = planner_input(model)
    if surface is not None:
        request = SurfaceRequest(surface, Dates(None), cell_km=CELL_KM)
        made = page_surfaces(model, request, drawn_in)
        costs = [one for one in made if one.quantity is SurfaceQuantity.COST]
        given = replace(given, surfaces=costs)
    page = PLANNER.draw(ground_of(model, TITLE, TITLE_RU, drawn_in), given)
    make_folder(out)
    deliver_page(page, out / "atlas.html")
