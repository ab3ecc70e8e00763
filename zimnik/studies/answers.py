"""Answers: what every question gives back, as frames, texts, workbooks, GeoParquet and pages.

Owns what all answers share. A question's own module says what its record, its rows and its page
are; here they become files. A format that an answer does not have is refused, never replaced.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault, InputError
from zimnik.studies.options import Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import folium
    import geopandas as gpd
    import pandas as pd
    from branca.element import Element

    from zimnik.maps.page.document import AnswerPage
    from zimnik.maps.reports.records import Asked, Record
    from zimnik.studies.model import Model

MOST_ROWS_SHOWN = 20
# A question whose answer takes this can be answered by several workers (`zimnik.workers`).
EXECUTOR = "executor"


class Format(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"
    XLSX = "xlsx"
    GEOPARQUET = "geoparquet"
    KML = "kml"
    HTML = "html"


SUFFIXES = {
    ".txt": Format.TEXT,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".geojson": Format.GEOJSON,
    ".xlsx": Format.XLSX,
    ".parquet": Format.GEOPARQUET,
    ".kml": Format.KML,
    ".html": Format.HTML,
}
# What an answer with a table has, and one that can be drawn; the others are files and no text.
TABULAR = (Format.TEXT, Format.JSON, Format.CSV, Format.XLSX)
DRAWN = (Format.GEOJSON, Format.GEOPARQUET, Format.KML)
BINARY = (Format.XLSX, Format.GEOPARQUET, Format.KML)
# What names a placemark, the first that a drawn answer has.
CALLED = ("name", "name_en", "id")
ANSWER_SHEET, ASKED_SHEET = "answer", "asked"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Answer:
    """What a question was answered with.

    Parameters
    ----------
    result
        The result of the model.
    asked
        What was asked, of which atlas and rates.
    """

    formats: ClassVar[tuple[Format, ...]] = TABULAR

    result: Any
    asked: Asked

    @property
    def answered(self) -> bool:
        """Whether there is an answer other than "none"."""
        return True

    def record(self) -> Record:
        """Return the record that text, JSON, CSV and the page read."""
        raise NotImplementedError

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of the table of this answer."""
        raise NotImplementedError

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return the rows of each sheet of a workbook by its name; most answers have one table."""
        return {ANSWER_SHEET: self.rows()}

    def to_text(self) -> str:
        """Return the answer as text for a terminal, which no name in it can steer."""
        from zimnik.maps.reports.inert import inert_lines
        from zimnik.maps.reports.records import in_one_line

        return inert_lines(self.text_of(in_one_line(self.record())))

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - each answer has a record of its own
        """Return a record of this answer as text."""
        raise NotImplementedError

    def to_map(self, **page: Any) -> folium.Map:  # noqa: ANN401 - what each page may be told
        """Return the page of this answer as a folium map."""
        del page
        raise self._lacks(Format.HTML)

    def to_page(self, **page: Any) -> Element:  # noqa: ANN401 - what each page may be told
        """Return the page of this answer as a document; its `render` gives the text."""
        return self.to_map(**page).get_root()

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Return the answer as points or lines, EPSG:4326.

        Raises
        ------
        InputError
            If this answer has nothing to draw.
        """
        raise self._lacks(Format.GEOJSON)

    def to_frame(self) -> pd.DataFrame:
        """Return the table of this answer, a row for each row of its CSV; unknown is NA."""
        import pandas as pd

        frame = pd.DataFrame(self.rows())
        frame.attrs["asked"] = self.asked.line()
        return frame

    def to_json(self) -> str:
        """Return the record as JSON; `zimnik/maps/reports/schemas` holds its JSON Schema."""
        from zimnik.maps.reports.records import to_json

        return to_json(self.record())

    def to_csv(self) -> str:
        """Return the table as CSV under a comment line that says what was asked.

        Read it with ``pandas.read_csv(path, skiprows=1)``.
        """
        from zimnik.maps.reports.records import csv_text

        return csv_text(self.rows(), self.asked)

    def to_geojson(self) -> str:
        """Return `to_geodataframe` as GeoJSON, with what was asked as its member `asked`."""
        from zimnik.maps.reports.records import geojson_text

        return geojson_text(self.to_geodataframe(), self.asked)

    def to_xlsx(self, path: str | Path) -> Path:
        """Write a workbook, and return its path: a sheet for each table, and one of what was asked.

        Headings are the columns of the CSV, which name their units; no cell is a formula.

        Parameters
        ----------
        path
            File to write.
        """
        from zimnik.layers.files import write_whole
        from zimnik.layers.writing.workbooks import write_sheets
        from zimnik.studies.sheets import asked_sheet, sheet_of

        sheets = [
            *(sheet_of(name, rows) for name, rows in self.tables().items()),
            asked_sheet(ASKED_SHEET, self.asked, self.record().warnings),
        ]
        write_whole(Path(path), lambda file: write_sheets(file, sheets))
        return Path(path)

    def to_geoparquet(self, path: str | Path) -> Path:
        """Write `to_geodataframe` as GeoParquet, with what was asked, and return its path.

        `geopandas.read_parquet` gives what was asked back in `attrs`.

        Parameters
        ----------
        path
            File to write.
        """
        from zimnik.layers.files import write_whole

        frame = self.to_geodataframe()
        frame.attrs["asked"] = self.asked.line()
        write_whole(Path(path), lambda file: frame.to_parquet(file, index=False))
        return Path(path)

    def to_kml(self, path: str | Path) -> Path:
        """Write `to_geodataframe` as KML, as Google Earth opens it, and return its path.

        The data of a placemark are the columns, which name their units; its description says what
        was asked.

        Parameters
        ----------
        path
            File to write.
        """
        from zimnik.layers.files import write_whole
        from zimnik.layers.writing.kml import write_kml

        frame, said = self.to_geodataframe(), self.asked.line()

        def write(file: Path) -> None:
            write_kml(frame, file, folder=ANSWER_SHEET, called=CALLED, said=said)

        write_whole(Path(path), write)
        return Path(path)

    def to_file(self, path: str | Path, form: Format) -> Path:
        """Write this answer in a format that is no text, and return its path.

        Parameters
        ----------
        path
            File to write.
        form
            One of `BINARY`.

        Raises
        ------
        InputError
            If the answer does not have the format.
        """
        if form not in self.formats:
            raise self._lacks(form)
        make = {
            Format.XLSX: self.to_xlsx,
            Format.GEOPARQUET: self.to_geoparquet,
            Format.KML: self.to_kml,
        }
        return make[form](path)

    def to_html(self, path: str | Path, **page: object) -> Path:
        """Write the page of this answer, one file that needs no network, and return its path.

        Parameters
        ----------
        path
            File to write.
        page
            Of a page with a map: `projection`: "region" or "polar"; `tiles`: whether to lie over
            tiles of the web.
        """
        from zimnik.layers.files import write_text

        write_text(Path(path), self.to_page(**page).render())
        return Path(path)

    def text_in(self, form: Format) -> str:
        """Return the answer in a format that is text.

        Raises
        ------
        InputError
            If the answer does not have the format.
        """
        if form not in self.formats or form in {*BINARY, Format.HTML}:
            raise self._lacks(form)
        make = {
            Format.TEXT: self.to_text,
            Format.JSON: self.to_json,
            Format.CSV: self.to_csv,
            Format.GEOJSON: self.to_geojson,
        }
        return make[form]()

    def _lacks(self, form: Format) -> InputError:
        expected = f"one of {', '.join(self.formats)}"
        return InputError([Fault("format", expected, f"'{form}'", "Use one of these.")])

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.asked.line()}>"

    def _repr_html_(self) -> str:
        """Return what was asked and the first rows, short enough for a notebook."""
        from html import escape

        shown = self.to_frame().to_html(max_rows=MOST_ROWS_SHOWN, border=0, na_rep="")
        return f"<p>{escape(self.asked.line())}</p>{shown}"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ChartAnswer(Answer):
    """An answer whose page has charts and no map.

    Parameters
    ----------
    result
        As of `Answer`.
    model
        It has the places that the page names.
    """

    formats: ClassVar[tuple[Format, ...]] = (*TABULAR, Format.HTML)

    model: Model

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page, and what its story is told of."""
        raise NotImplementedError

    def to_page(self) -> Element:  # type: ignore[override]  # without a map, no page has options
        """Return the page of this answer as a document; its `render` gives the text."""
        from zimnik.studies.drawing import gazetteer_of, imprint_of, titles_of

        page, given = self.told()
        imprint = imprint_of(self.model, self.asked, titles_of(self.model, page.name))
        return page.draw(imprint, gazetteer_of(self.model), *given)


@dataclass(frozen=True, slots=True)
class Question(Options):
    """Base of all questions: the options of one, and what it is called.

    Attributes
    ----------
    command
        Words of the command line that ask it, such as "hubs compare".
    answer_class
        What it is answered with.
    other_answers
        What else some options lead to, by a word for each.
    """

    command: ClassVar[str]
    answer_class: ClassVar[type[Answer]]
    other_answers: ClassVar[Mapping[str, type[Answer]]] = {}

    def formats(self) -> tuple[Format, ...]:
        """Return the formats that the answer to these options has."""
        return self.answer_class.formats

    def foreseen(self, model: Model) -> str:
        """Return what to say before an answer that takes long or becomes large; mostly nothing.

        Parameters
        ----------
        model
            What is asked.
        """
        del model
        return ""
