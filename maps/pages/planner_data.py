"""What the planner's page reckons with: the network by date, quantities and prices, as arrays.

Nothing is priced here: the page multiplies these quantities by these prices, the same product as
`geo.pricing.bill` (docs/model.md, E1), and searches the same moves as `geo.routing.labels` (E8).
Arrays stand in the page as one compressed block; `arrays.js` reads and `unpacked.js` lays it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.vocabulary import Mode, RailService, Vehicle, YearType
from zimnik.geo.infrastructure.needs import Needs
from zimnik.geo.pricing.bill import COMPONENTS, QUANTITIES, QUANTITY_INDEX
from zimnik.geo.pricing.split_bills import of_region
from zimnik.maps.page.packing import NONE, pack, pack_records
from zimnik.maps.pages.planner_network import PageNetwork, price_arrays
from zimnik.maps.reports.needs import need_records
from zimnik.maps.reports.records import finite, messages_told, to_builtins
from zimnik.maps.reports.stretches import SHORT_LEG_KM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.maps.pages.planner_story import Story

_OF_ONE_LINK = frozenset({"id", "name", "from_id", "to_id", "yearly"})


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
    network = PageNetwork(arrays)
    links = {link.id: link for link in network.links}
    kinds, kind_of_link = _unbuilt(given.needs, links)
    packed = {
        "link_unbuilt": kind_of_link,
        **network.packed(),
        **price_arrays(given.card, list(given.cargoes.values())),
    }
    return {
        **pack(packed),
        "places": network.place_ids,
        "barred": dict(arrays.barred),
        "links": network.listed_ids(),
        "vehicles": [vehicle.value for vehicle in Vehicle],
        "modes": [mode.value for mode in Mode],
        **_quantities(given.card),
        "corridors": network.corridors,
        "borders": network.borders,
        "bases": network.bases,
        "rail_services": [service.value for service in RailService],
        "years": [year.value for year in YearType],
        "cargoes": pack_records(
            [
                _cargo_record(place_id, cargo, given.card, given.notes.get(place_id, ()))
                for place_id, cargo in given.cargoes.items()
            ]
        ),
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


def _cargo_record(
    place_id: str, cargo: Cargo, card: RateCard, notes: Sequence[str]
) -> dict[str, Any]:
    """Return what the page says of a cargo; its tonnes are in the arrays."""
    return {
        "id": place_id,
        "product": cargo.product,
        "shipped_t_per_t": cargo.shipped_t_per_t,
        "reo_kg_per_t": cargo.reo_kg_per_t,
        "reo_recovery_pct": cargo.reo_recovery_pct,
        "rail_service": card.rail_service(cargo.tonnes_per_y).value,
        "is_radioactive": cargo.is_radioactive,
        "notes": messages_told(notes),
    }
