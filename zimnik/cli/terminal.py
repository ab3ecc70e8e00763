"""What is printed: answers on the standard output, everything else on the standard error.

Owns that a full, closed or deaf output is said and told by the exit status, that letters which its
encoding lacks are replaced, and that no text steers a terminal.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from contextlib import suppress

from zimnik.geo.core.errors import Fault, OutputError
from zimnik.maps.reports.inert import inert_line

WHERE = "standard output"
ESCAPED = "zimnik_json"
CLOSED = "a closed one"


def say(line: str) -> None:
    """Say a line on the standard error, if it can be said anywhere."""
    # Without a standard error there is nobody to tell; the exit status says enough.
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"zimnik: {inert_line(line)}\n")
        sys.stderr.flush()


def require_standard_output() -> None:
    """Raise OutputError where there is no standard output to print an answer on."""
    if sys.stdout is None:
        raise _unprinted(CLOSED)


def print_line(line: str) -> None:
    """Print one line, whatever is in it.

    Raises
    ------
    OutputError
        If it cannot be printed.
    """
    print_text(f"{inert_line(line)}\n")


def print_text(text: str, *, is_json: bool = False) -> None:
    """Print a text.

    Parameters
    ----------
    text
        What is printed; whoever makes it leaves no controls in it.
    is_json
        Whether letters that the encoding lacks are escaped as in JSON, which loses none; they are
        replaced otherwise.

    Raises
    ------
    OutputError
        If it cannot be printed. A reader that takes no more of it has what it wants.
    """
    require_standard_output()
    _print(_fitting(text, is_json=is_json))


def print_page(page: str) -> None:
    """Print a page, which is in UTF-8 wherever it goes.

    Raises
    ------
    OutputError
        If it cannot be printed.
    """
    require_standard_output()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        _print(page.encode("utf-8", "replace"))
    else:
        _print(page)


def _print(written: str | bytes) -> None:
    stream = sys.stdout.buffer if isinstance(written, bytes) else sys.stdout
    try:
        stream.write(written)  # type: ignore[arg-type]
        stream.flush()
    except BrokenPipeError:
        _leave_output()
    except OSError as error:
        _leave_output()
        raise _unprinted((error.strerror or str(error)).lower()) from error


def _leave_output() -> None:
    """Let what is still held for the output go nowhere, or Python would complain as it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _unprinted(found: str) -> OutputError:
    remedy = "Give the command an output, or name a file for its answer."
    return OutputError(Fault(WHERE, "an output that takes the answer", found, remedy))


def _fitting(text: str, *, is_json: bool) -> str:
    """Return text that the encoding of the standard output can hold."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        if is_json:
            return text.encode(encoding, ESCAPED).decode(encoding)
        lacking = inert_line(text[error.start])
        say(
            f"the standard output is in {encoding} and lacks letters of the answer, the first "
            f"'{lacking}'; each stands as '?'. Name a file, which is in UTF-8, or set "
            "PYTHONIOENCODING=utf-8"
        )
        return text.encode(encoding, "replace").decode(encoding)
    return text


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(ESCAPED, _escaped)
