"""The climate: the shipped grid of monthly mean temperatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.climate.climate import MONTHS, Climate
from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.schema.schema import COORDINATES

if TYPE_CHECKING:
    from pathlib import Path

CLIMATE_FILE = "climate.txt"
NO_GRID = "rows that are no grid"
# Between two lines a value is interpolated.
MIN_LINES = 2


def load_climate(*, folder: Path = SHIPPED) -> Climate:
    """Return the shipped grid, 47.5 to 78.5 N by 25 E to 169 W.

    Raises
    ------
    InputError
        If the file is not there or holds no whole grid.
    """
    try:
        lines = (folder / CLIMATE_FILE).read_text(encoding="utf-8").splitlines()[1:]
        cells = [line.split(",")[: len(COORDINATES) + MONTHS] for line in lines]
        rows = np.array(cells, dtype=np.float64).reshape(len(cells), len(COORDINATES) + MONTHS)
    except (OSError, ValueError) as error:
        raise _fault(str(error)) from error
    lon, lat = (np.unique(rows[:, i]) for i in range(2))
    if (
        len(lon) < MIN_LINES
        or len(lat) < MIN_LINES
        or not np.array_equal(rows[:, :2], np.dstack(np.meshgrid(lon, lat)).reshape(-1, 2))
    ):
        raise _fault(NO_GRID)
    return Climate(lon, lat, rows[:, len(COORDINATES) :].reshape(len(lat), len(lon), MONTHS))


def _fault(found: str) -> InputError:
    return InputError([Fault(CLIMATE_FILE, "the shipped climate", found, "Install zimnik anew.")])
