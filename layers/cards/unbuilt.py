"""What does not exist, out of the tables: links, terminals and stages of hubs.

Owns which columns say so; which of it an answer needs is `geo.infrastructure.needs`'s.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.frozen import frozen
from zimnik.geo.core.vocabulary import Existence
from zimnik.geo.infrastructure.needs import Unbuilt, stage_key
from zimnik.layers.atlas.existence import existing
from zimnik.layers.cards.projects import load_projects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from zimnik.geo.pricing.rates import Range
    from zimnik.layers.atlas.atlas import Atlas

WHERE = "hub_stages"
MOST_ATLASES = 2


# Every answer of a plan asks it of the same atlas, or of few.
@lru_cache(maxsize=MOST_ATLASES)
def load_unbuilt(atlas: Atlas) -> Mapping[str, Unbuilt]:
    """Return what is known of what does not exist, by id, and of stages by `stage_key`.

    Raises
    ------
    InputError
        With everything that is wrong with the table of works.
    """
    costs = load_projects(atlas)
    sources = {
        stage_key(row["id"], row["stage"]): str(row["source"])
        for row in atlas.works.to_dict("records")
    }
    return frozen(
        {
            key: _unbuilt(row, source, costs.get(key), sources.get(key, ""))
            for key, row, source in _rows(atlas)
        }
    )


def built_stages(atlas: Atlas) -> dict[str, frozenset[str]]:
    """Return the stages of each hub that work today."""
    unbuilt = {key for key, _, _ in _stage_rows(atlas)}
    return {
        hub: frozenset(stage for stage in stages if stage_key(hub, stage) not in unbuilt)
        for hub, stages in hub_stages(atlas).items()
    }


def hub_stages(atlas: Atlas) -> dict[str, list[str]]:
    """Return the stages of each hub, built or not."""
    return dict(zip(atlas.hubs["id"], atlas.hubs["stages"].str.split(";"), strict=True))


def hub_stage_faults(atlas: Atlas, *, also_known: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Yield rows of stages that no hub has.

    Ids of `also_known` are of places that exist but have faults of their own.
    """
    stages = hub_stages(atlas)
    for hub_id, stage in zip(atlas.hub_stages["hub_id"], atlas.hub_stages["stage"], strict=True):
        if hub_id not in also_known and stage not in stages.get(hub_id, ()):
            expected, row = "a hub with this stage", f"{hub_id} {stage}"
            remedy = "Name another, or add the stage to the hub."
            yield Fault(WHERE, expected, f"'{hub_id}'", remedy, row=row, column="hub_id")


def _rows(atlas: Atlas) -> Iterator[tuple[str, dict[Any, Any], str]]:
    """Yield key, row and source of the state of all that does not exist."""
    for table in (atlas.links, atlas.terminals):
        for row in _records(table):
            yield row["id"], row, row["state_source"]
    yield from _stage_rows(atlas)


def _stage_rows(atlas: Atlas) -> Iterator[tuple[str, dict[Any, Any], str]]:
    for row in _records(atlas.hub_stages):
        yield stage_key(row["hub_id"], row["stage"]), row, row["source"]


def _records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table[~existing(table)].to_dict("records")


def _unbuilt(
    row: dict[Any, Any], source: str, build_usd: Range | None, build_source: str
) -> Unbuilt:
    year = row["state_year"]
    return Unbuilt(
        state=Existence(row["state"]),
        year=None if math.isnan(year) else int(year),
        source=source,
        payer=row["state_payer"],
        build_usd=build_usd,
        build_source=build_source,
    )
