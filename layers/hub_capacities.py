"""What the capacity of a hub is a capacity of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

REO = "reo"


def reo_capacities(hubs: pd.DataFrame) -> dict[str, float]:
    """Return the tonnes of REO a year of the hubs whose capacity counts REO.

    Parameters
    ----------
    hubs
        Table of hubs: `id`, `capacity_t_per_y`, `capacity_basis`.
    """
    known = hubs[(hubs["capacity_basis"] == REO) & hubs["capacity_t_per_y"].notna()]
    return dict(zip(known["id"], known["capacity_t_per_y"], strict=True))
