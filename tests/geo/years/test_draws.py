"""Years drawn whole (E31, A71): what was read together moves together, the rest does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.years.drawn_years import gauge
from zimnik.geo.core.chance import Chance
from zimnik.geo.years.draws import blocks_of, drawn_years, pair_correlations
from zimnik.geo.years.evidence import Group, season_evidence
from zimnik.geo.years.gauges import Shift
from zimnik.layers import load_atlas
from zimnik.layers.cards.gauges import load_gauges

TEN = tuple(range(-5, 5))


def group(name: str, *, first: int = 1980, years: int = 10) -> Group:
    """Return a group that was read in some years in a row, each longer than the one before."""
    shifts = tuple(Shift(0, n) for n in range(years))
    return Group(name, "river", name, tuple(range(first, first + years)), shifts)


def kind(name: str) -> Group:
    """Return a group that follows the spread of its kind."""
    return Group(name, "sea", "", (), (Shift(1, 0), Shift(0, 0), Shift(-1, 0)))


def test_groups_with_ten_common_years_are_drawn_from_one_calendar() -> None:
    groups = {one.id: one for one in (group("a"), group("b", first=1975, years=15))}
    for drawn in drawn_years(groups, 50, Chance(0)):
        assert groups["a"].years[drawn["a"]] == groups["b"].years[drawn["b"]]


def test_groups_without_common_years_are_apart() -> None:
    blocks = blocks_of([group("a"), group("b", first=2000), group("c", first=1981, years=12)])
    assert sorted(sorted(one.id for one in block.groups) for block in blocks) == [
        ["a"],
        ["b"],
        ["c"],
    ]
    assert len(blocks_of([kind("d"), kind("e")])) == 2


def test_a_third_group_may_join_two() -> None:
    """The first and the last share five years alone, the middle one ten with either."""
    groups = [
        group("first", first=1970, years=15),
        group("last", first=1980, years=15),
        group("middle", first=1972, years=20),
    ]
    (block,) = blocks_of(groups)
    assert sorted(one.id for one in block.groups) == ["first", "last", "middle"]
    # Three quarters of three are all three.
    assert block.years == tuple(range(1980, 1985))


def test_a_gauge_that_was_not_read_in_a_drawn_year_has_a_year_of_its_own() -> None:
    read = [group(name, years=14) for name in "abc"]
    late = group("late", first=1984, years=10)
    drawn = drawn_years({one.id: one for one in (*read, late)}, 400, Chance(1))
    early = [one for one in drawn if read[0].years[one["a"]] < 1984]
    assert {one["late"] for one in early} == set(range(10))
    assert all(
        late.years[one["late"]] == read[0].years[one["a"]] for one in drawn if one not in early
    )


def test_a_group_on_its_own_has_the_same_years_beside_others() -> None:
    alone = drawn_years({"c": kind("c")}, 40, Chance(3))
    groups = {one.id: one for one in (group("a"), group("b", first=2000), kind("c"), kind("d"))}
    beside = drawn_years(groups, 40, Chance(3))
    assert [one["c"] for one in beside] == [one["c"] for one in alone]
    assert any(one["c"] != one["d"] for one in beside)


def test_full_correlation_gives_every_group_the_season_of_the_same_rank() -> None:
    groups = {one.id: one for one in (group("a"), group("b", first=2000), kind("c"))}
    drawn = drawn_years(groups, 100, Chance(2), fully_correlated=True)
    assert all(one["a"] == one["b"] for one in drawn)
    pairs = sorted((one["a"], one["c"]) for one in drawn)
    assert [c for _, c in pairs] == sorted(c for _, c in pairs)
    assert {c for _, c in pairs} == {0, 1, 2}


@settings(max_examples=examples(50), deadline=None)
@given(seed=st.integers(0, 2**32), together=st.booleans())
def test_every_group_has_a_shift_and_a_seed_draws_the_same(seed: int, *, together: bool) -> None:
    groups = {one.id: one for one in (group("a"), group("b", first=2000, years=13), kind("c"))}
    first, second = (
        drawn_years(groups, 5, Chance(seed), fully_correlated=together) for _ in range(2)
    )
    assert first == second
    for drawn in first:
        assert drawn.keys() == groups.keys()
        assert all(0 <= number < len(groups[name].shifts) for name, number in drawn.items())


def test_gauges_correlate_as_their_common_years_do() -> None:
    a = gauge("a", later_d=TEN)
    b = gauge("b", later_d=TEN, closes_later_d=tuple(reversed(TEN)))
    (pair,) = pair_correlations([a, b])
    assert pair.common_years == 10
    assert (pair.opening_correlation, pair.closing_correlation) == pytest.approx((1.0, -1.0))
    assert pair_correlations([a, gauge("late", later_d=TEN, first=1981)]) == ()


def test_drawn_years_correlate_as_the_observed_ones() -> None:
    """The mean pair of 1,000 drawn years lies within 0.05 of the observed mean pair."""
    gauges = [one for one in load_gauges(load_atlas(drawn=False)) if one.kind == "river"]
    groups = season_evidence((), (), gauges).groups
    drawn = drawn_years(groups, 1000, Chance(0))
    observed = pair_correlations(gauges)
    assert len(observed) > 100
    for event in ("opening_correlation", "closing_correlation"):
        side = "opens_later_d" if event == "opening_correlation" else "closes_later_d"
        rows = {
            name: [getattr(one.shifts[year[name]], side) for year in drawn]
            for name, one in groups.items()
        }
        pairs = [np.corrcoef(rows[p.first_id], rows[p.second_id])[0, 1] for p in observed]
        mean = np.mean([getattr(pair, event) for pair in observed])
        assert np.mean(pairs) == pytest.approx(mean, abs=0.05)
