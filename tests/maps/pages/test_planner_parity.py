"""The page's engine gives the answers of the model: cost to 1e-6, and the same links."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.examples import examples
from tests.maps.planner_cases import (
    LEG,
    TRANSFER,
    Model,
    account_of,
    drawn_input,
    drawn_question,
)
from zimnik.geo.climate.road_seasons import derive_seasons
from zimnik.geo.core.calendar import MONTH_STARTS_D
from zimnik.geo.network.access import access_links
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.pricing.cargo import cargo_of_product
from zimnik.layers import load_atlas, load_climate, load_rate_card, places
from zimnik.layers import sites as sites_of
from zimnik.layers.atlas.existence import standing
from zimnik.layers.atlas.network import typed_links, typed_places
from zimnik.layers.cards.cargo import product_of_site
from zimnik.maps.page.scripts import script_of
from zimnik.maps.pages.planner_data import PlannerInput, planner_record
from zimnik.maps.reports.capacities import capacity_records
from zimnik.maps.reports.records import to_builtins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

    from tests.maps.planner_cases import Question

NETWORKS = examples(60)
QUESTIONS_EACH = 32
ATLAS_QUESTIONS = 80
COST_TOLERANCE = 1e-6
MIDNIGHT_D = 1e-6
ENGINE = (
    "planner/unpacked.js",
    "planner/network.js",
    "planner/pricing.js",
    "planner/router.js",
    "planner/path_calendar.js",
    "planner/route.js",
)
ASK = """
async ([packed, questions]) => {
  const { record, arrays } = await zimnik.plannerData(packed);
  const network = zimnik.plannerNetwork(record, arrays);
  const router = new zimnik.Router(network);
  const ids = record.cargoes.map((cargo) => cargo.id);
  return questions.map((question) => {
    const sets = { modes: [], corridors: [], borders: [], ...question.closed };
    for (const name of Object.keys(sets)) sets[name] = new Set(sets[name]);
    const prices = zimnik.priceVector(network, ids.indexOf(question.origin), question.factors);
    const priced = {
      costs: zimnik.rowCosts(network, prices),
      waiting: prices[record.quantities.indexOf("waiting_d")],
      closed: zimnik.closedToOthers(network, zimnik.closedMoves(network, sets, question.year),
        record.cargoes[ids.indexOf(question.origin)].rail_service),
    };
    const windows = arrays[`move_window_${question.year}`];
    const ends = question.destinations.map((id) => network.placeOf.get(id));
    const query = router.query(priced, network.placeOf.get(question.origin), ends, windows);
    const found = question.ready.length === 1 ? router.search(query, question.ready[0])
      : router.searchAny(query, question.ready, Infinity);
    if (router.hurried.has(query) || router.isCut) return "hurried";
    if (found === null) return null;
    const calendar = zimnik.pathCalendar(network, query, found, [found.ready]);
    const path = zimnik.pathOn(network, calendar, 0, found.ready);
    const links = path.moves.map((move) => arrays.move_edge[move])
      .filter((edge) => edge >= 0 && arrays.edge_link[edge] >= 0)
      .map((edge) => record.links[arrays.edge_link[edge]]);
    const cargo = ids.indexOf(question.origin);
    const vector = (level) => zimnik.priceVector(network, cargo, question.factors, level);
    const width = record.quantities.length;
    const all = {
      base: prices, low: vector("low"), high: vector("high"),
      emissions: arrays.emissions.slice(cargo * width, (cargo + 1) * width),
    };
    const route = zimnik.plannerRoute(network, path, all, priced, windows, record.cargoes[cargo]);
    return { cost: path.cost, links, ready: path.ready, route };
  });
}
"""


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=script_of(ENGINE))
    yield page
    page.close()


@pytest.fixture(scope="module")
def shipped() -> PlannerInput:
    atlas = load_atlas(drawn=False)
    card = load_rate_card(atlas)
    every_place, table = standing(places(atlas), atlas.links)
    known, links = typed_places(every_place), typed_links(table)
    links = (*links, *access_links(known, links, card))
    links = derive_seasons(links, known, load_climate()).links
    sites = every_place.set_index("id")
    rows = sites_of(atlas).set_index("id")
    deposits = sites.index[sites["kind"] == "deposit"]
    return PlannerInput(
        arrays=network_arrays(known, links, card),
        card=card,
        cargoes={
            i: cargo_of_product(product_of_site(rows.loc[i].to_dict()), card)[0] for i in deposits
        },
        hub_ids=sites.index[sites["kind"] == "hub"].tolist(),
        notes={},
    )


def asked(engine: Page, given: PlannerInput, questions: Sequence[Question]) -> list[Any]:
    record = planner_record(given)
    answers: list[Any] = engine.evaluate(ASK, [record, [q.record() for q in questions]])
    return answers


def test_equals_the_model_on_drawn_networks(engine: Page) -> None:
    rng = np.random.default_rng(7)
    reached, ties, hurried = 0, 0, 0
    for _ in range(NETWORKS):
        given = drawn_input(rng)
        model = Model(given)
        questions = [drawn_question(rng, given) for _ in range(QUESTIONS_EACH)]
        for question, answer in zip(questions, asked(engine, given, questions), strict=True):
            if answer == "hurried":
                hurried += 1
                continue
            reached += answer is not None
            ties += compared(model, question, answer)
    assert reached > NETWORKS * QUESTIONS_EACH / 2
    assert ties < reached / 50
    assert hurried < reached / 50


def test_equals_the_model_where_regions_are_joined(engine: Page) -> None:
    rng = np.random.default_rng(13)
    for _ in range(4):
        given = drawn_input(rng, joined=True)
        model = Model(given)
        questions = [drawn_question(rng, given) for _ in range(8)]
        pairs = zip(questions, asked(engine, given, questions), strict=True)
        assert sum(compared(model, question, answer) for question, answer in pairs) <= 1


def test_equals_the_model_on_the_shipped_atlas(engine: Page, shipped: PlannerInput) -> None:
    rng = np.random.default_rng(11)
    model = Model(shipped)
    questions = [drawn_question(rng, shipped) for _ in range(ATLAS_QUESTIONS)]
    pairs = zip(questions, asked(engine, shipped, questions), strict=True)
    ties = sum(compared(model, question, answer) for question, answer in pairs)
    assert ties < 0.05 * ATLAS_QUESTIONS


def test_best_month_and_cheapest_hub_are_the_best_of_all(engine: Page) -> None:
    rng = np.random.default_rng(5)
    for _ in range(4):
        given = drawn_input(rng)
        model = Model(given)
        questions = [
            replace(
                drawn_question(rng, given),
                ready_days=MONTH_STARTS_D,
                destination_ids=tuple(given.hub_ids),
            )
            for _ in range(3)
        ]
        for question, answer in zip(questions, asked(engine, given, questions), strict=True):
            assert not compared(model, question, answer)


def compared(model: Model, question: Question, answer: Any) -> bool:
    """Assert that an answer is the model's; return whether it is another route of equal cost."""
    route = model.best(question)
    if route is None or answer is None:
        assert (route is None) == (answer is None), question
        return False
    assert answer["cost"] == pytest.approx(route.cost_usd_per_t, rel=COST_TOLERANCE), question
    expected = account_of(route)
    if stops_of(answer["route"]) != stops_of(expected) or answer["ready"] != route.ready_d:
        return True
    assert answer["links"] == list(route.link_ids)
    # A day of waiting costs the same in every store. The page waits where cargo comes first (E28);
    # the model's search breaks such a tie by rounding, so the same path may wait in another store.
    waits, others = waits_of(answer["route"]), waits_of(expected)
    if waits != pytest.approx(others, abs=1e-6):
        assert sum(waits) == pytest.approx(sum(others))
        return True
    shown = [warning_of(warning) for warning in answer["route"]["warnings"]]
    assert [long.startswith(short) for short, long in zip(shown, route.warnings, strict=True)] == [
        True
    ] * len(shown)
    checks = to_builtins(capacity_records(route.capacity_checks, {}))
    assert answer["route"]["capacity_checks"] == [
        {name: value for name, value in check.items() if name != "name"} for check in checks
    ]
    assert_alike(answer["route"], expected)
    return False


def stops_of(account: dict[str, Any]) -> list[list[str]]:
    """Return the places of the parts of a route: equal costs may be paid at other places."""
    names = ("at_id", "from_id", "to_id", "to_vehicle")
    return [[str(part.get(name)) for name in names] for part in account["parts"]]


def waits_of(account: dict[str, Any]) -> list[float]:
    """Return the days waited at each place where a route loads or changes vehicle."""
    return [part["waiting_d"] for part in account["parts"] if "mode" not in part]


def warning_of(warning: dict[str, Any]) -> str:
    """Return how the model begins a warning that the page hands on in parts."""
    if warning["kind"] == "radioactive":
        known = "is closed to it" if warning["is_closed"] else "is not known to be open for it"
        return f"radioactive cargo (class 7) is lifted at {warning['at_id']}, which {known}"
    return f"{warning['from_id']} to {warning['to_id']}: no link is known, {warning['distance_km']:.0f} km"


def assert_alike(shown: dict[str, Any], expected: dict[str, Any]) -> None:
    """Assert that the page's account of a route is the model's."""
    assert shown["by_way_of"] == expected["by_way_of"]
    pairs = [
        (shown[group][name], value)
        for group in ("total", "range", "components")
        for name, value in expected[group].items()
    ]
    for part, other in zip(shown["parts"], expected["parts"], strict=True):
        pairs += [(part[name], other[name]) for name in (LEG if "mode" in other else TRANSFER)]
        if "mode" in other:
            # At midnight rounding decides which day it is.
            pairs += [
                (part[name], other[name])
                for name in ("depart", "arrive")
                if abs(other[f"{name}_day"] - round(other[f"{name}_day"])) > MIDNIGHT_D
            ]
        if "mode" in other:
            assert part["seasons"] == other["seasons"]
            assert part["passes"] == other["passes"]
            assert part["windows"] == other["windows"]
    for value, other in pairs:
        if isinstance(other, float):
            assert value == pytest.approx(other, rel=COST_TOLERANCE, abs=1e-6)
        else:
            assert value == other
