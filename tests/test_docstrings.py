"""What docstrings show is what is answered."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import zimnik

# Running it would run the command line.
NOT_IMPORTED = {"zimnik.__main__"}


def test_examples_of_docstrings_hold() -> None:
    attempted = 0
    for found in pkgutil.walk_packages(zimnik.__path__, "zimnik."):
        if found.name not in NOT_IMPORTED:
            done = doctest.testmod(importlib.import_module(found.name))
            assert done.failed == 0, found.name
            attempted += done.attempted
    assert attempted >= 5
