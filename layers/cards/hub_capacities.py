"""What the capacity of a hub is a capacity of, and at which stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.siting.chain import HubCapacity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

FEED, REO, MAGNETS = "feed", "reo", "magnets"


def hub_capacities(hubs: pd.DataFrame) -> tuple[HubCapacity, ...]:
    """Return the known capacities of hubs, each at the stage that it limits.

    Feed is fed to the first stage of a hub; REO are made by its separation, or where it has none by
    its first stage; magnets by that of magnets.

    Parameters
    ----------
    hubs
        Table of hubs: `id`, `stages`, `capacity_t_per_y`, `capacity_basis`.
    """
    known = hubs[hubs["capacity_t_per_y"].notna() & hubs["capacity_basis"].ne("")]
    return tuple(
        HubCapacity(
            _limited(row["stages"].split(";"), row["capacity_basis"]),
            row["id"],
            row["capacity_basis"],
            float(row["capacity_t_per_y"]),
        )
        for row in known.to_dict("records")
    )


def _limited(stages: Sequence[str], basis: str) -> Stage:
    if basis == MAGNETS:
        return Stage.MAGNETS
    return Stage.SEPARATION if basis == REO and Stage.SEPARATION in stages else Stage(stages[0])
