"""Files that try to make their reader ask the network or read other files."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import rasterio
from affine import Affine
from shapely import Point

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOREIGN = "content-of-another-file"
POINT = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [110, 65]}}
FEATURE = {**POINT, "properties": {"id": "new", "name": "New"}}


def features(**more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": [FEATURE], **more})


def other_file(folder: Path) -> Path:
    path = folder / "elsewhere" / "other.geojson"
    path.parent.mkdir(exist_ok=True)
    row = {**POINT, "properties": {"id": FOREIGN, "name": FOREIGN}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [row]}))
    return path


def gdalg(source: str) -> str:
    command = f"gdal vector pipeline ! read {source} ! write --of stream streamed_file"
    return json.dumps({"type": "gdal_streamed_alg", "command_line": command})


def crs(kind: str, **properties: str) -> str:
    return features(crs={"type": kind, "properties": properties})


def vector_vrt(source: str) -> str:
    layer = f'<OGRVRTLayer name="deposits"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"


def kml(address: str) -> str:
    link = f"<NetworkLink><Link><href>{address}/a.kml</href></Link></NetworkLink>"
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{link}</Document></kml>'


def gml(address: str) -> str:
    schema = f'xsi:schemaLocation="http://a.org {address}/a.xsd"'
    return f'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" {schema}/>'


def wfs(address: str) -> str:
    return f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>"


def raster_vrt(source: str) -> str:
    return (
        '<VRTDataset rasterXSize="60" rasterYSize="40"><SRS>EPSG:4326</SRS>'
        "<GeoTransform>114,0.1,0,73,0,-0.1</GeoTransform>"
        '<VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
        f"<SourceFilename>{source}</SourceFilename><SourceBand>1</SourceBand>"
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )


def wms(address: str) -> str:
    return (
        f'<GDAL_WMS><Service name="TMS"><ServerUrl>{address}/${{z}}/${{x}}/${{y}}</ServerUrl>'
        "</Service><DataWindow><UpperLeftX>-180</UpperLeftX><UpperLeftY>90</UpperLeftY>"
        "<LowerRightX>180</LowerRightX><LowerRightY>-90</LowerRightY><TileLevel>5</TileLevel>"
        "</DataWindow><Projection>EPSG:4326</Projection><BandsCount>1</BandsCount></GDAL_WMS>"
    )


def geopackage(path: Path, *statements: tuple[str, ...]) -> None:
    """Write a GeoPackage and change it by statements, each with its values."""
    frame = gpd.GeoDataFrame({"id": ["new"], "name": ["New"]}, geometry=[Point(110, 65)], crs=4326)
    frame.to_file(path, layer="deposits")
    with closing(sqlite3.connect(path)) as base:
        for statement, *values in statements:
            base.execute(statement, values)
        base.commit()


def listed(name: str) -> tuple[str, ...]:
    """Return the statement that lists a name as a layer of a GeoPackage."""
    row = (
        "insert into gpkg_contents (table_name, data_type, identifier, srs_id) "
        "values (?, 'attributes', ?, 0)"
    )
    return row, name, name


def forged(kind: str, name: str, text: str) -> tuple[tuple[str, ...], ...]:
    """Return the statements that write a text into the schema of a database unasked."""
    row = "insert into sqlite_master (type, name, tbl_name, rootpage, sql) values (?, ?, ?, 0, ?)"
    return ("pragma writable_schema=on",), (row, kind, name, name, text)


ENDLESS = "with recursive t(x) as (select 1 union all select x + 1 from t) select x from t"


def virtual(address: str) -> str:
    return f"create virtual table hubs using VirtualOGR('/vsicurl/{address}/v.geojson')"


def shapefile(path: Path, prj: str) -> None:
    frame = gpd.GeoDataFrame({"id": ["new"], "name": ["New"]}, geometry=[Point(110, 65)], crs=4326)
    frame.to_file(path)
    path.with_suffix(".prj").write_text(prj)


def geoparquet(path: Path, reference: object) -> None:
    from pyarrow import parquet  # noqa: PLC0415 - slow to import

    frame = gpd.GeoDataFrame({"id": ["new"], "name": ["New"]}, geometry=[Point(110, 65)], crs=4326)
    frame.to_parquet(path)
    table = parquet.read_table(path)
    about = json.loads(table.schema.metadata[b"geo"])
    about["columns"]["geometry"]["crs"] = reference
    metadata = {**table.schema.metadata, b"geo": json.dumps(about).encode()}
    parquet.write_table(table.replace_schema_metadata(metadata), path)


def zipped(path: Path, address: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("deposits.vrt", vector_vrt(f"/vsicurl/{address}/z.geojson"))


def geotiff(path: Path, *, crs: str = "EPSG:4326", **overviews: str) -> None:
    profile = {"count": 1, "dtype": "float32", "crs": crs, "width": 60, "height": 40}
    degrees = Affine(0.1, 0.0, 114.0, 0.0, -0.1, 73.0)
    with rasterio.open(path, "w", driver="GTiff", transform=degrees, **profile) as file:
        file.write(np.full((40, 60), 100, dtype="float32"), 1)
        if overviews:
            file.update_tags(ns="OVERVIEWS", **overviews)


def beside(suffix: str, text: Callable[[str], str]) -> Callable[[Path, str], object]:
    def write(path: Path, address: str) -> None:
        geotiff(path)
        path.with_name(path.name + suffix).write_text(text(address))

    return write


def pam(address: str) -> str:
    item = f'<MDI key="OVERVIEW_FILE">/vsicurl/{address}/pam.tif</MDI>'
    return f'<PAMDataset><Metadata domain="OVERVIEWS">{item}</Metadata></PAMDataset>'


def told(text: Callable[[str], str], prefix: str = "") -> Callable[[Path, str], object]:
    return lambda path, address: path.write_text(text(prefix + address))


def raster_of_another_file(path: Path, _: str) -> None:
    geotiff(path.with_name("other.tif"))
    path.write_text(raster_vrt(str(path.with_name("other.tif"))))


def tagged_with_a_service(path: Path, address: str) -> None:
    service = path.with_name("service.xml")
    service.write_text(wms(address))
    geotiff(path, OVERVIEW_FILE=str(service))


# Name of the file, and what writes it for an address on which somebody listens.
TABLES: dict[str, Callable[[Path, str], object]] = {
    "gdalg_other_file.json": lambda p, _: p.write_text(gdalg(str(other_file(p.parent)))),
    "gdalg_address.json": told(lambda a: gdalg(f"/vsicurl/{a}/g.geojson")),
    "gdalg_write.json": told(
        lambda a: gdalg(f"/vsicurl/{a}/g.geojson").replace("stream streamed_file", "GPKG out.gpkg")
    ),
    "crs_link.json": told(lambda a: crs("link", href=f"{a}/crs.wkt", type="ogcwkt")),
    "crs_address.geojson": told(lambda a: crs("name", name=f"{a}/crs.wkt")),
    "crs_file.geojson": lambda p, _: p.write_text(
        crs("name", name=f"+init={other_file(p.parent)}:a")
    ),
    "crs_grid.geojson": told(
        lambda a: crs("name", name=f"+proj=longlat +ellps=bessel +nadgrids={a}/grid.tif")
    ),
    "vrt_in_json.json": told(lambda a: json.dumps({"a": vector_vrt(f"/vsicurl/{a}/p.json")})),
    "esri.json": told(lambda a: '{"esriPBuffer": "' + a + '", "geometryType": "x", "features": 1}'),
    "topology.json": told(lambda a: f'{{"type": "Topology", "objects": {{"a": "{a}"}}}}'),
    "jsonfg_link.json": told(
        lambda a: features(conformsTo=[f"{a}/conf"], coordRefSys=f"{a}/crs", links=[{"href": a}])
    ),
    "stac.json": told(lambda a: features(stac_version="1.0.0", links=[{"href": a, "rel": "next"}])),
    "vrt.csv": told(vector_vrt, "/vsicurl/"),
    "kml.csv": told(kml),
    "vrt.vrt": told(vector_vrt, "/vsicurl/"),
    "links.kml": told(kml),
    "schema.gml": told(gml),
    "service.xml": told(wfs),
    "vrt.shp": told(vector_vrt, "/vsicurl/"),
    "vrt.kml": told(vector_vrt, "/vsicurl/"),
    "vrt.gml": told(vector_vrt, "/vsicurl/"),
    "vrt.fgb": told(lambda a: "fgb\x03fgb\x01" + vector_vrt(a), "/vsicurl/"),
    "vrt.mif": told(lambda a: f"Version 300\n{vector_vrt(a)}", "/vsicurl/"),
    "vrt.tab": told(lambda a: f"!table\n{vector_vrt(a)}", "/vsicurl/"),
    "view.tab": told(lambda a: f'!table\n!version 100\nopen table "{a}/x.tab"\ncreate view v as\n'),
    "seamless.tab": told(
        lambda a: f'!table\n  Type NATIVE\nbegin_metadata\n"\\IsSeamless" = "TRUE"\n"{a}"\n'
    ),
    "vrt.geojsonl": told(lambda a: json.dumps({"a": vector_vrt(f"/vsicurl/{a}/p.json")})),
    "entity.kml": told(lambda a: f'<!DOCTYPE kml SYSTEM "{a}/k.dtd"><kml>&a;</kml>'),
    "entity.gml": told(
        lambda a: (
            f'<!DOCTYPE g [<!ENTITY a SYSTEM "{a}/x">]><FeatureCollection>&a;</FeatureCollection>'
        )
    ),
    "links.kmz": zipped,
    "archive.xlsx": zipped,
    "archive.ods": zipped,
    "vrt.gpkg": told(vector_vrt, "/vsicurl/"),
    "archive.zip": zipped,
    "archive.gpkg": zipped,
    "prj.shp": lambda p, a: shapefile(p, f"{a}/crs.wkt"),
    "prj_grid.shp": lambda p, a: shapefile(p, f"+proj=longlat +nadgrids={a}/grid.tif"),
    "crs_text.parquet": lambda p, a: geoparquet(p, f"{a}/crs.wkt"),
    "crs_grid.parquet": lambda p, a: geoparquet(
        p, f"+proj=longlat +ellps=bessel +nadgrids={a}/grid.tif +type=crs"
    ),
    "virtual.gpkg": lambda p, a: geopackage(
        p, *forged("table", "hubs", virtual(a)), listed("hubs")
    ),
    "virtual_unlisted.gpkg": lambda p, a: geopackage(p, *forged("table", "hubs", virtual(a))),
    "virtual_named_as_index.gpkg": lambda p, a: geopackage(
        p,
        *forged(
            "table",
            "a using rtree(",
            virtual(a).replace("table hubs", 'table "a using rtree("'),
        ),
    ),
    "virtual_called_a_view.gpkg": lambda p, a: geopackage(p, *forged("view", "hubs", virtual(a))),
    "endless_view.gpkg": lambda p, _: geopackage(
        p, (f"create view hubs as {ENDLESS}",), listed("hubs")
    ),
    "endless_own.gpkg": lambda p, _: geopackage(p, (f"create view gpkg_metadata as {ENDLESS}",)),
    "endless_forged.gpkg": lambda p, _: geopackage(
        p, *forged("table", "hubs", f"create view hubs as {ENDLESS}"), listed("hubs")
    ),
    "srs_address.gpkg": lambda p, a: geopackage(
        p,
        (
            "update gpkg_spatial_ref_sys set definition=?, organization='NONE' where srs_id=4326",
            f"{a}/crs.wkt",
        ),
    ),
}
HEIGHTS: dict[str, Callable[[Path, str], object]] = {
    "vrt.tif": told(lambda a: raster_vrt(f"/vsicurl/{a}/v.tif")),
    "vrt_other_file.tif": raster_of_another_file,
    "wms.tif": told(wms),
    "wcs.tif": told(lambda a: f"<WCS_GDAL><ServiceURL>{a}/wcs?</ServiceURL></WCS_GDAL>"),
    "gdalg.tif": told(lambda a: gdalg(f"/vsicurl/{a}/g.tif").replace("gdal vector", "gdal raster")),
    "zip.tif": zipped,
    "wms.vrt": told(wms),
    "overviews.tif": beside(".ovr", lambda a: raster_vrt(f"/vsicurl/{a}/o.tif")),
    "overviews_wms.tif": beside(".ovr", wms),
    "mask.tif": beside(".msk", lambda a: raster_vrt(f"/vsicurl/{a}/m.tif")),
    "pam.tif": beside(".aux.xml", pam),
    "tag.tif": lambda p, a: geotiff(p, OVERVIEW_FILE=f"/vsicurl/{a}/t.tif"),
    "crs_grid.tif": lambda p, a: geotiff(
        p, crs=f"+proj=longlat +ellps=bessel +nadgrids={a}/grid.tif +no_defs"
    ),
    "tag_wms.tif": tagged_with_a_service,
}
