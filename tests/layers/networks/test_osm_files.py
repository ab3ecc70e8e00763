"""OpenStreetMap extracts: every tag that decides how a way is used, its class and its season."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.network_import import EXTRACT_SIDE
from benchmarks.network_import import write_extract as write_grid
from tests.layers.networks.extracts import write_extract
from zimnik import import_network
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.layers.networks.default_seasons import usual_seasons

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

SEASON = ["season_open", "season_close", "season_basis"]


def only_link(path: Path, tags: Mapping[str, str]) -> pd.Series:
    """Return the one link that a way of Yakutia becomes."""
    write_extract(path, [(tags, [(129.0, 62.0), (129.5, 62.1)])])
    links = import_network(path).links
    assert len(links) == 1
    link: pd.Series = links.iloc[0]
    return link


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return tmp_path / "drawn.osm.pbf"


TAKEN = {
    "motorway": ({"highway": "motorway"}, "road", "truck"),
    "secondary": ({"highway": "secondary_link"}, "road", "truck"),
    "unpaved trunk": ({"highway": "trunk", "surface": "gravel"}, "road", "gravel_truck"),
    "tertiary of unknown ground": ({"highway": "tertiary"}, "road", "gravel_truck"),
    "paved tertiary": ({"highway": "tertiary", "surface": "asphalt"}, "road", "truck"),
    "winter road": ({"highway": "winter_road"}, "winter_road", "winter_truck"),
    "ice road": ({"highway": "ice_road"}, "winter_road", "winter_truck"),
    "winter track": ({"highway": "track", "winter_road": "yes"}, "winter_road", "winter_truck"),
    "track on ice": ({"highway": "track", "ice_road": "yes"}, "winter_road", "winter_truck"),
    "track of the winter": (
        {"highway": "track", "seasonal": "winter"},
        "winter_road",
        "winter_truck",
    ),
    "broad gauge": ({"railway": "rail", "gauge": "1520", "usage": "main"}, "rail", "rail_1520"),
    "standard gauge": (
        {"railway": "rail", "gauge": "1435", "usage": "branch"},
        "rail",
        "rail_1435",
    ),
    "ferry of lorries": ({"route": "ferry", "motor_vehicle": "yes"}, "road", "truck"),
    "river of ships": ({"waterway": "river", "ship": "yes"}, "river", "barge"),
    "class of waterway": ({"waterway": "canal", "CEMT": "Va"}, "river", "barge"),
}


@pytest.mark.parametrize(("tags", "mode", "vehicle"), TAKEN.values(), ids=TAKEN)
def test_a_way_is_taken_as_what_its_tags_say(
    extract: Path, tags: Mapping[str, str], mode: str, vehicle: str
) -> None:
    link = only_link(extract, tags)
    assert (link["mode"], link["vehicle"]) == (mode, vehicle)


LEFT_OUT = {
    "footway": {"highway": "footway"},
    "track": {"highway": "track"},
    "road without lorries": {"highway": "primary", "hgv": "no"},
    "siding": {"railway": "rail", "service": "siding"},
    "narrow gauge": {"railway": "rail", "gauge": "750"},
    "tourist railway": {"railway": "rail", "usage": "tourism"},
    "ferry of passengers": {"route": "ferry", "motor_vehicle": "no"},
    "ferry of which nothing is said": {"route": "ferry"},
    "brook": {"waterway": "stream"},
    "river of which nothing is said": {"waterway": "river"},
    "square": {"highway": "primary", "area": "yes"},
}


@pytest.mark.parametrize("tags", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_no_cargo_uses_is_left_out(extract: Path, tags: Mapping[str, str]) -> None:
    road = ({"highway": "primary"}, [(130.0, 62.0), (130.5, 62.0)])
    write_extract(extract, [road, (tags, [(129.0, 62.0), (129.5, 62.1)])])
    assert len(import_network(extract).links) == 1


DATED = {
    "shut by date": ({"access:conditional": "no @ (Apr 15-Dec 19)"}, "12-20", "04-14"),
    "open by date": ({"access:conditional": "yes @ (Dec 20-Mar 31)"}, "12-20", "03-31"),
    "open where else shut": (
        {"access": "no", "motor_vehicle:conditional": "yes @ (2024 Jan 10 - Apr 5)"},
        "01-10",
        "04-05",
    ),
    "lorries by the narrowest": (
        {"access:conditional": "no @ (Jul)", "hgv:conditional": "no @ (Apr 1-May 15)"},
        "05-16",
        "03-31",
    ),
    "months": ({"seasonal": "Jun-Oct"}, "06-01", "10-31"),
}


@pytest.mark.parametrize(("tags", "opens", "closes"), DATED.values(), ids=DATED)
def test_a_season_is_that_of_the_tags_where_they_state_days(
    extract: Path, tags: Mapping[str, str], opens: str, closes: str
) -> None:
    link = only_link(extract, {"highway": "secondary", **tags})
    assert link[SEASON].tolist() == [opens, closes, "published"]


def test_a_ferry_sails_by_its_opening_hours(extract: Path) -> None:
    ferry = {"route": "ferry", "motor_vehicle": "yes"}
    link = only_link(extract, {**ferry, "opening_hours": "May 20-Oct 15 06:00-22:00"})
    assert link[SEASON].tolist() == ["05-20", "10-15", "published"]


UNDATED = {
    "ferry": {"route": "ferry", "motor_vehicle": "yes"},
    "hours alone": {"route": "ferry", "hgv": "yes", "opening_hours": "Mo-Su 07:00-23:00"},
    "not understood": {"highway": "primary", "access:conditional": "no @ (flood)"},
    "seasonal": {"highway": "primary", "seasonal": "yes"},
}


@pytest.mark.parametrize("tags", UNDATED.values(), ids=UNDATED)
def test_what_is_not_always_open_is_never_open_all_year(
    extract: Path, tags: Mapping[str, str]
) -> None:
    link = only_link(extract, tags)
    stated = usual_seasons().of("road")
    assert link[SEASON].tolist() == [stated["season_open"], stated["season_close"], "estimate"]
    assert link["confidence"] == "C"
    assert any(
        "the season is that of the class" in one for one in import_network(extract).report.warnings
    )


def test_what_is_not_understood_is_told(extract: Path) -> None:
    only_link(extract, {"highway": "primary", "access:conditional": "no @ (flood)"})
    notes = import_network(extract).report.notes
    assert "access:conditional=no @ (flood) was not understood" in notes


def test_a_winter_road_without_days_takes_the_climate_or_else_a_stated_season(
    extract: Path,
) -> None:
    assert only_link(extract, {"highway": "winter_road"})["season_open"] == ""
    # No climate is known of the Caribbean.
    write_extract(extract, [({"highway": "winter_road"}, [(-70.0, 12.0), (-70.5, 12.0)])])
    network = import_network(extract)
    stated = usual_seasons().of("winter_road")
    assert network.links["season_open"].tolist() == [stated["season_open"]]
    assert any("neither days nor a climate" in one for one in network.report.warnings)


def test_a_bridge_in_summer_and_the_ice_in_winter_are_two_links(extract: Path) -> None:
    banks = [(129.0, 62.0), (129.1, 62.0)]
    ferry = {"route": "ferry", "motor_vehicle": "yes", "opening_hours": "Jun-Oct"}
    write_extract(extract, [(ferry, banks), ({"highway": "ice_road"}, banks)])
    links = import_network(extract).links.sort_values("mode")
    assert links["mode"].tolist() == ["road", "winter_road"]
    assert len({*links["from_id"], *links["to_id"]}) == 2


def test_ways_meet_at_shared_nodes_and_not_where_they_cross(extract: Path) -> None:
    road = {"highway": "primary"}
    across = [(road, [(129.0, 62.0), (131.0, 62.0)]), (road, [(130.0, 61.0), (130.0, 63.0)])]
    shared = [
        (road, [(129.0, 62.0), (130.0, 62.0), (131.0, 62.0)]),
        (road, [(130.0, 61.0), (130.0, 62.0), (130.0, 63.0)]),
    ]
    assert len(import_network(write_extract(extract, across)).links) == 2
    assert len(import_network(write_extract(extract, shared)).links) == 4


def test_a_level_crossing_is_no_station(extract: Path) -> None:
    middle = (130.0, 62.0)
    rail = ({"railway": "rail", "gauge": "1520"}, [(129.0, 62.0), middle, (131.0, 62.0)])
    road = ({"highway": "primary"}, [(130.0, 61.0), middle, (130.0, 63.0)])
    links = import_network(write_extract(extract, [rail, road])).links
    ends = links.set_index("mode")[["from_id", "to_id"]]
    assert not {*ends.loc["rail"]} & {*ends.loc["road"]}


def test_a_station_and_a_port_join_what_is_near(extract: Path) -> None:
    rail = ({"railway": "rail", "gauge": "1520"}, [(129.0, 62.0), (130.0, 62.0), (131.0, 62.0)])
    road = ({"highway": "primary"}, [(130.001, 62.001), (130.0, 63.0)])
    river = ({"waterway": "river", "ship": "yes"}, [(130.0, 63.003), (131.0, 63.0)])
    station = ({"railway": "station", "name": "Станция", "name:en": "Station"}, (130.0005, 62.0005))
    port = ({"industrial": "port", "name": "Port"}, (130.0, 63.001))
    lost = ({"harbour": "yes", "name": "Dry"}, (129.0, 62.0))
    network = import_network(write_extract(extract, [rail, road, river], [station, port, lost]))
    named = network.terminals.set_index("name_en")
    assert named.loc["Station", "kind"] == "station"
    assert named.loc["Port", "kind"] == "river_port"
    assert "Dry" not in named.index
    assert len(network.report.parts) == 1
    modes = {
        name: set(
            network.links.loc[
                (network.links[["from_id", "to_id"]] == named.loc[name, "id"]).any(axis=1), "mode"
            ]
        )
        for name in ("Station", "Port")
    }
    assert modes == {"Station": {"rail", "road"}, "Port": {"road", "river"}}


def test_a_limit_of_weight_is_kept(extract: Path) -> None:
    assert only_link(extract, {"highway": "primary", "maxweight": "20 t"})["load_limit_t"] == 20.0


@pytest.mark.parametrize("content", [b"", b"nonsense" * 100, b"\0\0\0\x0e\n\tOSMHeader\x18\x99cut"])
def test_what_is_no_extract_is_refused(extract: Path, content: bytes) -> None:
    extract.write_bytes(content)
    with pytest.raises(InputError, match="OpenStreetMap extract"):
        import_network(extract)


def test_an_extract_that_is_cut_off_is_refused(extract: Path) -> None:
    lines = [({"highway": "primary"}, [(x / 50, 62.0), (x / 50, 63.0)]) for x in range(2_000)]
    content = write_extract(extract, lines).read_bytes()
    extract.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError, match="OpenStreetMap extract"):
        import_network(extract)


def test_an_extract_without_ways_and_one_above_the_limits_are_refused(extract: Path) -> None:
    write_extract(extract, [({"building": "yes"}, [(1.0, 2.0), (1.0, 3.0)])])
    with pytest.raises(InputError, match="roads, railways, ferries or waterways"):
        import_network(extract)
    roads = [({"highway": "primary"}, [(1.0, 2.0 + i), (1.0, 2.5 + i)]) for i in range(3)]
    write_extract(extract, roads)
    with pytest.raises(InputError, match="max_rows"):
        import_network(extract, max_rows=2)
    with pytest.raises(InputError, match="max_file_mb"):
        import_network(extract, max_file_mb=1e-5)


@pytest.mark.proof
def test_an_extract_of_400_000_nodes_has_the_kilometres_of_its_ways(tmp_path: Path) -> None:
    """Every row and column of a grid of 640 by 640 nodes is a way; their lengths are known."""
    path = tmp_path / "grid.osm.pbf"
    tags = write_grid(path)
    network = import_network(path)
    side = EXTRACT_SIDE
    lon, lat = 110 + 0.01 * np.arange(side), 58 + 0.005 * np.arange(side)
    columns_km = geodesic_km(lon[0], lat[:-1], lon[0], lat[1:]).sum()
    rows_km = [geodesic_km(lon[:-1], y, lon[1:], y).sum() for y in lat]
    expected = dict.fromkeys(["rail", "river", "road", "winter_road"], 0.0)
    modes = {"primary": "road", "secondary": "road", "tertiary": "road"}
    for number, said in enumerate(tags):
        mode = modes.get(said.get("highway", ""), "")
        mode = "winter_road" if "winter_road" in said else mode
        mode = "rail" if "railway" in said else "river" if "waterway" in said else mode
        if mode:
            expected[mode] += columns_km if number < side else rows_km[number - side]
    found = network.links.groupby("mode")["length_km"].sum().to_dict()
    assert found == pytest.approx(expected, rel=1e-6)
    dated = network.links[network.links["mode"].isin(["river", "winter_road"])]
    rivers = dated[dated["mode"] == "river"]
    assert set(rivers["season_basis"]) == {"estimate"}
    assert (rivers["season_open"] == usual_seasons().of("river")["season_open"]).all()
    # The climate of southern Yakutia makes winter roads.
    assert (dated.loc[dated["mode"] == "winter_road", "season_open"] == "").all()
