"""What the documents say of commands is so: they are understood, and print what stands there."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.commands import zimnik
from tests.documents import DOCUMENTS, ROOT, Shown, shown_commands
from zimnik.cli.catalogue import everything
from zimnik.cli.main import app
from zimnik.studies.options import option_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Minutes of a processor, for a page or for every cell of the land: proofs.
LONG = (
    "remoteness",
    "stress",
    "surface",
    "hubs rank",
    "hubs site",
    "route tomtor krasnokamensk --tonnes 160000 --years observed",
    "hubs compare krasnokamensk khatanga --deposit tomtor --build",
    "hubs compare krasnokamensk krasnoyarsk solikamsk khatanga baotou --deposit tomtor --through",
)
SHOWN = [shown for document in DOCUMENTS for shown in shown_commands(document)]


def long_ones(shown: list[Shown]) -> set[Shown]:
    """Return the proofs: commands that take long, and those that an earlier document shows too."""
    asked: set[tuple[str, ...]] = set()
    found = set()
    for one in shown:
        arguments = tuple(one.arguments)
        if arguments in asked or " ".join(arguments).startswith(LONG):
            found.add(one)
        asked.add(arguments)
    return found


# What several documents show is asked once in make test, all of it in make test-full.
PROOFS = long_ones([one for one in SHOWN if one.output])
PRINTED = [
    pytest.param(shown, marks=pytest.mark.proof if shown in PROOFS else ())
    for shown in SHOWN
    if shown.output
]
# Code within a line, but that of other programs.
CODE = re.compile(r"`(?!python |ZIMNIK)([^`]*)`")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
FILE = re.compile(r"`(?:python )?((?:\w[\w.-]*/)+[\w.-]*)`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")
# Tables of a user, whose faults and notes the documents show.
TABLES = {
    "lots.csv": (
        "Название;Регион;Долгота;Широта;Источник;confidence\n"
        "Участок Северный;Yakutia;116,5;70,9;перечень участков;C\n"
    ),
    "broken.csv": (
        "id,name_en,country,lon,lat,source,confidence\n"
        "deposit_north,North,RU,114.9,67.25,a list,C\n"
        "deposit_south,South,Russia,116.2,66.1,a list,C\n"
        "deposit_east,East,RU,1297.7,66.4,,E\n"
        "deposit_west,West,RU,110.1,66.2\n"
    ),
    "astray.csv": (
        "id,name_en,country,region,lon,lat,source,confidence\n"
        "deposit_north,North,RU,Murmansk oblast,114.9,70.25,a list,C\n"
    ),
}
FAULTY = {"broken.csv", "astray.csv"}
# The document with the table of hubs, which is Markdown.
HUBS_SHOWN = "docs/start.md"
ROW = re.compile(r"^\| (?P<label>[^|]+?) \|(?P<cells>(?: *[-\d.,]+ \|)+)$", re.MULTILINE)


@cache
def options() -> set[str]:
    """Return every option of the command line."""
    kinds = [kind for command in everything() for kind in command.kinds]
    return {option_name(one) for kind in kinds for one in fields(kind)}


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_a_command_of_a_document_is_understood(shown: Shown) -> None:
    app().parse_args(shown.arguments, exit_on_error=False, print_error=False)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_option_of_a_document_exists(document: str) -> None:
    text = re.sub(
        "^(```+).*?^\\1$", "", (ROOT / document).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    named = {option for code in CODE.findall(text) for option in OPTION.findall(code)}
    assert named <= options() | {"--help", "--version"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Shown], str]]:
    """Return what a command prints in a folder with a user's tables; each is run once."""
    folder = tmp_path_factory.mktemp("reader")
    for name, text in TABLES.items():
        (folder / name).write_bytes(text.encode("cp1251"))

    @cache
    def run(arguments: tuple[str, ...]) -> str:
        done = zimnik(*arguments, status=2 if FAULTY & set(arguments) else 0)
        return done.out + done.err

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield lambda shown: run(tuple(shown.arguments))


@pytest.mark.parametrize("shown", PRINTED, ids=lambda shown: shown.name)
def test_a_command_prints_what_its_document_shows(
    shown: Shown, told: Callable[[Shown], str]
) -> None:
    assert shown.missing_from(told(shown)) is None


def test_the_table_of_hubs_is_that_of_its_command(told: Callable[[Shown], str]) -> None:
    text = (ROOT / HUBS_SHOWN).read_text(encoding="utf-8")
    (shown,) = (
        one
        for one in SHOWN
        if one.document == HUBS_SHOWN and "hubs compare" in one.command and "baotou" in one.command
    )
    lines = [re.split(r"\s{2,}", line.strip()) for line in told(shown).splitlines()]
    table = text[text.index("| US$ per t of ore |") :].split("\n\n")[0]
    rows = [[row["label"], *row["cells"].strip(" |").split(" | ")] for row in ROW.finditer(table)]
    assert len(rows) == 14
    assert [row for row in rows if row not in lines] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_file_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    near = (ROOT, (ROOT / document).parent)
    named = {*FILE.findall(text), *LINKED.findall(text)}
    assert [name for name in named if not any((folder / name).exists() for folder in near)] == []
