"""The formats of users' tables: how each begins, and what to do about those that are not read.

Owns the list. A file is opened only by the reader that both its suffix and its first bytes name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault
from zimnik.layers.readers.cells import shown

if TYPE_CHECKING:
    from collections.abc import Collection

ZIP, XML = b"PK\x03\x04", b"<"
TEXTS = (".csv", ".tsv")
# Workbooks hold tables without geometry, a sheet each.
SHEETS = {".xlsx": ZIP, ".ods": ZIP}
SIGNATURES = {
    ".gpkg": b"SQLite format 3\0",
    ".parquet": b"PAR1",
    ".geoparquet": b"PAR1",
    ".geojson": b"{",
    ".json": b"{",
    ".geojsonl": b"{",
    ".geojsons": b"{",
    ".ndjson": b"{",
    ".shp": b"\x00\x00\x27\x0a",
    ".fgb": b"fgb\x03fgb",
    ".kml": XML,
    ".kmz": ZIP,
    ".gml": XML,
    ".tab": b"!table",
    ".mif": b"version",
    ".zip": ZIP,
}
ALL_SIGNATURES = {**SIGNATURES, **SHEETS}
SUFFIXES = (*TEXTS, *SHEETS, *SIGNATURES)
GEOJSON = frozenset({".geojson", ".json"})
SEQUENCES = frozenset({".geojsonl", ".geojsons", ".ndjson"})
TEXTUAL = GEOJSON | SEQUENCES | {".kml", ".gml", ".tab", ".mif"}
# Files beside one, which belong to it and which GDAL looks at.
BESIDE = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qpj", ".cst"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
}
# The mark of a record of RFC 8142 stands before its brace.
RECORD_MARK = b"\x1e"

_WORKBOOK = "Save the workbook as .xlsx."
_GIS = "Export its layers to a GeoPackage (.gpkg), with QGIS or ogr2ogr."
_UNPACK = "Unpack it, and give the file in it."
_NO_TABLE = "Copy its table into a workbook (.xlsx) or a .csv."
_BESIDE_SHP, _BESIDE_TAB = "Give the .shp beside it.", "Give the .tab or .mif beside it."
# Formats that people have and that are not read: what to do about each.
REFUSED = {
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".numbers"), _WORKBOOK),
    **dict.fromkeys((".gdb", ".mdb", ".accdb", ".sqlite", ".db", ".dxf", ".dwg", ".dgn"), _GIS),
    **dict.fromkeys((".gpx", ".topojson", ".vrt", ".e00", ".s57", ".000", ".wfs", ".xml"), _GIS),
    **dict.fromkeys((".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz"), _UNPACK),
    **dict.fromkeys((".pdf", ".doc", ".docx", ".odt", ".rtf", ".html", ".htm"), _NO_TABLE),
    **dict.fromkeys((".dbf", ".shx", ".prj", ".cpg"), _BESIDE_SHP),
    **dict.fromkeys((".dat", ".map", ".id", ".mid"), _BESIDE_TAB),
    **dict.fromkeys((".pbf", ".osm"), "Give it to `network import`, which reads its lines."),
    **dict.fromkeys((".tif", ".tiff"), "A raster is no table; give it as heights or land cover."),
    ".txt": "Name it .csv, or .tsv where tabs separate its cells.",
}


def no_format(where: str, suffix: str, suffixes: Collection[str]) -> Fault:
    """Return the fault of a file of another format, with what to do about it."""
    remedy = REFUSED.get(suffix.casefold(), "Save the table as one of these.")
    expected = f"a file of {', '.join(suffixes)}"
    return Fault(where, expected, f"'{shown(suffix)}'", remedy)
