"""Money has no scale of its own: where every price is halved, so is every cost, and nothing else.

An oracle for the whole chain, from the tables to the record of an answer: a price that were left
out, a cost that were fixed, or a search that another scale of money sent another way, would show.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest

import zimnik
from tests.examples import some

if TYPE_CHECKING:
    from collections.abc import Callable

# Exact in binary numbers, so that ties stay ties.
FACTOR = 0.5
# Tables of which a row with a currency is money.
PRICED = ("product_prices", "plant_prices", "project_terms", "works")
# What an answer says of its question, and inputs in their own units.
NOT_ANSWERS = ("asked", "swings", "atlas")
SITES = ("tomtor", "karnasurt")
QUESTIONS: dict[str, Callable[[zimnik.Study], Any]] = {
    "route": lambda study: study.route("tomtor", "krasnokamensk"),
    "matrix": lambda study: study.matrix(),
    "ready": lambda study: study.route("tomtor", "krasnokamensk", ready="11-15"),
    "access": lambda study: study.access("tomtor"),
    "plan": lambda study: study.campaign(
        "tomtor",
        "krasnokamensk",
        via=("winter_road_tomtor_khatanga_port", "arkhangelsk_port"),
    ),
    "hubs": lambda study: study.compare_hubs(("krasnokamensk", "baotou"), deposits=("tomtor",)),
    "rank": lambda study: study.rank_hubs(deposits=SITES, draws=200),
    "value_chain": lambda study: study.rank_hubs(
        ("krasnokamensk", "baotou"), deposits=("tomtor",), value_chain=True, draws=200
    ),
    "siting": lambda study: study.site_hubs(deposits=SITES, target_reo_t_per_y=3_000.0),
}


@pytest.fixture(scope="module")
def cheap(study: zimnik.Study) -> zimnik.Study:
    """Return the shipped atlas at half of all its prices."""
    layers = study.layers
    overlay = {}
    for name in (*PRICED, "rates"):
        table = layers[name]
        money = table[table["currency"].notna() & (table["currency"] != "")].copy()
        levels = money.columns.intersection(["low", "base", "high"])
        money[levels] = money[levels].astype(float) * FACTOR
        overlay[name] = money
    return zimnik.load(atlas={name: overlay[name] for name in PRICED}, rates=overlay["rates"])


def numbers_of(record: Any, at: str = "") -> dict[str, float | None]:
    """Return the numbers of a record by where they stand, with the unit that their key names."""
    if any(word in at for word in NOT_ANSWERS):
        return {}
    if isinstance(record, dict):
        within = [numbers_of(value, f"{at}/{key}") for key, value in record.items()]
    elif isinstance(record, list):
        within = [numbers_of(value, f"{at}/{index}") for index, value in enumerate(record)]
    else:
        plain = record is None or (isinstance(record, int | float) and record is not True)
        return {at: record} if plain else {}
    return {key: value for part in within for key, value in part.items()}


def is_money(key: str) -> bool:
    return "usd" in key


@pytest.mark.parametrize("question", some(QUESTIONS, every=len(QUESTIONS)))
def test_an_answer_at_half_of_all_prices_has_half_the_money_and_all_else_the_same(
    study: zimnik.Study, cheap: zimnik.Study, question: str
) -> None:
    ask = QUESTIONS[question]
    before, after = (numbers_of(json.loads(ask(one).to_json())) for one in (study, cheap))
    assert before.keys() == after.keys()
    known, then = (
        {key: value for key, value in numbers.items() if value is not None}
        for numbers in (before, after)
    )
    assert known.keys() == then.keys()
    factors = {key: FACTOR if is_money(key) else 1.0 for key in known}
    assert any(is_money(key) and value for key, value in known.items())
    other = {
        key: (known[key], then[key])
        for key, factor in factors.items()
        if not math.isclose(then[key], known[key] * factor, rel_tol=1e-6, abs_tol=1e-9)
    }
    assert other == {}
