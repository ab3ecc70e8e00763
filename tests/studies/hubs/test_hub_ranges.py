"""The ranges of compared hubs: draws around what is told, the same worlds for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.samples import Samples
from zimnik.geo.uncertainty.way_searches import WaySearches
from zimnik.studies.hubs.compare import CompareQuestion, compared
from zimnik.studies.hubs.ranges import drawn_hub

if TYPE_CHECKING:
    import zimnik
    from zimnik.maps.reports.ranges.spread import DrawsRecord

NO_DRAW = Samples((), np.zeros((1, 0)))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"return_load_share": 0.5},
        {"build": "tomtor=all_season_road"},
        {"deposits": ("tomtor", "zashikha"), "through": "cracking"},
    ],
    ids=["plain", "return loads", "built", "two deposits"],
)
def test_at_the_base_a_hub_costs_and_emits_what_is_told(
    study: zimnik.Study, options: dict[str, Any]
) -> None:
    asked: dict[str, Any] = {"deposits": ("tomtor",), **options}
    found = compared(study.model, CompareQuestion(("krasnokamensk", "baotou"), **asked))
    pricing = found.pricing
    searches = WaySearches.of(YearSearches(pricing.network))
    assert found.comparison.answered
    for row in found.comparison.answered:
        outcome = drawn_hub(row, pricing, found.chain, searches).outcome(NO_DRAW)
        assert outcome.usd_per_t[0] == pytest.approx(row.cost_usd_per_t, rel=1e-9)
        assert outcome.co2_kg_per_t[0] == pytest.approx(row.co2_kg_per_t, rel=1e-9)
        assert outcome.duration_d is not None
        days_t = sum(cost.days * cost.tonnes_per_y for cost in row.costs)
        assert outcome.duration_d[0] == pytest.approx(days_t / row.tonnes_per_y, rel=1e-9)


def test_hubs_tell_their_percentiles_and_how_often_each_is_cheapest(study: zimnik.Study) -> None:
    hubs = ("krasnokamensk", "krasnoyarsk", "baotou")
    answer = study.compare_hubs(hubs, deposits=("tomtor",), draws=200, seed=4)
    record = answer.record()
    shares = []
    for hub in record.hubs:
        assert hub.spread is not None
        assert hub.spread.p10_usd_per_t < hub.spread.p50_usd_per_t < hub.spread.p90_usd_per_t
        assert hub.spread.p10_co2_kg_per_t < hub.spread.p90_co2_kg_per_t
        assert hub.spread.p10_duration_d is not None
        assert hub.spread.in_time_share is None
        shares.append(hub.cheapest_in_draws_share or 0.0)
    assert sum(shares) == pytest.approx(1.0)
    text = answer.text_of(record)
    assert "P10 of draws" in text
    assert "What moves the cost most" in text
    row = answer.rows()[0]
    assert row["p50_usd_per_t"] == record.hubs[0].spread.p50_usd_per_t  # type: ignore[union-attr]


def test_the_same_seed_gives_the_same_range(study: zimnik.Study) -> None:
    def spread(seed: int) -> DrawsRecord | None:
        asked: dict[str, Any] = {
            "deposits": "tomtor",
            "through": "cracking",
            "draws": 50,
            "seed": seed,
        }
        return study.compare_hubs(("krasnokamensk", "baotou"), **asked).record().hubs[0].spread

    assert spread(3) == spread(3)
    assert spread(3) != spread(4)
