"""The page of the matrix: a heat map of origins by destinations, by month or by day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.story import (
    MONTHS,
    Said,
    bars,
    chart,
    choice,
    figure,
    heat,
    heat_values,
    months,
    number,
    place,
    ready_day,
    story,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zimnik.maps.reports.matrix import CellRecord, MatrixRecord

_Value = float | None


def matrix_story(record: MatrixRecord) -> dict[str, Any]:
    """Return what the page says of a matrix."""
    found = [cell for cell in record.cells if cell.cost_usd_per_t is not None and cell.modes]
    return story(
        word("matrix_kicker" if record.basis == "year" else "matrix_kicker_days"),
        _finding(record, found),
        _figures(record, found),
        _charts(record, found),
        needs=record.needs_first,
        checks=[("", record.capacity_checks)],
    )


def _finding(record: MatrixRecord, found: Sequence[CellRecord]) -> Said:
    if not found:
        return word("matrix_none")
    origins = dict.fromkeys(cell.origin_id for cell in record.cells)
    destinations = dict.fromkeys(cell.destination_id for cell in record.cells)
    if len(origins) == len(destinations) == 1:
        least = min(found, key=_usd_per_t)
        return word(
            "matrix_pair",
            origin=place(least.origin_id),
            destination=place(least.destination_id),
            n=number(_usd_per_t(least)),
        )
    best = {
        origin: min(own, key=_usd_per_t).destination_id
        for origin in origins
        if (own := [cell for cell in found if cell.origin_id == origin])
    }
    often, times = Counter(best.values()).most_common(1)[0]
    return word("matrix_best", hub=place(often), n=number(times), of=number(len(best)))


def _usd_per_t(cell: CellRecord) -> float:
    return cell.cost_usd_per_t if cell.cost_usd_per_t is not None else float("inf")


def _figures(record: MatrixRecord, found: Sequence[CellRecord]) -> list[dict[str, Any]]:
    pairs = {(cell.origin_id, cell.destination_id) for cell in record.cells}
    joined = {(cell.origin_id, cell.destination_id) for cell in found}
    figures = [
        figure(
            word("pairs"), number(len(pairs)), word("without_route", n=number(len(pairs - joined)))
        )
    ]
    if found:
        least, most = min(found, key=_usd_per_t), max(found, key=_usd_per_t)
        figures += [
            figure(word(key), word("usd_per_t", n=number(_usd_per_t(cell))), _ends(cell))
            for key, cell in (("cheapest_pair", least), ("costliest_pair", most))
        ]
    swings = [
        (cell.year.worst_usd_per_t / cell.year.best_usd_per_t, cell)
        for cell in found
        if cell.year is not None and cell.year.best_usd_per_t
    ]
    if swings:
        times, cell = max(swings, key=lambda one: one[0])
        figures.append(
            figure(word("season_matters"), word("times", n=number(times, 1)), _ends(cell))
        )
    return figures


def _ends(cell: CellRecord) -> Said:
    return word("from_to", origin=place(cell.origin_id), destination=place(cell.destination_id))


def _charts(record: MatrixRecord, found: Sequence[CellRecord]) -> list[dict[str, Any]]:
    if not found:
        return []
    if len({(cell.origin_id, cell.destination_id) for cell in found}) == 1:
        return _pair_months(found)
    first = [cell for cell in record.cells if cell.ready == record.cells[0].ready]
    costs, days = _states(record), _grid(first, lambda cell: cell.duration_d)
    names = (
        [place(one) for one in dict.fromkeys(cell.origin_id for cell in first)],
        [place(one) for one in dict.fromkeys(cell.destination_id for cell in first)],
        word("from_and_to"),
    )
    known = [value for _, grid in costs for value in _known(grid)]
    return [
        choice(
            word("matrix_costs"),
            [(label, heat_values(grid)) for label, grid in costs],
            by=word("month_choice"),
            shared=heat(*names, known),
            unit=word("matrix_unit"),
        ),
        chart(word("matrix_days"), heat(*names, _known(days), days), unit=word("days_unit")),
    ]


def _states(record: MatrixRecord) -> list[tuple[Said, list[list[_Value]]]]:
    """Return the costs of the year and of each month, or of each day."""
    if record.basis == "year":
        return [
            (word("mean_of_year"), _grid(record.cells, lambda cell: cell.cost_usd_per_t)),
            *(
                (label, _grid(record.cells, _of_month(month)))
                for label, month in zip(months(), MONTHS, strict=True)
            ),
        ]
    return [
        (
            word("ready_on", day=ready_day(str(day))),
            _grid(
                [one for one in record.cells if one.ready == day], lambda one: one.cost_usd_per_t
            ),
        )
        for day in dict.fromkeys(cell.ready for cell in record.cells)
    ]


def _known(grid: Sequence[Sequence[_Value]]) -> list[float]:
    return [value for row in grid for value in row if value is not None]


def _pair_months(found: Sequence[CellRecord]) -> list[dict[str, Any]]:
    """Return the months, or the days, of the only pair."""
    if found[0].year is not None:
        own = {month.month: month for month in found[0].year.by_month}
        places: list[Said] = months()
        costs: list[_Value] = [own[i].mean_usd_per_t if i in own else None for i in MONTHS]
    else:
        places = [ready_day(str(cell.ready)) for cell in found]
        costs = [cell.cost_usd_per_t for cell in found]
    drawn = bars(places, [(word("cost"), costs)], x=word("readiness"), y=word("usd_per_t_unit"))
    return [chart(word("matrix_costs"), drawn, unit=word("matrix_unit"))]


def _of_month(month: int) -> Callable[[CellRecord], _Value]:
    def value(cell: CellRecord) -> _Value:
        own = cell.year.by_month if cell.year else ()
        return next((one.mean_usd_per_t for one in own if one.month == month), None)

    return value


def _grid(cells: Sequence[CellRecord], value: Callable[[CellRecord], _Value]) -> list[list[_Value]]:
    """Return a value of the cells, a row for each origin."""
    held: dict[str, dict[str, _Value]] = {}
    for cell in cells:
        held.setdefault(cell.origin_id, {})[cell.destination_id] = value(cell)
    destinations = dict.fromkeys(cell.destination_id for cell in cells)
    return [[row.get(one) for one in destinations] for row in held.values()]


MATRIX = AnswerPage(
    name="matrix",
    story=matrix_story,
    example=("matrix", "--origins", "tomtor,chuktukon,lovozero", "--out", "matrix.html"),
)
