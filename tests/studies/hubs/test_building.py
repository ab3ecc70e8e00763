"""What is built, as it is asked for and as it joins a model."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.errors import InputError
from zimnik.studies.hubs.building import Building, with_buildings
from zimnik.studies.hubs.compare import CompareQuestion

if TYPE_CHECKING:
    import zimnik


def asked(given: object) -> tuple[Building, ...]:
    return CompareQuestion(("a", "b"), build=given).build  # type: ignore[arg-type]


def test_texts_and_mappings_are_read_alike_and_written_as_they_were() -> None:
    texts = ("naiba", "tomtor=all_season_road", "khatanga_port=300000000")
    built = asked(texts)
    assert built == (
        Building("naiba"),
        Building("tomtor", kind="all_season_road"),
        Building("khatanga_port", enlarge_usd=3e8),
    )
    assert tuple(str(one) for one in built) == texts
    assert asked(built) == built
    named = {"naiba": None, "tomtor": "all_season_road", "khatanga_port": 3e8}
    assert asked(named) == built


@pytest.mark.parametrize("wrong", ["tomtor=tunnel", "khatanga_port=-1", "x=nan", "x=", "x=air"])
def test_neither_a_kind_of_link_nor_dollars_is_misread(wrong: str) -> None:
    with pytest.raises(InputError) as caught:
        asked(wrong)
    (fault,) = caught.value.faults
    assert fault.where == "build"
    assert "all_season_road" in fault.expected


def test_a_planned_terminal_joins_with_its_links_and_its_cost(study: zimnik.Study) -> None:
    model, (project,) = with_buildings(study.model, asked("naiba"))
    assert "naiba" not in set(study.model.places["id"])
    assert "naiba" in set(model.places["id"])
    assert project.link_ids == set(model.links["id"]) - set(study.model.links["id"])
    assert project.yearly_usd > 0


def test_a_larger_terminal_has_no_limit_and_the_study_keeps_its_own(study: zimnik.Study) -> None:
    model, (project,) = with_buildings(study.model, asked("khatanga_port=1e8"))
    room = model.places.set_index("id")["capacity_t_per_y"]
    before = study.model.places.set_index("id")["capacity_t_per_y"]
    assert room["khatanga_port"] == math.inf
    assert before.notna()["khatanga_port"]
    assert project.build_usd == 1e8


def test_all_that_cannot_be_built_is_told_at_once(study: zimnik.Study) -> None:
    wrong = ("tiksi", "bifrost", "tomtor=5e6", "moscow_st=rail_spur", "atlantis=winter_road")
    with pytest.raises(InputError) as caught:
        with_buildings(study.model, asked(wrong))
    assert {fault.where for fault in caught.value.faults} == {"build"}
    told = str(caught.value)
    assert all(text.partition("=")[0] in told for text in wrong)
