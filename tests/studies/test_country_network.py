"""`--network`: a country's roads under the shipped region, by command line and Python (E80)."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

import zimnik
from tests.commands import zimnik as run
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.geodesy import geodesic_km

if TYPE_CHECKING:
    from pathlib import Path

# From Yakutsk's junction of roads to that of Khandyga, which the atlas has at these places.
YAKUTSK, KHANDYGA = (129.7331, 62.0339), (135.57, 62.66)
HALF_WAY = (132.6, 62.3)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a road that begins a kilometre off Yakutsk, the first half of it paved."""
    start, end = (YAKUTSK[0] + 0.02, YAKUTSK[1]), (KHANDYGA[0], KHANDYGA[1] + 0.01)
    lines = [shapely.LineString([start, HALF_WAY]), shapely.LineString([HALF_WAY, end])]
    folder = tmp_path_factory.mktemp("network")
    file = folder / "roads.gpkg"
    frame = gpd.GeoDataFrame({"highway": ["primary", "tertiary"]}, geometry=lines, crs="EPSG:4326")
    frame.to_file(file, driver="GPKG")
    written = zimnik.import_network(file).write(folder / "sakha")
    zimnik.build_network(written)
    return written


def test_a_route_takes_the_road_of_the_country_and_bills_its_kilometres(country: Path) -> None:
    study = zimnik.load(network=country)
    found = study.route("yakutsk_rd", "khandyga_rd", ready="04-15")
    (route,) = found.routes
    paved_km = geodesic_km(YAKUTSK[0] + 0.02, YAKUTSK[1], *HALF_WAY)
    gravel_km = geodesic_km(*HALF_WAY, KHANDYGA[0], KHANDYGA[1] + 0.01)
    stub_km = geodesic_km(*YAKUTSK, YAKUTSK[0] + 0.02, YAKUTSK[1])
    stub_km += geodesic_km(*KHANDYGA, KHANDYGA[0], KHANDYGA[1] + 0.01)
    detour = study.model.card.access_detour.base
    whole_km = float(paved_km + gravel_km + detour * stub_km)
    assert route.distance_km == pytest.approx(whole_km, abs=0.01)
    without = zimnik.load().route("yakutsk_rd", "khandyga_rd", ready="04-15")
    assert route.cost_usd_per_t < without.routes[0].cost_usd_per_t
    assert any(
        "network sakha: terminals of the atlas that are joined" in w for w in found.result.warnings
    )
    record = found.record()
    assert "--network sakha" in record.asked.command
    assert record.asked.atlas_sha256 != without.record().asked.atlas_sha256
    assert len(found.to_geodataframe()) == len(route.legs)


def test_a_matrix_by_command_says_the_same(country: Path) -> None:
    asked = ("--origins", "yakutsk_rd", "--destinations", "khandyga_rd", "--format", "csv")
    told = run("matrix", *asked, "--network", str(country))
    (row,) = csv.DictReader(told.out.split("\n")[1:])
    found = zimnik.load(network=country).route("yakutsk_rd", "khandyga_rd")
    assert found.year is not None
    assert float(row["cost_usd_per_t"]) == pytest.approx(found.year.mean_usd_per_t, abs=0.01)


def test_a_network_that_was_not_built_is_refused_with_what_to_run(tmp_path: Path) -> None:
    told = run("route", "yakutsk_rd", "magadan", "--network", str(tmp_path / "none"), status=2)
    assert told.err.count("\n") == 1
    assert "Run zimnik network build none" in told.err


def test_the_same_links_as_atlas_and_as_network_are_refused(country: Path) -> None:
    with pytest.raises(InputError, match="links that the atlas does not have"):
        zimnik.load(atlas=country, network=country)
