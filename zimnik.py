"""The command line: parse, load, compute, render.

Owns the commands and nothing else; what they do is in `layers`, `geo` and `maps`. Heavy packages
are imported where they are used, so that a route is answered soon after the key is pressed.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from geo.errors import Fault, InputError, ZimnikError
from geo.vocabulary import Mode

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.arrays import NetworkArrays
    from geo.rates import RateCard
    from geo.results import RouteAnswer
    from layers import Atlas
    from maps.tables import Heading

NOTHING_FOUND, BAD_INPUT = 1, 2
CARD_YEAR = 2025
SEASONS_NOT_APPLIED = (
    "seasons are shown but not yet applied: the route is timed as if every link were open when "
    "the cargo comes"
)

app = typer.Typer(
    name="zimnik",
    help="Remoteness and logistics cost for Arctic and Siberian ore.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
layers_app = typer.Typer(help="The tables of the atlas.", no_args_is_help=True)
app.add_typer(layers_app, name="layers")


class Format(StrEnum):
    """How a route is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


AtlasOption = Annotated[
    Path | None, typer.Option("--atlas", help="Your own tables, laid over the shipped ones.")
]
RatesOption = Annotated[
    Path | None, typer.Option("--rates", help="Your own rates, laid over the shipped ones.")
]
PlannedOption = Annotated[
    bool, typer.Option("--with-planned", help="Use links and terminals that are not built yet.")
]


class Model(NamedTuple):
    """What every question needs: the tables, their prices and the compiled network."""

    atlas: Atlas
    card: RateCard
    places: gpd.GeoDataFrame
    links: gpd.GeoDataFrame
    arrays: NetworkArrays


@app.command()
def route(
    origin: Annotated[str, typer.Argument(help="A site or terminal: id, name or lat,lon.")],
    destination: Annotated[str, typer.Argument(help="A site or terminal: id, name or lat,lon.")],
    tonnes: Annotated[
        float | None, typer.Option(help="Tonnes a year, over which dedicated roads are spread.")
    ] = None,
    via: Annotated[list[str] | None, typer.Option(help="A place to pass, in this order.")] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option(help="A link, terminal, corridor, border or country not to use."),
    ] = None,
    without: Annotated[list[Mode] | None, typer.Option(help="A mode not to use.")] = None,
    alternatives: Annotated[int, typer.Option(help="How many routes, distinct by corridor.")] = 1,
    output_format: Annotated[
        Format, typer.Option("--format", help="How to write the answer.")
    ] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option(help="File to write; a name in .html draws the route.")
    ] = None,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Price the least-cost route between two places."""
    from geo.cargo import cargo_of_site
    from geo.routing import RouteRequest, find_routes
    from layers import find_closures, find_place, find_places

    drawn = output_format is Format.GEOJSON or _is_page(out)
    tables, card, places, links = _tables(atlas, rates, with_planned, drawn=drawn)
    start, end = (find_place(places, text) for text in (origin, destination))
    places = _with_points(places, start, end)
    site = places.set_index("id").loc[start.id]
    cargo, notes = cargo_of_site({**site, **tables.product_of(start.id)}, card, tonnes)
    model = _model(tables, card, places, links)
    request = RouteRequest(
        origin_id=start.id,
        destination_id=end.id,
        cargo=cargo,
        via=tuple(frozenset(find_places(places, text)) for text in via or ()),
        closures=find_closures(places, links, avoid or (), without or ()),
        alternatives=alternatives,
    )
    answer = find_routes(model.arrays, card, request)
    warnings = (*notes, *start.notes, *end.notes, *tables.notes, SEASONS_NOT_APPLIED)
    _deliver(answer.with_warnings(warnings), model, output_format, out)
    if not answer.reachable:
        raise typer.Exit(NOTHING_FOUND)


def main() -> None:
    """Run the command line; bad input ends with status 2 and its faults, never a traceback."""
    try:
        app()
    except ZimnikError as error:
        sys.stderr.write(f"zimnik: {error}\n")
        sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
