"""Plans against plants, the world and home demand, by hand (E45)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.economics.outlook import (
    Figure,
    Outlook,
    SeparationPlant,
    SupplyStep,
    figure_of,
)


def step(deposit: str, contained_t: float, oxides_t: float, usd_per_kg: float = 10.0) -> SupplyStep:
    return SupplyStep(deposit, "hub", "AA", 2027, contained_t, oxides_t, usd_per_kg, 30.0)


PLANTS = (
    SeparationPlant("old", "AA", 300.0),
    SeparationPlant("new", "AA", 2_000.0, 2027),
    SeparationPlant("late", "AA", 9_000.0, 2035),
    SeparationPlant("giant", "BB", 100_000.0),
    SeparationPlant("other", "CC", 1_000.0),
)
OUTLOOK = Outlook(2030, "AA", (step("a", 8_000, 6_000), step("b", 2_000, 1_000)), PLANTS)


def test_plants_that_are_late_do_not_count() -> None:
    assert OUTLOOK.contained_t_per_y == 10_000
    assert OUTLOOK.home_capacity_t_per_y == 2_300
    assert OUTLOOK.separated_at_home_t_per_y == 2_300
    assert OUTLOOK.plants_bind
    later = replace(OUTLOOK, year=2035)
    # 11,300 t of plants, 7,000 t of oxides: the plans bind.
    assert later.separated_at_home_t_per_y == 7_000
    assert not later.plants_bind
    assert later.partner_share == 0


def test_dependence_with_and_without_the_largest_partner() -> None:
    assert OUTLOOK.largest_partner == "BB"
    assert OUTLOOK.partner_share == pytest.approx(1 - 2_300 / 7_000)
    assert OUTLOOK.unseparated_share == pytest.approx(1 - 3_300 / 7_000)


def test_shares_of_the_world_and_of_home_demand() -> None:
    assert OUTLOOK.share_of(460_000) == pytest.approx(0.005)
    assert OUTLOOK.import_share(4_600) == pytest.approx(0.5)
    assert OUTLOOK.import_share(1_000) == 0
    assert OUTLOOK.share_of(None) is None
    assert OUTLOOK.import_share(None) is None


def test_without_plans_there_is_no_share() -> None:
    nothing = replace(OUTLOOK, steps=())
    assert (nothing.partner_share, nothing.unseparated_share) == (None, None)
    assert nothing.separated_at_home_t_per_y == 0
    assert replace(OUTLOOK, plants=PLANTS[:3]).largest_partner is None


def test_a_further_thousand_tonnes_cost_a_million_kilograms() -> None:
    one = step("a", 8_000, 6_000, 15.7)
    assert one.further_usd_per_y == pytest.approx(15.7e6)
    assert one.further_built_usd == pytest.approx(30e6)


@given(st.floats(1, 1e6), st.lists(st.floats(1, 1e6), max_size=5))
def test_what_is_separated_is_within_plans_and_plants(planned: float, rooms: list[float]) -> None:
    plants = tuple(SeparationPlant(str(n), "AA", room) for n, room in enumerate(rooms))
    found = Outlook(2030, "AA", (step("a", planned, planned),), plants)
    assert found.separated_at_home_t_per_y == min(planned, sum(rooms))
    assert found.partner_share is not None
    assert 0 <= found.partner_share <= 1


def figure(year: str, value: float | None, high: float | None = None) -> Figure:
    return Figure("output", "AA", year, None, value, high, "t", "", "", "paper", "", "A")


def test_the_last_known_figure_up_to_the_year_is_taken() -> None:
    figures = [figure("2020", 1.0), figure("2024", 2.0), figure("2025", None), figure("2040", 9.0)]
    found = figure_of(figures, "output", "AA", until=2030)
    assert found is not None
    assert found.value == 2.0
    assert figure_of(figures, "output", "AA", until=2030, exact=True) is None
    assert figure_of(figures, "output", "BB", until=2030) is None
    ranged = figure_of([*figures, figure("2030", None, 12.0)], "output", "AA", until=2030)
    assert ranged is not None
    assert ranged.high == 12.0
    assert figure_of([figure("2020-2030", 5.0)], "output", "AA", until=2030) is None
