"""Where answers go: the terminal, a file, a page."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from zimnik.cli.terminal import print_line, print_page, print_text, say
from zimnik.geo.core.errors import Fault, InputError
from zimnik.studies.answers import BINARY, SUFFIXES, Format
from zimnik.studies.options import YES, Options, Reader, misread, option, optional, text, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from branca.element import Element

MOST_PAGE_BYTES = 1_500_000
SEPARATORS = ("/", os.sep)
PROJECTIONS = ("region", "polar")
STANDARD_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def _out(given: object) -> Path:
    return Path(str(given) if isinstance(given, Path) else text("a file").read(given))


def _file(given: object) -> Path:
    if str(given).endswith(SEPARATORS):
        expected = "the name of a file"
        raise misread(expected, "Leave out the slash at its end.")
    return _out(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Output(Options):
    """How an answer is written, and where.

    Parameters
    ----------
    form
        Format of the answer; text where neither it nor the name of the file says another.
    out
        File to write; the end of its name decides the format: .txt, .json, .csv, .geojson, .xlsx,
        .parquet (GeoParquet), .kml, .html. A device or a pipe is written into; "-" is the standard
        output.
    """

    group: ClassVar[str] = "Output"
    usual: ClassVar[Format] = Format.TEXT

    form: Format | None = option(None, optional(word(Format)), name="format")
    out: Path | None = option(None, optional(Reader(_file)))

    @property
    def format(self) -> Format:
        """Format that is asked for."""
        suffix = self.out.suffix.casefold() if self.out else ""
        return self.form or SUFFIXES.get(suffix, self.usual)

    @property
    def is_printed(self) -> bool:
        """Whether the answer goes to the standard output."""
        return self.out is None or str(self.out) in STANDARD_OUTPUT

    def contradictions(self) -> list[Fault]:
        """Return faults of a name that promises no format, or another than is asked for."""
        if self.form in BINARY and self.is_printed:
            return [_needs_file(self.form)]
        if self.out is None:
            return [] if self.form is not Format.HTML else [_needs_file(Format.HTML)]
        if self.is_printed:
            return []
        fault = self._place_fault(self.out) or self._writer_fault(self.out)
        return self._name_faults(self.out) or ([fault] if fault else [])

    def _writer_fault(self, out: Path) -> Fault | None:
        """Return the fault of a workbook where nothing can write one, before all else is done."""
        if self.format is not Format.XLSX:
            return None
        from zimnik.layers.writing.workbooks import require_openpyxl

        try:
            require_openpyxl(out.name, remedy="name a .csv")
        except InputError as error:
            return error.faults[0]
        return None

    def _name_faults(self, out: Path) -> list[Fault]:
        suffix = out.suffix.casefold()
        if not suffix and _is_stream(out):
            return []
        if suffix not in SUFFIXES:
            expected = f"a name in {', '.join(SUFFIXES)}"
            return [Fault("out", expected, f"'{out.name}'", "Change the name.")]
        if self.form not in {None, SUFFIXES[suffix]}:
            right = _ending(self.form)
            found = f"'{out.name}' for {self.form}"
            return [Fault("out", f"a name in {right}", found, "Change the name or the format.")]
        return []

    def _place_fault(self, out: Path) -> Fault | None:
        from zimnik.layers.files import place_fault

        return place_fault(out, "out")

    def make_place(self) -> None:
        """Make what the file needs; most files need a folder that is there."""

    def faults_for(self, formats: Sequence[Format]) -> list[Fault]:
        """Return a fault where an answer does not have the format."""
        if self.format in formats:
            return []
        expected = f"one of {', '.join(formats)}"
        return [Fault("form", expected, f"'{self.format}'", "This answer has no other format.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOutput(Output):
    """How an answer that has a page is written, and where.

    Parameters
    ----------
    projection
        Equal-area projection of the page: that of the region, or about the pole.
    tiles
        Draw the page in Web Mercator, over tiles of OpenStreetMap where online.
    """

    projection: str = option(PROJECTIONS[0], Reader(text("a projection").read, choices=PROJECTIONS))
    tiles: bool = option(default=False, reader=YES)

    def contradictions(self) -> list[Fault]:
        """Return faults of the name, and of a projection beside tiles, which have their own."""
        faults = Output.contradictions(self)
        if self.tiles and self.projection != PROJECTIONS[0]:
            expected = "no projection beside tiles, which are in Web Mercator"
            faults.append(Fault("projection", expected, self.projection, "Leave one of them out."))
        return faults

    @property
    def page(self) -> dict[str, Any]:
        """What a page is told of how to be drawn."""
        return {"projection": self.projection, "tiles": self.tiles}


def _page(given: object) -> Path:
    path = _out(given)
    if str(path) in STANDARD_OUTPUT or _is_stream(path):
        return path
    return path / "atlas.html" if path.is_dir() or not path.suffix else path


def _is_stream(path: Path) -> bool:
    """Return whether a device or a pipe stands there, which no ending of a name describes."""
    from zimnik.layers.writing.places import place_of

    try:
        return place_of(path).is_stream
    except OSError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOutput(PageOutput):
    """How the map is written, and where.

    Parameters
    ----------
    out
        Page to write, a name in .html, or the folder of a page atlas.html; "-" is the standard
        output.
    """

    usual: ClassVar[Format] = Format.HTML

    out: Path | None = option(Path("out"), Reader(_page))

    def _place_fault(self, out: Path) -> Fault | None:
        """Return the fault of the place, whose folder is made where it is not there."""
        from zimnik.layers.files import place_fault

        return place_fault(out, "out") if out.parent.is_dir() else None

    def make_place(self) -> None:
        """Make the folder of the page."""
        from zimnik.layers.files import make_folder

        if self.out is not None and not self.is_printed:
            make_folder(self.out.parent)


NEEDED = {
    Format.HTML: "a page",
    Format.XLSX: "a workbook",
    Format.GEOPARQUET: "GeoParquet",
    Format.KML: "KML",
}


def _ending(form: Format | None) -> str:
    return next(ending for ending, own in SUFFIXES.items() if own is form)


def _needs_file(form: Format) -> Fault:
    expected = f"a name in {_ending(form)} for {NEEDED[form]}"
    return Fault("out", expected, "none", "Name the file.")


class Deliverable(Protocol):
    """What can be printed and written: an answer, a report, differences."""

    def text_in(self, form: Format) -> str:
        """Return it in a format that is text."""

    def to_file(self, path: Path, form: Format) -> Path:
        """Write it in a format that is no text, and return the path."""

    def to_page(self, **page: Any) -> Element:  # noqa: ANN401 - what each page may be told
        """Return its page."""

    def to_html(self, path: Path, **page: Any) -> Path:  # noqa: ANN401 - what each page may be told
        """Write its page, and return the path."""


def deliver(answer: Deliverable, output: Output) -> None:
    """Print an answer, or write it to a file and print the path.

    Raises
    ------
    OutputError
        If it cannot be printed or written.
    """
    output.make_place()
    page = output.page if isinstance(output, PageOutput) else {}
    if output.format in BINARY and output.out is not None:
        print_line(str(answer.to_file(output.out, output.format)))
    elif output.format is not Format.HTML:
        deliver_text(answer.text_in(output.format), output)
    elif output.out is None or output.is_printed:
        print_page(answer.to_page(**page).render())
    else:
        answer.to_html(output.out, **page)
        _warn_of_size(output.out)
        print_line(str(output.out))


def deliver_text(told: str, output: Output) -> None:
    """Print a text that is in the format of an output, or write it to a file and print the path.

    Raises
    ------
    OutputError
        If it cannot be printed or written.
    """
    from zimnik.layers.files import write_text

    if output.out is None or output.is_printed:
        print_text(told, is_json=output.format in {Format.JSON, Format.GEOJSON})
        return
    write_text(output.out, told)
    print_line(str(output.out))


def _warn_of_size(path: Path) -> None:
    size_bytes = path.stat().st_size
    if size_bytes > MOST_PAGE_BYTES:
        say(
            f"{path} has {size_bytes:,} bytes, more than the {MOST_PAGE_BYTES:,} that mail and "
            "phones take well; fewer or simpler lines make it smaller"
        )
