"""Where the data of a study come from, as options.

Owns what may be given as an atlas and as rates: paths, frames, single rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from zimnik.studies.options import YES, Options, Reader, amounts, number, option, optional, text

MOST_WARMING_C = 10.0


def _path(given: object) -> Path:
    return Path(text("a file or folder").read(str(given) if isinstance(given, Path) else given))


PATH = optional(Reader(_path))


@dataclass(frozen=True, slots=True)
class Sources(Options):
    """Where the data of a study come from.

    Parameters
    ----------
    atlas
        Your own tables, laid over the shipped ones.
    rates
        Your own rates, laid over the shipped ones.
    rate
        NAME=VALUE: one rate set to a value for low, base and high, in the unit of its row.
    with_planned
        Use links and terminals that are not built yet.
    warming_c
        Degrees Celsius of warming, 0 to 10: winter roads open later, close sooner.
    """

    group: ClassVar[str] = "Data"

    atlas: Any = option(None, PATH)
    rates: Any = option(None, PATH)
    rate: Any = option(None, amounts())
    with_planned: bool = option(default=False, reader=YES)
    warming_c: float = option(0.0, number(0, MOST_WARMING_C, unit="degrees C"), name="warming")
