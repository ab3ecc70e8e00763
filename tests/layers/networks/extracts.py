"""OpenStreetMap extracts as the tests draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Point = tuple[float, float]


def write_extract(
    path: Path,
    ways: Sequence[tuple[Mapping[str, str], Sequence[Point]]],
    points: Sequence[tuple[Mapping[str, str], Point]] = (),
) -> Path:
    """Write ways and nodes with their tags; ways share a node where they name the same point."""
    osmium = pytest.importorskip("osmium")
    numbers: dict[Point, int] = {}
    for _, line in ways:
        for at in line:
            numbers.setdefault(at, len(numbers) + 1)
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        tags = {numbers.setdefault(at, len(numbers) + 1): said for said, at in points}
        for at, number in numbers.items():
            node = osmium.osm.mutable.Node(id=number, location=at, tags=tags.get(number, {}))
            writer.add_node(node)
        for number, (said, line) in enumerate(ways, start=1):
            refs = [numbers[at] for at in line]
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=refs, tags=dict(said)))
    return path
