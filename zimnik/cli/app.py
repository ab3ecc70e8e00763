"""The command groups, and how a command ends.

Owns the Typer applications that the command modules fill, and the exit statuses.
"""

from __future__ import annotations

import typer

NOTHING_FOUND, BAD_INPUT = 1, 2
app = typer.Typer(
    name="zimnik",
    help="Remoteness and logistics cost for Arctic and Siberian ore.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
layers_app = typer.Typer(help="The tables of the atlas.", no_args_is_help=True)
app.add_typer(layers_app, name="layers")
