"""When a way is open by its tags: `opening_hours` and `*:conditional` of OpenStreetMap.

Owns the part of those languages that holds dates. Hours and days of the week are left out, since
a season is made of days; what cannot be read is told and never taken for open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import MONTH_STARTS_D, YEAR_D, Window
from zimnik.layers.networks.tags import CONDITIONAL, NO, SHUT, WHO
from zimnik.layers.readers.cells import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zimnik.layers.networks.ways import Tags

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(MONTHS)
_DAY = rf"(?:{_MONTH})[a-z]*\.?(?:\s*\d{{1,2}}\b(?!:\d))?"
_DATES = re.compile(
    rf"\s*(?:\d{{4}}(?:\s*-\s*\d{{4}})?\s+)?(?P<dates>{_DAY}(?:\s*[-,]\s*(?:{_DAY}|\d{{1,2}}\b(?!:)))*)"
)
_RANGE = re.compile(
    rf"(?P<m1>{_MONTH})[a-z]*\.?\s*(?P<d1>\d{{1,2}})?"
    rf"(?:\s*-\s*(?:(?P<m2>{_MONTH})[a-z]*\.?\s*)?(?P<d2>\d{{1,2}})?)?"
)
# Hours, days of the week, holidays: they shut a way for hours, not for a season.
_HOURS = re.compile(
    r"[\s:,]*((mo|tu|we|th|fr|sa|su|ph|sh|\d{1,2}:\d{2}|sunrise|sunset|dawn|dusk|24/7|\+|[-/,()\s])"
    r"*)(open|off|closed|unknown)?\s*(\"[^\"]*\")?\s*"
)
_CONDITIONS = re.compile(r"(?P<value>[^@;]+)@\s*(?:\((?P<inside>[^)]*)\)|(?P<bare>[^;]*))")
_WEIGHT = re.compile(
    r"\s*(weight|weightrating|axleload|length|width|height|hazmat|destination)\b.*"
)
_SHUTS = re.compile(r"\b(no|private_no)\s*@")
# As long as a value of OpenStreetMap can be.
MOST_CHARACTERS = 255
HOURS_TOLD = "hours of the day and days of the week were left out"


@dataclass(frozen=True, slots=True)
class Opening:
    """When a way is open.

    Parameters
    ----------
    window
        The stretch of days; None where the tags state none.
    undated
        Whether the tags say that it is not always open, and no day that can be read.
    told
        What the reader must know of how it was read.
    """

    window: Window | None = None
    undated: bool = False
    told: tuple[str, ...] = ()


class UnreadError(Exception):
    """A text that says more than is understood; it becomes a note and never reaches a user."""


def opening_of(tags: Tags) -> Opening:
    """Return when a way is open by its tags.

    Examples
    --------
    >>> opening_of({"access:conditional": "no @ (Apr 15-Dec 19)"}).window.text
    '12-20 to 04-14'
    >>> opening_of({"opening_hours": "May 20-Oct 15 06:00-22:00"}).window.text
    '05-20 to 10-15'
    """
    openings = [*_conditional(tags), *_hours(tags), *_seasonal(tags)]
    told = tuple(dict.fromkeys(note for one in openings for note in one.told))
    windows = [one.window for one in openings if one.window is not None]
    if windows:
        open_days = np.all([_days_in(window) for window in windows], axis=0)
        window, more = _longest(open_days)
        return Opening(window, undated=window is None, told=(*told, *more))
    return Opening(undated=any(one.undated for one in openings), told=told)


def _conditional(tags: Tags) -> Iterator[Opening]:
    """Yield what the narrowest restriction by date says of lorries."""
    keys = [f"{who}{CONDITIONAL}" for who in WHO if tags.get(f"{who}{CONDITIONAL}")]
    for key in keys[-1:]:
        who = key.removesuffix(CONDITIONAL)
        base = [tags[one] for one in WHO[: WHO.index(who) + 1] if tags.get(one)]
        text = tags[key]
        # Who writes when a way may be used, and nothing else, means that else it may not.
        is_open = base[-1].casefold() not in SHUT if base else bool(_SHUTS.search(text))
        try:
            days, dated, told = _restricted(text, is_open=is_open)
        except UnreadError:
            yield Opening(undated=True, told=(f"{key}={shown(text)} was not understood",))
            continue
        if dated:
            window, more = _longest(days)
            yield Opening(window, undated=window is None, told=(*told, *more))
        else:
            yield Opening(told=told)


def _restricted(text: str, *, is_open: bool) -> tuple[NDArray[np.bool_], bool, tuple[str, ...]]:
    """Return the open days of a conditional restriction, whether it has dates, and what to say."""
    days, dated, told = np.full(YEAR_D, is_open), False, list[str]()
    found = list(_CONDITIONS.finditer(text)) if len(text) <= MOST_CHARACTERS else []
    if not found:
        raise UnreadError
    for one in found:
        condition = (one["inside"] or one["bare"] or "").strip().casefold()
        allows = one["value"].strip(" ;").casefold() not in SHUT
        if _WEIGHT.fullmatch(condition):
            told.append(f"'{one[0].strip()}' was left out")
            continue
        for part in condition.split(";"):
            mask = _mask(part)
            if mask is None:
                told.append(HOURS_TOLD)
            else:
                days[mask], dated = allows, True
    return days, dated, tuple(told)


def _hours(tags: Tags) -> Iterator[Opening]:
    """Yield what opening hours say, each rule in turn."""
    for key in ("opening_hours", "service_times"):
        text = tags.get(key, "")
        if not text:
            continue
        days, dated, told = np.zeros(YEAR_D, bool), False, list[str]()
        try:
            for rule in text.casefold().split(";"):
                if not rule.strip():
                    continue
                mask = _mask(rule)
                off = bool(re.search(r"\b(off|closed)\b", rule))
                if mask is not None:
                    days[mask], dated = not off, True
                if re.search(r"\d:\d|\b(mo|tu|we|th|fr|sa|su|ph)\b", rule):
                    told.append(HOURS_TOLD)
                if mask is None and not off:
                    days[:] = True
        except UnreadError:
            yield Opening(undated=True, told=(f"{key}={shown(text)} was not understood",))
            continue
        if dated and not days.all():
            window, more = _longest(days)
            yield Opening(window, undated=window is None, told=(*told, *more))
        else:
            yield Opening(told=tuple(told))


def _seasonal(tags: Tags) -> Iterator[Opening]:
    text = tags.get("seasonal", "").casefold()
    if text in NO:
        return
    try:
        mask = _mask(text)
    except UnreadError:
        mask = None
    if mask is None:
        yield Opening(undated=True)
    else:
        window, told = _longest(mask)
        yield Opening(window, told=told)


def _mask(text: str) -> NDArray[np.bool_] | None:
    """Return the days that a rule names, None where it names hours alone.

    Raises
    ------
    UnreadError
        If it says more than dates and hours.
    """
    if len(text) > MOST_CHARACTERS:
        raise UnreadError
    text = text.strip().casefold()
    dates = _DATES.match(text)
    rest = text[dates.end() :] if dates else text
    if not _HOURS.fullmatch(rest):
        raise UnreadError
    if not dates:
        return None
    mask = np.zeros(YEAR_D, bool)
    for part in dates["dates"].split(","):
        mask |= _range_mask(part.strip())
    return mask


def _range_mask(text: str) -> NDArray[np.bool_]:
    found = _RANGE.fullmatch(text)
    if not found:
        raise UnreadError
    month = MONTHS.index(found["m1"])
    last_month = MONTHS.index(found["m2"]) if found["m2"] else month
    is_range = "-" in text
    first = _day(month, int(found["d1"] or 1))
    if is_range:
        last = _day(last_month, int(found["d2"])) if found["d2"] else _last_day(last_month)
    else:
        last = first if found["d1"] else _last_day(month)
    return _days_in(Window.of_days(first, last))


def _day(month: int, day: int) -> int:
    """Return a day of the year; 29 February is the 28th."""
    length = _last_day(month) - MONTH_STARTS_D[month] + 1
    if not 1 <= day <= length + (month == 1):
        raise UnreadError
    return MONTH_STARTS_D[month] + min(day, length) - 1


def _last_day(month: int) -> int:
    return (*MONTH_STARTS_D, YEAR_D)[month + 1] - 1


def _days_in(window: Window) -> NDArray[np.bool_]:
    days = np.zeros(YEAR_D, bool)
    days[(window.opens_d + np.arange(min(window.length_d, YEAR_D))) % YEAR_D] = True
    return days


def _longest(days: NDArray[np.bool_]) -> tuple[Window | None, tuple[str, ...]]:
    """Return the longest stretch of open days, None where there is none, and what to say."""
    if days.all():
        return Window(0, YEAR_D), ()
    starts = np.flatnonzero(days & ~np.roll(days, 1))
    if not len(starts):
        return None, ()
    ends = np.flatnonzero(days & ~np.roll(days, -1))
    lengths = [int(min((ends - start) % YEAR_D)) + 1 for start in starts]
    longest = int(np.argmax(lengths))
    told = ("of several seasons a year the longest was taken",) if len(starts) > 1 else ()
    return Window(int(starts[longest]), lengths[longest]), told
