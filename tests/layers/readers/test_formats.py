"""Every format of users' tables: read as written, refused where it is wrong."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from shapely import LineString, Point, Polygon, box

from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas
from zimnik.layers.readers.formats import REFUSED, SUFFIXES
from zimnik.layers.readers.plain_files import Limits

if TYPE_CHECKING:
    from pathlib import Path

GDAL = {
    ".gpkg": "GPKG",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".geojsonl": "GeoJSONSeq",
    ".geojsons": "GeoJSONSeq",
    ".ndjson": "GeoJSONSeq",
    ".shp": "ESRI Shapefile",
    ".fgb": "FlatGeobuf",
    ".kml": "KML",
    ".kmz": "LIBKML",
    ".gml": "GML",
    ".tab": "MapInfo File",
    ".mif": "MapInfo File",
}
SITES: dict[str, list[Any]] = {
    "name": ["Site A", "Участок Б"],
    "country": ["RU", "RU"],
    "ore_mt": [1.5, 2.0],
}
PLACES = [Point(116.5, 71.0), Point(117.25, 70.5)]
GML = '<g:FeatureCollection xmlns:g="http://www.opengis.net/gml">{}</g:FeatureCollection>'
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'


def write(path: Path, frame: gpd.GeoDataFrame) -> Path:
    suffix = path.suffix
    if suffix in {".csv", ".tsv", ".xlsx", ".ods"}:
        table = frame.drop(columns="geometry").assign(lon=frame.geometry.x, lat=frame.geometry.y)
        if suffix == ".xlsx":
            table.to_excel(path, index=False)
        elif suffix == ".ods":
            write_ods(path, {"Sheet1": [list(table.columns), *table.to_numpy().tolist()]})
        else:
            table.to_csv(path, index=False, sep="\t" if suffix == ".tsv" else ",")
    elif suffix in {".parquet", ".geoparquet"}:
        frame.to_parquet(path)
    elif suffix == ".zip":
        frame.to_file(path.with_suffix(".shp"), encoding="utf-8")
        with zipfile.ZipFile(path, "w") as archive:
            for part in path.parent.glob(f"{path.stem}.[!z]*"):
                archive.write(part, f"data/{part.name}")
                part.unlink()
    else:
        encoding = {"encoding": "utf-8"} if suffix in {".shp", ".tab", ".mif"} else {}
        frame.to_file(path, driver=GDAL[suffix], **encoding)
    return path


def write_xlsx(path: Path, *rows: list[Any]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        sheet(book).append(row)
    book.save(path)


def sheet(book: openpyxl.Workbook) -> Worksheet:
    found = book.worksheets[0]
    assert isinstance(found, Worksheet)
    return found


def write_ods(path: Path, sheets: dict[str, list[list[Any]]], after: str = "") -> None:
    def cell(value: Any) -> str:
        if isinstance(value, str):
            return f'<c:table-cell o:value-type="string"><t:p>{value}</t:p></c:table-cell>'
        return f'<c:table-cell o:value-type="float" o:value="{value}"><t:p>x</t:p></c:table-cell>'

    text = "".join(
        f'<c:table c:name="{name}">'
        + "".join(f"<c:table-row>{''.join(map(cell, row))}</c:table-row>" for row in rows)
        + f"{after}</c:table>"
        for name, rows in sheets.items()
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = f'xmlns:c="{urn}:table:1.0" xmlns:o="{urn}:office:1.0" xmlns:t="{urn}:text:1.0"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", f"<o:document {spaces}>{text}</o:document>")


def sites(path: Path, base: Path, **more: Any) -> gpd.GeoDataFrame:
    return load_atlas(given=path, base=base, **more).deposits.set_index("name_en")


def refused(path: Path, base: Path, **more: Any) -> str:
    with pytest.raises(InputError) as caught:
        load_atlas(given=path, base=base, **more)
    assert "Traceback" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_gives_the_same_sites(tmp_path: Path, base: Path, suffix: str) -> None:
    path = write(tmp_path / f"sites{suffix}", gpd.GeoDataFrame(SITES, geometry=PLACES, crs=4326))
    found = sites(path, base)
    for name, place, ore_mt in zip(SITES["name"], PLACES, SITES["ore_mt"], strict=True):
        assert found.loc[name].geometry.equals_exact(place, 1e-6)
        assert found.loc[name, "ore_mt"] == ore_mt
        assert found.loc[name, "country"] == "RU"


DRAWN = tuple(suffix for suffix in GDAL if suffix != ".ndjson")


@pytest.mark.parametrize("suffix", DRAWN)
def test_heights_are_left_out_and_areas_kept(tmp_path: Path, base: Path, suffix: str) -> None:
    solid = Polygon([(116, 70, 5), (117, 70, 5), (117, 71, 5), (116, 71, 5)])
    frame = gpd.GeoDataFrame({"name": ["Site A"]}, geometry=[solid], crs=4326)
    path = write(tmp_path / f"sites{suffix}", frame)
    atlas = load_atlas(given=path, base=base)
    assert atlas.deposits.set_index("name_en").loc["Site A"].geometry.coords[0] == (116.5, 70.5)
    (area,) = atlas.areas.geometry
    assert area.normalize().equals_exact(box(116, 70, 117, 71).normalize(), 1e-6)


@pytest.mark.parametrize("suffix", DRAWN)
def test_geometry_that_is_no_place_is_told(tmp_path: Path, base: Path, suffix: str) -> None:
    if suffix in {".shp", ".tab", ".mif"}:
        shapes = [LineString([(116, 70), (117, 71)])]
    else:
        shapes = [Point(116, 70), LineString([(116, 70), (117, 71)])]
    frame = gpd.GeoDataFrame({"name": list("ab"[: len(shapes)])}, geometry=shapes, crs=4326)
    said = refused(write(tmp_path / f"sites{suffix}", frame), base)
    assert "expected a point or an area" in said


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s not in {".csv", ".tsv"}])
def test_files_that_are_cut_off_or_of_another_kind_are_refused(
    tmp_path: Path, base: Path, suffix: str
) -> None:
    path = write(tmp_path / f"sites{suffix}", gpd.GeoDataFrame(SITES, geometry=PLACES, crs=4326))
    whole = path.read_bytes()
    # Half a line of a sequence, half a feature of a document.
    path.write_bytes(whole[: len(whole) * 2 // 3] if suffix != ".tab" else whole[:10])
    if suffix != ".mif":
        assert path.name in refused(path, base)
    path.write_bytes(b"%PDF-1.7")
    assert "a file of another kind" in refused(path, base)
    path.write_bytes(b"")
    assert "an empty file" in refused(path, base)
    path.write_bytes(whole)
    assert "max_file_mb" in refused(path, base, limits=Limits(max_file_mb=1e-6))


@pytest.mark.parametrize("suffix", REFUSED)
def test_formats_that_are_known_and_not_read_say_what_to_do(
    tmp_path: Path, base: Path, suffix: str
) -> None:
    path = tmp_path / f"sites{suffix}"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    assert REFUSED[suffix] in refused(path, base)


def test_a_sheet_is_taken_by_its_name_with_numbers_and_titles(tmp_path: Path, base: Path) -> None:
    book = openpyxl.Workbook()
    sheet(book).title = "Notes"
    sheet(book).append(["Made by hand"])
    own = book.create_sheet("Deposits")
    own.append(["Licences of 2026"])
    own.append([])
    own.append(["id", "name", "lon", "lat", "note"])
    own.append([7, "Site A", 116.5, 71, "=1+1"])
    own["E4"].data_type = "s"
    book.save(tmp_path / "book.xlsx")
    row = sites(tmp_path / "book.xlsx", base).loc["Site A"]
    assert (row["id"], row.geometry.coords[0], row["note"]) == ("7", (116.5, 71.0), "=1+1")


def test_a_fault_in_a_sheet_names_its_row(tmp_path: Path, base: Path) -> None:
    heading = ["name", "lon", "lat"]
    write_xlsx(tmp_path / "book.xlsx", ["Sites"], [], heading, ["Site A", "east", 71])
    assert "(row 4), column 'lon'" in refused(tmp_path / "book.xlsx", base)


def test_no_formula_is_evaluated(tmp_path: Path, base: Path) -> None:
    # openpyxl writes no value beside a formula.
    write_xlsx(tmp_path / "book.xlsx", ["name", "lon", "lat"], ["Site A", "=100+16.5", 71])
    assert "column 'lon'" in refused(tmp_path / "book.xlsx", base)


@pytest.mark.parametrize("name", ["bomb.xlsx", "bomb.zip", "bomb.kmz", "bomb.ods"])
def test_an_archive_that_unpacks_to_more_than_is_allowed_stays_shut(
    tmp_path: Path, base: Path, name: str
) -> None:
    member = {".xlsx": "xl/a.xml", ".zip": "a.shp", ".kmz": "doc.kml", ".ods": "content.xml"}
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member[name[4:]], b" " * 3_000_000)
    assert (tmp_path / name).stat().st_size < 10_000
    said = refused(tmp_path / name, base, limits=Limits(max_file_mb=2))
    assert "at most 2 MB when unpacked (max_file_mb), found 3 MB" in said


def test_repeated_cells_of_a_sheet_are_not_unrolled(tmp_path: Path, base: Path) -> None:
    rows: list[list[Any]] = [["name", "lon", "lat"], ["Site A", 116.5, 71]]
    empty = '<c:table-row c:number-rows-repeated="1048576"><c:table-cell c:number-columns-repeated="16384"/></c:table-row>'
    write_ods(tmp_path / "a.ods", {"Sheet1": rows}, after=empty)
    assert "Site A" in sites(tmp_path / "a.ods", base).index
    full = empty.replace('"16384"/>', '"16384"><t:p>x</t:p></c:table-cell>')
    write_ods(tmp_path / "b.ods", {"Sheet1": rows}, after=full)
    assert "max_rows" in refused(tmp_path / "b.ods", base)


def test_names_in_an_archive_lead_nowhere(tmp_path: Path, base: Path) -> None:
    write(tmp_path / "sites.zip", gpd.GeoDataFrame(SITES, geometry=PLACES, crs=4326))
    with zipfile.ZipFile(tmp_path / "sites.zip") as good:
        parts = {name: good.read(name) for name in good.namelist()}
    with zipfile.ZipFile(tmp_path / "away.zip", "w") as archive:
        for name, content in parts.items():
            archive.writestr(f"../../{name}", content)
    before = set(tmp_path.parent.rglob("*"))
    assert len(sites(tmp_path / "away.zip", base)) == len(sites(tmp_path / "sites.zip", base))
    assert set(tmp_path.parent.rglob("*")) == before


def test_layers_of_an_archive_by_name(tmp_path: Path, base: Path) -> None:
    collection = gpd.GeoDataFrame(SITES, geometry=PLACES, crs=4326)
    hubs = collection.assign(name=["Hub A", "Hub B"])
    with zipfile.ZipFile(tmp_path / "atlas.zip", "w") as archive:
        archive.writestr("deposits.geojson", collection.to_json(drop_id=True))
        archive.writestr("hubs.geojson", hubs.to_json(drop_id=True))
    atlas = load_atlas(given=tmp_path / "atlas.zip", base=base)
    assert "Site A" in set(atlas.deposits["name_en"])
    assert "Hub A" in set(atlas.hubs["name_en"])


def test_folders_of_a_kml_are_tables_by_name_or_one_table(tmp_path: Path, base: Path) -> None:
    def folder(name: str, site: str) -> str:
        point = "<Point><coordinates> 116.5,71,120 </coordinates></Point>"
        return (
            f"<Folder><name>{name}</name><Placemark><name>{site}</name>{point}</Placemark></Folder>"
        )

    path = tmp_path / "map.kml"
    path.write_text(KML.format(folder("East", "Site A") + folder("West", "Site B")))
    assert {"Site A", "Site B"} <= set(sites(path, base).index)
    path.write_text(KML.format(folder("deposits", "Site A") + folder("hubs", "Hub B")))
    atlas = load_atlas(given=path, base=base)
    assert "Hub B" in set(atlas.hubs["name_en"])


def test_links_of_a_kml_are_told_and_not_followed(tmp_path: Path, base: Path) -> None:
    mark = "<Placemark><name>Site A</name><Point><coordinates>116.5,71</coordinates></Point></Placemark>"
    link = "<NetworkLink><Link><href>http://example.invalid/a.kml</href></Link></NetworkLink>"
    (tmp_path / "map.kml").write_text(KML.format(mark + link))
    atlas = load_atlas(given=tmp_path / "map.kml", base=base)
    assert any("1 links to other files were not followed" in note for note in atlas.notes)


@pytest.mark.parametrize(
    ("system", "coordinates"),
    [
        ("urn:ogc:def:crs:EPSG::4326", "71.0 116.5"),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", "71.0 116.5"),
        ("EPSG:4326", "116.5 71.0"),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", "116.5 71.0"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "116.5 71.0"),
    ],
)
def test_gml_says_by_its_system_which_number_stands_first(
    tmp_path: Path, base: Path, system: str, coordinates: str
) -> None:
    point = f'<g:Point srsName="{system}"><g:pos>{coordinates}</g:pos></g:Point>'
    member = f"<g:featureMember><s><name>Site A</name><at>{point}</at></s></g:featureMember>"
    (tmp_path / "a.gml").write_text(GML.format(member))
    assert sites(tmp_path / "a.gml", base).loc["Site A"].geometry == Point(116.5, 71.0)


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ("<g:Point><g:pos>116.5 71</g:pos></g:Point>", "a coordinate reference system"),
        ('<g:Point srsName="EPSG:4326"><g:pos>116.5</g:pos></g:Point>', "feature 1"),
        ('<g:Curve srsName="EPSG:4326"><g:segments><g:Arc/></g:segments></g:Curve>', "a Arc"),
        ('<g:Point srsName="EPSG:999999"><g:pos>1 2</g:pos></g:Point>', "EPSG:999999"),
    ],
)
def test_gml_that_cannot_be_placed_is_refused(
    tmp_path: Path, base: Path, geometry: str, said: str
) -> None:
    member = f"<g:featureMember><s><name>Site A</name><at>{geometry}</at></s></g:featureMember>"
    (tmp_path / "a.gml").write_text(GML.format(member))
    assert said in refused(tmp_path / "a.gml", base)


def test_a_wrong_line_of_a_sequence_is_told(tmp_path: Path, base: Path) -> None:
    good = json.dumps({"type": "Feature", "properties": {"name": "A"}, "geometry": None})
    (tmp_path / "a.geojsonl").write_text(f"{good}\n{{\n")
    assert "row line 2" in refused(tmp_path / "a.geojsonl", base)
