"""Results of a plan: what each case was answered with, and how they are written as one file.

Owns the format: a row for each row of an answer's table (one empty row where it has none), with the
case, what the sweeps gave it, the table's own columns, and in `record` what the case is, as JSON.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    import pyarrow as pa

    from zimnik.maps.reports.records import Asked
    from zimnik.studies.answers import Answer

FORMAT = 1
# Lists of a record whose first entry answers, and what that is called among the figures.
_ANSWERS_FIRST: Mapping[str, str] = MappingProxyType({"routes": "cheapest"})
SUFFIX = ".parquet"
METADATA = b"zimnik_results"
CASE, RECORD, SWEPT = "case", "record", "asked."


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What a case is, and what was found, but for the rows of its table.

    Parameters
    ----------
    case
        Its name.
    sha256
        Hash of what it asks, of which data and which model.
    swept
        What the sweeps gave it, by option.
    asked
        What was asked and of what, as in the JSON of its answer.
    answered
        Whether there is an answer other than "none".
    warnings
        What has to be said of the answer.
    figures
        Numbers of the answer as a whole by their place in its JSON, such as `year.mean_usd_per_t`.
    columns
        Columns of its table, and the kind of each.
    seconds
        How long it took.
    messages
        The warnings as codes with parameters, which a page says in the language of its reader; none
        in results of an older zimnik.
    """

    case: str
    sha256: str
    swept: Mapping[str, float | int | str | bool]
    asked: Mapping[str, Any]
    answered: bool
    warnings: tuple[str, ...]
    figures: Mapping[str, float | int]
    columns: Mapping[str, str]
    seconds: float
    messages: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def told_warnings(self) -> tuple[str, ...]:
        """Return the warnings, each once, with the codes that are known of them."""
        from zimnik.maps.reports.records import message_of

        told = self.messages or ({},) * len(self.warnings)
        said = zip(self.warnings, told, strict=True)
        return tuple(dict.fromkeys(message_of(text, one) for text, one in said))

    def asked_record(self) -> Asked:
        """Return what was asked as a record."""
        from zimnik.maps.reports.records import Asked

        return Asked(**self.asked)


@dataclass(frozen=True, slots=True, eq=False)
class CaseResult:
    """A case that was answered: its record and the rows of its table."""

    record: CaseRecord
    table: pa.Table

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of the answer's table, as the answer has them."""
        return list(self.table.to_pylist()) if self.record.columns else []

    def to_csv(self) -> str:
        """Return the table as the command itself prints it with `--format csv`."""
        from zimnik.maps.reports.records import csv_text

        return csv_text(self.rows(), self.record.asked_record())


def case_result(
    answer: Answer, *, case: str, sha256: str, swept: Mapping[str, Any], seconds: float
) -> CaseResult:
    """Return what is kept of an answer.

    Parameters
    ----------
    answer
        The answer.
    case, sha256, swept, seconds
        As in `CaseRecord`.
    """
    from zimnik.maps.reports.records import messages_told, to_builtins

    whole = answer.record()
    told = to_builtins(whole)
    asked = told.pop("asked")
    table = _table(answer.rows())
    columns = {field.name: str(field.type) for field in table.schema}
    warnings = tuple(str(one) for one in told.get("warnings", ()))
    told.pop("schema", None)
    record = CaseRecord(
        case=case,
        sha256=sha256,
        swept=swept,
        asked=asked,
        answered=answer.answered,
        warnings=warnings,
        figures={**dict(_figures(_first(told), "")), **dict(_figures(told, ""))},
        columns=columns,
        seconds=seconds,
        messages=tuple(messages_told(getattr(whole, "warnings", ()))),
    )
    return CaseResult(record, table)


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Cases of a question with their answers.

    Parameters
    ----------
    question
        Words of the command.
    cases
        The cases, in the order of their plan.
    """

    question: str
    cases: tuple[CaseResult, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each row of each answer's table; unknown is NA."""
        return _pandas(_joined(self.cases).drop_columns([RECORD]))

    def figures(self) -> pd.DataFrame:
        """Return a row for each case: what was swept, whether answered, and its figures."""
        import pyarrow as pa

        rows = [_case_row(one.record) for one in self.cases]
        return _pandas(_typed(rows)) if rows else _pandas(pa.table({CASE: []}))

    def case(self, name: str) -> CaseResult:
        """Return a case by its name.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        found = {one.record.case: one for one in self.cases}
        if name not in found:
            raise InputError(
                [Fault("case", "a case of these results", f"'{name}'", _near(name, found))]
            )
        return found[name]

    def to_parquet(self, path: str | Path) -> Path:
        """Write the results as one file, whole or not at all, and return its path.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        from zimnik.layers.files import write_whole

        write_whole(Path(path), self._write)
        return Path(path)

    def _write(self, made: Path) -> None:
        import pyarrow.parquet as pq

        table = _joined(self.cases)
        told = json.dumps({"format": FORMAT, "question": self.question})
        metadata = {**(table.schema.metadata or {}), METADATA: told.encode()}
        pq.write_table(table.replace_schema_metadata(metadata), made, compression="zstd")


def _first(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a record that are the first of a list: the one that answers."""
    found: dict[str, Any] = {}
    for name, word in _ANSWERS_FIRST.items():
        if told.get(name):
            found[word] = told[name][0]
    return found


def _figures(told: Mapping[str, Any], above: str) -> Iterator[tuple[str, float | int]]:
    """Yield the numbers of a record, but not those in its lists."""
    for name, value in told.items():
        if isinstance(value, Mapping):
            yield from _figures(value, f"{above}{name}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{above}{name}", value


def _table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    names = dict.fromkeys(name for row in rows for name in row)
    plain = [{name: _plain_cell(row.get(name)) for name in names} for row in rows]
    return _typed(plain)


def _typed(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return rows as a table; where one column holds numbers and texts it is one of texts."""
    import pyarrow as pa

    names = dict.fromkeys(name for row in rows for name in row)
    columns = {}
    for name in names:
        values = [row.get(name) for row in rows]
        kinds = {type(value) for value in values} - {type(None)}
        if len(kinds) > 1 and kinds != {int, float}:
            values = [None if value is None else str(value) for value in values]
        columns[name] = pa.array(values)
    return pa.table(columns)


def _plain_cell(value: Any) -> Any:  # noqa: ANN401 - any cell
    """Return a cell as a file can hold it: what is not finite is unknown."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value if isinstance(value, bool | int | float) else str(value)


def _case_row(record: CaseRecord) -> dict[str, Any]:
    return {
        CASE: record.case,
        **{f"{SWEPT}{name}": value for name, value in record.swept.items()},
        "answered": record.answered,
        **record.figures,
    }


def _record_text(record: CaseRecord) -> str:
    # `asdict` copies every option of every case each time that results are written: ten times this.
    told = {one.name: getattr(record, one.name) for one in fields(record)}
    return json.dumps(told, ensure_ascii=False)


def _joined(cases: Sequence[CaseResult]) -> pa.Table:
    """Return the rows of all cases under each other."""
    import pyarrow as pa

    if not cases:
        return pa.table({CASE: pa.array([], pa.string()), RECORD: pa.array([], pa.string())})
    counts = [max(1, one.table.num_rows) for one in cases]
    swept = _typed([dict(one.record.swept) for one in cases])
    index = pa.array([n for n, count in enumerate(counts) for _ in range(count)], pa.int64())
    told = pa.array([_record_text(one.record) for one in cases])
    own = {name for one in cases for name in one.table.column_names}
    head = {CASE: pa.array([one.record.case for one in cases]).take(index)}
    head |= {f"{SWEPT}{name}": swept.column(name).take(index) for name in swept.column_names}
    rows = _stacked([_filled(one.table) for one in cases]) if own else None
    columns = head | ({} if rows is None else {n: rows.column(n) for n in rows.column_names})
    # A text for thousands of rows is kept once.
    columns[RECORD] = pa.DictionaryArray.from_arrays(index.cast(pa.int32()), told)
    return pa.table(columns)


def _stacked(tables: Sequence[pa.Table]) -> pa.Table:
    """Return tables under each other; a column of several kinds is one of texts."""
    import pyarrow as pa

    try:
        return pa.concat_tables(tables, promote_options="permissive")
    except pa.ArrowTypeError:
        kinds: dict[str, set[pa.DataType]] = {}
        for table in tables:
            for field in table.schema:
                kinds.setdefault(field.name, set()).add(field.type)
        texts = {name for name, found in kinds.items() if pa.string() in found}
        return pa.concat_tables(
            [_with_texts(table, texts) for table in tables], promote_options="permissive"
        )


def _with_texts(table: pa.Table, names: set[str]) -> pa.Table:
    import pyarrow as pa

    for number, name in enumerate(table.column_names):
        if name in names:
            values = [None if one is None else str(one) for one in table.column(name).to_pylist()]
            table = table.set_column(number, name, pa.array(values, pa.string()))
    return table


def _filled(table: pa.Table) -> pa.Table:
    """Return a table, or one row of nothing, which stands for an answer without rows."""
    import pyarrow as pa

    return table if table.num_rows else pa.table({"_none": pa.nulls(1)})


def _pandas(table: pa.Table) -> pd.DataFrame:
    """Return a frame in which what is unknown is NA, and a whole number stays one."""
    import pandas as pd
    import pyarrow as pa

    if "_none" in table.column_names:
        table = table.drop_columns(["_none"])
    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=kinds.get)
    return frame


def _near(name: str, known: Mapping[str, Any]) -> str:
    from zimnik.layers.readers.cells import nearest

    near = nearest(name, list(known))
    return f"Did you mean '{near}'?" if near else "Name one of them; `figures()` lists them."
