"""Atlases of regions: one by name or path, rows that it takes from another, several joined.

Owns which row stands where two regions have one of the same key: that of the region itself, then
that of the region named first.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.atlas import VERSION_FILE, Atlas, empty_atlas
from zimnik.layers.atlas.parts import AtlasPart
from zimnik.layers.cards.rate_card import is_of_the_first
from zimnik.layers.loading import loading
from zimnik.layers.loading.shipped import read_version, with_defaults
from zimnik.layers.readers.cells import cell_text
from zimnik.layers.readers.plain_files import LIMITS
from zimnik.layers.readers.reading import AS_WRITTEN
from zimnik.layers.regions.finding import is_shipped, region_folder, region_folders
from zimnik.layers.regions.region import joined
from zimnik.layers.regions.region_files import REGION_FILE, read_region
from zimnik.layers.schema.schema import FILLED_TO_CHECK, FILLED_TO_SHIP
from zimnik.layers.schema.tables import PLACE_TABLES, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.layers.loading.frames import AtlasInput
    from zimnik.layers.loading.loading import Examined
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.readers.reading import Reading

LISTED = 5
# Rows of two would price each other's links: each region keeps its own.
OF_THE_FIRST = frozenset({"rates"})
OF_A_PART = (*PLACE_TABLES, "links", "rates")


def load_regions_atlas(
    names: Sequence[str | Path] = (), *, drawn: bool = True, limits: Limits = LIMITS
) -> Atlas:
    """Return the atlas of regions by name or path, joined where there are several.

    Parameters
    ----------
    names
        Shipped regions by name, or folders with a `region.toml`; without one the usual region.
    drawn
        Whether links come as they are drawn; without it they are chords.
    limits
        The most that is read of a user's files.

    Raises
    ------
    InputError
        With every fault of the names, or of every table of the regions.
    """
    atlases, faults = list[Atlas](), list[Fault]()
    for folder in region_folders(names):
        try:
            atlases.append(_one(folder, drawn=drawn, limits=limits))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return joined_atlas(atlases)


def joined_atlas(atlases: Sequence[Atlas]) -> Atlas:
    """Return atlases of several regions as one, with a note on rows of which two have one.

    The table of rates is that of the first region; the others keep theirs as parts of the atlas.
    """
    first, *others = atlases
    if not others:
        return first
    tables: dict[str, Any] = {}
    notes: list[str] = []
    for name, table in TABLES.items():
        frames = [one.table(name) for one in (atlases[:1] if name in OF_THE_FIRST else atlases)]
        stacked = pd.concat([frame for frame in frames if len(frame)] or frames[:1])
        keys = pd.Series(
            list(zip(*(stacked[column].map(cell_text) for column in table.key), strict=True)),
            index=stacked.index,
            dtype=object,
        )
        again = keys.duplicated()
        tables[name] = stacked[~again].reset_index(drop=True)
        if table.geometry:
            tables[name] = gpd.GeoDataFrame(tables[name], crs=frames[0].crs)
            notes += _shared_note(name, sorted({key[0] for key in keys[again]}), first)
    return replace(
        first,
        **tables,
        version=" + ".join(f"{one.region.name} {one.version}" for one in atlases),
        date=max(one.date for one in atlases),
        region=joined([one.region for one in atlases]),
        notes=(*(note for one in atlases for note in one.notes), *notes),
        parts=tuple(
            AtlasPart(one.region, {name: one.table(name) for name in OF_A_PART}) for one in atlases
        ),
        warnings=tuple(text for one in others if (text := _unused_rates(one, first))),
    )


def _unused_rates(other: Atlas, first: Atlas) -> str:
    """Return what a region has otherwise that no link or place decides, "" where there is none."""
    columns = ["low", "base", "high", "unit", "currency", "price_year"]
    tables = [one.rates.set_index(["group", "item"])[columns] for one in (first, other)]
    known, own = (
        {key: tuple(map(str, row)) for key, row in zip(table.index, table.values, strict=True)}
        for table in tables
    )
    differing = sorted(
        " ".join(key) for key in own if is_of_the_first(*key) and own[key] != known.get(key)
    )
    if not differing:
        return ""
    return (
        f"each region has its own rates, but what belongs to the cargo or to vehicles of a plan is "
        f"that of {first.region.name}, which is named first; {other.region.name} has otherwise "
        f"{', '.join(differing)}"
    )


def _shared_note(table: str, ids: Sequence[str], first: Atlas) -> list[str]:
    if not ids:
        return []
    more = ", ..." if len(ids) > LISTED else ""
    listed = ", ".join(ids[:LISTED])
    return [f"{table}: {listed}{more} stand in several regions, those of {first.region.name} count"]


def check_over(
    names: Sequence[str | Path],
    *,
    given: AtlasInput | None = None,
    limits: Limits = LIMITS,
    reading: Reading = AS_WRITTEN,
) -> Examined:
    """Return every fault of a user's atlas over regions, or of the regions themselves.

    Parameters
    ----------
    names
        Regions by name or path.
    given
        A user's atlas, as `load_atlas` takes it; a folder with a `region.toml` is a region, and
        judged by itself.
    limits
        The most that is read of the user's files.
    reading
        What is said of the user's files.

    Raises
    ------
    InputError
        If there is no such region, or it cannot be used.
    """
    if isinstance(given, str | Path) and (Path(given) / REGION_FILE).is_file():
        return check_region(given, limits=limits)
    if given is not None:
        user = loading.read_user_atlas(given, limits=limits, reading=reading)
        atlas = load_regions_atlas(names, limits=limits)
        return loading.examined_over(atlas, user, filled=FILLED_TO_CHECK)
    found = [check_region(folder, limits=limits) for folder in region_folders(names)]
    return loading.Examined(
        tuple(fault for one in found for fault in one.faults),
        tuple(note for one in found for note in one.notes),
    )


def check_region(given: str | Path, *, limits: Limits = LIMITS) -> Examined:
    """Return every fault of a region as it stands in its files, judged by its own extent.

    Raises
    ------
    InputError
        If there is no such region.
    """
    folder = region_folder(given)
    try:
        under = _underneath(folder, limits)
    except InputError as error:
        return loading.Examined(error.faults, ())
    filled = FILLED_TO_SHIP if is_shipped(folder) else FILLED_TO_CHECK
    user = loading.read_user_atlas(folder, limits=limits)
    return loading.examined_over(under, user, filled=filled, blameless=False)


def _one(folder: Path, *, drawn: bool, limits: Limits) -> Atlas:
    if is_shipped(folder):
        return loading.load_atlas(base=folder, drawn=drawn)
    return loading.overlaid(_underneath(folder, limits), folder, drawn=drawn, limits=limits)


def _underneath(folder: Path, limits: Limits) -> Atlas:
    """Return what lies under the tables of a region: its edition, and rows that it takes over."""
    region = read_region(folder, limits=limits)
    version, day = read_version(folder / VERSION_FILE, limits)
    return with_defaults(empty_atlas(version, day, region))
