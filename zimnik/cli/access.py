"""`zimnik access`: the road that is not there yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.cli.app import NOTHING_FOUND, app
from zimnik.cli.options import (
    AtlasOption,
    Format,
    HeightsOption,
    LandCoverOption,
    MaxDaysOption,
    Place,
    PlannedOption,
    RatesOption,
    ReadyOption,
    TonnesOption,
    YearTypeOption,
)
from zimnik.cli.output import deliver_text, heading_of, require_suffix
from zimnik.geo.core.vocabulary import YearType

if TYPE_CHECKING:
    from zimnik.geo.infrastructure.new_roads import AccessAnswer
    from zimnik.geo.terrain.grid import Terrain
    from zimnik.layers.rasters.terrain import OwnRasters
    from zimnik.studies.model import Model

REACH_KM = 400.0
# A spur may be long: the terrain reaches so much farther than the nearest railhead.
BEYOND = 1.15
FINEST_KM, MOST_CELLS = 4.0, 300


@app.command()
def access(
    site: Place,
    to: Annotated[
        str | None, typer.Option("--to", help="Where cargo goes; the cheapest railhead without it.")
    ] = None,
    ready: ReadyOption = None,
    tonnes: TonnesOption = None,
    heights: HeightsOption = None,
    land_cover: LandCoverOption = None,
    max_days: MaxDaysOption = 730.0,
    year_type: YearTypeOption = YearType.NORMAL,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="File to write.")] = None,
    links_out: Annotated[
        Path | None,
        typer.Option(
            "--links",
            help="Also write the ways as planned links in .gpkg, for --atlas and --with-planned.",
        ),
    ] = None,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Compare a winter road, an all-season road, a rail spur and air from a site."""
    require_suffix(out, output_format)
    if links_out:
        from zimnik.layers.atlas.new_links import require_links_name

        require_links_name(links_out)
    from zimnik.geo.climate.road_seasons import derive_seasons
    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.core.vocabulary import PlaceKind
    from zimnik.geo.infrastructure.new_links import candidate_links, price_links, with_candidates
    from zimnik.geo.infrastructure.new_roads import compare
    from zimnik.geo.remoteness.targets import Surface
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.layers import load_climate
    from zimnik.layers.rasters.terrain import OwnRasters
    from zimnik.studies.model import cargo_of, closures_of, compiled, load_model, match_places

    dates = Dates(day_of(ready) if ready else None, year_type, max_days)
    model = load_model(atlas, rates, drawn=True, with_planned=with_planned)
    model, ends = match_places(model, [site, *([to] if to else [])])
    site_id = ends[0].place_id
    cargo, notes = cargo_of(model, site_id, tonnes)
    links = model.links.assign(estimated=False)
    surface = Surface(model.places, links, year_type)
    railheads = {i for i in surface.railheads() if surface.kinds[i] == PlaceKind.STATION}
    targets = {ends[1].place_id} if to else railheads
    terrain = terrain_of(model, site_id, railheads, OwnRasters(heights, land_cover))
    candidates = candidate_links(terrain, model.places, links, site_id, model.card, railheads)
    links = with_candidates(links, model.places, candidates)
    seasoned = derive_seasons(links, model.places, load_climate())
    model = replace(model, links=seasoned.links)
    network = dated_network(compiled(model), model.card, year_type)
    closures = closures_of(model, (), (), year_type)
    unopened = seasoned.closed.get(year_type, frozenset())
    closures = replace(closures, link_ids=closures.link_ids | unopened)
    priced = price_links(network, candidates, cargo, dates, targets, closures)
    answer = compare(site_id, priced, candidates.impossible)
    warnings = [
        *notes,
        "new ways are derived on a coarse grid of heights: lengths are off by some 13 % (median)",
    ]
    if links_out and answer.links:
        write_new_links(answer, model, links_out)
        warnings.append(
            f"{links_out.name} has these ways as planned links: a route pays for a winter road "
            "every year, but not what the others cost to build"
        )
    deliver_text(_text(answer, model, warnings, output_format), out)
    if not answer.links:
        raise typer.Exit(NOTHING_FOUND)


def write_new_links(answer: AccessAnswer, model: Model, path: Path) -> None:
    """Write the ways of an answer as links of an atlas, which knows their site.

    Raises
    ------
    InputError
        If the site is a point that no table has.
    """
    from zimnik.geo.core.errors import Fault, InputError
    from zimnik.geo.infrastructure.new_links import built_links
    from zimnik.layers import places
    from zimnik.layers.atlas.new_links import write_links

    if answer.site_id not in set(places(model.atlas)["id"]):
        remedy = "Put the point into a table of deposits, and name it with --atlas."
        fault = Fault(
            "--links", "a site of the atlas, which links can name", answer.site_id, remedy
        )
        raise InputError([fault])
    new = [priced.link for priced in answer.links]
    write_links(built_links(model.places, answer.site_id, new), path)


def terrain_of(model: Model, site_id: str, railheads: set[str], own: OwnRasters | None) -> Terrain:
    """Return the terrain around a site, as far as the nearest railhead and as fine as that lets."""
    from zimnik.geo.core.geodesy import geodesic_km
    from zimnik.layers.rasters.terrain import OwnRasters, load_terrain

    points = model.places.set_index("id").geometry
    site, stations = points[site_id], points[sorted(railheads)]
    nearest_km = geodesic_km(site.x, site.y, stations.x, stations.y).min(initial=REACH_KM * 3)
    reach_km = max(REACH_KM, float(nearest_km) * BEYOND)
    cell_km = max(FINEST_KM, 2 * reach_km / MOST_CELLS)
    rasters = own or OwnRasters()
    return load_terrain(
        site.x, site.y, model.links, reach_km=reach_km, cell_km=cell_km, own=rasters
    )


def _text(answer: AccessAnswer, model: Model, warnings: list[str], output_format: Format) -> str:
    from zimnik.maps.reports.access import access_csv, access_json, access_lines, access_text

    heading = heading_of(model)
    if output_format is Format.GEOJSON:
        return f"{access_lines(answer, heading, model.places).to_json()}\n"
    if output_format is Format.CSV:
        return access_csv(answer, heading)
    render = access_json if output_format is Format.JSON else access_text
    return render(answer, heading, warnings)
