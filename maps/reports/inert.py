r"""Text that does nothing but stand there: no terminal, table or spreadsheet is steered by a name.

Owns which letters steer, and how they are shown instead: as they are written in Python, such as
``\x1b``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

# Controls of ASCII and of Latin-1, ends of lines of Unicode, and what turns the direction of text.
_STEERING = "\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069"
STEERING = re.compile(f"[{_STEERING}]")
STEERING_LINES = re.compile(f"(?!\\n)[{_STEERING}]")
STEERING_CELLS = re.compile(f"(?![\\t\\n\\r])[{_STEERING}]")
# A formula begins a cell, which also begins after what may end the one before it in some program.
FORMULA = re.compile(r"(^|[;\t\r\n|])(?=\s*[=+\-@＝＋－＠])")
ENDS_OF_CELLS = ("\t", "\r")


def inert_line(text: str) -> str:
    """Return one line of text, whatever is in it."""
    return STEERING.sub(_shown, text)


def inert_lines(text: str) -> str:
    """Return lines of text that end where they are meant to, without any other control."""
    return STEERING_LINES.sub(_shown, text)


def inert_cell(text: str) -> str:
    """Return text that a spreadsheet shows and does not run as a formula, nor a terminal obeys.

    An apostrophe stands before what could begin a formula: at the start, and after a semicolon, a
    tab or a new line, at which programs set to other separators cut a cell in two.
    """
    shown = STEERING_CELLS.sub(_shown, text)
    guarded = FORMULA.sub(r"\1'", shown)
    return f"'{guarded}" if guarded.startswith(ENDS_OF_CELLS) else guarded


def inert_json(text: str) -> str:
    """Return a JSON text whose controls are escaped as JSON does, so that nothing is lost."""
    return STEERING_CELLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def inert_record(thing: Any) -> Any:  # noqa: ANN401 - a record, or what is in one
    """Return a record each text of which is one line without controls."""
    if isinstance(thing, str):
        return inert_line(thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        told = {one.name: inert_record(getattr(thing, one.name)) for one in fields(thing)}
        return replace(thing, **told)
    if isinstance(thing, Mapping):
        return {inert_record(name): inert_record(value) for name, value in thing.items()}
    if isinstance(thing, list | tuple):
        return type(thing)(inert_record(one) for one in thing)
    return thing


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - Latin-1
