"""Longitudes and latitudes in degrees, minutes and seconds, to degrees.

Owns how an angle is written in words and signs, in English and Russian.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.layers.schema.schema import COORDINATES

if TYPE_CHECKING:
    from zimnik.layers.readers.cells import Cells

MINUTES_PER_DEG, SECONDS_PER_MINUTE = 60.0, 60.0
# What stands behind degrees, minutes and seconds; blanks and colons stand for any of them.
_DEGREES = r"(?:°|º|˚|d|deg|град\.?)"
_MINUTES = r"(?:'|’|′|m|min|мин\.?)"
_SECONDS = r"(?:\"|”|″|''|’’|′′|s|sec|сек\.?)"
_NUMBER = r"\d+(?:[.,]\d+)?"
_SIDES = {
    "lat": (r"n|north|с|с\.?\s?ш\.?", r"s|south|ю|ю\.?\s?ш\.?"),
    "lon": (r"e|east|в|в\.?\s?д\.?", r"w|west|з|з\.?\s?д\.?"),
}
DECIMALS = 10


def _pattern(column: str) -> re.Pattern[str]:
    plus, minus = _SIDES[column]
    sides = [rf"(?P<plus{n}>{plus})|(?P<minus{n}>{minus})" for n in (1, 2)]
    return re.compile(
        rf"\s*(?:(?:{sides[0]})\s*)?(?P<sign>[-+−]?)\s*(?P<deg>{_NUMBER})\s*(?:{_DEGREES}|:|\s)?\s*"
        rf"(?:(?P<min>{_NUMBER})\s*(?:{_MINUTES}|:|\s)?\s*)?"
        rf"(?:(?P<sec>{_NUMBER})\s*{_SECONDS}?\s*)?(?:{sides[1]})?\s*",
        re.IGNORECASE,
    )


PATTERNS = {column: _pattern(column) for column in _SIDES}
_PLAIN = re.compile(r"\s*[+-]?\d*[.,]?\d*([eE][+-]?\d+)?\s*")


def degrees_of(text: str, column: str) -> float | None:
    """Return the degrees of an angle, None where it is none of its column.

    Parameters
    ----------
    text
        Such as 116°30'00"E, 71 00 00 N, -116:30 or 71° с. ш.
    column
        `lon` or `lat`: north is no longitude.
    """
    match = PATTERNS[column].fullmatch(text)
    if match is None:
        return None
    deg, minutes, seconds = (
        None if match[name] is None else float(match[name].replace(",", "."))
        for name in ("deg", "min", "sec")
    )
    beneath = (deg, minutes) if seconds is not None else (deg,) if minutes is not None else ()
    # 71.5 degrees and 30 minutes would be said twice over.
    if deg is None or any(part is None or part != int(part) for part in beneath):
        return None
    if (minutes or 0) >= MINUTES_PER_DEG or (seconds or 0) >= SECONDS_PER_MINUTE:
        return None
    value = deg + ((minutes or 0) + (seconds or 0) / SECONDS_PER_MINUTE) / MINUTES_PER_DEG
    south_or_west = bool(match["minus1"] or match["minus2"])
    sided = south_or_west or bool(match["plus1"] or match["plus2"])
    if sided and match["sign"]:
        return None
    return round(-value if south_or_west or match["sign"] in {"-", "−"} else value, DECIMALS)


def with_degrees(cells: Cells) -> Cells:
    """Return the cells with angles of minutes and seconds as degrees, and a note that says so."""
    if cells.table.geometry != "Point":
        return cells
    frame, example = cells.frame, ""
    for column in COORDINATES:
        texts = frame[column].tolist()
        angles = [None if _PLAIN.fullmatch(t) else degrees_of(t, column) for t in texts]
        if any(angle is not None for angle in angles):
            read = [t if a is None else repr(a) for t, a in zip(texts, angles, strict=True)]
            frame = frame.assign(**{column: read})
            first = next(n for n, angle in enumerate(angles) if angle is not None)
            example = example or f"{texts[first]} as {read[first]}"
    if not example:
        return cells
    note = f"{cells.where}: read degrees, minutes and seconds, such as {example}"
    return replace(cells, frame=frame, notes=(*cells.notes, note))
