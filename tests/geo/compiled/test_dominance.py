"""Which of two labels of a node makes the other needless, compiled as in plain Python (E8)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.compiled.labels import LabelRow
from zimnik.geo.compiled.labels import dominates as compiled_dominates
from zimnik.geo.routing.labels import Label, dominates

DAYS = st.sampled_from([0.0, 1.0, 2.0, 3.0])
# There on days 10 to 20 for US$ 50, made ready 5 days before, on day 15 at the latest.
THERE: dict[str, Any] = {
    "first_d": 10.0, "last_d": 20.0, "cost_usd_per_t": 50.0, "rises": False,
    "elapsed_d": 5.0, "ready_d": 15.0,
}  # fmt: skip


def asked(one: dict[str, Any], other: dict[str, Any], *, stored: bool, wait: float) -> bool:
    """Return whether one label makes another needless, on which both programs agree."""
    graph: Any = SimpleNamespace(stored=[stored], waiting_usd_per_t_d=wait)
    label, beside = (Label(node=0, parent=None, move=None, **each) for each in (one, other))
    plain = dominates(graph, label, beside)
    row, over = (
        LabelRow(node=0, parent=-1, move=-1, next_kept=-1, **each) for each in (one, other)
    )
    assert bool(compiled_dominates(row, over, stored, wait)) == plain
    return plain


@st.composite
def labels(draw: st.DrawFn) -> dict[str, Any]:
    """Return a label over a few days; one that rises was made ready on one day."""
    first_d = draw(DAYS)
    return {
        "first_d": first_d,
        "last_d": first_d + draw(DAYS),
        "cost_usd_per_t": draw(DAYS),
        "rises": draw(st.booleans()),
        "elapsed_d": draw(DAYS),
        "ready_d": draw(DAYS),
    }


@given(one=labels(), other=labels(), stored=st.booleans(), wait=st.sampled_from([0.0, 1.0, 2.5]))
def test_compiled_and_plain_labels_leave_out_the_same(
    one: dict[str, Any], other: dict[str, Any], *, stored: bool, wait: float
) -> None:
    asked(one, other, stored=stored, wait=wait)
    assert asked(one, one, stored=stored, wait=wait)


@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.parametrize(
    ("changed", "is_needless"),
    [
        ({}, True),
        ({"cost_usd_per_t": 60.0}, True),
        ({"cost_usd_per_t": 40.0}, False),
        # It is there earlier than any cargo of the first.
        ({"first_d": 9.0}, False),
        # It is under way for less, or was made ready later: it may still come in time.
        ({"elapsed_d": 4.0}, False),
        ({"ready_d": 16.0}, False),
        ({"elapsed_d": 6.0, "ready_d": 14.0}, True),
    ],
)
def test_a_label_is_needless_only_if_another_is_as_cheap_as_early_and_as_fresh(
    *, changed: dict[str, Any], is_needless: bool, stored: bool
) -> None:
    assert asked(THERE, {**THERE, **changed}, stored=stored, wait=1.0) is is_needless


@pytest.mark.parametrize(("stored", "is_needless"), [(True, False), (False, False)])
def test_cargo_that_is_there_longer_is_needed_where_waiting_costs(
    *, stored: bool, is_needless: bool
) -> None:
    """On day 25 the first has waited 5 days in the store for US$ 5, or is not there at all."""
    assert asked(THERE, {**THERE, "last_d": 25.0}, stored=stored, wait=1.0) is is_needless


def test_in_a_store_without_a_price_waiting_makes_nothing_needed() -> None:
    assert asked(THERE, {**THERE, "last_d": 25.0}, stored=True, wait=0.0)
    assert not asked(THERE, {**THERE, "last_d": 25.0}, stored=False, wait=0.0)
