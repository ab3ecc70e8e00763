"""The command `zimnik`, also as `python -m zimnik`: how its process begins and ends.

Owns that an interrupt ends it with status 130 and no traceback, from the first moment, and that a
request to end leaves no half-written files. Nothing that takes long is imported before.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

# As shells tell of signals.
SIGNALLED = 128
INTERRUPTED = SIGNALLED + signal.SIGINT
BAD_INPUT = 2
UNFORESEEN = 70
MOST_NEW_OBJECTS = 500_000
# What a user or a system asks a process to end with, where it has them.
ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class AskedToEndError(KeyboardInterrupt):
    """A signal asks the process to end; it is met as an interrupt is, wherever one can come."""


def main() -> None:
    """Run the command line and end the process with its status."""
    # A command makes much that lasts and few cycles: to look for them often costs a tenth. A route
    # is answered before the first look.
    gc.set_threshold(MOST_NEW_OBJECTS, 50, 100)
    _hold_descriptors()
    # Who starts us may have us ignore some, as for what runs on when a terminal closes.
    heard = [one for one in ENDING if signal.getsignal(one) is not signal.SIG_IGN]
    # While modules are imported there is nothing to tidy up, and no place for an exception.
    _on(heard, _leave)
    from zimnik.cli.memory import SHORT, begin_within, is_short_of_memory, limit_mb

    try:
        too_short = begin_within(limit_mb())
        if too_short:
            _say(too_short)
            sys.exit(BAD_INPUT)
        from zimnik.cli.main import main as run

        sys.unraisablehook = _ask_again
        _on(heard, _ask)
        run()
    except AskedToEndError as error:
        sys.exit(SIGNALLED + error.args[0])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - a fault of ours, which is not the answer "none"
        if is_short_of_memory(error):
            _say(SHORT)
            sys.exit(BAD_INPUT)
        asked = _asked_to_end(error)
        if asked is not None:
            sys.exit(SIGNALLED + asked.args[0])
        traceback.print_exc()
        sys.exit(UNFORESEEN)
    finally:
        # What is left is to end: a signal has nothing more to stop.
        _on(heard, _leave)
        # The system takes the memory back whole; to look for cycles in it first costs 0.1 s.
        gc.freeze()


def _say(line: str) -> None:
    """Say a line where nothing can be imported any more."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"zimnik: {line}\n")


def _on(numbers: list[int], handler: Callable[[int, FrameType | None], NoReturn]) -> None:
    for number in numbers:
        signal.signal(number, handler)


def _hold_descriptors() -> None:
    """Open nothing in the place of closed standard streams, or a file would become one of them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    os._exit(SIGNALLED + number)


def _ask(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    raise AskedToEndError(number)


def _asked_to_end(error: BaseException | None) -> AskedToEndError | None:
    """Return the request to end that an exception comes of; None where it comes of another.

    A signal that comes while compiled code takes its arguments or makes its answer is the cause of
    a SystemError, or of several.
    """
    while error is not None and not isinstance(error, AskedToEndError):
        error = error.__cause__
    return error


def _ask_again(told: sys.UnraisableHookArgs) -> None:
    """Ask once more to end where a signal came within a destructor, which ignores exceptions."""
    if isinstance(told.exc_value, AskedToEndError):
        # From another thread and later, or the exception would be raised in here.
        threading.Timer(0.01, os.kill, (os.getpid(), told.exc_value.args[0])).start()
    else:
        sys.__unraisablehook__(told)


if __name__ == "__main__":
    main()
