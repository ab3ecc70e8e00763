"""A drawn region of Canada's North: a mine, a winter road, a highway and a railway to a plant.

mine --winter road, 100 km-- yellowknife --road, 480 km-- railhead --rail, 1,600 km-- plant
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.layers.drawn_atlas import SOURCED, deposit, link, rate_rows, terminal, write_table
from zimnik.layers.cards.rate_card import LEVELS
from zimnik.layers.loading.new_region import write_region
from zimnik.layers.regions.region import Box
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.layers.drawn_atlas import Row

HERE = {"country": "CA", "region": "Northwest Territories"}
SOUTH = {"country": "CA", "region": "Saskatchewan"}
EXTENT = Box(-126.0, 58.0, -106.0, 66.0)
TABLES_OF_NORTH: dict[str, list[Row]] = {
    "deposits": [deposit("nechalacho", "-112.6", "62.1", **HERE)],
    "hubs": [
        {
            "id": "saskatoon",
            "name_en": "Saskatoon plant",
            "lon": "-106.7",
            "lat": "52.13",
            "stages": "cracking;separation",
            "capacity_t_per_y": "2500",
            "status": "candidate",
            **SOUTH,
            "coord_source": "drawn",
            **SOURCED,
        }
    ],
    "terminals": [
        terminal("yellowknife", "road_junction", "-114.4", "62.45", **HERE),
        terminal("enterprise", "station", "-116.1", "60.55", **HERE),
        terminal("saskatoon_st", "station", "-106.6", "52.1", **SOUTH),
    ],
    "links": [
        link(
            "ice",
            ("nechalacho", "yellowknife"),
            ("winter_road", "winter_truck"),
            "110",
            only_for="nechalacho",
            dedicated="yes",
        ),
        link("highway", ("yellowknife", "enterprise"), ("road", "truck"), "480"),
        link("railway", ("enterprise", "saskatoon_st"), ("rail", "rail_1435"), "1600"),
        link("siding", ("saskatoon_st", "saskatoon"), ("rail", "rail_1435"), "10"),
    ],
    "rates": [
        {**row, **(dict.fromkeys(LEVELS, "200") if row["group"] == "speed" else {})}
        for row in rate_rows()
    ],
    "towns": [
        {
            "id": "town_yk",
            "name_en": "Yellowknife",
            "lon": "-114.37",
            "lat": "62.45",
            "country": "CA",
            "population": "20000",
            **SOURCED,
        }
    ],
}


def write_north(folder: Path, **changed: list[Row]) -> Path:
    """Write the region, some of its tables exchanged, and return its folder."""
    write_region(folder, EXTENT, countries=("CA",), currency="CAD", title="ore of Canada's North")
    for name, rows in {**TABLES_OF_NORTH, **changed}.items():
        write_table(folder / f"{name}.csv", rows, TABLES[name].names)
    return folder
