"""Russia and the North of America in one atlas: a route inside either costs what it does alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import zimnik

if TYPE_CHECKING:
    from zimnik.geo.routing.itinerary import Route

AMERICA = "north-america-arctic"


def best(study: zimnik.Study, origin: str, destination: str) -> Route:
    (route,) = study.route(origin, destination, ready="03-01", draws=1).result.routes
    return route


def test_each_region_keeps_its_prices_in_company(study: zimnik.Study) -> None:
    joined = zimnik.load(region=["russia-arctic", AMERICA])
    america = zimnik.load(region=AMERICA)
    for alone, *ends in (
        (study, "tomtor", "solikamsk"),
        (america, "strange_lake", "becancour"),
    ):
        route, own = best(joined, *ends), best(alone, *ends)
        assert route.cost_usd_per_t == pytest.approx(own.cost_usd_per_t, rel=1e-9)
        assert route.low_usd_per_t == pytest.approx(own.low_usd_per_t, rel=1e-9)
        assert route.high_usd_per_t == pytest.approx(own.high_usd_per_t, rel=1e-9)
        assert route.co2_kg_per_t == pytest.approx(own.co2_kg_per_t, rel=1e-9)
        assert route.components_usd_per_t == pytest.approx(own.components_usd_per_t, rel=1e-9)
        assert [leg.link_ids for leg in route.legs] == [leg.link_ids for leg in own.legs]
    assert not any("each region has its own rates" in str(one) for one in joined.model.warnings)
