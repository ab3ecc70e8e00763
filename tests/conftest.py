"""Settings and fixtures of every test."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

import zimnik
from tests.browser import browser_type_launch_args, pages

__all__ = ["browser_type_launch_args", "pages", "study"]

# Random inputs have no deadline, since machines differ in speed. ZIMNIK_HYPOTHESIS chooses how many
# are drawn.
settings.register_profile("quick", deadline=None, max_examples=10)
settings.register_profile("full", deadline=None, max_examples=100)
settings.register_profile("long", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("ZIMNIK_HYPOTHESIS", "full"))


@pytest.fixture(scope="session")
def study() -> zimnik.Study:
    """Return the study of the shipped atlas; nothing in it changes, so that all tests share it."""
    return zimnik.load()
