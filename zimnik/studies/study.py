"""The study: an atlas, its rates and its network, loaded once, and every question one can ask.

Owns the one door through which questions are asked. The command line, the pages, the benchmarks and
notebooks all come through here, so that none of them can assemble another network.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, overload

from zimnik.studies.access import AccessQuestion, find_access
from zimnik.studies.answers import EXECUTOR
from zimnik.studies.campaign import CampaignQuestion, find_campaign
from zimnik.studies.criticality import CriticalityQuestion, find_criticality
from zimnik.studies.economics.invest import InvestQuestion, find_investments
from zimnik.studies.economics.outlook import OutlookQuestion, find_outlook
from zimnik.studies.graph import GraphQuestion, make_graph
from zimnik.studies.hubs.compare import CompareQuestion, compare_hubs
from zimnik.studies.hubs.rank import RankQuestion, rank_hubs
from zimnik.studies.hubs.site import SiteQuestion
from zimnik.studies.hubs.siting import site_hubs
from zimnik.studies.map import MapQuestion, find_map
from zimnik.studies.matrix import MatrixQuestion, find_matrix
from zimnik.studies.remoteness import RemotenessQuestion, find_remoteness
from zimnik.studies.route import RouteQuestion, find_route
from zimnik.studies.sources import Sources
from zimnik.studies.surfaces.finding import find_surface
from zimnik.studies.surfaces.surface import SurfaceQuestion
from zimnik.studies.tables import Layers, TablesQuestion, count_tables, write_atlas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Executor
    from pathlib import Path

    import folium

    from zimnik.layers import Examined
    from zimnik.layers.store.writing import Written
    from zimnik.studies.answers import Question
    from zimnik.studies.model import Model
    from zimnik.studies.scenarios.results import Results

Given = ParamSpec("Given")
Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


def _asks(
    question: Callable[Given, Asked], answer: Callable[[Model, Asked], Answered]
) -> Callable[Concatenate[Study, Given], Answered]:
    """Return the method that makes a question of its options and answers it.

    Signature and docstring are those of the question, so that an option is described once. A
    question that can be answered by several workers takes `executor` too (`zimnik.workers`).
    """

    def method(self: Study, /, *given: Given.args, **named: Given.kwargs) -> Answered:
        where = {EXECUTOR: named.pop(EXECUTOR)} if EXECUTOR in named and spread else {}
        return answer(self.model, question(*given, **named), **where)

    signature, answered = inspect.signature(question), inspect.signature(answer)
    spread = [answered.parameters[EXECUTOR]] if EXECUTOR in answered.parameters else []
    own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = [own, *signature.parameters.values(), *spread]
    found = answered.return_annotation
    method.__signature__ = signature.replace(parameters=parameters, return_annotation=found)  # type: ignore[attr-defined]
    method.__doc__ = question.__doc__
    method.question, method.answer = question, answer  # type: ignore[attr-defined]
    return method


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Study:
    """An atlas with its rates and its network, of which every question is asked.

    Make one with `zimnik.load`. Nothing in it changes: a question that adds a point or a road has
    a model of its own.

    Parameters
    ----------
    model
        Atlas, rate card, places and links.
    """

    model: Model

    route = _asks(RouteQuestion, find_route)
    matrix = _asks(MatrixQuestion, find_matrix)
    campaign = _asks(CampaignQuestion, find_campaign)
    criticality = _asks(CriticalityQuestion, find_criticality)
    remoteness = _asks(RemotenessQuestion, find_remoteness)
    surface = _asks(SurfaceQuestion, find_surface)
    graph = _asks(GraphQuestion, make_graph)
    tables = _asks(TablesQuestion, count_tables)
    access = _asks(AccessQuestion, find_access)
    compare_hubs = _asks(CompareQuestion, compare_hubs)
    invest = _asks(InvestQuestion, find_investments)
    outlook = _asks(OutlookQuestion, find_outlook)
    rank_hubs = _asks(RankQuestion, rank_hubs)
    site_hubs = _asks(SiteQuestion, site_hubs)

    def map(self, **options: Any) -> folium.Map:  # noqa: ANN401 - of the question and the page
        """Return the interactive map: places, network and the planner's questions.

        Parameters
        ----------
        options
            `surface`: the kind of place to which remoteness is laid under the map, such as
            "railhead"; `story`: files in Markdown, or the name of a story, that the page tells in
            steps; `projection`: "region" or "polar"; `tiles`: whether to lie over tiles of
            the web.

        Raises
        ------
        InputError
            If an option is not known, or there is no place of the kind.
        """
        page = {name: options.pop(name) for name in ("projection", "tiles") if name in options}
        return find_map(self.model, MapQuestion(**options)).to_map(**page)

    @property
    def layers(self) -> Layers:
        """The tables of the atlas by name, plain GeoDataFrames and DataFrames, links as drawn."""
        from zimnik.studies.model import drawn

        return Layers(drawn(self.model).atlas)

    def run(
        self,
        cases: Mapping[str, Question] | Iterable[Question],
        *,
        executor: Executor | None = None,
    ) -> Results:
        """Answer many questions of one kind; the result has `to_frame` and `figures`.

        Parameters
        ----------
        cases
            Questions, such as `RouteQuestion`, by name or in a row.
        executor
            Where they are answered, such as `zimnik.workers` gives; None for here. Answers and
            their order are the same.

        Raises
        ------
        InputError
            If they are not of one kind; or with the faults of those that cannot be answered.
        """
        from zimnik.studies.scenarios.run import run_questions

        return run_questions(self.model, cases, executor=executor)

    def check(self) -> Examined:
        """Return every fault that `zimnik check` finds in the atlas, and what is worth saying.

        A study is never made of an atlas that cannot be used; the check also asks what a sourced
        atlas owes its readers, such as sources, and whether places lie where they say.
        """
        from zimnik.layers.loading.regions import check_over

        sources = self.model.sources
        return check_over(
            sources.region, given=sources.atlas, limits=sources.limits, reading=sources.reading
        )

    @overload
    def export(self, path: Path) -> Path: ...

    @overload
    def export(self, path: str) -> Path | Written: ...

    def export(self, path: str | Path) -> Path | Written:
        """Write the tables to a .gpkg, .xlsx, .parquet, .geojson, .kml or .fgb, or a folder of CSV.

        Or into a store, postgresql://host/database, laid over what it holds.

        Raises
        ------
        InputError
            If the name has another suffix, or it cannot be written.
        """
        return write_atlas(self.model, path)

    def _repr_html_(self) -> str:
        """Return edition and tables, short enough for a notebook."""
        return f"<p>{escape(repr(self))}</p>{self.model.atlas._repr_html_()}"

    def __repr__(self) -> str:
        model = self.model
        return (
            f"<Study: atlas {model.atlas.version} of {model.atlas.date}, {len(model.places)} "
            f"places, {len(model.typed_links)} links, USD {model.card.year}>"
        )


def load(**sources: Any) -> Study:  # noqa: ANN401 - the fields of Sources
    """Load an atlas with its rates, and return the study of it; the options are `Sources`'.

    Raises
    ------
    InputError
        With every fault of the options, or of the tables.
    """
    from zimnik.studies.model import load_model

    return Study(load_model(Sources(**sources)))


load.__doc__ = (Sources.__doc__ or "").replace(
    "Where the data of a study come from.", load.__doc__ or ""
)
