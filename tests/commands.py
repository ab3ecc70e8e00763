"""Commands run as a user runs them, but in the process of the tests."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from unittest import mock

import pytest

from zimnik.cli import main as command_line


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str


def zimnik(*arguments: str, status: int | None = 0) -> Done:
    """Run a command in this process, since a new one costs seconds, and expect an exit status.

    None expects none of them.
    """
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["zimnik", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        command_line.main()
    done = Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())
    assert status in {None, done.status}, done
    return done
