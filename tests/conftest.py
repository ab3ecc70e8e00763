"""Settings of every test: random inputs have no deadline, since machines differ in speed."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("zimnik", deadline=None)
settings.load_profile("zimnik")
