"""Contraction hierarchies in files: what RoutingKit writes into a folder, as one archive."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from zimnik.geo.static.contraction import Contraction

if TYPE_CHECKING:
    from zimnik.geo.static.contraction import StaticGraph


def write_contraction(contraction: Contraction, path: Path) -> None:
    """Write the topology of a contraction hierarchy."""
    with tempfile.TemporaryDirectory() as made, zipfile.ZipFile(path, "w") as packed:
        contraction.topology.save(made)
        for file in sorted(Path(made).iterdir()):
            packed.write(file, file.name)


def read_contraction(graph: StaticGraph, path: Path) -> Contraction:
    """Return the contraction hierarchy of a graph as it was written."""
    import pyroutingkit  # noqa: PLC0415 - the extra osm

    topology = pyroutingkit.CCHTopology()
    with tempfile.TemporaryDirectory() as made, zipfile.ZipFile(path) as packed:
        packed.extractall(made)
        topology.load(made)
    return Contraction(graph, topology)
