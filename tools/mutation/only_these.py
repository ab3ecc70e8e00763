"""A plugin of pytest that keeps the tests a file names, in the order of that file.

Names of tests hold blanks and brackets and may be thousands, more than a command line takes.
ZIMNIK_ONLY_TESTS names the file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ONLY_TESTS = "ZIMNIK_ONLY_TESTS"
PROCESSOR_S = "seconds of the processor:"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other tests."""
    order = {
        name: place
        for place, name in enumerate(Path(os.environ[ONLY_TESTS]).read_text("utf8").splitlines())
    }
    config.hook.pytest_deselected(items=[one for one in items if one.nodeid not in order])
    items[:] = sorted(
        (one for one in items if one.nodeid in order), key=lambda one: order[one.nodeid]
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the tests took of the processor, with the processes that they started."""
    terminalreporter.write_line(f"{PROCESSOR_S} {sum(os.times()[:4]):.1f}")
