"""`zimnik hubs`: the plants that deposits could feed."""

from __future__ import annotations

import typer

from zimnik.cli.app import app

hubs_app = typer.Typer(help="Compare, site and rank hubs.", no_args_is_help=True)
app.add_typer(hubs_app, name="hubs")
