"""OpenStreetMap extracts, .osm.pbf, to ways: read as a stream, twice.

Owns which ways and nodes of an extract are looked at. The first pass takes the ways with their tags
and the numbers of their nodes, and the stations and ports; the second takes where those nodes are.
No country is held in memory: only what the network needs.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import PlaceKind
from zimnik.layers.loading.sources import spoken
from zimnik.layers.networks.osm_strings import require_plain_strings
from zimnik.layers.networks.tags import NO, is_relevant
from zimnik.layers.networks.ways import Landmark, Ways
from zimnik.layers.readers.cells import shown
from zimnik.layers.readers.plain_files import LIMITS, require_size, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from zimnik.layers.readers.plain_files import Limits

WAY_KEYS = ("highway", "railway", "waterway", "route")
LANDMARK_KEYS = ("railway", "harbour", "industrial", "landuse", "amenity", "seamark:type", "port")
# A file begins with the length of its first block and that it is a header.
SIGNATURE = b"OSMHeader"
SIGNATURE_BYTES = 32
# Ways that no lorry, train or barge uses are not even stored.
SKIPPED = {
    "highway": frozenset(
        {"footway", "path", "steps", "cycleway", "pedestrian", "bridleway", "corridor", "elevator"}
    ),
    "railway": frozenset({"abandoned", "razed", "dismantled", "proposed", "platform", "tram"}),
    "waterway": frozenset({"stream", "drain", "ditch", "dam", "weir", "riverbank", "dock"}),
}
HARBOUR_WORDS = frozenset({"harbour", "harbor"})


@dataclass(slots=True)
class _Read:
    """What the first pass found."""

    refs: array[int] = field(default_factory=lambda: array("q"))
    counts: array[int] = field(default_factory=lambda: array("q"))
    codes: array[int] = field(default_factory=lambda: array("q"))
    combinations: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)
    landmarks: list[Landmark] = field(default_factory=list)
    # Ports that are drawn as areas: name, kind and the number of a node of theirs.
    areas: list[tuple[str, str, int]] = field(default_factory=list)


def read_osm_file(path: Path, limits: Limits = LIMITS) -> Ways:
    """Return the roads, railways, ferries and waterways of an extract, and its stations and ports.

    Parameters
    ----------
    path
        File in .osm.pbf.
    limits
        The most that is read: `max_file_mb` of the file, `max_rows` ways.

    Raises
    ------
    InputError
        If osmium is not installed, or the file is no extract, cut off or too large.
    """
    where = spoken(path)
    osmium = _osmium(where)
    _require_signature(path, where, limits)
    require_plain_strings(path, where)
    try:
        read = _first_pass(osmium, path, where, limits)
        at = _second_pass(osmium, path, read)
    except (RuntimeError, ValueError, OSError) as error:
        found = shown(str(error).replace(str(path), path.name)) or type(error).__name__
        fault = Fault(where, "an OpenStreetMap extract", found, "Download or cut it anew.")
        raise InputError([fault]) from error
    return _ways(read, at, where)


def _osmium(where: str) -> Any:  # noqa: ANN401 - a module of its own
    try:
        import osmium  # noqa: PLC0415 - an extra
    except ImportError as error:
        remedy = "Run: pip install 'zimnik[osm]'."
        fault = Fault(where, "osmium, which reads OpenStreetMap extracts", "none", remedy)
        raise InputError([fault]) from error
    return osmium


def _require_signature(path: Path, where: str, limits: Limits) -> None:
    require_size(path, where, limits)
    try:
        with path.open("rb") as file:
            start = file.read(SIGNATURE_BYTES)
    except OSError as error:
        raise unreadable(where, error) from error
    if SIGNATURE not in start:
        found = "a file of another kind" if start else "an empty file"
        fault = Fault(where, "an OpenStreetMap extract, .osm.pbf", found, "Download it anew.")
        raise InputError([fault])


def _first_pass(osmium: Any, path: Path, where: str, limits: Limits) -> _Read:  # noqa: ANN401
    """Return the ways and what stands on nodes, streaming the file once."""
    read = _Read()
    kinds = osmium.osm.NODE | osmium.osm.WAY
    keys = osmium.filter.KeyFilter(*WAY_KEYS, *LANDMARK_KEYS)
    for thing in osmium.FileProcessor(str(path), kinds).with_filter(keys):
        tags = {tag.k: tag.v for tag in thing.tags}
        if thing.is_node():
            kind = _landmark_kind(tags)
            at = thing.location
            if kind and at.valid():
                read.landmarks.append(Landmark(_name(tags), kind, at.lon, at.lat))
            continue
        if _is_way(tags):
            _take(read, tags, [node.ref for node in thing.nodes])
        elif kind := _landmark_kind(tags):
            refs = [node.ref for node in thing.nodes]
            read.areas += [(_name(tags), kind, refs[0])] if refs else []
        if len(read.counts) > limits.max_rows:
            expected = f"at most {limits.max_rows:,} ways (max_rows)"
            remedy = "Cut a smaller extract, or raise max_rows."
            raise InputError([Fault(where, expected, "more", remedy)])
    return read


def _is_way(tags: Mapping[str, str]) -> bool:
    """Whether a way may be part of a network: of a key that is read, and not of a word that is not.

    Areas, such as squares and basins, are no lines.
    """
    if tags.get("area", "no") not in NO:
        return False
    if tags.get("route") == "ferry":
        return True
    for key in ("highway", "railway", "waterway"):
        word = tags.get(key, "")
        if word and word not in SKIPPED[key]:
            return True
    return False


def _take(read: _Read, tags: Mapping[str, str], refs: list[int]) -> None:
    plain = ((key.casefold(), said) for key, said in tags.items())
    kept = tuple(sorted((key, said) for key, said in plain if is_relevant(key)))
    read.codes.append(read.combinations.setdefault(kept, len(read.combinations)))
    read.counts.append(len(refs))
    read.refs.extend(refs)


def _name(tags: Mapping[str, str]) -> str:
    return tags.get("name:en") or tags.get("int_name") or tags.get("name", "")


def _landmark_kind(tags: Mapping[str, str]) -> str:
    """Return the kind of terminal that a node or an area is, "" where it is none."""
    if tags.get("railway") in {"station", "yard"} and tags.get("station") != "subway":
        return PlaceKind.STATION.value
    port = (
        tags.get("industrial") == "port"
        or tags.get("landuse") in {"port", "harbour"}
        or tags.get("harbour", "no") not in NO
        or tags.get("seamark:type") in HARBOUR_WORDS
        or tags.get("port", "no") not in NO
    )
    return PlaceKind.RIVER_PORT.value if port else ""


def _second_pass(osmium: Any, path: Path, read: _Read) -> dict[str, NDArray[Any]]:  # noqa: ANN401
    """Return where the nodes of the ways are, by ascending number."""
    wanted = np.unique(
        np.concatenate(
            [
                np.frombuffer(read.refs, np.int64),
                np.array([ref for _, _, ref in read.areas], np.int64),
            ]
        )
    )
    ids, lon, lat = array("q"), array("d"), array("d")
    chosen = osmium.filter.IdFilter(wanted.tolist())
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(chosen):
        if node.location.valid():
            ids.append(node.id)
            lon.append(node.location.lon)
            lat.append(node.location.lat)
    number = np.frombuffer(ids, np.int64) if ids else np.empty(0, np.int64)
    order = np.argsort(number, kind="stable")
    lonlat = np.column_stack([np.array(lon), np.array(lat)])
    return {"id": number[order], "lonlat": lonlat[order]}


def _ways(read: _Read, at: Mapping[str, NDArray[Any]], where: str) -> Ways:
    """Return the ways as lines; nodes outside the extract are left out, and lines cut there."""
    refs = np.frombuffer(read.refs, np.int64) if read.refs else np.empty(0, np.int64)
    place, there = _places(at, refs)
    owner = np.repeat(np.arange(len(read.counts)), np.frombuffer(read.counts, np.int64))
    # A new stretch begins with a way and behind each node that is not in the extract.
    begins = (
        np.concatenate([[True], (owner[1:] != owner[:-1]) | ~there[:-1]]) if len(refs) else there
    )
    stretch = np.cumsum(begins) - 1
    counts = np.bincount(stretch[there], minlength=stretch[-1] + 1 if len(refs) else 0)
    long = counts >= 2  # noqa: PLR2004 - a line has two ends
    used = there & long[stretch] if len(refs) else there
    number = np.cumsum(long) - 1
    if not used.any():
        fault = Fault(
            where, "roads, railways, ferries or waterways", "none", "Give another extract."
        )
        raise InputError([fault])
    lines = shapely.linestrings(at["lonlat"][place[used]], indices=number[stretch[used]])
    first = np.searchsorted(stretch, np.flatnonzero(long))
    codes = np.frombuffer(read.codes, np.int64)[owner[first]]
    lost = int((~there).sum())
    notes = (
        (f"{where}: {lost:,} nodes of ways are not in the extract; ways end there",) if lost else ()
    )
    return Ways(
        lines=np.asarray(lines, dtype=object),
        tags=tuple(dict(one) for one in read.combinations),
        tags_of=np.asarray(codes, np.intp),
        meets_where_drawn=False,
        source=f"{where}, OpenStreetMap (ODbL)",
        landmarks=(*read.landmarks, *_area_landmarks(read, at)),
        notes=notes,
    )


def _places(
    at: Mapping[str, NDArray[Any]], refs: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the position of each node among those found, and whether it was."""
    ids = at["id"]
    if not len(ids):
        return np.zeros(len(refs), np.intp), np.zeros(len(refs), bool)
    place = np.minimum(np.searchsorted(ids, refs), len(ids) - 1)
    return place, ids[place] == refs


def _area_landmarks(read: _Read, at: Mapping[str, NDArray[Any]]) -> list[Landmark]:
    place, there = _places(at, np.array([ref for _, _, ref in read.areas], np.int64))
    found = zip(read.areas, place, there, strict=True)
    return [
        Landmark(name, kind, *at["lonlat"][position].tolist())
        for (name, kind, _), position, is_there in found
        if is_there
    ]
