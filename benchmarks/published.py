"""Published distances and transit times that the atlas was not built from.

Owns the rows of docs/held_out.csv and docs/transit_times.csv, which modes answer them, and which
of them are comparable with the rate card.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
# What the rate card has the speed of. A car, a bus, a passenger ship or a train by a timetable of
# its own is faster than any of them, so that its days are no measure of theirs.
LIKE_THE_CARD = frozenset({"ship", "wagon", "block train", "convoy", "lorry"})
UNLIKE_THE_CARD = frozenset({"express train", "passenger ship", "bus", "car"})
UNDER_WAY, DELIVERY, AT_THE_WHEEL = "under way", "delivery", "at the wheel"
# Half the step to which a source tells a distance is at most this share of it (docs/data.md).
TOLD_TO = 0.03


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
    """A published distance.

    Parameters
    ----------
    journey
        From where to where.
    published_km
        The distance.
    step_km
        Between it and the next one that the source could have told: 1 in a table of kilometres,
        100 where it tells hundreds.
    """

    journey: Journey
    published_km: float
    step_km: float

    @property
    def told_to(self) -> float:
        """Largest share of the distance that its telling leaves out."""
        return self.step_km / 2 / self.published_km


@dataclass(frozen=True, slots=True)
class TransitTime:
    """A published transit time.

    Parameters
    ----------
    journey
        From where to where.
    published_d
        Days.
    includes
        What the days hold: those `UNDER_WAY`, nights of drivers in them; a `DELIVERY`, the
        terminals at both ends too; or the hours `AT_THE_WHEEL` alone, as days of 24 hours.
    travels
        What moves, of `LIKE_THE_CARD` or `UNLIKE_THE_CARD`.
    leaves
        Day of leaving, MM-DD; empty where the source gives none.
    """

    journey: Journey
    published_d: float
    includes: str
    travels: str
    leaves: str

    @property
    def like(self) -> bool:
        """Whether the rate card has the speed of what travels."""
        return self.travels in LIKE_THE_CARD


@dataclass(frozen=True, slots=True)
class Answer:
    """A published number of km or days and ours, which is None where there is no way.

    Parameters
    ----------
    journey
        From where to where.
    published, ours
        Km or days.
    travels
        What moves, where days are told.
    """

    journey: Journey
    published: float
    ours: float | None
    travels: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the published one."""
        return None if self.ours is None else self.ours / self.published


def ratios(answers: Iterable[Answer]) -> dict[str, list[float]]:
    """Return ours over the published, by mode, of the rows that have an answer."""
    found: dict[str, list[float]] = {}
    for answer in answers:
        if answer.ratio is not None:
            found.setdefault(answer.journey.mode, []).append(answer.ratio)
    return found


def head(answer: Answer) -> str:
    """Return the first cells of the line of an answer in a table."""
    places = " - ".join(f"`{place_id}`" for place_id in answer.journey.place_ids)
    return f"| {answer.journey.row_id} | {words(answer.journey.mode)} | {places}"


def words(name: str) -> str:
    """Return a name of code as words."""
    return name.replace("_", " ")


def distances() -> tuple[Distance, ...]:
    """Return the held-out distances in their order."""
    return tuple(
        Distance(
            _journey(row),
            float(row["published"]) * KM_OF[row["unit"]],
            float(row["step"]) * KM_OF[row["unit"]],
        )
        for row in rows("held_out.csv")
    )


def transit_times() -> tuple[TransitTime, ...]:
    """Return the published transit times in their order."""
    return tuple(
        TransitTime(
            _journey(row),
            float(row["published_d"]),
            includes=row["includes"],
            travels=row["travels"],
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
