"""The questions that a plan may ask, by the words of their commands.

Owns which they are: those that answer with a table. A question is imported when a plan asks it.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from zimnik.geo.core.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zimnik.studies.answers import Answer, Question


class Asking(NamedTuple):
    """Options of a question, and what answers it."""

    question: type[Question]
    answer: Callable[[Any, Any], Answer]


# Module of the options, their class, and module and name of the function that answers.
_WHERE: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "route": ("route", "RouteQuestion", "route", "find_route"),
        "matrix": ("matrix", "MatrixQuestion", "matrix", "find_matrix"),
        "campaign": ("campaign", "CampaignQuestion", "campaign", "find_campaign"),
        "stress": ("criticality", "CriticalityQuestion", "criticality", "find_criticality"),
        "remoteness": ("remoteness", "RemotenessQuestion", "remoteness", "find_remoteness"),
        "surface": (
            "surfaces.surface",
            "SurfaceQuestion",
            "surfaces.finding",
            "find_surface",
        ),
        "access": ("access", "AccessQuestion", "access", "find_access"),
        "hubs compare": ("hubs.compare", "CompareQuestion", "hubs.compare", "compare_hubs"),
        "hubs invest": (
            "economics.invest",
            "InvestQuestion",
            "economics.invest",
            "find_investments",
        ),
        "hubs rank": ("hubs.rank", "RankQuestion", "hubs.rank", "rank_hubs"),
        "hubs site": ("hubs.site", "SiteQuestion", "hubs.siting", "site_hubs"),
        "outlook": ("economics.outlook", "OutlookQuestion", "economics.outlook", "find_outlook"),
    }
)
QUESTIONS = tuple(_WHERE)


def asking(command: str) -> Asking:
    """Return the question of a command and what answers it."""
    holder, kind, answerer, function = _WHERE[command]
    studies = __name__.rsplit(".", 2)[0]
    return Asking(
        getattr(import_module(f"{studies}.{holder}"), kind),
        getattr(import_module(f"{studies}.{answerer}"), function),
    )


def question_fault(given: object) -> Fault | None:
    """Return the fault of what is no question that a plan may ask, or None."""
    if given in QUESTIONS:
        return None
    from zimnik.layers.readers.cells import nearest

    near = nearest(str(given), QUESTIONS)
    remedy = f"Did you mean '{near}'?" if near else "Name a question."
    found = "none" if given is None else f"'{given}'"
    return Fault("question", f"one of {', '.join(QUESTIONS)}", found, remedy)
