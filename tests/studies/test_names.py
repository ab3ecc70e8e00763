"""A name of several places means the first that can answer, and the answer says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import zimnik
from zimnik.geo.core.vocabulary import Mode

if TYPE_CHECKING:
    from zimnik.studies.study import Study


@pytest.fixture(scope="module")
def study() -> Study:
    return zimnik.load()


# By sea alone: what land modes would carry between the plant, the station and the port is closed.
BY_SEA = (Mode.ROAD, Mode.WINTER_ROAD, Mode.RAIL, Mode.AIR)


def test_by_sea_alone_a_town_means_its_port(study: Study) -> None:
    answer = study.route("vladivostok", "Petropavlovsk-Kamchatskiy", without=BY_SEA)
    assert answer.result.origin_id == "vladivostok_port"
    said = " ".join(answer.result.warnings)
    assert (
        "'vladivostok' is taken as Vladivostok sea port (vladivostok_port), since what is open"
        in said
    )
    assert answer.answered


def test_with_all_modes_it_means_what_it_means_first(study: Study) -> None:
    answer = study.route("vladivostok", "petropavlovsk", ready="07-01")
    assert answer.result.origin_id == "vladivostok"
    assert "since what is open" not in " ".join(answer.result.warnings)


def test_where_no_place_of_the_name_answers_the_first_stays_with_the_reason(study: Study) -> None:
    answer = study.route("krasnokamensk", "tiksi", without=BY_SEA)
    assert answer.result.origin_id == "krasnokamensk"
    assert answer.result.reason is not None


def test_matrix_takes_the_port_too(study: Study) -> None:
    answer = study.matrix(
        origins=["arkhangelsk"], destinations=["dikson"], ready="08-01", without=BY_SEA
    )
    (cell,) = answer.result
    assert (cell.origin_id, cell.destination_id) == ("arkhangelsk_port", "dikson")
    assert cell.cost_usd_per_t > 0


def test_a_river_may_be_passed_by_name(study: Study) -> None:
    answer = study.route("tomtor", "krasnokamensk", via=("р. Енисей",), ready="03-01")
    (route,) = answer.routes
    links = study.model.links.set_index("id")
    assert "yenisei_river" in set(links.loc[list(route.link_ids), "corridor"])


def test_at_a_cape_the_nearest_places_where_cargo_is_lifted_are_said(study: Study) -> None:
    answer = study.route("cape Dezhnev", "pevek")
    assert not answer.answered
    assert "nearest places where it is: provideniya (" in " ".join(answer.result.warnings)
