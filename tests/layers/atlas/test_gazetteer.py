"""Places by name, and what `--avoid` understands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.regions import USUAL
from zimnik.geo.core.errors import InputError
from zimnik.layers import (
    Atlas,
    find_ban,
    find_each_place,
    find_place,
    find_places,
    load_atlas,
    places,
    with_points,
)

if TYPE_CHECKING:
    import geopandas as gpd


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    return load_atlas(drawn=False)


@pytest.fixture(scope="module")
def shipped_places(shipped: Atlas) -> gpd.GeoDataFrame:
    return places(shipped)


@pytest.fixture
def drawn(atlas: Atlas) -> gpd.GeoDataFrame:
    return places(atlas)


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("mine", "mine"),
        (" MINE ", "mine"),
        ("Рудник", "mine"),
        ("рудник", "mine"),
        ("Plant (Town, candidate)", "plant"),
        ("plant", "plant"),
        ("works", "plant"),
        ("пгхо", "plant"),
        ("Завод", "plant"),
        ("Город", "town_st"),
        ("town_st", "town_st"),
        ("Town St station", "town_st"),
    ],
)
def test_place_is_found_by_id_name_alias_or_part_of_a_name(
    drawn: gpd.GeoDataFrame, text: str, place_id: str
) -> None:
    assert find_place(drawn, text, region=USUAL).place_id == place_id


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("Томтор", "tomtor"),
        ("Краснокаменск", "krasnokamensk"),
        ("krasnoyarsk", "krasnoyarsk"),
        ("vladivostok", "vladivostok"),
        ("khatanga", "khatanga"),
        ("Ловозеро", "karnasurt"),
        ("соликамск", "solikamsk"),
        ("murmansk", "murmansk_port"),
        ("чита", "chita2"),
    ],
)
def test_shipped_places_are_found_by_their_everyday_names(
    shipped_places: gpd.GeoDataFrame, text: str, place_id: str
) -> None:
    assert find_place(shipped_places, text, region=USUAL).place_id == place_id


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("Tomtor deposit", "tomtor"),
        ("рудник Карнасурт", "karnasurt"),
        ("Hatanga", "khatanga"),
        ("порт Хатанга", "khatanga_port"),
        ("port of Tiksi", "tiksi"),
        ("Noril'sk", "norilsk"),
        ("Jakutsk", "yakutsk"),
        ("г. Якутск", "yakutsk"),
        ("Wladiwostok", "vladivostok"),
        ("Petropavlovsk Kamchatskiy", "petropavlovsk"),
        ("Pevek port", "pevek"),
        ("Saskylah", "saskylakh"),
        ("Nizhniy Bestyakh", "nizhbestyakh"),
        ("Severobaykalsk", "severobaikalsk_st"),
        ("Krasnojarsk station", "krsk_st"),
        ("Salehard", "salekhard"),
        ("Питер", "stpetersburg"),
        ("Cape Schmidt", "mys_shmidta"),
        ("cape Dezhnev", "dezhnev"),
        ("мыс Челюскин", "vilkitsky_e"),
        ("Kamchatka", "petropavlovsk"),
        ("из Томтора", "tomtor"),
        ("Мурманска", "murmansk_port"),
        ("порту Мурманска", "murmansk_port"),
        ("Усть-Куте", "osetrovo"),
        ("Дудинки", "dudinka"),
        ("Нижнего Бестяха", "nizhbestyakh"),
        ("мыса Дежнева", "dezhnev"),
        ("Bukhta Tiksi", "tiksi"),
        ("Norilʼsk", "norilsk"),
        ("Mourmansk", "murmansk_port"),
        ("Archangel", "arkhangelsk"),
        ("Chatanga", "khatanga"),
    ],
)
def test_usual_spellings_and_words_beside_a_name_are_understood(
    shipped_places: gpd.GeoDataFrame, text: str, place_id: str
) -> None:
    assert find_place(shipped_places, text, region=USUAL).place_id == place_id


def test_a_spelling_of_two_names_is_no_answer_but_a_suggestion(drawn: gpd.GeoDataFrame) -> None:
    names = drawn["name_en"].mask(drawn["id"] == "mine", "Sakhalin")
    names = names.mask(drawn["id"] == "plant", "Sahalin")
    renamed = drawn.assign(name_en=names)
    assert find_place(renamed, "sahalin", region=USUAL).place_id == "plant"
    with pytest.raises(InputError, match=r"Nearest: .*Sa"):
        find_place(renamed, "Sahalyn", region=USUAL)


def test_a_word_that_asks_for_another_kind_finds_nothing(drawn: gpd.GeoDataFrame) -> None:
    with pytest.raises(InputError, match="expected the id or name of a place"):
        find_place(drawn, "mine airport", region=USUAL)


def test_a_case_is_not_taken_for_that_of_a_name_it_begins_with(
    shipped_places: gpd.GeoDataFrame,
) -> None:
    """Chernyshevsk of Transbaikalia is not Chernyshevsky of Yakutia."""
    assert find_place(shipped_places, "Чернышевского", region=USUAL).place_id == "chernyshevsky_rd"


def test_who_names_a_river_is_offered_the_ports_on_it(
    shipped: Atlas, shipped_places: gpd.GeoDataFrame
) -> None:
    _, (fault,) = find_each_place(shipped_places, ["Енисея"], links=shipped.links, region=USUAL)
    assert "a river or a sea lane" in fault.found
    assert "dudinka" in fault.remedy
    assert "tiksi" not in fault.remedy


@pytest.mark.parametrize("text", ["Lena river", "река Енисей", "реки Енисея", "Jenissei", "СМП"])
def test_a_river_is_no_place_and_is_told_apart(shipped_places: gpd.GeoDataFrame, text: str) -> None:
    with pytest.raises(InputError, match=r"a river or a sea lane. Name a port on it"):
        find_place(shipped_places, text, region=USUAL)


@pytest.mark.parametrize(
    ("text", "corridor"),
    [
        ("Lena", "lena_river"),
        ("р. Лена", "lena_river"),
        ("Лены", "lena_river"),
        ("Yenisey", "yenisei_river"),
    ],
)
def test_a_river_is_avoided_by_name(
    shipped: Atlas, shipped_places: gpd.GeoDataFrame, text: str, corridor: str
) -> None:
    links = shipped.links
    ban = find_ban(shipped_places, links, text, region=USUAL)
    assert set(links.loc[links["corridor"] == corridor, "id"]) <= ban.link_ids


def test_site_comes_before_terminals_and_the_others_are_named(
    shipped_places: gpd.GeoDataFrame,
) -> None:
    match = find_place(shipped_places, "Хатанга", region=USUAL)
    assert match.place_id == "khatanga"
    assert "khatanga_port" in match.others


def test_id_comes_before_a_site_of_that_name(drawn: gpd.GeoDataFrame) -> None:
    named = drawn.assign(name_en=drawn["name_en"].where(drawn["id"] != "mine", "bay"))
    match = find_place(named, "bay", region=USUAL)
    assert (match.place_id, match.others) == ("bay", ("mine",))


def test_full_name_comes_before_part_of_a_name(drawn: gpd.GeoDataFrame) -> None:
    names = drawn["name_en"].mask(drawn["id"] == "port", "Quay (old)")
    names = names.mask(drawn["id"] == "bay", "Quay")
    match = find_place(drawn.assign(name_en=names), "quay", region=USUAL)
    assert (match.place_id, match.others) == ("bay", ("port",))


def test_dots_of_yo_and_dashes_make_no_difference(drawn: gpd.GeoDataFrame) -> None:
    names = drawn["name_ru"].mask(drawn["id"] == "mine", "Усть-Оленёк")
    assert find_place(drawn.assign(name_ru=names), "усть оленек", region=USUAL).place_id == "mine"


def test_kinds_restrict_the_choice(drawn: gpd.GeoDataFrame) -> None:
    with pytest.raises(InputError, match="expected the id or name of a place"):
        find_place(drawn, "mine", kinds=["hub"], region=USUAL)


def test_unknown_name_gets_the_nearest(shipped_places: gpd.GeoDataFrame) -> None:
    with pytest.raises(InputError, match=r"'tomtr'\. Nearest: Tomtor"):
        find_place(shipped_places, "tomtr", region=USUAL)


def test_point_is_a_new_site(drawn: gpd.GeoDataFrame) -> None:
    match = find_place(drawn, "71.05, 116.57", region=USUAL)
    assert (match.place_id, match.point) == ("point_71.0500_116.5700", (116.57, 71.05))
    extended = with_points(drawn, [match])
    assert extended.dtypes.to_dict() == drawn.dtypes.to_dict()
    assert extended.crs == drawn.crs
    last = extended.iloc[-1]
    assert (last["kind"], last.geometry.x, last.geometry.y) == ("deposit", 116.57, 71.05)
    assert len(with_points(extended, [match])) == len(extended)


def test_named_place_adds_no_point(drawn: gpd.GeoDataFrame) -> None:
    assert with_points(drawn, [find_place(drawn, "mine", region=USUAL)]) is drawn


@pytest.mark.parametrize(("text", "lon"), [("66,-173", -173.0), ("66,187", -173.0)])
def test_points_of_chukotka_may_be_east_or_west(
    drawn: gpd.GeoDataFrame, text: str, lon: float
) -> None:
    assert find_place(drawn, text, region=USUAL).point == (lon, 66.0)


@pytest.mark.parametrize("text", ["116.57,71.05", "100,60"])
def test_swapped_point_is_refused_with_the_right_one(drawn: gpd.GeoDataFrame, text: str) -> None:
    lon, lat = text.split(",")
    with pytest.raises(InputError, match=f"look swapped. Is {lat},{lon} meant"):
        find_place(drawn, text, region=USUAL)


@pytest.mark.parametrize("text", ["5,5", "-71,116", "71,300", "91,20", "1e3,5", "nan,nan"])
def test_point_outside_the_region_is_refused(drawn: gpd.GeoDataFrame, text: str) -> None:
    with pytest.raises(InputError):
        find_place(drawn, text, region=USUAL)


@settings(max_examples=examples(40))
@given(st.text())
def test_any_text_finds_places_or_is_refused(text: str) -> None:
    shipped = places(load_atlas_once())
    for find in (find_place, find_places):
        try:
            find(shipped, text, region=USUAL)
        except InputError:
            continue


def load_atlas_once(_cache: list[Atlas] = []) -> Atlas:  # noqa: B006 - one atlas for all examples
    if not _cache:
        _cache.append(load_atlas(drawn=False))
    return _cache[0]


def test_every_place_of_a_name_is_found_for_via(shipped_places: gpd.GeoDataFrame) -> None:
    assert {"khatanga", "khatanga_port"} <= set(
        find_places(shipped_places, "Хатанга", region=USUAL)
    )


def test_via_takes_no_point(drawn: gpd.GeoDataFrame) -> None:
    with pytest.raises(InputError, match="id or name of a place"):
        find_places(drawn, "71.05,116.57", region=USUAL)


@pytest.mark.parametrize("text", ["RU-CN", "cn-ru"])
def test_border_bans_its_links_either_way_round(atlas: Atlas, text: str) -> None:
    assert find_ban(places(atlas), atlas.links, text, region=USUAL).link_ids == {"branch"}


@pytest.mark.parametrize("text", ["long_river", "Long river"])
def test_corridor_bans_its_links(atlas: Atlas, text: str) -> None:
    assert find_ban(places(atlas), atlas.links, text, region=USUAL).link_ids == {"river"}


def test_a_corridor_has_the_names_that_its_region_gives_it(atlas: Atlas) -> None:
    """Two regions call the same water by names of their own."""
    here = replace(USUAL, corridors={"long_river": ("Deh Cho", "Mackenzie")})
    assert find_ban(places(atlas), atlas.links, "the Mackenzie", region=here).link_ids == {"river"}
    with pytest.raises(InputError, match="avoid: expected a place"):
        find_ban(places(atlas), atlas.links, "Deh Cho", region=USUAL)
    with pytest.raises(InputError, match=r"'Deh Cho', a river or a sea lane"):
        find_place(places(atlas), "Deh Cho", region=here)


def test_link_is_banned_by_its_id(atlas: Atlas) -> None:
    assert find_ban(places(atlas), atlas.links, "sea", region=USUAL).link_ids == {"sea"}


@pytest.mark.parametrize("text", ["CN", "china", "Китай"])
def test_country_bans_its_places(shipped: Atlas, text: str) -> None:
    every_place = places(shipped)
    ban = find_ban(every_place, shipped.links, text, region=USUAL)
    assert ban.place_ids == set(every_place.loc[every_place["country"] == "CN", "id"])
    assert "baotou_st" in ban.place_ids


def test_place_is_banned_by_any_of_its_names(shipped: Atlas) -> None:
    assert (
        "khatanga_port"
        in find_ban(places(shipped), shipped.links, "хатанга", region=USUAL).place_ids
    )


@pytest.mark.parametrize("text", ["chna", "", "  ", "no such thing at all"])
def test_word_that_bans_nothing_is_refused(shipped: Atlas, text: str) -> None:
    with pytest.raises(InputError, match=r"avoid: expected a place, link, corridor"):
        find_ban(places(shipped), shipped.links, text, region=USUAL)
