"""Places that a question names many of: names with commas, points, tables of points.

Owns how a table of points, in whatever CRS, becomes places of a model under names of their own.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zimnik.studies.options import Reader, misread
from zimnik.studies.shared import PLACE

if TYPE_CHECKING:
    from zimnik.geo.core.errors import Fault
    from zimnik.geo.core.vocabulary import PlaceKind
    from zimnik.geo.network.closures import Closures
    from zimnik.layers import PlaceMatch
    from zimnik.layers.regions.region import Region
    from zimnik.studies.model import Model

LON_LAT = "EPSG:4326"
# Columns of a table that name its points, the first that is there; a key joins tables again.
NAME_COLUMNS = ("id", "name")
SHA_SHOWN = 8


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """A point of a table: degrees in EPSG:4326, and its name, empty where the table has none."""

    lon: float
    lat: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class PointTable:
    """Points of a table, in its order; as text their number and a hash of them."""

    points: tuple[NamedPoint, ...]

    def __str__(self) -> str:
        sha = hashlib.sha256(repr(self.points).encode()).hexdigest()[:SHA_SHOWN]
        return f"a table of {len(self.points)} points, {sha}"


def _places(given: object) -> tuple[str, ...] | PointTable | None:
    expected = "places by id or name, points, or a GeoDataFrame of points"
    if given is None:
        return None
    if hasattr(given, "crs"):
        return _table(given)
    if isinstance(given, str) or hasattr(given, "geom_type"):
        given = (given,)
    if not isinstance(given, Iterable) or isinstance(given, Mapping) or hasattr(given, "columns"):
        raise misread(expected, "Give a list.")
    named = tuple(PLACE.read(one) for one in given)
    if not named:
        raise misread("one place at least", "Leave it out for all.")
    return named


NAMED_PLACES = Reader(_places, repeated=True)


def _table(given: Any) -> PointTable:  # noqa: ANN401 - a GeoDataFrame or GeoSeries
    points = given.geometry
    if not len(points):
        raise misread("a row at least", "Leave it out for all.")
    if given.crs is None:
        raise misread("points with a CRS", "Set the CRS, as in frame.set_crs(4326).")
    if not (points.geom_type == "Point").all() or points.is_empty.any():
        raise misread("points in all rows", "Leave out other rows, or take their centroids.")
    at = points.to_crs(LON_LAT)
    column = next((name for name in NAME_COLUMNS if name in getattr(given, "columns", ())), None)
    names = [""] * len(points) if column is None else given[column].astype(str)
    return PointTable(
        tuple(
            NamedPoint(float(lon), float(lat), name)
            for lon, lat, name in zip(at.x, at.y, names, strict=True)
        )
    )


def places_of(
    model: Model,
    given: tuple[str, ...] | PointTable | None,
    kind: PlaceKind,
    *,
    closures: Closures,
) -> tuple[Model, list[str], list[str]]:
    """Return the ids of the places that are named, and what has to be said of the names.

    Parameters
    ----------
    model
        The model; the one that is returned has the points among its places.
    given
        What was named; all places of a kind where it is None.
    kind
        That kind.
    closures
        What may not be used; a name goes on to the next of its places where it closes the first.

    Raises
    ------
    InputError
        With the faults of all names, and of points at sea or outside the region.
    """
    from zimnik.layers import names_in
    from zimnik.studies.model import ambiguities, match_places, with_points_of
    from zimnik.studies.names import reached_places

    if given is None:
        ids = model.places.loc[model.places["kind"] == kind.value, "id"].to_list()
        return model, ids, []
    if isinstance(given, PointTable):
        matches, faults = _matches(given, model.region)
        model = with_points_of(model, matches, faults)
        return model, [match.place_id for match in matches], []
    texts = [name for text in given for name in names_in(model.places, text)]
    model, matches = match_places(model, texts)
    matches = reached_places(model, matches, closures)
    ids = list(dict.fromkeys(match.place_id for match in matches))
    return model, ids, ambiguities(model, texts, matches)


def _matches(table: PointTable, region: Region) -> tuple[list[PlaceMatch], list[Fault]]:
    """Return a place for each row, those on one spot too, and the faults of other rows."""
    from zimnik.layers import match_of_point, region_fault

    matches: list[PlaceMatch] = []
    faults: list[Fault] = []
    seen: Counter[str] = Counter()
    for number, point in enumerate(table.points):
        shown = point.name or f"{point.lat:.10g},{point.lon:.10g}"
        if fault := region_fault(shown, point.lon, point.lat, region):
            faults.append(replace(fault, row=str(number)))
            continue
        match = match_of_point(point.lon, point.lat, name=point.name)
        seen[match.place_id] += 1
        times = seen[match.place_id]
        own = match.place_id if times == 1 else f"{match.place_id}_{times}"
        matches.append(replace(match, place_id=own))
    return matches, faults
