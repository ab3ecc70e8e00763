"""A small drawn atlas in a folder, and how tests write tables over it.

mine (deposit) --winter road-- landing (river port) --river-- town_st (station) --rail-- plant (hub)
                                                                     |
                                                          port (sea port) --sea-- bay (roadstead)
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from zimnik.layers.cards.rate_card import EXPECTED, LEVELS, SHARES
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Row = dict[str, str]

HALVES = ("0.25", "0.5", "0.75")
SOURCED = {"source": "drawn", "confidence": "C"}
SITE = {"country": "RU", "region": "Drawn", "coord_source": "drawn", **SOURCED}
LINK = {"corridor": "drawn", "dedicated": "no", "state": "existing", **SOURCED}


def deposit(place_id: str, lon: str, lat: str, **more: str) -> Row:
    """Return a row of deposits."""
    row = {"id": place_id, "name_en": place_id.title(), "lon": lon, "lat": lat}
    return {**row, "commodities": "REE", "status": "project", **SITE, **more}


def terminal(place_id: str, kind: str, lon: str, lat: str, **more: str) -> Row:
    """Return a row of terminals."""
    row = {"id": place_id, "name_en": f"{place_id.title()} {kind}", "lon": lon, "lat": lat}
    return {**row, "kind": kind, "state": "existing", **SITE, **more}


def link(link_id: str, ends: tuple[str, str], way: tuple[str, str], km: str, **more: str) -> Row:
    """Return a row of links from ends, mode and vehicle, and length."""
    row = {"id": link_id, "from_id": ends[0], "to_id": ends[1], "length_km": km}
    return {**row, "mode": way[0], "vehicle": way[1], **LINK, **more}


def rate_rows() -> list[Row]:
    """Return a rate for every item: 1, 2 and 3 of its unit, in US dollars of 2025; shares halve."""
    money = {"currency": "USD", "price_year": "2025"}
    return [
        {
            "group": group,
            "item": item,
            **dict(zip(LEVELS, HALVES if group in SHARES else "123", strict=True)),
            "unit": expected.unit,
            **(money if expected.is_money else {}),
            **SOURCED,
            "source_date": "2025",
        }
        for (group, item), expected in EXPECTED.items()
    ]


WINTER = {"season_open": "12-20", "season_close": "04-10"}
DRAWN: dict[str, list[Row]] = {
    "deposits": [deposit("mine", "116.5", "71", name_ru="Рудник", product="ore")],
    "hubs": [
        {
            "id": "plant",
            "name_en": "Plant (Town, candidate)",
            "name_ru": "Завод (Город)",
            "aliases": "Works;ПГХО",
            "lon": "118",
            "lat": "66",
            "stages": "cracking;separation",
            "capacity_t_per_y": "2500",
            "status": "candidate",
            **SITE,
        }
    ],
    "markets": [{"id": "abroad_market", "name_en": "Abroad", "lon": "119", "lat": "65", **SITE}],
    "terminals": [
        terminal("landing", "river_port", "117", "69", storage="yes", capacity_t_per_y="95000"),
        terminal("town_st", "station", "117.5", "67", storage="no", name_ru="Город (станция)"),
        terminal("port", "sea_port", "130", "72", draft_m="4.5"),
        terminal("bay", "roadstead", "131", "74"),
        terminal("dream", "sea_port", "132", "72", state="planned"),
    ],
    "links": [
        link(
            "zimnik",
            ("mine", "landing"),
            ("winter_road", "winter_truck"),
            "300",
            **{**WINTER, "dedicated": "yes", "only_for": "mine", "season_open_early": "12-10"},
        ),
        link("river", ("landing", "town_st"), ("river", "barge"), "250", corridor="long_river"),
        link("rail", ("town_st", "plant"), ("rail", "rail_1520"), "140", line="main"),
        link("branch", ("town_st", "port"), ("rail", "rail_1520"), "900", border="RU-CN"),
        link("sea", ("port", "bay"), ("sea", "ship"), "240", escort_zones="2"),
        link("hope", ("bay", "dream"), ("sea", "ship"), "300", state="planned"),
    ],
    "posts": [
        {"line": "main", "terminal_id": "town_st", "km_post": "1000", **SOURCED},
        {"line": "main", "terminal_id": "plant", "km_post": "1140", **SOURCED},
    ],
    "rates": rate_rows(),
    "exchange_rates": [
        {"currency": "RUB", "year": "2020", "units_per_usd": "80", **SOURCED},
        {"currency": "RUB", "year": "2025", "units_per_usd": "100", **SOURCED},
    ],
    "deflators": [
        {"currency": "USD", "year": "2020", "gdp_deflator_index": "100", **SOURCED},
        {"currency": "USD", "year": "2025", "gdp_deflator_index": "125", **SOURCED},
        {"currency": "RUB", "year": "2020", "gdp_deflator_index": "100", **SOURCED},
        {"currency": "RUB", "year": "2025", "gdp_deflator_index": "150", **SOURCED},
    ],
}


def write_table(file: Path, rows: Sequence[Row], columns: Sequence[str] | None = None) -> Path:
    """Write rows as CSV with the columns that any of them has, and return the file."""
    names = columns or list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def write_atlas(folder: Path, tables: Mapping[str, Sequence[Row]]) -> Path:
    """Write an atlas of full tables as the shipped one is written, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        write_table(folder / f"{name}.csv", rows, TABLES[name].names)
    (folder / "atlas.toml").write_text('version = "7"\ndate = 2026-01-02\n', encoding="utf-8")
    return folder


def changed(tables: Mapping[str, Sequence[Row]], **rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return tables with some of them exchanged."""
    return {name: list(rows.get(name, table)) for name, table in tables.items()}
