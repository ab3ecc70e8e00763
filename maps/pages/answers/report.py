"""The page of a report: the best and the worst case, the main figure of all, and what moves it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.story import (
    Said,
    calendar_year,
    chart,
    choice,
    code,
    dots,
    figure,
    heat,
    heat_values,
    listed,
    message,
    number,
    place,
    story,
    table,
    word,
)
from zimnik.maps.reports.scenarios.report import BETWEEN, NAMED, is_of_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.maps.reports.scenarios.report import AxisRecord, CellRecord, ReportRecord

# Numbers below this are no whole ones, as a coloured table has them.
WHOLE_FROM = 20.0
THOUSAND = 1_000.0
MOST_ROWS, MOST_STATES, MOST_LISTED = 60, 40, 12
LAST_YEAR = 2_200
# What the words call the main figures and the options that plans sweep.
MEASURES = {
    "mean_usd_per_t": "measure_cost",
    "cost_usd_per_t": "measure_cost",
    "p50_usd_per_t": "measure_cost_p50",
    "rise_usd_per_y": "measure_rise",
    "railhead_usd_per_t": "measure_railhead",
    "total_usd_per_t": "measure_total",
    "npv_usd": "measure_npv",
    "cost_usd_per_y": "measure_year_cost",
    "separated_at_home_t_per_y": "measure_home",
}
UNITS = {
    "US$ per t": "unit_usd_per_t",
    "US$ a year": "unit_usd_per_y",
    "US$ per kg REO": "unit_usd_per_kg_reo",
    "US$": "unit_usd",
    "t a year": "unit_t_per_y",
    "kg per t": "unit_kg_per_t",
    "hours": "unit_hours",
    "days": "unit_days",
    "km": "unit_km",
}
# Money stands before its number in English.
MONEY = {
    "US$ per t": "usd_per_t",
    "US$ a year": "value_usd_per_y",
    "US$ per kg REO": "value_usd_per_kg_reo",
    "US$": "value_usd",
}
SWEPT = {
    NAMED: "swept_case",
    "closed": "swept_avoid",
    "destination_id": "swept_to",
    "entry_id": "swept_entry",
    "goal": "swept_goal",
    "hub_id": "hub",
    "kind": "swept_kind",
    "origin_id": "swept_from",
    "quantity": "swept_quantity",
    "route": "swept_route",
    "site_id": "swept_deposits",
    "avoid": "swept_avoid",
    "deposit": "swept_deposits",
    "deposits": "swept_deposits",
    "destination": "swept_to",
    "destinations": "swept_to",
    "hub": "swept_hubs",
    "hubs": "swept_hubs",
    "origin": "swept_from",
    "origins": "swept_from",
    "rates": "swept_rates",
    "ready": "swept_ready",
    "region": "swept_region",
    "seed": "swept_seed",
    "tonnes": "swept_tonnes",
    "year": "swept_year",
    "year_type": "swept_year_type",
}
SEASONS = {"short": "season_short", "normal": "season_normal", "long": "season_long"}
RATE = "rate."


def report_story(record: ReportRecord) -> dict[str, Any]:
    """Return what the page says of a report."""
    told = _Teller(record)
    return story(
        word(
            "report_kicker",
            name=record.name,
            n=number(record.case_count),
            measure=told.measure,
        ),
        told.finding(),
        told.figures(),
        told.charts(),
        notes=told.notes(),
    )


class _Teller:
    """Says the parts of one report."""

    def __init__(self, record: ReportRecord) -> None:
        self.record = record
        self.names = {one.id for one in record.places}
        last = record.measure.rpartition(".")[2]
        self.measure: Said = word(MEASURES[last]) if last in MEASURES else record.measure
        self.unit: Said = word(UNITS[record.unit]) if record.unit in UNITS else ""
        known = [abs(one.value) for one in record.cells if one.value is not None]
        self.digits = _digits(max(known, default=0.0))

    def finding(self) -> Said:
        """Return the title."""
        record, best, worst = self.record, self.record.best, self.record.worst
        if best is None or worst is None or best.value is None or worst.value is None:
            return word("report_none", n=number(record.case_count))
        if best.value == worst.value:
            return word("report_same", measure=self.measure, n=self.value(best.value))
        return word(
            "report_best" if record.better else "report_ends",
            measure=self.measure,
            best=self.where(best),
            n=self.value(best.value),
            worst=self.where(worst),
            m=self.value(worst.value),
        )

    def value(self, value: float | None) -> Said:
        """Return a value of the main figure with its unit."""
        if value is None:
            return word("not_found")
        shown = number(value, self.digits)
        if self.record.unit in MONEY:
            return word(MONEY[self.record.unit], n=shown)
        return listed([shown, self.unit], " ") if self.unit else shown

    def where(self, cell: CellRecord) -> Said:
        """Return where a cell stands."""
        said = [
            self.named(axis.name, cell.at[axis.name])
            for axis in self.record.axes
            if axis.name in cell.at
        ]
        return listed(said) if said else cell.case

    def named(self, axis: str, value: object) -> Said:
        """Return a value of an axis, after the name of the axis where it needs one."""
        shown = self.shown(axis, value)
        of_itself = axis == NAMED or is_of_rows(axis)
        if of_itself or (isinstance(value, str) and value in self.names):
            return shown
        return listed([_axis(axis), shown], ": " if isinstance(value, str) else " ")

    def shown(self, axis: str, value: object) -> Said:
        """Return a value of an axis."""
        if isinstance(value, bool):
            return word("yes" if value else "no")
        if isinstance(value, int | float):
            if axis == "year" and float(value).is_integer() and value < LAST_YEAR:
                return calendar_year(int(value))
            return number(value, _decimals(value))
        if axis == NAMED:
            return str(value)
        if axis.replace("-", "_") == "year_type" and value in SEASONS:
            return word(SEASONS[str(value)])
        parts = [self._part(part) for part in str(value).split(BETWEEN)]
        return parts[0] if len(parts) == 1 else listed(parts, " → ")

    def _part(self, part: str) -> Said:
        return place(part) if part in self.names else code(part)

    def figures(self) -> list[dict[str, Any]]:
        """Return the best, the worst, what moves the figure most, and how many cases there are."""
        record = self.record
        keys = ("report_lowest", "report_highest")
        if record.better:
            keys = ("report_best_case", "report_worst_case")
        found = [
            figure(word(key), self.value(cell.value), self.where(cell))
            for key, cell in zip(keys, (record.best, record.worst), strict=True)
            if cell is not None
        ]
        if record.effects:
            most = record.effects[0]
            found.append(
                figure(
                    word("report_moves_most"),
                    _axis(most.axis),
                    word(
                        "low_to_high",
                        low=number(most.least, self.digits),
                        high=number(most.most, self.digits),
                    ),
                )
            )
        without = record.case_count - record.answered
        found.append(
            figure(
                word("report_cases"),
                number(record.case_count),
                word("report_without", n=number(without)),
            )
        )
        return found

    def charts(self) -> list[dict[str, Any]]:
        """Return the main figure over what was swept, and what moves it."""
        record = self.record
        if record.best is None:
            return []
        found = [self._main()]
        if len(record.effects) > 1:
            rows = [(_axis(one.axis), one.least, None, one.most) for one in record.effects]
            columns = [word("report_swept"), word("report_least"), word("report_most")]
            drawn = dots(rows, columns, digits=self.digits, from_zero=False)
            found.append(chart(word("report_effects"), drawn, unit=word("report_effects_unit")))
        if any(one.low is not None for one in record.cells) and len(record.axes) > 1:
            found.append(self._ranges())
        return found

    def _main(self) -> dict[str, Any]:
        axes = sorted(self.record.axes, key=_along)
        if len(axes) <= 1:
            return self._rows(axes)
        across, down = axes[-1], axes[-2]
        others = axes[:-2]
        states = list(product(*(axis.values for axis in others)))[:MOST_STATES]
        known = [one.value for one in self.record.cells if one.value is not None]
        as_heat = max(map(abs, known)) >= WHOLE_FROM
        names = (
            [self.shown(down.name, one) for one in down.values[:MOST_ROWS]],
            [self.shown(across.name, one) for one in across.values[:MOST_ROWS]],
            listed([_axis(down.name), _axis(across.name)], " / "),
        )
        grids = [self._grid(down, across, _at(others, state)) for state in states]
        return choice(
            self.measure,
            [
                (self._state(others, state), heat_values(g) if as_heat else self._table(names, g))
                for state, g in zip(states, grids, strict=True)
            ],
            by=listed([_axis(axis.name) for axis in others]),
            shared=heat(*names, known) if as_heat else None,
            unit=self._unit_line(down, across),
        )

    def _unit_line(self, *axes: AxisRecord) -> Said:
        unit = self.unit or self.record.measure
        cut = [axis for axis in axes if len(axis.values) > MOST_ROWS]
        return listed([unit, word("report_cut", n=number(MOST_ROWS))], "; ") if cut else unit

    def _state(self, others: Sequence[AxisRecord], state: Sequence[object]) -> Said | None:
        said = [self.named(axis.name, one) for axis, one in zip(others, state, strict=True)]
        return listed(said) if said else None

    def _table(
        self, names: tuple[list[Said], list[Said], Said], grid: Sequence[Sequence[float | None]]
    ) -> dict[str, Any]:
        rows, columns, corner = names
        return table(
            [corner, *columns],
            [
                [label, *("–" if one is None else number(one, self.digits) for one in row)]
                for label, row in zip(rows, grid, strict=True)
            ],
        )

    def _grid(
        self, down: AxisRecord, across: AxisRecord, state: Mapping[str, object]
    ) -> list[list[float | None]]:
        held = {
            (cell.at.get(down.name), cell.at.get(across.name)): cell.value
            for cell in self.record.cells
            if all(cell.at.get(name) == one for name, one in state.items())
        }
        return [
            [held.get((row, column)) for column in across.values[:MOST_ROWS]]
            for row in down.values[:MOST_ROWS]
        ]

    def _rows(self, axes: Sequence[AxisRecord]) -> dict[str, Any]:
        """Return a row for each value of the only axis, with its range."""
        cells = self.record.cells[:MOST_ROWS]
        name = axes[0].name if axes else ""
        rows = [
            (
                self.shown(name, one.at[name]) if name in one.at else one.case,
                one.low,
                one.value,
                one.high,
            )
            for one in cells
        ]
        strong = next((i for i, one in enumerate(cells) if one == self.record.best), None)
        drawn = dots(rows, self._columns(name), digits=self.digits, strong=strong, from_zero=False)
        return chart(self.measure, drawn, unit=self._unit_line(*axes))

    def _ranges(self) -> dict[str, Any]:
        """Return the ranges of the cells, the best first."""
        known = [one for one in self.record.cells if one.value is not None]
        known.sort(key=lambda one: one.value or 0.0, reverse=self.record.better == "high")
        rows = [(self.where(one), one.low, one.value, one.high) for one in known[:MOST_LISTED]]
        drawn = dots(rows, self._columns(""), digits=self.digits, from_zero=False)
        return chart(word("report_ranges", n=number(len(rows))), drawn, unit=self.unit or None)

    def _columns(self, name: str) -> list[Said]:
        first = _axis(name) if name else word("swept_case")
        return [first, word("report_low"), self.measure, word("report_high")]

    def notes(self) -> list[Said]:
        """Return warnings once each, cases without an answer, and of what the cases were asked."""
        record = self.record
        found: list[Said] = []
        if record.unanswered:
            listed_names = listed(list(record.unanswered[:MOST_LISTED]))
            found.append(
                word("report_unanswered", n=number(len(record.unanswered)), names=listed_names)
            )
        found += [
            word("report_warning", text=message(one.text), n=number(one.cases))
            for one in record.told
        ]
        return [
            *found,
            *(
                word("report_edition", text=message(one.text), n=number(one.cases))
                for one in record.editions[:MOST_LISTED]
            ),
        ]


def _axis(name: str) -> Said:
    """Return what an axis is called."""
    known = [SWEPT.get(part.replace("-", "_")) for part in name.split()]
    if known and all(known):
        return listed(word(one) for one in known if one)
    if name.startswith(RATE):
        return {"input": name.removeprefix(RATE)}
    return name


def _at(axes: Sequence[AxisRecord], state: Iterable[object]) -> dict[str, object]:
    return {axis.name: one for axis, one in zip(axes, state, strict=True)}


def _along(axis: AxisRecord) -> tuple[bool, int]:
    """Return how well an axis runs from left to right: numbers first, then many values."""
    are_numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in axis.values)
    return are_numbers, len(axis.values)


def _digits(largest: float) -> int:
    return 0 if largest >= THOUSAND else 1 if largest >= WHOLE_FROM else 3


def _decimals(value: float) -> int:
    """Return how many decimals a value needs to be told as it was written."""
    _, _, after = f"{value:.10g}".partition(".")
    return len(after) if "e" not in after else 6


REPORT = AnswerPage(name="report", story=report_story)
