"""Ways to a network: classes and seasons decided, lines cut and joined, rows made.

Owns what makes two lines alike, so that a chain of them is one link, and what the reader of an
import must know. The geometry is `geo.lines`', the rows are `layers.networks.rows`'.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import Mode, PlaceKind, Vehicle
from zimnik.geo.lines.drawn import drawn_lines, lengths_km
from zimnik.geo.lines.graph import graph_of_lines
from zimnik.geo.lines.landmarks import with_landmarks
from zimnik.layers.networks.classes import LineClass, default_class
from zimnik.layers.networks.default_seasons import usual_seasons
from zimnik.layers.networks.kinds import ESTIMATE, LEFT_OUT, kinds_of, rank_of
from zimnik.layers.networks.report import ClassCount, NetworkReport, PartCount, counted
from zimnik.layers.networks.rows import NetworkTables, tables_of
from zimnik.layers.networks.tags import POLAR, POLAR_CIRCLE_DEG, class_of, level_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.lines.drawn import DrawnLines
    from zimnik.geo.lines.graph import LineGraph
    from zimnik.geo.lines.landmarks import Joined
    from zimnik.layers.networks.default_seasons import DefaultSeasons
    from zimnik.layers.networks.kinds import Kind
    from zimnik.layers.networks.ways import Landmark, Tags, Ways
    from zimnik.layers.regions.region import Region

FAMILIES = {
    Mode.RAIL: 0,
    Mode.ROAD: 1,
    Mode.WINTER_ROAD: 1,
    Mode.RIVER: 2,
    Mode.SEA: 2,
    Mode.AIR: 3,
}
# A station without a railway, or a port without water, is no place to change vehicles.
LANDMARK_FAMILIES = {
    PlaceKind.STATION.value: FAMILIES[Mode.RAIL],
    PlaceKind.RIVER_PORT.value: FAMILIES[Mode.RIVER],
    PlaceKind.SEA_PORT.value: FAMILIES[Mode.SEA],
    PlaceKind.ARCTIC_PORT.value: FAMILIES[Mode.SEA],
    PlaceKind.ROAD_JUNCTION.value: FAMILIES[Mode.ROAD],
}
LISTED = 12
# Lines of other programs are rounded to some decimetres.
DRAWN_SNAP_M = 1.0
IS_POLAR = "beyond the Arctic Circle"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRules:
    """How lines become a network.

    Parameters
    ----------
    mode, vehicle
        What lines are whose class says nothing that is known; None where they are to be left out.
    classes
        Classes of lines by name, over what they are by themselves.
    table
        Where they come from.
    snap_m
        A loose end joins what is within so many metres; None for the least that drawn lines need,
        and nothing where lines share their nodes.
    least_km
        Parts of the network of fewer kilometres are left out.
    landmark_km
        How far a station or a port may stand from the lines that it is joined to.
    joins
        Terminals of an atlas that the network is joined to.
    join_km
        How far these may stand from the lines.
    region
        Whose climate makes winter roads without days; the usual region without it.
    seasons
        Days of what is shut for part of the year and states none.
    """

    mode: Mode | None = None
    vehicle: Vehicle | None = None
    classes: Mapping[str, LineClass]
    table: str = ""
    snap_m: float | None = None
    least_km: float = 0.0
    landmark_km: float = 0.5
    joins: tuple[Landmark, ...] = ()
    join_km: float = 0.0
    region: Region | None = None
    seasons: DefaultSeasons = field(default_factory=usual_seasons)


@dataclass(frozen=True, slots=True, eq=False)
class ImportedNetwork:
    """A network made of lines.

    Parameters
    ----------
    tables
        Terminals, links and what else an atlas has of it.
    classes
        Every class that occurs, as it was taken.
    report
        What was done, and what the reader must know.
    """

    tables: NetworkTables
    classes: tuple[LineClass, ...]
    report: NetworkReport


def network_of_ways(ways: Ways, rules: ImportRules) -> ImportedNetwork:
    """Return the network of some ways.

    Raises
    ------
    InputError
        If no line is of a class that has a mode, or nothing is left of them.
    """
    ways = _with_polar_classes(ways) if rules.mode is Mode.SEA else ways
    names = np.array([_class_name(tags) for tags in ways.tags], dtype=object)
    classes = {name: rules.classes.get(name) or _default(name, rules) for name in set(names)}
    kinds, kind_of, told = kinds_of(ways.tags, names, classes, rules.seasons)
    lines = _drawn(ways, kind_of)
    taken = lines.part(lines.group != LEFT_OUT)
    counts = _class_counts(ways, names, classes)
    if not taken.count:
        raise InputError([_nothing(ways.source, counts)])
    kept, order = _ranked(taken, kinds)
    own = [kinds[i] for i in order]
    places = (*ways.landmarks, *rules.joins)
    drawn, landmarks = _with_places(kept, places, rules)
    graph = graph_of_lines(
        drawn,
        tolerance_m=_snap_m(ways, rules),
        cross=ways.meets_where_drawn,
        places=landmarks.lonlat,
        alike=_uses(own),
    )
    graph = graph if ways.vertices is None else graph.with_vertices(ways.vertices)
    graph, left_km = _without_small_parts(graph, rules.least_km)
    if not len(graph.ends):
        raise InputError([_too_small(ways.source, rules.least_km)])
    joined = [places[number] for number in landmarks.numbers]
    joins_km = [km for one, km in zip(joined, landmarks.apart_km, strict=True) if one.id]
    tables, warnings = tables_of(
        graph, own, joined, ways.source, seasons=rules.seasons, region=rules.region
    )
    report = NetworkReport(
        source=ways.source,
        lines_read=len(ways.lines),
        nodes=len(graph.nodes),
        links=len(graph.ends),
        length_km=float(graph.length_km.sum()),
        steps=graph.steps,
        landmarks_read=len(ways.landmarks),
        landmarks_joined=len(joined) - len(joins_km),
        joins=len(joins_km),
        farthest_join_km=float(max(joins_km, default=0.0)),
        small_parts_km=left_km,
        parts=_parts(graph),
        classes=counts,
        warnings=(*warnings, *_season_warnings(tables, rules.seasons)),
        notes=(*ways.notes, *_table_notes(rules, counts), *told),
    )
    listed = sorted(one.class_name for one in counts)
    return ImportedNetwork(tables, tuple(classes[name] for name in listed), report)


def _with_places(
    lines: DrawnLines, places: Sequence[Landmark], rules: ImportRules
) -> tuple[DrawnLines, Joined]:
    """Return lines with spurs to the stations, ports and terminals near them."""
    return with_landmarks(
        lines,
        np.array([[one.lon_deg, one.lat_deg] for one in places]).reshape(-1, 2),
        np.array([LANDMARK_FAMILIES[one.kind] for one in places], np.intp),
        reach_km=np.array([rules.join_km if one.id else rules.landmark_km for one in places]),
    )


def _too_small(source: str, least_km: float) -> Fault:
    expected = f"a part of the network of at least {least_km:g} km (least_km)"
    return Fault(source, expected, "none", "Lower it.")


def _with_polar_classes(ways: Ways) -> Ways:
    """Return ways of which those that reach beyond the Arctic Circle have tags of their own."""
    north = shapely.bounds(ways.lines)[:, 3] > POLAR_CIRCLE_DEG
    polar = tuple({**tags, IS_POLAR: "yes"} for tags in ways.tags)
    tags_of = ways.tags_of + len(ways.tags) * north
    return replace(ways, tags=(*ways.tags, *polar), tags_of=tags_of)


def _table_notes(rules: ImportRules, counts: Sequence[ClassCount]) -> tuple[str, ...]:
    """Return which table the classes were taken from, and those that it does not list."""
    if not rules.classes:
        return ()
    new = [one.class_name for one in counts if one.class_name not in rules.classes]
    listed = ", ".join(new[:LISTED]) + (", ..." if len(new) > LISTED else "")
    told = f"; it does not list {listed}" if new else ""
    return (f"{rules.table}: what a class is was read there{told}",)


def _snap_m(ways: Ways, rules: ImportRules) -> float:
    if rules.snap_m is not None:
        return rules.snap_m
    return DRAWN_SNAP_M if ways.meets_where_drawn else 0.0


def _class_name(tags: Tags) -> str:
    return class_of(tags) + (POLAR if IS_POLAR in tags else "")


def _default(name: str, rules: ImportRules) -> LineClass:
    return default_class(name, mode=rules.mode, vehicle=rules.vehicle, seasons=rules.seasons)


def _nothing(source: str, counts: Sequence[ClassCount]) -> Fault:
    found = ", ".join(f"{one.class_name} ({one.lines:,})" for one in counts[:LISTED])
    remedy = "Give a mode and a vehicle, or a table of classes that gives one of them a mode."
    return Fault(source, "lines of a class that has a mode", found or "none", remedy)


def _drawn(ways: Ways, kind_of: NDArray[np.intp]) -> DrawnLines:
    levels = np.array([level_of(tags) for tags in ways.tags], np.intp)
    return drawn_lines(ways.lines, level=levels[ways.tags_of], group=kind_of[ways.tags_of])


def _ranked(lines: DrawnLines, kinds: Sequence[Kind]) -> tuple[DrawnLines, list[int]]:
    """Return lines by family, groups numbered so that of two in one place the lesser is kept."""
    order = sorted(range(len(kinds)), key=lambda i: rank_of(kinds[i]))
    rank = np.empty(len(kinds), np.intp)
    rank[order] = np.arange(len(order))
    families = np.array([FAMILIES[kind.mode] for kind in kinds], np.intp)
    made = type(lines)(
        lines.lonlat, lines.starts, families[lines.group], lines.level, rank[lines.group]
    )
    return made, order


def _uses(kinds: Sequence[Kind]) -> NDArray[np.intp]:
    """Return the number of what each kind is used for: of one mode, and open on the same days."""
    uses = [(kind.mode, kind.season) for kind in kinds]
    numbers = {use: number for number, use in enumerate(dict.fromkeys(uses))}
    return np.array([numbers[use] for use in uses], np.intp)


def _class_counts(
    ways: Ways, names: NDArray[np.object_], classes: Mapping[str, LineClass]
) -> tuple[ClassCount, ...]:
    every = drawn_lines(ways.lines, group=np.arange(len(ways.lines)))
    km = np.bincount(every.group, weights=lengths_km(every), minlength=len(ways.lines))
    lines: dict[str, int] = {}
    total_km: dict[str, float] = {}
    counts = np.bincount(ways.tags_of, minlength=len(ways.tags))
    sums_km = np.bincount(ways.tags_of, weights=km, minlength=len(ways.tags))
    for name, count, sum_km in zip(names, counts, sums_km, strict=True):
        lines[name] = lines.get(name, 0) + int(count)
        total_km[name] = total_km.get(name, 0.0) + float(sum_km)
    found = [
        ClassCount(name, lines[name], total_km[name], classes[name].mode, classes[name].vehicle)
        for name in lines
        if lines[name]
    ]
    return tuple(sorted(found, key=lambda one: (-one.length_km, one.class_name)))


def _without_small_parts(graph: LineGraph, least_km: float) -> tuple[LineGraph, float]:
    if least_km <= 0.0:
        return graph, 0.0
    part = graph.component[graph.ends[:, 0]]
    part_km = np.bincount(part, weights=graph.length_km)
    kept = part_km[part] >= least_km
    return graph.with_edges(kept), float(graph.length_km[~kept].sum())


def _parts(graph: LineGraph) -> tuple[PartCount, ...]:
    part = graph.component[graph.ends[:, 0]]
    nodes, links = np.bincount(graph.component), np.bincount(part)
    km = np.bincount(part, weights=graph.length_km)
    return tuple(
        PartCount(int(n), int(k), float(length))
        for n, k, length in zip(nodes, links, km, strict=True)
    )


def _season_warnings(tables: NetworkTables, seasons: DefaultSeasons) -> tuple[str, ...]:
    links = tables.links
    stated = links.loc[links["season_basis"] == ESTIMATE, "mode"]
    climate = int(((links["mode"] == Mode.WINTER_ROAD) & (links["season_open"] == "")).sum())
    found = []
    if len(stated):
        origins = dict.fromkeys(f"{mode}: {seasons.origin(mode)}" for mode in sorted(set(stated)))
        found.append(
            f"{counted(len(stated), 'link')} of which no days are known: the season is that of the "
            f"class, where nobody edited the table {'; '.join(origins)}"
        )
        points = zip(*shapely.get_coordinates(tables.terminals.geometry).T, strict=True)
        if not all(seasons.region.holds(lon, lat) for lon, lat in points):
            found.append(
                f"lines lie outside {seasons.region.name}, whose seasons these are: name the "
                "region that they lie in, or give the days in the table of classes"
            )
    if climate:
        found.append(f"{counted(climate, 'winter road')} without days: the climate makes it (E10)")
    return tuple(found)
