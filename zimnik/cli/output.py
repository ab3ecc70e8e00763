"""Where answers go: the terminal, a file, a page."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import typer

from zimnik.cli.options import Format, Projection
from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from pathlib import Path

    import folium
    import geopandas as gpd

    from zimnik.maps.page.page_data import Ground
    from zimnik.maps.reports.heading import Heading
    from zimnik.studies.study import Model

PAGE_SUFFIX = ".html"
SUFFIXES = {Format.JSON: ".json", Format.CSV: ".csv", Format.GEOJSON: ".geojson"}
# Names that promise what no command writes as text.
OTHERS = frozenset({PAGE_SUFFIX, *SUFFIXES.values(), ".gpkg", ".parquet", ".pdf", ".png", ".xlsx"})
ATTRIBUTION = "© OpenStreetMap contributors, GeoNames, Natural Earth, GSHHG, USGS"


def require_suffix(path: Path | None, output_format: Format) -> None:
    """Raise InputError where the name of a file promises another format than the answer has."""
    if path is None:
        return
    right = SUFFIXES.get(output_format)
    if path.suffix.casefold() in OTHERS - {right}:
        expected = f"a name in {right or '.txt'}"
        found = f"{path.name} for --format {output_format}"
        raise InputError([Fault("--out", expected, found, "Change --out or --format.")])


def is_page(path: Path | None, output_format: Format) -> bool:
    """Return whether an answer is to be drawn, by the name of its file.

    Raises
    ------
    InputError
        If the name promises another format than the answer has.
    """
    if path is not None and path.suffix == PAGE_SUFFIX and output_format is Format.TEXT:
        return True
    require_suffix(path, output_format)
    return False


def heading_of(model: Model) -> Heading:
    """Return what a table says of the model that it came from."""
    from zimnik.maps.reports.heading import Heading

    return Heading(
        atlas_version=model.atlas.version,
        atlas_date=model.atlas.date.isoformat(),
        currency=f"USD {model.card.year}",
        names=model.places.set_index("id")["name_en"].to_dict(),
        benchmark_usd_per_kg_reo=model.card.benchmark_usd_per_kg_reo.base,
    )


def projection_of(projection: Projection, tiles: bool) -> str:  # noqa: FBT001 - an option
    """Return the projection of a page, which tiles decide.

    Raises
    ------
    InputError
        If another projection is asked for beside them.
    """
    from zimnik.maps.page.page_data import TILED

    if tiles and projection is not Projection.SIBERIA:
        expected = "no --projection beside it, since tiles are in Web Mercator"
        raise InputError([Fault("--tiles", expected, projection.value, "Leave one of them out.")])
    return TILED if tiles else projection.value


def ground_of(model: Model, title: str, title_ru: str, projection: str) -> Ground:
    """Return what a page of the model stands on, and what it says of the command that made it."""
    from zimnik.layers import load_land
    from zimnik.maps.page.page_data import Ground, Imprint

    imprint = Imprint(
        title=title,
        title_ru=title_ru,
        version=model.atlas.version,
        date=model.atlas.date,
        rates_year=model.card.year,
        command=shlex.join(["zimnik", *sys.argv[1:]]),
        attribution=ATTRIBUTION,
    )
    return Ground(
        places=page_places(model),
        links=model.links,
        land=load_land(),
        imprint=imprint,
        areas=model.atlas.areas,
        projection=projection,
    )


def russian_names(model: Model) -> dict[str, str]:
    """Return the Russian name of every place by id, the English one where there is no other."""
    places = model.places.set_index("id")
    known = places["name_ru"].fillna("") != ""
    names: dict[str, str] = places["name_ru"].where(known, places["name_en"]).to_dict()
    return names


def page_places(model: Model) -> gpd.GeoDataFrame:
    """Return the places of the model with everything that the atlas says of them."""
    import pandas as pd

    from zimnik.layers import sites

    told = pd.concat([sites(model.atlas), model.atlas.terminals], ignore_index=True)
    points = model.places[~model.places["id"].isin(told["id"])]
    shown = told[told["id"].isin(model.places["id"])]
    return pd.concat([shown, points[["id", "name_en", "name_ru", "kind", "geometry"]]])


def deliver_page(page: folium.Map, path: Path) -> None:
    """Write a page, print its path and warn where it is heavy."""
    from zimnik.maps.page.saving import MOST_PAGE_BYTES, save_page

    size_bytes = save_page(page, path)
    if size_bytes > MOST_PAGE_BYTES:
        typer.echo(
            f"zimnik: {path} has {size_bytes:,} bytes, more than the {MOST_PAGE_BYTES:,} that mail "
            "and phones take well; fewer or simpler lines make it smaller",
            err=True,
        )
    typer.echo(path)


def deliver_text(text: str, path: Path | None) -> None:
    """Print a text, or write it to a file and print the path."""
    from zimnik.maps.page.saving import save_text

    if path is None:
        typer.echo(text, nl=False)
    else:
        save_text(text, path)
        typer.echo(path)
