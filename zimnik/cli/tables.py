"""`zimnik check` and `zimnik layers`: the tables of an atlas, examined, counted and written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.cli.app import app, layers_app
from zimnik.cli.options import AtlasOption
from zimnik.geo.core.errors import InputError

if TYPE_CHECKING:
    from zimnik.geo.core.errors import Fault


@app.command()
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Atlases to check; without one the shipped atlas.")
    ] = None,
) -> None:
    """List every fault of an atlas; exit status 2 if there is any."""
    from zimnik.layers import check_path

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
    from zimnik.layers import count_rows, load_atlas

    typer.echo(count_rows(load_atlas(atlas, drawn=False)).to_string())


@layers_app.command()
def template(
    path: Annotated[Path, typer.Argument(help="A new folder for the tables to fill in.")],
) -> None:
    """Write an annotated empty atlas to fill in."""
    from zimnik.layers import write_template

    write_template(path)
    typer.echo(path)


@layers_app.command()
def export(
    path: Annotated[Path, typer.Argument(help=".gpkg, .parquet, .geojson, or a folder of CSV.")],
    atlas: AtlasOption = None,
) -> None:
    """Write the tables of the atlas in another format."""
    from zimnik.layers import export_atlas, load_atlas

    export_atlas(load_atlas(atlas), path)
    typer.echo(path)
