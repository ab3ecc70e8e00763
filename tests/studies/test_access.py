"""New links from a site, asked of a study in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zimnik

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.studies.access import AccessAnswer


@pytest.fixture(scope="module")
def tomtor(study: zimnik.Study) -> AccessAnswer:
    return study.access("tomtor", ready="02-01")


def test_frame_and_lines_have_a_row_for_each_link(tomtor: AccessAnswer) -> None:
    frame, lines = tomtor.to_frame(), tomtor.to_geodataframe()
    assert frame["kind"].to_list() == lines["kind"].to_list()
    assert frame["total_usd_per_t"].is_monotonic_increasing
    assert frame.set_index("kind").loc["air", ["corridor_km", "climb_m"]].isna().all()
    assert lines.crs == "EPSG:4326"
    straight = lines.set_index("kind").geometry["air"]
    assert len(straight.coords) == 2


def test_links_that_share_more_tonnes_cost_a_tonne_less(
    study: zimnik.Study, tomtor: AccessAnswer
) -> None:
    """A winter road is built every year for one sum, whatever passes over it."""
    twice = study.access("tomtor", ready="02-01", tonnes_per_y=320_000)
    once_usd, twice_usd = (
        one.to_frame().set_index("kind")["link_usd_per_t"]["winter_road"] for one in (tomtor, twice)
    )
    assert once_usd == pytest.approx(2 * twice_usd)


def test_a_destination_is_where_all_links_lead(study: zimnik.Study) -> None:
    frame = study.access("tomtor", to="krasnokamensk", ready="02-01").to_frame()
    assert set(frame["destination_id"]) == {"krasnokamensk"}


def test_faults_are_those_of_the_command_all_at_once(study: zimnik.Study) -> None:
    wrong: dict[str, Any] = {
        "ready": "02-30",
        "tonnes_per_y": -1.0,
        "max_days": "long",
        "heights": 5,
    }
    with pytest.raises(zimnik.InputError) as caught:
        study.access("tomtor", **wrong)
    assert {fault.where for fault in caught.value.faults} == set(wrong)


def test_a_point_has_no_links_that_an_atlas_could_take(study: zimnik.Study, tmp_path: Path) -> None:
    found = study.access("61.2,100.5", ready="02-01")
    with pytest.raises(zimnik.InputError, match="a site of the atlas"):
        found.to_links(tmp_path / "new.gpkg")
    assert list(tmp_path.iterdir()) == []
