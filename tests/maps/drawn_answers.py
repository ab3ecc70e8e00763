"""A small record of every answer that is told in charts, and the document of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.maps.drawn_pages import IMPRINT, PLACES, asked, heading, land, links, places
from tests.regions import GROUND
from zimnik.geo.core.vocabulary import Mode, Vehicle
from zimnik.geo.economics.outlook import Figure
from zimnik.geo.infrastructure.new_roads import NewLink, NewLinkKind, PricedLink, compare
from zimnik.geo.network.capacities import CapacityCheck, Handling, Throughput
from zimnik.geo.network.links import Traffic
from zimnik.geo.routing.itinerary import Route, Transfer
from zimnik.geo.routing.matrix_cells import MatrixCell
from zimnik.geo.uncertainty.hub_ranking import RankingAnswer
from zimnik.geo.uncertainty.ranking import HubRank, Swing
from zimnik.maps.page.document import Gazetteer
from zimnik.maps.pages.answers.access import ACCESS
from zimnik.maps.pages.answers.ahead import HORIZON, WORLDS
from zimnik.maps.pages.answers.diff import DIFF
from zimnik.maps.pages.answers.flow_map import FlowGround
from zimnik.maps.pages.answers.front import FRONT
from zimnik.maps.pages.answers.investment import INVESTMENT
from zimnik.maps.pages.answers.matrix import MATRIX
from zimnik.maps.pages.answers.outlook import OUTLOOK
from zimnik.maps.pages.answers.ranking import RANKING
from zimnik.maps.pages.answers.report import REPORT
from zimnik.maps.pages.answers.siting import SITING
from zimnik.maps.pages.answers.surface import SURFACE
from zimnik.maps.reports.access import access_record
from zimnik.maps.reports.ahead.horizon import HorizonRecord, HorizonYearRecord, OpeningRecord
from zimnik.maps.reports.ahead.worlds import PlanHubRecord, PlanRecord, WorldsRecord
from zimnik.maps.reports.front import FrontRecord, OpenStage, PointRecord
from zimnik.maps.reports.matrix import matrix_record
from zimnik.maps.reports.money.investment import (
    HubInvestmentRecord,
    InvestRecord,
    NpvSwingRecord,
    SpreadRecord,
    YearFlowsRecord,
)
from zimnik.maps.reports.money.outlook import (
    OutlookRecord,
    PlantRecord,
    StepRecord,
    TargetRecord,
)
from zimnik.maps.reports.products import CargoRecord, ProductRecord
from zimnik.maps.reports.ranking import ranking_record
from zimnik.maps.reports.records import PlaceRef
from zimnik.maps.reports.scenarios.diff import Change, DiffRecord
from zimnik.maps.reports.scenarios.report import (
    AxisRecord,
    CellRecord,
    CountedRecord,
    EffectRecord,
    ReportRecord,
)
from zimnik.maps.reports.siting import CarriedRecord, FlowRecord, OpenHub, SitingRecord, StageRecord
from zimnik.maps.reports.surface import SurfaceAnswerRecord, SurfaceRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.infrastructure.new_roads import AccessAnswer
    from zimnik.maps.page.document import AnswerFigure
    from zimnik.maps.reports.matrix import MatrixRecord
    from zimnik.maps.reports.ranking import RankingRecord

# Where nothing is known, and where less has passed than is wanted.
CHECKS = (
    CapacityCheck(
        "khatanga_port", 160_000.0, Throughput(Handling.LIFT, traffic=Traffic(32_700.0, 2023))
    ),
    CapacityCheck("rail_solikamsk_chita_st", 9e6, Throughput(Handling.PASSAGE, 1e6)),
)


def gazetteer(names: dict[str, tuple[str, str]] | None = None) -> Gazetteer:
    """Return the names of the drawn places, or others, and the ends of the drawn links."""
    at, joined = places(), links()
    own = dict(zip(at["id"], zip(at["name_en"], at["name_ru"], strict=True), strict=True))
    ends = zip(joined["from_id"], joined["to_id"], strict=True)
    return Gazetteer(names or own, dict(zip(joined["id"], ends, strict=True)), GROUND)


def ranking(first_share: float = 0.75) -> RankingRecord:
    """Return a ranking of two hubs, of which the first is first in a share of worlds."""
    other = 1 - first_share
    found = RankingAnswer(
        hubs=(
            HubRank("solikamsk", 100.0, 80.0, 120.0, (first_share, other), 2.0, 30.0),
            HubRank("krasnokamensk", 110.0, 85.0, 140.0, (other, first_share), 12.0, 60.0),
        ),
        swings=(Swing("rail_1520_tkm", -5.0, 25.0), Swing("interest", 9.98, 10.0)),
        value_usd_per_t={"": 2.0, "rail_1520_tkm": 1.5},
        deposit_ids=("lovozero", "tomtor"),
        left_out={"tatarskoye": "no route to solikamsk"},
        draws=1000,
        seed=7,
    )
    return ranking_record(found, heading(), (), checks={"solikamsk": CHECKS})


def matrix() -> MatrixRecord:
    """Return costs of two days from two deposits to two hubs; one pair has no route."""

    def cell(origin: str, destination: str, ready_d: int, usd_per_t: float) -> MatrixCell:
        numbers = (usd_per_t, 10.0, 0.0, 5.0, 300.0)
        return MatrixCell(origin, destination, ready_d, *numbers, (Mode.RAIL,))

    costs = {"tomtor": (300.0, 400.0), "lovozero": (50.0, np.inf)}
    cells = [
        cell(origin, destination, day, usd_per_t * (1 + day / 100))
        for day in (0, 100)
        for origin, own in costs.items()
        for destination, usd_per_t in zip(("solikamsk", "krasnokamensk"), own, strict=True)
    ]
    return matrix_record(cells, heading(), basis="day")


def investment() -> InvestRecord:
    """Return two hubs of which one pays; the other has no rate of return at its low end."""
    years = tuple(
        YearFlowsRecord(year, *flows)
        for year, flows in enumerate(
            ((0, 0, 0, 300e6, 0, 0, -300e6), (200e6, 60e6, 5e6, 0, 9e6, 20e6, 106e6)) , start=1
        )
    )  # fmt: skip
    pays = HubInvestmentRecord(
        "solikamsk", "Solikamsk", "separation", None, 1, 0, 20, 200e6, 100e6, 200e6, 60e6, 5e6, 9e6,
        120e6, SpreadRecord(-40e6, 110e6, 300e6), 14.5, "found", SpreadRecord(9.0, 14.0, 21.0),
        5.5, SpreadRecord(4.0, 5.5, None), 0.82, 0.0,
        (NpvSwingRecord("rail_1520_tkm", 0.01, 0.02, 0.04, 150e6, 60e6),), years,
    )  # fmt: skip
    loses = replace(
        pays, id="krasnokamensk", name="Krasnokamensk", npv_usd=-80e6,
        npv_usd_spread=SpreadRecord(-150e6, -80e6, -10e6),
        irr_pct_per_y_spread=SpreadRecord(None, 2.0, 7.0), pays_share_of_worlds=0.05,
    )  # fmt: skip
    return InvestRecord(
        asked=asked("hubs invest"), warnings=(), verdict="", deposits=(PlaceRef("tomtor", "Tomtor"),),
        stages=("cracking", "separation"), discount_pct_per_y=12.0, tax_regime="general",
        price_year=2025, price_market="china", draws=1000, seed=1, hubs=(loses, pays), without=(),
    )  # fmt: skip


def outlook() -> OutlookRecord:
    """Return plans of 20,000 t of which 5,000 t can be separated at home."""

    def published(quantity: str, value: float | None, unit: str, **ends: float) -> Figure:
        return Figure(
            quantity, "Russia", "2030", ends.get("low"), value, ends.get("high"), unit,
            "a definition", "", "ТАСС", "2025-08-11", "A",
        )  # fmt: skip

    target = published("target_rare_earths", 30_000.0, "t")
    step = StepRecord(
        "tomtor", "Tomtor", "solikamsk", "Solikamsk", "RU", 2030, 20_000.0, 18_000.0, 15.5, 15.5e6,
        70e6,
    )  # fmt: skip
    return OutlookRecord(
        asked=asked("outlook"), warnings=(), year=2030, home="RU", verdict="",
        contained_t_per_y=20_000.0, oxides_t_per_y=18_000.0, home_capacity_t_per_y=5_000.0,
        separated_at_home_t_per_y=5_000.0, largest_partner="CN", other_capacity_t_per_y=3_000.0,
        partner_share=13 / 18, unseparated_share_without_largest_partner=10 / 18, binds="",
        world_share=0.0125, import_share=0.25, targets=(TargetRecord(target, 2 / 3, 1 / 6),),
        world=published("mine_output", 400_000.0, "t"),
        world_share_aim=published("target_2021_world_share", None, "%", low=9.0, high=12.0),
        import_share_today=published("import_share", 75.0, "%"),
        import_share_aim=published("import_share_aim", 45.0, "%"), demand=target, steps=(step,),
        steps_abroad=(), plants=(PlantRecord("solikamsk", "Solikamsk", "RU", 5_000.0, 2027, True),),  # noqa: FBT003
        without={}, conflicts=(),
    )  # fmt: skip


def access() -> AccessAnswer:
    """Return a road of 40 million a year with hauls at 10 a tonne, and a flight at 100."""
    road = NewLink(NewLinkKind.ALL_SEASON_ROAD, "khatanga_port", 133.0, None, 300e6, 40e6)
    air = NewLink(NewLinkKind.AIR, "chita_st", 90.0, None, 0.0, 0.0)
    priced = (PricedLink(road, _route(10.0), 1e6), PricedLink(air, _route(100.0), 1e6))
    return compare("tomtor", priced, {NewLinkKind.RAIL_SPUR: "no station"})


def _route(usd_per_t: float) -> Route:
    return Route(
        parts=(Transfer("chita_st", Vehicle.TRUCK, None, 0.0, 0.0, usd_per_t),), bill={},
        components_usd_per_t={"road": usd_per_t}, low_usd_per_t=usd_per_t,
        high_usd_per_t=usd_per_t, distance_km=1.0, duration_d=2.0, waiting_d=0.0, co2_kg_per_t=0.0,
        co2_low_kg_per_t=0.0, co2_high_kg_per_t=0.0, corridors=(),
    )  # fmt: skip


def flow(origin: str, hub: str, tonnes_per_y: float, usd_per_t: float) -> FlowRecord:
    """Return a flow of ore to the plant of a hub."""
    return FlowRecord(
        "cracking and separation", origin, origin, hub, hub, origin, tonnes_per_y, usd_per_t,
        tonnes_per_y * usd_per_t, None,
    )  # fmt: skip


FLOWS = (
    flow("tomtor", "solikamsk", 160_000.0, 300.0),
    flow("lovozero", "solikamsk", 40_000.0, 50.0),
)
# Lovozero's tonnes and Tomtor's share the railway from Lovozero on; a link that nobody drew is last.
CARRIED = (
    CarriedRecord("rail_lovozero_solikamsk", "rail", "lovozero", "solikamsk", 200_000.0),
    CarriedRecord("access:tomtor", "winter_road", "tomtor", "lovozero", 160_000.0),
    CarriedRecord("access:nowhere", "road", "nowhere", "lovozero", 10.0),
)
CARGOES = tuple(
    CargoRecord(origin, tonnes, 365, ProductRecord("ore", 14.5, "published", 75.0, 33.0, 105.0))
    for origin, tonnes in (("tomtor", 160_000.0), ("lovozero", 40_000.0))
)
MADE: dict[str, Any] = {
    "basis": "year",
    "ready": None,
    "cargoes": CARGOES,
    "warnings": (),
    "needs_first": (),
}
HUB = OpenHub("solikamsk", "Solikamsk", 200_000.0, None)


def siting() -> SitingRecord:
    """Return 200,000 t of two deposits that one hub takes for 50 million a year."""
    stage = StageRecord("cracking and separation", 50e6, 0.0, (HUB,))
    return SitingRecord(
        asked=asked("hubs site"), **MADE, status="optimal", reasons=(), cost_usd_per_y=50e6,
        bound_usd_per_y=50e6, gap=0.0, sent_t_per_y=200_000.0, sending_ids=("tomtor", "lovozero"),
        hub_ids=("solikamsk",), flow_usd_per_t=250.0, conserved=True, conservation_faults=(), stages=(stage,),
        works=(), flows=FLOWS, carried=CARRIED, limits=(), capacity_checks=(),
    )  # fmt: skip


def flow_ground() -> FlowGround:
    """Return the drawn land, links and places, for a chart in degrees."""
    at = {one: (lon, lat) for one, *_, lon, lat in PLACES}
    return FlowGround(
        land(), dict(zip(links()["id"], links().geometry, strict=True)), at, "EPSG:4326"
    )


def front() -> FrontRecord:
    """Return two solutions: 10 t less of CO2 for a million more."""
    stage = OpenStage("cracking and separation", (PlaceRef("solikamsk", "Solikamsk"),))
    points = tuple(
        PointRecord(usd, co2, None, (stage,)) for usd, co2 in ((50e6, 90.0), (51e6, 80.0))
    )
    return FrontRecord(
        asked=asked("hubs site"), **MADE, goal="co2", points=points, reasons=(), capacity_checks=()
    )


def horizon() -> HorizonRecord:
    """Return a hub that opens in 2028 and serves half of the plan in the first of two years."""
    years = (
        HorizonYearRecord(2028, 200_000.0, 100_000.0, 14_500.0, None, 30e6, 400e6, FLOWS[:1]),
        HorizonYearRecord(2029, 200_000.0, 200_000.0, 29_000.0, None, 50e6, 0.0, FLOWS),
    )
    opening = OpeningRecord(
        2028, "opens", "cracking and separation", "solikamsk", "Solikamsk", 200_000.0, 400e6
    )
    return HorizonRecord(
        asked=asked("hubs site"), **MADE, status="optimal", reasons=(), first_year=2028,
        last_year=2029, discount_pct_per_y=12.0, budget_usd_per_y=None, step_t_per_y=None,
        target_reo_t_per_y=None,
        cost_usd=430e6, bound_usd=430e6, gap=0.0, all_sent=False, planned_t=400_000.0,
        sent_t=300_000.0, build_usd=400e6, solve_s=0.1, openings=(opening,),
        not_built=(), years=years, capacity_checks=(),
    )  # fmt: skip


def worlds() -> WorldsRecord:
    """Return a plan for all worlds that costs two million a year less than that of the base."""

    def plan(hub: str, usd_per_y: float) -> PlanRecord:
        opened = PlanHubRecord("cracking and separation", hub, hub, 200_000.0)
        low, high = usd_per_y * 0.8, usd_per_y * 1.3
        return PlanRecord((opened,), (), usd_per_y, low, usd_per_y, high, 0)

    return WorldsRecord(
        asked=asked("hubs site"), **MADE, status="optimal", reasons=(), worlds=10, seed=1,
        year_types={"normal": 10}, here_and_now=plan("solikamsk", 50e6),
        base=plan("krasnokamensk", 52e6), wait_and_see_usd_per_y=49e6, vss_usd_per_y=2e6,
        evpi_usd_per_y=1e6, bound_usd_per_y=50e6, gap=0.0, solve_s=0.1, capacity_checks=(),
    )  # fmt: skip


def report() -> ReportRecord:
    """Return the cost of a tonne at two hubs in three years, best at Solikamsk in 1980."""
    axes = (
        AxisRecord("destination_id", ("solikamsk", "krasnokamensk")),
        AxisRecord("year", (1979, 1980, 1981)),
    )
    costs = {
        "solikamsk": (120.0, 100.0, None),
        "krasnokamensk": (150.0, 140.0, 160.0),
    }
    cells = tuple(
        CellRecord(
            f"год={year}",
            {"destination_id": hub, "year": year},
            value,
            None if value is None else value - 20,
            None if value is None else value + 30,
        )
        for hub, own in costs.items()
        for year, value in zip(axes[1].values, own, strict=True)
    )
    return ReportRecord(
        asked=asked("matrix"), name="расчёт", question="matrix", case_count=3, answered=3,
        measure="cost_usd_per_t", unit="US$ per t", better="low", axes=axes, cells=cells,
        best=cells[1], worst=cells[5],
        effects=(
            EffectRecord("destination_id", 110.0, 145.0, "solikamsk", "krasnokamensk"),
            EffectRecord("year", 140.0, 160.0, 1980, 1981),
        ),
        unanswered=(), told=(CountedRecord("не хватает мощности", 2),),
        editions=(CountedRecord("атлас", 3),),
        places=(PlaceRef("solikamsk", "Solikamsk"), PlaceRef("krasnokamensk", "Krasnokamensk")),
        seconds=3.0,
    )  # fmt: skip


def diff() -> DiffRecord:
    """Return a rate that rose by a fifth, another that fell, and a row that is new."""
    changes = (
        Change("тарифы", "рельсы", "changed", "цена", 0.05, 0.06, 0.01, 20.0, "источник"),
        Change("тарифы", "баржа", "changed", "цена", 0.02, 0.019, -0.001, -5.0, "источник"),
        Change("тарифы", "дирижабль", "added"),
    )
    return DiffRecord(
        kind="rate cards", before="старый", after="новый", compared_rows=40, changes=changes
    )


def surface(quantity: str = "cost_usd_per_t") -> SurfaceAnswerRecord:
    """Return two days, on the second of which half of 10 million km2 has no route."""
    values = ("50", "100", "200", "400", "800") if "cost" in quantity else ("24", "168", "720")
    near, far = (9e6, 8e6, 6e6, 3e6, 1e6), (9e6, 9e6, 9e6, 8e6, 6e6)
    days = (("01-01", near, 250.0, 0.5e6), ("07-01", far, None, 5e6))
    surfaces = tuple(
        SurfaceRecord(day, quantity, 10e6, median, dict(zip(values, beyond, strict=False)), lost)
        for day, beyond, median, lost in days
    )
    return SurfaceAnswerRecord(
        asked=asked("surface"), warnings=(), goal="railhead", year_type="normal", tonnes_per_y=1e5,
        cell_km=8.0, west_deg=60.0, south_deg=48.0, east_deg=190.0, north_deg=78.0, surfaces=surfaces,
    )  # fmt: skip


TOLD: dict[str, tuple[Any, Callable[[], tuple[Any, ...]]]] = {
    RANKING.name: (RANKING, lambda: (ranking(),)),
    INVESTMENT.name: (INVESTMENT, lambda: (investment(),)),
    OUTLOOK.name: (OUTLOOK, lambda: (outlook(),)),
    ACCESS.name: (ACCESS, lambda: (access(), access_record(access(), heading()))),
    MATRIX.name: (MATRIX, lambda: (matrix(),)),
    SITING.name: (SITING, lambda: (siting(), flow_ground())),
    FRONT.name: (FRONT, lambda: (front(),)),
    HORIZON.name: (HORIZON, lambda: (horizon(),)),
    WORLDS.name: (WORLDS, lambda: (worlds(),)),
    REPORT.name: (REPORT, lambda: (report(),)),
    DIFF.name: (DIFF, lambda: (diff(),)),
    SURFACE.name: (SURFACE, lambda: (surface(),)),
}


def document(name: str, names: dict[str, tuple[str, str]] | None = None) -> AnswerFigure:
    """Return the page of an answer, with the drawn names or others."""
    page, given = TOLD[name]
    drawn: AnswerFigure = page.draw(IMPRINT, gazetteer(names), *given())
    return drawn
