"""Printed days of all deposits of the shipped atlas: within printed windows, and the best ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.examples import some
from tests.maps.drawn_pages import heading
from zimnik.geo.core.calendar import YEAR_D, Window, day_of
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import DatedNetwork, dated_network
from zimnik.maps.reports.records import to_json
from zimnik.maps.reports.route import route_record
from zimnik.studies.model import cargo_of, compiled, with_access_of

if TYPE_CHECKING:
    import zimnik
    from zimnik.geo.routing.itinerary import Route, RouteAnswer
    from zimnik.studies.model import Model

HUBS = ("krasnokamensk", "solikamsk", "krasnoyarsk")


@dataclass(frozen=True)
class Year:
    """Every deposit to three hubs, each ready on its best day of a type of year."""

    model: Model
    network: DatedNetwork
    answers: tuple[RouteAnswer, ...]

    def asked(self, answer: RouteAnswer, day: int | None) -> Route | None:
        """Return the route of an answer's pair for cargo ready on a day."""
        dates = Dates(day, self.network.year_type)
        ends = answer.origin_id, answer.destination_id
        request = Shipment(*ends, answer.cargo, dates)
        routes = find_routes(
            self.network.arrays, self.network.card, request, dated=self.network
        ).routes
        return routes[0] if routes else None


@pytest.fixture(scope="module", params=some(YearType, len(YearType)))
def year(request: pytest.FixtureRequest, study: zimnik.Study) -> Year:
    """Return the answers of one type of year over one network."""
    model = study.model
    kinds = model.places.set_index("id")["kind"]
    deposits = kinds.index[kinds == "deposit"].tolist()
    model = with_access_of(model, {*deposits, *HUBS})
    network = dated_network(compiled(model), model.card, request.param)
    answers = tuple(
        find_routes(
            network.arrays,
            network.card,
            Shipment(deposit, hub, cargo_of(model, deposit, None)[0], Dates(None, request.param)),
            dated=network,
        )
        for deposit in deposits
        for hub in HUBS
    )
    return Year(model, network, answers)


def test_printed_windows_are_those_of_the_links_in_the_year(year: Year) -> None:
    """Full loads, and ships without an icebreaker, have windows of their own within the season."""
    arrays, year_type = year.network.arrays, year.network.year_type
    seen = 0
    for answer in year.answers:
        for leg in (leg for route in answer.routes for leg in route.legs):
            told = {season.link_id: season for season in leg.seasons}
            for link in (arrays.links[link_id] for link_id in leg.link_ids):
                assert (link.season is None) == (link.id not in told)
                if link.season is None:
                    continue
                loads, season = link.season.loads, told[link.id]
                whole = link.season.window(year_type)
                is_full = loads is not None and not season.light_load
                if link.season.open_water is not None:
                    assert season.window in (whole, link.season.open_water[year_type])
                else:
                    assert season.window == (loads.full[year_type] if is_full and loads else whole)
                assert season.basis == link.season.basis
                seen += 1
    assert seen > 100


def test_printed_days_lie_within_printed_windows(year: Year) -> None:
    """As the JSON of the command says them; between links of a leg nothing waits."""
    over = heading(year.model.places)
    seen = 0
    for answer in year.answers:
        document: dict[str, Any] = json.loads(to_json(route_record(answer, over)))
        for route, told in zip(answer.routes, document["routes"], strict=True):
            for leg, record in zip(route.legs, told["legs"], strict=True):
                windows = {
                    season["link_id"]: Window.of_season(season["opens"], season["closes"])
                    for season in record["seasons"]
                }
                for link_id, day in (
                    (record["link_ids"][0], record["depart"]),
                    (record["link_ids"][-1], record["arrive"]),
                ):
                    if link_id in windows:
                        assert windows[link_id].has_day(day_of(day)), (answer.origin_id, record)
                        seen += 1
                for season in leg.seasons:
                    assert all(windows[season.link_id].has_day(day) for day in season.days)
    assert seen > 100


def test_best_days_cost_what_they_say_and_the_days_beside_them_more(year: Year) -> None:
    seen = 0
    for answer in year.answers:
        for route in answer.routes:
            assert route.best_ready_d is not None
            first, last = route.best_ready_d
            assert route.ready_d == first
            for day in {first, last}:
                again = year.asked(answer, day)
                assert again is not None
                assert again.cost_usd_per_t == pytest.approx(route.cost_usd_per_t, abs=1e-9)
            for day in (first - 1, last + 1):
                if 0 <= day < YEAR_D:
                    beside = year.asked(answer, day)
                    assert beside is None or beside.cost_usd_per_t > route.cost_usd_per_t + 1e-9
                    seen += 1
    assert seen > 100
