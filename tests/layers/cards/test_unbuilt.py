"""What does not exist, out of the tables (A80, A83)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.vocabulary import Existence
from zimnik.layers import load_atlas
from zimnik.layers.cards.projects import load_projects
from zimnik.layers.cards.unbuilt import built_stages, hub_stage_faults, hub_stages, load_unbuilt

if TYPE_CHECKING:
    from zimnik.layers import Atlas


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas(drawn=False)


def test_separation_at_solikamsk_is_under_construction_and_cracking_works(atlas: Atlas) -> None:
    unbuilt = load_unbuilt(atlas)
    separation = unbuilt["solikamsk/separation"]
    assert (separation.state, separation.year) == (Existence.UNDER_CONSTRUCTION, 2027)
    assert separation.payer == "Rosatom"
    assert separation.build_usd == load_projects(atlas)["solikamsk/separation"]
    assert "solikamsk/cracking" not in unbuilt
    assert built_stages(atlas)["solikamsk"] == {"cracking"}


def test_links_and_terminals_are_told_with_year_source_and_cost(atlas: Atlas) -> None:
    unbuilt = load_unbuilt(atlas)
    assert unbuilt["naiba"].year == 2030
    assert unbuilt["naiba"].build_usd is not None
    assert "12 Sep 2024" in unbuilt["naiba"].build_source
    assert unbuilt["winter_road_tomtor_saskylakh"].year is None
    assert "rail_elga_chumikan" not in unbuilt


def test_every_published_cost_is_of_something_that_does_not_exist(atlas: Atlas) -> None:
    assert set(load_projects(atlas)) <= set(load_unbuilt(atlas))


def test_a_hub_that_operates_works_a_stage_and_one_that_is_a_candidate_none(atlas: Atlas) -> None:
    """The words of `status` and the states of the stages say the same."""
    built, stages = built_stages(atlas), hub_stages(atlas)
    working = dict(
        zip(atlas.hubs["id"], atlas.hubs["status"].isin(["operating", "pilot"]), strict=True)
    )
    idle = {hub for hub, works in working.items() if not works and built[hub] & PROCESSES}
    dead = {hub for hub, works in working.items() if works and not built[hub] and stages[hub]}
    assert (idle, dead) == (set(), set())


PROCESSES = frozenset({"cracking", "separation", "metal", "alloy", "magnets"})


def test_a_stage_that_no_hub_has_is_a_fault(atlas: Atlas) -> None:
    assert list(hub_stage_faults(atlas)) == []
    wrong = atlas.hub_stages["stage"].mask(atlas.hub_stages.index == 0, "magnets")
    first = atlas.hub_stages["hub_id"][0]
    (fault,) = hub_stage_faults(replace(atlas, hub_stages=atlas.hub_stages.assign(stage=wrong)))
    assert (fault.where, fault.column, fault.row) == ("hub_stages", "hub_id", f"{first} magnets")
