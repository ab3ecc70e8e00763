"""A new region to fill in: a folder with a commented `region.toml` and empty tables.

Owns what such a folder begins with; what each line of the file means stands in it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import InputError
from zimnik.layers.atlas.atlas import VERSION_FILE
from zimnik.layers.files import place_fault
from zimnik.layers.folders import write_folder
from zimnik.layers.loading.template import TEMPLATE_TABLES
from zimnik.layers.regions.finding import DEFAULT
from zimnik.layers.regions.region_files import REGION_FILE
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zimnik.layers.regions.region import Box

FILLED = (*TEMPLATE_TABLES, "towns", "exceptions")
# Tables that a new region hardly has of its own, and that name no place.
TAKEN = ("rates", "exchange_rates", "deflators", "product_prices")
# Standard parallels lie so far inside the southern and the northern edge (Deetz and Adams 1934).
SIXTH = 1 / 6
WIDEST_CONIC_DEG = 180.0
NORTHERNMOST_CONIC_DEG = 86.0

_TEXT = """\
# What this folder is an atlas of. `zimnik regions check FOLDER` says what is wrong with it, and
# `zimnik route FROM TO --region FOLDER` uses it.
name = {name}
# Languages of its pages, English first; words_fr.json beside this file gives French words.
languages = ["en"]

# [west, south, east, north] in degrees; what crosses 180 counts on beyond it, as in
# [160, 50, 230, 72].
extent = {extent}  # what a surface of remoteness covers
# accepted = [...]  # coordinates outside are refused; without it 15 degrees around the extent
# shown = [...]  # what maps show; without it 15 degrees around what is accepted

home_countries = {countries}  # codes of two letters; hubs in them are at home
currency = "{currency}"  # its value moves all rates but those of what is paid abroad
paid_abroad = ["ship"]  # vehicles that are not paid in that currency
spur_vehicle = "rail_1435"  # what runs on a new railway: rail_1435 or rail_1520
most_escort_zones = 0  # zones of an icebreaker's tariff that a link may cross
attribution = "Natural Earth"  # whom pages name: for the land of the North, and for your data

[title]
en = {title}

# Equal-area, for maps and surfaces: kind = "albers" with south_parallel_deg,
# north_parallel_deg, latitude_of_origin_deg and central_meridian_deg; or "azimuthal" with
# latitude_deg and longitude_deg.
[projection]
{projection}

# Names of countries on pages, and in --avoid.
# [countries]
# CA = {{ en = "Canada", fr = "Canada" }}

# Names of waters on maps.
# [[waters]]
# at = [-85, 60]
# en = "Hudson Bay"

# Names that people have for rivers and sea lanes, by the corridor of the links on them.
# [corridors]
# mackenzie_river = ["Mackenzie", "Deh Cho"]

# First and last day of a winter road of which neither days nor climate are known.
# [default_winter]
# short = ["02-03", "03-25"]
# normal = ["01-30", "04-01"]
# long = ["01-26", "04-11"]
# source = "where the days come from"

# Rows of another region that stand where yours has none of the same key. Its rates are in the money
# of its own country: put your own into rates.csv, with currency and year.
[defaults]
region = "{default}"
tables = {taken}
"""


def write_region(
    path: Path,
    extent: Box,
    *,
    countries: Sequence[str] = (),
    currency: str = "USD",
    title: str = "",
) -> tuple[str, ...]:
    """Write the folder of a new region, and return the names of its files.

    Land, climate and terrain of the North are used where it has no land.parquet, climate.txt and
    terrain.tif of its own.

    Parameters
    ----------
    path
        A new folder, or an empty one; its name is that of the region.
    extent
        What the region covers.
    countries
        Codes of the countries that it is at home in.
    currency
        Code of its money.
    title
        Heading of its map; the name without it.

    Raises
    ------
    InputError
        If something else stands there, or there is no folder for it; nothing is written then.
    OutputError
        If it cannot be written; nothing is left then.
    """
    fault = None if path.is_dir() else place_fault(path, path.name)
    if fault:
        raise InputError([fault])
    text = _TEXT.format(
        name=_quoted(path.name),
        extent=[round(side, 4) for side in extent.bounds],
        countries=json.dumps(list(countries)),
        currency=currency,
        title=_quoted(title or path.name),
        projection=_projection(extent),
        default=DEFAULT,
        taken=json.dumps(list(TAKEN)),
    )
    files = {
        REGION_FILE: text,
        VERSION_FILE: f'version = "0.1"\ndate = {datetime.now(UTC).date()}\n',
        **{f"{name}.csv": ",".join(TABLES[name].names) + "\n" for name in FILLED},
    }

    def write(folder: Path) -> None:
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8", newline="\n")

    write_folder(path, write, _change_of)
    return tuple(files)


def _change_of(folder: Path) -> str:
    first = min((child.name for child in folder.iterdir()), default="")
    return first and f"a folder with {first}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _projection(extent: Box) -> str:
    """Return a projection that suits an extent: conic where it is wide, else about its middle."""
    west, south, east, north = extent.bounds
    middle = round((west + east) / 2, 1)
    if east - west > WIDEST_CONIC_DEG or north > NORTHERNMOST_CONIC_DEG or south <= 0:
        return f'kind = "azimuthal"\nlatitude_deg = 90\nlongitude_deg = {middle:g}'
    high = north - south
    return (
        f'kind = "albers"\nsouth_parallel_deg = {south + high * SIXTH:.1f}\n'
        f"north_parallel_deg = {north - high * SIXTH:.1f}\n"
        f"latitude_of_origin_deg = {(south + north) / 2:.1f}\ncentral_meridian_deg = {middle:g}"
    )
