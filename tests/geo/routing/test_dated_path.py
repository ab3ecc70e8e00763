"""Paths of many days, asked of one search after another."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import compiled, drawn_links, drawn_places
from tests.geo.routing.test_matrix import seasonal_rows
from tests.geo.routing.test_routing_invariants import CARD, ORE, Rows, networks
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.dated_path import SearchByDate, dated_path
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.search import query_of
from zimnik.geo.routing.time_expanded import dated_network


@settings(max_examples=examples(40))
@given(
    st.data(),
    networks(),
    st.lists(st.none() | st.integers(0, 364), min_size=2, max_size=6),
    st.sampled_from([(), (frozenset({"p1"}),)]),
)
def test_a_path_does_not_depend_on_the_days_that_were_asked_before(
    data: st.DataObject,
    network: tuple[dict[str, str], Rows],
    days: list[int | None],
    via: tuple[frozenset[str], ...],
) -> None:
    kinds, rows = network
    places = drawn_places(**kinds)
    places["storage"] = data.draw(st.lists(st.booleans(), min_size=len(kinds), max_size=len(kinds)))
    arrays = compiled(places, drawn_links(*data.draw(seasonal_rows(rows))), CARD)
    laid_out = dated_network(arrays, CARD, YearType.NORMAL)
    prices = Pricing.of(CARD, ORE).base
    shipment = Shipment("p0", f"p{len(kinds) - 1}", ORE, Dates(), via=via)
    question = laid_out, prices, query_of(arrays, shipment, prices)
    search = SearchByDate.of(*question, NO_CLOSURES)
    for day in days:
        dates = Dates(day)
        alone = SearchByDate.of(*question, NO_CLOSURES).path(dates)
        assert search.path(dates) == alone
        assert dated_path(*question, dates, NO_CLOSURES) == alone
