"""Results of a plan as they come back from a file, which may be any file.

Owns the refusal of what is no file of results, and of one that somebody changed: nothing of it is
used unless all of it is right.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.studies.scenarios.results import (
    FORMAT,
    METADATA,
    RECORD,
    SUFFIX,
    CaseRecord,
    CaseResult,
    Results,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

EXPECTED = f"results of zimnik run, a file in {SUFFIX}"
NAME, AGAIN = "Name such a file.", "Run the plan again, into another file."


def read_results(path: str | Path) -> Results:
    """Read results that `Results.to_parquet` wrote.

    Raises
    ------
    InputError
        If the file cannot be read, or holds something else, or results in another format.
    """
    import msgspec
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = Path(path)
    try:
        with file.open("rb") as stream:
            table = pq.read_table(stream)
    except pa.ArrowException as error:
        raise _refused(file, "a file that is no Parquet, or a broken one", NAME) from error
    except OSError as error:
        raise _refused(file, (error.strerror or str(error)).lower(), NAME) from error
    told = (table.schema.metadata or {}).get(METADATA)
    if told is None:
        raise _refused(file, "Parquet of something else", NAME)
    about = _about(file, told)
    if about.get("format") != FORMAT:
        found = f"results in format {about.get('format')}, of another version of zimnik"
        remedy = "Read them with that version, or run the plan again into another file."
        raise InputError([Fault(file.name, f"results in format {FORMAT}", found, remedy)])
    # An error of msgspec is a ValueError in its later releases alone.
    wrong = (ValueError, KeyError, TypeError, RecursionError, pa.ArrowException)
    try:
        return Results(str(about["question"]), tuple(_cases(table)))
    except (*wrong, msgspec.MsgspecError) as error:
        found = f"results that were changed: {error}"
        raise _refused(file, found, AGAIN) from error


def is_results(path: Path) -> bool:
    """Return whether a file holds results of a plan, in whatever format."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as stream:
            return METADATA in (pq.read_schema(stream).metadata or {})
    except (OSError, pa.ArrowException):
        return False


def _refused(file: Path, found: str, remedy: str) -> InputError:
    return InputError([Fault(file.name, EXPECTED, found, remedy)])


def _about(file: Path, told: bytes) -> Mapping[str, Any]:
    """Return what a file says of itself; nothing where that cannot be read."""
    try:
        about = json.loads(told)
    except (ValueError, RecursionError) as error:
        raise _refused(file, f"results that were changed: {error}", AGAIN) from error
    return about if isinstance(about, dict) and "question" in about else {}


def _cases(table: pa.Table) -> Iterator[CaseResult]:
    """Yield the cases of the rows of a file, each with its own columns as they were."""
    import pyarrow as pa

    records = table.column(RECORD).combine_chunks()
    if isinstance(records, pa.ChunkedArray):
        records = records.unify_dictionaries().chunk(0)
    codes = records.indices.to_pylist() if pa.types.is_dictionary(records.type) else None
    texts = records.dictionary.to_pylist() if codes is not None else records.to_pylist()
    if codes is None:
        codes = list(range(len(texts)))
    start = 0
    while start < len(codes):
        end = start
        while end < len(codes) and texts[codes[end]] == texts[codes[start]]:
            end += 1
        record = _record(texts[codes[start]])
        part = table.slice(start, end - start).select(list(record.columns))
        kinds = [pa.field(name, _kind(kind)) for name, kind in record.columns.items()]
        found = part.cast(pa.schema(kinds))
        # A text that is no UTF-8 would be noticed only where it is shown.
        found.validate(full=True)
        yield CaseResult(record, found)
        start = end


def _record(text: str) -> CaseRecord:
    """Return a record of which every field is of its kind, or raise what JSON or msgspec raise."""
    import msgspec

    record = msgspec.convert(json.loads(text), CaseRecord)
    asked = msgspec.convert(dict(record.asked), type(record.asked_record()))
    date.fromisoformat(asked.atlas_date)
    return record


def _kind(name: str) -> pa.DataType:
    import pyarrow as pa

    return {"bool": pa.bool_(), "int64": pa.int64(), "double": pa.float64(), "null": pa.null()}.get(
        name, pa.string()
    )
