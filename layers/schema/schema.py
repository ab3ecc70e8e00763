"""How a table is described: columns with kind, unit, meaning and vocabulary.

Owns the words in which `layers.schema.tables` describes the atlas. The reader's dtypes, the
rules of cells, the exports and the data dictionary are all made from these descriptions, so that
no column is listed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the cells of a column hold."""

    ID = "id"
    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes or no"
    WORD = "word"
    WORDS = "words"
    DAY = "day"


class Fill(StrEnum):
    """Who may leave a cell of a column empty; an empty cell means unknown."""

    REQUIRED = "required"
    """Nobody: no row can do without it."""
    SOURCED = "sourced"
    """A user whose atlas is loaded; `zimnik check` names the row."""
    SHIPPED = "shipped"
    """A user; the shipped atlas always fills it."""
    OPTIONAL = "optional"
    """Anybody."""


# The columns to be filled when an atlas is loaded, when a user's is checked, and in the shipped.
FILLED_TO_LOAD = frozenset({Fill.REQUIRED})
FILLED_TO_CHECK = frozenset({Fill.REQUIRED, Fill.SOURCED})
FILLED_TO_SHIP = frozenset({Fill.REQUIRED, Fill.SOURCED, Fill.SHIPPED})


DTYPES: dict[Kind, str] = {
    Kind.ID: "str",
    Kind.TEXT: "str",
    Kind.NUMBER: "float64",
    Kind.YES_NO: "boolean",
    Kind.WORD: "str",
    Kind.WORDS: "str",
    Kind.DAY: "str",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name, kind, meaning
        What it is called, holds and means.
    unit
        Unit of a number; empty where it has none.
    fill
        Whether a cell may be empty.
    words
        The vocabulary of a word, or of the ";"-separated words.
    low, high
        Least and greatest number, both allowed unless `above_low`.
    above_low
        Whether the number must be greater than `low`.
    pattern, pattern_meaning
        Regular expression that a whole cell must match, and how to say it.
    aliases
        Other headings under which users' files hold this column, lower case.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    fill: Fill = Fill.OPTIONAL
    words: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    above_low: bool = False
    pattern: str = ""
    pattern_meaning: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def dtype(self) -> str:
        """Dtype of the column in a frame: unknown is "", NaN or <NA>."""
        return DTYPES[self.kind]

    @property
    def unknown(self) -> object:
        """What stands in the frame where the cell is empty."""
        return {"str": "", "float64": float("nan"), "boolean": None}[self.dtype]

    @property
    def heading(self) -> str:
        """The name with the unit, as workbooks have it."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the atlas.

    Parameters
    ----------
    name
        Name of the table, of its file and of its layer.
    meaning
        What a row is.
    key
        Columns that no two rows share; a user's row replaces the row of the same key.
    columns
        The columns in order.
    geometry
        "Point" where columns `lon` and `lat` stand for a geometry, "LineString" for links,
        "Polygon" for licence areas.
    optional
        Whether an atlas can do without the table.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    geometry: str = ""
    optional: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, in the order of the file."""
        return tuple(column.name for column in self.columns)

    @property
    def attributes(self) -> tuple[Column, ...]:
        """Columns of the frame without its geometry."""
        return tuple(c for c in self.columns if not self.geometry or c.name not in COORDINATES)

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


LON, LAT = "lon", "lat"
COORDINATES = (LON, LAT)
