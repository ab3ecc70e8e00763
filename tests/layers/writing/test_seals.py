"""A seal tells whether anything was changed since."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import Point

from zimnik.layers.writing.seals import (
    UNSEALED,
    folder_change,
    folder_seal,
    geopackage_change,
    seal_geopackage,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def head_of(values: dict[str, Any]) -> str:
    return f'version = "{values["version"]}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two tables and their seal."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "a.csv").write_text("a,b\n1,2\n")
    (folder / 'b "quoted" я.csv').write_text("")
    seal = folder_seal(folder, besides="atlas.toml")
    (folder / "atlas.toml").write_text(f'version = "1"\n{seal}', encoding="utf-8")
    return folder


def change(folder: Path) -> str:
    return folder_change(folder, sealed_by="atlas.toml", head_of=head_of)


def test_folder_as_it_was_written_has_no_change(folder: Path) -> None:
    assert change(folder) == ""


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a cell": (lambda f: (f / "a.csv").write_text("a,b\n1,3\n"), "'a.csv' changed"),
    "a new file": (lambda f: (f / "c.csv").write_text(""), "'c.csv', which the export"),
    "a hidden file": (lambda f: (f / ".mine").write_text(""), "'.mine', which the export"),
    "a new folder": (lambda f: (f / "mine").mkdir(), "'mine', which the export"),
    "a file gone": (lambda f: (f / "a.csv").unlink(), "'a.csv' gone"),
    "the edition": (
        lambda f: (f / "atlas.toml").write_text(
            (f / "atlas.toml").read_text("utf8").replace('"1"', '"2" # mine'), encoding="utf-8"
        ),
        "'atlas.toml' changed",
    ),
    "no seal": (lambda f: (f / "atlas.toml").write_text('version = "1"\n'), "no export"),
    "seal gone": (lambda f: (f / "atlas.toml").unlink(), "no export"),
    "seal of another kind": (lambda f: (f / "atlas.toml").write_text("sha256 = 3\n"), "no export"),
    "seal that is no text": (lambda f: (f / "atlas.toml").write_bytes(b"\xff\xfe"), "no export"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_of_a_folder_is_told(folder: Path, name: str) -> None:
    do, told = CHANGES[name]
    do(folder)
    assert told in change(folder)


def test_file_that_became_a_link_is_a_change(folder: Path) -> None:
    (folder / "a.csv").rename(folder.parent / "a.csv")
    (folder / "a.csv").symlink_to(folder.parent / "a.csv")
    assert "'a.csv' changed" in change(folder)


@pytest.fixture
def geopackage(tmp_path: Path) -> Path:
    """Return a sealed GeoPackage of points and of a table."""
    file = tmp_path / "own.gpkg"
    points = gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=[Point(1, 2), Point(3, 4)], crs=4326)
    points.to_file(file, layer="hubs", driver="GPKG", layer_options={"DESCRIPTION": UNSEALED})
    pyogrio.write_dataframe(pd.DataFrame({"id": ["rail"]}), file, layer="rates", driver="GPKG")
    seal_geopackage(file)
    return file


def test_geopackage_as_it_was_written_has_no_change(geopackage: Path) -> None:
    assert geopackage_change(geopackage) == ""


def test_reading_a_geopackage_changes_nothing(geopackage: Path) -> None:
    assert list(pyogrio.read_dataframe(geopackage, layer="hubs")["id"]) == ["a", "b"]
    assert geopackage_change(geopackage) == ""
    assert [path.name for path in geopackage.parent.iterdir()] == ["own.gpkg"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rates SET id = 'mine'",
        "DELETE FROM gpkg_ogr_contents",
        "CREATE TABLE layer_styles (style TEXT)",
        "UPDATE gpkg_contents SET srs_id = 3",
        "ALTER TABLE hubs ADD COLUMN note TEXT",
    ],
)
def test_every_change_of_a_geopackage_is_told(geopackage: Path, change: str) -> None:
    with closing(sqlite3.connect(geopackage)) as database:
        database.execute(change)
        database.commit()
    assert "was changed since" in geopackage_change(geopackage)


def test_change_that_another_program_has_not_yet_put_in_is_told(geopackage: Path) -> None:
    with closing(sqlite3.connect(geopackage)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("UPDATE rates SET id = 'mine'")
        database.commit()
        assert "another program has open" in geopackage_change(geopackage)


@pytest.mark.parametrize("content", [b"mine", b"SQLite format 3\0" + b"\0" * 100])
def test_other_files_are_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "own.gpkg"
    file.write_bytes(content)
    assert "did not write" in geopackage_change(file)


def test_geopackage_of_other_software_is_told(tmp_path: Path) -> None:
    file = tmp_path / "own.gpkg"
    gpd.GeoDataFrame({"id": ["a"]}, geometry=[Point(1, 2)], crs=4326).to_file(file, driver="GPKG")
    assert "did not write" in geopackage_change(file)


def test_empty_file_holds_nothing_to_lose(tmp_path: Path) -> None:
    file = tmp_path / "own.gpkg"
    file.touch()
    assert geopackage_change(file) == ""


def test_geopackage_that_was_cut_short_is_not_sealed(geopackage: Path) -> None:
    """GDAL makes the spatial index last, and does not say when a full disk has no room for it."""
    with closing(sqlite3.connect(geopackage)) as database:
        database.execute("DELETE FROM gpkg_extensions")
        database.commit()
    with pytest.raises(sqlite3.Error, match="no spatial index of layer hubs"):
        seal_geopackage(geopackage)
