"""A network of a country prepared: what is static, what is dated, and when it is used (E80)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from tests.commands import zimnik as run
from zimnik import import_network
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.layers.networks.built import build_network, built_path, read_built

if TYPE_CHECKING:
    from pathlib import Path

# A paved road, gravel that goes on from it, a ferry and an ice road at its end, and a railway.
LINES = {
    "highway": ["primary", "tertiary", "winter_road", None, None],
    "route": [None, None, None, "ferry", None],
    "motor_vehicle": [None, None, None, "yes", None],
    "railway": [None, None, None, None, "rail"],
    "gauge": [None, None, None, None, "1520"],
}
PLACES = [
    [(129.0, 62.0), (129.4, 62.0)],
    [(129.4, 62.0), (129.8, 62.0)],
    [(129.8, 62.0), (130.2, 62.0)],
    [(129.8, 62.0), (130.0, 62.1)],
    [(129.0, 62.3), (130.0, 62.3)],
]


@pytest.fixture
def country(tmp_path: Path) -> Path:
    lines = [shapely.LineString(one) for one in PLACES]
    file = tmp_path / "drawn.gpkg"
    gpd.GeoDataFrame(LINES, geometry=lines, crs="EPSG:4326").to_file(file, driver="GPKG")
    return import_network(file).write(tmp_path / "country")


def test_what_is_open_all_year_is_static_by_family_and_the_rest_dated(country: Path) -> None:
    made = build_network(country)
    families = {name: one.graph.edge_count for name, one in made.network.families.items()}
    assert families == {"lorries": 2, "rail_1520": 1}
    assert {link.vehicle for link in made.network.dated} == {Vehicle.WINTER_TRUCK, Vehicle.TRUCK}
    assert all(link.season or link.vehicle == "winter_truck" for link in made.network.dated)


def test_what_was_built_is_read_again_alike(country: Path) -> None:
    made, read = build_network(country), read_built(country)
    every = np.arange(len(made.network.nodes.ids))
    assert read.network.nodes.ids == made.network.nodes.ids
    assert read.network.nodes.places_at(every) == made.network.nodes.places_at(every)
    assert read.network.dated == made.network.dated
    assert read.nodes.table.equals(made.nodes.table)
    for name, family in made.network.families.items():
        own = read.network.families[name]
        assert own.link_ids == family.link_ids
        assert np.array_equal(own.graph.ends, family.graph.ends)
        assert np.array_equal(own.length_km, family.length_km)


def test_another_import_and_a_hand_in_the_folder_are_noticed(country: Path) -> None:
    with pytest.raises(InputError, match="Run zimnik network build country"):
        read_built(country)
    build_network(country)
    links = country / "links.csv"
    links.write_text(links.read_text("utf8").replace("gravel_truck", "truck"), "utf8")
    with pytest.raises(InputError, match="the tables that it was built of, found other tables"):
        read_built(country)
    build_network(country)
    read_built(country)
    with (built_path(country) / "edges.arrow").open("ab") as file:
        file.write(b"x")
    with pytest.raises(InputError, match=r"'edges.arrow' changed"):
        read_built(country)
    with pytest.raises(InputError, match=r"'edges.arrow' changed"):
        build_network(country)


def test_faults_of_an_edited_folder_are_told_at_once(country: Path) -> None:
    links = country / "links.csv"
    rows = links.read_text("utf8").split("\n")
    end = rows[1].split(",")[rows[0].split(",").index("from_id")]
    links.write_text("\n".join([rows[0], rows[1].replace(end, "nowhere"), *rows[2:]]), "utf8")
    told = run("network", "build", str(country), status=2)
    assert "'nowhere'" in told.err
    assert "--network itself joins what is near" in told.err
    assert not built_path(country).exists()
    told = run("network", "build", str(country / "none"), status=2)
    assert "expected a folder" in told.err


def test_the_command_says_what_it_made(country: Path) -> None:
    told = run("network", "build", str(country))
    assert "lorries: 2 links between 3 places, 42 km, open all year" in told.out
    assert "searched by date: 2 links" in told.out
    assert f"--network {country}" in told.out
