"""A story from its files: one a language, the first with the views.

Owns which file is which language, what is shipped, and that all faults are told at once.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.plain_files import read_bytes, require_file
from zimnik.layers.regions.region import ENGLISH
from zimnik.maps.page.markdown import filled
from zimnik.maps.pages.planner_story import Story, StoryStep, StoryText
from zimnik.studies.stories.given import SUFFIX
from zimnik.studies.stories.text import in_order, read_story_text
from zimnik.studies.stories.views import Known, read_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.maps.pages.planner_data import PlannerInput
    from zimnik.studies.model import Model
from zimnik.studies.stories.text import DraftStory

FOLDER = "stories"
MOST_BYTES = 100_000
_LANGUAGE = re.compile(r"\.([a-z]{2})\.md$")


def read_story(
    given: Sequence[str | Path], model: Model, planner: PlannerInput, *, has_surface: bool = False
) -> Story | None:
    """Return a story, or None where none is given.

    Parameters
    ----------
    given
        Files, one a language, the first with the views; or the name of a story that is shipped
        with a region.
    model
        Its places have the names, its region the languages.
    planner
        What the views may name.
    has_surface
        Whether a surface lies under the map.

    Raises
    ------
    InputError
        With the faults of all files.
    """
    if not given:
        return None
    drafts, faults = _drafts(_files(given, model), model)
    first, *others = drafts.values()
    known = Known(model, planner, has_surface)
    views = []
    for step in first.steps:
        view, wrong = read_view(step, first.where, known)
        faults += wrong
        if view is not None:
            views.append(view)
    for other in others:
        _check_like(other, first)
    found = [*faults, *in_order(fault for draft in drafts.values() for fault in draft.faults)]
    if found:
        raise InputError(in_order(found))
    return Story(tuple(views), {language: _told(draft) for language, draft in drafts.items()})


def _files(given: Sequence[str | Path], model: Model) -> list[Path]:
    """Return the files of a story, those of a name in every language that there is."""
    found: list[Path] = []
    for one in given:
        if isinstance(one, Path):
            found.append(one)
            continue
        shipped = _shipped(model)
        if one not in shipped:
            names = ", ".join(shipped) or "none"
            expected = f"a file in .md, or the name of a story of the region ({names})"
            raise InputError([Fault("story", expected, f"'{one}'", "Correct the name.")])
        found += shipped[one]
    return found


def _shipped(model: Model) -> Mapping[str, list[Path]]:
    """Return the stories of the region by name: the file in English first, then the others."""
    found: dict[str, list[Path]] = {}
    for folder in model.region.folders:
        for path in sorted((folder / FOLDER).glob(f"*{SUFFIX}"), key=lambda one: len(one.name)):
            found.setdefault(_LANGUAGE.sub(SUFFIX, path.name).removesuffix(SUFFIX), []).append(path)
    return found


def _drafts(paths: Sequence[Path], model: Model) -> tuple[dict[str, DraftStory], list[Fault]]:
    """Return what each file says by language, and faults of the files themselves.

    Raises
    ------
    InputError
        If one of them cannot be read.
    """
    drafts: dict[str, DraftStory] = {}
    faults: list[Fault] = []
    unread: list[Fault] = []
    for path in paths:
        match = _LANGUAGE.search(path.name)
        language = match[1] if match else ENGLISH
        if language not in model.region.languages:
            expected = f"a language of the region, one of {', '.join(model.region.languages)}"
            remedy = "Name the file as in story.ru.md, or without a language for English."
            faults.append(Fault(path.name, expected, f"'{language}'", remedy))
        elif language in drafts:
            remedy = "Give one file a language."
            faults.append(Fault(path.name, "one file a language", f"another in {language}", remedy))
        try:
            drafts.setdefault(language, read_story_text(_text(path), path.name))
        except InputError as error:
            unread += error.faults
    if unread:
        raise InputError([*faults, *unread])
    return drafts, faults


def _text(path: Path) -> str:
    if require_file(path, path.name) > MOST_BYTES:
        expected = f"at most {MOST_BYTES:,} bytes"
        found = f"{require_file(path, path.name):,}"
        raise InputError([Fault(path.name, expected, found, "Make the story shorter.")])
    try:
        return read_bytes(path, path.name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        remedy = "Save the file as UTF-8."
        found = f"a byte that is none at {error.start + 1:,}"
        raise InputError([Fault(path.name, "UTF-8", found, remedy)]) from None


def _check_like(other: DraftStory, first: DraftStory) -> None:
    """Write down where a story in another language has other steps or views of its own."""
    if len(other.steps) != len(first.steps) and other.steps:
        expected = f"{len(first.steps)} steps, as {first.where} has"
        remedy = "Translate each step, and no other."
        other.refuse(other.steps[-1].line, expected, f"{len(other.steps)}", remedy)
    for step in other.steps:
        if step.view is not None:
            remedy = "Take the block out: both languages show the same."
            other.refuse(step.view.line, f"views in {first.where} alone", "a view", remedy)


def _told(draft: DraftStory) -> StoryText:
    return StoryText(
        draft.title,
        tuple(StoryStep(tuple(filled(step.heading)), tuple(step.body)) for step in draft.steps),
    )
