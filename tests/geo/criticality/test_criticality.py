"""Closures on drawn networks: impacts by hand, and equal to routing everything again (E27)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import (
    compiled,
    drawn_links,
    drawn_places,
    exactly,
    link,
    parts,
    round_card,
)
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Quantity, Vehicle, YearType
from zimnik.geo.criticality.criticality import (
    CriticalityQuestion,
    CriticalityReport,
    rank_disruptions,
)
from zimnik.geo.criticality.disruptions import DisruptionKind, disruption_of, disruptions_of
from zimnik.geo.network.closures import Closures
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.known_years import KnownBounds
from zimnik.geo.routing.matrix_cells import PricedShipper
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes, nearest_route
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.year import WHOLE_YEAR_D
from zimnik.geo.routing.yearly import YearSearches

if TYPE_CHECKING:
    import geopandas as gpd

    from zimnik.geo.network.arrays import NetworkArrays

CARGO = Cargo(product="ore", tonnes_per_y=1000, value_usd_per_t=0)
CARD = round_card()
EVERY_KIND = list(DisruptionKind)


def on(*days: int) -> dict[str, tuple[int, ...]]:
    """Return days on which every drawn site makes its cargo."""
    return dict.fromkeys(("mine", "pit", "lone"), days)


def diamond() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return two mines, a short and a long way to a plant, and one mine with no second way."""
    places = drawn_places(
        mine="deposit", lone="deposit", a="road_junction", b="road_junction", plant="hub"
    )
    links = drawn_links(
        link("mine-a", Vehicle.TRUCK, 100, corridor="short", border="RU-CN"),
        link("a-plant", Vehicle.TRUCK, 100, corridor="short"),
        link("mine-b", Vehicle.TRUCK, 200, corridor="long"),
        link("b-plant", Vehicle.TRUCK, 200, corridor="long"),
        link("lone-a", Vehicle.TRUCK, 50, corridor="lone"),
    ).assign(estimated=False)
    return places, links


def asked(*kinds: DisruptionKind) -> CriticalityReport:
    """Return the report on both mines of the diamond."""
    places, links = diamond()
    network = dated_network(compiled(places, links, CARD), CARD, YearType.NORMAL)
    question = CriticalityQuestion({"mine": CARGO, "lone": CARGO}, frozenset({"plant"}), on(0))
    return rank_disruptions(network, question, disruptions_of(*parts(places, links), kinds))


def test_costs_of_closures_by_hand() -> None:
    """The border costs 8; the way by b is 200 km longer at 0.05, so the rerouting is 2 a tonne."""
    report = asked(DisruptionKind.TERMINAL)
    (fork,) = report.impacts
    assert report.examined == 2
    assert fork.disruption.name == "a"
    assert fork.cut_off_t_per_y == 1000
    assert fork.rise_usd_per_y == pytest.approx(2 * 1000)
    assert fork.diverted_t_per_y == 2000
    mine = 2 + 200 * 0.05 + 8 + 2
    lone = 2 + 150 * 0.05 + 2
    assert report.cost_usd_per_y == pytest.approx((mine + lone) * 1000)


def test_every_kind_closes_what_it_names() -> None:
    names = {
        kind: [impact.disruption.name for impact in asked(kind).impacts]
        for kind in EVERY_KIND
        if kind is not DisruptionKind.NAMED
    }
    assert names[DisruptionKind.LINK] == ["lone-a", "a-plant", "mine-a"]
    assert names[DisruptionKind.CORRIDOR] == ["short", "lone"]
    assert names[DisruptionKind.BORDER] == ["RU-CN"]


def test_what_closes_together_can_cut_off_what_each_alone_does_not() -> None:
    places, links = diamond()
    network = dated_network(compiled(places, links, CARD), CARD, YearType.NORMAL)
    question = CriticalityQuestion({"mine": CARGO}, frozenset({"plant"}), on(0))
    both = Closures(place_ids=frozenset({"a", "b"}))
    (impact,) = rank_disruptions(
        network,
        question,
        [disruption_of(DisruptionKind.NAMED, "a,b", both, parts(places, links)[1])],
    ).impacts
    assert impact.cut_off_t_per_y == 1000
    assert impact.rise_usd_per_y == 0


def test_a_site_without_any_hub_is_told_apart_from_one_that_is_cut_off() -> None:
    places, links = diamond()
    network = dated_network(compiled(places, links, CARD), CARD, YearType.NORMAL)
    closed = Closures(place_ids=frozenset({"a", "b"}))
    question = CriticalityQuestion({"lone": CARGO}, frozenset({"plant"}), on(0), closures=closed)
    report = rank_disruptions(
        network, question, disruptions_of(*parts(places, links), [DisruptionKind.TERMINAL])
    )
    assert report.unreached == ("lone",)
    assert report.impacts == ()


def test_nothing_to_ask_is_refused() -> None:
    with pytest.raises(InputError, match="0 hubs"):
        CriticalityQuestion({"mine": CARGO}, frozenset(), None)


DAYS = (10, 70, 130, 220, 330)
NODES = ("mine", "pit", "n0", "n1", "n2", "n3", "n4", "plant", "mill")


@st.composite
def drawn_networks(draw: st.DrawFn) -> gpd.GeoDataFrame:
    """Return links of two mines, five junctions and two plants, some open for part of the year."""
    ends = st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1])
    rows = []
    for tail, head in sorted(draw(st.sets(ends, min_size=6, max_size=18))):
        season = draw(st.sampled_from([{}, {}, {"season_open": "12-01", "season_close": "03-31"}]))
        vehicle = Vehicle.WINTER_TRUCK if season else Vehicle.TRUCK
        km = draw(st.integers(1, 400))
        corridor = draw(st.sampled_from(["east", "west"]))
        name = f"{NODES[tail]}-{NODES[head]}"
        rows.append(link(name, vehicle, km, corridor=corridor, **season))
    return drawn_links(*rows).assign(estimated=False)


KINDS = {
    **dict.fromkeys(NODES, "road_junction"),
    "mine": "deposit",
    "pit": "deposit",
    "plant": "hub",
    "mill": "hub",
}
HUBS = frozenset({"plant", "mill"})


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
@given(drawn_networks(), st.sampled_from([(0,), (150,), (40, 80, 200, 330)]))
def test_equal_to_routing_everything_anew(
    links: gpd.GeoDataFrame, ready_d: tuple[int, ...]
) -> None:
    places = drawn_places(**KINDS).assign(storage=True)
    network = dated_network(compiled(places, links, CARD), CARD, YearType.NORMAL)
    question = CriticalityQuestion({"mine": CARGO, "pit": CARGO}, HUBS, on(*ready_d))
    disruptions = disruptions_of(*parts(places, links), EVERY_KIND)
    impacts = {
        impact.disruption: impact
        for impact in rank_disruptions(network, question, disruptions).impacts
    }
    for disruption in disruptions:
        after = {}
        for site_id in question.cargoes:
            before, anew = (
                mean(
                    min(_cost(network.arrays, site_id, hub, day, closed) for hub in HUBS)
                    for day in ready_d
                )
                for closed in (question.closures, disruption.closures)
            )
            if anew != pytest.approx(before):
                after[site_id] = anew
        changed = {
            rerouting.site_id: rerouting.after_usd_per_t or float("inf")
            for rerouting in (impacts[disruption].reroutings if disruption in impacts else ())
            if rerouting.after_usd_per_t != pytest.approx(rerouting.before_usd_per_t)
        }
        assert changed == pytest.approx(after)


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
@given(
    drawn_networks(), st.sets(st.sampled_from(NODES), max_size=3), st.sampled_from([90.0, 730.0])
)
def test_dedicated_roads_are_chosen_anew_under_each_closure(
    links: gpd.GeoDataFrame, bare: set[str], max_d: float
) -> None:
    """Oracle: a search for each year that knows nothing of any other (itself held to E28)."""
    links["dedicated"] = links["vehicle"] == Vehicle.WINTER_TRUCK.value
    prices = {**CARD.prices_usd, Quantity.DEDICATED_WINTER_ROAD_KM: exactly(60.0)}
    card = replace(CARD, prices_usd=prices, storage_usd_per_t_d=exactly(0.3))
    places = drawn_places(**KINDS)
    places["storage"] = [place not in bare for place in places["id"]]
    network = dated_network(compiled(places, links, card), card, YearType.NORMAL)
    question = CriticalityQuestion({"mine": CARGO, "pit": CARGO}, HUBS, on(*DAYS), max_d=max_d)
    disruptions = disruptions_of(*parts(places, links), EVERY_KIND)
    report = rank_disruptions(network, question, disruptions)
    dates = Dates(max_d=max_d)
    for impact in report.impacts:
        for rerouting in impact.reroutings:
            closures = impact.disruption.closures
            shipment = Shipment(rerouting.site_id, None, CARGO, dates, closures=closures)
            year = YearSearches(network).nearest(shipment, HUBS, ready_d=DAYS)
            usd = None if isinstance(year, str) else year.year.mean_usd_per_t
            assert rerouting.after_usd_per_t == (None if usd is None else pytest.approx(usd))
    hit = {i.disruption for i in report.impacts}
    unheard = [one for one in disruptions if one not in hit]
    for disruption in unheard[:3]:
        for site in report.sites:
            shipment = Shipment(site.site_id, None, CARGO, dates, closures=disruption.closures)
            year = YearSearches(network).nearest(shipment, HUBS, ready_d=DAYS)
            assert not isinstance(year, str)
            assert year.year.mean_usd_per_t == pytest.approx(site.year.mean_usd_per_t)


def _cost(arrays: NetworkArrays, site_id: str, hub: str, ready_d: int, closures: Closures) -> float:
    request = Shipment(site_id, hub, CARGO, closures=closures, dates=Dates(ready_d))
    if not {site_id, hub} <= set(arrays.kinds):
        return float("inf")
    answer = find_routes(arrays, CARD, request)
    return answer.routes[0].cost_usd_per_t if answer.reachable else float("inf")


@settings(max_examples=examples(25))
@given(drawn_networks(), st.data())
def test_bounds_with_more_closed_are_those_sought_anew(
    links: gpd.GeoDataFrame, data: st.DataObject
) -> None:
    places = drawn_places(**KINDS).assign(storage=True)
    card = replace(CARD, storage_usd_per_t_d=exactly(0.3))
    network = dated_network(compiled(places, links, card), card, YearType.NORMAL)
    closed = data.draw(st.sets(st.sampled_from(links["id"].tolist()), min_size=1, max_size=4))
    more = Closures(link_ids=frozenset(closed))
    shippers = [
        PricedShipper.of(network, "mine", CARGO, closures, (0,), 730.0)
        for closures in (Closures(), more)
    ]
    known = KnownBounds.of(shippers[0], HUBS)
    assert known.hold_for(shippers[1])
    kept, anew = known.under(shippers[1]), KnownBounds.of(shippers[1], HUBS).under(shippers[1])
    for state in range(len(network.arrays.states)):
        for day in range(0, 365, 13):
            assert kept.at(state, day) == pytest.approx(anew.at(state, day))
        openings = kept.openings[state]
        assert openings == sorted(openings)


def test_a_closure_costs_only_the_days_that_used_what_closes() -> None:
    """By road 2 + 1000 * 0.05 + 2 = 54; by the winter road of 50 km 2 + 50 * 0.2 + 2 = 14.

    The day of loading is one of storage, for 1,000; no cargo waits for another. The winter road is
    open on the days 0 to 99, and is taken by what is ready on the days 364 to 98.
    """
    places = drawn_places(mine="deposit", a="road_junction", plant="hub").assign(storage=False)
    season = {"season_open": "01-01", "season_close": "04-10"}
    links = drawn_links(
        link("mine-plant", Vehicle.WINTER_TRUCK, 50, **season),
        link("mine-a", Vehicle.TRUCK, 500),
        link("a-plant", Vehicle.TRUCK, 500),
    ).assign(estimated=False)
    card = replace(CARD, storage_usd_per_t_d=exactly(1000.0))
    network = dated_network(compiled(places, links, card), card, YearType.NORMAL)
    question = CriticalityQuestion({"mine": CARGO}, frozenset({"plant"}), on(*WHOLE_YEAR_D))
    report = rank_disruptions(
        network, question, disruptions_of(*parts(places, links), [DisruptionKind.LINK])
    )
    (site,) = report.sites
    assert site.hub_id == "plant"
    assert (site.year.best_usd_per_t, site.year.worst_usd_per_t) == (1014, 1054)
    share = sum(usd < 1020 for usd in site.year.costs_usd_per_t) / 365
    assert share == pytest.approx((99 + 1) / 365)
    assert site.year.mean_usd_per_t == pytest.approx(1054 - 40 * share)
    rises = {one.disruption.name: one.rise_usd_per_y for one in report.impacts}
    assert rises["mine-plant"] == pytest.approx(40 * share * CARGO.tonnes_per_y)
    assert report.cost_usd_per_y == pytest.approx(site.year.mean_usd_per_t * CARGO.tonnes_per_y)


def test_halves_on_two_processes_are_the_whole() -> None:
    places, links = diamond()
    network = dated_network(compiled(places, links, CARD), CARD, YearType.NORMAL)
    cargoes = {"mine": CARGO, "lone": replace(CARGO, tonnes_per_y=5000)}
    question = CriticalityQuestion(dict(cargoes), frozenset({"plant"}), on(0, 100))
    disruptions = disruptions_of(*parts(places, links), EVERY_KIND)
    whole = rank_disruptions(network, question, disruptions)
    with ThreadPoolExecutor(1) as executor:
        assert rank_disruptions(network, question, disruptions, executor=executor) == whole


def test_capacities_are_listed_in_the_order_of_the_sites_however_they_are_dealt_out() -> None:
    """Two sites of one price go to one worker, and the site named between them to another."""
    places, links = diamond()
    card = replace(CARD, interest_pct_per_y=exactly(36.5))
    network = dated_network(compiled(places, links, card), card, YearType.NORMAL)
    dear = replace(CARGO, value_usd_per_t=900)
    cargoes = {"mine": CARGO, "b": dear, "a": CARGO}
    ready_d = dict.fromkeys(cargoes, (0, 100))
    question = CriticalityQuestion(cargoes, frozenset({"plant"}), ready_d)
    disruptions = disruptions_of(*parts(places, links), EVERY_KIND)
    whole = rank_disruptions(network, question, disruptions)
    with ThreadPoolExecutor(2) as executor:
        dealt = rank_disruptions(network, question, disruptions, executor=executor)
    assert [one.id for one in dealt.capacity_checks] == [one.id for one in whole.capacity_checks]
    assert [one.id for one in whole.capacity_checks] == ["b", "a"]
    assert dealt == whole


def test_the_nearest_of_several_is_the_cheapest_of_each() -> None:
    places, links = diamond()
    arrays = compiled(places, links, CARD)
    network = dated_network(arrays, CARD, YearType.NORMAL)
    shipment = Shipment("mine", None, CARGO, Dates(0))
    route = nearest_route(network, shipment, {"plant", "lone"})
    assert route is not None
    costs = {hub: _cost(arrays, "mine", hub, 0, shipment.closures) for hub in ("plant", "lone")}
    assert route.cost_usd_per_t == pytest.approx(min(costs.values()))
    assert nearest_route(network, replace(shipment, origin_id="plant"), set()) is None
