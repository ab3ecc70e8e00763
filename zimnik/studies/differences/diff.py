"""The question of two sides: what they are, and what changed from one to the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from importlib.metadata import version as zimnik_version
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

from zimnik.geo.core.errors import Fault, InputError
from zimnik.studies.answers import TABULAR, Format
from zimnik.studies.faults import FaultCollector
from zimnik.studies.options import Options, option, required
from zimnik.studies.sources import PLACE, REGIONS, FileLimits

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from branca.element import Element

    from zimnik.layers import Atlas
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.regions.region import Region
    from zimnik.layers.store.address import Address
    from zimnik.maps.reports.scenarios.diff import Change, DiffRecord
    from zimnik.studies.scenarios.results import Results

    Regions: TypeAlias = Sequence[str | Path]

SHIPPED = "shipped"
RATE_COLUMNS = frozenset({"item", "low", "base", "high"})
MOST_HEADER_BYTES = 4_096


class Kind(StrEnum):
    """What a side is."""

    RESULTS = "results"
    ATLASES = "atlases"
    RATES = "rate cards"


@dataclass(frozen=True, slots=True)
class DiffOptions(Options):
    """Tell what changed between two results, two atlases or two rate cards, by how much and why.

    Parameters
    ----------
    before
        Results of zimnik run, an atlas (a file, folder or store), or a rate card; "shipped" is what
        zimnik has itself. An atlas or a rate card is compared as it is used: laid over the shipped
        one.
    after
        The same, as it is now.
    region
        Regions by name or folder, which "shipped" then stands for.
    """

    group: ClassVar[str] = "Differences"

    before: Path | Address = required(PLACE)
    after: Path | Address = required(PLACE)
    region: Any = option((), REGIONS)


class Edition(NamedTuple):
    """Of which atlas, in dollars of which year and of which region the second side is."""

    version: str
    date: date
    rates_year: int
    region: Region


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Diff:
    """What changed; as a frame, text, JSON, CSV, a workbook and a page.

    Parameters
    ----------
    record
        Every change.
    after
        The second side, which the page says its edition of.
    region
        Regions that "shipped" stands for.
    """

    formats: ClassVar[tuple[Format, ...]] = (*TABULAR, Format.HTML)

    record: DiffRecord
    after: Any
    region: Regions = ()

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each change."""
        import pandas as pd

        from zimnik.maps.reports.scenarios.diff import diff_columns, diff_rows

        return pd.DataFrame(diff_rows(self.record), columns=list(diff_columns()))

    def to_text(self) -> str:
        """Return what changed as text for a terminal, which no name in it can steer."""
        from zimnik.maps.reports.inert import inert_lines
        from zimnik.maps.reports.records import in_one_line
        from zimnik.maps.reports.scenarios.diff import diff_text

        return inert_lines(diff_text(in_one_line(self.record)))

    def text_in(self, form: Format) -> str:
        """Return what changed in a format of `formats`."""
        from zimnik.maps.reports.records import to_json
        from zimnik.maps.reports.scenarios.diff import diff_csv

        if form is Format.JSON:
            return to_json(self.record)
        return diff_csv(self.record) if form is Format.CSV else self.to_text()

    def to_xlsx(self, path: str | Path) -> Path:
        """Write a workbook, and return its path: a row for each change, and what was compared.

        Parameters
        ----------
        path
            File to write.
        """
        from zimnik.layers.files import write_whole
        from zimnik.layers.writing.workbooks import Sheet, write_sheets
        from zimnik.maps.reports.scenarios.diff import diff_columns, diff_rows

        record = self.record
        columns = list(diff_columns())
        rows = [[row[name] for name in columns] for row in diff_rows(record)]
        asked = [
            ("compared", record.kind),
            ("before", record.before),
            ("after", record.after),
            ("rows in both", record.compared_rows),
            ("changes", len(rows)),
            ("zimnik version", zimnik_version("zimnik")),
        ]
        sheets = [
            Sheet("changes", columns, rows, kept_columns=2),
            Sheet("asked", ("what", "value"), asked),
        ]
        write_whole(Path(path), lambda file: write_sheets(file, sheets))
        return Path(path)

    def to_file(self, path: str | Path, form: Format) -> Path:
        """Write what changed in a format that is no text, and return the path."""
        del form
        return self.to_xlsx(path)

    def to_page(self, **page: Any) -> Element:  # noqa: ANN401 - as an answer's
        """Return what changed as a document; its `render` gives the text."""
        from zimnik.maps.page.document import Gazetteer
        from zimnik.maps.pages.answers.diff import DIFF
        from zimnik.studies.drawing import ground_of_region, imprint_of_page

        del page
        said = "".join(f"--region {one} " for one in self.region)
        made_by = (
            f"zimnik diff {self.record.before} {self.record.after} {said}"
            f"(zimnik {zimnik_version('zimnik')})"
        )
        version, day, year, region = _edition(Kind(self.record.kind), self.after, self.region)
        imprint = imprint_of_page(DIFF.name, (version, day, year), made_by, region)
        return DIFF.draw(imprint, Gazetteer({}, {}, ground_of_region(region)), self.record)

    def to_html(self, path: str | Path, **page: Any) -> Path:  # noqa: ANN401 - as an answer's
        """Write what changed as a page, one file that needs no network, and return its path."""
        from zimnik.layers.files import write_text

        write_text(Path(path), self.to_page(**page).render())
        return Path(path)


def diff(before: str | Path, after: str | Path, *, region: Sequence[str | Path] | str = ()) -> Diff:
    """Tell what changed between two results, two atlases or two rate cards.

    Parameters
    ----------
    before, after
        Files or folders; "shipped" is what zimnik has itself.
    region
        Regions by name or folder that "shipped" stands for; the usual one without it.

    Raises
    ------
    InputError
        If they cannot be read, or are not of one kind.
    """
    options = DiffOptions(before, after, region=region)  # type: ignore[arg-type]  # read by its field
    return find_diff(options, FileLimits())


def find_diff(asked: DiffOptions, files: FileLimits) -> Diff:
    """Return what changed.

    Parameters
    ----------
    asked
        Both sides.
    files
        The most that is read of files.

    Raises
    ------
    InputError
        If they cannot be read, or are not of one kind.
    """
    from zimnik.maps.reports.scenarios.diff import DiffRecord

    kind = _common_kind(asked)
    faults = FaultCollector()
    sides: list[Any] = []
    for field in ("before", "after"):
        with faults.reading():
            sides.append(_side(kind, getattr(asked, field), asked.region, files.limits))
    faults.require_none()
    rows, changes = _changes(kind, *sides)
    record = DiffRecord(
        kind=kind.value,
        before=_name(asked.before),
        after=_name(asked.after),
        compared_rows=rows,
        changes=tuple(changes),
    )
    if record.before == record.after:
        record = replace(record, before=str(asked.before), after=str(asked.after))
    return Diff(record, sides[1], asked.region)


def _edition(kind: Kind, side: Any, region: Regions) -> Edition:  # noqa: ANN401 - any side
    from zimnik.layers.cards.rate_card import CARD_YEAR
    from zimnik.layers.loading.regions import load_regions_atlas
    from zimnik.studies.drawing import atlas_of_asked

    if kind is Kind.RESULTS and side.cases:
        asked = side.cases[0].record.asked_record()
        day = date.fromisoformat(asked.atlas_date)
        used = atlas_of_asked(asked).region
        return Edition(asked.atlas_version, day, asked.rates_year, used)
    atlas = side if kind is Kind.ATLASES else load_regions_atlas(region, drawn=False)
    return Edition(atlas.version, atlas.date, CARD_YEAR, atlas.region)


def _common_kind(asked: DiffOptions) -> Kind:
    kinds = [_kind(one) for one in (asked.before, asked.after)]
    known = [one for one in kinds if one is not None]
    faults = [
        Fault(field, "a file or folder that is there", f"'{path}'", "Name it, or shipped.")
        for field, path in (("before", asked.before), ("after", asked.after))
        if isinstance(path, Path) and path != Path(SHIPPED) and not path.exists()
    ]
    if faults:
        raise InputError(faults)
    if len(set(known)) > 1:
        found = f"{known[0]} and {known[1]}"
        remedy = "Compare like with like."
        raise InputError([Fault("after", "two of one kind", found, remedy)])
    if not known:
        remedy = "Name a file or folder for one of them."
        raise InputError([Fault("after", "something to compare with", "shipped twice", remedy)])
    if SHIPPED in {str(asked.before), str(asked.after)} and known[0] is Kind.RESULTS:
        remedy = "Name two results."
        raise InputError([Fault("before", "results", "shipped, which has none", remedy)])
    return known[0]


def _name(side: Path | Address) -> str:
    return side.name if isinstance(side, Path) else str(side)


def _kind(path: Path | Address) -> Kind | None:
    """Return what a side is; None for what is shipped, which is what the other one is."""
    from zimnik.studies.scenarios.result_files import is_results

    if not isinstance(path, Path):
        return Kind.ATLASES
    if path == Path(SHIPPED) or not path.exists():
        return None
    if path.is_dir():
        return Kind.ATLASES
    if is_results(path):
        return Kind.RESULTS
    with path.open("rb") as stream:
        header = stream.read(MOST_HEADER_BYTES).split(b"\n")[0].decode("utf-8", "replace")
    words = {word.strip().strip('"\ufeff').casefold() for word in _cells(header)}
    return Kind.RATES if words >= RATE_COLUMNS else Kind.ATLASES


def _cells(header: str) -> list[str]:
    return header.replace(";", ",").replace("\t", ",").split(",")


def _side(
    kind: Kind, path: Path | Address, region: Regions, limits: Limits
) -> Atlas | pd.DataFrame | Results:
    from zimnik.layers import load_rates, with_rates
    from zimnik.layers.loading.loading import overlaid
    from zimnik.layers.loading.regions import load_regions_atlas
    from zimnik.studies.scenarios.result_files import read_results

    if kind is Kind.RESULTS and isinstance(path, Path):
        return read_results(path)
    is_shipped = path == Path(SHIPPED)
    atlas = load_regions_atlas(region, drawn=False, limits=limits)
    if kind is Kind.ATLASES:
        return atlas if is_shipped else overlaid(atlas, path, drawn=False, limits=limits)
    if is_shipped or not isinstance(path, Path):
        return atlas.rates
    return with_rates(atlas, load_rates(path, limits=limits)).rates


def _changes(kind: Kind, before: Any, after: Any) -> tuple[int, list[Change]]:  # noqa: ANN401
    from zimnik.studies.differences.cases import result_changes
    from zimnik.studies.differences.tables import RATES, atlas_changes, table_changes

    if kind is Kind.RESULTS:
        if before.question != after.question:
            found = f"{before.question} and {after.question}"
            remedy = "Compare results of one question."
            raise InputError([Fault("after", "results of one question", found, remedy)])
        return result_changes(before, after)
    if kind is Kind.ATLASES:
        return atlas_changes(before, after)
    from zimnik.layers.schema.tables import TABLES

    return table_changes(TABLES[RATES], before, after)
