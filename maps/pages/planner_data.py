"""What the planner's page reckons with: the network by date, quantities and prices, as arrays.

Owns the packing. Nothing is priced here: the page multiplies these quantities by these prices, the
same product as `geo.pricing.bill` (docs/model.md, E1), and searches the same moves as
`geo.routing.labels` (E8). Arrays stand in the page as one compressed block, which `arrays.js`
reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.vocabulary import Mode, RailService, Vehicle, YearType
from zimnik.geo.infrastructure.needs import Needs
from zimnik.geo.pricing.bill import (
    COMPONENTS,
    QUANTITIES,
    QUANTITY_INDEX,
    emission_vector,
    price_vector,
)
from zimnik.geo.pricing.split_bills import of_region
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.maps.page.packing import NONE, pack
from zimnik.maps.reports.needs import need_records
from zimnik.maps.reports.records import finite, messages_told, to_builtins
from zimnik.maps.reports.stretches import SHORT_LEG_KM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import Level, RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.maps.pages.planner_story import Story

_OF_ONE_LINK = frozenset({"id", "name", "from_id", "to_id", "yearly"})
LEVELS: tuple[Level, ...] = ("low", "base", "high")


@dataclass(frozen=True, slots=True)
class PlannerInput:
    """What the planner needs of the model.

    Parameters
    ----------
    arrays
        The network with the access links of every deposit and hub.
    card
        Prices, and the benchmark that costs per kg REO are compared to.
    cargoes
        What each deposit ships, by its id; these are the origins.
    hub_ids
        Destinations.
    notes
        What had to be taken for the cargo of a deposit, by its id.
    surfaces
        Surfaces of remoteness by month that may lie under the map, in the projection of the page.
    needs
        What of the network does not exist.
    story
        What the page tells in steps, if anything.
    """

    arrays: NetworkArrays
    card: RateCard
    cargoes: Mapping[str, Cargo]
    hub_ids: Sequence[str]
    notes: Mapping[str, Sequence[str]]
    surfaces: Sequence[RemotenessSurface] = ()
    needs: Needs = field(default_factory=Needs)
    story: Story | None = None


def planner_record(given: PlannerInput) -> dict[str, Any]:
    """Return the planner's part of the page data; costs in US dollars per dry tonne of product."""
    arrays = given.arrays
    years = {year: dated_network(arrays, given.card, year) for year in YearType}
    place_ids = list(dict.fromkeys(state.place_id for state in arrays.states))
    links = arrays.links
    corridors = sorted({link.corridor for link in links.values()} - {""})
    borders = sorted({link.border for link in links.values()} - {""})
    bases = sorted({edge.season.basis for edge in arrays.edges if edge.season} - {""})
    kinds, kind_of_link = _unbuilt(given.needs, links)
    packed = {
        "link_unbuilt": kind_of_link,
        **_rows(arrays, years[YearType.NORMAL]),
        **_moves(years),
        **_states(arrays, place_ids),
        **_link_arrays(arrays, links, place_ids, corridors, borders),
        **_seasons_of_edges(arrays, bases),
        **_checked(arrays, links, place_ids),
        **_unopened(links),
        **_prices(given.card, given.cargoes.values()),
    }
    return {
        **pack(packed),
        "places": place_ids,
        "barred": dict(arrays.barred),
        "links": list(links),
        "vehicles": [vehicle.value for vehicle in Vehicle],
        "modes": [mode.value for mode in Mode],
        **_quantities(given.card),
        "corridors": corridors,
        "borders": borders,
        "bases": bases,
        "rail_services": [service.value for service in RailService],
        "years": [year.value for year in YearType],
        "cargoes": [
            _cargo_record(place_id, cargo, given.card, given.notes.get(place_id, ()))
            for place_id, cargo in given.cargoes.items()
        ],
        "capacities": _capacities(arrays),
        "unbuilt": kinds,
        "hubs": list(given.hub_ids),
        "benchmark_usd_per_kg_reo": given.card.benchmark_usd_per_kg_reo.base,
        "max_days": DEFAULT_MAX_D,
        "short_leg_km": SHORT_LEG_KM,
    }


def _unbuilt(needs: Needs, links: Mapping[str, Link]) -> tuple[list[dict[str, Any]], NDArray[Any]]:
    """Return each different way in which links do not exist once, and which of them each link has.

    What a dedicated road costs a year is reckoned in the page, at its prices.
    """
    numbers = {link_id: number for number, link_id in enumerate(links)}
    kinds: dict[str, dict[str, Any]] = {}
    found = np.full(len(links), NONE)
    for need in need_records(needs.of_way(links, ()), names={}):
        told = to_builtins(need)
        kind = {key: value for key, value in told.items() if key not in _OF_ONE_LINK}
        kind["is_yearly"] = need.yearly is not None
        key = repr(kind)
        kinds.setdefault(key, kind)
        found[numbers[need.id]] = list(kinds).index(key)
    return list(kinds.values()), found


def _rows(arrays: NetworkArrays, network: DatedNetwork) -> dict[str, NDArray[Any]]:
    """Return each different row of quantities once, sparse, and which of them everything has.

    A dedicated road has rows of its own, since the page may make one of them free (E28).
    """
    lifting = arrays.lifting_at(arrays.lifting_states)
    ends = np.stack([arrays.loading[lifting], arrays.unloading[lifting]], axis=1)
    every = np.concatenate([network.quantities, ends.reshape(-1, ends.shape[-1])])
    numbers = {link_id: number for number, link_id in enumerate(arrays.links, start=1)}
    road = np.zeros((len(every), 1))
    for row, edge in enumerate(arrays.edges):
        if edge.link is not None and edge.link.dedicated:
            road[row] = numbers[edge.link.id]
    told, row_of = np.unique(np.hstack([road, every]), axis=0, return_inverse=True)
    different = told[:, 1:]
    kept_rows, columns = np.nonzero(different)
    pairs = np.full((len(arrays.states), 2), NONE)
    pairs[lifting] = row_of[len(network.quantities) :].reshape(-1, 2)
    return {
        "row_start": np.searchsorted(kept_rows, np.arange(len(different) + 1)),
        "row_quantity": columns,
        "row_amount": different[kept_rows, columns],
        "row_of": row_of[: len(network.quantities)],
        "load_row": pairs[:, 0],
        "unload_row": pairs[:, 1],
    }


def _moves(years: Mapping[YearType, DatedNetwork]) -> dict[str, NDArray[Any]]:
    """Return the moves by the node they leave, and the window of each in every kind of year."""
    normal = years[YearType.NORMAL]
    moves = [move for onward in normal.moves for move in onward]
    windows: dict[Window, int] = {}
    seasons = {
        f"move_window_{year.value}": np.array(
            [
                NONE if move.window is None else windows.setdefault(move.window, len(windows))
                for onward in network.moves
                for move in onward
            ]
        )
        for year, network in years.items()
    }
    return {
        "move_start": np.cumsum([0, *(len(onward) for onward in normal.moves)]),
        "move_head": np.array([move.head for move in moves]),
        "move_row": np.array([move.row for move in moves]),
        "move_edge": np.array([NONE if move.edge is None else move.edge for move in moves]),
        "stored": np.array(normal.stored, dtype=np.int64),
        **seasons,
        "window_opens": np.array([window.opens_d for window in windows], dtype=np.float64),
        "window_length": np.array([window.length_d for window in windows], dtype=np.float64),
    }


def _states(arrays: NetworkArrays, place_ids: Sequence[str]) -> dict[str, NDArray[Any]]:
    vehicles = list(Vehicle)
    at = {place_id: number for number, place_id in enumerate(place_ids)}
    return {
        "state_place": np.array([at[state.place_id] for state in arrays.states]),
        "state_vehicle": np.array(
            [NONE if s.vehicle is None else vehicles.index(s.vehicle) for s in arrays.states]
        ),
    }


def _link_arrays(
    arrays: NetworkArrays,
    links: Mapping[str, Link],
    place_ids: Sequence[str],
    corridors: Sequence[str],
    borders: Sequence[str],
) -> dict[str, NDArray[Any]]:
    """Return which link each edge is, and of each link what a closure or a leg asks."""
    numbers = {link_id: number for number, link_id in enumerate(links)}
    places = {place_id: number for number, place_id in enumerate(place_ids)}
    states = {state: number for number, state in enumerate(arrays.states)}
    modes = [mode.value for mode in Mode]
    every = list(links.values())
    return {
        "edge_link": np.array(
            [NONE if edge.link is None else numbers[edge.link.id] for edge in arrays.edges]
        ),
        "edge_tail": np.array([states[edge.tail] for edge in arrays.edges]),
        "edge_head": np.array([states[edge.head] for edge in arrays.edges]),
        "link_from": np.array([places[link.from_id] for link in every]),
        "link_to": np.array([places[link.to_id] for link in every]),
        "link_mode": np.array([modes.index(link.mode) for link in every]),
        "link_km": np.array([link.length_km for link in every]),
        "link_corridor": _numbered((link.corridor for link in every), corridors),
        "link_border": _numbered((link.border for link in every), borders),
        "link_estimated": np.array([int(link.estimated) for link in every]),
        "link_only_for": np.array([places.get(link.only_for, NONE) for link in every]),
        "link_direct": np.array([int(link.direct) for link in every]),
        "link_dedicated": np.array([int(link.dedicated) for link in every]),
    }


def _seasons_of_edges(arrays: NetworkArrays, bases: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Return what the season of each edge rests on, if it is of light loads, and who takes it."""
    services = list(RailService)
    return {
        "edge_basis": _numbered((e.season.basis if e.season else "" for e in arrays.edges), bases),
        "edge_light": np.array([int(edge.light_load) for edge in arrays.edges]),
        "edge_rail_service": np.array(
            [
                NONE if edge.rail_service is None else services.index(edge.rail_service)
                for edge in arrays.edges
            ]
        ),
    }


def _checked(
    arrays: NetworkArrays, links: Iterable[str], place_ids: Iterable[str]
) -> dict[str, NDArray[Any]]:
    """Return of which places and links a route asks whether they pass its tonnes."""
    return {
        "place_checked": np.array([int(place_id in arrays.throughputs) for place_id in place_ids]),
        "link_checked": np.array([int(link in arrays.throughputs) for link in links]),
    }


def _capacities(arrays: NetworkArrays) -> dict[str, list[float | None]]:
    """Return what is known of places and links: room, its year, largest traffic and its year."""
    return {
        name: [
            finite(known.room_t_per_y),
            known.capacity_year,
            known.traffic.t_per_y if known.traffic else None,
            known.traffic.year if known.traffic else None,
        ]
        for name, known in arrays.throughputs.items()
        if known.room_t_per_y is not None or known.traffic is not None
    }


def _unopened(links: Mapping[str, Link]) -> dict[str, NDArray[Any]]:
    """Return which links do not open at all in each type of year."""
    return {
        f"link_unopened_{year.value}": np.array(
            [int(not link.opens_in(year)) for link in links.values()]
        )
        for year in YearType
    }


def _quantities(card: RateCard) -> dict[str, Any]:
    """Return the quantities of every row, a block for each card, and those of each component."""
    regions = ("", *card.elsewhere)
    return {
        "quantities": [
            of_region(quantity.value, region) for region in regions for quantity in QUANTITIES
        ],
        "components": {
            name: [
                QUANTITY_INDEX[quantity] + block * len(QUANTITIES)
                for block in range(len(regions))
                for quantity in quantities
            ]
            for name, quantities in COMPONENTS.items()
        },
    }


def _numbered(texts: Iterable[str], names: Sequence[str]) -> NDArray[Any]:
    numbers = {name: number for number, name in enumerate(names)}
    return np.array([numbers.get(text, NONE) for text in texts])


def _prices(card: RateCard, cargoes: Iterable[Cargo]) -> dict[str, NDArray[Any]]:
    """Return prices of every cargo, one vector after the other, for each level, and emissions."""
    every = list(cargoes)
    vectors = {
        f"prices_{level}": [price_vector(card, cargo, level=level) for cargo in every]
        for level in LEVELS
    }
    vectors["emissions"] = [emission_vector(card, cargo) for cargo in every]
    return {name: np.concatenate([np.empty(0), *parts]) for name, parts in vectors.items()}


def _cargo_record(
    place_id: str, cargo: Cargo, card: RateCard, notes: Sequence[str]
) -> dict[str, Any]:
    return {
        "id": place_id,
        "product": cargo.product,
        "tonnes_per_y": cargo.tonnes_per_y,
        "shipped_t_per_y": cargo.tonnes_per_y * cargo.shipped_t_per_t,
        "reo_kg_per_t": cargo.reo_kg_per_t,
        "reo_recovery_pct": cargo.reo_recovery_pct,
        "rail_service": card.rail_service(cargo.tonnes_per_y).value,
        "is_radioactive": cargo.is_radioactive,
        "notes": messages_told(notes),
    }
