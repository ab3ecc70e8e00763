"""`zimnik matrix`: costs from many origins to many destinations by the day of readiness."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.cli.app import NOTHING_FOUND, app
from zimnik.cli.options import (
    AtlasOption,
    AvoidOption,
    Format,
    MaxDaysOption,
    PlannedOption,
    RatesOption,
    TonnesOption,
    WarmingOption,
    WithoutOption,
    YearTypeOption,
)
from zimnik.cli.output import deliver_text, heading_of, require_suffix
from zimnik.geo.core.vocabulary import PlaceKind, YearType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from zimnik.studies.model import Model

LAT_LON = ("lat", "lon")


@app.command()
def matrix(
    origins: Annotated[
        list[str] | None,
        typer.Option(help="Places with commas, or one lat,lon; all deposits if left out."),
    ] = None,
    destinations: Annotated[
        list[str] | None,
        typer.Option(help="Places with commas, or one lat,lon; all hubs if left out."),
    ] = None,
    ready: Annotated[
        list[str] | None,
        typer.Option(help="Day MM-DD of readiness; the first of every month if left out."),
    ] = None,
    tonnes: TonnesOption = None,
    avoid: AvoidOption = None,
    without: WithoutOption = None,
    max_days: MaxDaysOption = 730.0,
    year_type: YearTypeOption = YearType.NORMAL,
    warming: WarmingOption = 0.0,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="File to write.")] = None,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Price every origin to every destination by the day the cargo is ready."""
    require_suffix(out, output_format)
    import math

    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.core.errors import Fault, InputError
    from zimnik.geo.routing.matrix import MONTHS_D, MatrixRequest, cost_matrix
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.maps.reports.matrix import matrix_csv, matrix_json, matrix_text
    from zimnik.studies.model import cargo_of, closures_of, compiled, load_model, with_access_of

    if output_format is Format.GEOJSON:
        raise InputError(
            [Fault("--format", "text, json or csv", "'geojson'", "A matrix has no lines to draw.")]
        )
    days = tuple(day_of(text) for text in ready) if ready else MONTHS_D
    with _helper(wanted=origins is None and destinations is None) as helper:
        model = load_model(atlas, rates, with_planned=with_planned, warming_c=warming)
        model, origin_ids, said = _named(model, origins, PlaceKind.DEPOSIT)
        model, destination_ids, more = _named(model, destinations, PlaceKind.HUB)
        cargoes, warnings = {}, [*said, *more]
        for origin_id in origin_ids:
            cargoes[origin_id], notes = cargo_of(model, origin_id, tonnes)
            warnings += [f"{origin_id}: {note}" for note in notes]
        model = with_access_of(model, {*origin_ids, *destination_ids})
        warnings += model.warnings
        network = dated_network(compiled(model), model.card, year_type)
        closures = closures_of(model, avoid or (), without or (), year_type)
        request = MatrixRequest(cargoes, destination_ids, days, closures, max_days)
        cells = cost_matrix(network, request, helper)
    heading = heading_of(model)
    if output_format is Format.JSON:
        text = matrix_json(cells, heading, warnings)
    elif output_format is Format.CSV:
        text = matrix_csv(cells)
    else:
        text = matrix_text(cells, heading, warnings if len(origin_ids) == 1 else ())
    deliver_text(text, out)
    if not any(math.isfinite(cell.cost_usd_per_t) for cell in cells):
        raise typer.Exit(NOTHING_FOUND)


@contextmanager
def _helper(*, wanted: bool) -> Iterator[Executor | None]:
    """Give another process where there is a core for it; it begins while the atlas is read."""
    if not wanted or (os.cpu_count() or 1) == 1:
        yield None
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Spawned and not forked: the threads of NumPy do not survive a fork.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(_begin)
        yield pool


def _begin() -> None:
    """Import what the helper will need."""
    import zimnik.geo.routing._matrix_core
    import zimnik.geo.routing.matrix  # noqa: F401


def _named(
    model: Model, options: list[str] | None, kind: PlaceKind
) -> tuple[Model, list[str], list[str]]:
    """Return the places that options name, or all of a kind, and what to say of the names."""
    from zimnik.studies.model import ambiguities, match_places

    if options is None:
        places = model.places
        return model, places.loc[places["kind"] == kind.value, "id"].to_list(), []
    texts = [text for option in options for text in _names(option)]
    model, matches = match_places(model, texts)
    ids = list(dict.fromkeys(match.place_id for match in matches))
    return model, ids, ambiguities(model, texts, matches)


def _names(option: str) -> list[str]:
    """Return the names of a list with commas; two numbers are one point."""
    names = [text.strip() for text in option.split(",")]
    return [option] if len(names) == len(LAT_LON) and all(map(_is_number, names)) else names


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
