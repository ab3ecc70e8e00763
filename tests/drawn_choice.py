r"""A drawn region where every way has another: two mines, two plants, a river beside two roads.

mine --ice road-- landing --river-- town --rail-- plant          pit --ice road, short-- landing
  \--------- road, long --------------/  \--rail-- port --sea-- works (over a border)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.layers.drawn_atlas import SITE, SOURCED, deposit, link, rate_rows, terminal, write_table
from zimnik.layers.cards.rate_card import LEVELS
from zimnik.layers.loading.new_region import write_region
from zimnik.layers.regions.region import Box
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.layers.drawn_atlas import Row

EXTENT = Box(104.0, 58.0, 136.0, 74.0)
PRODUCT = {"product": "ore", "product_reo_grade_pct": "10", "planned_product_t_per_y": "20000"}


def _hub(place_id: str, lon: str, lat: str, **more: str) -> Row:
    named = {"id": place_id, "name_en": place_id.title(), "lon": lon, "lat": lat}
    return {**named, "stages": "cracking;separation", "capacity_t_per_y": "90000",
            "status": "candidate", **SITE, **more}  # fmt: skip


# Unlike one another, so that each way is best somewhere: for one day, one mine or one plant.
RATES = {
    ("speed", None): "200",
    ("factor", None): "1",
    ("length", None): "1",
    ("price", "truck_tkm"): "0.25",
    ("price", "storage_d"): "0.25",
    ("price", "far_north_storage_d"): "0.25",
    ("price", "winter_truck_tkm"): "0.2",
    ("price", "barge_tkm"): "0.03",
    ("price", "rail_1520_tkm"): "0.02",
    ("price", "ship_tkm"): "0.01",
    ("mining", "unknown_method"): "60",
    ("limit", "winter_road_loads"): "200",
    ("payload", "winter_truck"): "20",
}


def _rate(row: Row) -> Row:
    """Return a row of rates as this region has it: one figure for low, base and high."""
    given = RATES.get((row["group"], row["item"])) or RATES.get((row["group"], None))
    return {**row, **dict.fromkeys(LEVELS, given)} if given else row


CHOICES: dict[str, list[Row]] = {
    "deposits": [
        deposit("mine", "116.5", "71", **PRODUCT),
        deposit("pit", "115", "68.5", **PRODUCT),
    ],
    "hubs": [_hub("plant", "118", "66"), _hub("works", "131", "70", country="CN")],
    "terminals": [
        terminal("landing", "river_port", "117", "69", capacity_t_per_y="15000", storage="yes"),
        terminal("town", "station", "117.5", "67", storage="yes"),
        terminal("quay", "river_port", "117.5", "66.98"),
        terminal("port", "sea_port", "130", "68", storage="yes"),
        terminal("haven", "sea_port", "131", "69.9", country="CN"),
    ],
    "links": [
        link(
            "mine_ice", ("mine", "landing"), ("winter_road", "winter_truck"), "300",
            season_open="12-20", season_close="04-10", dedicated="yes", only_for="mine",
        ),
        link(
            "pit_ice", ("pit", "landing"), ("winter_road", "winter_truck"), "110",
            season_open="12-10", season_close="04-01",
        ),
        link("road", ("mine", "town"), ("road", "truck"), "1100"),
        link("pit_road", ("pit", "town"), ("road", "truck"), "490"),
        link(
            "river", ("landing", "quay"), ("river", "barge"), "250",
            season_open="06-10", season_close="09-30", downstream="to_from",
        ),
        link("siding", ("quay", "town"), ("road", "truck"), "3"),
        link("rail", ("town", "plant"), ("rail", "rail_1520"), "140"),
        link("branch", ("town", "port"), ("rail", "rail_1520"), "900"),
        link(
            "sea", ("port", "haven"), ("sea", "ship"), "240", border="RU-CN",
            season_open="07-01", season_close="10-31",
        ),
        link("gate", ("haven", "works"), ("road", "truck"), "12"),
    ],
    "towns": [
        {"id": "big_town", "name_en": "Town", "lon": "117.5", "lat": "67", "country": "RU",
         "population": "20000", **SOURCED},
    ],
    "rates": [_rate(row) for row in rate_rows()],
}  # fmt: skip


def write_choices(folder: Path, tables: Mapping[str, Sequence[Row]] = CHOICES) -> Path:
    """Write the region with these tables and return its folder."""
    write_region(folder, EXTENT, countries=("RU", "CN"), currency="RUB", title="drawn ore")
    for name, rows in tables.items():
        write_table(folder / f"{name}.csv", rows, TABLES[name].names)
    return folder
