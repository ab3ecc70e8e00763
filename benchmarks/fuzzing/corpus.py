"""The corpus that the readers are fuzzed from: one small valid file of each kind.

Run: python -m benchmarks.fuzzing.corpus, which writes `tests/corpus` anew. A folder of it is a
seed: what one reader takes at once. The writers are those of the tests.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import osmium
import rasterio
from affine import Affine
from pyarrow import parquet
from shapely import LineString, Point, Polygon

from tests.layers.drawn_atlas import DRAWN, rate_rows, write_atlas, write_table
from tests.layers.networks.extracts import write_extract
from tests.layers.readers.test_formats import SITES, write
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.loading.new_region import write_region
from zimnik.layers.networks.built import build_network, built_path
from zimnik.layers.networks.classes import CLASSES, default_class, rows_of
from zimnik.layers.networks.default_seasons import usual_seasons
from zimnik.layers.readers.formats import SUFFIXES
from zimnik.layers.regions.region import Box
from zimnik.layers.schema.tables import TABLES
from zimnik.studies.networks.importing import import_network
from zimnik.studies.scenarios.run import run_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

CORPUS = Path(__file__).parents[2] / "tests" / "corpus"
BASE = "base"
ROWS = 4
PLAN = """\
question = "route"

[options]
origin = "tomtor"
destination = "krasnokamensk"

[sweep]
tonnes = {from = 1000, to = 5000, step = 2000}
year_type = ["short", "long"]

[[case]]
name = "dear diesel"
rate = ["truck_tkm=0.2"]

[[case]]
name = "by a day"
ready = "02-01"
"""
RESULTS = """\
question = "route"

[options]
origin = "tomtor"
destination = "krasnokamensk"
draws = 100

[sweep]
tonnes = [1000, 160000]
"""
ALIASED = """\
Название;Страна;Широта;Долгота;Запасы, млн т
Участок А;Россия;71°00'N;116°30'E;1,5
Участок Б;Россия;70°30'N;117°15'E;2
Всего;;;;3,5
"""
STORY = """\
# Why it waits

## Far away

It *waits* {waiting} of {days} days and pays **US$ {cost}**, says
[the atlas](https://example.org/a?b=c).

> Nobody can say less.

```view
deposit: tomtor
hub: solikamsk
ready: 04-23
season: 02-01:05-31
year: short
close: sea, RU-CN
rates: rail=1.5, sea=0.8
map: 68.5, 112, 4
chart: calendar
```

## Its year

1. {best} when ready on {best_day}.
2. More:
   - `code` and <b>a tag</b>

```view
deposit: Томтор
off: guli
chart: months
```
"""
STORY_RU = """\
# Почему она ждёт

## Далеко

Ждёт {waiting} из {days} дней.

## Год

{best} в лучший день.
"""
WORDS = {"labels": {"title": "Carte", "months": ["janvier", "mars"]}, "lead": "Voici"}


def main() -> None:
    """Write every seed anew."""
    shutil.rmtree(CORPUS, ignore_errors=True)
    CORPUS.mkdir()
    write_atlas(CORPUS / BASE, DRAWN)
    _tables()
    _formats()
    _lines_and_areas()
    _regions()
    _networks()
    _raster()
    _scenarios()
    _story()


def _seed(name: str) -> Path:
    folder = CORPUS / name
    folder.mkdir(parents=True)
    return folder


def _tables() -> None:
    """Write the first rows of every shipped table, which are read over the shipped atlas."""
    folder = _seed("atlas")
    for name in TABLES:
        if (SHIPPED / f"{name}.csv").is_file():
            rows = (SHIPPED / f"{name}.csv").read_text("utf-8").splitlines()[: ROWS + 1]
            (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "atlas.toml").write_text('version = "7"\ndate = 2026-01-02\n', "utf-8")
    (_seed("csv") / "deposits.csv").write_bytes(ALIASED.encode("cp1251"))
    write_table(_seed("rates") / "rates.csv", rate_rows()[: 3 * ROWS])


def _formats() -> None:
    """Write the same two sites in every format."""
    places = [Point(116.5, 71.0), Point(117.25, 70.5)]
    sites = gpd.GeoDataFrame(SITES, geometry=places, crs=4326)
    for suffix in sorted(set(SUFFIXES) - {".csv", ".json", ".geojsons", ".ndjson", ".geoparquet"}):
        write(_seed(suffix[1:]) / f"deposits{suffix}", sites)
    for path in CORPUS.glob("gpkg/*.gpkg"):
        _small(path)


def _small(path: Path) -> None:
    """Let a GeoPackage have small pages, of which most are not empty."""
    with closing(sqlite3.connect(path)) as base:
        base.execute("pragma page_size = 512")
        base.execute("vacuum")


def _lines_and_areas() -> None:
    """Write links with drawn lines, and deposits as areas."""
    line = {"id": ["new"], "from_id": ["mine"], "to_id": ["landing"], "length_km": [300.5]}
    line |= {"mode": ["winter_road"], "vehicle": ["winter_truck"], "name": ["Зимник"]}
    bent = LineString([(116.5, 71.0), (116.7, 70.2), (117.0, 69.0)])
    links = gpd.GeoDataFrame(line, geometry=[bent], crs=4326)
    links.to_file(_seed("lines_geojson") / "links.geojson", driver="GeoJSON")
    links.to_file(_seed("lines_gpkg") / "links.gpkg", driver="GPKG")
    _small(CORPUS / "lines_gpkg" / "links.gpkg")
    links.to_parquet(_seed("lines_parquet") / "links.parquet")
    around = Polygon([(116, 71), (117, 71), (117, 71.5), (116, 71)])
    areas = gpd.GeoDataFrame({"name": ["Site"], "ore_mt": [2.5]}, geometry=[around], crs=4326)
    areas = areas.to_crs(3576)
    areas.to_file(_seed("areas_shp") / "deposits.shp", encoding="cp1251")


def _regions() -> None:
    folder = CORPUS / "region"
    region = SHIPPED.parent / "north-america-arctic" / "region.toml"
    folder.mkdir()
    shutil.copy(region, folder / "region.toml")
    (folder / "words_fr.json").write_text(json.dumps(WORDS), "utf-8")
    new = CORPUS / "new_region"
    extent = Box(100.0, 60.0, 120.0, 70.0)
    write_region(new, extent, countries=["RU"], currency="RUB", title="Здесь")
    for path in new.glob("*.csv"):
        # Tables are fuzzed by themselves.
        path.unlink()


def _networks() -> None:
    tags = {"highway": "primary", "name": "Road", "ice_road": "yes", "maxweight": "20"}
    rail = {"railway": "rail", "gauge": "1520", "name": "Rail"}
    ways = [
        (tags, [(100.0, 60.0), (100.1, 60.1), (100.2, 60.1)]),
        (rail, [(100.2, 60.1), (100.4, 60.3)]),
    ]
    station = [({"railway": "station", "name": "Станция"}, (100.4, 60.3))]
    folder = _seed("osm")
    with tempfile.TemporaryDirectory() as place:
        packed = write_extract(Path(place) / "packed.osm.pbf", ways, station)
        # Not packed, so that a changed byte changes what is said and not a checksum.
        plain = osmium.io.File(str(folder / "extract.osm.pbf"), "pbf,pbf_compression=none")
        writer = osmium.SimpleWriter(plain)
        for thing in osmium.FileProcessor(str(packed)):
            writer.add(thing)
        writer.close()
    lines = gpd.GeoDataFrame(
        {"highway": ["primary", "track"], "season": ["", "winter"], "id": [1, 2]},
        geometry=[LineString([(100, 60), (100.5, 60)]), LineString([(100.5, 60), (101, 60.5)])],
        crs=4326,
    )
    lines.to_file(_seed("network_geojson") / "roads.geojson", driver="GeoJSON")
    _classes(CORPUS / "classes")
    _network_folders(folder / "extract.osm.pbf")


def _network_folders(extract: Path) -> None:
    """Write the tables of a network as people edit them, and one that is built of its tables."""
    with tempfile.TemporaryDirectory() as place:
        net = Path(place) / "net"
        import_network(extract).write(net)
        edited = _seed("network_folder") / "net"
        edited.mkdir()
        for name in ("terminals.csv", "links.csv"):
            shutil.copy(net / name, edited)
        build_network(net)
        for folder in (net, built_path(net)):
            shutil.copytree(folder, CORPUS / "built" / folder.name)


def _classes(folder: Path) -> None:
    folder.mkdir()
    names = ("highway=primary", "railway=rail", "waterway=river")
    seasons = usual_seasons()
    rows = rows_of(
        [default_class(name, mode=None, vehicle=None, seasons=seasons) for name in names]
    )
    write_table(folder / "classes.csv", rows, CLASSES.names)


def _raster() -> None:
    path = _seed("heights") / "heights.tif"
    degrees = Affine(0.1, 0.0, 114.0, 0.0, -0.1, 73.0)
    profile = {"count": 1, "dtype": "int16", "crs": "EPSG:4326", "width": 30, "height": 20}
    with rasterio.open(
        path, "w", driver="GTiff", transform=degrees, nodata=-999, **profile
    ) as file:
        file.write(np.arange(600, dtype="int16").reshape(20, 30), 1)
    path = _seed("land_cover") / "cover.tif"
    profile |= {"dtype": "uint8"}
    with rasterio.open(path, "w", driver="GTiff", transform=degrees, nodata=0, **profile) as file:
        file.write(np.tile(np.array([10, 30, 60, 90], dtype="uint8"), 150).reshape(20, 30), 1)


def _scenarios() -> None:
    (_seed("plan") / "plan.toml").write_text(PLAN, "utf-8")
    path = _seed("results") / "results.parquet"
    plan = path.with_name("plan.toml")
    plan.write_text(RESULTS, "utf-8")
    run_plan(plan).to_parquet(path)
    plan.unlink()
    # Without the compression, for the same reason.
    parquet.write_table(parquet.read_table(path), path, compression="none")


def _story() -> None:
    folder = _seed("story")
    (folder / "story.md").write_text(STORY, "utf-8")
    (folder / "story.ru.md").write_text(STORY_RU, "utf-8")


def seeds() -> Sequence[Path]:
    """Return the folder of each seed."""
    return sorted(path for path in CORPUS.iterdir() if path.is_dir() and path.name != BASE)


if __name__ == "__main__":
    main()
