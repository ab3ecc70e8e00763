"""The commands that write, as they are tried: what each needs, and what it is to write.

To add one: a row of `WORKS`. Each has an older output and a newer one, so that after a fault it can
be told which stands, and whether it is whole.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from benchmarks.fuzzing.corpus import CORPUS
from zimnik.geo.core.errors import InputError
from zimnik.layers.loading.export import change_of
from zimnik.studies.scenarios.result_files import is_results, read_results

if TYPE_CHECKING:
    from pathlib import Path

ROUTE = "route lovozero solikamsk --draws 100"
OTHER = "route lovozero krasnokamensk --draws 100"
PLAN = """\
question = "route"

[options]
origin = "lovozero"
destination = "{hub}"
draws = 100

[sweep]
tonnes = [1000, 2000, 3000]
"""
SEAL = "atlas.toml"


@dataclass(frozen=True, slots=True)
class Work:
    """A command that writes.

    Parameters
    ----------
    label
        What it is called in the tables.
    new
        Words of the command, in a folder that `prepare` filled.
    out
        Name of the file or folder that it writes.
    old
        Words of the command that wrote what stood there before; "" where nothing may stand there.
    """

    label: str
    new: str
    out: str
    old: str = ""


PAGE = Work("map", "map --out page.html", "page.html", "map --with-planned --out page.html")
ANSWER = Work(
    "route, JSON", f"{ROUTE} --out answer.json", "answer.json", f"{OTHER} --out answer.json"
)
WORKBOOK = Work("route, workbook", f"{ROUTE} --out a.xlsx", "a.xlsx", f"{OTHER} --out a.xlsx")
GEOPARQUET = Work(
    "route, GeoParquet", f"{ROUTE} --out a.parquet", "a.parquet", f"{OTHER} --out a.parquet"
)
RUN = Work(
    "run", "run plan.toml --anew --out r.parquet", "r.parquet", "run old.toml --out r.parquet"
)
REPORT = Work("report, page", "report results.parquet --out report.html", "report.html",
              "report results.parquet --measure year.mean_usd_per_t --out report.html")  # fmt: skip
IMPORT = Work("network import", "network import roads.geojson --out net", "net",
              "network import old.geojson --out net")  # fmt: skip
BUILD = Work("network build", "network build built", "built_built", "network build built")
REGION = Work("regions new", "regions new here --extent 100,60,120,70", "here")
TEMPLATE = Work("layers template", "layers template tables", "tables")
EXPORT = Work("layers export, GeoPackage", "layers export a.gpkg", "a.gpkg",
              "layers export a.gpkg --atlas sites.csv")  # fmt: skip
FOLDER = Work("layers export, folder", "layers export atlas", "atlas",
              "layers export atlas --atlas sites.csv")  # fmt: skip
SHEETS = Work("layers export, workbook", "layers export b.xlsx", "b.xlsx")
LINKS = Work("access, new links", "access tomtor --links new.gpkg", "new.gpkg",
             "access lovozero --links new.gpkg")  # fmt: skip
TOLD = "map --story story.md"
STORY = Work("map, a story", f"{TOLD} --story story.ru.md --out told.html", "told.html",
             f"{TOLD} --out told.html")  # fmt: skip
WINDOW = "surface --cell-km 10 --raster s.tif --window"
SURFACE = Work("surface, raster of a window", f"{WINDOW} 112,70,118,72", "s.tif",
               f"{WINDOW} 112,70,117,72")  # fmt: skip
REFUSED = Work("refused rows", f"{ROUTE} --atlas wrong.csv --only-good refused.csv", "refused.csv",
               f"{ROUTE} --atlas sites.csv --only-good refused.csv")  # fmt: skip
WORKS = (PAGE, ANSWER, WORKBOOK, GEOPARQUET, RUN, REPORT, IMPORT, BUILD, REGION, TEMPLATE, EXPORT,
         FOLDER, SHEETS, LINKS, STORY, SURFACE, REFUSED)  # fmt: skip


def prepare(folder: Path) -> None:
    """Fill an empty folder with what the commands read."""
    shutil.copy(CORPUS / "network_geojson" / "roads.geojson", folder)
    roads = json.loads((folder / "roads.geojson").read_text("utf-8"))
    roads["features"] = roads["features"][:1]
    (folder / "old.geojson").write_text(json.dumps(roads), "utf-8")
    shutil.copy(CORPUS / "csv" / "deposits.csv", folder / "sites.csv")
    (folder / "wrong.csv").write_text("name;lon;lat\nA;117;71\nB;east;71\n", "utf-8")
    shutil.copy(CORPUS / "results" / "results.parquet", folder)
    for path in sorted((CORPUS / "story").iterdir()):
        shutil.copy(path, folder)
    (folder / "plan.toml").write_text(PLAN.format(hub="solikamsk"), "utf-8")
    (folder / "old.toml").write_text(PLAN.format(hub="krasnokamensk"), "utf-8")


def content(path: Path) -> str:
    """Return a hash of what a file or folder says, whenever it was written; "" of none.

    What is not whole has a hash of its own kind, which no whole one has.
    """
    try:
        return _content(path)
    except (OSError, ValueError, sqlite3.Error, zipfile.BadZipFile, InputError) as error:
        return f"broken: {error}"


def _content(path: Path) -> str:
    if path.is_dir():
        return _folder(path)
    if not path.exists():
        return ""
    if path.suffix in {".xlsx", ".zip"}:
        with zipfile.ZipFile(path) as archive:
            names = sorted(archive.namelist())
            return _hash(*(f"{name} {_hash(archive.read(name))}" for name in names))
    if path.suffix == ".gpkg":
        return _database(path)
    if path.suffix == ".parquet":
        return _table(path)
    return _hash(path.read_bytes())


def _folder(path: Path) -> str:
    if (path / SEAL).is_file() and change_of(path):
        return f"broken: {change_of(path)}"
    # What a seal tells of is told by the files themselves.
    files = sorted(one for one in path.iterdir() if one.name != SEAL)
    return _hash(*(f"{one.name} {_content(one)}" for one in files))


def _table(path: Path) -> str:
    if is_results(path):
        return _hash(*(f"{one.record.case} {one.to_csv()}" for one in read_results(path).cases))
    return _hash(str(pq.read_table(path)))


def _database(path: Path) -> str:
    # Its seal holds the hash of all its content, and the time.
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        names = [row[0] for row in base.execute("select table_name from gpkg_contents order by 1")]
        # sqlite sees a page that was not written.
        whole = base.execute("pragma integrity_check").fetchall()
        rows = [base.execute(f'select * from "{name}"').fetchall() for name in names]  # noqa: S608
    return _hash(str(whole), str(names), str(rows))


def _hash(*parts: str | bytes) -> str:
    sha256 = hashlib.sha256()
    for part in parts:
        sha256.update(part if isinstance(part, bytes) else part.encode("utf-8", "replace"))
    return sha256.hexdigest()
