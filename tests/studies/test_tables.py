"""The tables of a study: plain frames, short to look at, and the commands that write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from tests.commands import zimnik as command
from zimnik.layers import load_atlas
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    import zimnik

# What a cell of a notebook may hold without being scrolled.
SHORT = 5_000


def test_layers_are_plain_frames_of_ones_own(study: zimnik.Study) -> None:
    layers = study.layers
    assert list(layers) == list(TABLES)
    assert type(layers["deposits"]) is gpd.GeoDataFrame
    assert layers["deposits"].crs == "EPSG:4326"
    layers["deposits"]["id"] = "gone"
    assert "tomtor" in set(layers["deposits"]["id"])
    assert (layers["links"].geometry.count_coordinates() > 2).any()
    with pytest.raises(KeyError):
        layers["moon"]


def test_what_a_notebook_shows_is_short_and_counts_rows(study: zimnik.Study) -> None:
    deposits = len(study.model.atlas.deposits)
    for shown in (study.model.atlas, study.layers, study):
        html = shown._repr_html_()
        assert len(html) < SHORT
        assert len(repr(shown)) < SHORT
        assert f"<th>deposits</th>\n      <td>{deposits}</td>" in html


def test_counts_are_those_of_the_tables(study: zimnik.Study) -> None:
    frame = study.tables().to_frame().set_index("table")
    links = study.model.atlas.links
    assert frame.loc["links", "rows"] == len(links)
    assert frame.loc["links", "A"] == (links["confidence"] == "A").sum()
    document = json.loads(command("layers", "list", "--format", "json").out)
    assert {one["table"]: one["rows"] for one in document["tables"]} == frame["rows"].to_dict()


def test_a_study_finds_no_fault_in_the_shipped_atlas(study: zimnik.Study) -> None:
    assert study.check().faults == ()


def test_an_exported_study_comes_back(study: zimnik.Study, tmp_path: Path) -> None:
    path = study.export(tmp_path / "own.gpkg")
    back = load_atlas(given=path)
    assert back.links["id"].tolist() == study.model.atlas.links["id"].tolist()


def test_template_says_what_it_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    said = command("layers", "template", str(folder)).out
    assert said.startswith(f"{folder}: deposits.csv, ")
    assert all(file.name in said for file in folder.iterdir())


def test_dictionary_tells_the_tables_that_are_named() -> None:
    told = command("layers", "dictionary", "markets", "rates").out
    assert [line for line in told.splitlines() if line.startswith("### ")] == [
        "### markets",
        "### rates",
    ]
    assert "deposits" in command("layers", "dictionary", "moon", status=2).err


def test_several_atlases_are_checked_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    command("layers", "template", str(folder))
    done = command("check", str(folder), str(tmp_path / "nowhere"), status=2)
    assert "no faults" in done.out
    assert "nowhere: expected a file or folder" in done.err
