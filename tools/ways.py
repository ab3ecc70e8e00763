"""Ways that no packaged source holds, drawn through named places in order (``ways.csv``).

The packaged highways have chords of several hundred km in Yakutia and Magadan, and some branch
railways and a reach of the lower Lena are missing. Positions are of GeoNames (CC BY 4.0) or, where
the row says so, estimates from a general map. Between two places the way is a straight line.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from line_network import Kind, Network, continuous, densified

TABLE = Path(__file__).parent / "ways.csv"


def network(mode: str, spacing_km: float) -> Network:
    """Return the ways of a mode as one network with a node at least every ``spacing_km``."""
    table = pd.read_csv(TABLE)
    table = table[table["mode"] == mode].sort_values(["way", "position"], ignore_index=True)
    lonlat = continuous(table[["lon", "lat"]].to_numpy(dtype=float))
    same_way = (table["way"] == table["way"].shift(-1)).to_numpy()
    first = np.flatnonzero(same_way)
    return densified(lonlat, np.column_stack([first, first + 1]), spacing_km, Kind.WAY)
