"""A case of a plan: one question with its sources, by a name."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.studies.options import TOLD
from zimnik.studies.provenance import plain_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.studies.answers import Question
    from zimnik.studies.model import Edition
    from zimnik.studies.options import Options
    from zimnik.studies.sources import Sources


@dataclass(frozen=True, slots=True)
class Case:
    """One question that is asked of one atlas with its rates.

    Parameters
    ----------
    name
        What tells it from the other cases of its plan.
    question
        The options of the question.
    sources
        Where its data come from.
    swept
        What a sweep gives it, by the name of the option: numbers, texts.
    """

    name: str
    question: Question
    sources: Sources
    swept: Mapping[str, Any]

    def __post_init__(self) -> None:
        freeze_mappings(self)


def case_sha256(case: Case, edition: Edition, zimnik_version: str) -> str:
    """Return what a case asks of which data and model, as a hash.

    Two cases with one hash have one answer, whatever they are called.

    Parameters
    ----------
    case
        Question and sources.
    edition
        Hashes of the tables and rates that the sources give.
    zimnik_version
        Version of the model.
    """
    asked = [
        case.question.command,
        _told(case.question),
        sources_sha256(case.sources, edition),
        zimnik_version,
    ]
    return _sha256(asked)


def sources_sha256(sources: Sources, edition: Edition) -> str:
    """Return a hash of sources and of what they held: two with one hash give one model."""
    return _sha256([_told(sources), edition.atlas_sha256, edition.rates_sha256])


def _sha256(told: list[Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _told(options: Options) -> dict[str, Any]:
    return {
        one.name: _state(getattr(options, one.name))
        for one in fields(options)
        if one.metadata.get(TOLD, True)
    }


def _state(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return an option; of a file also its size and when it was written, for it may change."""
    if isinstance(value, Path) and value.is_file():
        stat = value.stat()
        return [value.name, stat.st_size, stat.st_mtime_ns]
    return plain_option(value)
