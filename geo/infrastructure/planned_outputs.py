"""Which planned outputs count in a year: the sourced ones, and no guesses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class PlannedOutput:
    """What a deposit is planned to ship in a year.

    Parameters
    ----------
    deposit_id, product
        Deposit and what it ships.
    tonnes_per_y, reo_t_per_y
        Tonnes of the product, and REO contained in them.
    year
        Year that the plan is for.
    """

    deposit_id: str
    product: str
    tonnes_per_y: float
    reo_t_per_y: float
    year: int


def planned_outputs(
    rows: Sequence[Mapping[str, Any]], deposit_ids: Iterable[str], year: int
) -> tuple[tuple[PlannedOutput, ...], dict[str, str]]:
    """Return the newest plan of each deposit that holds in a year, and why others have none.

    Parameters
    ----------
    rows
        Rows of the table of outputs: `deposit_id`, `year`, `product`, `output_t_per_y`,
        `reo_t_per_y`, `basis`.
    deposit_ids
        All deposits.
    year
        A plan holds from its year on, until a newer one does.

    Returns
    -------
    tuple
        Plans with REO, and a reason for every deposit without one.
    """
    planned, without = [], {}
    for deposit_id in deposit_ids:
        own = [r for r in rows if r["deposit_id"] == deposit_id and r["basis"] != SUPERSEDED]
        with_reo = [row for row in own if not math.isnan(row["reo_t_per_y"])]
        holding = [row for row in with_reo if row["year"] <= year]
        if holding:
            newest = max(holding, key=lambda row: float(row["year"]))
            planned.append(
                PlannedOutput(
                    deposit_id,
                    newest["product"],
                    newest["output_t_per_y"],
                    newest["reo_t_per_y"],
                    int(newest["year"]),
                )
            )
        elif not own:
            without[deposit_id] = "no planned output is published"
        elif not with_reo:
            without[deposit_id] = "its planned output has no rare-earth product or no REO grade"
        else:
            reo = max(row["reo_t_per_y"] for row in with_reo)
            without[deposit_id] = f"{reo:,.0f} t REO are planned, but for no year up to {year}"
    return tuple(planned), without
