"""A map of flows as a chart: what goes over each link, all that share a trunk line together.

Owns how lines, land and sites come onto the plane of the chart, which the page scales to its width.
Nothing is summed here: the tonnes are those of the record.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.maps.pages.answers.story import place, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.maps.reports.siting import CarriedRecord, FlowRecord

DEGREES = "EPSG:4326"
# Width of the plane, and what is seen of it at all.
WIDTH, LEAST_STEP = 1000, 1.6
# The height is this share of the width at least and at most.
LOWEST, HIGHEST = 0.4, 0.62
MARGIN = 0.07
# Islands that are smaller, in units of the plane, are not drawn.
LEAST_LAND = 9.0
# Of a line in a file.
LEAST_STEP_DEG, DECIMALS = 0.02, 3
# Classes of widths end at these shares of the most.
CLASSES = (0.1, 0.3, 0.6)


@dataclass(frozen=True, slots=True)
class FlowGround:
    """What a map of flows is drawn on.

    Parameters
    ----------
    land
        Polygons in EPSG:4326.
    lines
        Lines of links by id, degrees.
    points
        Longitude and latitude of places by id.
    crs
        Projection of the chart, as PROJ reads it.
    """

    land: gpd.GeoDataFrame
    lines: Mapping[str, shapely.Geometry]
    points: Mapping[str, tuple[float, float]]
    crs: str

    def __post_init__(self) -> None:
        freeze_mappings(self)


def flow_map(
    carried: Sequence[CarriedRecord], flows: Sequence[FlowRecord], ground: FlowGround
) -> dict[str, Any] | None:
    """Return a map of what goes over each link; None where nothing goes over any.

    Parameters
    ----------
    carried
        Links with their tonnes, the most first.
    flows
        From where to where: these are the sites that are named.
    ground
        What it is drawn on.
    """
    drawn = [(one, line) for one in carried if (line := _line(one, ground)) is not None]
    if not drawn:
        return None
    ends = dict.fromkeys(end for flow in flows for end in (flow.from_id, flow.to_id))
    known = [end for end in ends if end in ground.points]
    shapes = [line for _, line in drawn] + [shapely.Point(ground.points[end]) for end in known]
    plane = _Plane.around(gpd.GeoSeries(shapes, crs=DEGREES).to_crs(ground.crs))
    lines, sites = (
        plane.on(shapes[: len(drawn)], ground.crs),
        plane.on(shapes[len(drawn) :], ground.crs),
    )
    most = drawn[0][0].shipped_t_per_y
    hubs = {flow.to_id for flow in flows}
    return {
        "kind": "flow_map",
        "size": [WIDTH, plane.height],
        "land": [_steps(ring) for ring in plane.land(ground)],
        "lines": [
            {
                "mode": one.mode,
                "tonnes": round(one.shipped_t_per_y, 1),
                "from": place(one.from_id),
                "to": place(one.to_id),
                "points": _steps(shapely.simplify(line, LEAST_STEP / 2)),
                "lonlat_deg": _degrees(shapely.simplify(degrees, LEAST_STEP_DEG)),
            }
            for (one, degrees), line in zip(drawn, lines, strict=True)
        ],
        "sites": [
            {
                "label": place(end),
                "at": _steps(point),
                "is_hub": end in hubs,
                "lonlat_deg": list(ground.points[end]),
            }
            for end, point in zip(known, sites, strict=True)
        ],
        "bounds": sorted({_rounded(most * share) for share in CLASSES}),
        "modes": list(dict.fromkeys(one.mode for one, _ in drawn)),
        "columns": [word("mode"), word("from"), word("to"), word("tonnes_axis")],
    }


def _line(one: CarriedRecord, ground: FlowGround) -> shapely.Geometry | None:
    """Return the line of a link; one that is but reckoned is drawn straight."""
    if one.link_id in ground.lines:
        return ground.lines[one.link_id]
    ends = [ground.points[end] for end in (one.from_id, one.to_id) if end in ground.points]
    return shapely.LineString(ends) if len(ends) == 2 else None  # noqa: PLR2004 - two ends


@dataclass(frozen=True, slots=True)
class _Plane:
    """The part of a projection that is drawn: its west and north, and metres of a unit."""

    west_m: float
    north_m: float
    m_per_unit: float
    height: int

    @classmethod
    def around(cls, shapes: gpd.GeoSeries) -> _Plane:
        """Return the plane that holds some shapes with a margin."""
        west, south, east, north = shapes.total_bounds
        width = max(east - west, (north - south) / HIGHEST, 1.0) * (1 + 2 * MARGIN)
        height = min(max((north - south) * (1 + 2 * MARGIN), width * LOWEST), width * HIGHEST)
        return cls(
            (west + east - width) / 2,
            (south + north + height) / 2,
            width / WIDTH,
            round(height / width * WIDTH),
        )

    def on(self, shapes: Sequence[shapely.Geometry], crs: str) -> list[shapely.Geometry]:
        """Return shapes in degrees on the plane."""
        turned = gpd.GeoSeries(list(shapes), crs=DEGREES).to_crs(crs)
        placed = turned.affine_transform(
            [
                1 / self.m_per_unit, 0.0, 0.0, -1 / self.m_per_unit,
                -self.west_m / self.m_per_unit, self.north_m / self.m_per_unit,
            ]
        )  # fmt: skip
        return list(placed)

    def land(self, ground: FlowGround) -> Iterable[shapely.Geometry]:
        """Yield the rings of the land that is seen."""
        parts = self.on(ground.land.geometry.explode(ignore_index=True), ground.crs)
        window = shapely.box(0, 0, WIDTH, self.height)
        seen = [part for part in shapely.make_valid(parts) if part.intersects(window)]
        cut = shapely.simplify(shapely.intersection(seen, window), LEAST_STEP)
        for part in shapely.get_parts(cut):
            if part.geom_type == "Polygon" and part.area >= LEAST_LAND:
                yield from (part.exterior, *part.interiors)


def _steps(shape: shapely.Geometry) -> list[int]:
    """Return x and y of every point in turn, whole units."""
    return [round(one) for point in shapely.get_coordinates(shape) for one in point]


def _degrees(line: shapely.Geometry) -> list[float]:
    """Return longitude and latitude of every point in turn."""
    return [round(float(one), DECIMALS) for point in shapely.get_coordinates(line) for one in point]


def _rounded(tonnes: float) -> float:
    """Return a number with one digit that is not nought, near another."""
    power = 10 ** math.floor(math.log10(tonnes))
    return float(round(tonnes / power) * power)
