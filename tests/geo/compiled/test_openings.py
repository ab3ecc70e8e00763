"""Openings of a state by hand: which of them make another needless (E9)."""

from __future__ import annotations

import numpy as np
import pytest

from zimnik.geo.compiled.openings import insert, is_needless

A_YEAR_USD = 365.0


def settled(*openings: tuple[float, float, float]) -> tuple[np.ndarray, ...]:
    """Return a state with openings: the least, till when, and what an early one waits from."""
    values = np.zeros((len(openings), 3))
    found = values, np.zeros(1, np.int64), np.zeros(1, np.int64), np.full(1, len(openings))
    for one in openings:
        insert(found, 0, *one)
    return found


@pytest.mark.parametrize(
    ("other", "needless"),
    [
        ((5.0, 50.0, 60.0), True),
        ((5.0, 40.0, 60.0), True),
        # It is over before, and waits a year for US$ 365.
        ((5.0, 39.0, 60.0), False),
        ((5.0, 39.0, 60.0 - A_YEAR_USD), True),
        # It costs more in the end, however little at first, or more at first.
        ((6.0, 50.0, 60.0 - A_YEAR_USD), False),
        ((5.0, 50.0, 61.0), False),
        ((4.0, 50.0, 61.0), False),
    ],
)
def test_an_opening_is_needless_if_another_costs_no_more_at_any_time(
    other: tuple[float, float, float], *, needless: bool
) -> None:
    asked = (0, 5.0, 40.0, 60.0, A_YEAR_USD)
    assert is_needless(settled(other), *asked) is needless
    # One that is dearer at every time makes no difference.
    assert is_needless(settled((9.0, 10.0, 99.0), other), *asked) is needless
