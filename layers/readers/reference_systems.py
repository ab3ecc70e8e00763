"""Reference systems of files: none may name further files, such as grids on the web."""

from __future__ import annotations

import re

from pyproj import CRS
from pyproj.exceptions import CRSError

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import shown

# Names of registers alone: a text of PROJ may name files.
_CRS_NAME = re.compile(
    r"(urn:(x-)?ogc:def:crs:|(EPSG|OGC|ESRI|IAU_2015):|https?://www\.opengis\.net/)[\w.:/#-]+",
    re.IGNORECASE,
)


def known_crs(name: object) -> CRS | None:
    """Return the reference system of a name in a register, None where it has none."""
    if not isinstance(name, str) or not _CRS_NAME.fullmatch(name):
        return None
    try:
        return CRS.from_user_input(name)
    except CRSError:
        return None


def require_no_files(crs: CRS, where: str) -> None:
    """Raise where a reference system of a file names other files.

    PROJ would look for a grid of that name on this machine, and on the web where a user lets it.

    Raises
    ------
    InputError
        If a parameter of a transformation or projection is the name of a file.
    """
    for name in _file_names(crs.to_json_dict()):
        found = f"'{shown(name)}'"
        remedy = "Reproject the file to EPSG:4326, then give it."
        raise InputError([Fault(where, "a reference system without other files", found, remedy)])


def _file_names(part: object) -> list[str]:
    if isinstance(part, list):
        return [name for one in part for name in _file_names(one)]
    if not isinstance(part, dict):
        return []
    parameters = part.get("parameters")
    own = [
        str(one["value"])
        for one in (parameters if isinstance(parameters, list) else [])
        if isinstance(one, dict) and isinstance(one.get("value"), str)
    ]
    return [*own, *(name for one in part.values() for name in _file_names(one))]
