"""Small frames to draw pages from, and strings that must stay strings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
from shapely.geometry import LineString, Point, Polygon, box

from tests.geo.drawn import compiled, round_card
from tests.regions import GROUND
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.layers import column_units
from zimnik.maps import Imprint, PageContext
from zimnik.maps.reports.heading import Heading
from zimnik.maps.reports.records import Asked

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from zimnik.geo.routing.itinerary import RouteAnswer

IMPRINT = Imprint(
    title="A small atlas",
    version="0.1",
    date=dt.date(2026, 11, 23),
    rates_year=2025,
    command="zimnik map --out out",
    attribution="© OpenStreetMap contributors",
    titles={"ru": "Малый атлас"},
)

HOSTILE = (
    "<img src=x onerror=window.pwned=1>",
    "${window.pwned=2}",
    "`;window.pwned=3;//",
    "\\';window.pwned=4;//",
    "</script><script>window.pwned=5</script>",
    "{{ 7*7 }}{% raw %}{# x #}",
    "<!--<script>\u2028\u2029",
    '" onfocus="window.pwned=6" x="',
    "&lt;b&gt;",
    "constructor",
)

PLACES = (
    ("tomtor", "Tomtor (Buranny)", "Томтор", "deposit", "project", "", 116.571, 71.054),
    ("lovozero", "Lovozero", "Ловозеро", "deposit", "producing", "", 34.75, 67.85),
    ("tatarskoye", "Tatarskoye", "Татарское", "deposit", "idle", "", 93.1, 58.2),
    (
        "krasnokamensk",
        "Krasnokamensk",
        "Краснокаменск",
        "hub",
        "candidate",
        "cracking",
        118.03,
        50.1,
    ),
    (
        "solikamsk",
        "Solikamsk",
        "Соликамск",
        "hub",
        "operating",
        "cracking;separation",
        56.74,
        59.67,
    ),
    ("moscow_market", "Moscow region", "Московский регион", "market", "", "", 37.62, 55.75),
    ("khatanga_port", "Khatanga port", "Хатанга, порт", "arctic_port", "", "", 102.47, 71.98),
    ("pevek_port", "Pevek port", "Певек", "arctic_port", "", "", 170.3, 69.7),
    ("anadyr_port", "Anadyr port", "Анадырь", "sea_port", "", "", 177.5, 64.73),
    ("provideniya_port", "Provideniya port", "Провидения", "sea_port", "", "", -173.2, 64.42),
    ("chita_st", "Chita", "Чита", "station", "", "", 113.5, 52.03),
)


def places() -> gpd.GeoDataFrame:
    """Return deposits, hubs, a market and terminals, one of them east of 180 degrees."""
    rows = [
        {
            "id": id_,
            "name_en": name_en,
            "name_ru": name_ru,
            "kind": kind,
            "status": status or None,
            "stages": stages or None,
            "aliases": "Buranny;Буранный" if id_ == "tomtor" else None,
            "grade_reo_pct": 14.5 if id_ == "tomtor" else np.nan,
            "planned_product_t_per_y": 160_000.0 if id_ == "tomtor" else np.nan,
            "capacity_t_per_y": np.nan,
            "source": "A source of 2021",
            "confidence": "A",
            "geometry": Point(lon, lat),
        }
        for id_, name_en, name_ru, kind, status, stages, lon, lat in PLACES
    ]
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def link_row(
    from_id: str, to_id: str, mode: str, vehicle: str, length_km: float, **extra: object
) -> dict[str, object]:
    """Return the row of a link drawn straight, with continuous longitudes."""
    at = {id_: (lon % 360, lat) for id_, *_, lon, lat in PLACES}
    return {
        "id": f"{mode}_{from_id}_{to_id}",
        "from_id": from_id,
        "to_id": to_id,
        "mode": mode,
        "vehicle": vehicle,
        "length_km": length_km,
        "corridor": f"{mode}_corridor",
        "dedicated": False,
        "escort_zones": 0.0,
        "border": "",
        "state": "existing",
        "season_open": "",
        "season_close": "",
        "capacity_t_per_y": np.nan,
        "source": "A timetable",
        "confidence": "B",
        "geometry": LineString([at[from_id], at[to_id]]),
        **extra,
    }


def links() -> gpd.GeoDataFrame:
    """Return a winter road, sea lanes over 180 degrees, railways and a planned road."""
    winter = {"season_open": "12-20", "season_close": "04-10", "dedicated": True}
    rows = [
        link_row("tomtor", "khatanga_port", "winter_road", "winter_truck", 700.0, **winter),
        link_row("khatanga_port", "pevek_port", "sea", "ice_class_ship", 2700.0),
        link_row("pevek_port", "anadyr_port", "sea", "ice_class_ship", 1500.0),
        link_row("anadyr_port", "provideniya_port", "sea", "ship", 500.0),
        link_row("solikamsk", "chita_st", "rail", "rail_1520", 4800.0),
        link_row("chita_st", "krasnokamensk", "rail", "rail_1520", 530.0),
        link_row("lovozero", "solikamsk", "rail", "rail_1520", 2900.0),
        link_row("tomtor", "chita_st", "road", "truck", 3000.0, state="planned"),
    ]
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def land() -> gpd.GeoDataFrame:
    """Return land split at 180 degrees, with a lake."""
    main = Polygon([(20, 40), (180, 40), (180, 70), (100, 76), (20, 70)], [lake()])
    return gpd.GeoDataFrame(geometry=[main, box(-180, 62, -170, 68)], crs="EPSG:4326")


def lake() -> list[tuple[float, float]]:
    """Return the ring of a lake."""
    return [(104, 52), (110, 55), (109, 56), (103, 52.5)]


def page_context(**changed: Any) -> PageContext:
    """Return the context of the drawn pages, some of it changed."""
    given = {
        "places": places(),
        "links": links(),
        "land": land(),
        "imprint": IMPRINT,
        "ground": GROUND,
        "units": column_units(),
    }
    return PageContext(**(given | changed))


def hostile_context() -> PageContext:
    """Return a context that is hostile wherever a user or a command could write."""
    every = " ".join(HOSTILE)
    imprint = Imprint(every, every, IMPRINT.date, 2025, every, every, {"ru": every})
    return page_context(places=hostile_places(), links=hostile_links(), imprint=imprint)


def hostile_places() -> gpd.GeoDataFrame:
    """Return the places with hostile strings for names, aliases, notes and sources."""
    frame = places()
    strings = [HOSTILE[i % len(HOSTILE)] for i in range(len(frame))]
    return frame.assign(
        name_en=strings,
        name_ru=strings[1:] + strings[:1],
        aliases=strings,
        status=[status and text for status, text in zip(frame["status"], strings, strict=True)],
        note=strings,
        source=strings,
        confidence=strings,
    )


def hostile_links() -> gpd.GeoDataFrame:
    """Return the links with hostile strings for corridors, notes, borders and sources."""
    frame = links()
    strings = [HOSTILE[i % len(HOSTILE)] for i in range(len(frame))]
    return frame.assign(corridor=strings, note=strings, border=strings, source=strings)


def heading(at: gpd.GeoDataFrame | None = None) -> Heading:
    """Return the heading of an answer about some places."""
    named = places() if at is None else at
    names = dict(zip(named["id"], named["name_en"], strict=True))
    return Heading(asked(), names, 11.0)


def asked(question: str = "route") -> Asked:
    """Return what an answer of the drawn atlas was asked."""
    return Asked(
        question=question,
        options={"year_type": "normal"},
        command=f"zimnik {question}",
        zimnik_version="0.1.0",
        atlas_version="0.1",
        atlas_date="2026-11-23",
        atlas_sha256="a" * 64,
        rates_year=2025,
        rates_sha256="b" * 64,
    )


def answer(origin: str = "lovozero", destination: str = "krasnokamensk") -> RouteAnswer:
    """Return routes between two of the places, two of them where there are two."""
    card = round_card()
    arrays = compiled(places(), links(), card)
    ore = Cargo("ore", 160_000.0, 1000.0, reo_grade_pct=14.5, reo_recovery_pct=85.0)
    return find_routes(arrays, card, Shipment(origin, destination, ore, Dates()), alternatives=2)


def leaflet(page: Page, expression: str) -> object:
    """Return the value of an expression in which `map` is the page's map."""
    return page.evaluate(
        "(expression) => new Function('map', `return ${expression}`)("
        "window[document.querySelector('.folium-map').id])",
        expression,
    )
