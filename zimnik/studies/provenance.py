"""What an answer says of its question: every option, the sources, and the same as a command.

Owns that no path of the user's machine is in an answer: files are named by their last part.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zimnik
from zimnik.studies.options import READER, TOLD, Season, option_name

if TYPE_CHECKING:
    from dataclasses import Field

    from zimnik.maps.reports.records import Asked
    from zimnik.studies.model import Model
    from zimnik.studies.options import Options


def asked_of(model: Model, question: Options, command: str) -> Asked:
    """Return what was asked, and of what.

    Parameters
    ----------
    model
        Atlas, rates and network with where they came from.
    question
        The options of the question.
    command
        Name of the question, such as "hubs compare".
    """
    from zimnik.maps.reports.records import Asked

    given = (question, model.sources)
    return Asked(
        question=command,
        options={
            one.name: plain_option(getattr(options, one.name))
            for options in given
            for one in fields(options)
            if one.metadata.get(TOLD, True)
        },
        command=shlex.join(["zimnik", *command.split(), *_words(question), *_words(model.sources)]),
        zimnik_version=zimnik.__version__,
        atlas_version=model.atlas.version,
        atlas_date=model.atlas.date.isoformat(),
        atlas_sha256=model.edition.atlas_sha256,
        rates_year=model.card.year,
        rates_sha256=model.edition.rates_sha256,
    )


def plain_option(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return an option as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain_option(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain_option(one) for one in value]
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, Path):
        return value.name
    if hasattr(value, "columns"):
        return f"a table of {len(value)} rows"  # type: ignore[arg-type]
    # As Python writes it, so that the command asks for the same number.
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _words(options: Options) -> list[str]:
    """Return the words of a command line that give the options which are not at their defaults."""
    words: list[str] = []
    for one in fields(options):
        value = getattr(options, one.name)
        if one.default is MISSING or one.metadata.get("positional"):
            words += _values(value)
        elif hasattr(value, "columns") or value != _default(one):
            name = option_name(one)
            words += [name] if value is True else [w for v in _values(value) for w in (name, v)]
    return words


def _default(one: Field[Any]) -> object:
    return one.metadata[READER].read(one.default)


def _values(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{name}={_text(number)}" for name, number in value.items()]
    if isinstance(value, Season):
        return [str(value)]
    if isinstance(value, tuple) and value and all(isinstance(one, str) for one in value):
        return list(value)
    if isinstance(value, tuple | list):
        return [_text(one) for one in value]
    return [_text(value)]
