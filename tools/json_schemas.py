"""Write the JSON Schemas of the answers of every command.

Run: python -m tools.json_schemas. Makes one file an answer in `maps/reports/schemas`, such as
`hubs_compare.json`, of the record that its JSON is encoded from; a test holds the shipped ones
against fresh ones.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

import zimnik.maps.reports
from zimnik.cli.catalogue import every_command
from zimnik.maps.reports.records import Record
from zimnik.maps.reports.scenarios.diff import DiffRecord
from zimnik.maps.reports.scenarios.report import ReportRecord
from zimnik.studies.answers import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.cli.commands import Command
    from zimnik.studies.answers import Answer

# What commands that ask no question of a model answer in JSON.
OF_RUNS: dict[str, type[object]] = {"diff": DiffRecord, "report": ReportRecord}
FOLDER = Path(__file__).parents[1] / "maps" / "reports" / "schemas"


def every_schema() -> dict[str, str]:
    """Return the schema of each command that answers in JSON, as text by the name of its file."""
    for module in pkgutil.walk_packages(
        zimnik.maps.reports.__path__, f"{zimnik.maps.reports.__name__}."
    ):
        importlib.import_module(module.name)
    answers = {
        name: record_of(answer)
        for command in every_command()
        for name, answer in _answers(command)
        if Format.JSON in answer.formats
    }
    records = {**answers, **OF_RUNS}
    return {
        f"{name.replace(' ', '_')}.json": _schema_text(name, record)
        for name, record in records.items()
    }


def _answers(command: Command) -> Iterator[tuple[str, type[Answer]]]:
    """Yield the answers that a command may give, by its name and a word for each further one."""
    yield command.name, command.question.answer_class
    for word, answer in command.question.other_answers.items():
        yield f"{command.name} {word}", answer


def _schema_text(name: str, record: type[object]) -> str:
    schema: dict[str, Any] = msgspec.json.schema(record)
    # Older releases of msgspec leave docstrings indented as they stand in the source.
    for part in schema["$defs"].values():
        if "description" in part:
            part["description"] = inspect.cleandoc(part["description"])
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Answer of zimnik {name}",
    }
    return json.dumps({**head, **schema}, ensure_ascii=False, indent=1) + "\n"


def record_of(answer: type[Answer]) -> type[Record]:
    """Return the class of the record of an answer, which it names."""
    name = inspect.get_annotations(answer.record)["return"]
    (found,) = (kind for kind in _kinds(Record) if kind.__name__ == name)
    return found


def _kinds(base: type[Record]) -> list[type[Record]]:
    # Slots make a dataclass again; the first is gone unless something still holds it.
    found = {kind.__qualname__: kind for kind in base.__subclasses__()}
    return [*found.values(), *(kind for one in found.values() for kind in _kinds(one))]


def main() -> None:
    """Write every schema, and take away those of commands that are gone."""
    FOLDER.mkdir(exist_ok=True)
    texts = every_schema()
    for path in FOLDER.glob("*.json"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER / name)


if __name__ == "__main__":
    main()
