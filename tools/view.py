"""The part of the world that a build draws: its window, its projection, where its longitudes turn.

The region is named by the environment variable ZIMNIK_REGION, the first region without it:
``ZIMNIK_REGION=north-america-arctic python tools/build_lines.py``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

REGION = os.environ.get("ZIMNIK_REGION", "russia-arctic")


@dataclass(frozen=True, slots=True)
class View:
    """How one region is drawn.

    Parameters
    ----------
    middle_deg
        Middle of the Mercator projection that the build works in; its seam lies opposite.
    west_end_deg
        Longitudes west of it are counted on past 180, so that no line of the region jumps.
    boxes_deg
        West, south, east and north of the boxes that make the window, longitudes counted so.
    smallest_cell_m
        Least cell of open water, in metres of the projection.
    most_corners
        Corners of a lane that are tried at once when it is pulled taut; a longer one is halved.
    """

    middle_deg: float
    west_end_deg: float
    boxes_deg: tuple[tuple[float, float, float, float], ...]
    smallest_cell_m: float
    most_corners: int

    @property
    def mercator(self) -> str:
        """The projection: no line of the window crosses its seam.

        A length in its metres shrinks on the ground with the cosine of the latitude, so one
        tolerance gives the Arctic coast three times the detail of the South China Sea.
        """
        return f"+proj=merc +lon_0={self.middle_deg:g} +datum=WGS84 +units=m"

    @property
    def bounds_deg(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all boxes."""
        west, south, east, north = zip(*self.boxes_deg, strict=True)
        return min(west), min(south), max(east), max(north)


VIEWS = {
    # East of the antimeridian it begins with the Aleutian Islands and ends at 150 W; the seam of
    # the longitudes lies in mid-Atlantic, where no place of the atlas stands.
    "russia-arctic": View(
        100.0, -20.0, ((4.0, 20.0, 180.0, 83.5), (180.0, 50.0, 210.0, 83.5)), 4_000.0, 140
    ),
    # From the Aleutian Islands to the Gulf of Finland. The archipelago has more coast than the rest
    # of the North, so its cells are coarser.
    "north-america-arctic": View(-75.0, -180.0, ((-180.0, 40.0, 31.0, 83.5),), 8_000.0, 50),
}
VIEW = VIEWS[REGION]
