"""Write anew what the documents show of the output of commands.

Run: python -m tools.documents, and with "long" behind it for the commands that take minutes
as well. A block under a command keeps the extent that it has: each
stretch between dots becomes the lines of today's output that are most like it. The table of hubs in
docs/start.md is taken from its command. Read what changed before it is committed: numbers in prose
are not touched.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

from tests.commands import zimnik
from tests.documents import DOCUMENTS, ROOT, SKIPPED, shown_commands
from tests.test_documents import FAULTY, HUBS_SHOWN, LONG, TABLES

NUMBER = re.compile(r"\d[\d,.]*")
TABLE_ROW = re.compile(r"^\| (?P<label>[^|]+?) \|(?P<cells>(?: *[-\d.,]+ \|)+)$")


def main() -> None:
    """Write all documents anew."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in TABLES.items():
            Path(name).write_bytes(text.encode("cp1251"))
        for document in DOCUMENTS:
            path = ROOT / document
            text = old = path.read_text(encoding="utf-8")
            for shown in shown_commands(document):
                arguments = tuple(shown.arguments)
                if not shown.output and "baotou" not in arguments:
                    continue
                if " ".join(arguments).startswith(LONG) and "long" not in sys.argv:
                    print(f"left alone: {shown.name}")
                    continue
                done = zimnik(*arguments, status=2 if FAULTY & set(arguments) else 0)
                told = (done.out + done.err).splitlines()
                text = with_output(text, shown.output, told)
                if document == HUBS_SHOWN and "baotou" in arguments:
                    text = with_table(text, told)
            if text != old:
                path.write_text(text, encoding="utf-8")
                print(f"written: {document}")


def with_output(text: str, output: tuple[str, ...], told: list[str]) -> str:
    """Return a document with the lines of an output in place of those that stood there."""
    at = 0
    for is_dots, lines in groupby(output, key=lambda line: line == SKIPPED):
        if is_dots:
            continue
        stretch = list(lines)
        place = re.search(r"\n(?: {4})?(?:\n *)*".join(map(re.escape, stretch)), text)
        first, after = most_like(stretch, told[at:])
        if place is None or after == first:
            print(f"not found: {stretch[0]}")
            continue
        new = told[at + first : at + after]
        at += after
        indent = "    " if text[: place.start()].endswith("\n    ") else ""
        joined = "\n".join(
            line.rstrip() and (indent if n else "") + line.rstrip() for n, line in enumerate(new)
        )
        text = text[: place.start()] + joined + text[place.end() :]
    return text


def most_like(stretch: list[str], told: list[str]) -> tuple[int, int]:
    """Return from where to where an output is most like a stretch of lines, numbers left out."""
    sought = [NUMBER.sub("#", line.strip()) for line in stretch]
    found = [NUMBER.sub("#", line.strip()) for line in told]
    blocks = SequenceMatcher(None, found, sought, autojunk=False).get_matching_blocks()
    matched = [block for block in blocks if block.size]
    if not matched:
        return 0, 0
    first, last = matched[0], matched[-1]
    # What was shown before the first likeness and after the last is taken as many lines as it was.
    before = first.b
    after = len(sought) - (last.b + last.size)
    start = max(0, first.a - before)
    end = last.a + last.size
    while after and end < len(told):
        after -= bool(told[end].strip())
        end += 1
    return start, end


def with_table(text: str, told: list[str]) -> str:
    """Return a document with the rows of its table of hubs as a command prints them."""
    printed = {
        (cells := re.split(r"\s{2,}", line.strip()))[0]: cells[1:] for line in told if line.strip()
    }
    lines = []
    for line in text.split("\n"):
        row = TABLE_ROW.match(line)
        cells = row and printed.get(row["label"])
        # Another command may have a row of this name, but not for as many hubs.
        same = row and cells and row["cells"].count("|") == len(cells)
        lines.append(f"| {row['label']} | {' | '.join(cells)} |" if row and same else line)
    return "\n".join(lines)


if __name__ == "__main__":
    main()
