"""Figures of the frame and plants that separate: what is shipped, and what is refused."""

from __future__ import annotations

import pytest

from tests.layers.cards.test_economics import changed
from zimnik.geo.core.errors import InputError
from zimnik.layers import Atlas, load_atlas
from zimnik.layers.cards.outlook import figure_faults, load_figures, load_separation_plants


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


def test_shipped_figures_are_right_and_say_what_contradicts_them(atlas: Atlas) -> None:
    assert figure_faults(atlas) == []
    by_key = {(one.quantity, one.region, one.year): one for one in load_figures(atlas)}
    target = by_key["target_large_tonnage_rare_metals", "Russia", "2030"]
    assert target.value == 50_000
    assert "not rare earths" in target.definition
    share = by_key["target_2021_world_share", "Russia", "2030"]
    assert (share.low, share.value, share.high) == (9, None, 12)
    # Sought and not found.
    assert not by_key["demand", "world", "2030"].is_known


def test_plants_that_separate_are_those_that_work_or_are_being_built(atlas: Atlas) -> None:
    plants = {plant.hub_id: plant for plant in load_separation_plants(atlas)}
    assert (plants["solikamsk"].capacity_t_per_y, plants["solikamsk"].ready_year) == (2500, 2027)
    assert plants["acron"].ready_year is None
    # Designed and not built; without a published capacity; a plant that cracks and separates not.
    assert not {"krasnokamensk", "krasnoyarsk", "stepnogorsk"} & set(plants)
    assert plants["baotou"].country == "CN"


def test_a_share_of_more_than_all_and_a_range_out_of_order_are_refused(atlas: Atlas) -> None:
    key = {"quantity": "import_share", "region": "Russia"}
    broken = changed(atlas, "outlook", key, value=175.0)
    assert [fault.found for fault in figure_faults(broken)] == ["175"]
    turned = changed(atlas, "outlook", {"quantity": "target_2021_world_share"}, low=15.0)
    with pytest.raises(InputError, match="outlook, row target_2021_world_share"):
        load_figures(turned)
