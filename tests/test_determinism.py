"""The same question gets the same bytes: whatever the hash seed, the processes, threads and rows' order.

What is written is listed in `tests.every_output`: every answer in every format that it has, with
pages, workbooks, rasters and GeoPackages, the tables of the atlas, a network, a region and a run.
"""

from __future__ import annotations

import csv
import os
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from zimnik.layers.atlas.atlas import SHIPPED

ROOT = Path(__file__).parents[1]
# Hash seed, workers and threads of what computes within a process.
USUAL = ("0", "1", "1")
OTHERS = (("1", "2", "2"), ("7", "1", "2"), ("4711", "2", "1"), ("20261130", "1", "2"))
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
# Rows of the shipped tables that are laid over them, which says what they say in another order.
OVERLAID = {"links": 80, "terminals": 40, "posts": 20}
OVERLAY = ("--atlas", "own")
SHUFFLES = (1, 2)
# Another order of rows is another file; the short form of its hash is in texts.
HASH = re.compile(rb"\b[0-9a-f]{64}\b|\b[0-9a-f]{8}\b")
# A solver adds in the order of its rows, so that its figures differ in the last digits.
SOLVED = ("campaign", "hubs_site")


def written(folder: Path, setting: tuple[str, str, str], sources: tuple[str, ...] = ()) -> Path:
    """Write every output into a folder, in a process of its own."""
    seed, workers, threads = setting
    more = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)} | dict.fromkeys(THREADS, threads)
    subprocess.run(
        [sys.executable, "-m", "tests.every_output", workers, *sources],
        cwd=folder,
        env={**os.environ, **more},
        check=True,
    )
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return what each file of a folder holds."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def without_hashes(folder: Path) -> dict[str, bytes]:
    """Return what the answers in a folder say, without the hashes of what they were asked over."""
    files = [path for path in sorted(folder.glob("*")) if path.is_file()]
    return {path.name: HASH.sub(b"", _unpacked(path)) for path in files if path.stem not in SOLVED}


def _unpacked(path: Path) -> bytes:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return b"".join(book.read(name) for name in book.namelist())
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        return f"{table.schema.metadata} {table.to_pylist()}".encode()
    return path.read_bytes()


def differing(told: dict[str, bytes], again: dict[str, bytes]) -> list[str]:
    """Return the names of what differs, or is there once only."""
    return sorted(name for name in {*told, *again} if told.get(name) != again.get(name))


def overlay(folder: Path, by: random.Random | None) -> Path:
    """Write rows of shipped tables into a folder within, in an order by chance where one is given."""
    (folder / "own").mkdir(parents=True)
    for name, count in OVERLAID.items():
        with (SHIPPED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        rows = rows[:count]
        if by is not None:
            by.shuffle(rows)
        with (folder / "own" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *rows])
    return folder


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return every output of one process."""
    return contents(written(tmp_path_factory.mktemp("usual"), USUAL))


@pytest.fixture(scope="module")
def laid_over(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the answers over rows in the order of the shipped tables."""
    folder = overlay(tmp_path_factory.mktemp("overlay"), None)
    return without_hashes(written(folder, USUAL, OVERLAY))


@pytest.mark.proof
@pytest.mark.parametrize("setting", OTHERS)
def test_every_output_is_the_same_to_the_byte(
    setting: tuple[str, str, str], usual: dict[str, bytes], tmp_path: Path
) -> None:
    assert {Path(name).suffix for name in usual} >= {
        *(".txt", ".json", ".csv", ".html", ".xlsx", ".parquet"),
        *(".geojson", ".kml", ".gpkg", ".tif", ".fgb", ".toml"),
    }
    assert differing(usual, contents(written(tmp_path, setting))) == []


@pytest.mark.proof
@pytest.mark.parametrize("seed", SHUFFLES)
def test_order_of_rows_of_an_overlay_changes_no_byte_of_an_answer(
    seed: int, laid_over: dict[str, bytes], tmp_path: Path
) -> None:
    folder = overlay(tmp_path / "shuffled", random.Random(seed))  # noqa: S311 - no secret
    assert differing(laid_over, without_hashes(written(folder, OTHERS[0], OVERLAY))) == []
