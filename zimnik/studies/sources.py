"""Where the data of a study come from, as options.

Owns what may be given as an atlas and as rates: paths, frames, single rates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.addresses import is_address
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.frozen import frozen
from zimnik.studies.options import (
    YES,
    Options,
    Reader,
    amounts,
    misread,
    number,
    option,
    optional,
    pairs,
    several,
    text,
    whole,
)

if TYPE_CHECKING:
    from zimnik.geo.core.errors import Fault
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.readers.reading import Reading

MOST_WARMING_C = 10.0
# What a machine may hold at all; the defaults are those of `layers.readers.plain_files.Limits`.
MOST_MB, MOST_ROWS, MOST_MPIXELS = 1e6, 100_000_000, 1e6


def _path(given: object) -> Path:
    return Path(text("a file or folder").read(str(given) if isinstance(given, Path) else given))


PATH = optional(Reader(_path))


def _frame(given: object) -> Any:  # noqa: ANN401 - a frame, without pandas where none is given
    """Return a copy of a frame, so that what is done to the original later changes nothing."""
    if not hasattr(given, "columns") or not hasattr(given, "copy"):
        raise misread("a frame, or a file", "Give a DataFrame or GeoDataFrame, or a path.")
    return given.copy()


def _place(given: object) -> Any:  # noqa: ANN401 - a path, or the address of a store
    """Return the path or the address that a text is; others as they are, if they are one."""
    if not isinstance(given, str) or not is_address(given):
        return _path(given)
    from zimnik.layers.store.address import EXPECTED, read_address

    try:
        return read_address(given)
    except InputError as error:
        raise misread(EXPECTED, error.faults[0].remedy) from None


def _is_store(given: object) -> bool:
    # No text and no path: whoever gives it has the tables' room loaded already.
    from zimnik.layers.store.address import Address
    from zimnik.layers.store.reading import Snapshot

    return isinstance(given, Address | Snapshot)


def _atlas(given: object) -> Any:  # noqa: ANN401 - a path, a store, a frame or frames by table
    if isinstance(given, str | Path):
        return _place(given)
    if _is_store(given):
        return given
    if isinstance(given, Mapping):
        return frozen({str(name): _frame(one) for name, one in given.items()})
    return _frame(given)


def _rates(given: object) -> Any:  # noqa: ANN401 - a path or a frame
    return _path(given) if isinstance(given, str | Path) else _frame(given)


def _regions(given: object) -> tuple[str | Path, ...]:
    """Return regions by name or path; one text may name several, separated by commas."""
    from zimnik.layers.regions.finding import DEFAULT, shipped_regions

    if isinstance(given, str | Path):
        given = (given,)
    if given is None or not isinstance(given, Iterable) or isinstance(given, Mapping):
        raise misread("names or folders of regions", "Give a name, a path or a list of them.")
    named = shipped_regions()
    found: list[str | Path] = []
    for one in given:
        if not isinstance(one, Path) and "," in str(one) and not Path(str(one)).exists():
            found += [part.strip() for part in str(one).split(",") if part.strip()]
        else:
            found.append(one if isinstance(one, Path) else str(text("a region").read(one)))
    # A path is one, so that answers name its last part alone.
    return tuple(one if one in named else Path(one) for one in found) or (DEFAULT,)


REGIONS = Reader(_regions, repeated=True)
ATLAS, RATES = optional(Reader(_atlas)), optional(Reader(_rates))
PLACE = optional(Reader(lambda given: given if _is_store(given) else _place(given)))


@dataclass(frozen=True, slots=True)
class FileLimits(Options):
    """The most that is read of files.

    Parameters
    ----------
    max_file_mb
        Largest file that is read, in MB.
    max_rows
        Most rows of a table that are read.
    max_raster_mpixels
        Most pixels of a GeoTIFF that are read, in millions.
    """

    group: ClassVar[str] = "Data"

    max_file_mb: float = option(200.0, number(0, MOST_MB, unit="MB", above=True), told=False)
    max_rows: int = option(200_000, whole(1, MOST_ROWS), told=False)
    max_raster_mpixels: float = option(
        400.0, number(0, MOST_MPIXELS, unit="millions", above=True), told=False
    )

    @property
    def limits(self) -> Limits:
        """The most that is read of files."""
        from zimnik.layers.readers.plain_files import Limits

        return Limits(self.max_file_mb, self.max_rows, self.max_raster_mpixels)


def _said(given: object) -> Mapping[str, str]:
    """Return what is said of headings or values, by their text in the file."""
    expected = "NAME=VALUE, each name once"
    found: dict[str, str] = {}
    for name, value in pairs(given, expected):
        if not name or not isinstance(value, str) or not value.strip() or name in found:
            raise misread(expected, "Correct the text.")
        found[name] = value.strip()
    return frozen(found)


def _said_values(given: object) -> Mapping[str, str]:
    found = _said(given)
    if not all(all(name.partition(":")[::2]) for name in found):
        raise misread("COLUMN:VALUE=VALUE, such as country:Russia=RU", "Correct the text.")
    return found


def _encoding(given: object) -> str:
    from zimnik.layers.readers.reading import Reading, reading_faults

    name: str = text("an encoding").read(given)
    for fault in reading_faults(Reading(encoding=name)):
        raise misread(fault.expected, fault.remedy)
    return name


SAID, SAID_VALUES = Reader(_said, repeated=True), Reader(_said_values, repeated=True)


@dataclass(frozen=True, slots=True)
class TableFiles(FileLimits):
    """How tables are understood where they do not say it themselves.

    Parameters
    ----------
    encoding
        Encoding of your files where they do not name it, such as cp1252 or koi8-r.
    columns
        HEADING=COLUMN: what a column of your files is, such as Name of mine=name_en.
    values
        COLUMN:VALUE=VALUE: what a value of your files stands for, such as country:Russia=RU.
    """

    group: ClassVar[str] = "Data"

    encoding: str | None = option(None, optional(Reader(_encoding)), told=False)
    columns: Any = option(None, SAID, name="map", told=False)
    values: Any = option(None, SAID_VALUES, told=False)

    @property
    def reading(self) -> Reading:
        """What is said of the files."""
        from zimnik.layers.readers.reading import Reading

        stand_for: dict[str, dict[str, str]] = {}
        for name, value in self.values.items():
            column, _, own = name.partition(":")
            stand_for.setdefault(column.strip(), {})[own.strip()] = value
        return Reading(self.encoding or "", self.columns, stand_for)


@dataclass(frozen=True, slots=True)
class Sources(TableFiles):
    """Where the data of a study come from.

    Parameters
    ----------
    region
        Regions by name or folder, several of them joined into one atlas (`zimnik regions list`).
    atlas
        Your own tables, laid over those of the region: a file or folder, or a PostGIS store as
        postgresql://host/database; in Python also a frame of deposits, or frames by the name of
        their table.
    network
        A network of a country, prepared by `zimnik network build`, under the region: all its roads
        and railways, joined to the places within reach.
    network_link
        Links of that network that stay links of their own, by id, so that they can be avoided.
    rates
        Your own rates, laid over the shipped ones: a file, or a frame.
    rate
        NAME=VALUE: one rate set to a value for low, base and high, in the unit of its row.
    only_good
        Use the good rows of your tables, and write the refused ones with their reasons to this
        .csv.
    with_planned
        Use links and terminals that do not exist: under construction, planned, hypothetical, out of
        use.
    warming_c
        Degrees Celsius of warming, 0 to 10: winter roads open later and close sooner, rivers and
        seas open earlier and close later.
    """

    group: ClassVar[str] = "Data"

    region: Any = option((), REGIONS)
    atlas: Any = option(None, ATLAS)
    network: Path | None = option(None, PATH, told=False)
    network_link: Any = option((), several(text("the id of a link")), told=False)
    rates: Any = option(None, RATES)
    rate: Any = option(None, amounts())
    only_good: Path | None = option(None, PATH, told=False)
    with_planned: bool = option(default=False, reader=YES)
    warming_c: float = option(0.0, number(0, MOST_WARMING_C, unit="degrees C"), name="warming")

    def contradictions(self) -> list[Fault]:
        """Return what keeps the refused rows from being written, before anything is read."""
        from zimnik.geo.core.errors import Fault
        from zimnik.layers.files import place_fault, require_suffix_of

        if self.network_link and self.network is None:
            expected = "a network beside it"
            return [Fault("network_link", expected, "none", "Give its folder as network.")]
        if self.only_good is None:
            return []
        if self.atlas is None:
            expected = "tables of your own beside it"
            return [Fault("only_good", expected, "none", "Give them as atlas.")]
        try:
            require_suffix_of(self.only_good, (".csv",))
        except InputError as error:
            return [replace(fault, where="only_good") for fault in error.faults]
        fault = place_fault(self.only_good, "only_good")
        return [fault] if fault else []
