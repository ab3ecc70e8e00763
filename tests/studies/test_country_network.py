"""`--network`: a country's roads under the shipped region, by command line and Python (E80)."""

from __future__ import annotations

import csv
import shutil
from itertools import pairwise
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
QUARTER, HALF_WAY = (131.2, 62.2), (132.6, 62.3)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a road that begins a kilometre off Yakutsk, with two paved links and a branch."""
    start, end = (YAKUTSK[0] + 0.02, YAKUTSK[1]), (KHANDYGA[0], KHANDYGA[1] + 0.01)
    ends = [*pairwise((start, QUARTER, HALF_WAY, end)), (QUARTER, (131.2, 62.6))]
    lines = [shapely.LineString(one) for one in ends]
    classes = ["primary", "primary", "tertiary", "primary"]
    folder = tmp_path_factory.mktemp("network")
    file = folder / "roads.gpkg"
    frame = gpd.GeoDataFrame({"highway": classes}, geometry=lines, crs="EPSG:4326")
    frame.to_file(file, driver="GPKG")
    written = zimnik.import_network(file).write(folder / "sakha")
    zimnik.build_network(written)
    return written


def test_a_route_takes_the_road_of_the_country_and_bills_its_kilometres(country: Path) -> None:
    study = zimnik.load(network=country)
    found = study.route("yakutsk_rd", "khandyga_rd", ready="04-15")
    (route,) = found.routes
    paved_km = geodesic_km(YAKUTSK[0] + 0.02, YAKUTSK[1], *QUARTER)
    paved_km += geodesic_km(*QUARTER, *HALF_WAY)
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


def second_link(country: Path) -> str:
    """Return the id of the second of the two paved links."""
    rows = csv.DictReader((country / "links.csv").read_text("utf-8").split("\n"))
    length_km = float(geodesic_km(*QUARTER, *HALF_WAY))
    (found,) = (row for row in rows if float(row["length_km"]) == pytest.approx(length_km))
    return found["id"]


def test_a_link_within_a_way_is_avoided_once_it_is_one_of_its_own(country: Path) -> None:
    """Without it the detour of the shipped atlas is taken; a link in a way has no name."""
    link = second_link(country)
    ends, ready = ("yakutsk_rd", "khandyga_rd"), "04-15"
    asked = ("route", *ends, "--network", str(country), "--avoid", link, "--avoid", "nowhere")
    told = run(*asked, status=2).err.splitlines()
    assert f"--avoid: expected a link of its own, found '{link}', which lies within ways" in told[0]
    assert f"--network-link {link} beside the network" in told[0]
    assert "found 'nowhere'" in told[1]
    study = zimnik.load(network=country, network_link=[link])
    whole = study.route(*ends, ready=ready).routes[0]
    merged = zimnik.load(network=country).route(*ends, ready=ready).routes[0]
    assert whole.cost_usd_per_t == pytest.approx(merged.cost_usd_per_t)
    assert link in {one for leg in whole.legs for one in leg.link_ids}
    detour = study.route(*ends, ready=ready, avoid=(link,)).routes[0]
    without = zimnik.load().route(*ends, ready=ready).routes[0]
    assert detour.cost_usd_per_t == pytest.approx(without.cost_usd_per_t)


def test_a_link_that_the_network_has_not_is_told(country: Path) -> None:
    asked = ("route", "yakutsk_rd", "khandyga_rd", "--network-link", "nowhere")
    told = run(*asked, "--network", str(country), status=2)
    assert "--network-link: expected the id of a link of sakha, found 'nowhere'" in told.err
    told = run(*asked, status=2)
    assert "--network-link: expected a network beside it" in told.err


def test_ways_are_kept_beside_the_network_and_may_be_thrown_away(country: Path) -> None:
    kept = country.with_name("sakha_ways")
    first = zimnik.load(network=country)
    files = {path.name for path in kept.iterdir()}
    assert files
    again = zimnik.load(network=country)
    assert {path.name for path in kept.iterdir()} == files
    shutil.rmtree(kept)
    anew = zimnik.load(network=country)
    assert {path.name for path in kept.iterdir()} <= files
    assert first.model.typed_links == again.model.typed_links == anew.model.typed_links
