"""`region.toml`: what a region is, read from its folder with every fault at once.

Owns the names of the lines of the file, which `layers.regions.drafts` writes with comments.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.projection import Albers, Azimuthal
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.core.water_names import WaterName
from zimnik.layers.readers.plain_files import LIMITS, read_bytes
from zimnik.layers.regions.lines import (
    CODE,
    CURRENCY,
    LANGUAGE,
    RAIL_VEHICLES,
    MisreadLineError,
    box,
    day_pair,
    is_texts,
    is_words,
    misread,
    number,
)
from zimnik.layers.regions.region import (
    ENGLISH,
    POLE_DEG,
    Box,
    Defaults,
    Region,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zimnik.geo.core.projection import Projection
    from zimnik.layers.readers.plain_files import Limits

REGION_FILE = "region.toml"
# How far beyond its extent coordinates are accepted, and how far beyond those its maps show land.
ACCEPTED_BEYOND_DEG = 15.0
SHOWN_BEYOND_DEG = 15.0
MOST_ESCORT_ZONES = 100.0
KNOWN = frozenset(
    {
        "name",
        "title",
        "languages",
        "extent",
        "accepted",
        "shown",
        "projection",
        "polar_meridian_deg",
        "home_countries",
        "countries",
        "corridor_names",
        "currency",
        "paid_abroad",
        "spur_vehicle",
        "most_escort_zones",
        "attribution",
        "waters",
        "corridors",
        "default_winter",
        "defaults",
    }
)


def read_region(folder: Path, *, limits: Limits = LIMITS) -> Region:
    """Return the region of a folder.

    Raises
    ------
    InputError
        With every fault of its `region.toml`, by line.
    """
    path = folder / REGION_FILE
    try:
        given = tomllib.loads(read_bytes(path, REGION_FILE, limits).decode())
    except (ValueError, RecursionError) as error:
        remedy = "Correct the file; `zimnik regions new` writes one as a pattern."
        raise InputError([Fault(REGION_FILE, "a file in TOML", str(error), remedy)]) from error
    lines = _Lines(given)
    region = _region(lines, folder)
    lines.faults += [
        Fault(REGION_FILE, f"one of {', '.join(sorted(KNOWN))}", f"'{name}'", "Take the line out.")
        for name in sorted(set(given) - KNOWN)
    ]
    if lines.faults:
        raise InputError(lines.faults)
    return region


@dataclass(slots=True)
class _Lines:
    """The lines of a file, and the faults that were found in reading them."""

    given: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    def read(self, name: str, reader: Callable[[Any], Any], default: Any = ...) -> Any:  # noqa: ANN401 - of any line
        """Return a line as it is read, or its default where it is left out or wrong."""
        if name not in self.given and default is not ...:
            return default
        try:
            return reader(self.given.get(name))
        except MisreadLineError as error:
            found = "nothing" if name not in self.given else repr(self.given[name])
            self.faults.append(
                Fault(REGION_FILE, error.expected, found, "Correct the line.", column=name)
            )
            return None if default is ... else default


def _region(lines: _Lines, folder: Path) -> Region:
    extent = lines.read("extent", box) or Box(0, 0, 1, 1)
    accepted = lines.read("accepted", box, _widened(extent, ACCEPTED_BEYOND_DEG))
    projection = lines.read("projection", _projection) or Azimuthal(POLE_DEG, 0)
    languages = lines.read("languages", _languages, (ENGLISH,))
    return Region(
        name=lines.read("name", is_words) or "",
        titles=lines.read("title", _titles) or {ENGLISH: ""},
        languages=languages,
        extent=extent,
        accepted=accepted,
        shown=lines.read("shown", box, _widened(accepted, SHOWN_BEYOND_DEG, to_pole=True)),
        projection=projection,
        polar_meridian_deg=lines.read("polar_meridian_deg", _meridian, projection.meridian_deg),
        home_countries=lines.read("home_countries", _codes) or (),
        countries=lines.read("countries", _countries, {}),
        corridor_names=lines.read("corridor_names", _corridor_names, {}),
        currency=lines.read("currency", lambda v: is_words(v, CURRENCY)) or "",
        paid_abroad=lines.read("paid_abroad", _vehicles, frozenset()),
        spur_vehicle=lines.read("spur_vehicle", _spur) or Vehicle.RAIL_1435,
        most_escort_zones=lines.read(
            "most_escort_zones", lambda v: number(v, 0, MOST_ESCORT_ZONES), 0.0
        ),
        attribution=lines.read("attribution", lambda v: v if v == "" else is_words(v), ""),
        waters=lines.read("waters", _waters, ()),
        corridors=lines.read("corridors", _corridors, {}),
        folders=(folder,),
        default_winter=lines.read("default_winter", _winter, None),
        defaults=lines.read("defaults", _defaults, None),
    )


def _widened(box_: Box, beyond_deg: float, *, to_pole: bool = False) -> Box:
    west, east = box_.west_deg - beyond_deg, box_.east_deg + beyond_deg
    if east - west > TURN_DEG:
        middle = (west + east) / 2
        west, east = middle - HALF_TURN_DEG, middle + HALF_TURN_DEG
    south, north = box_.south_deg - beyond_deg, box_.north_deg + beyond_deg
    return Box(west, max(-POLE_DEG, south), east, POLE_DEG if to_pole else min(POLE_DEG, north))


def _meridian(value: object) -> float:
    return number(value, -HALF_TURN_DEG, TURN_DEG)


PROJECTIONS: dict[str, tuple[type[Albers | Azimuthal], tuple[str, ...]]] = {
    "albers": (
        Albers,
        (
            "south_parallel_deg",
            "north_parallel_deg",
            "latitude_of_origin_deg",
            "central_meridian_deg",
        ),
    ),
    "azimuthal": (Azimuthal, ("latitude_deg", "longitude_deg")),
}


def _projection(value: object) -> Projection:
    expected = " or ".join(
        f'{{kind = "{kind}", {", ".join(f"{name} = ..." for name in names)}}}'
        for kind, (_, names) in PROJECTIONS.items()
    )
    if not isinstance(value, dict) or value.get("kind") not in PROJECTIONS:
        raise misread(expected)
    made, names = PROJECTIONS[value["kind"]]
    if set(value) != {"kind", *names}:
        raise misread(expected)
    numbers = [
        number(
            value[name],
            *(
                (0, POLE_DEG)
                if "meridian" not in name and "longitude" not in name
                else (-HALF_TURN_DEG, TURN_DEG)
            ),
        )
        for name in names
    ]
    if made is Albers and not 0 < numbers[0] < numbers[1] < POLE_DEG:
        raise misread("standard parallels above 0 and below 90, the southern one first")
    return made(*numbers)


def _languages(value: object) -> tuple[str, ...]:
    found = is_texts(value, LANGUAGE)
    if found[0] != ENGLISH or len(set(found)) != len(found):
        raise misread('languages, "en" first and each once, such as ["en", "fr"]')
    return found


def _titles(value: object) -> dict[str, str]:
    expected = '{en = "...", and what it is called in other languages}'
    if not isinstance(value, dict) or ENGLISH not in value:
        raise misread(expected)
    return _names(value, expected)


def _names(value: object, expected: str) -> dict[str, str]:
    if not isinstance(value, dict) or not value:
        raise misread(expected)
    if not all(
        LANGUAGE.fullmatch(key) and isinstance(v, str) and v.strip() for key, v in value.items()
    ):
        raise misread(expected)
    return dict(value)


def _countries(value: object) -> dict[str, dict[str, str]]:
    expected = 'CODE = {en = "name"} for each country, its code of two capital letters'
    if not isinstance(value, dict) or not all(CODE.fullmatch(code) for code in value):
        raise misread(expected)
    return {code: _names(names, expected) for code, names in value.items()}


def _corridor_names(value: object) -> dict[str, dict[str, str]]:
    expected = 'corridor = {en = "name"} for each corridor of the links'
    if not isinstance(value, dict):
        raise misread(expected)
    return {corridor: _names(names, expected) for corridor, names in value.items()}


def _codes(value: object) -> tuple[str, ...]:
    return () if value == [] else is_texts(value, CODE)


def _vehicles(value: object) -> frozenset[Vehicle]:
    words = {vehicle.value for vehicle in Vehicle}
    if not isinstance(value, list) or not all(one in words for one in value):
        raise misread(f"a list of {', '.join(sorted(words))}")
    return frozenset(Vehicle(one) for one in value)


def _spur(value: object) -> Vehicle:
    if value not in RAIL_VEHICLES:
        raise misread(f"one of {', '.join(RAIL_VEHICLES)}")
    return Vehicle(str(value))


def _waters(value: object) -> tuple[WaterName, ...]:
    expected = '[[waters]] with at = [lon, lat], en = "name", and is_small = true for small ones'
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise misread(expected)
    waters = []
    for one in value:
        at, small = one.get("at"), one.get("is_small", False)
        if not isinstance(at, list) or len(at) != 2 or not isinstance(small, bool):  # noqa: PLR2004 - lon and lat
            raise misread(expected)
        lon, lat = number(at[0], -HALF_TURN_DEG, TURN_DEG), number(at[1], -POLE_DEG, POLE_DEG)
        names = {key: text for key, text in one.items() if key not in {"at", "is_small"}}
        waters.append(WaterName(lon, lat, _names(names, expected), small))
    return tuple(waters)


def _corridors(value: object) -> dict[str, tuple[str, ...]]:
    expected = 'CORRIDOR = ["name", ...] for each, as the column corridor of links has it'
    try:
        return {name: is_texts(words) for name, words in dict(value).items()}  # type: ignore[call-overload]
    except (MisreadLineError, TypeError, ValueError):
        raise misread(expected) from None


def _winter(value: object) -> dict[YearType, tuple[str, str]]:
    expected = 'short, normal and long, each ["MM-DD", "MM-DD"]'
    if not isinstance(value, dict) or set(value) - {"source"} != {year.value for year in YearType}:
        raise misread(expected)
    return {year: day_pair(value[year.value], expected) for year in YearType}


def _defaults(value: object) -> Defaults:
    from zimnik.layers.schema.tables import TABLES  # noqa: PLC0415 - most regions have none

    # Places, links and towns are what a region is, and are never another's.
    tables_of_none = {name for name, table in TABLES.items() if not table.geometry}
    expected = f'region = "NAME" and tables, a list of {", ".join(sorted(tables_of_none))}'
    if not isinstance(value, dict) or set(value) != {"region", "tables"}:
        raise misread(expected)
    tables = is_texts(value["tables"])
    if not set(tables) <= tables_of_none:
        raise misread(expected)
    return Defaults(is_words(value["region"]), tables)
