"""How many random inputs a test draws: its own number in a full run, fewer in a quick one."""

from __future__ import annotations

import os

from hypothesis import settings

# Drawn by a test that says nothing of it; ZIMNIK_HYPOTHESIS names the profile.
PROFILES = {"quick": 10, "test": 25, "full": 100, "long": 1_000}
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
