"""The network of the planner as its page carries it: links, their rides, transfers and prices.

Owns what of the network stands in the page, so that thousands of deposits fit into a mail. Most
links of such an atlas are estimated: a site and a terminal, a length, and all else as that of the
others of their kind. So each fact stands once, as short as it can be told: rows of quantities as
patterns for a kilometre, ids and corridors that follow from the ends not at all, prices by kind of
cargo. `maps/js/planner/unpacked.js` lays out of it what the search needs, exactly but for the last
digits of a double.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.core.vocabulary import Mode, Quantity, RailService, Vehicle, YearType
from zimnik.geo.pricing.bill import BLOCK, QUANTITY_INDEX, emission_vector, price_vector
from zimnik.maps.page.packing import NONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.network.arrays import Edge, NetworkArrays
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import Level, RateCard

    Packed = dict[str, NDArray[Any]]

LEVELS: tuple[Level, ...] = ("low", "base", "high")
# How an id follows from the ends of its link; any other is listed (0).
ID_FORMS: tuple[Callable[[Link], str], ...] = (
    lambda link: f"access_{link.from_id}_{link.to_id}",
    lambda link: f"access_air_{link.from_id}_{link.to_id}",
    lambda link: f"direct_{link.from_id}_{link.to_id}",
)
# To whom a link belongs: its first place, its second, or (2 and on) any other.
OWNER_FIRST, OWNER_SECOND, OWNER_OTHER = 0, 1, 2
# Digits to which patterns and prices are alike; what is told of a cost is a millionth of a dollar.
ALIKE_DIGITS = 13
_ROAD = QUANTITY_INDEX[Quantity.DEDICATED_WINTER_ROAD_KM]


@dataclass(frozen=True)
class PageNetwork:
    """What a page carries of a network.

    Parameters
    ----------
    arrays
        The network.
    """

    arrays: NetworkArrays

    @cached_property
    def place_ids(self) -> list[str]:
        """Places in the order of the page."""
        return list(dict.fromkeys(state.place_id for state in self.arrays.states))

    @cached_property
    def places(self) -> dict[str, int]:
        """Number of each place."""
        return {place_id: number for number, place_id in enumerate(self.place_ids)}

    @cached_property
    def links(self) -> list[Link]:
        """Links in the order of the page: those of a site side by side."""
        places = self.places
        every = self.arrays.links.values()
        own = [link for link in every if link.only_for]
        own.sort(key=lambda link: (places.get(link.only_for, 0), *(places[i] for i in link.ends)))
        return [link for link in every if not link.only_for] + own

    @cached_property
    def rides(self) -> list[tuple[int, int]]:
        """Edges that are links, in the order of the page, each with the number of its link."""
        numbers = {link.id: number for number, link in enumerate(self.links)}
        found = [
            (numbers[edge.link.id], row)
            for row, edge in enumerate(self.arrays.edges)
            if edge.link is not None
        ]
        return sorted(found)

    @cached_property
    def edges(self) -> list[Edge]:
        """Edges in the order of the page: links, then transfers."""
        every = self.arrays.edges
        ridden = [every[row] for _, row in self.rides]
        return ridden + [edge for edge in every if edge.link is None]

    @cached_property
    def corridors(self) -> list[str]:
        """Corridors that are not those of one site."""
        named = {link.corridor for link in self.links if not _has_own_corridor(link)}
        return sorted(named - {""})

    @cached_property
    def borders(self) -> list[str]:
        """Borders that links cross."""
        return sorted({link.border for link in self.links} - {""})

    @cached_property
    def bases(self) -> list[str]:
        """What seasons rest on."""
        return sorted({edge.season.basis for edge in self.edges if edge.season} - {""})

    def listed_ids(self) -> list[str]:
        """Return the ids of links that do not follow from their ends."""
        return [link.id for link in self.links if not _id_form(link)]

    def packed(self) -> Packed:
        """Return the arrays of the page."""
        return {**self._links(), **self._edges(), **self._windows(), **self._rows()}

    def _links(self) -> Packed:
        links, places, vehicles, modes = self.links, self.places, list(Vehicle), list(Mode)
        throughputs = self.arrays.throughputs
        corridors = _numbers(self.corridors)
        return {
            "link_from": np.array([places[link.from_id] for link in links], np.int64),
            "link_to": np.array([places[link.to_id] for link in links], np.int64),
            "link_mode": np.array([modes.index(link.mode) for link in links], np.int64),
            "link_vehicle": np.array([vehicles.index(link.vehicle) for link in links], np.int64),
            "link_km": np.array([link.length_km for link in links], np.float64),
            "link_id_form": np.array([_id_form(link) for link in links], np.int64),
            # A site's own is numbered after those that have a name.
            "link_corridor": np.array(
                [
                    len(corridors)
                    if _has_own_corridor(link)
                    else corridors.get(link.corridor, NONE)
                    for link in links
                ],
                np.int64,
            ),
            "link_border": _numbered((link.border for link in links), self.borders),
            "link_estimated": np.array([int(link.estimated) for link in links], np.int64),
            "link_owner": np.array([self._owner(link) for link in links], np.int64),
            "link_direct": np.array([int(link.direct) for link in links], np.int64),
            "link_dedicated": np.array([int(link.dedicated) for link in links], np.int64),
            "link_checked": np.array([int(link.id in throughputs) for link in links], np.int64),
            "place_checked": np.array([int(i in throughputs) for i in self.place_ids], np.int64),
            "place_stores": np.array(
                [int(i in self.arrays.storages) for i in self.place_ids], np.int64
            ),
            **{
                f"link_unopened_{year.value}": np.array(
                    [int(not link.opens_in(year)) for link in links], np.int64
                )
                for year in YearType
            },
        }

    def _owner(self, link: Link) -> int:
        if link.only_for in link.ends:
            return OWNER_FIRST + link.ends.index(link.only_for)
        other = self.places.get(link.only_for)
        return NONE if other is None else OWNER_OTHER + other

    def _edges(self) -> Packed:
        """Return states and edges; those of a transfer name the states that it joins."""
        states = {state: number for number, state in enumerate(self.arrays.states)}
        vehicles, services = list(Vehicle), list(RailService)
        transfers = [edge for edge in self.edges if edge.link is None]
        return {
            "state_place": np.array([self.places[s.place_id] for s in states], np.int64),
            "state_vehicle": np.array(
                [NONE if s.vehicle is None else vehicles.index(s.vehicle) for s in states], np.int64
            ),
            "ride_link": np.array([number for number, _ in self.rides], np.int64),
            "ride_back": np.array(
                [
                    int(edge.tail.place_id != edge.link.from_id)
                    for edge in self.edges
                    if edge.link is not None
                ],
                np.int64,
            ),
            "transfer_tail": np.array([states[edge.tail] for edge in transfers], np.int64),
            "transfer_head": np.array([states[edge.head] for edge in transfers], np.int64),
            "transfer_lifts": np.array([int(edge.lifts) for edge in transfers], np.int64),
            "edge_basis": _numbered(
                (edge.season.basis if edge.season else "" for edge in self.edges), self.bases
            ),
            "edge_light": np.array([int(edge.light_load) for edge in self.edges], np.int64),
            "edge_rail_service": np.array(
                [
                    NONE if edge.rail_service is None else services.index(edge.rail_service)
                    for edge in self.edges
                ],
                np.int64,
            ),
        }

    def _windows(self) -> Packed:
        """Return the season of each edge, and of each season its windows by kind of year."""
        windows: dict[Window, int] = {}
        seasons: dict[tuple[int, ...], int] = {}
        of_edge = []
        for edge in self.edges:
            season = edge.season
            found = (None if season is None else season.window(year) for year in YearType)
            told = tuple(
                NONE if one is None or one.is_all_year else windows.setdefault(one, len(windows))
                for one in found
            )
            of_edge.append(seasons.setdefault(told, len(seasons)))
        by_year = np.array(list(seasons), np.int64).reshape(-1, len(YearType))
        return {
            "edge_season": np.array(of_edge, np.int64),
            **{f"season_{year.value}": by_year[:, k] for k, year in enumerate(YearType)},
            "window_opens": np.array([window.opens_d for window in windows], np.float64),
            "window_length": np.array([window.length_d for window in windows], np.float64),
        }

    def _rows(self) -> Packed:
        """Return patterns of quantities, those of links for a kilometre, and who has which."""
        arrays = self.arrays
        rows = [row for _, row in self.rides]
        km = np.array([self.links[number].length_km for number, _ in self.rides]).reshape(-1, 1)
        others = [row for row, edge in enumerate(arrays.edges) if edge.link is None]
        lifting = arrays.lifting_at(arrays.lifting_states)
        stacked = [
            arrays.quantities[rows] / km,
            arrays.quantities[others],
            arrays.loading[lifting],
            arrays.unloading[lifting],
        ]
        patterns, which = np.unique(_alike(np.concatenate(stacked)), axis=0, return_inverse=True)
        ends = np.cumsum([len(part) for part in stacked])
        edges, loads, unloads = np.split(which.ravel(), ends[1:-1])
        kept, columns = np.nonzero(patterns)
        lifts = np.full((2, len(arrays.states)), NONE)
        lifts[:, lifting] = loads, unloads
        return {
            "pattern_start": np.searchsorted(kept, np.arange(len(patterns) + 1)),
            "pattern_quantity": columns,
            "pattern_amount": patterns[kept, columns],
            "edge_pattern": edges,
            "load_pattern": lifts[0],
            "unload_pattern": lifts[1],
        }


def price_arrays(card: RateCard, cargoes: Sequence[Cargo]) -> Packed:
    """Return the prices and emissions of kinds of cargo, and of which kind each cargo is.

    The price of a dedicated road is that of its year, which the page divides by the tonnes.
    """
    tonnes = np.array([cargo.tonnes_per_y for cargo in cargoes])
    tables = [
        np.array([price_vector(card, cargo, level=level) for cargo in cargoes]) for level in LEVELS
    ]
    for table in tables:
        if len(table):
            table[:, _ROAD::BLOCK] *= tonnes[:, np.newaxis]
    tables.append(np.array([emission_vector(card, cargo) for cargo in cargoes]))
    every = np.hstack(tables) if cargoes else np.empty((0, len(tables)))
    kinds, which = np.unique(_alike(every), axis=0, return_inverse=True)
    names = (*(f"kind_prices_{level}" for level in LEVELS), "kind_emissions")
    parts = np.split(kinds, len(names), axis=1)
    return {
        "cargo_kind": which.ravel(),
        "cargo_tonnes": tonnes,
        **{name: part.ravel() for name, part in zip(names, parts, strict=True)},
    }


def _alike(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return numbers to so many digits that those of one origin are equal."""
    _, exponents = np.frexp(values)
    scales = 10.0 ** (ALIKE_DIGITS - np.ceil(exponents * np.log10(2.0)))
    rounded: NDArray[np.float64] = np.rint(values * scales) / scales
    return rounded


def _id_form(link: Link) -> int:
    return next((form for form, told in enumerate(ID_FORMS, 1) if told(link) == link.id), 0)


def _has_own_corridor(link: Link) -> bool:
    return bool(link.only_for) and link.corridor == f"access_{link.only_for}"


def _numbers(names: Sequence[str]) -> Mapping[str, int]:
    return {name: number for number, name in enumerate(names)}


def _numbered(texts: Iterable[str], names: Sequence[str]) -> NDArray[Any]:
    numbers = _numbers(names)
    return np.array([numbers.get(text, NONE) for text in texts], np.int64)
