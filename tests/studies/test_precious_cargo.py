"""What is worth so much that it flies is not compared with bulk, and waits in no stockpile (A88)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.vocabulary import Mode, Quantity
from zimnik.geo.pricing.cargo_value import PRECIOUS_USD_PER_T

if TYPE_CHECKING:
    import zimnik

# From Chukotka to Moscow: no flight within the region is longer.
LONGEST_FLIGHT_KM = 4000.0


def test_gold_flies_out_of_its_mine_on_any_day(study: zimnik.Study) -> None:
    found = study.route("kyuchus", "krasnoyarsk").record()
    year = found.year
    assert year is not None
    assert year.best_usd_per_t == pytest.approx(year.worst_usd_per_t)
    assert found.shares[0].by_way_of[0].mode == Mode.AIR
    assert year.duration_d < 7


def test_ore_has_no_flight_of_its_own(study: zimnik.Study) -> None:
    found = study.route("tomtor", "krasnokamensk").record()
    modes = {stretch.mode for share in found.shares for stretch in share.by_way_of}
    assert Mode.AIR not in modes


def test_half_a_year_of_interest_costs_more_than_the_longest_flight(study: zimnik.Study) -> None:
    """The reason of the limit, by the shipped rates."""
    card = study.model.card
    prices = card.prices_usd
    flight = (
        prices[Quantity.AIRCRAFT_TKM].base * LONGEST_FLIGHT_KM
        + prices[Quantity.AIRCRAFT_HAUL].base
        + 2 * prices[Quantity.AIRFIELD_LIFT].base
    )
    assert PRECIOUS_USD_PER_T * card.interest_pct_per_y.base / 100 / 2 > flight


def test_gold_stands_apart_from_sites_that_ship_bulk(study: zimnik.Study) -> None:
    answer = study.remoteness(deposits=("kyuchus", "tomtor"), ready="01-01")
    bulk, gold = answer.record().sites
    assert (bulk.site_id, bulk.flies, gold.site_id, gold.flies) == (
        "tomtor",
        False,
        "kyuchus",
        True,
    )
    before, after = answer.to_text().split("it flies, and costs do not compare")
    assert "Tomtor" in before
    assert "Kyuchus" not in before
    assert "Kyuchus" in after
