"""Published works: converted to dollars of the card, and every rule that their rows keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas
from zimnik.layers.cards.money import money_of
from zimnik.layers.cards.projects import load_projects, project_faults

if TYPE_CHECKING:
    from zimnik.layers import Atlas


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas(given=None, drawn=False)


def with_cell(atlas: Atlas, column: str, value: str | float) -> Atlas:
    cells = atlas.works[column].mask(atlas.works.index == 0, value)
    return replace(atlas, works=atlas.works.assign(**{column: cells}))


def test_shipped_works_keep_every_rule(atlas: Atlas) -> None:
    assert project_faults(atlas) == []


# Tests (E7).
def test_cost_is_converted_to_dollars_of_the_card(atlas: Atlas) -> None:
    # 85 bn RUB of 2024, the deflators of 2024 and 2025, and 83.3 RUB a dollar of 2025.
    usd = 85e9 * 146.586 / 139.031 / 83.3
    assert load_projects(atlas)["naiba"].base == pytest.approx(usd, rel=1e-6)


# Tests (E7).
def test_two_estimates_of_one_railway_in_roubles_of_two_years_agree(atlas: Atlas) -> None:
    # Kuragino to Kyzyl: 136 bn RUB said in 2011 (level 51.521) and 192.4 bn in 2017 (73.813). By the
    # exchange rate of each year, 29.4 and 58.4 RUB, the later one would be 41 % less in dollars.
    money = money_of(atlas.exchange_rates, atlas.deflators)
    of_2011 = money.usd(136e9, "RUB", 2011, 2025)
    of_2017 = money.usd(192.4e9, "RUB", 2017, 2025)
    assert of_2011 == pytest.approx(136e9 * 146.586 / 51.521 / 83.3)
    assert of_2017 == pytest.approx(192.4e9 * 146.586 / 73.813 / 83.3)
    assert of_2011 == pytest.approx(of_2017, rel=0.02)
    assert load_projects(atlas)["rail_kuragino_kyzyl_st"].base == pytest.approx(of_2017)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("id", "eldorado", "a link, a terminal, or a hub with this stage"),
        ("stage", "cracking", "a hub with this stage"),
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
