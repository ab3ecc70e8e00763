"""Present value, rate of return and payback (E43)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.economics.returns import RateOutcome, internal_rate, npv_usd, payback_y


def test_the_examples_of_spreadsheets() -> None:
    """The worked examples of the NPV and IRR functions of Excel's own help."""
    flows = np.array([-10_000.0, 3_000, 4_200, 6_800])
    assert float(npv_usd(flows, 10.0)) == pytest.approx(1188.44, abs=0.005)
    business = np.array([-70_000.0, 12_000, 15_000, 18_000, 21_000, 26_000])
    assert internal_rate(business).pct_per_y == pytest.approx(8.66, abs=0.005)
    assert internal_rate(business[:5]).pct_per_y == pytest.approx(-2.12, abs=0.005)


@pytest.mark.parametrize(
    ("flows", "outcome"),
    [
        ([-100.0, -5, 0], RateOutcome.NEVER_POSITIVE),
        ([0.0, 0, 0], RateOutcome.NEVER_POSITIVE),
        ([5.0, 100], RateOutcome.NEVER_NEGATIVE),
        # The classic of a pump: 25 % and 400 %.
        ([-1600.0, 10_000, -10_000], RateOutcome.SEVERAL),
        ([100.0, -150, 100], RateOutcome.NONE),
        # Never earned back, and closed at a cost: two rates far below nothing are none.
        ([-100.0, 60, 60, -40], RateOutcome.NONE),
    ],
)
def test_a_rate_that_is_not_there_is_named(flows: list[float], outcome: RateOutcome) -> None:
    found = internal_rate(np.array(flows))
    assert (found.outcome, found.pct_per_y) == (outcome, None)


def test_of_two_rates_one_above_nothing_is_the_rate() -> None:
    """Closing at the end: -100 + 150 / q - 20 / q^2 is 0 at q = (150 + sqrt(14,500)) / 200."""
    found = internal_rate(np.array([-100.0, 150, -20]))
    assert found.outcome is RateOutcome.FOUND
    assert found.pct_per_y == pytest.approx(((150 + 14_500**0.5) / 200 - 1) * 100)


def test_the_rates_of_the_pump_are_those_that_are_published() -> None:
    flows = np.array([-1600.0, 10_000, -10_000])
    assert float(npv_usd(flows, 25.0)) == pytest.approx(0, abs=1e-9)
    assert float(npv_usd(flows, 400.0)) == pytest.approx(0, abs=1e-9)


@given(
    st.lists(st.floats(1, 1e6), min_size=1, max_size=4),
    st.lists(st.floats(0, 1e6), min_size=1, max_size=40).filter(lambda own: sum(own) >= 1),
)
def test_at_the_rate_nothing_is_left(spent: list[float], earned: list[float]) -> None:
    flows = np.array([-x for x in spent] + earned)
    found = internal_rate(flows)
    assert found.outcome is RateOutcome.FOUND
    assert found.pct_per_y is not None
    factors = (1 + found.pct_per_y / 100) ** -np.arange(len(flows), dtype=float)
    assert abs(flows @ factors) <= 1e-6 * (np.abs(flows) @ factors)


def test_what_brings_next_to_nothing_loses_all() -> None:
    assert internal_rate(np.array([-1.0, 5e-324])).pct_per_y == pytest.approx(-100)


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=7))
def test_the_number_of_rates_is_that_of_a_fine_grid(flows: list[int]) -> None:
    """Sign changes of the value over a fine grid of rates are a lower bound on the rates."""
    found = internal_rate(np.array(flows, float))
    factors = np.geomspace(1e-3, 1e3, 4001)
    values = np.polyval(np.array(flows[::-1], float), factors)
    crossings = np.count_nonzero(np.diff(np.sign(values[np.abs(values) > 1e-12])))
    if crossings > 1:
        sums = np.cumsum(flows)
        turns = np.count_nonzero(np.diff(np.sign(sums[sums != 0])))
        first = np.array(flows)[np.flatnonzero(flows)[0]]
        signs = np.sign(values[(np.abs(values) > 1e-12) & (factors <= 1 + 1e-9)])
        earning = np.count_nonzero(np.diff(signs))
        if first < 0 < sums[-1] and turns == 1:
            # Sums that turn once have one rate above nothing, whatever lies below it.
            assert found.outcome is RateOutcome.FOUND
            assert earning == 1
            assert (found.pct_per_y or 0) > 0
        elif first < 0 and not earning and sums[-1]:
            assert found.outcome is RateOutcome.NONE
        else:
            assert found.outcome is RateOutcome.SEVERAL
    elif crossings == 1:
        assert found.outcome in {RateOutcome.FOUND, RateOutcome.SEVERAL}


def test_payback_is_counted_from_the_first_output() -> None:
    flows = np.array([-100.0, -100, 80, 80, 80, 80])
    # 200 spent, 80 a year.
    assert payback_y(flows, 2) == pytest.approx(2.5)
    assert payback_y(flows[:4], 2) is None
    assert payback_y(np.array([-50.0, 50, 10]), 1) == pytest.approx(1.0)
    assert payback_y(np.array([60.0, 50]), 0) == 0.0
