"""Railways and highways of OpenStreetMap, read from the package scgraph_data 2.0.0.

The package holds each network as a Python file with two literals, the distances between numbered
nodes and the positions of the nodes. They are parsed as text and never executed, so no version
of scgraph matters. OpenStreetMap data is under the ODbL: a file derived from it is too.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files

import numpy as np
from line_network import Network, continuous, densified, step_km
from natural_earth import EAST_DEG, SOUTH_DEG, WEST_DEG

SPACING_KM = 5.0
# A longer chord is not a line on the ground: the package joins junctions of remote roads, hundreds
# of km apart, by straight edges.
LONGEST_CHORD_KM = {"world_railways": 150.0, "world_highways": 40.0}


def _literal(text: str, name: str) -> str:
    start = text.index(f"\n{name}=") + len(name) + 2
    return text[start : text.index("\n", start)]


def network(name: str) -> Network:
    """Return one network within the bounds of the view, with a node at least every 5 km.

    Parameters
    ----------
    name
        ``world_railways`` or ``world_highways``.
    """
    text = (files("scgraph_data") / f"{name}.py").read_text(encoding="utf-8")
    latlon = np.array(json.loads(_literal(text, "nodes")))
    # JSON wants its keys in quotes.
    graph = json.loads(re.sub(r"(\d+):", r'"\1":', _literal(text, "graph")))
    lonlat = continuous(latlon[:, ::-1])
    inside = (lonlat[:, 1] > SOUTH_DEG) & (lonlat[:, 0] > WEST_DEG) & (lonlat[:, 0] < EAST_DEG)
    pairs = np.array(
        [(i, int(j)) for i, ends in enumerate(graph) if inside[i] for j in ends if i < int(j)]
    )
    pairs = pairs[inside[pairs].all(axis=1)]
    chord_km = step_km(lonlat[pairs[:, 0]], lonlat[pairs[:, 1]])
    pairs = pairs[chord_km <= LONGEST_CHORD_KM[name]]
    number = np.cumsum(inside) - 1
    return densified(lonlat[inside], number[pairs], SPACING_KM)
