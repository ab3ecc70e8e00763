"""Words that stand beside a name and are no part of it: port, station, cape, mine, town.

Owns which words those are in English and Russian, and which kinds of place each asks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Collection

# What a terminal's name adds to that of its town, at either end of it.
# fmt: off
_TERMINAL_WORDS = frozenset({
    "airfield", "airport", "cape", "freight", "glavny", "gorod", "i", "ii", "landing",
    "passazhirskaya", "port", "quay", "river", "roadstead", "sea", "sortirovochnaya", "station",
    "terminal", "uzlovoy", "1", "2",
    "аэродром", "аэропорт", "вокзал", "главный", "город", "грузовая", "морской", "мыс",
    "пассажирская", "пассажирский", "порт", "пристань", "рейд", "речной", "сортировочная",
    "станция", "терминал", "узловой",
})
_NO_KIND = frozenset({
    "the", "of", "city", "town", "village", "settlement", "sea", "railway", "rail",
    "г", "гор", "город", "п", "пос", "поселок", "пгт", "с", "село", "морской", "речной",
    "железнодорожная", "жд", "bukhta", "bay", "бухта", "gorod", "poselok", "posyolok",
    "в", "во", "из", "на", "до", "от", "через",
})
# fmt: on
# Kinds of port.
PORTS = (PlaceKind.SEA_PORT, PlaceKind.ARCTIC_PORT, PlaceKind.RIVER_PORT, PlaceKind.ROADSTEAD)
_CAPES = (PlaceKind.WAYPOINT, PlaceKind.ROADSTEAD, PlaceKind.ARCTIC_PORT)
_KINDS: dict[str, tuple[PlaceKind, ...]] = {
    **dict.fromkeys(("port", "harbour", "harbor", "порт", "морпорт", "речпорт"), PORTS),
    **dict.fromkeys(("порта", "порту", "порте"), PORTS),
    **dict.fromkeys(("landing", "pier", "quay", "пристань", "причал"), PORTS),
    **dict.fromkeys(
        ("station", "railhead", "станция", "станции", "ст", "вокзал"), (PlaceKind.STATION,)
    ),
    **dict.fromkeys(("airport", "airfield", "аэропорт", "аэродром"), (PlaceKind.AIRFIELD,)),
    **dict.fromkeys(("mine", "deposit", "pit"), (PlaceKind.DEPOSIT,)),
    **dict.fromkeys(("месторождение", "рудник", "карьер", "гок"), (PlaceKind.DEPOSIT,)),
    **dict.fromkeys(("plant", "works", "hub", "завод", "комбинат"), (PlaceKind.HUB,)),
    **dict.fromkeys(("cape", "mys", "мыс", "мыса", "мысу", "мысе"), _CAPES),
    # No place is a river: who names one is told so.
    **dict.fromkeys(("river", "reka", "река", "реки", "реке", "реку", "р"), ()),
}
_DOTS = re.compile(r"\.\s*")


@dataclass(frozen=True, slots=True)
class AskedName:
    """A plain name without the words beside it, and the kinds that these ask for, None for any."""

    name: str
    kinds: Collection[PlaceKind] | None = None


def asked_name(plain_name: str) -> AskedName:
    """Return what a plain name names, and what kind of place it asks for.

    Examples
    --------
    >>> asked_name("port of dudinka").name, asked_name("р. лена").kinds
    ('dudinka', ())
    """
    words = _DOTS.sub(" ", plain_name).split()
    kinds: tuple[PlaceKind, ...] | None = None
    while len(words) > 1:
        end = next((i for i in (0, -1) if words[i] in _KINDS or words[i] in _NO_KIND), None)
        if end is None:
            break
        word = words.pop(end)
        kinds = _KINDS.get(word, kinds)
    return AskedName(" ".join(words), kinds)


def town_of(plain_name: str) -> str:
    """Return the plain name of a terminal without the words that it adds to that of its town."""
    words = plain_name.removeprefix("off cape ").split()
    while words and words[-1] in _TERMINAL_WORDS:
        words.pop()
    while words and words[0] in _TERMINAL_WORDS:
        words.pop(0)
    return " ".join(words)
