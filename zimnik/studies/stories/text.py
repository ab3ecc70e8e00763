"""The text of a story: a title, then steps, each a heading with a text and a view.

Owns how a file in Markdown is cut into steps, and every fault of its form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault
from zimnik.maps.page.markdown import (
    SHOWN,
    Fence,
    Heading,
    Prose,
    Refused,
    figures_of,
    filled,
    read_markdown,
)
from zimnik.maps.pages.planner_story import StoryFigure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_STEPS = 20
TITLE, STEP = 1, 2
VIEW = "view"


@dataclass(slots=True)
class DraftStep:
    """A step as it is read: its heading and line, what it says, and its view if it has one."""

    heading: str
    line: int
    body: list[Any] = field(default_factory=list)
    figures: list[tuple[str, int]] = field(default_factory=list)
    view: Fence | None = None


@dataclass(slots=True)
class DraftStory:
    """A story as it is read, and what is wrong with it."""

    where: str
    title: str = ""
    steps: list[DraftStep] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, line: int, expected: str, found: str, remedy: str) -> None:
        """Write down a fault of a line."""
        self.faults.append(Fault(self.where, expected, found, remedy, row=str(line)))


def read_story_text(text: str, where: str) -> DraftStory:
    """Return the title and the steps of a story, with all faults of its form.

    Parameters
    ----------
    text
        Markdown: a heading of the first level, then steps under headings of the second.
    where
        What the file is called.
    """
    draft = DraftStory(where)
    for part in read_markdown(text):
        match part:
            case Heading():
                _head(draft, part)
            case Fence():
                _fence(draft, part)
            case Refused():
                draft.refuse(part.line, SHOWN, part.found, "Take it out, or say it in words.")
            case Prose():
                _prose(draft, part)
    _check_whole(draft)
    return draft


def _head(draft: DraftStory, heading: Heading) -> None:
    found = f"'{'#' * heading.level} {heading.text}'"
    if not heading.text.strip():
        draft.refuse(heading.line, "a heading with a text", found, "Write what the step shows.")
    elif heading.level == STEP:
        step = DraftStep(heading.text.strip(), heading.line)
        draft.steps.append(step)
        _add_figures(draft, step, figures_of(filled(step.heading)), heading.line)
    elif heading.level == TITLE and not draft.title and not draft.steps:
        draft.title = heading.text.strip()
    elif heading.level == TITLE:
        remedy = "Begin a step with ##, as in '## A winter road'."
        draft.refuse(heading.line, "one title, before all steps", found, remedy)
    else:
        remedy = "Make it a step with ##, or words in **bold**."
        draft.refuse(heading.line, "a title with # or a step with ##", found, remedy)


def _fence(draft: DraftStory, fence: Fence) -> None:
    if fence.info != VIEW:
        found = f"'```{fence.info}'"
        draft.refuse(fence.line, "a block ```view, or no block", found, "Take the block out.")
    elif not draft.steps:
        remedy = "Put it under the heading of its step."
        draft.refuse(fence.line, "a view under the heading of a step", "no step yet", remedy)
    elif draft.steps[-1].view is not None:
        found = f"another than in row {draft.steps[-1].view.line}"
        draft.refuse(fence.line, "one view a step", found, "Keep one of them, or add a step.")
    else:
        draft.steps[-1].view = fence


def _prose(draft: DraftStory, prose: Prose) -> None:
    if not draft.steps:
        remedy = "Put the text under a heading with ##."
        draft.refuse(prose.line, "text in a step", "text before the first step", remedy)
        return
    step = draft.steps[-1]
    step.body.append(prose.node)
    _add_figures(draft, step, prose.figures, prose.line)


def _add_figures(draft: DraftStory, step: DraftStep, names: Sequence[str], line: int) -> None:
    known = tuple(figure.value for figure in StoryFigure)
    for name in names:
        if name not in known:
            expected = f"a figure of {', '.join(known)}"
            draft.refuse(line, expected, f"{{{name}}}", "Name one of them.")
    step.figures += [(name, line) for name in names if name in known]


def _check_whole(draft: DraftStory) -> None:
    if not draft.title:
        remedy = "Begin the file with a line such as '# Why the ore waits'."
        draft.refuse(1, "a title", "no heading with one #", remedy)
    if not draft.steps:
        remedy = "Add a heading such as '## A winter road' with a text under it."
        draft.refuse(1, "a step at least", "no heading with ##", remedy)
    for step in draft.steps:
        if not step.body:
            draft.refuse(
                step.line, "a text under each heading", f"none under '{step.heading}'", "Add one."
            )
    if len(draft.steps) > MOST_STEPS:
        line = draft.steps[MOST_STEPS].line
        remedy = "Make two stories of it."
        draft.refuse(line, f"at most {MOST_STEPS} steps", f"{len(draft.steps)}", remedy)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults in the order of their lines, file by file."""
    return sorted(faults, key=lambda fault: (fault.where, int(fault.row or 0)))
