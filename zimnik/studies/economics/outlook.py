"""The national question: what is planned, what binds, and what each further tonne costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.vocabulary import Stage
from zimnik.studies.answers import Answer, ChartAnswer, Question
from zimnik.studies.hubs.participants import sending_deposits
from zimnik.studies.options import option, several, text, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.economics.outlook import Figure, Frame, Outlook, SupplyStep
    from zimnik.maps.page.document import AnswerPage
    from zimnik.maps.reports.money.outlook import OutlookRecord
    from zimnik.studies.hubs.compare import Compared
    from zimnik.studies.model import Model

FIRST_YEAR, LAST_YEAR, USUAL_YEAR = 2024, 2100, 2030
# Targets of the frame, and figures that are often taken for something else.
TARGETS = ("target_large_tonnage_rare_metals", "target_rare_earths", "target_2021_rare_earths")
CONFLICTS = (
    ("target_large_tonnage_rare_metals", "home"),
    ("mining_share", "partner"),
    ("refining_share", "partner"),
    ("reserves_state_balance", "home"),
    ("reserves", "home"),
)
DEMAND, WORLD = "target_rare_earths", "world"
SAID = (
    "home demand is what a ministry calls met by its target; no figure of demand by element was "
    "found, and neither dysprosium nor terbium is a product of the plant under construction"
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OutlookAnswer(ChartAnswer):
    """Planned outputs against targets, the world and plants."""

    result: OutlookRecord

    @property
    def answered(self) -> bool:
        """Whether any deposit has a plan that counts."""
        return bool(self.result.steps)

    def record(self) -> OutlookRecord:
        """Return the record of the outlook."""
        return self.result

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each published figure."""
        from zimnik.maps.reports.money.outlook import outlook_rows

        return outlook_rows(self.result)

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return plans, targets, shares, costs and conflicts."""
        from zimnik.maps.reports.money.outlook_text import outlook_text

        return outlook_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of the outlook."""
        from zimnik.maps.pages.answers.outlook import OUTLOOK

        return OUTLOOK, (self.result,)


@dataclass(frozen=True, slots=True)
class OutlookQuestion(Question):
    """Hold planned outputs against targets, world output, imports and plants that separate.

    Parameters
    ----------
    year
        The year; a plan holds from its year until a newer one.
    deposits
        A deposit that counts; without any, all with a plan.
    hubs
        A hub where oxides may be made; without any, all that crack or separate.
    """

    year: int = option(USUAL_YEAR, whole(FIRST_YEAR, LAST_YEAR))
    deposits: tuple[str, ...] = sending_deposits()
    hubs: tuple[str, ...] = option((), several(text("hubs by id or name")), name="hub")

    command: ClassVar[str] = "outlook"
    answer_class: ClassVar[type[Answer]] = OutlookAnswer


def find_outlook(model: Model, question: OutlookQuestion) -> OutlookAnswer:
    """Answer the national question.

    Raises
    ------
    InputError
        With every name that is not known.
    """
    from zimnik.geo.economics.outlook import Outlook
    from zimnik.geo.infrastructure.planned_outputs import planned_outputs
    from zimnik.layers import load_figures, load_separation_plants
    from zimnik.layers.cards.outputs import output_plans
    from zimnik.maps.reports.money.outlook import outlook_record
    from zimnik.studies.drawing import heading_of
    from zimnik.studies.hubs.participants import deposit_ids_of
    from zimnik.studies.provenance import asked_of

    deposit_ids = (
        deposit_ids_of(model, question.deposits, value_chain=True)
        if question.deposits
        else list(model.atlas.deposits["id"])
    )
    plans, without = planned_outputs(
        output_plans(model.atlas.outputs), deposit_ids, year=question.year
    )
    home = str(model.atlas.deposits["country"].mode()[0])
    steps: list[SupplyStep] = []
    abroad: list[SupplyStep] = []
    unworked: dict[str, str] = {}
    for plan in plans:
        found = _compared(model, question, plan.deposit_id, plan.tonnes_per_y)
        at_home, elsewhere = (
            _cheapest(found, plan.reo_t_per_y, plan.year, home, at_home=where)
            for where in (True, False)
        )
        if at_home is None:
            unworked[plan.deposit_id] = "no recipe makes oxides of what it ships at home"
        else:
            steps.append(at_home)
        abroad += [elsewhere] if elsewhere else []
    outlook = Outlook(
        question.year,
        home,
        _cheapest_first(steps),
        load_separation_plants(model.atlas),
        _cheapest_first(abroad),
    )
    asked = asked_of(model, question, question.command)
    record = outlook_record(
        outlook,
        _frame(load_figures(model.atlas), outlook),
        heading_of(model, asked),
        without={**without, **unworked},
        warnings=(SAID, *model.warnings),
    )
    return OutlookAnswer(record, asked, model)


def _compared(
    model: Model, question: OutlookQuestion, deposit_id: str, tonnes_per_y: float
) -> Compared:
    """Return what the oxides of a deposit cost at every hub that may make them."""
    from zimnik.studies.hubs.compare import CompareQuestion, compared

    asked = CompareQuestion(
        hubs=question.hubs or _plants(model),
        deposits=(deposit_id,),
        tonnes_per_y=tonnes_per_y,
    )
    return compared(model, asked)


def _plants(model: Model) -> tuple[str, ...]:
    """Return the hubs that crack and separate, built or proposed."""
    stages = model.atlas.hubs["stages"].str.split(";")
    both = {str(Stage.CRACKING), str(Stage.SEPARATION)}
    works = [both <= set(own) for own in stages]
    return tuple(str(hub) for hub in model.atlas.hubs["id"][works])


def _cheapest_first(steps: Sequence[SupplyStep]) -> tuple[SupplyStep, ...]:
    return tuple(sorted(steps, key=lambda step: step.cost_usd_per_kg))


def _cheapest(
    found: Compared, contained_t: float, planned_year: int, home: str, *, at_home: bool
) -> SupplyStep | None:
    """Return what the oxides of the one deposit cost where they cost least at home, or abroad."""
    from zimnik.geo.economics.netback import built_usd_per_t
    from zimnik.geo.economics.outlook import SupplyStep

    plants, hubs = found.pricing.plants, found.earnings.hubs
    rows = [
        (cost_usd_per_kg, row)
        for row in found.comparison.answered
        if (plants.locations[row.hub_id].country == home) is at_home
        and row.costs[0].flows
        and (cost_usd_per_kg := hubs[row.hub_id].reo_with_mining_usd_per_kg) is not None
    ]
    if not rows:
        return None
    usd_per_kg, row = min(rows, key=lambda one: one[0])
    (cost,) = row.costs
    built = sum(built_usd_per_t(flow, plants, row.hub_id) for flow in cost.flows)
    made_share = (cost.reo_kg_per_t or 0.0) / cost.flows[0].reo_in_kg
    return SupplyStep(
        deposit_id=cost.deposit_id,
        hub_id=row.hub_id,
        country=plants.locations[row.hub_id].country,
        planned_year=planned_year,
        contained_t_per_y=contained_t,
        oxides_t_per_y=contained_t * made_share,
        cost_usd_per_kg=usd_per_kg,
        built_usd_per_kg=built / (cost.reo_kg_per_t or 1.0),
    )


def _frame(figures: Sequence[Figure], found: Outlook) -> Frame:
    """Return the published figures that an outlook is held against."""
    from zimnik.geo.economics.outlook import Frame, figure_of

    names = {"home": _name_of(found.home), "partner": _name_of(found.largest_partner or "")}

    def figure(quantity: str, region: str = names["home"]) -> Figure | None:
        return figure_of(figures, quantity, region, until=found.year)

    conflicts = (figure(quantity, names[whose]) for quantity, whose in CONFLICTS)
    return Frame(
        world=figure("mine_output", WORLD),
        demand=figure(DEMAND),
        world_share_aim=figure("target_2021_world_share"),
        import_share_today=figure("import_share"),
        import_share_aim=figure("import_share_aim"),
        targets=tuple(one for name in TARGETS if (one := figure(name)) is not None),
        conflicts=tuple(one for one in conflicts if one is not None),
    )


def _name_of(country: str) -> str:
    """Return the English name of a country, as the figures of the frame have it."""
    from zimnik.layers.atlas.countries import COUNTRY_NAMES

    return COUNTRY_NAMES.get(country, (country,))[0]
