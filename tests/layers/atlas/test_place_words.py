"""Words beside a name: left out, and asking for a kind of place."""

from __future__ import annotations

import pytest

from zimnik.geo.core.vocabulary import PlaceKind
from zimnik.layers.atlas.place_words import asked_name, town_of


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("port of tiksi", "tiksi", PlaceKind.SEA_PORT),
        ("dudinka port", "dudinka", PlaceKind.ARCTIC_PORT),
        ("порт мурманск", "мурманск", PlaceKind.SEA_PORT),
        ("речной порт якутск", "якутск", PlaceKind.RIVER_PORT),
        ("ст. лена", "лена", PlaceKind.STATION),
        ("krasnoyarsk railway station", "krasnoyarsk", PlaceKind.STATION),
        ("tomtor mine", "tomtor", PlaceKind.DEPOSIT),
        ("месторождение томтор", "томтор", PlaceKind.DEPOSIT),
        ("cape dezhnev", "dezhnev", PlaceKind.WAYPOINT),
    ],
)
def test_a_word_asks_for_a_kind(text: str, name: str, kind: PlaceKind) -> None:
    asked = asked_name(text)
    assert asked.name == name
    assert asked.kinds is not None
    assert kind in asked.kinds


@pytest.mark.parametrize("text", ["г. якутск", "the town of якутск", "якутск", "пос. якутск"])
def test_a_town_may_be_any_kind(text: str) -> None:
    asked = asked_name(text)
    assert (asked.name, asked.kinds) == ("якутск", None)


@pytest.mark.parametrize("text", ["port", "port port", "река"])
def test_a_word_alone_stays_a_name(text: str) -> None:
    assert asked_name(text).name == text.rsplit(maxsplit=1)[-1]


def test_no_place_is_a_river() -> None:
    assert asked_name("lena river").kinds == ()


def test_a_cape_has_its_name_without_the_word() -> None:
    assert town_of("off cape kanin nos") == "kanin nos"
    assert town_of("мыс канин нос") == "канин нос"
