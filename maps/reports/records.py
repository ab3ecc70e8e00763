"""What every answer says of itself, and the one encoder of answers to JSON.

Owns the base of all records: a record is a frozen dataclass that text, JSON, CSV and pages read.
JSON Schemas of the records are shipped in `maps/reports/schemas` (`python -m tools.json_schemas`).
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.messages import Message
from zimnik.maps.reports.inert import inert_cell, inert_json, inert_line, inert_record

# A record is decoded by its types when it is run.
from zimnik.maps.reports.years.observed import ObservedYearRecord, observed_year_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import geopandas as gpd

SCHEMA = 2
SHA_SHOWN = 8
# Bytes of JSON that tell of a text with controls: escapes, C1, DEL and turns of direction.
STEERING_JSON = re.compile(
    rb"\\[nrtbfu]|\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and of what: enough to ask it again and to tell two answers apart.

    Parameters
    ----------
    question
        Name of the question, such as "route".
    options
        Every option by name, those left at their defaults too; files by their names alone.
    command
        The same as a command line, options at their defaults left out.
    zimnik_version
        Version of the model.
    atlas_version, atlas_date, atlas_sha256
        Edition of the atlas, and a hash of all tables that it was made from.
    rates_year, rates_sha256
        Year of the dollars, and a hash of the rates as used.
    """

    question: str
    options: dict[str, Any]
    command: str
    zimnik_version: str
    atlas_version: str
    atlas_date: str
    atlas_sha256: str
    rates_year: int
    rates_sha256: str

    @property
    def currency(self) -> str:
        """Money of all amounts."""
        return f"USD {self.rates_year}"

    def line(self) -> str:
        """Return question and sources in one line, for a footer or a comment."""
        return (
            f"{self.command} (zimnik {self.zimnik_version}, atlas {self.atlas_version} of "
            f"{self.atlas_date}, {self.atlas_sha256[:SHA_SHOWN]}, rates in {self.currency}, "
            f"{self.rates_sha256[:SHA_SHOWN]})"
        )

    def made_by(self) -> str:
        """Return question, version and hashes; edition and year of dollars stand beside it."""
        return (
            f"{self.command} (zimnik {self.zimnik_version}, atlas {self.atlas_sha256[:SHA_SHOWN]}, "
            f"rates {self.rates_sha256[:SHA_SHOWN]})"
        )

    def facts(self) -> list[tuple[str, str]]:
        """Return everything that this says, each with its name, as a table has it."""
        return [
            ("command", self.command),
            ("zimnik version", self.zimnik_version),
            ("atlas version", self.atlas_version),
            ("atlas date", self.atlas_date),
            ("atlas SHA-256", self.atlas_sha256),
            ("money", self.currency),
            ("rates SHA-256", self.rates_sha256),
            *((f"option {name}", _option_text(value)) for name, value in self.options.items()),
        ]

    def footer(self) -> list[str]:
        """Return the lines that stand under a text: the question, and every option of it."""
        options = ", ".join(f"{name} {_option_text(value)}" for name, value in self.options.items())
        return [f"asked: {self.line()}", f"options: {options}"]


def _option_text(value: Any) -> str:  # noqa: ANN401 - any option
    if value is None or value in ([], {}):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    if isinstance(value, Mapping):
        return " ".join(f"{name}={one}" for name, one in value.items())
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Base of all records of answers.

    Parameters
    ----------
    schema
        Version of the names in the record.
    asked
        What was asked, and of what.
    warnings
        What has to be said of the whole answer.
    observed_year
        What the calendar year moved that was asked for; None where none was.
    """

    schema: int = SCHEMA
    asked: Asked
    warnings: tuple[str, ...] = ()
    observed_year: ObservedYearRecord | None = None

    def footer(self) -> list[str]:
        """Return the lines that stand under a text: the calendar year, and what was asked."""
        year = self.observed_year
        return [*([] if year is None else observed_year_lines(year)), *self.asked.footer()]


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place in a record: its id, and its name in English."""

    id: str
    name: str


def to_json(record: object) -> str:
    """Return a record as JSON; a number that is not finite becomes null."""
    import msgspec

    data = msgspec.json.encode(record, enc_hook=_plain)
    return inert_json(msgspec.json.format(data, indent=1).decode()) + "\n"


def in_one_line(record: Any) -> Any:  # noqa: ANN401 - the same as came
    """Return a record whose texts are each one line without controls, as a text needs them."""
    import msgspec

    # Hardly any record has such a text, and to look for one in its JSON takes no time.
    steers = STEERING_JSON.search(msgspec.json.encode(record, enc_hook=_plain))
    return inert_record(record) if steers else record


def to_builtins(record: object) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return a record as dicts, lists, texts and numbers, as a page holds it."""
    import msgspec

    return msgspec.to_builtins(record, enc_hook=_plain)


def named(record: object, fields: Iterable[str]) -> dict[str, Any]:
    """Return some fields of a record by their names, as a page holds them.

    A message is its code with its parameters, which the page says in the language of its reader.
    """
    import msgspec

    return {name: msgspec.to_builtins(getattr(record, name), enc_hook=_told) for name in fields}


def messages_told(said: Iterable[str]) -> list[dict[str, Any]]:
    """Return messages as a page holds them; one without a code is told as English text."""
    return [_told(one) if isinstance(one, Message) else {"text": one} for one in said]


def message_of(text: str, told: Mapping[str, Any]) -> str:
    """Return a sentence with the code that `messages_told` took of it, from JSON."""
    if "code" not in told:
        return text
    return Message(text, told["code"], **{k: _said(one) for k, one in told["with"].items()})


def _said(value: Any) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return a parameter from JSON; of a message in another one only the code is told."""
    if isinstance(value, Mapping):
        return message_of("", value)
    return tuple(map(_said, value)) if isinstance(value, list) else value


def _told(value: Any) -> Any:  # noqa: ANN401 - what an encoder meets
    """Return what JSON can hold for a message of a page: code and parameters."""
    if isinstance(value, Message):
        return {
            "code": value.code,
            "with": {name: _parameter(one) for name, one in value.parameters.items()},
        }
    return _plain(value)


def _parameter(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    if isinstance(value, Message):
        return _told(value)
    if isinstance(value, (list, tuple)):
        return [_parameter(one) for one in value]
    return value


def _plain(value: Any) -> Any:  # noqa: ANN401 - what an encoder meets
    """Return what JSON can hold for numbers of arrays, read-only mappings and messages."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Message):
        return str(value)
    if hasattr(value, "item"):
        return value.item()
    message = f"no JSON for {type(value).__name__}"
    raise NotImplementedError(message)


def finite(value: float | None) -> float | None:
    """Return a number, or None where it is not finite: what nobody knows has no number."""
    return None if value is None or not math.isfinite(value) else float(value)


def csv_text(rows: Sequence[Mapping[str, Any]], asked: Asked) -> str:
    """Return rows as CSV under a comment line that says what was asked."""
    out = io.StringIO()
    out.write(f"# {inert_cell(inert_line(asked.line()))}\n")
    columns = list(dict.fromkeys(name for row in rows for name in row))
    # Names and notes stand in many rows.
    inert = cache(inert_cell)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([inert(name) for name in columns])
    writer.writerows([_csv_cell(row.get(name), inert) for name in columns] for row in rows)
    return out.getvalue()


def _csv_cell(value: Any, inert: Callable[[str], str]) -> object:  # noqa: ANN401 - any cell
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return inert(value) if isinstance(value, str) else value


def geojson_text(frame: gpd.GeoDataFrame, asked: Asked) -> str:
    """Return a frame as GeoJSON with what was asked as a member of the collection.

    What lies across 180 degrees is cut there, as RFC 7946 has it.
    """
    from zimnik.geo.lines.antimeridian import split

    frame = frame.set_geometry(split(frame.geometry.to_numpy()), crs=frame.crs)
    document = json.loads(frame.to_json())
    document["asked"] = to_builtins(asked)
    return inert_json(json.dumps(document, ensure_ascii=False)) + "\n"
