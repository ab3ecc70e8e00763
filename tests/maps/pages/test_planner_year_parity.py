"""The page's year is the model's: mean, extreme days, months, components and shares of routes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.examples import examples
from tests.maps.pages.test_planner_parity import shipped
from tests.maps.planner_cases import Model, drawn_input, drawn_question
from zimnik.geo.core.calendar import YEAR_D, Window, text_of
from zimnik.maps.page.scripts import script_of
from zimnik.maps.pages.planner_data import planner_record
from zimnik.maps.reports.capacities import capacity_records
from zimnik.maps.reports.records import to_builtins
from zimnik.maps.reports.year import year_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

    from tests.maps.planner_cases import Question
    from zimnik.geo.routing.year import RouteYear
    from zimnik.maps.pages.planner_data import PlannerInput

__all__ = ["shipped"]

NETWORKS = examples(40)
QUESTIONS_EACH = 8
ATLAS_QUESTIONS = 24
EXACT = 1e-9
ENGINE = ("planner/unpacked.js", "planner/network.js", "planner/engine.js", "planner/year.js")
ASK = """
async ([packed, questions]) => {
  const { record, arrays } = await zimnik.plannerData(packed);
  const engine = new zimnik.Engine(zimnik.plannerNetwork(record, arrays));
  const ids = record.cargoes.map((cargo) => cargo.id);
  return questions.map(({ origin, destinations, season, year: kind, factors, closed }) => {
    const sets = { modes: [], corridors: [], borders: [], ...closed };
    for (const name of Object.keys(sets)) sets[name] = new Set(sets[name]);
    const hub = destinations.length === 1 ? destinations[0] : "cheapest";
    const state = { ...sets, hub, season, ready: null, year: kind, factors, off: new Set() };
    const cargo = ids.indexOf(origin);
    const { withPriced } = engine.router;
    let choices = 0;
    engine.router.withPriced = (...given) => {
      choices += 1;
      return withPriced.apply(engine.router, given);
    };
    const year = engine.yearFor(state, cargo);
    engine.router.withPriced = withPriced;
    if (engine.router.hurried.has(engine.queryOf(state, cargo))) return "hurried";
    if (year === null) return null;
    const links = year.shares.map(({ path }) => zimnik.linksOf(engine.network, path.moves)
      .map((link) => record.links[link]));
    return { ...engine.account(state, cargo, year), links, choices, costs: [...year.costs] };
  });
}
"""
FIGURES = (
    "mean_usd_per_t", "low_usd_per_t", "high_usd_per_t", "best_usd_per_t", "worst_usd_per_t",
    "working_d", "distance_km", "duration_d", "waiting_d", "co2_kg_per_t",
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=script_of(ENGINE))
    yield page
    page.close()


def season_of(days: Sequence[int]) -> list[str] | None:
    """Return the first and the last of days in a row, which may wrap around the new year."""
    if len(days) == YEAR_D:
        return None
    first = next(day for day in days if (day - 1) % YEAR_D not in days)
    return [text_of(first), text_of(first + len(days) - 1)]


def drawn_year(rng: np.random.Generator, given: PlannerInput) -> Question:
    """Return a random question about a year or a working season, to one hub or to the cheapest."""
    question = drawn_question(rng, given)
    opens, closes = rng.integers(0, YEAR_D, 2).tolist()
    window = Window.of_days(opens, closes)
    season = tuple(day for day in range(YEAR_D) if window.has_day(day))
    hubs = tuple(given.hub_ids) if rng.random() < 0.5 else question.destination_ids
    days = season if rng.random() < 0.4 else tuple(range(YEAR_D))
    return replace(question, ready_days=days, destination_ids=hubs)


def asked(engine: Page, given: PlannerInput, questions: Sequence[Question]) -> list[Any]:
    records = [{**one.record(), "season": season_of(one.ready_days)} for one in questions]
    answers: list[Any] = engine.evaluate(ASK, [planner_record(given), records])
    return answers


def compared(year: RouteYear | None, answer: Any) -> bool:
    """Assert that a year is the model's; return whether some days take other ways of equal cost."""
    if year is None or answer is None:
        assert (year is None) == (answer is None)
        return False
    shown, expected = answer["year"], to_builtins(year_record(year))
    assert answer["costs"] == pytest.approx(list(year.costs_usd_per_t), rel=EXACT)
    for name in ("mean_usd_per_t", "best_usd_per_t", "worst_usd_per_t", "working_d"):
        assert shown[name] == pytest.approx(expected[name], rel=EXACT)
    months = [
        [one["month"], one["working_d"], pytest.approx(one["mean_usd_per_t"], rel=EXACT)]
        for one in expected["by_month"]
    ]
    assert [
        [one["month"], one["working_d"], one["mean_usd_per_t"]] for one in shown["by_month"]
    ] == months
    assert sum(shown["components"].values()) == pytest.approx(shown["mean_usd_per_t"], rel=EXACT)
    assert sum(one["share"] for one in answer["shares"]) == pytest.approx(1.0)
    if ways_shown(answer) != ways_of(year):
        return True
    for name in FIGURES:
        assert shown[name] == pytest.approx(expected[name], rel=EXACT, abs=1e-9)
    for name in ("best_ready", "worst_ready"):
        assert shown[name] == expected[name]
    components = {f"{name}_usd_per_t": usd for name, usd in year.components_usd_per_t.items()}
    assert shown["components"] == pytest.approx(components, rel=EXACT, abs=1e-9)
    checks = to_builtins(capacity_records(year.capacity_checks, {}))
    wanted = {check["id"]: check["wanted_t_per_y"] for check in checks}
    assert {c["id"]: c["wanted_t_per_y"] for c in shown["capacity_checks"]} == pytest.approx(wanted)
    return False


def ways_shown(answer: Any) -> list[tuple[float, list[str]]]:
    shares = [round(one["share"], 6) for one in answer["shares"]]
    return sorted(zip(shares, answer["links"], strict=True))


def ways_of(year: RouteYear) -> list[tuple[float, list[str]]]:
    return sorted((round(part.share, 6), list(part.route.link_ids)) for part in year.shares)


def test_the_year_equals_the_model_on_drawn_networks(engine: Page) -> None:
    rng = np.random.default_rng(3)
    reached, ties, several, choices, hurried = 0, 0, 0, 0, 0
    for _ in range(NETWORKS):
        given = drawn_input(rng)
        model = Model(given)
        questions = [drawn_year(rng, given) for _ in range(QUESTIONS_EACH)]
        for question, answer in zip(questions, asked(engine, given, questions), strict=True):
            if answer == "hurried":
                hurried += 1
                continue
            year = model.year(question)
            ties += compared(year, answer)
            reached += year is not None
            several += year is not None and len(year.shares) > 1
            choices += answer is not None and answer["choices"] > 0
    assert reached > NETWORKS * QUESTIONS_EACH / 2
    assert several > reached / 4
    assert choices > 0
    assert hurried < reached / 20
    assert ties < max(2, reached / 20)


@pytest.mark.proof
def test_the_year_equals_the_model_on_the_shipped_atlas(
    engine: Page, shipped: PlannerInput
) -> None:
    rng = np.random.default_rng(13)
    model = Model(shipped)
    questions = [drawn_year(rng, shipped) for _ in range(ATLAS_QUESTIONS)]
    answers = asked(engine, shipped, questions)
    pairs = [(q, a) for q, a in zip(questions, answers, strict=True) if a != "hurried"]
    assert len(pairs) > 0.9 * ATLAS_QUESTIONS
    ties = sum(compared(model.year(question), answer) for question, answer in pairs)
    assert ties < 0.1 * ATLAS_QUESTIONS
