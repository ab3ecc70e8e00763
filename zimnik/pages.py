"""`zimnik map`: the interactive pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zimnik.app import app
from zimnik.options import AtlasOption, PlannedOption, RatesOption
from zimnik.output import deliver_page


@app.command("map")
def make_map(
    out: Annotated[Path, typer.Option(help="Folder for the pages.")] = Path("out"),
    projection: Annotated[str, typer.Option(help="siberia or polar.")] = "siberia",
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Write the interactive pages and print where they are."""
    from layers import load_land
    from maps.planner import planner_page
    from maps.saving import make_folder
    from zimnik.model import load_model
    from zimnik.output import imprint_of, page_places
    from zimnik.planning import planner_input

    model = load_model(atlas, rates, drawn=True, with_planned=with_planned)
    page = planner_page(
        page_places(model),
        model.links,
        load_land(),
        imprint_of(model, "zimnik: ore, plants and ways of the Arctic and Siberia"),
        planner_input(model),
        areas=model.atlas.areas,
        projection=projection,
    )
    make_folder(out)
    deliver_page(page, out / "atlas.html")
