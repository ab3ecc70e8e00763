"""The words of the model: modes, vehicles, kinds of terminal and the quantities of a bill.

Owns every closed vocabulary that the atlas, the network and the pages share. It holds no
numbers: prices, speeds and dwell times come from the rate card.
"""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """What the reader of a map sees."""

    RAIL = "rail"
    ROAD = "road"
    WINTER_ROAD = "winter_road"
    RIVER = "river"
    SEA = "sea"
    AIR = "air"


class Vehicle(StrEnum):
    """What carries the cargo: one class for each rate."""

    RAIL_1520 = "rail_1520"
    RAIL_1435 = "rail_1435"
    TRUCK = "truck"
    GRAVEL_TRUCK = "gravel_truck"
    WINTER_TRUCK = "winter_truck"
    BARGE = "barge"
    RIVER_SEA_VESSEL = "river_sea_vessel"
    ICE_CLASS_SHIP = "ice_class_ship"
    SHIP = "ship"
    AIRCRAFT = "aircraft"


class Stage(StrEnum):
    """A step of the value chain, in its order, and what else a plant may be there for."""

    CONCENTRATION = "concentration"
    CRACKING = "cracking"
    SEPARATION = "separation"
    METAL = "metal"
    ALLOY = "alloy"
    MAGNETS = "magnets"
    PILOT = "pilot"
    REAGENTS = "reagents"
    TRANSHIPMENT = "transhipment"


# What makes one product of another, in order.
PROCESS_STAGES = (
    Stage.CONCENTRATION,
    Stage.CRACKING,
    Stage.SEPARATION,
    Stage.METAL,
    Stage.ALLOY,
    Stage.MAGNETS,
)
# What a hub works of the product of a deposit, in order: magnets are made from their metal at once.
HUB_STAGES = (Stage.CRACKING, Stage.SEPARATION, Stage.METAL, Stage.MAGNETS)
# Between the names of stages that one hub works.
_AND = " and "
# Stages whose product holds metal.
METALLIC = frozenset({Stage.METAL, Stage.ALLOY, Stage.MAGNETS})


def stages_through(last: Stage) -> tuple[Stage, ...]:
    """Return what a hub works up to a stage, in order.

    Examples
    --------
    >>> [str(stage) for stage in stages_through(Stage.SEPARATION)]
    ['cracking', 'separation']
    """
    return HUB_STAGES[: HUB_STAGES.index(last) + 1]


def joined_stages(last: Stage) -> str:
    """Return the name of all that a hub works up to a stage, as one.

    Examples
    --------
    >>> joined_stages(Stage.SEPARATION)
    'cracking and separation'
    """
    return _AND.join(stages_through(last))


def apart(name: str) -> tuple[str, ...]:
    """Return the stages that a name of `joined_stages`, or of one stage, stands for.

    Examples
    --------
    >>> apart("cracking and separation")
    ('cracking', 'separation')
    """
    return tuple(name.split(_AND))


class Goal(StrEnum):
    """Kinds of place to which remoteness is measured."""

    RAILHEAD = "railhead"
    ALL_SEASON_ROAD = "all_season_road"
    YEAR_ROUND_PORT = "year_round_port"
    PORT = "port"
    TOWN_10K = "town_10k"
    HUB = "hub"
    MARKET = "market"


class Existence(StrEnum):
    """Whether something is there to be used."""

    EXISTING = "existing"
    OUT_OF_USE = "out_of_use"
    UNDER_CONSTRUCTION = "under_construction"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"


class MiningItem(StrEnum):
    """What the cost of mining is made of (docs/model.md, E3), by method where there are several."""

    OPEN_PIT = "open_pit"
    REMOTE_OPEN_PIT = "remote_open_pit"
    UNDERGROUND = "underground"
    STOCKPILE = "stockpile"
    UNKNOWN_METHOD = "unknown_method"
    DRESSING = "dressing"
    ORE_PER_CONCENTRATE = "ore_per_concentrate"


MINING_METHODS = (
    MiningItem.OPEN_PIT,
    MiningItem.REMOTE_OPEN_PIT,
    MiningItem.UNDERGROUND,
    MiningItem.STOCKPILE,
)


class ValueBasis(StrEnum):
    """What the value rests on, on which the capital that is tied up in cargo is charged."""

    MINING_COST = "mining_cost"
    DEFAULT = "default"
    STATED = "stated"
    CASH_SPENT = "cash_spent"
    PRICE = "price"


class StoreKind(StrEnum):
    """What cargo has to stand in where it waits."""

    YARD = "yard"
    SHED = "shed"
    CLASS_7 = "class_7"


class GaugeKind(StrEnum):
    """What was watched from year to year: the ice of a river, or a winter road."""

    RIVER = "river"
    WINTER_ROAD = "winter_road"


class EventKind(StrEnum):
    """What shuts a link for some days inside its season."""

    LOW_WATER = "low_water"
    FLOOD = "flood"
    WIND = "wind"
    FOG = "fog"
    SNOW = "snow"
    ICE = "ice"
    ICING = "icing"
    THAW = "thaw"


class YearType(StrEnum):
    """Which of the published dates of a season hold."""

    SHORT = "short"
    NORMAL = "normal"
    LONG = "long"


MODES_OF_VEHICLE: dict[Vehicle, frozenset[Mode]] = {
    Vehicle.RAIL_1520: frozenset({Mode.RAIL}),
    Vehicle.RAIL_1435: frozenset({Mode.RAIL}),
    # An ice crossing or a ferry is used by the trucks of the road it joins.
    Vehicle.TRUCK: frozenset({Mode.ROAD, Mode.WINTER_ROAD}),
    Vehicle.GRAVEL_TRUCK: frozenset({Mode.ROAD, Mode.WINTER_ROAD}),
    Vehicle.WINTER_TRUCK: frozenset({Mode.WINTER_ROAD}),
    Vehicle.BARGE: frozenset({Mode.RIVER}),
    Vehicle.RIVER_SEA_VESSEL: frozenset({Mode.RIVER, Mode.SEA}),
    Vehicle.ICE_CLASS_SHIP: frozenset({Mode.SEA}),
    Vehicle.SHIP: frozenset({Mode.SEA}),
    Vehicle.AIRCRAFT: frozenset({Mode.AIR}),
}


class PlaceKind(StrEnum):
    """What a node of the network is; it decides which lift a transfer there takes."""

    DEPOSIT = "deposit"
    HUB = "hub"
    MARKET = "market"
    STATION = "station"
    RIVER_PORT = "river_port"
    SEA_PORT = "sea_port"
    ARCTIC_PORT = "arctic_port"
    ROADSTEAD = "roadstead"
    ROAD_JUNCTION = "road_junction"
    BORDER = "border"
    AIRFIELD = "airfield"
    WAYPOINT = "waypoint"


class RailService(StrEnum):
    """How cargo goes on a railway of 1520 mm: wagon by wagon, or as trains of its own."""

    WAGONLOAD = "wagonload"
    BLOCK_TRAIN = "block_train"


class Downstream(StrEnum):
    """Which way the water of a river link runs."""

    FROM_TO = "from_to"
    TO_FROM = "to_from"


class TariffGroup(StrEnum):
    """Tariffs of a river port by the order that sets them, where one applies to it."""

    FAR_NORTH = "far_north"
    BASIN = "basin"


SITE_KINDS = frozenset({PlaceKind.DEPOSIT, PlaceKind.HUB, PlaceKind.MARKET})
TERMINAL_KINDS = frozenset(PlaceKind) - SITE_KINDS


class Quantity(StrEnum):
    """A line of the bill of quantities: what moving one tonne consumes (docs/model.md, E1)."""

    RAIL_1520_TKM = "rail_1520_tkm"
    RAIL_1435_TKM = "rail_1435_tkm"
    TRUCK_TKM = "truck_tkm"
    GRAVEL_TRUCK_TKM = "gravel_truck_tkm"
    WINTER_TRUCK_TKM = "winter_truck_tkm"
    BARGE_TKM = "barge_tkm"
    RIVER_SEA_VESSEL_TKM = "river_sea_vessel_tkm"
    ICE_CLASS_SHIP_TKM = "ice_class_ship_tkm"
    SHIP_TKM = "ship_tkm"
    AIRCRAFT_TKM = "aircraft_tkm"
    RAIL_1520_HAUL = "rail_1520_haul"
    RAIL_1435_HAUL = "rail_1435_haul"
    TRUCK_HAUL = "truck_haul"
    WINTER_TRUCK_HAUL = "winter_truck_haul"
    BARGE_HAUL = "barge_haul"
    RIVER_SEA_VESSEL_HAUL = "river_sea_vessel_haul"
    ICE_CLASS_SHIP_HAUL = "ice_class_ship_haul"
    SHIP_HAUL = "ship_haul"
    AIRCRAFT_HAUL = "aircraft_haul"
    SITE_LIFT = "site_lift"
    STATION_LIFT = "station_lift"
    ROAD_LIFT = "road_lift"
    RIVER_PORT_LIFT = "river_port_lift"
    SEA_PORT_LIFT = "sea_port_lift"
    ARCTIC_PORT_LIFT = "arctic_port_lift"
    GAUGE_LIFT = "gauge_lift"
    AIRFIELD_LIFT = "airfield_lift"
    FAR_NORTH_STORAGE_D = "far_north_storage_d"
    ESCORT_ZONE = "escort_zone"
    BORDER_CROSSING = "border_crossing"
    DEDICATED_WINTER_ROAD_KM = "dedicated_winter_road_km"
    UNDER_WAY_D = "under_way_d"
    DWELL_D = "dwell_d"
    WAITING_D = "waiting_d"


TKM_OF_VEHICLE: dict[Vehicle, Quantity] = {v: Quantity(f"{v}_tkm") for v in Vehicle}
# One lorry serves paved and gravel road, so a haul that begins on either costs the same to begin.
HAUL_OF_VEHICLE: dict[Vehicle, Quantity] = {
    v: Quantity.TRUCK_HAUL if v is Vehicle.GRAVEL_TRUCK else Quantity(f"{v}_haul") for v in Vehicle
}
LIFTS: tuple[Quantity, ...] = tuple(q for q in Quantity if q.endswith("_lift"))
DAYS: tuple[Quantity, ...] = (Quantity.UNDER_WAY_D, Quantity.DWELL_D, Quantity.WAITING_D)
