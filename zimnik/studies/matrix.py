"""The question of the matrix: costs from many origins to many destinations by day of readiness."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.messages import OF_PLACES, Message, is_coded
from zimnik.geo.core.vocabulary import PlaceKind
from zimnik.studies.answers import Answer, ChartAnswer
from zimnik.studies.options import SEASON, option, optional
from zimnik.studies.places import NAMED_PLACES
from zimnik.studies.readiness import (
    DAY_BASIS,
    YEAR_BASIS,
    by_season,
    readiness_faults,
)
from zimnik.studies.shared import DAYS, Closing, days_to_arrive, tonnes, value
from zimnik.studies.years.calendar import in_asked_year

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from concurrent.futures import Executor

    import pandas as pd

    from zimnik.geo.core.errors import Fault
    from zimnik.geo.routing.matrix import MatrixRequest
    from zimnik.geo.routing.matrix_cells import MatrixCell
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year import YearCell
    from zimnik.maps.page.document import AnswerPage
    from zimnik.maps.reports.matrix import MatrixRecord
    from zimnik.studies.model import Model

NUMBERS = ("cost_usd_per_t", "duration_d", "waiting_d", "co2_kg_per_t", "distance_km")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MatrixAnswer(ChartAnswer):
    """A cell for every origin and destination, in this order, and for every day that is asked."""

    result: tuple[MatrixCell, ...] | tuple[YearCell, ...]
    warnings: tuple[str, ...]
    basis: str

    @property
    def answered(self) -> bool:
        """Whether any pair has a route."""
        return any(math.isfinite(cell.cost_usd_per_t) for cell in self.result)

    def record(self) -> MatrixRecord:
        """Return the record of the cells."""
        from zimnik.maps.reports.matrix import matrix_record
        from zimnik.studies.drawing import heading_of

        heading = heading_of(self.model, self.asked)
        return matrix_record(self.result, heading, basis=self.basis, warnings=self.warnings)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for every cell."""
        from zimnik.maps.reports.matrix import matrix_rows

        return matrix_rows(self.record())

    def to_frame(self) -> pd.DataFrame:
        """Return a long table, a row for every cell: NaN where there is no route, and `reason`."""
        table = Answer.to_frame(self)
        numbers = [name for name in table.columns if name in NUMBERS or name.endswith("_usd_per_t")]
        return table.astype(dict.fromkeys(numbers, float))

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return the year or the days of one pair, or a table of many pairs."""
        from zimnik.maps.reports.matrix import matrix_text

        return matrix_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of the matrix."""
        from zimnik.maps.pages.answers.matrix import MATRIX

        return MATRIX, (self.record(),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixQuestion(Closing):
    """Price what a tonne of a year, or of some days, costs from every origin to every destination.

    Parameters
    ----------
    origins
        Places with commas, or one lat,lon; all deposits if left out. In Python also points, or a
        GeoDataFrame of points whose column `id` or `name` names them.
    destinations
        Places with commas, or one lat,lon; all hubs if left out. In Python as `origins`.
    ready
        Day MM-DD of readiness, or several; without any, cargo is made evenly over the year.
    working_season
        First and last day MM-DD:MM-DD on which cargo is made; without it the published season of
        the deposit, else all days.
    tonnes_per_y
        Tonnes a year, over which dedicated roads are spread; without it the published outputs.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    max_days
        Most days from readiness to arrival.
    """

    origins: Any = option(None, NAMED_PLACES)
    destinations: Any = option(None, NAMED_PLACES)
    ready: Sequence[str] = option((), DAYS)
    working_season: Any = option(None, optional(SEASON))
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()
    max_days: float = days_to_arrive()

    command: ClassVar[str] = "matrix"
    answer_class: ClassVar[type[Answer]] = MatrixAnswer

    def contradictions(self) -> list[Fault]:
        """Return the faults of days and of years that are asked for in two ways."""
        return [*readiness_faults(self.ready, self.working_season), *self.year_faults()]


def find_matrix(
    model: Model, question: MatrixQuestion, *, executor: Executor | None = None
) -> MatrixAnswer:
    """Answer the question of the matrix by label setting over dates (docs/model.md, E9, E28).

    Parameters
    ----------
    model
        Atlas, rates and network.
    question
        The options.
    executor
        Where the origins are sought; None for here.

    Raises
    ------
    InputError
        If a place or something to avoid is not known, or nothing was read in the year.
    """
    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
    from zimnik.studies.model import cargoes_of, closures_of, laid_out, with_access_of
    from zimnik.studies.provenance import asked_of

    model, origin_ids, destination_ids, said = _ends(model, question)
    cargoes, notes = cargoes_of(model, origin_ids, question.tonnes_per_y, question.value_usd_per_t)
    model = with_access_of(model, {*origin_ids, *destination_ids}, to_ids=destination_ids)
    request = MatrixRequest(
        cargoes,
        destination_ids,
        tuple(day_of(text) for text in question.ready),
        closures_of(model, question.avoid, question.without),
        question.max_days,
    )
    network = laid_out(model, question.year_type)
    found: tuple[MatrixCell, ...] | tuple[YearCell, ...]
    if question.ready:
        basis, found = DAY_BASIS, cost_matrix(network, request, executor=executor)
    else:
        basis, (found, made) = YEAR_BASIS, _years(network, request, question, executor)
        notes = {**made, **notes}
    warnings = (*said, *_grouped(notes, origin_ids), *model.warnings)
    asked = asked_of(model, question, question.command)
    return MatrixAnswer(found, asked, model, tuple(dict.fromkeys(warnings)), basis)


def _years(
    network: DatedNetwork,
    request: MatrixRequest,
    question: MatrixQuestion,
    executor: Executor | None,
) -> tuple[tuple[YearCell, ...], dict[str, list[str]]]:
    """Return the year of every pair, and of which origins a working season is to be told."""
    from zimnik.geo.routing.year import WHOLE_YEAR_D
    from zimnik.geo.routing.yearly import year_cells

    cells: list[YearCell] = []
    notes: dict[str, list[str]] = {}
    for ready, cargoes in by_season(request.cargoes, question.working_season):
        asked = replace(request, cargoes=cargoes, ready_d=ready.ready_d or WHOLE_YEAR_D)
        cells += year_cells(network, asked, executor=executor)
        for note in ready.notes:
            notes.setdefault(note, []).extend(cargoes)
    order = {origin_id: number for number, origin_id in enumerate(request.cargoes)}
    return tuple(sorted(cells, key=lambda cell: order[cell.origin_id])), notes


def _ends(model: Model, question: MatrixQuestion) -> tuple[Model, list[str], list[str], list[str]]:
    """Return the model in its year with all points, both ends, and what to say of the names."""
    from zimnik.geo.network.closures import NO_CLOSURES
    from zimnik.studies.faults import FaultCollector
    from zimnik.studies.model import closures_of
    from zimnik.studies.places import places_of

    faults = FaultCollector()
    closures = NO_CLOSURES
    with faults.reading():
        closures = closures_of(model, question.avoid, question.without)
    ends: list[list[str]] = []
    said: list[str] = []
    asked = (
        ("origins", question.origins, PlaceKind.DEPOSIT),
        ("destinations", question.destinations, PlaceKind.HUB),
    )
    for field, given, kind in asked:
        with faults.reading(field):
            model, ids, more = places_of(model, given, kind, closures=closures)
            ends.append(ids)
            said += more
    with faults.reading():
        model = in_asked_year(model, question.year, question.year_type)
    faults.require_none()
    return model, ends[0], ends[1], said


def _grouped(notes: Mapping[str, Sequence[str]], origin_ids: Collection[str]) -> list[str]:
    """Return what was taken for granted, with the origins that it was taken for."""
    if len(origin_ids) == 1:
        return list(notes)
    return [_of_origins(note, tuple(ids)) for note, ids in notes.items()]


def _of_origins(note: str, ids: tuple[str, ...]) -> str:
    """Return a note with the origins behind it."""
    text = f"{note} ({len(ids)} origin{'s' * (len(ids) > 1)}: {', '.join(ids)})"
    return Message(text, OF_PLACES, place_ids=ids, said=note) if is_coded(note) else text
