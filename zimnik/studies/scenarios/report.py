"""The report of a run: what it found, as text, a workbook and a page for who has to decide.

Owns which cells a report has: one for each row of each case, at its values of everything in which
the cases differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.messages import Message
from zimnik.maps.reports.records import SHA_SHOWN
from zimnik.studies.answers import Format
from zimnik.studies.options import Options, option, optional, required, text
from zimnik.studies.scenarios.measures import HIGH, measure_of, places_told_apart, values_of
from zimnik.studies.scenarios.result_files import read_results
from zimnik.studies.scenarios.results import SWEPT, Results
from zimnik.studies.sources import PATH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from branca.element import Element

    from zimnik.layers import Atlas
    from zimnik.layers.writing.workbooks import Chart, Sheet
    from zimnik.maps.reports.records import Asked, PlaceRef
    from zimnik.maps.reports.scenarios.report import (
        AxisRecord,
        CellRecord,
        CountedRecord,
        EffectRecord,
        ReportRecord,
    )
    from zimnik.studies.scenarios.measures import Measure
    from zimnik.studies.scenarios.results import CaseRecord

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class ReportOptions(Options):
    """Report what a run has found: its best and worst case, the main figure of all, what moves it.

    Parameters
    ----------
    result
        Results of zimnik run.
    measure
        The figure or column that the report is about; without it the main one of the question, such
        as the cost of a tonne.
    """

    group: ClassVar[str] = "Report"

    result: Path = required(PATH)
    measure: str | None = option(None, optional(text("a figure or a column")))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Report:
    """What a run has found; as text, JSON, a workbook and a page."""

    formats: ClassVar[tuple[Format, ...]] = (Format.TEXT, Format.JSON, Format.XLSX, Format.HTML)

    record: ReportRecord
    results: Results

    def to_text(self) -> str:
        """Return the report as text for a terminal, which no name in it can steer."""
        from zimnik.maps.reports.inert import inert_lines
        from zimnik.maps.reports.records import in_one_line
        from zimnik.maps.reports.scenarios.report import report_text

        return inert_lines(report_text(in_one_line(self.record)))

    def text_in(self, form: Format) -> str:
        """Return the report in a format that is text."""
        from zimnik.maps.reports.records import to_json

        return to_json(self.record) if form is Format.JSON else self.to_text()

    def to_xlsx(self, path: str | Path) -> Path:
        """Write a workbook, and return its path.

        Its sheets: the finding, the main figure by its two longest axes with a chart, every cell,
        every figure of every case, and what was asked.

        Parameters
        ----------
        path
            File to write.
        """
        from zimnik.layers.files import write_whole
        from zimnik.layers.writing.workbooks import write_sheets

        sheets = list(self._sheets())
        write_whole(Path(path), lambda file: write_sheets(file, sheets))
        return Path(path)

    def to_file(self, path: str | Path, form: Format) -> Path:
        """Write the report in a format that is no text, and return its path."""
        del form
        return self.to_xlsx(path)

    def to_page(self, **page: Any) -> Element:  # noqa: ANN401 - as an answer's
        """Return the report as a document; its `render` gives the text."""
        del page
        from zimnik.maps.pages.answers.report import REPORT
        from zimnik.studies.drawing import atlas_of_asked, gazetteer_of_names, imprint_of_page

        asked = self.record.asked
        atlas = atlas_of_asked(asked)
        edition = (asked.atlas_version, date.fromisoformat(asked.atlas_date), asked.rates_year)
        made_by = f"zimnik report {self.record.name}: {asked.made_by()}"
        imprint = imprint_of_page(REPORT.name, edition, made_by, atlas.region)
        # Warnings name places that no row of a table has.
        names = {**_english_names(atlas), **{one.id: one.name for one in self.record.places}}
        return REPORT.draw(imprint, gazetteer_of_names(names, atlas), self.record)

    def to_html(self, path: str | Path, **page: Any) -> Path:  # noqa: ANN401 - as an answer's
        """Write the report as a page, one file that needs no network, and return its path."""
        from zimnik.layers.files import write_text

        write_text(Path(path), self.to_page(**page).render())
        return Path(path)

    def _sheets(self) -> Iterator[Sheet]:
        from zimnik.layers.writing.workbooks import Sheet
        from zimnik.maps.reports.scenarios.report import report_rows
        from zimnik.studies.sheets import asked_sheet, sheet_of

        record = self.record
        yield Sheet("finding", ("what", "value"), _finding_rows(record))
        yield _pivot_sheet(record)
        yield sheet_of("cells", report_rows(record))
        yield sheet_of("cases", _case_rows(self.results))
        more = [(f"{one.cases:,} cases of", one.text) for one in record.editions]
        yield asked_sheet("asked", record.asked, record.warnings, more)


def report(result: str | Path | Results, *, measure: str | None = None) -> Report:
    """Report what a run has found.

    Parameters
    ----------
    result
        A file of `zimnik run`, or results.
    measure
        The figure or column that the report is about; None for the main one of the question.

    Raises
    ------
    InputError
        If the file cannot be read, or has no such number.
    """
    results = result if isinstance(result, Results) else read_results(result)
    name = "results" if isinstance(result, Results) else Path(result).name
    return Report(_record(results, measure_of(results, measure or ""), name), results)


def _record(results: Results, measure: Measure, name: str) -> ReportRecord:
    from zimnik.maps.reports.scenarios.report import CountedRecord, ReportRecord, unit_of

    if not results.cases:
        raise InputError([Fault(name, "results with cases", "none", "Run a plan into it.")])
    records = [one.record for one in results.cases]
    axes, cells = _cells(results, measure)
    known = sorted((one for one in cells if one.value is not None), key=_value)
    if measure.better == HIGH:
        known.reverse()
    counts: dict[str, int] = {}
    for one in records:
        for warning in one.told_warnings():
            counts[warning] = counts.get(warning, 0) + 1
    return ReportRecord(
        asked=records[0].asked_record(),
        name=name,
        question=results.question,
        case_count=len(records),
        answered=sum(one.answered for one in records),
        measure=measure.name,
        unit=unit_of(measure.name),
        better=measure.better,
        axes=axes,
        cells=cells,
        best=known[0] if known else None,
        worst=known[-1] if known else None,
        effects=_effects(axes, cells),
        unanswered=tuple(one.case for one in records if not one.answered),
        told=tuple(CountedRecord(warning, count) for warning, count in counts.items()),
        editions=_editions(records),
        places=_places(results),
        seconds=sum(one.seconds for one in records),
    )


def _english_names(atlas: Atlas) -> dict[str, str]:
    """Return the names of the places of an atlas by id."""
    from zimnik.layers import sites

    tables = (sites(atlas), atlas.terminals)
    return {
        place_id: name
        for table in tables
        for place_id, name in zip(table["id"], table["name_en"], strict=True)
    }


def _value(cell: CellRecord) -> float:
    return float("nan") if cell.value is None else cell.value


def _cells(
    results: Results, measure: Measure
) -> tuple[tuple[AxisRecord, ...], tuple[CellRecord, ...]]:
    """Return in what cases differ, and the figure of every row of every case."""
    from zimnik.maps.reports.scenarios.report import BETWEEN, NAMED, AxisRecord, CellRecord

    found = [(one.record, values_of(one, measure)) for one in results.cases]
    kept_parts = places_told_apart(list({key: None for _, rows in found for key, _ in rows}))
    rows_are = " ".join(measure.keys[part] for part in kept_parts)
    cells: list[CellRecord] = []
    for record, rows in found:
        own = {NAMED: _named_part(record), **record.swept}
        for key, (value, low, high) in rows:
            at = {rows_are: BETWEEN.join(key[part] for part in kept_parts), **own}
            cells.append(CellRecord(record.case, at, value, low, high))
    axes = [
        AxisRecord(name, tuple(dict.fromkeys(cell.at[name] for cell in cells if name in cell.at)))
        for name in dict.fromkeys(name for cell in cells for name in cell.at)
    ]
    kept = tuple(axis for axis in axes if len(axis.values) > 1)
    names = [axis.name for axis in kept]
    return kept, tuple(
        CellRecord(
            cell.case,
            {name: cell.at[name] for name in names if name in cell.at},
            cell.value,
            cell.low,
            cell.high,
        )
        for cell in cells
    )


def _named_part(record: CaseRecord) -> str:
    """Return the name of a case without what the sweeps add to it."""
    swept = ", ".join(f"{label}={value}" for label, value in record.swept.items())
    return record.case.removesuffix(swept).removesuffix(", ")


def _effects(axes: Sequence[AxisRecord], cells: Sequence[CellRecord]) -> tuple[EffectRecord, ...]:
    """Return how far each axis moves the figure, over what is known at every value of it."""
    from zimnik.maps.reports.scenarios.report import EffectRecord

    found = []
    for axis in axes:
        others = [other.name for other in axes if other is not axis]
        rows: dict[tuple[Any, ...], dict[Any, float]] = {}
        for cell in cells:
            if cell.value is not None and axis.name in cell.at:
                key = tuple(cell.at.get(name) for name in others)
                rows.setdefault(key, {})[cell.at[axis.name]] = cell.value
        whole = [row for row in rows.values() if len(row) == len(axis.values)]
        if not whole:
            continue
        means = {value: sum(row[value] for row in whole) / len(whole) for value in axis.values}
        least, most = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
        found.append(EffectRecord(axis.name, means[least], means[most], least, most))
    return tuple(sorted(found, key=lambda one: one.least - one.most))


def _editions(records: Sequence[CaseRecord]) -> tuple[CountedRecord, ...]:
    """Return each version of zimnik, each atlas and each rate card, with its number of cases."""
    from zimnik.maps.reports.scenarios.report import CountedRecord

    counts: dict[str, int] = {}
    for part in ("zimnik", "atlas", "rates"):
        for one in records:
            asked = one.asked_record()
            told = _edition(part, asked)
            counts[told] = counts.get(told, 0) + 1
    return tuple(CountedRecord(*told) for told in counts.items())


def _edition(part: str, asked: Asked) -> str:
    """Return which version of a part of the data a case was asked of."""
    if part == "zimnik":
        version = asked.zimnik_version
        text = f"zimnik {version}"
        return Message(text, "edition_program", program="zimnik", version=version)
    if part == "atlas":
        version, day, sha = asked.atlas_version, asked.atlas_date, asked.atlas_sha256[:SHA_SHOWN]
        text = f"atlas {version} of {day}, SHA-256 {sha}"
        return Message(text, "edition_atlas", version=version, date=day, sha=sha)
    sha = asked.rates_sha256[:SHA_SHOWN]
    text = f"rates in {asked.currency}, SHA-256 {sha}"
    return Message(text, "edition_rates", prices=asked.currency, sha=sha)


def _places(results: Results) -> tuple[PlaceRef, ...]:
    """Return the names of places that the tables tell beside their ids."""
    from zimnik.maps.reports.records import PlaceRef

    found: dict[str, str] = {}
    for one in results.cases:
        columns = one.record.columns
        pairs = [
            (name, name.replace("_id", "_name"))
            for name in columns
            if name.endswith("_id") and name.replace("_id", "_name") in columns
        ]
        if not pairs and {"site_id", "name"} <= columns.keys():
            pairs = [("site_id", "name")]
        for row in one.rows() if pairs else ():
            found |= {row[key]: row[name] for key, name in pairs if row[key] and row[name]}
    return tuple(PlaceRef(*pair) for pair in found.items())


def _case_rows(results: Results) -> list[dict[str, Any]]:
    """Return a row for each case with all its figures."""
    return [
        {
            "case": one.record.case,
            **{f"{SWEPT}{name}": value for name, value in one.record.swept.items()},
            "answered": "yes" if one.record.answered else "no",
            **one.record.figures,
            "seconds": one.record.seconds,
            "command": one.record.asked["command"],
            "warnings": "; ".join(one.record.warnings),
        }
        for one in results.cases
    ]


def _finding_rows(record: ReportRecord) -> list[tuple[str, Any]]:
    from zimnik.maps.reports.scenarios.report import finding_text, place_text

    words = ("best", "worst") if record.better else ("lowest", "highest")
    rows: list[tuple[str, Any]] = [
        ("finding", finding_text(record)),
        ("question", record.question),
        ("results", record.name),
        ("cases", record.case_count),
        ("answered", record.answered),
        ("main figure", record.measure),
        ("unit", record.unit),
    ]
    for word, cell in zip(words, (record.best, record.worst), strict=True):
        if cell is not None:
            rows += [
                (word, cell.value),
                (f"{word}, low end of its range", cell.low),
                (f"{word}, high end of its range", cell.high),
                (f"{word} at", place_text(record, cell)),
                (f"{word}, case", cell.case),
            ]
    for effect in record.effects:
        rows += [
            (f"{effect.axis}: least mean, at {effect.least_at}", effect.least),
            (f"{effect.axis}: greatest mean, at {effect.most_at}", effect.most),
        ]
    rows += [("without an answer", name) for name in record.unanswered]
    return rows + [(f"warning of {one.cases:,} cases", one.text) for one in record.told]


def _pivot_sheet(record: ReportRecord) -> Sheet:
    """Return the main figure with a row for each value of the longest axis, and a chart of it."""
    from zimnik.layers.writing.workbooks import Sheet
    from zimnik.maps.reports.scenarios.report import axis_value_text

    names = {one.id: one.name for one in record.places}
    axes = sorted(record.axes, key=_along)
    down = axes[-1] if axes else None
    across = [axis for axis in record.axes if axis is not down]

    def heading(cell: CellRecord) -> str:
        said = [
            axis_value_text(a.name, cell.at[a.name], names) for a in across if a.name in cell.at
        ]
        return ", ".join(said) or f"{record.measure}{f' ({record.unit})' if record.unit else ''}"

    held: dict[Any, dict[str, float | None]] = {}
    for cell in record.cells:
        row = cell.at.get(down.name, cell.case) if down else cell.case
        held.setdefault(row, {})[heading(cell)] = cell.value
    columns = list(dict.fromkeys(heading(cell) for cell in record.cells))
    first = down.name if down else "case"
    rows = [
        [_shown_key(down, key, names), *(row.get(one) for one in columns)]
        for key, row in held.items()
    ]
    return Sheet("main figure", [first, *columns], rows, chart=_chart(record, len(columns), first))


def _shown_key(down: AxisRecord | None, key: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401
    from zimnik.maps.reports.scenarios.report import NAMED, axis_value_text, is_of_rows

    if down is None or down.name == NAMED or is_of_rows(down.name):
        return axis_value_text(NAMED, key, names)
    return key


def _along(axis: AxisRecord) -> tuple[bool, int]:
    """Return how well an axis runs along a chart: numbers first, then many values."""
    are_numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in axis.values)
    return are_numbers, len(axis.values)


def _chart(record: ReportRecord, columns: int, first: str) -> Chart:
    from zimnik.layers.writing.workbooks import Chart

    unit = record.unit or record.measure
    return Chart(record.measure, first, unit, columns=min(columns, MOST_LINES))
