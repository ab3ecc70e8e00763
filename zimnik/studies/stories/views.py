"""Views of a story: what of the planner's questions a step asks.

Owns the keys of a view, what each may say in this atlas, and the address that the page reads.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from zimnik.geo.core.calendar import day_of
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import Mode, PlaceKind, YearType
from zimnik.geo.pricing.bill import COMPONENTS
from zimnik.layers.atlas.gazetteer import find_place
from zimnik.maps.pages.planner_story import StoryChart, StoryFigure, StoryView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zimnik.maps.page.markdown import Fence
    from zimnik.maps.pages.planner_data import PlannerInput
    from zimnik.studies.model import Model
    from zimnik.studies.stories.text import DraftStep

EVENLY, CHEAPEST = "evenly", "cheapest"
# Prices of time have no factor of their own in the planner.
OF_TIME = ("under_way", "dwell", "waiting")
LEAST_FACTOR, MOST_FACTOR = 0.25, 4.0
MOST_ZOOM = 9.0
MOST_LAT_DEG, MOST_LON_DEG = 90.0, 360.0
# What a copied link may have beyond what a view can say, as the page itself writes it.
OF_LINKS = {
    "sort": re.compile(r"[a-z]+"),
    "order": re.compile(r"descending"),
    "share": re.compile(r"\d{1,3}"),
}
# Of a link, what is not of the view.
IDLE = frozenset({"lang", "step"})
_FIGURES_OF_ALL = frozenset({StoryFigure.REACHED})
_FIGURES_OF_YEARS = frozenset(
    {StoryFigure.BEST, StoryFigure.BEST_DAY, StoryFigure.WORST, StoryFigure.WORST_DAY}
)


class MisfitError(Exception):
    """A value that a key does not take: what was expected, and what to do."""

    def __init__(self, expected: str, remedy: str) -> None:
        self.expected, self.remedy = expected, remedy
        super().__init__(expected)


@dataclass(frozen=True, slots=True)
class Known:
    """What views may name.

    Parameters
    ----------
    model
        Its places have the names.
    given
        What the planner reckons with.
    has_surface
        Whether a surface lies under the map.
    """

    model: Model
    given: PlannerInput
    has_surface: bool = False

    def place(self, kind: PlaceKind, text: str) -> str:
        """Return the id of a deposit or hub by its id or name."""
        model = self.model
        try:
            found = find_place(model.places, text, region=model.region, kinds=(kind,))
        except InputError as error:
            expected = f"the id or name of a {kind.value}"
            raise MisfitError(expected, error.faults[0].remedy) from None
        if found.point is not None:
            expected = f"a {kind.value} of the atlas"
            raise MisfitError(expected, "Name it by its id or its name.")
        return found.place_id

    def closable(self) -> dict[str, tuple[str, ...]]:
        """Return what may be closed, by its part of the address."""
        links = self.given.arrays.links.values()
        return {
            "modes": tuple(mode.value for mode in Mode),
            "corridors": tuple(sorted({link.corridor for link in links} - {""})),
            "borders": tuple(sorted({link.border for link in links} - {""})),
        }


def read_view(step: DraftStep, where: str, known: Known) -> tuple[StoryView | None, list[Fault]]:
    """Return the view of a step, None where it is faulty, and all that is wrong with it.

    Parameters
    ----------
    step
        A step; one without a view opens as the page does.
    where
        What its file is called.
    known
        What it may name.
    """
    faults: list[Fault] = []
    found: dict[str, str] = {}
    for line, key, value in _pairs(step.view, where, faults):
        try:
            found |= KEYS[key](value, known)
        except MisfitError as misfit:
            shown = f"{key}: {value}"
            faults.append(Fault(where, misfit.expected, f"'{shown}'", misfit.remedy, row=str(line)))
    if not faults:
        faults += _figure_faults(step, where, found, known)
    if faults:
        return None, faults
    chart = found.pop("chart", None)
    return StoryView(urlencode(found), StoryChart(chart) if chart else None), []


def _pairs(view: Fence | None, where: str, faults: list[Fault]) -> Iterator[tuple[int, str, str]]:
    """Yield line, key and value of a view, and write down lines that are neither."""
    seen: set[str] = set()
    for line, text in enumerate(view.lines if view else (), start=(view.line if view else 0) + 1):
        key, colon, value = (part.strip() for part in text.partition(":"))
        if key in seen:
            remedy = "Keep one of the lines."
            faults.append(Fault(where, "each key once", f"'{text.strip()}'", remedy, row=str(line)))
        elif colon and value and key in KEYS:
            seen.add(key)
            yield line, key, value
        elif text.strip():
            expected = f"KEY: VALUE, the key one of {', '.join(KEYS)}"
            remedy = "Correct the line, as in 'deposit: tomtor'."
            faults.append(Fault(where, expected, f"'{text.strip()}'", remedy, row=str(line)))


def _deposit(value: str, known: Known) -> dict[str, str]:
    return {"chosen": known.place(PlaceKind.DEPOSIT, value)}


def _hub(value: str, known: Known) -> dict[str, str]:
    return {} if value == CHEAPEST else {"hub": known.place(PlaceKind.HUB, value)}


def _day(value: str) -> str:
    try:
        day_of(value)
    except InputError as error:
        raise MisfitError(error.faults[0].expected, error.faults[0].remedy) from None
    return value


def _ready(value: str, known: Known) -> dict[str, str]:
    del known
    return {} if value == EVENLY else {"ready": _day(value)}


def _season(value: str, known: Known) -> dict[str, str]:
    del known
    days = re.split(r"[:,]", value)
    if len(days) != 2:  # noqa: PLR2004 - a first and a last day
        expected = "two days MM-DD:MM-DD"
        raise MisfitError(expected, "Give the first and the last day.")
    return {"season": ",".join(_day(day.strip()) for day in days)}


def _word_of(words: Sequence[str], value: str) -> str:
    if value not in words:
        expected = f"one of {', '.join(words)}"
        raise MisfitError(expected, "Use a word of the list.")
    return value


def _year(value: str, known: Known) -> dict[str, str]:
    del known
    return {"year": _word_of([year.value for year in YearType], value)}


def _chart(value: str, known: Known) -> dict[str, str]:
    del known
    return {"chart": _word_of([chart.value for chart in StoryChart], value)}


def _surface(value: str, known: Known) -> dict[str, str]:
    if not known.has_surface and value == "on":
        expected = "a surface that the page has"
        raise MisfitError(expected, "Give the option of a surface too, or take the line out.")
    return {"surface": _word_of(["on"], value)}


def _map(value: str, known: Known) -> dict[str, str]:
    del known
    parts = [_number(part) for part in value.split(",")]
    most = (MOST_LAT_DEG, MOST_LON_DEG, MOST_ZOOM)
    is_there = len(parts) == len(most) and parts[-1] >= 0
    if not is_there or any(abs(one) > end for one, end in zip(parts, most, strict=True)):
        expected = f"latitude, longitude, zoom 0 to {MOST_ZOOM:g}"
        raise MisfitError(expected, "Give three numbers, as in '68.5, 112, 4'.")
    return {"at": f"{parts[0]:.3f},{parts[1]:.3f},{parts[2]:g}"}


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return math.inf
    return found if math.isfinite(found) else math.inf


def _close(value: str, known: Known) -> dict[str, str]:
    closable = known.closable()
    found: dict[str, list[str]] = {}
    for name in filter(None, (part.strip() for part in value.split(","))):
        part = next((part for part, names in closable.items() if name in names), None)
        if part is None:
            expected = f"modes ({', '.join(closable['modes'])}), corridors or borders of the atlas"
            raise MisfitError(expected, f"Correct '{name}'.")
        found.setdefault(part, []).append(name)
    return {part: ",".join(names) for part, names in found.items()}


def _rates(value: str, known: Known) -> dict[str, str]:
    del known
    names = [name for name in COMPONENTS if name not in OF_TIME]
    found = {}
    for pair in value.split(","):
        name, _, factor = (part.strip() for part in re.sub("=", ":", pair).partition(":"))
        times = _number(factor)
        if name not in names or not LEAST_FACTOR <= times <= MOST_FACTOR:
            expected = f"NAME=FACTOR, {LEAST_FACTOR} to {MOST_FACTOR:g}, of {', '.join(names)}"
            raise MisfitError(expected, f"Correct '{pair.strip()}'.")
        found[name] = times
    return {"rates": ",".join(f"{name}:{times:g}" for name, times in found.items())}


def _off(value: str, known: Known) -> dict[str, str]:
    ids = [known.place(PlaceKind.DEPOSIT, one.strip()) for one in value.split(",")]
    return {"off": ",".join(ids)}


def _link(value: str, known: Known) -> dict[str, str]:
    """Return the view of a link that was copied from the page."""
    keys = {**{key: key for key in KEYS}, "chosen": "deposit", "at": "map"}
    keys |= dict.fromkeys(("modes", "corridors", "borders"), "close")
    found: dict[str, str] = {}
    for name, text in parse_qsl(urlsplit(value).fragment):
        if name in OF_LINKS and OF_LINKS[name].fullmatch(text):
            found[name] = text
        elif name in keys and keys[name] != "link":
            found |= KEYS[keys[name]](text, known)
        elif name not in IDLE:
            expected = "a link that the page of a map has copied"
            raise MisfitError(expected, f"Take '{name}' out of it, or copy it anew.")
    return found


KEYS: dict[str, Callable[[str, Known], dict[str, str]]] = {
    "deposit": _deposit,
    "hub": _hub,
    "ready": _ready,
    "season": _season,
    "year": _year,
    "close": _close,
    "off": _off,
    "rates": _rates,
    "surface": _surface,
    "map": _map,
    "chart": _chart,
    "link": _link,
}


def _figure_faults(
    step: DraftStep, where: str, found: dict[str, str], known: Known
) -> Iterator[Fault]:
    """Yield a fault for each figure or chart of a step that its view has not."""
    chosen, is_day = found.get("chosen"), "ready" in found
    for name, line in [*step.figures, *([("", step.line)] if "chart" in found else [])]:
        figure = StoryFigure(name) if name else None
        said = f"{{{name}}}" if name else f"the chart {found['chart']}"
        if figure in _FIGURES_OF_ALL:
            continue
        if chosen is None:
            yield _needs(where, line, said, "a deposit in the view", "Add a line deposit: NAME.")
        elif figure in _FIGURES_OF_YEARS and is_day:
            yield _needs(where, line, said, "a view of a year", "Take the line ready out.")
        elif figure is StoryFigure.ARRIVES and not is_day:
            yield _needs(where, line, said, "a day in the view", "Add a line ready: MM-DD.")
        elif figure is StoryFigure.USD_PER_KG and not known.given.cargoes[chosen].reo_kg_per_t:
            yield _needs(where, line, said, "a deposit of known REO grade", "Take it out.")


def _needs(where: str, line: int, said: str, expected: str, remedy: str) -> Fault:
    return Fault(where, expected, said, remedy, row=str(line))
