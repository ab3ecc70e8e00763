"""Published distances and transit times that the atlas was not built from.

Owns the rows of docs/held_out.csv and docs/transit_times.csv, and which modes answer them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCS = Path(__file__).parents[1] / "docs"
KM_OF = {"km": 1.0, "nmi": 1.852}
MODES = {
    "rail": frozenset({"rail"}),
    "road": frozenset({"road"}),
    "river": frozenset({"river"}),
    "sea": frozenset({"sea", "river"}),
    "winter_road": frozenset({"winter_road", "road"}),
    "rail_and_sea": frozenset({"rail", "sea"}),
}


@dataclass(frozen=True, slots=True)
class Journey:
    """Ends of a published figure, and its mode as its source says it.

    Parameters
    ----------
    row_id
        Name of the row.
    mode
        A key of `MODES`.
    place_ids
        From, what is passed, and to; places of the atlas.
    """

    row_id: str
    mode: str
    place_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Distance:
    """A published distance, km."""

    journey: Journey
    published_km: float


@dataclass(frozen=True, slots=True)
class TransitTime:
    """A published transit time.

    Parameters
    ----------
    journey
        From where to where.
    published_d
        Days.
    delivery
        Whether the days hold the terminals at both ends; without, they are those under way.
    leaves
        Day of leaving, MM-DD; empty where the source gives none.
    """

    journey: Journey
    published_d: float
    delivery: bool
    leaves: str


def distances() -> tuple[Distance, ...]:
    """Return the held-out distances in their order."""
    return tuple(
        Distance(_journey(row), float(row["published"]) * KM_OF[row["unit"]])
        for row in rows("held_out.csv")
    )


def transit_times() -> tuple[TransitTime, ...]:
    """Return the published transit times in their order."""
    return tuple(
        TransitTime(
            _journey(row),
            float(row["published_d"]),
            delivery=row["includes"] == "delivery",
            leaves=row["leaves"],
        )
        for row in rows("transit_times.csv")
    )


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of docs/ as they are written."""
    with (DOCS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _journey(row: Mapping[str, str]) -> Journey:
    ids = (row["from_id"], row["via_id"], row["to_id"])
    return Journey(row["id"], row["mode"], tuple(place_id for place_id in ids if place_id))
