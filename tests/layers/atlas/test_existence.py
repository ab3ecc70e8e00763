"""What does not exist is not used, but a site's own road and a place on the way (A80 to A82)."""

from __future__ import annotations

import pytest

from tests.geo.drawn import drawn_links, drawn_places, link
from zimnik.geo.core.vocabulary import Existence, Vehicle
from zimnik.layers import load_atlas, places
from zimnik.layers.atlas.existence import standing
from zimnik.layers.atlas.network import typed_places

WINTER = Vehicle.WINTER_TRUCK
NOT_THERE = [state.value for state in Existence if state is not Existence.EXISTING]


@pytest.mark.parametrize("state", NOT_THERE)
def test_what_does_not_exist_does_not_stand(state: str) -> None:
    at = drawn_places(a="station", b="station", c="station").assign(
        state=["existing", "existing", state]
    )
    table = drawn_links(
        link("a-b", Vehicle.TRUCK, 9.0),
        link("a-b-2", Vehicle.TRUCK, 9.0, state=state),
        link("b-c", Vehicle.TRUCK, 9.0, state=state),
    )
    there, links = standing(at, table)
    assert there["id"].tolist() == ["a", "b"]
    assert links["id"].tolist() == ["a-b"]


def test_a_place_that_existing_links_lead_through_may_be_passed() -> None:
    at = drawn_places(a="river_port", pier="river_port", b="river_port").assign(
        state=["existing", "hypothetical", "existing"]
    )
    table = drawn_links(link("a-pier", Vehicle.BARGE, 9.0), link("pier-b", Vehicle.BARGE, 9.0))
    there, links = standing(at, table)
    assert links["id"].tolist() == ["a-pier", "pier-b"]
    assert [(place.id, place.lifts) for place in typed_places(there)] == [
        ("a", True),
        ("pier", False),
        ("b", True),
    ]
    built, _ = standing(at, table, built_ids={"pier"})
    assert all(place.lifts for place in typed_places(built))


def test_a_dedicated_road_of_a_site_counts_unbuilt_where_its_ends_do() -> None:
    at = drawn_places(mine="deposit", a="river_port", dream="arctic_port").assign(
        state=["", "existing", "planned"]
    )
    own = {"dedicated": True, "only_for": "mine", "state": "hypothetical"}
    table = drawn_links(
        link("mine-a", WINTER, 9.0, **own),
        link("mine-dream", WINTER, 9.0, **own),
        # What it costs to build is in no bill.
        link("mine-a-2", Vehicle.TRUCK, 9.0, only_for="mine", state="hypothetical"),
        link("mine-a-3", WINTER, 9.0, dedicated=True, state="hypothetical"),
    )
    _, links = standing(at, table)
    assert links["id"].tolist() == ["mine-a"]


def test_nothing_of_the_atlas_exists_for_one_cargo_alone_without_a_record() -> None:
    """Of 15 dedicated winter roads 14 had stood as existing, and nobody has built one."""
    links = load_atlas(drawn=False).links
    own = links[links["dedicated"] & (links["state"] == "existing")]
    assert own[own["state_source"] == ""]["id"].tolist() == []


def test_what_does_not_exist_says_where_that_comes_from_and_who_is_to_pay() -> None:
    atlas = load_atlas(drawn=False)
    for table in (atlas.links, atlas.terminals):
        missing = table[table["state"] != "existing"]
        assert len(missing) > 5
        silent = (missing["state_source"] == "") | (missing["state_payer"] == "")
        assert missing[silent]["id"].tolist() == []


def test_the_pier_of_kachikattsy_is_passed_and_the_railway_to_port_elga_stands() -> None:
    atlas = load_atlas(drawn=False)
    there, links = standing(places(atlas), atlas.links)
    lifts = {place.id: place.lifts for place in typed_places(there)}
    assert lifts["kachikattsy"] is False
    assert lifts["chumikan"] is True
    assert "naiba" not in lifts
    assert {"river_olyokminsk_kachikattsy", "rail_elga_chumikan"} <= set(links["id"])
