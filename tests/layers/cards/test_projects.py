"""Published works: converted to dollars of the card, and every rule that their rows keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas
from zimnik.layers.cards.projects import load_projects, project_faults

if TYPE_CHECKING:
    from zimnik.layers import Atlas


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas(given=None, drawn=False)


def with_cell(atlas: Atlas, column: str, value: str | float) -> Atlas:
    cells = atlas.works[column].mask(atlas.works.index == 0, value)
    return replace(atlas, works=atlas.works.assign(**{column: cells}))


def test_shipped_works_are_planned_and_keep_every_rule(atlas: Atlas) -> None:
    assert project_faults(atlas) == []
    states = {
        **dict(zip(atlas.links["id"], atlas.links["state"], strict=True)),
        **dict(zip(atlas.terminals["id"], atlas.terminals["state"], strict=True)),
    }
    assert {states[name] for name in load_projects(atlas)} == {"planned"}


# Tests (E7).
def test_cost_is_converted_to_dollars_of_the_card(atlas: Atlas) -> None:
    # 85 bn RUB of 2024 at 92.6 RUB a dollar, and the deflators of 2024 and 2025.
    assert load_projects(atlas)["naiba"].base == pytest.approx(85e9 / 92.6 * 1.028, rel=0.01)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("id", "eldorado", "a link or a terminal"),
        ("high", 1.0, "low <= base <= high"),
        ("currency", "XXX", "can be converted"),
    ],
)
def test_each_rule_names_its_row(
    atlas: Atlas, column: str, value: str | float, expected: str
) -> None:
    broken = with_cell(atlas, column, value)
    (fault,) = project_faults(broken)
    assert expected in fault.expected
    with pytest.raises(InputError, match="works, row"):
        load_projects(broken)
