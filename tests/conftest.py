"""Settings and fixtures of every test."""

from __future__ import annotations

from hypothesis import settings

from tests.browser import browser_type_launch_args, pages

__all__ = ["browser_type_launch_args", "pages"]

# Random inputs have no deadline, since machines differ in speed.
settings.register_profile("zimnik", deadline=None)
settings.load_profile("zimnik")
