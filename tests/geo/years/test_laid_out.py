"""A network that is made of one that is kept is the one that is made anew (E8, E30)."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import drawn_links, drawn_places, exactly
from tests.geo.routing.test_dated_routing import TIMED
from tests.geo.routing.test_matrix import seasonal_rows
from tests.geo.routing.test_routing_invariants import Rows, networks
from zimnik.geo.core.vocabulary import Mode, Quantity, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.routing.time_expanded import DatedNetwork, dated_network
from zimnik.geo.years.laid_out import LaidOutNetworks
from zimnik.layers.atlas.network import typed_links, typed_places

if TYPE_CHECKING:
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import RateCard

YEARS = st.sampled_from(list(YearType))


def told(network: DatedNetwork) -> dict[str, Any]:
    """Return all that is in a network but the arrays, which have no simple equality."""
    arrays = network.arrays
    layout = network.compiled().layout
    assert layout is not None
    columns = [*layout.moves.columns, *layout.onward.columns, *layout.back.columns]
    return {
        "edges": arrays.edges,
        "links": list(arrays.links.values()),
        "quantities": arrays.quantities.tolist(),
        "tails": arrays.tails.tolist(),
        "throughputs": arrays.throughputs,
        "layout": [column.tolist() for column in columns],
        **{
            name: [list(map(tuple, moves)) for moves in getattr(network, name)]
            for name in ("moves", "onward_by_state", "back_by_state")
        },
        **{
            name: getattr(network, name)
            for name in ("closed_rows", "seasonal_rows", "access_rows", "rows_by_name", "card")
        },
    }


@settings(max_examples=examples(40))
@given(st.data(), networks(), YEARS)
def test_other_seasons_and_prices_give_the_network_that_is_made_anew(
    data: st.DataObject, network: tuple[dict[str, str], Rows], year_type: YearType
) -> None:
    kinds, rows = network
    places = typed_places(drawn_places(**kinds))
    laid_out = LaidOutNetworks()
    for number in range(4):
        links = typed_links(drawn_links(*data.draw(seasonal_rows(rows))))
        card = replace(TIMED, storage_usd_per_t_d=exactly(float(number)))
        found = laid_out.of(places, links, card, year_type)
        anew = dated_network(network_arrays(places, links, card), card, year_type)
        event("made of one that is kept" if found.layout is not None else "laid out plainly")
        assert told(found) == told(anew)


def made(links: tuple[Link, ...], card: RateCard, laid_out: LaidOutNetworks) -> DatedNetwork:
    places = typed_places(drawn_places(a="deposit", b="station", c="hub"))
    return laid_out.of(places, links, card, YearType.NORMAL)


def test_topology_is_made_once_for_one_pace_and_anew_for_another() -> None:
    winter = {"vehicle": "winter_truck", "mode": "winter_road", "season_close": "04-10"}
    road, rail = (
        {"id": "a-b", "from_id": "a", "to_id": "b", "length_km": 30.0, **winter},
        {"id": "b-c", "from_id": "b", "to_id": "c", "length_km": 90.0, "vehicle": "rail_1520"},
    )
    first, later = (
        typed_links(drawn_links({**road, "season_open": opens}, rail))
        for opens in ("12-20", "01-05")
    )
    laid_out = LaidOutNetworks()
    begun, again = made(first, TIMED, laid_out), made(later, TIMED, laid_out)
    assert again.arrays.quantities is begun.arrays.quantities
    opened = [edge.season.window(YearType.NORMAL) for edge in again.arrays.edges if edge.season]
    assert {window.opens for window in opened if window} == {"01-05"}
    assert {edge.link.mode for edge in again.arrays.edges if edge.link and edge.season} == {
        Mode.WINTER_ROAD
    }
    slower = replace(TIMED, dwells_d={**TIMED.dwells_d, Quantity.STATION_LIFT: exactly(9.0)})
    other = made(later, slower, laid_out)
    anew = network_arrays(
        typed_places(drawn_places(a="deposit", b="station", c="hub")), later, slower
    )
    assert np.array_equal(other.arrays.quantities, anew.quantities)
    longer = typed_links(drawn_links({**road, "season_open": "12-20", "length_km": 31.0}, rail))
    assert made(longer, TIMED, laid_out).arrays.links["a-b"].length_km == 31.0
    assert pickle.loads(pickle.dumps(laid_out)) is not laid_out  # noqa: S301 - our own
