"""What tags of OpenStreetMap say of a way: its class, its level, what it bears.

Owns the words of OpenStreetMap that this project knows (wiki.openstreetmap.org, Map features).
Files of roads that were made of it, as those of Geofabrik, have the same words in columns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.layers.networks.ways import Tags

CLASS = "class"
KEYS = frozenset({"highway", "railway", "route", "waterway", "fclass"})
# What else of a way changes how it may be used.
OTHERS = frozenset(
    {
        "layer",
        "bridge",
        "tunnel",
        "gauge",
        "usage",
        "service",
        "surface",
        "access",
        "vehicle",
        "motor_vehicle",
        "motorcar",
        "hgv",
        "boat",
        "ship",
        "cemt",
        "winter_road",
        "ice_road",
        "seasonal",
        "opening_hours",
        "service_times",
        "maxweight",
    }
)
CONDITIONAL = ":conditional"
CUT_LETTERS = 10
# Restrictions of these hold for lorries, the narrowest last.
WHO = ("access", "vehicle", "motor_vehicle", "hgv")
SHUT = frozenset({"no", "private_no"})
NO = frozenset({"", "no", "f", "false", "0", "none"})
RAIL_WORDS = frozenset({"rail", "narrow_gauge", "light_rail", "subway", "tram", "abandoned"})
WATER_WORDS = frozenset({"river", "canal", "stream", "drain", "ditch", "fairway"})
PAVED = frozenset({"paved", "asphalt", "concrete", "chipseal", "concrete:plates"})
ROADS = ("motorway", "trunk", "primary", "secondary")
LESSER_ROADS = ("tertiary", "unclassified", "road")
# What is added to the class of a line that reaches so far north, where seas freeze.
POLAR, POLAR_CIRCLE_DEG = " beyond the Arctic Circle", 66.56
WINTER, ICE, FERRY = "winter_road", "ice_road", "route=ferry"
DETAILS = {"railway": ("gauge", "usage", "service"), "waterway": ("ship", "boat", "cemt")}
_TONNES = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:t|tonnes?)?\s*")


def is_relevant(key: str) -> bool:
    """Whether a tag of a way is read."""
    who, _, rest = key.partition(":")
    return key in KEYS or key in OTHERS or (f":{rest}" == CONDITIONAL and who in WHO)


def key_of(column: str) -> str:
    """Return the key that a column is of, also where a shapefile cut its name to ten letters.

    Examples
    --------
    >>> key_of("Winter_Roa"), key_of("name")
    ('winter_road', 'name')
    """
    plain = column.strip().casefold()
    if len(plain) != CUT_LETTERS or is_relevant(plain):
        return plain
    known = [*KEYS, *OTHERS, *(f"{who}{CONDITIONAL}" for who in WHO)]
    meant = [key for key in known if key.replace(":", "_").startswith(plain)]
    return min(meant, key=len, default=plain)


def class_of(tags: Tags) -> str:
    """Return the class of a way in words, as the table of classes lists it.

    Examples
    --------
    >>> class_of({"highway": "track", "ice_road": "yes"})
    'ice_road'
    >>> class_of({"railway": "rail", "gauge": "1520", "usage": "main"})
    'railway=rail gauge=1520 usage=main'
    """
    key, word = _key_and_word(tags)
    if tags.get("route") == "ferry" or word == "ferry":
        return FERRY if _takes_lorries(tags) else f"{FERRY} lorries not known to be taken"
    winter = _winter_kind(tags, word)
    if winter:
        return winter
    if not key:
        return tags.get(CLASS, "") or "line"
    if key in DETAILS:
        return " ".join([f"{key}={word}", *_detail(tags, DETAILS[key])])
    return _road_class(tags, key, word)


def _road_class(tags: Tags, key: str, word: str) -> str:
    if word.removesuffix("_link") not in {*ROADS, *LESSER_ROADS}:
        return f"{key}={word}"
    shut = " closed to lorries" if _is_shut(tags) else ""
    yearly = "seasonal " if tags.get("seasonal", "no") not in NO else ""
    return f"{yearly}{key}={word}{_ground(tags)}{shut}"


def _key_and_word(tags: Tags) -> tuple[str, str]:
    for key in ("highway", "railway", "waterway", "route"):
        if tags.get(key, "") not in NO:
            return key, tags[key].casefold()
    word = tags.get("fclass", "").casefold()
    if not word:
        return "", ""
    if word in RAIL_WORDS:
        return "railway", word
    return ("waterway" if word in WATER_WORDS else "highway"), word


def _winter_kind(tags: Tags, word: str) -> str:
    """Return whether a way is a winter road or lies on ice, "" where it is neither."""
    if word == "ice_road" or tags.get(ICE, "no") not in NO:
        return ICE
    if word == "winter_road" or tags.get(WINTER, "no") not in NO:
        return WINTER
    return WINTER if tags.get("seasonal", "").casefold() == "winter" else ""


def _detail(tags: Tags, keys: tuple[str, ...]) -> list[str]:
    return [f"{key}={tags[key].casefold()}" for key in keys if tags.get(key)]


def _ground(tags: Tags) -> str:
    surface = tags.get("surface", "").casefold()
    if not surface:
        return ""
    return " paved" if surface in PAVED else " unpaved"


def _is_shut(tags: Tags) -> bool:
    """Whether lorries are kept out the whole year; by the narrowest that is said of them."""
    said = [tags[key].casefold() for key in WHO if tags.get(key)]
    dated = any(tags.get(f"{key}{CONDITIONAL}") for key in WHO)
    return bool(said) and said[-1] in SHUT and not dated


def _takes_lorries(tags: Tags) -> bool:
    said = [tags[key].casefold() for key in ("motorcar", "motor_vehicle", "hgv") if tags.get(key)]
    return bool(said) and said[-1] not in SHUT


def level_of(tags: Tags) -> int:
    """Return at which level a way lies: bridges above 0, tunnels below."""
    try:
        layer = int(float(tags.get("layer", "") or 0))
    except (ValueError, OverflowError):
        layer = 0
    if layer:
        return max(-9, min(9, layer))
    above = tags.get("bridge", "").casefold() not in NO
    below = tags.get("tunnel", "").casefold() not in NO
    return int(above) - int(below)


def load_limit_t(tags: Tags) -> float | None:
    """Return the heaviest vehicle in tonnes, None where nothing is said in tonnes."""
    found = _TONNES.fullmatch(tags.get("maxweight", ""))
    return float(found[1].replace(",", ".")) or None if found else None
