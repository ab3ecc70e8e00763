"""What the capacity of a hub is a capacity of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# The notes of the table say after "Basis:" what the tonnes are.
_REO = re.compile(r"Basis: (?:t REO\b|t of separated\b.*\boxides\b)")


def reo_capacities(hubs: pd.DataFrame) -> dict[str, float]:
    """Return the tonnes of REO a year of the hubs whose capacity counts REO or oxides.

    Parameters
    ----------
    hubs
        Table of hubs: `id`, `capacity_t_per_y`, `capacity_note`.
    """
    rows = zip(hubs["id"], hubs["capacity_t_per_y"], hubs["capacity_note"], strict=True)
    return {
        str(hub): float(capacity)
        for hub, capacity, note in rows
        if capacity == capacity and _REO.match(str(note))  # noqa: PLR0124 - not NaN
    }
