"""The command line: parse, load, compute, render.

One module a group of commands; what they do is in `layers`, `geo` and `maps`. Heavy packages are
imported where they are used, so that a route is answered soon after the key is pressed.
"""

from __future__ import annotations

import sys

from zimnik.cli import (
    access,
    campaign,
    hubs_compare,
    hubs_rank,
    hubs_site,
    matrix,
    pages,
    remoteness,
    route,
    stress,
    tables,
)
from zimnik.cli.app import BAD_INPUT, app
from zimnik.geo.core.errors import ZimnikError

__all__ = [
    "access",
    "campaign",
    "hubs_compare",
    "hubs_rank",
    "hubs_site",
    "main",
    "matrix",
    "pages",
    "remoteness",
    "route",
    "stress",
    "tables",
]


def main() -> None:
    """Run the command line; bad input ends with status 2 and its faults, never a traceback."""
    try:
        app()
    except ZimnikError as error:
        sys.stderr.write("".join(f"zimnik: {_plain(line)}\n" for line in str(error).split("\n")))
        sys.exit(BAD_INPUT)


def _plain(line: str) -> str:
    """Return a line that cannot steer a terminal, whatever names it quotes."""
    return "".join(letter if letter.isprintable() else "?" for letter in line)
