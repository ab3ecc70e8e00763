"""Commands that the documents show, and what they show of their output."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "docs/guide.md", "docs/remoteness.md", "docs/data.md", "docs/model.md",
             "docs/seasons.md", "docs/network_import.md", "docs/start.md", "docs/own_data.md",
             "docs/python.md", "docs/how_to.md", "docs/trust.md", "docs/ru/index.md",
             "docs/ru/guide.md")  # fmt: skip
SKIPPED = "..."
PROMPT = "$ "
COMMAND = "zimnik "


@dataclass(frozen=True, slots=True)
class Shown:
    """A command line of a document, with the lines of output that stand under it."""

    document: str
    command: str
    output: tuple[str, ...] = ()

    @property
    def arguments(self) -> list[str]:
        """What follows the name of the program."""
        return shlex.split(self.command, comments=True)[1:]

    @property
    def name(self) -> str:
        """For a test: which document, which command."""
        return f"{Path(self.document).stem}: {self.command.split('  #')[0].strip()}"

    def missing_from(self, told: str) -> str | None:
        """Return the first shown line that an output does not have at its place, or None.

        Shown lines follow each other as in the output, but where dots stand between them.
        """
        lines = [_plain(line) for line in told.splitlines() if line.strip()]
        at, is_next = 0, False
        for line in map(_plain, self.output):
            if line == SKIPPED:
                is_next = False
                continue
            found = [i for i, one in enumerate(lines[at:], start=at) if one == line]
            if not found or (is_next and found[0] != at):
                return line
            at, is_next = found[0] + 1, True
        return None


def _plain(line: str) -> str:
    """Return a line but for its end and the version of an installation, which may be an older one."""
    return re.sub(r"\(zimnik [\d.]+\w*,", "(zimnik,", line.rstrip())


def shown_commands(document: str) -> list[Shown]:
    """Return the commands of a document that stand in blocks of their own."""
    return list(_commands(document, (ROOT / document).read_text(encoding="utf-8")))


def _commands(document: str, text: str) -> Iterator[Shown]:
    alone: str | None = None
    for block in _blocks(text):
        lines = [line.rstrip() for line in block.splitlines() if line.strip()]
        if alone and not lines[0].startswith((PROMPT, COMMAND)):
            yield Shown(document, alone, tuple(lines))
            alone = None
            continue
        if alone:
            yield Shown(document, alone)
            alone = None
        if lines[0].startswith(PROMPT):
            yield from _with_prompts(document, lines)
        elif len(lines) == 1 and lines[0].startswith(COMMAND):
            # The next block may show what it prints.
            alone = lines[0]
        else:
            yield from (Shown(document, line) for line in lines if line.startswith(COMMAND))
    if alone:
        yield Shown(document, alone)


def _with_prompts(document: str, lines: list[str]) -> Iterator[Shown]:
    sessions = "\n".join(lines).replace("\\\n", " ")
    for session in re.split(r"^\$ ", sessions, flags=re.MULTILINE)[1:]:
        command, *output = session.strip("\n").split("\n")
        if command.startswith(COMMAND):
            yield Shown(document, command, tuple(line for line in output if line))


def _blocks(text: str) -> list[str]:
    """Return fenced and indented blocks in order, without fence and indent."""
    found = re.finditer(
        r"^```\w*\n(?P<fenced>.*?)^```$|(?P<indented>(?:^    [^\n]*\n)+)",
        text,
        re.MULTILINE | re.DOTALL,
    )
    return [
        match["fenced"] or re.sub(r"^    ", "", match["indented"], flags=re.MULTILINE)
        for match in found
    ]
