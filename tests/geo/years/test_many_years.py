"""One haul over many years (E60): stored routes against a search of every year, and by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import drawn_links, drawn_places, exactly, link, round_card
from tests.geo.years.drawn_years import FIRST, gauge
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.chance import Chance
from zimnik.geo.core.vocabulary import EventKind, GaugeKind, Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.dated_closures import DatedClosure, with_dated_closures
from zimnik.geo.network.links import Link, LoadLimits, Season
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.time_expanded import DatedNetwork, dated_network
from zimnik.geo.routing.year import RouteYear
from zimnik.geo.years.draws import DRAWN_YEARS, drawn_years
from zimnik.geo.years.events import Event
from zimnik.geo.years.evidence import season_evidence
from zimnik.geo.years.hauls import no_hauls
from zimnik.geo.years.many_years import (
    DrawnHauls,
    HaulAsked,
    YearCost,
    YearsCost,
    observed_costs,
    observed_shifts,
)
from zimnik.geo.years.season_years import drawn_shifts
from zimnik.layers.atlas.network import typed_links, typed_places

# mine -winter road- port -river- town -sea- cape; and mine -gravel- town, which costs more.
PLACES = typed_places(
    drawn_places(mine="deposit", port="river_port", town="sea_port", cape="sea_port").assign(
        storage=True
    )
)
CARD = replace(
    round_card(),
    storage_usd_per_t_d=exactly(0.25),
    prices_usd={**round_card().prices_usd},
)
ORE = Cargo("ore", 100_000.0, 1000.0)


def links_of(
    road: tuple[int, int], river: tuple[int, int], sea: tuple[int, int], *, dedicated: bool = False
) -> tuple[Link, ...]:
    """Return links that open on a day for so many days: road, river, sea, and a way around."""
    made = typed_links(
        drawn_links(
            link("mine-port", Vehicle.WINTER_TRUCK, 100.0, season_open="01-01",
                 season_close="04-01", dedicated=dedicated, corridor="ice"),
            link("port-town", Vehicle.BARGE, 250.0, season_open="06-01", season_close="10-01"),
            link("town-cape", Vehicle.ICE_CLASS_SHIP, 350.0, season_open="07-01",
                 season_close="10-01", corridor="lane"),
            link("mine-town", Vehicle.GRAVEL_TRUCK, 400.0),
        )
    )  # fmt: skip
    windows = {"mine-port": road, "port-town": river, "town-cape": sea}
    return tuple(
        replace(one, season=season_of(one, *windows[one.id])) if one.id in windows else one
        for one in made
    )


def season_of(one: Link, opens_d: int, length_d: int) -> Season:
    """Return a season; the road bears full loads in its middle, the sea is clear in its middle."""
    window = dict.fromkeys(YearType, Window(opens_d % 365, length_d))
    middle = dict.fromkeys(YearType, Window((opens_d + 5) % 365, max(length_d - 10, 1)))
    if one.vehicle is Vehicle.WINTER_TRUCK:
        return Season(window, "", LoadLimits(0.5, middle))
    if one.vehicle is Vehicle.ICE_CLASS_SHIP:
        return Season(window, "", None, middle)
    return Season(window)


def network_in(links: tuple[Link, ...]) -> DatedNetwork:
    """Return the network of some links."""
    return dated_network(network_arrays(PLACES, links, CARD), CARD, YearType.NORMAL)


def asked(links: tuple[Link, ...], ready_d: tuple[int, ...], *, max_d: float = 700.0) -> HaulAsked:
    """Return the haul from the mine to the cape, by a river gauge and a gauge of a road."""
    gauges = [
        gauge("lena", lon=1.5, corridors="main"),
        gauge("ice", lon=None, kind=GaugeKind.WINTER_ROAD, corridors="ice", first=FIRST + 20,
              opens_d=1, closes_d=90, closes_later_d=(3, 0, -2, 1, -6)),
    ]  # fmt: skip
    shipment = Shipment("mine", "cape", ORE, Dates(None, YearType.NORMAL, max_d))
    evidence = season_evidence(links, PLACES, gauges)
    return HaulAsked(shipment, ready_d, links, evidence, network_in)


DAYS = st.integers(0, 364)
WINDOWS = st.tuples(DAYS, st.integers(12, 150))
LINKS = ("mine-port", "port-town", "town-cape", "mine-town")
SHUT = st.lists(
    st.builds(DatedClosure, st.sampled_from(LINKS), DAYS, st.integers(1, 80)), max_size=3
)


@given(
    windows=st.tuples(WINDOWS, WINDOWS, WINDOWS),
    ready_d=st.sets(DAYS, min_size=1, max_size=12),
    dedicated=st.booleans(),
    fully_correlated=st.booleans(),
    shut=st.lists(SHUT, min_size=6, max_size=6),
    seed=st.integers(0, 2**31),
)
@settings(max_examples=examples(25), deadline=None)
def test_stored_routes_of_all_years_cost_what_a_search_of_each_finds(
    *,
    windows: tuple[tuple[int, int], tuple[int, int], tuple[int, int]],
    ready_d: set[int],
    dedicated: bool,
    fully_correlated: bool,
    shut: list[list[DatedClosure]],
    seed: int,
) -> None:
    """Closures with a date cut what shifts have moved, of links that are open all year too."""
    haul = asked(links_of(*windows, dedicated=dedicated), tuple(sorted(ready_d)))
    drawn = drawn_years(
        haul.evidence.groups, 6, Chance(seed, DRAWN_YEARS), fully_correlated=fully_correlated
    )
    median = haul.searches_in({}).network
    store = no_hauls(median, haul.shipment, haul.ready_d, frozenset(LINKS))
    searched = []
    for year, closures in zip(drawn, shut, strict=True):
        searches = haul.searches_in(drawn_shifts(haul.evidence, year), closures)
        found = searches.find(haul.shipment, ready_d=haul.ready_d)
        paths = searches.paths(haul.shipment, ready_d=haul.ready_d)
        searched.append(found.mean_usd_per_t if isinstance(found, RouteYear) else np.inf)
        if not isinstance(paths, str):
            store = store.holding(searches.network, paths)
    years = [drawn_shifts(haul.evidence, year) for year in drawn]
    costs = store.costs(years, shut) if store.hauls else None
    if costs is not None:
        assert costs.mean_usd_per_t == pytest.approx(searched)


def test_a_closure_that_is_asked_for_stands_in_every_observed_year() -> None:
    shut = (DatedClosure("port-town", 160, 30), DatedClosure("mine-town", 100, 80))
    calm = asked(links_of((0, 90), (151, 120), (181, 92)), (100, 155))
    closed = replace(calm, links=with_dated_closures(calm.links, shut))
    found = observed_costs(closed)
    for row, (year, shifts) in zip(found.years, observed_shifts(calm.evidence), strict=True):
        best = calm.searches_in(shifts, shut).find(calm.shipment, ready_d=calm.ready_d)
        assert isinstance(best, RouteYear)
        assert row.year == year
        assert row.mean_usd_per_t == pytest.approx(best.mean_usd_per_t)
    dearest = max(one.mean_usd_per_t for one in observed_costs(calm).years)
    assert min(one.mean_usd_per_t for one in found.years) > dearest


def test_an_event_of_every_year_is_a_closure_of_it_whatever_else_moves() -> None:
    """The cape's ice-free lane shut from 1 July on: who comes by the river waits to the day."""
    event = Event("fog", "Fog", EventKind.FOG, ("town-cape",), 5, 5, Window(181, 1), 20, 20, 20)
    calm = asked(links_of((0, 90), (151, 120), (181, 92)), (100,))
    hauls = DrawnHauls.of(replace(calm, events=(event,)), seed=1)
    found = hauls.costs(12, seed=1)
    shut = (DatedClosure("town-cape", 181, 20),)
    years = drawn_years(calm.evidence.groups, 12, Chance(1, DRAWN_YEARS))
    for row, year in zip(found.years, years, strict=True):
        searched = calm.searches_in(drawn_shifts(calm.evidence, year), shut)
        best = searched.find(calm.shipment, ready_d=calm.ready_d)
        assert isinstance(best, RouteYear)
        assert row.mean_usd_per_t >= best.mean_usd_per_t - 1e-6
        assert row.events == ("Fog",)
    without = DrawnHauls.of(calm, seed=1).costs(12, seed=1)
    dearer = [
        a.mean_usd_per_t - b.mean_usd_per_t for a, b in zip(found.years, without.years, strict=True)
    ]
    assert min(dearer) >= -1e-6
    assert max(dearer) > 0


@given(st.tuples(WINDOWS, WINDOWS, WINDOWS), st.sets(DAYS, min_size=1, max_size=12))
@settings(max_examples=examples(15), deadline=None)
def test_the_link_waited_for_longest_is_that_of_the_search(
    windows: tuple[tuple[int, int], tuple[int, int], tuple[int, int]], ready_d: set[int]
) -> None:
    haul = asked(links_of(*windows), tuple(sorted(ready_d)))
    (year,) = drawn_years(haul.evidence.groups, 1, Chance(3, DRAWN_YEARS))
    searches = haul.searches_in(drawn_shifts(haul.evidence, year))
    found = searches.find(haul.shipment, ready_d=haul.ready_d)
    paths = searches.paths(haul.shipment, ready_d=haul.ready_d)
    if isinstance(found, str) or isinstance(paths, str):
        return
    median = haul.searches_in({}).network
    store = no_hauls(median, haul.shipment, haul.ready_d).holding(searches.network, paths)
    told = store.costs([drawn_shifts(haul.evidence, year)])
    longest = max(found.waited_for_d.values(), default=0.0)
    assert told.waits_d[0] == pytest.approx(longest, abs=1e-5)


def test_a_stored_route_is_an_upper_bound_and_best_and_worst_are_searched() -> None:
    haul = asked(links_of((0, 90), (151, 120), (181, 92)), tuple(range(0, 365, 7)))
    hauls = DrawnHauls.of(haul, seed=1)
    found = hauls.costs(40, seed=1)
    assert found.best is not None
    costs = [year.mean_usd_per_t for year in found.delivered]
    assert found.best.mean_usd_per_t == pytest.approx(min(costs))
    assert found.worst.mean_usd_per_t == pytest.approx(max(costs))
    assert min(costs) < max(costs)
    for end in (found.best, found.worst):
        assert end.deciding is not None
        assert end.deciding.link_id == end.decides
    drawn = drawn_years(haul.evidence.groups, 40, Chance(1, DRAWN_YEARS))
    for row in found.years[:6]:
        shifts = drawn_shifts(haul.evidence, drawn[row.year - 1])
        year = haul.searches_in(shifts).find(haul.shipment, ready_d=haul.ready_d)
        assert isinstance(year, RouteYear)
        assert row.mean_usd_per_t >= year.mean_usd_per_t - 1e-6
    assert hauls.costs(40, seed=1) == found
    assert hauls.costs(40, seed=2) != found


def test_years_in_which_nothing_arrives_cost_without_end_and_wait_for_nothing() -> None:
    haul = asked(links_of((0, 30), (151, 20), (181, 20)), (200,), max_d=4.0)
    found = DrawnHauls.of(haul, seed=1).costs(3, seed=1)
    assert [year.mean_usd_per_t for year in found.years] == [np.inf] * 3
    assert [(year.decides, year.waits_d) for year in found.years] == [("", 0.0)] * 3
    assert found.best is None
    assert "within 4 days" in found.reason


def test_observed_years_by_hand() -> None:
    """Cargo that is ready on 20 May waits at the port for the river, US$ 0.25 a day.

    The road is closed by then; with the way around barred it waits for the winter instead, so the
    haul here starts at the port.
    """
    haul = asked(links_of((0, 90), (151, 120), (120, 200)), (139,))
    haul = replace(haul, shipment=replace(haul.shipment, origin_id="port", destination_id="town"))
    found = observed_costs(haul)
    # Lift of a day, then open on day 151 and as much later as the gauge was.
    waits = [151 + later_d - 139 - 1 for later_d in (-4, -1, 0, 2, 9)]
    usual = found.years[2].mean_usd_per_t
    assert [one.year for one in found.years] == [FIRST + n for n in range(5)] + [
        FIRST + 20 + n for n in range(5)
    ]
    for year, wait_d in zip(found.years, waits, strict=False):
        assert year.waits_d == pytest.approx(wait_d)
        assert year.mean_usd_per_t == pytest.approx(usual + 0.25 * (wait_d - waits[2]))
    assert (found.worst.year, found.worst.decides) == (FIRST + 4, "port-town")
    assert found.worst.deciding is not None
    assert found.worst.deciding.opens_later_d == 9
    assert {year.decides for year in found.years[5:]} == {"port-town"}


def test_a_year_in_which_cargo_does_not_arrive_is_the_worst_and_not_in_the_mean() -> None:
    haul = asked(links_of((0, 90), (151, 120), (120, 200)), (139,), max_d=16.0)
    haul = replace(haul, shipment=replace(haul.shipment, origin_id="port", destination_id="town"))
    found = observed_costs(haul)
    assert [year.arrives for year in found.years[:5]] == [True, True, True, False, False]
    assert found.worst.year in {FIRST + 3, FIRST + 4}
    assert "16 days" in found.reason
    assert found.usd_per_t.p90 is None
    arrived = [year.mean_usd_per_t for year in found.years if year.arrives]
    assert found.mean_usd_per_t == pytest.approx(np.mean(arrived))


def test_quantiles_are_those_of_all_years() -> None:
    usd = [5.0, 1.0, 9.0, 3.0, 7.0]
    years = YearsCost(tuple(YearCost(n, one, "", 0.0, 0) for n, one in enumerate(usd)))
    found = [years.usd_per_t.p10, years.usd_per_t.p50, years.usd_per_t.p90]
    assert found == pytest.approx([1.8, 5.0, 8.2])


def test_what_follows_one_gauge_is_drawn_with_it_and_the_rest_on_its_own() -> None:
    hauls = DrawnHauls.of(asked(links_of((0, 90), (151, 120), (181, 92)), (0, 100, 200)), seed=1)
    together, alone = hauls.groups
    # Five years are too few for a common block.
    assert together == ()
    assert {group.id for group in alone} >= {"lena", "sea lane"}
