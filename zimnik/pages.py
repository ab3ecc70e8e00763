"""`zimnik map`: the interactive pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zimnik.app import app
from zimnik.options import (
    AtlasOption,
    PlannedOption,
    Projection,
    ProjectionOption,
    RatesOption,
    TilesOption,
)
from zimnik.output import deliver_page, ground_of, projection_of

TITLE = "zimnik: ore, plants and ways of the Arctic and Siberia"


@app.command("map")
def make_map(
    out: Annotated[Path, typer.Option(help="Folder for the pages.")] = Path("out"),
    projection: ProjectionOption = Projection.SIBERIA,
    tiles: TilesOption = False,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Write the interactive pages and print where they are."""
    from maps.planner import PLANNER
    from maps.saving import make_folder
    from zimnik.model import load_model
    from zimnik.planning import planner_input

    drawn_in = projection_of(projection, tiles)
    model = load_model(atlas, rates, drawn=True, with_planned=with_planned)
    page = PLANNER.draw(ground_of(model, TITLE, drawn_in), planner_input(model))
    make_folder(out)
    deliver_page(page, out / "atlas.html")
