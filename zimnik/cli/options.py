"""Arguments and options that more than one command takes, each described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zimnik.geo.core.vocabulary import Mode, YearType


class Format(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


class Projection(StrEnum):
    """Equal-area projections of the pages; tiles bring their own."""

    SIBERIA = "siberia"
    POLAR = "polar"


Place = Annotated[str, typer.Argument(help="A site or terminal by id or name, or lat,lon.")]
ReadyOption = Annotated[
    str | None,
    typer.Option(
        "--ready", help="Day MM-DD when the cargo is ready; without it the best day is found."
    ),
]
TonnesOption = Annotated[
    float | None,
    typer.Option("--tonnes", help="Tonnes a year, over which dedicated roads are spread."),
]
ViaOption = Annotated[
    list[str] | None, typer.Option("--via", help="A place or link to pass, in order.")
]
AvoidOption = Annotated[
    list[str] | None,
    typer.Option("--avoid", help="A link, terminal, corridor, border or country not to use."),
]
WithoutOption = Annotated[list[Mode] | None, typer.Option("--without", help="A mode not to use.")]
MaxDaysOption = Annotated[
    float, typer.Option("--max-days", help="Most days from readiness to arrival.")
]
YearTypeOption = Annotated[
    YearType,
    typer.Option("--year-type", help="Short, normal or long seasons, by their published dates."),
]
WarmingOption = Annotated[
    float,
    typer.Option(
        "--warming",
        help="Degrees Celsius of warming, 0 to 10: winter roads open later, close sooner.",
    ),
]
ProjectionOption = Annotated[
    Projection, typer.Option("--projection", help="Equal-area projection of the page.")
]
TilesOption = Annotated[
    bool,
    typer.Option(
        "--tiles", help="Draw the page in Web Mercator, over tiles of OpenStreetMap where online."
    ),
]
HeightsOption = Annotated[
    Path | None,
    typer.Option(
        "--heights", help="A GeoTIFF of heights in m, over the shipped grid as far as it goes."
    ),
]
LandCoverOption = Annotated[
    Path | None,
    typer.Option(
        "--land-cover",
        help="A GeoTIFF of classes of ESA WorldCover or Copernicus land cover, which say where "
        "lakes, forest, bog and ice are.",
    ),
]
AtlasOption = Annotated[
    Path | None, typer.Option("--atlas", help="Your own tables, laid over the shipped ones.")
]
RatesOption = Annotated[
    Path | None, typer.Option("--rates", help="Your own rates, laid over the shipped ones.")
]
PlannedOption = Annotated[
    bool,
    typer.Option("--with-planned", help="Use links and terminals that are not built yet."),
]
