"""Figures of the frame and plants that separate, out of their tables.

Owns which columns say so, and what can be wrong with a figure.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.units import PERCENT
from zimnik.geo.core.vocabulary import Existence, Stage
from zimnik.geo.economics.outlook import Figure, SeparationPlant
from zimnik.layers.cards.hub_capacities import REO, hub_capacities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.layers.atlas.atlas import Atlas

WHERE = "outlook"


def load_figures(atlas: Atlas) -> tuple[Figure, ...]:
    """Return the figures of the frame.

    Raises
    ------
    InputError
        With every figure that cannot be.
    """
    faults = figure_faults(atlas)
    if faults:
        raise InputError(faults)
    return tuple(
        Figure(
            quantity=row["quantity"],
            region=row["region"],
            year=row["year"],
            low=_known(row["low"]),
            value=_known(row["value"]),
            high=_known(row["high"]),
            unit=row["unit"],
            definition=row["definition"],
            note=row["note"],
            source=row["source"],
            source_date=row["source_date"],
            confidence=row["confidence"],
        )
        for row in _rows(atlas)
    )


def figure_faults(atlas: Atlas) -> list[Fault]:
    """Return the figures whose numbers are out of order, and the shares of more than all."""
    return [fault for row in _rows(atlas) for fault in _faults(row)]


def load_separation_plants(atlas: Atlas) -> tuple[SeparationPlant, ...]:
    """Return the plants whose capacity to separate is known and that work or are being built."""
    countries = dict(zip(atlas.hubs["id"], atlas.hubs["country"], strict=True))
    states = {
        row["hub_id"]: row
        for row in atlas.hub_stages.to_dict("records")
        if row["stage"] == Stage.SEPARATION
    }
    plants = []
    for known in hub_capacities(atlas.hubs):
        row = states.get(known.hub_id)
        if known.stage is not Stage.SEPARATION or known.basis != REO:
            continue
        if row is not None and row["state"] != Existence.UNDER_CONSTRUCTION:
            continue
        ready = None if row is None or math.isnan(row["state_year"]) else int(row["state_year"])
        plants.append(SeparationPlant(known.hub_id, countries[known.hub_id], known.t_per_y, ready))
    return tuple(plants)


def _faults(row: dict[str, Any]) -> Iterator[Fault]:
    label = f"{row['quantity']} {row['region']} {row['year']}"
    values = [row[name] for name in ("low", "value", "high") if not math.isnan(row[name])]
    if sorted(values) != values:
        found = ", ".join(f"{value:g}" for value in values)
        yield _fault(label, "value", "low <= value <= high", found)
    if row["unit"] == "%" and values and max(values) > PERCENT:
        yield _fault(label, "value", "100 % at most", f"{max(values):g}")


def _fault(row: str, column: str, expected: str, found: str) -> Fault:
    return Fault(WHERE, expected, found, "Correct the row.", row=row, column=column)


def _known(cell: float) -> float | None:
    return None if math.isnan(cell) else float(cell)


def _rows(atlas: Atlas) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in atlas.outlook.to_dict("records")]
