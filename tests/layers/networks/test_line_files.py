"""Lines of any file to an atlas: what is read, what is refused, and that the atlas answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely

import zimnik
from tests.commands import zimnik as run
from zimnik import import_network
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.layers import check_path, load_atlas
from zimnik.layers.loading.regions import load_regions_atlas
from zimnik.layers.networks.default_seasons import usual_seasons

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROAD = {"mode": "road", "vehicle": "truck"}
# Two roads that cross at (129.5, 62), and a third that begins two metres beyond the end of one.
LINES = [
    shapely.LineString([(129.0, 62.0), (130.0, 62.0)]),
    shapely.LineString([(129.5, 61.8), (129.5, 62.2)]),
    shapely.LineString([(130.00004, 62.0), (130.5, 62.3)]),
]


def roads(**columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=LINES, crs="EPSG:4326")


WRITERS: dict[str, Callable[[gpd.GeoDataFrame, Path], object]] = {
    "roads.gpkg": lambda frame, path: frame.to_file(path, layer="roads", driver="GPKG"),
    "roads.shp": lambda frame, path: frame.to_file(path),
    "roads.geojson": lambda frame, path: frame.to_file(path, driver="GeoJSON"),
    "roads.parquet": lambda frame, path: frame.to_parquet(path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_network(tmp_path: Path, name: str) -> None:
    WRITERS[name](roads(osm_id=["1", "2", "3"]), tmp_path / name)
    network = import_network(tmp_path / name, **ROAD, snap_m=5)
    assert (network.report.nodes, network.report.links) == (5, 4)
    WRITERS["roads.parquet"](roads(), tmp_path / "same.parquet")
    other = import_network(tmp_path / "same.parquet", **ROAD, snap_m=5)
    assert set(network.links["id"]) == set(other.links["id"])
    assert set(network.terminals["id"]) == set(other.terminals["id"])


def test_files_of_another_reference_system_are_the_same_network(tmp_path: Path) -> None:
    roads().to_crs(32652).to_parquet(tmp_path / "utm.parquet")
    network = import_network(tmp_path / "utm.parquet", **ROAD, snap_m=5)
    assert (network.report.nodes, network.report.links) == (5, 4)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3576", "EPSG:32652"])
def test_an_end_on_a_long_segment_meets_it_in_whatever_system_it_was_drawn(
    tmp_path: Path, crs: str
) -> None:
    """A road of 80 km is a straight line of two points, and another ends on its way."""
    road = gpd.GeoSeries([shapely.LineString([(129, 62), (130, 62.6)])], crs=4326).to_crs(crs)
    foot = road.iloc[0].interpolate(0.4, normalized=True)
    side = gpd.GeoSeries([shapely.Point(130.5, 62)], crs=4326).to_crs(crs).iloc[0]
    lines = [road.iloc[0], shapely.LineString([foot, side])]
    gpd.GeoDataFrame(geometry=lines, crs=crs).to_parquet(tmp_path / "roads.parquet")
    network = import_network(tmp_path / "roads.parquet", **ROAD)
    assert (network.report.nodes, network.report.links) == (4, 3)
    # No vertex but those of the file and the junction.
    assert shapely.get_num_coordinates(network.links.geometry).max() == 2


def test_the_folder_is_an_atlas_without_faults_and_routes_run_over_it(tmp_path: Path) -> None:
    roads().to_parquet(tmp_path / "roads.parquet")
    said = run(
        "network", "import", str(tmp_path / "roads.parquet"), "--mode", "road", "--vehicle",
        "truck", "--snap-m", "5", "--out", str(tmp_path / "mine"),
    )  # fmt: skip
    assert "3 lines to 4 links between 5 terminals" in said.out
    assert check_path(given=tmp_path / "mine").faults == ()
    report = json.loads((tmp_path / "mine" / "import_report.json").read_text("utf8"))
    assert (report["nodes"], report["links"], len(report["parts"])) == (5, 4, 1)
    atlas = load_atlas(given=tmp_path / "mine")
    ends = atlas.terminals.set_index("id").geometry
    west, east = (ends[ends.geometry.x == x].index[0] for x in (129.0, 130.5))
    answer = zimnik.load(atlas=tmp_path / "mine").route(west, east, ready="07-01").record()
    (route,) = answer.routes
    lengths = import_network(tmp_path / "roads.parquet", **ROAD, snap_m=5).links
    graph = nx.Graph()
    for row in lengths.itertuples():
        graph.add_edge(row.from_id, row.to_id, km=row.length_km)
    km = nx.shortest_path_length(graph, west, east, weight="km")
    assert sum(leg.distance_km for leg in route.legs) == pytest.approx(km, abs=0.01)


def test_a_network_is_joined_to_terminals_of_the_atlas_near_it(tmp_path: Path) -> None:
    """A road of our own passes 2 km from the road junction of Lensk, and ends in the taiga."""
    terminals = load_atlas(drawn=False).terminals.set_index("id")
    lensk = terminals.loc["lensk_rd"].geometry
    line = shapely.LineString([(lensk.x - 0.5, lensk.y + 0.02), (lensk.x + 1.0, lensk.y + 0.02)])
    gpd.GeoDataFrame(geometry=[line], crs="EPSG:4326").to_parquet(tmp_path / "road.parquet")
    apart = import_network(tmp_path / "road.parquet", **ROAD)
    assert len(apart.made.tables.exceptions) == 1
    network = import_network(tmp_path / "road.parquet", **ROAD, join_km=3, out=tmp_path / "mine")
    assert network.report.joins == 1
    assert network.report.farthest_join_km == pytest.approx(2.23, abs=0.02)
    assert "lensk_rd" in {*network.links["from_id"], *network.links["to_id"]}
    assert "lensk_rd" not in set(network.terminals["id"])
    assert network.made.tables.exceptions.empty
    assert check_path(given=tmp_path / "mine").faults == ()


def test_a_second_import_replaces_the_first_and_nothing_that_was_changed(tmp_path: Path) -> None:
    roads().to_parquet(tmp_path / "roads.parquet")
    options = {**ROAD, "out": tmp_path / "mine"}
    import_network(tmp_path / "roads.parquet", **options)
    import_network(tmp_path / "roads.parquet", **options)
    with (tmp_path / "mine" / "links.csv").open("a", encoding="utf8") as file:
        file.write("\n")
    with pytest.raises(InputError, match=r"links\.csv.*changed"):
        import_network(tmp_path / "roads.parquet", **options)


def test_the_table_of_classes_is_written_once_and_then_gone_by(tmp_path: Path) -> None:
    roads(fclass=["primary", "track", "primary"]).to_parquet(tmp_path / "roads.parquet")
    first = import_network(tmp_path / "roads.parquet", out=tmp_path / "mine")
    assert len(first.links) == 2
    table = tmp_path / "mine_classes.csv"
    text = table.read_text("utf8")
    assert "highway=track,," in text
    table.write_text(
        text.replace("highway=track,,,,", "highway=track,winter_road,winter_truck,12-20,04-10"),
        encoding="utf8",
    )
    second = import_network(tmp_path / "roads.parquet", out=tmp_path / "mine")
    winter = second.links[second.links["mode"] == "winter_road"]
    assert winter["season_open"].tolist() == ["12-20", "12-20"]
    assert "mine_classes.csv: what a class is was read there" in second.report.notes
    roads(fclass=["primary", "tertiary", "primary"]).to_parquet(tmp_path / "roads.parquet")
    third = import_network(tmp_path / "roads.parquet", out=tmp_path / "mine").report
    assert any("it does not list highway=tertiary" in note for note in third.notes)
    assert "winter_road" in table.read_text("utf8")


def test_columns_that_a_shapefile_cut_are_known(tmp_path: Path) -> None:
    tags = {"highway": ["track"] * 3, "winter_roa": ["yes"] * 3, "access_con": ["no @ (May)"] * 3}
    roads(**tags).to_file(tmp_path / "roads.shp")
    links = import_network(tmp_path / "roads.shp").links
    assert set(links["mode"]) == {"winter_road"}
    assert set(links["season_open"]) == {"06-01"}


def test_lines_given_as_winter_roads_are_never_open_all_year(tmp_path: Path) -> None:
    """The climate makes the season of those of Yakutia; of the Caribbean none is known."""
    here = import_network(_written(tmp_path, 0.0), mode="winter_road", vehicle="winter_truck")
    assert set(here.links["season_open"]) == {""}
    there = import_network(_written(tmp_path, -50.0), mode="winter_road", vehicle="winter_truck")
    assert set(there.links["season_open"]) == {usual_seasons().of("winter_road")["season_open"]}


def test_a_network_is_joined_to_the_region_that_is_named(tmp_path: Path) -> None:
    """A track 2 km from the road junction of Nechalacho's railhead; winter is made by the North."""
    here = "north-america-arctic"
    terminals = load_regions_atlas([here], drawn=False).terminals.set_index("id")
    point = terminals.loc["yellowknife_j"].geometry
    line = shapely.LineString([(point.x + 0.5, point.y + 0.02), (point.x - 0.5, point.y + 0.02)])
    gpd.GeoDataFrame(geometry=[line], crs="EPSG:4326").to_parquet(tmp_path / "ice.parquet")
    asked = {"mode": "winter_road", "vehicle": "winter_truck", "join_km": 5.0}
    network = import_network(tmp_path / "ice.parquet", region=here, **asked)
    assert network.report.joins == 1
    assert set(network.links["season_open"]) == {""}
    usual = import_network(tmp_path / "ice.parquet", **asked)
    assert usual.report.joins == 0
    assert set(usual.links["season_open"]) == {usual_seasons().of("winter_road")["season_open"]}


def test_days_that_no_line_states_are_those_of_the_region_that_is_named(tmp_path: Path) -> None:
    """A ferry over the Mackenzie opens as those of Canada do, not as those of Siberia."""
    line = shapely.LineString([(-133.8, 67.45), (-133.7, 67.44)])
    ferry = gpd.GeoDataFrame({"route": ["ferry"], "hgv": ["yes"]}, geometry=[line], crs=4326)
    ferry.to_parquet(tmp_path / "ferry.parquet")
    here = import_network(tmp_path / "ferry.parquet", region="north-america-arctic")
    told = " ".join(here.report.warnings)
    assert "road: the median of the 4 such links of north-america-arctic" in told
    assert "lie outside" not in told
    usual = import_network(tmp_path / "ferry.parquet")
    assert set(here.links["season_open"]) != set(usual.links["season_open"])
    assert "lines lie outside russia-arctic, whose seasons these are" in " ".join(
        usual.report.warnings
    )


def _written(folder: Path, north_deg: float) -> Path:
    path = folder / f"moved_{north_deg:g}.parquet"
    moved = roads().set_geometry(roads().translate(0.0, north_deg).set_crs(4326))
    moved.to_parquet(path)
    return path


def test_bridges_of_a_file_cross_without_meeting(tmp_path: Path) -> None:
    roads(bridge=["F", "T", "F"]).to_parquet(tmp_path / "roads.parquet")
    assert len(import_network(tmp_path / "roads.parquet", **ROAD, snap_m=5).links) == 2


def test_what_geometry_can_be_read_is_read_and_the_rest_told(tmp_path: Path) -> None:
    """Heights, lines of several parts, loops and lines drawn twice are no faults."""
    ring = shapely.LineString([(0, 0), (1, 1), (-1, 1), (0, 0)])
    parts = shapely.MultiLineString([LINES[0], LINES[2]])
    high = shapely.force_3d(LINES[1], 250.0)
    frame = gpd.GeoDataFrame(geometry=[parts, high, ring, ring, None], crs="EPSG:4326")
    frame.to_parquet(tmp_path / "roads.parquet")
    report = import_network(tmp_path / "roads.parquet", **ROAD, snap_m=5).report
    assert (report.nodes, report.links, len(report.parts)) == (7, 6, 2)
    once_km = float(geodesic_km([0, 1, -1], [0, 1, 1], [1, -1, 0], [1, 1, 0]).sum())
    assert report.steps.duplicates_km == pytest.approx(once_km, rel=1e-4)
    assert report.steps.loops == 1
    told = " ".join(report.notes)
    assert "heights of the lines were left out" in told
    assert "1 features without geometry were left out" in told


def test_layers_without_lines_are_told_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "map.gpkg"
    towns = gpd.GeoDataFrame(geometry=[shapely.Point(129, 62)] * 30, crs="EPSG:4326")
    towns.to_file(path, layer="towns", driver="GPKG")
    with pytest.raises(InputError) as raised:
        import_network(path, **ROAD)
    (fault,) = raised.value.faults
    assert (fault.where, fault.found) == ("map.gpkg, layer towns", "Point (30)")
    roads().to_file(path, layer="roads", driver="GPKG")
    report = import_network(path, **ROAD, snap_m=5).report
    assert report.links == 4
    assert "map.gpkg, layer towns: left out, it holds Point (30)" in report.notes
    with pytest.raises(InputError, match="a layer of"):
        import_network(path, layer="raods", **ROAD)


def test_small_parts_are_left_out_where_asked(tmp_path: Path) -> None:
    far = shapely.LineString([(10, 10), (10, 10.1)])
    frame = gpd.GeoDataFrame(geometry=[*LINES, far], crs="EPSG:4326")
    frame.to_parquet(tmp_path / "roads.parquet")
    assert len(import_network(tmp_path / "roads.parquet", **ROAD).report.parts) == 3
    report = import_network(tmp_path / "roads.parquet", **ROAD, least_km=20, snap_m=5).report
    assert len(report.parts) == 1
    assert report.small_parts_km == pytest.approx(11.06, abs=0.01)
    with pytest.raises(InputError, match="at least 5000 km"):
        import_network(tmp_path / "roads.parquet", **ROAD, least_km=5_000)


def test_ids_stay_where_lines_are_added_elsewhere(tmp_path: Path) -> None:
    far = shapely.LineString([(10, 10), (11, 10)])
    roads().to_parquet(tmp_path / "roads.parquet")
    more = gpd.GeoDataFrame(geometry=[far, *(line.reverse() for line in LINES)], crs="EPSG:4326")
    more.to_parquet(tmp_path / "more.parquet")
    before = import_network(tmp_path / "roads.parquet", **ROAD).links["id"]
    after = import_network(tmp_path / "more.parquet", **ROAD).links["id"]
    assert set(before) < set(after)
    assert len(after) == len(before) + 1


def _no_crs(path: Path) -> None:
    roads().set_crs(None, allow_override=True).to_parquet(path)


def _wrong_crs(path: Path) -> None:
    roads().to_crs(32652).set_crs(4326, allow_override=True).to_parquet(path)


def _no_geometry(path: Path) -> None:
    roads().drop(columns="geometry").assign(name="a").to_parquet(path)


def _missing_geometry(path: Path) -> None:
    gpd.GeoDataFrame(geometry=[None, None], crs="EPSG:4326").to_parquet(path)


def _no_rows(path: Path) -> None:
    roads().iloc[:0].to_parquet(path)


def _mixed(path: Path) -> None:
    mixed = [*LINES, shapely.Point(1, 2), shapely.box(0, 0, 1, 1)]
    gpd.GeoDataFrame(geometry=mixed, crs="EPSG:4326").to_parquet(path)


def _endless(path: Path) -> None:
    line = shapely.LineString([(1, 2), (np.inf, 3)])
    gpd.GeoDataFrame(geometry=[line], crs="EPSG:4326").to_parquet(path)


def _cut_off(path: Path) -> None:
    roads().to_parquet(path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _nonsense(path: Path) -> None:
    path.write_bytes(b"PAR1" + b"nonsense" * 100)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _another_kind(path: Path) -> None:
    path.write_text("{}")


BAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "no reference system": (_no_crs, "coordinate reference system"),
    "a wrong reference system": (_wrong_crs, "longitude and latitude in degrees"),
    "no geometry": (_no_geometry, "expected lines, found no geometry"),
    "geometry of none": (_missing_geometry, "features without geometry"),
    "no feature": (_no_rows, "no feature"),
    "points and areas among the lines": (_mixed, "expected a line, found a Point"),
    "a line that never ends": (_endless, "longitude and latitude in degrees"),
    "cut off": (_cut_off, "a file of its kind"),
    "nonsense": (_nonsense, "a file of its kind"),
    "empty": (_empty, "an empty file"),
    "another kind": (_another_kind, "a file of another kind"),
}


@pytest.mark.parametrize(("write", "said"), BAD.values(), ids=BAD)
def test_bad_files_are_refused_and_nothing_is_written(
    tmp_path: Path, write: Callable[[Path], None], said: str
) -> None:
    write(tmp_path / "roads.parquet")
    done = run(
        "network", "import", str(tmp_path / "roads.parquet"), "--mode", "road", "--vehicle",
        "truck", "--out", str(tmp_path / "mine"), status=2,
    )  # fmt: skip
    assert said in done.err
    assert "Traceback" not in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["roads.parquet"]


def test_faults_of_several_files_are_told_at_once(tmp_path: Path) -> None:
    _no_crs(tmp_path / "one.parquet")
    _mixed(tmp_path / "other.parquet")
    with pytest.raises(InputError) as raised:
        import_network(tmp_path / "one.parquet", tmp_path / "other.parquet", **ROAD)
    assert {fault.where for fault in raised.value.faults} == {"one.parquet", "other.parquet"}
    assert len(raised.value.faults) == 3


@pytest.mark.parametrize(
    ("limits", "said"), [({"max_rows": 2}, "max_rows"), ({"max_file_mb": 1e-4}, "max_file_mb")]
)
def test_files_above_the_limits_are_refused(
    tmp_path: Path, limits: dict[str, Any], said: str
) -> None:
    roads().to_parquet(tmp_path / "roads.parquet")
    with pytest.raises(InputError, match=said):
        import_network(tmp_path / "roads.parquet", **ROAD, **limits)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "the files of lines"),
        (["ROADS", "--mode", "road"], "mode and vehicle, or neither"),
        (["ROADS", "--mode", "river", "--vehicle", "truck"], "a mode of truck"),
        (["ROADS", "--out", "x.gpkg"], "the name of a folder"),
        (["ROADS", "--snap-m", "-1"], "a number 0 to 1,000"),
        (["ROADS", "--layer", "a"], "a file of layers"),
        (["ROADS", "--class-column", "kynd"], "'kind' meant"),
        (["ROADS"], "a class that has a mode"),
        (["nothing.gpkg"], "file that can be read"),
        (["roads.xls"], "Save the workbook as .xlsx"),
    ],
)
def test_bad_options_are_refused(tmp_path: Path, words: list[str], said: str) -> None:
    roads(kind=["a", "b", "a"]).to_parquet(tmp_path / "roads.parquet")
    (tmp_path / "roads.xls").write_text("x")
    named = {"ROADS": str(tmp_path / "roads.parquet"), "roads.xls": str(tmp_path / "roads.xls")}
    done = run("network", "import", *(named.get(word, word) for word in words), status=2)
    assert said in done.err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("line,road,,,,,,,,", "a vehicle"),
        ("line,river,truck,,,,,,,", "a mode of truck"),
        ("line,road,lorry,,,,,,,", "one of rail_1520"),
        ("line,road,truck,12-20,,,,,,", "both days of a season"),
        ("line,winter_road,winter_truck,06-01,08-01,,,,,", "closed in July"),
    ],
)
def test_a_wrong_table_of_classes_is_refused(tmp_path: Path, row: str, said: str) -> None:
    roads().to_parquet(tmp_path / "roads.parquet")
    heading = (
        "class_name,mode,vehicle,season_open,season_close,season_open_early,season_open_late,"
        "season_close_early,season_close_late,note"
    )
    (tmp_path / "own.csv").write_text(f"{heading}\n{row}\n")
    with pytest.raises(InputError, match=said):
        import_network(tmp_path / "roads.parquet", classes=tmp_path / "own.csv")


def test_extracts_and_drawn_lines_are_imported_apart(tmp_path: Path) -> None:
    from tests.layers.networks.extracts import write_extract  # noqa: PLC0415 - of the extra osm

    roads().to_parquet(tmp_path / "roads.parquet")
    write_extract(tmp_path / "a.osm.pbf", [({"highway": "primary"}, [(1.0, 2.0), (1.0, 3.0)])])
    with pytest.raises(InputError, match="Import them one by one"):
        import_network(tmp_path / "roads.parquet", tmp_path / "a.osm.pbf", **ROAD)


def test_an_island_larger_than_the_atlas_is_no_fault(tmp_path: Path) -> None:
    x, y = 110 + 0.1 * np.arange(26), 58 + 0.05 * np.arange(26)
    rows = [shapely.LineString([(x[0], lat), (x[-1], lat)]) for lat in y]
    columns = [shapely.LineString([(lon, y[0]), (lon, y[-1])]) for lon in x]
    frame = gpd.GeoDataFrame(geometry=[*rows, *columns], crs="EPSG:4326")
    frame.to_parquet(tmp_path / "grid.parquet")
    network = import_network(tmp_path / "grid.parquet", **ROAD, out=tmp_path / "mine")
    assert network.report.nodes > len(load_atlas().terminals)
    assert check_path(given=tmp_path / "mine").faults == ()
