"""The command line: parse, load, compute, render.

Owns the commands and nothing else; what they do is in `layers`, `geo` and `maps`. Heavy packages
are imported where they are used, so that a route is answered soon after the key is pressed.
"""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import Fault, InputError, ZimnikError
from geo.vocabulary import Mode, YearType

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

    from geo.cargo import Cargo
    from geo.rates import RateCard
    from geo.results import RouteAnswer
    from geo.search import Closures
    from layers import Atlas, PlaceMatch
    from maps.page_data import Imprint
    from maps.tables import Heading

NOTHING_FOUND, BAD_INPUT = 1, 2
PAGE_SUFFIX = ".html"
ATTRIBUTION = "© OpenStreetMap contributors, GeoNames, Natural Earth, GSHHG, USGS"
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


Place = Annotated[str, typer.Argument(help="A site or terminal by id or name, or lat,lon.")]
AtlasOption = Annotated[
    Path | None, typer.Option("--atlas", help="Your own tables, laid over the shipped ones.")
]
RatesOption = Annotated[
    Path | None, typer.Option("--rates", help="Your own rates, laid over the shipped ones.")
]
PlannedOption = Annotated[
    bool, typer.Option("--with-planned", help="Use links and terminals that are not built yet.")
]


@dataclass(frozen=True, slots=True)
class Model:
    """What every question needs: the atlas, its rate card, and what stands of the network."""

    atlas: Atlas
    card: RateCard
    places: gpd.GeoDataFrame
    links: gpd.GeoDataFrame


@app.command()
def route(
    origin: Place,
    destination: Place,
    ready: Annotated[
        str | None,
        typer.Option(help="Day MM-DD when the cargo is ready; without it the best day is found."),
    ] = None,
    tonnes: Annotated[
        float | None, typer.Option(help="Tonnes a year, over which dedicated roads are spread.")
    ] = None,
    via: Annotated[
        list[str] | None, typer.Option(help="A place or link to pass, in order.")
    ] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option(help="A link, terminal, corridor, border or country not to use."),
    ] = None,
    without: Annotated[list[Mode] | None, typer.Option(help="A mode not to use.")] = None,
    alternatives: Annotated[int, typer.Option(help="How many routes, distinct by corridor.")] = 1,
    max_days: Annotated[float, typer.Option(help="Most days from readiness to arrival.")] = 730.0,
    year_type: Annotated[
        YearType, typer.Option(help="Short, normal or long seasons, by their published dates.")
    ] = YearType.NORMAL,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option(help="File to write; a name in .html draws the route.")
    ] = None,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Price the least-cost route between two places."""
    from geo.arrays import compile_network
    from geo.calendar import day_of
    from geo.dated_graph import Dates
    from geo.network import build_network
    from geo.routing import RouteRequest, find_routes
    from layers import find_place, with_point

    drawn = output_format is Format.GEOJSON or (out is not None and out.suffix == PAGE_SUFFIX)
    model = _model(atlas, rates, drawn=drawn, with_planned=with_planned)
    ends = [find_place(model.places, text) for text in (origin, destination)]
    for end in ends:
        model = _with_places(model, with_point(model.places, end))
    cargo, notes = _cargo(model, ends[0], tonnes)
    model = _with_access(model, ends)
    request = RouteRequest(
        origin_id=ends[0].place_id,
        destination_id=ends[1].place_id,
        cargo=cargo,
        via=tuple(_via(model, text) for text in via or ()),
        closures=_closures(model, avoid or [], without or []),
        alternatives=alternatives,
        dates=Dates(day_of(ready) if ready else None, year_type, max_days),
    )
    network = compile_network(build_network(model.places, model.links, model.card))
    answer = find_routes(network, model.card, request).warned(
        (*notes, *_ambiguities(model, [origin, destination], ends))
    )
    _deliver_route(answer, model, output_format, out)
    if not answer.reachable:
        raise typer.Exit(NOTHING_FOUND)


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
    from maps.atlas import atlas_page
    from maps.saving import make_folder

    model = _model(atlas, rates, drawn=True, with_planned=with_planned)
    page = atlas_page(
        _page_places(model),
        model.links,
        load_land(),
        _imprint(model, "zimnik: ore, plants and ways of the Arctic and Siberia"),
        projection=projection,
    )
    make_folder(out)
    _save_page(page, out / "atlas.html")


@app.command()
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Atlases to check; without one the shipped atlas.")
    ] = None,
) -> None:
    """List every fault of an atlas; exit status 2 if there is any."""
    from layers import check_path

    shipped: list[Path | None] = [None]
    faults: list[Fault] = []
    for path in paths or shipped:
        examined = check_path(path)
        faults += examined.faults
        for note in examined.notes:
            typer.echo(f"note: {note}")
        if not examined.faults:
            typer.echo(f"{path or 'the shipped atlas'}: no faults")
    if faults:
        raise InputError(faults)


@layers_app.command("list")
def list_tables(atlas: AtlasOption = None) -> None:
    """Count the rows of every table, by confidence."""
    from layers import count_rows, load_atlas

    typer.echo(count_rows(load_atlas(atlas, drawn=False)).to_string())


@layers_app.command()
def template(
    path: Annotated[Path, typer.Argument(help="A new folder for the tables to fill in.")],
) -> None:
    """Write an annotated empty atlas to fill in."""
    from layers import write_template

    write_template(path)
    typer.echo(path)


@layers_app.command()
def export(
    path: Annotated[Path, typer.Argument(help=".gpkg, .parquet, .geojson, or a folder of CSV.")],
    atlas: AtlasOption = None,
) -> None:
    """Write the tables of the atlas in another format."""
    from layers import export_atlas, load_atlas

    export_atlas(load_atlas(atlas), path)
    typer.echo(path)


def _model(
    atlas_path: Path | None, rates_path: Path | None, *, drawn: bool, with_planned: bool
) -> Model:
    from geo.network import built
    from layers import load_atlas, load_rate_card, load_rates, places, with_rates

    atlas = load_atlas(atlas_path, drawn=drawn)
    if rates_path is not None:
        atlas = with_rates(atlas, load_rates(rates_path))
    every_place, links = places(atlas), atlas.links
    if not with_planned:
        every_place, links = built(every_place, links)
    return Model(atlas, load_rate_card(atlas), every_place, links)


def _with_places(model: Model, places: gpd.GeoDataFrame) -> Model:
    return Model(model.atlas, model.card, places, model.links)


def _with_access(model: Model, ends: list[PlaceMatch]) -> Model:
    from geo.access import with_access

    ids = {end.place_id for end in ends}
    links = with_access(model.places, model.links, model.card, only=ids)
    return Model(model.atlas, model.card, model.places, links)


def _cargo(
    model: Model, origin: PlaceMatch, tonnes_per_y: float | None
) -> tuple[Cargo, tuple[str, ...]]:
    from geo.cargo import cargo_of_site
    from layers import sites

    every_site = sites(model.atlas).set_index("id")
    known = origin.place_id in every_site.index
    row = every_site.loc[origin.place_id].to_dict() if known else {}
    return cargo_of_site(row, model.card, tonnes_per_y)


def _via(model: Model, text: str) -> frozenset[str]:
    from layers import find_places

    if text in set(model.links["id"]):
        return frozenset({text})
    return frozenset(find_places(model.places, text))


def _closures(model: Model, avoid: list[str], without: list[Mode]) -> Closures:
    from geo.search import Closures
    from layers import find_ban

    bans = [find_ban(model.places, model.links, text) for text in avoid]
    return Closures(
        link_ids=frozenset[str]().union(*(ban.link_ids for ban in bans)),
        place_ids=frozenset[str]().union(*(ban.place_ids for ban in bans)),
        modes=frozenset(without),
    )


def _ambiguities(model: Model, texts: list[str], matches: list[PlaceMatch]) -> list[str]:
    names = model.places.set_index("id")["name_en"]
    return [
        f"'{text}' is taken as {names[match.place_id]} ({match.place_id}); it also names "
        + ", ".join(match.others)
        for text, match in zip(texts, matches, strict=True)
        if match.others
    ]


def _heading(model: Model) -> Heading:
    from maps.tables import Heading

    return Heading(
        atlas_version=model.atlas.version,
        atlas_date=model.atlas.date.isoformat(),
        currency=f"USD {model.card.year}",
        names=model.places.set_index("id")["name_en"].to_dict(),
        benchmark_usd_per_kg_reo=model.card.benchmark_usd_per_kg_reo.base,
    )


def _imprint(model: Model, title: str) -> Imprint:
    from maps.page_data import Imprint

    return Imprint(
        title=title,
        version=model.atlas.version,
        date=model.atlas.date,
        rates_year=model.card.year,
        command=shlex.join(["zimnik", *sys.argv[1:]]),
        attribution=ATTRIBUTION,
    )


def _page_places(model: Model) -> gpd.GeoDataFrame:
    """Return the places of the model with everything that the atlas says of them."""
    import pandas as pd

    from layers import sites

    told = pd.concat([sites(model.atlas), model.atlas.terminals], ignore_index=True)
    points = model.places[~model.places["id"].isin(told["id"])]
    shown = told[told["id"].isin(model.places["id"])]
    return pd.concat([shown, points[["id", "name_en", "name_ru", "kind", "geometry"]]])


def _save_page(page: folium.Map, path: Path) -> None:
    from maps.saving import MOST_PAGE_BYTES, save_page

    size_bytes = save_page(page, path)
    if size_bytes > MOST_PAGE_BYTES:
        typer.echo(
            f"zimnik: {path} has {size_bytes:,} bytes, more than the {MOST_PAGE_BYTES:,} that mail "
            "and phones take well; fewer or simpler lines make it smaller",
            err=True,
        )
    typer.echo(path)


def _deliver_route(
    answer: RouteAnswer, model: Model, output_format: Format, out: Path | None
) -> None:
    from maps.saving import save_text

    if out is not None and out.suffix == PAGE_SUFFIX:
        from layers import load_land
        from maps.route import route_page

        heading = _heading(model)
        ends = (heading.names[answer.origin_id], heading.names[answer.destination_id])
        page = route_page(
            answer,
            _page_places(model),
            model.links,
            load_land(),
            _imprint(model, " to ".join(ends)),
            heading=heading,
        )
        _save_page(page, out)
        return
    text = _route_text(answer, model, output_format)
    if out is None:
        typer.echo(text, nl=False)
    else:
        save_text(text, out)
        typer.echo(out)


def _route_text(answer: RouteAnswer, model: Model, output_format: Format) -> str:
    from maps.route_lines import route_lines
    from maps.tables import route_csv, route_json, route_text

    if output_format is Format.GEOJSON:
        return f"{route_lines(answer, model.links).to_json()}\n"
    render = {Format.TEXT: route_text, Format.JSON: route_json, Format.CSV: route_csv}
    return render[output_format](answer, _heading(model))


def main() -> None:
    """Run the command line; bad input ends with status 2 and its faults, never a traceback."""
    try:
        app()
    except ZimnikError as error:
        sys.stderr.write("".join(f"zimnik: {line}\n" for line in str(error).splitlines()))
        sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
