"""What a page is given to draw."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from tests.maps.drawn_pages import land, links, page_context, places
from zimnik.geo.core.errors import InputError
from zimnik.maps.page.page_data import COLUMNS, link_records, page_data, place_records
from zimnik.maps.page.safe_text import script_json


def facts(record: dict[str, object]) -> dict[str, object]:
    pairs = record["facts"]
    assert isinstance(pairs, list)
    return {COLUMNS[index]: value for index, value in pairs}


def test_a_place_has_its_names_position_and_known_facts_only() -> None:
    tomtor = place_records(places())[0]
    assert (tomtor["id"], tomtor["name_en"], tomtor["name_ru"]) == (
        "tomtor",
        "Tomtor (Buranny)",
        "Томтор",
    )
    assert tomtor["at"] == [116.571, 71.054]
    assert tomtor["aliases"] == ["Buranny", "Буранный"]
    assert facts(tomtor) == {
        "status": "project",
        "planned_product_t_per_y": 160_000.0,
        "grade_reo_pct": 14.5,
    }
    assert (tomtor["source"], tomtor["confidence"]) == ("A source of 2021", "A")


def test_stages_of_a_hub_are_a_list() -> None:
    assert place_records(places())[4]["stages"] == ["cracking", "separation"]


def test_a_link_has_its_ends_season_and_line() -> None:
    winter = link_records(links())[0]
    assert (winter["from_id"], winter["to_id"]) == ("tomtor", "khatanga_port")
    assert winter["season"] == ["12-20", "04-10"]
    assert winter["line"][:2] == [116571, 71054]
    assert facts(winter)["dedicated"] == "yes"


def test_what_goes_without_saying_is_not_said() -> None:
    rail = facts(link_records(links())[4])
    assert set(rail) == {"vehicle", "length_km", "corridor"}


@pytest.mark.parametrize("dtype", ["bool", "boolean", "object"])
def test_yes_and_no_are_words_whatever_their_dtype(dtype: str) -> None:
    frame = places().assign(storage=pd.Series([True, False] + [True] * 9, dtype=dtype))
    records = place_records(frame)
    assert [facts(record)["storage"] for record in records[:2]] == ["yes", "no"]


def test_longitudes_stay_continuous_over_180_degrees() -> None:
    lane = next(link for link in link_records(links()) if link["to_id"] == "provideniya_port")
    assert lane["line"][0] + lane["line"][2] == 186_800


@pytest.mark.parametrize("empty", [None, np.nan, pd.NA, pd.NaT, ""])
def test_every_way_of_saying_unknown_is_left_out(empty: object) -> None:
    frame = places().assign(note=pd.Series([empty] * len(places()), dtype=object))
    assert "note" not in facts(place_records(frame)[0])


def test_data_is_json_with_the_imprint() -> None:
    data = json.loads(script_json(page_data(page_context(projection="polar"))))
    assert data["imprint"]["date"] == "2026-11-23"
    assert data["imprint"]["projection"] == "polar"
    assert len(data["places"]) == len(places())
    assert len(data["links"]) == len(links())


def test_arguments_are_left_as_they_were() -> None:
    given = page_context()
    page_data(given)
    frames = (given.places, given.links, given.land)
    for frame, fresh in zip(frames, (places(), links(), land()), strict=True):
        assert_geodataframe_equal(frame, fresh)


def test_all_faults_are_told_at_once() -> None:
    wrong = page_context(
        places=places().drop(columns="kind"), links=links().to_crs(3857), projection="gnomonic"
    )
    with pytest.raises(InputError) as error:
        page_data(wrong)
    found = [(fault.where, fault.found) for fault in error.value.faults]
    assert found == [("links", "EPSG:3857"), ("places", "no ['kind']"), ("page", "gnomonic")]


def test_a_mode_or_kind_that_no_page_knows_is_refused() -> None:
    with pytest.raises(InputError, match="hovercraft"):
        page_data(page_context(links=links().assign(mode="hovercraft")))
    with pytest.raises(InputError, match="castle"):
        page_data(page_context(places=places().assign(kind="castle")))
