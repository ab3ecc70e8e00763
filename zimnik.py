"""The command line: parse, load, compute, render.

Owns the commands and nothing else; what they do is in `layers`, `geo` and `maps`. Heavy packages
are imported where they are used, so that a route is answered soon after the key is pressed.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import Fault, InputError, ZimnikError
from geo.vocabulary import Mode

if TYPE_CHECKING:
    from geo.results import RouteAnswer
    from layers import Atlas
    from maps.tables import Heading

ANSWERED, NOTHING_FOUND, BAD_INPUT = 0, 1, 2
CARD_YEAR = 2025

app = typer.Typer(
    name="zimnik",
    help="Remoteness and logistics cost for Arctic and Siberian ore.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How a table or route is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


AtlasOption = Annotated[
    Path | None, typer.Option("--atlas", help="Your own tables, laid over the shipped ones.")
]
RatesOption = Annotated[
    Path | None, typer.Option("--rates", help="A table of rates, laid over the shipped one.")
]
PlannedOption = Annotated[
    bool, typer.Option("--with-planned", help="Use links and terminals that are not built yet.")
]


def main() -> None:
    """Run the command line; bad input ends with status 2 and its faults, never a traceback."""
    try:
        app()
    except ZimnikError as error:
        sys.stderr.write(f"zimnik: {error}\n")
        sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
