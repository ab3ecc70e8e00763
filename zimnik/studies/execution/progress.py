"""How far a long answer has come, told on the standard error where that is a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(label: str, *, total: int | None = None) -> Iterator[Callable[[], None]]:
    """Show a bar while a block runs, and give what tells of each step that is done.

    Parameters
    ----------
    label
        What is being done.
    total
        How many steps there are; None where nobody knows.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)
