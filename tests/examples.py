"""How many random inputs a test draws: its own number in a full run, fewer in a quick one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterable

# Drawn by a test that says nothing of it; ZIMNIK_HYPOTHESIS names the profile.
PROFILES = {"quick": 10, "test": 12, "full": 100, "long": 1_000}
# Below this a random test is an example test, which it should then have been.
FEWEST = 5


def load_profile() -> None:
    """Choose the profile; no input has a deadline, since machines differ in speed."""
    for name, count in PROFILES.items():
        settings.register_profile(name, deadline=None, max_examples=count)
    settings.load_profile(os.environ.get("ZIMNIK_HYPOTHESIS", "full"))


def examples(full: int) -> int:
    """Return how many inputs a test draws that draws `full` in the full run."""
    drawn = settings.default.max_examples if settings.default else PROFILES["full"]
    return max(min(full, FEWEST), round(full * drawn / PROFILES["full"]))


def some(values: Iterable[Any], every: int) -> list[Any]:
    """Return values for `parametrize` of which the first and every so many stay in `make test`.

    The others are proofs, which `make test-full` runs too.
    """
    return [
        value if number % every == 0 else pytest.param(value, marks=pytest.mark.proof)
        for number, value in enumerate(values)
    ]
