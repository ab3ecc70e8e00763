"""Places by name: ids, English and Russian names, aliases, and points as ``lat,lon``.

Owns how a word of the command line finds places, and what `--avoid` understands besides.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import SITE_KINDS, PlaceKind
from zimnik.layers.atlas.countries import COUNTRY_NAMES
from zimnik.layers.atlas.region import (
    EAST_DEG,
    NORTH_DEG,
    POLE_DEG,
    SOUTH_DEG,
    TURN_DEG,
    WEST_DEG,
    in_region,
    looks_swapped,
    wrapped_lon,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

NEAREST = 5
NEAR = 0.6
_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_POINT = re.compile(rf"\s*({_NUMBER})\s*[,;]\s*({_NUMBER})\s*")
_BORDER = re.compile(r"([A-Za-z]{2})-([A-Za-z]{2})")
_SHORT = re.compile(r"[(,/]")
_DASHES = re.compile(r"[\s\-\u2010-\u2015_]+")
# What a terminal's name adds to that of its town, at either end of it.
# fmt: off
_TERMINAL_WORDS = frozenset({
    "airfield", "airport", "freight", "glavny", "gorod", "i", "ii", "landing", "passazhirskaya",
    "port", "quay", "river", "roadstead", "sea", "sortirovochnaya", "station", "terminal",
    "uzlovoy", "1", "2",
    "аэродром", "аэропорт", "вокзал", "главный", "город", "грузовая", "морской", "пассажирская",
    "пассажирский", "порт", "пристань", "рейд", "речной", "сортировочная", "станция", "терминал",
    "узловой",
})
# fmt: on
NAME_COLUMNS = ("name_en", "name_ru")


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """The place that a text names.

    Parameters
    ----------
    place_id
        Id of the place; for a point as ``lat,lon`` a new one.
    others
        Ids of other places that the text names as well, sites before terminals.
    point
        Longitude and latitude where the text is a point that no table has, else None.
    """

    place_id: str
    others: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Ban:
    """Links and places that a word of `--avoid` names."""

    link_ids: frozenset[str] = frozenset()
    place_ids: frozenset[str] = frozenset()


def find_place(
    places: gpd.GeoDataFrame, text: str, *, kinds: Collection[str] | None = None
) -> PlaceMatch:
    """Return the place that a text names.

    Parameters
    ----------
    places
        Sites and terminals as `layers.atlas.atlas.places` gives them.
    text
        An id; a name or alias in English or Russian, whatever its case, with dashes or spaces and
        with or without what stands in brackets or after a comma or stroke, and for a terminal with
        or without words such as port or station; or ``lat,lon``.
    kinds
        Kinds of place to choose from; all by default. A point is always allowed.

    Returns
    -------
    PlaceMatch
        An id comes first, then sites, then terminals; within each, names in full before names in
        part.

    Raises
    ------
    InputError
        If nothing has that name (the nearest names are offered), or a point lies outside the
        region or has latitude and longitude swapped.
    """
    chosen = places if kinds is None else places[places["kind"].isin([str(k) for k in kinds])]
    found = _ids_of(chosen, text)
    if found:
        return PlaceMatch(found[0], others=tuple(found[1:]))
    point = _POINT.fullmatch(text)
    if point is None:
        raise InputError([_unknown_place(chosen, text)])
    lat, lon = float(point[1]), float(point[2])
    _require_in_region(text, lon, lat)
    lon = wrapped_lon(lon)
    return PlaceMatch(f"point_{lat:.4f}_{lon:.4f}", point=(lon, lat))


def find_places(places: gpd.GeoDataFrame, text: str) -> tuple[str, ...]:
    """Return the ids of all places that a text names, in the order of `find_place`.

    Raises
    ------
    InputError
        If it names none.
    """
    match = find_place(places, text)
    if match.point is not None:
        raise InputError([_unknown_place(places, text)])
    return (match.place_id, *match.others)


def with_point(places: gpd.GeoDataFrame, match: PlaceMatch) -> gpd.GeoDataFrame:
    """Return the places with the point of a match as a site among them, where it is one.

    The point is of kind deposit, so that it gets an access link like a site that no link touches.
    """
    if match.point is None or match.place_id in set(places["id"]):
        return places
    lon, lat = match.point
    name = f"{lat:.4f}, {lon:.4f}"
    known = {
        "id": match.place_id,
        "name_en": name,
        "name_ru": name,
        "kind": PlaceKind.DEPOSIT.value,
        "estimated": False,
        "geometry": Point(lon, lat),
    }
    # A row of the table itself, emptied, has the dtypes of the table whatever pandas makes of
    # missing values.
    unknown = {"str": "", "object": "", "float64": float("nan"), "boolean": pd.NA}
    row = {
        name: [known[name] if name in known else unknown[str(dtype)]]
        for name, dtype in places.dtypes.items()
    }
    plain = {name: dtype for name, dtype in places.dtypes.items() if name != "geometry"}
    frame = gpd.GeoDataFrame(pd.DataFrame(row).astype(plain), geometry="geometry", crs=places.crs)
    return gpd.GeoDataFrame(pd.concat([places, frame], ignore_index=True))


def find_ban(places: gpd.GeoDataFrame, links: pd.DataFrame, text: str) -> Ban:
    """Return the links and places that a word of `--avoid` names.

    Parameters
    ----------
    places, links
        The network.
    text
        A place by id or name, a link by id, a corridor, a border such as RU-CN either way round, or
        a country by its code or its English or Russian name: all places in it.

    Raises
    ------
    InputError
        If it names nothing; the nearest words are offered.
    """
    word = plain_name(text)
    place_ids = {*_ids_of(places, text), *_ids_of_country(places, word)}
    corridors = pd.Series([plain_name(value) for value in links["corridor"]], index=links.index)
    named = (links["id"] == text.strip()) | ((corridors == word) & (corridors != ""))
    border = _BORDER.fullmatch(text.strip())
    if border:
        code, back = border[0].upper(), f"{border[2]}-{border[1]}".upper()
        named |= links["border"].isin([code, back])
    if not place_ids and not named.any():
        raise InputError([_unknown_ban(places, links, text)])
    return Ban(frozenset(links.loc[named, "id"]), frozenset(place_ids))


def plain_name(text: str) -> str:
    """Return a name as it is compared: without case, dots of ё, dashes and outer space."""
    return _DASHES.sub(" ", text.casefold().replace("ё", "е")).strip()


def _names(row: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the names of a place in full and in part."""
    full = [row[column] for column in NAME_COLUMNS]
    short = [plain_name(_SHORT.split(name, maxsplit=1)[0]) for name in full]
    if row["kind"] not in SITE_KINDS:
        short += [_town(name) for name in short]
    full += row["aliases"].split(";")
    return [plain_name(name) for name in full if name], [name for name in short if name]


def _town(plain_name: str) -> str:
    words = plain_name.split()
    while words and words[-1] in _TERMINAL_WORDS:
        words.pop()
    while words and words[0] in _TERMINAL_WORDS:
        words.pop(0)
    return " ".join(words)


def _rows(places: gpd.GeoDataFrame) -> list[dict[str, str]]:
    columns = ["id", *NAME_COLUMNS, "aliases", "kind"]
    values = zip(*(places[column].tolist() for column in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]


def _ids_of(places: gpd.GeoDataFrame, text: str) -> list[str]:
    word = plain_name(text)
    if not word:
        return []
    ranked: list[tuple[tuple[bool, bool, bool], str]] = []
    for row in _rows(places):
        full, short = _names(row)
        is_id = row["id"] == text.strip()
        if is_id or word in full or word in short or word == plain_name(row["id"]):
            terminal = row["kind"] not in SITE_KINDS
            ranked.append(((not is_id, terminal, word not in full), row["id"]))
    return [place_id for _, place_id in sorted(ranked, key=lambda item: item[0])]


def _ids_of_country(places: gpd.GeoDataFrame, word: str) -> Iterable[str]:
    codes = [
        code
        for code, names in COUNTRY_NAMES.items()
        if word in (code.casefold(), *(plain_name(name) for name in names))
    ]
    in_country = places["country"].isin(codes) | (
        (places["country"] != "") & (places["country"].str.casefold() == word)
    )
    return [str(place_id) for place_id in places.loc[in_country, "id"]]


def _require_in_region(text: str, lon: float, lat: float) -> None:
    if in_region(lon, lat):
        return
    swapped = looks_swapped(lon, lat) or abs(lat) > POLE_DEG >= abs(lon)
    found = f"'{text.strip()}'" + (": latitude and longitude look swapped" if swapped else "")
    remedy = f"Is {lon:g},{lat:g} meant?" if swapped else "Give a point of the region."
    east = f"{EAST_DEG:g} (that is {EAST_DEG - TURN_DEG:g})"
    expected = (
        f"lat,lon with latitude {SOUTH_DEG:g} to {NORTH_DEG:g} and longitude {WEST_DEG:g} to {east}"
    )
    raise InputError([Fault("place", expected, found, remedy)])


def _unknown_place(places: gpd.GeoDataFrame, text: str) -> Fault:
    rows = _rows(places)
    spoken = {plain_name(name): name for row in rows for name in _spoken(row)}
    near = _nearest(text, spoken)
    listed = "`zimnik layers export FOLDER` writes every id and name."
    remedy = f"Nearest: {near}." if near else listed
    return Fault("place", "the id or name of a place, or lat,lon", f"'{text}'", remedy)


def _spoken(row: dict[str, str]) -> list[str]:
    aliases = row["aliases"].split(";")
    return [name for name in (row["id"], row["name_en"], row["name_ru"], *aliases) if name]


def _unknown_ban(places: gpd.GeoDataFrame, links: pd.DataFrame, text: str) -> Fault:
    words = [name for row in _rows(places) for name in _spoken(row)]
    words += [*links["id"], *links["corridor"], *links["border"]]
    words += [word for code, names in COUNTRY_NAMES.items() for word in (code, *names)]
    near = _nearest(text, {plain_name(word): word for word in words if word})
    return Fault(
        "avoid",
        "a place, link, corridor, border (RU-CN) or country",
        f"'{text}'",
        f"Nearest: {near}." if near else "See the ids and corridors of the atlas.",
    )


def _nearest(text: str, spoken: dict[str, str]) -> str:
    close = difflib.get_close_matches(plain_name(text), list(spoken), n=NEAREST, cutoff=NEAR)
    return ", ".join(dict.fromkeys(spoken[word] for word in close))
