"""A story on the planner's page: steps with a text, a view of the planner and a chart.

Owns what a story is made of. The figures in its texts are those that the page reckons for the view
of their step, so that no story tells an old number.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.frozen import freeze_mappings

if TYPE_CHECKING:
    from collections.abc import Mapping


class StoryChart(StrEnum):
    """A chart beside the text of a step, all of the deposit that its view chooses."""

    MONTHS = "months"
    CALENDAR = "calendar"
    COSTS = "costs"


class StoryFigure(StrEnum):
    """A figure that a text may name in braces."""

    DEPOSIT = "deposit"
    HUB = "hub"
    COST = "cost"
    LOW = "low"
    HIGH = "high"
    DAYS = "days"
    WAITING = "waiting"
    MOVING = "moving"
    MILLIONS = "millions"
    USD_PER_KG = "usd_per_kg"
    BEST = "best"
    BEST_DAY = "best_day"
    WORST = "worst"
    WORST_DAY = "worst_day"
    ARRIVES = "arrives"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class StoryView:
    """What a step shows.

    Parameters
    ----------
    address
        The view, as it stands behind the # of the page's address.
    chart
        Beside the text, if any.
    """

    address: str
    chart: StoryChart | None = None


@dataclass(frozen=True, slots=True)
class StoryStep:
    """The words of a step in one language: heading and body, nodes as `read_markdown` has them."""

    heading: tuple[Any, ...]
    body: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class StoryText:
    """A story in one language."""

    title: str
    steps: tuple[StoryStep, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A story: what each step shows, and its words by language.

    Parameters
    ----------
    views
        One a step.
    texts
        The same steps in each language; the first stands in for others.
    """

    views: tuple[StoryView, ...]
    texts: Mapping[str, StoryText]

    def __post_init__(self) -> None:
        freeze_mappings(self)


def story_record(story: Story) -> dict[str, Any]:
    """Return a story as the page reads it."""
    return {
        "views": [asdict(view) for view in story.views],
        "texts": {language: asdict(text) for language, text in story.texts.items()},
    }
