"""The shipped atlas by what exists: whose roads serve whom, and what must be there first (A80, A83)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zimnik
from zimnik.geo.core.vocabulary import Mode

if TYPE_CHECKING:
    from zimnik.geo.routing.itinerary import Route

BY_LAND = (Mode.RIVER, Mode.SEA, Mode.AIR, Mode.RAIL)
ZHIGANSK = "winter_road_tomtor_zhigansk"


def best(study: zimnik.Study, origin: str, destination: str, **asked: Any) -> Route:
    return study.route(origin, destination, **asked).routes[0]


def needs(study: zimnik.Study, origin: str, destination: str, **asked: Any) -> list[str]:
    record = study.route(origin, destination, **asked).record()
    return [need.id for need in record.routes[0].needs_first]


@pytest.mark.parametrize(
    ("origin", "destination"),
    [
        ("saskylakh", "nbestyakh_rd"),
        ("olenek_rd", "khatanga_port"),
        ("odikhincha", "krasnokamensk"),
        ("kugda", "solikamsk"),
        ("kular", "krasnokamensk"),
        pytest.param("kyuchus", "tomtor", marks=pytest.mark.proof),
    ],
)
def test_a_road_of_one_site_serves_no_other(
    study: zimnik.Study, origin: str, destination: str
) -> None:
    route = best(study, origin, destination)
    owners = {link.id: link.only_for for link in study.model.typed_links}
    assert {owners.get(i, "") for i in route.link_ids} <= {"", origin, destination}


def test_roads_that_exist_lead_from_olenek_to_central_yakutia(study: zimnik.Study) -> None:
    """By Udachny and Mirny: 330 km of winter road, 1,682 of the Vilyui road, and the ice at Yakutsk."""
    route = best(study, "olenek_rd", "nbestyakh_rd", without=BY_LAND)
    assert route.distance_km == pytest.approx(2027, rel=0.03)
    assert "udachny" in {place for leg in route.legs for place in leg.place_ids}
    assert needs(study, "olenek_rd", "nbestyakh_rd", without=BY_LAND) == []


def test_tomtor_reaches_roads_that_exist_by_a_road_of_its_own(study: zimnik.Study) -> None:
    asked = {"without": BY_LAND, "avoid": (ZHIGANSK,)}
    assert best(study, "tomtor", "yakutsk_rd", **asked).distance_km == pytest.approx(2455, rel=0.03)
    assert needs(study, "tomtor", "yakutsk_rd", **asked) == ["winter_road_tomtor_olenek_rd"]


def test_tomtor_has_no_way_by_roads_that_exist_alone(study: zimnik.Study) -> None:
    own = tuple(link.id for link in study.model.typed_links if "tomtor" in link.ends)
    assert not study.route("tomtor", "yakutsk_rd", without=BY_LAND, avoid=own).answered


def test_no_cargo_is_lifted_at_the_pier_that_was_never_built(study: zimnik.Study) -> None:
    route = best(study, "tomtor", "krasnokamensk", avoid=(ZHIGANSK,), without=(Mode.AIR,))
    assert "kachikattsy" not in {transfer.at_id for transfer in route.transfers}
    refused = study.route("yakutsk", "kachikattsy")
    assert refused.result.reason == "'kachikattsy' does not exist, so no cargo is lifted there"


def test_a_planned_port_is_used_where_it_is_asked_for_and_told_with_its_cost() -> None:
    planned = zimnik.load(with_planned=True)
    road, port = (
        planned.route("tomtor", "naiba", avoid=("yhaya", "tiksi")).record().routes[0].needs_first
    )
    assert (road.id, road.in_costs) == ("winter_road_tomtor_naiba", True)
    assert road.yearly is not None
    assert (port.id, port.state, port.year, port.in_costs) == ("naiba", "planned", 2030, False)
    assert port.build is not None
    assert port.build.base_usd > 1e9
    assert "Rosatom" in port.payer


def test_hubs_tell_the_stages_that_do_not_work_yet(study: zimnik.Study) -> None:
    answer = study.compare_hubs(("solikamsk", "krasnokamensk"), deposits=("karnasurt",))
    stages = {
        hub.id: [need.stage for need in hub.needs_first if need.stage]
        for hub in answer.record().hubs
    }
    assert stages == {"solikamsk": ["separation"], "krasnokamensk": ["cracking", "separation"]}


def test_a_campaign_tells_what_it_needs(study: zimnik.Study) -> None:
    record = study.campaign("kyuchus", "krasnokamensk", tonnes_per_y=1000.0).record()
    assert "winter_road_kyuchus_ustkuyga" in {need.id for need in record.needs_first}
