"""Ways: lines of a file with the tags that say what they are.

Owns what every reader of networks gives, whatever the file was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Landmark:
    """A station, port or junction that lines are joined to, of a file or, with its id, an atlas."""

    name: str
    kind: str
    lon_deg: float
    lat_deg: float
    id: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Lines with their tags.

    Parameters
    ----------
    lines
        Shapely lines in EPSG:4326.
    tags
        The combinations of tags that occur.
    tags_of
        Which of them each line has.
    meets_where_drawn
        Whether lines meet where they are drawn across each other; lines of OpenStreetMap meet only
        at nodes that they share.
    landmarks
        Places that the file names.
    source
        What the rows say where they come from.
    notes
        What is worth saying of the file.
    vertices
        The vertices that the file has, where the lines have more of them; degrees, one a row.
    """

    lines: NDArray[np.object_]
    tags: tuple[Tags, ...]
    tags_of: NDArray[np.intp]
    meets_where_drawn: bool
    source: str
    landmarks: tuple[Landmark, ...] = ()
    notes: tuple[str, ...] = ()
    vertices: NDArray[np.float64] | None = None


def together(parts: list[Ways]) -> Ways:
    """Return the ways of several files as those of one."""
    offsets = np.cumsum([0, *(len(part.tags) for part in parts)])
    return Ways(
        lines=np.concatenate([part.lines for part in parts]),
        tags=tuple(tags for part in parts for tags in part.tags),
        tags_of=np.concatenate(
            [part.tags_of + offset for part, offset in zip(parts, offsets, strict=False)]
        ),
        meets_where_drawn=any(part.meets_where_drawn for part in parts),
        source=" and ".join(dict.fromkeys(part.source for part in parts)),
        landmarks=tuple(one for part in parts for one in part.landmarks),
        notes=tuple(note for part in parts for note in part.notes),
        vertices=_all_vertices(parts),
    )


def _all_vertices(parts: list[Ways]) -> NDArray[np.float64] | None:
    known = [part.vertices for part in parts if part.vertices is not None]
    return np.concatenate(known) if len(known) == len(parts) else None
