"""Where the data of a study come from, as options.

Owns what may be given as an atlas and as rates: paths, frames, single rates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

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
    text,
    whole,
)

if TYPE_CHECKING:
    from zimnik.layers.readers.plain_files import Limits

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


def _atlas(given: object) -> Any:  # noqa: ANN401 - a path, a frame or frames by table
    if isinstance(given, str | Path):
        return _path(given)
    if isinstance(given, Mapping):
        return frozen({str(name): _frame(one) for name, one in given.items()})
    return _frame(given)


def _rates(given: object) -> Any:  # noqa: ANN401 - a path or a frame
    return _path(given) if isinstance(given, str | Path) else _frame(given)


ATLAS, RATES = optional(Reader(_atlas)), optional(Reader(_rates))


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


@dataclass(frozen=True, slots=True)
class Sources(FileLimits):
    """Where the data of a study come from.

    Parameters
    ----------
    atlas
        Your own tables, laid over the shipped ones: a file or folder; in Python also a frame of
        deposits, or frames by the name of their table.
    rates
        Your own rates, laid over the shipped ones: a file, or a frame.
    rate
        NAME=VALUE: one rate set to a value for low, base and high, in the unit of its row.
    with_planned
        Use links and terminals that do not exist: under construction, planned, hypothetical, out of
        use.
    warming_c
        Degrees Celsius of warming, 0 to 10: winter roads open later and close sooner, rivers and
        seas open earlier and close later.
    """

    group: ClassVar[str] = "Data"

    atlas: Any = option(None, ATLAS)
    rates: Any = option(None, RATES)
    rate: Any = option(None, amounts())
    with_planned: bool = option(default=False, reader=YES)
    warming_c: float = option(0.0, number(0, MOST_WARMING_C, unit="degrees C"), name="warming")
