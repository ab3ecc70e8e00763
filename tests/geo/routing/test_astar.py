"""The bounds that guide a route lead to what the search finds without any (E9)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly
from tests.geo.routing.test_dated_routing import ORE, TIMED
from tests.geo.routing.test_matrix import seasonal_rows
from tests.geo.routing.test_routing_invariants import Rows, networks
from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.astar import AStarPotential
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.labels import Label

# Storage so expensive that to go on costs less than to wait, and time that costs nothing.
DEAR = replace(TIMED, storage_usd_per_t_d=exactly(40.0))
FREE = replace(TIMED, storage_usd_per_t_d=exactly(0.0), interest_pct_per_y=exactly(0.0))


def unguided(_guide: AStarPotential, _margin: float) -> tuple[Callable[[Label], float], float]:
    return lambda _: 0.0, math.inf


@settings(max_examples=examples(100))
@given(
    st.data(),
    networks(),
    st.sampled_from([TIMED, DEAR, FREE]),
    st.lists(st.integers(0, 364), min_size=3, max_size=3, unique=True),
    st.sampled_from([250.0, DEFAULT_MAX_D]),
)
def test_guided_search_finds_what_the_unguided_one_does(
    data: st.DataObject,
    drawn: tuple[dict[str, str], Rows],
    card: RateCard,
    days: list[int],
    max_d: float,
) -> None:
    """On every day, and the best day is the best of them and has the cost of its day.

    A limit of days is held against every path by tests/geo/routing/test_day_limit.py.
    """
    kinds, rows = drawn
    # Without bounds cargo goes up and down short links for as long as it has days.
    rows = [{**row, "length_km": 300.0 + float(str(row["length_km"]))} for row in rows]
    places = drawn_places(**kinds)
    places["storage"] = data.draw(st.lists(st.booleans(), min_size=len(kinds), max_size=len(kinds)))
    arrays = compiled(places, drawn_links(*data.draw(seasonal_rows(rows))), card)
    network = dated_network(arrays, card, YearType.NORMAL)
    via = data.draw(st.sampled_from([(), (frozenset({"p1"}),)]), label="via")

    def best(ready_d: int | None) -> tuple[float, int]:
        dates = Dates(ready_d, max_d=max_d)
        request = Shipment("p0", list(kinds)[-1], ORE, via=via, dates=dates)
        routes = find_routes(arrays, card, request, dated=network).routes
        return (routes[0].cost_usd_per_t, routes[0].ready_d or 0) if routes else (math.inf, 0)

    guided = [best(day)[0] for day in days]
    of_all, best_d = best(None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AStarPotential, "widened", unguided)
        searched = [best(day)[0] for day in days]
        if max_d < DEFAULT_MAX_D:
            # Without bounds cargo may come in time by going in circles, which a route never does.
            assert all(usd >= least - 1e-6 for usd, least in zip(guided, searched, strict=True))
        else:
            assert guided == pytest.approx(searched)
        assert of_all <= min(guided) + 1e-9
        assert of_all == pytest.approx(best(best_d)[0]) or math.isinf(of_all)
    event("reachable" if math.isfinite(of_all) else "unreachable")
