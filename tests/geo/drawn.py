"""Drawn networks and a rate card of round numbers, so that costs can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
from shapely.geometry import LineString, Point

from zimnik.geo.core.calendar import YEAR_D, Window
from zimnik.geo.core.vocabulary import (
    HAUL_OF_VEHICLE,
    LIFTS,
    MiningItem,
    Mode,
    Quantity,
    Vehicle,
    YearType,
)
from zimnik.geo.network.arrays import NetworkArrays, network_arrays
from zimnik.geo.network.links import Link, Place, Season
from zimnik.geo.pricing.rates import Home, Range, RateCard
from zimnik.geo.pricing.shipped_mass import DEFAULTS
from zimnik.layers.atlas.network import typed_links, typed_places

if TYPE_CHECKING:
    from collections.abc import Sequence

PRICES_USD = {
    Quantity.RAIL_1520_TKM: 0.01,
    Quantity.RAIL_1435_TKM: 0.02,
    Quantity.TRUCK_TKM: 0.05,
    Quantity.GRAVEL_TRUCK_TKM: 0.1,
    Quantity.WINTER_TRUCK_TKM: 0.2,
    Quantity.BARGE_TKM: 0.02,
    Quantity.RIVER_SEA_VESSEL_TKM: 0.08,
    Quantity.ICE_CLASS_SHIP_TKM: 0.03,
    Quantity.SHIP_TKM: 0.01,
    Quantity.AIRCRAFT_TKM: 1.0,
    **dict.fromkeys(HAUL_OF_VEHICLE.values(), 0.0),
    Quantity.SITE_LIFT: 2.0,
    Quantity.STATION_LIFT: 5.0,
    Quantity.ROAD_LIFT: 4.0,
    Quantity.RIVER_PORT_LIFT: 6.0,
    Quantity.SEA_PORT_LIFT: 12.0,
    Quantity.ARCTIC_PORT_LIFT: 25.0,
    Quantity.GAUGE_LIFT: 7.0,
    Quantity.AIRFIELD_LIFT: 9.0,
    Quantity.FAR_NORTH_STORAGE_D: 0.5,
    Quantity.ESCORT_ZONE: 3.0,
    Quantity.BORDER_CROSSING: 8.0,
    Quantity.DEDICATED_WINTER_ROAD_KM: 10_000.0,
}
ALL_YEAR = {"season_open": "01-01", "season_close": "12-31"}
MODE_OF = {
    Vehicle.RAIL_1520: Mode.RAIL,
    Vehicle.RAIL_1435: Mode.RAIL,
    Vehicle.TRUCK: Mode.ROAD,
    Vehicle.GRAVEL_TRUCK: Mode.ROAD,
    Vehicle.WINTER_TRUCK: Mode.WINTER_ROAD,
    Vehicle.BARGE: Mode.RIVER,
    Vehicle.RIVER_SEA_VESSEL: Mode.RIVER,
    Vehicle.ICE_CLASS_SHIP: Mode.SEA,
    Vehicle.SHIP: Mode.SEA,
    Vehicle.AIRCRAFT: Mode.AIR,
}


def exactly(value: float) -> Range:
    """Return a range without spread."""
    return Range(value, value, value)


def around(value: float) -> Range:
    """Return a range from half to double the value."""
    return Range(value / 2, value, value * 2)


def round_card() -> RateCard:
    """Return a rate card of round numbers; time costs nothing and a lift takes a day."""
    return RateCard(
        year=2025,
        prices_usd={quantity: around(price) for quantity, price in PRICES_USD.items()},
        storage_usd_per_t_d=exactly(0.0),
        emissions_kg={q: exactly(0.01) for q in Quantity if q.endswith("_tkm")},
        speeds_km_per_d={vehicle: exactly(100.0) for vehicle in Vehicle},
        payloads_t={vehicle: exactly(20.0) for vehicle in Vehicle},
        dwells_d={quantity: exactly(1.0) for quantity in (*LIFTS, Quantity.BORDER_CROSSING)},
        interest_pct_per_y=exactly(0.0),
        reo_price_usd_per_kg=exactly(10.0),
        mining=dict.fromkeys(MiningItem, exactly(1000.0)),
        benchmark_usd_per_kg_reo=exactly(11.0),
        default_tonnes_per_y=exactly(100_000.0),
        default_mass_pct=dict.fromkeys(DEFAULTS, exactly(0.0)),
        access_detour=exactly(1.5),
        access_gravel_limit_km=exactly(30.0),
        home=Home(
            frozenset({"RU"}), frozenset({Vehicle.RAIL_1435, Vehicle.SHIP}), Vehicle.RAIL_1520
        ),
    )


def with_boarding(card: RateCard) -> RateCard:
    """Return a card on which a tonne pays 1, 2, 3 and so on to board each kind of vehicle."""
    hauls = dict.fromkeys(HAUL_OF_VEHICLE.values())
    boarding = {haul: around(float(usd)) for usd, haul in enumerate(hauls, start=1)}
    return replace(card, prices_usd={**card.prices_usd, **boarding})


def drawn_places(**kinds: str) -> gpd.GeoDataFrame:
    """Return places a degree apart along the equator, ``name="station"`` for each."""
    return gpd.GeoDataFrame(
        {
            "id": list(kinds),
            "kind": list(kinds.values()),
            "capacity_t_per_y": [float("nan")] * len(kinds),
        },
        geometry=[Point(i, 0) for i in range(len(kinds))],
        crs="EPSG:4326",
    )


def drawn_links(*rows: dict[str, object], bare: bool = False) -> gpd.GeoDataFrame:
    """Return links from rows of `id`, `from_id`, `to_id`, `vehicle`, `length_km` and extras.

    A winter road without days of its own has all of the year, or none where links are `bare`.
    """
    defaults: dict[str, object] = {
        "corridor": "main",
        "dedicated": False,
        "only_for": "",
        "escort_zones": 0.0,
        "border": "",
        "state": "existing",
        "season_open": "",
        "season_close": "",
        "capacity_t_per_y": float("nan"),
        "geometry": LineString([(0, 0), (1, 0)]),
    }
    told = [
        {**defaults, "mode": MODE_OF[Vehicle(str(row["vehicle"]))].value, **row} for row in rows
    ]
    for row in told:
        if row["mode"] == Mode.WINTER_ROAD and not row["season_open"] and not bare:
            row.update(ALL_YEAR)
    return gpd.GeoDataFrame(told, geometry="geometry", crs="EPSG:4326")


def link(link_id: str, vehicle: Vehicle, length_km: float, **extra: object) -> dict[str, object]:
    """Return the row of a link named by its ends, such as ``"a-b"``."""
    from_id, to_id = link_id.split("-")[:2]
    row: dict[str, object] = {"id": link_id, "from_id": from_id, "to_id": to_id}
    return {**row, "vehicle": vehicle.value, "length_km": length_km, **extra}


def compiled(places: gpd.GeoDataFrame, links: gpd.GeoDataFrame, card: RateCard) -> NetworkArrays:
    """Return the compiled network of drawn places and links."""
    return network_arrays(typed_places(places), typed_links(links), card)


def all_year(links: Sequence[Link]) -> tuple[Link, ...]:
    """Return links of which winter roads without a season are open all year."""
    season = Season(dict.fromkeys(YearType, Window(0, YEAR_D)))
    return tuple(
        replace(link, season=season) if link.mode is Mode.WINTER_ROAD and not link.season else link
        for link in links
    )


def parts(
    places: gpd.GeoDataFrame, links: gpd.GeoDataFrame
) -> tuple[tuple[Place, ...], tuple[Link, ...]]:
    """Return drawn places and links as `geo` takes them."""
    return typed_places(places), typed_links(links)
