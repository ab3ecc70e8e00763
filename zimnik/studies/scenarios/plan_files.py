"""Files of plans: TOML, with the line of every key, so that a fault can say where it stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MOST_PLAN_BYTES = 10_000_000
# tomllib tells no lines of what it read: these find where a table or a key begins.
_TABLE = re.compile(r"\s*\[(\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


@dataclass(frozen=True, slots=True)
class PlanText:
    """What a plan says, and where.

    Parameters
    ----------
    name
        What the file is called.
    told
        Its tables and keys.
    lines
        Line of each key by the path to it, such as `sweep.year`, or `case.0.avoid` for the first
        named case.
    """

    name: str
    told: Mapping[str, Any]
    lines: Mapping[str, int]

    def fault(self, path: str, expected: str, found: str, remedy: str) -> Fault:
        """Return a fault at a key, with its line where that is known."""
        above = path
        while above and above not in self.lines:
            above = above.rpartition(".")[0]
        row = str(self.lines[above]) if above else ""
        return Fault(self.name, expected, found, remedy, row, path.replace("-", "_"))


def read_plan_text(path: Path) -> PlanText:
    """Read the file of a plan.

    Raises
    ------
    InputError
        If it cannot be read, or is not TOML.
    """
    try:
        size_bytes = path.stat().st_size
        data = path.read_bytes() if size_bytes <= MOST_PLAN_BYTES else b""
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise InputError([_unread(path, found, "Name the file of a plan.")]) from error
    if size_bytes > MOST_PLAN_BYTES:
        found = f"{size_bytes:,} bytes, more than the {MOST_PLAN_BYTES:,} that are read"
        raise InputError([_unread(path, found, "Write ranges: {from = 1, to = 9}.")])
    try:
        text = data.decode("utf-8-sig")
        told = tomllib.loads(text)
    except UnicodeDecodeError as error:
        found = f"a letter that is not UTF-8 at byte {error.start:,}"
        raise InputError([_unread(path, found, "Save the file as UTF-8.")]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        remedy = "Correct it; docs/guide.md has a plan to begin with."
        raise InputError([_unread(path, str(error) or "tables too deep", remedy)]) from error
    return PlanText(path.name, told, dict(_lines(text)))


def _unread(path: Path, found: str, remedy: str) -> Fault:
    return Fault(path.name, "a plan in TOML", found, remedy)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield where each key begins; a line inside a text of several lines may be taken for one."""
    table, counts = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if opened := _TABLE.match(line):
            table = _bare(opened[2])
            if opened[1]:
                counts[table] = counts.get(table, -1) + 1
                table = f"{table}.{counts[table]}"
            yield table, number
        elif key := _KEY.match(line):
            yield f"{table}.{_bare(key[1])}" if table else _bare(key[1]), number


def _bare(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))
