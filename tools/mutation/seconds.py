"""A plugin of pytest that writes down how long each test took, and which of them passed.

Coverage knows which test went through a line; this says how long that test takes, so that a mutant
is shown to the short tests first. ZIMNIK_TEST_SECONDS names the file.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

TEST_SECONDS = "ZIMNIK_TEST_SECONDS"

_seconds: dict[str, float] = defaultdict(float)
_not_passed: set[str] = set()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add a phase of a test, and remember one that did not pass."""
    _seconds[report.nodeid] += report.duration
    if not report.passed:
        _not_passed.add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the seconds of the tests that passed; processes of pytest-xdist write none."""
    if hasattr(session.config, "workerinput"):
        return
    passed = {test: took for test, took in _seconds.items() if test not in _not_passed}
    Path(os.environ[TEST_SECONDS]).write_text(json.dumps(passed, indent=0), "utf8")
