"""Stories that planners write: what they show, and every fault of them at once with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.errors import InputError
from zimnik.maps.pages.planner_story import StoryChart
from zimnik.studies.map import MapQuestion, planner_input
from zimnik.studies.stories.reading import read_story

if TYPE_CHECKING:
    from pathlib import Path

    import zimnik
    from zimnik.maps.pages.planner_data import PlannerInput
    from zimnik.maps.pages.planner_story import Story

WHOLE = """# Why it waits

## Far away

US$ {cost} a tonne.

```view
deposit: Томтор
hub: Solikamsk Magnesium Plant
ready: 07-01
close: sea, RU-CN
rates: rail=1.5
map: 68.5, 112, 4
chart: calendar
```

## All of them

{reached} of them.
"""


@pytest.fixture(scope="module")
def planner(study: zimnik.Study) -> PlannerInput:
    return planner_input(study.model)


def read(study: zimnik.Study, planner: PlannerInput, folder: Path, **texts: str) -> Story:
    """Return the story of files, whose names stand for language by two letters, in their order."""
    names = {"en": "story.md"}
    paths = []
    for language, text in texts.items():
        path = folder / names.get(language, f"story.{language}.md")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    story = read_story(MapQuestion(story=tuple(paths)).story, study.model, planner)
    assert story is not None
    return story


def faults(study: zimnik.Study, planner: PlannerInput, folder: Path, **texts: str) -> list[str]:
    """Return row and what was found of each fault."""
    with pytest.raises(InputError) as refused:
        read(study, planner, folder, **texts)
    return [f"{fault.row}: {fault.found}" for fault in refused.value.faults]


def test_views_become_addresses_of_the_page(
    study: zimnik.Study, planner: PlannerInput, tmp_path: Path
) -> None:
    story = read(study, planner, tmp_path, en=WHOLE)
    first, second = story.views
    assert first.address == (
        "chosen=tomtor&hub=solikamsk&ready=07-01&modes=sea&borders=RU-CN&rates=rail%3A1.5"
        "&at=68.500%2C112.000%2C4"
    )
    assert first.chart is StoryChart.CALENDAR
    assert (second.address, second.chart) == ("", None)
    assert [step.heading for step in story.texts["en"].steps] == [("Far away",), ("All of them",)]


def test_copied_link_is_a_view(study: zimnik.Study, planner: PlannerInput, tmp_path: Path) -> None:
    link = (
        "file:///c/p.html#step=2&hub=solikamsk&chosen=tomtor&season=12-01%2C04-15&lang=ru&sort=days"
    )
    text = f"# T\n\n## S\n\ntext\n\n```view\nlink: {link}\n```\n"
    story = read(study, planner, tmp_path, en=text)
    assert story.views[0].address == "hub=solikamsk&chosen=tomtor&season=12-01%2C04-15&sort=days"


def test_languages_share_the_views_of_the_first_file(
    study: zimnik.Study, planner: PlannerInput, tmp_path: Path
) -> None:
    russian = "# Почему\n\n## Далеко\n\n{cost}\n\n## Все\n\n{reached}\n"
    story = read(study, planner, tmp_path, en=WHOLE, ru=russian)
    assert (len(story.views), story.texts["ru"].title) == (2, "Почему")
    shorter = "# Почему\n\n## Далеко\n\n{cost}\n\n```view\nhub: cheapest\n```\n"
    assert faults(study, planner, tmp_path, en=WHOLE, ru=shorter) == ["3: 1", "7: a view"]
    assert faults(study, planner, tmp_path, en=WHOLE, xx=russian) == [": 'xx'"]


BAD = """Lost text.

# One
# Two

## Step {cots}

![x](http://a.example/x.png) and [z](../a.md) {wots}

```view
deposit: nowhere
hub
chart: pie
ready: 02-30
map: 99,1,4
deposit: tomtor
```

```python
```

## Empty

### Deeper
"""


def test_every_fault_is_told_with_its_line(
    study: zimnik.Study, planner: PlannerInput, tmp_path: Path
) -> None:
    assert faults(study, planner, tmp_path, en=BAD) == [
        "1: text before the first step",
        "4: '# Two'",
        "6: {cots}",
        "8: a picture, 'http://a.example/x.png'",
        "8: a link to '../a.md'",
        "8: {wots}",
        "11: 'deposit: nowhere'",
        "12: 'hub'",
        "13: 'chart: pie'",
        "14: 'ready: 02-30'",
        "15: 'map: 99,1,4'",
        "16: 'deposit: tomtor'",
        "19: '```python'",
        "22: none under 'Empty'",
        "24: '### Deeper'",
    ]


@pytest.mark.parametrize(
    ("figure", "view", "found"),
    [
        ("{cost}", "hub: solikamsk", "{cost}"),
        ("{arrives}", "deposit: tomtor", "{arrives}"),
        ("{best_day}", "deposit: tomtor\nready: 07-01", "{best_day}"),
        ("{usd_per_kg}", "deposit: kyuchus", "{usd_per_kg}"),
        ("text", "chart: months", "the chart months"),
    ],
)
def test_figure_that_its_view_has_not_is_refused(
    study: zimnik.Study, planner: PlannerInput, tmp_path: Path, figure: str, view: str, found: str
) -> None:
    text = f"# T\n\n## S\n\n{figure}\n\n```view\n{view}\n```\n"
    (fault,) = faults(study, planner, tmp_path, en=text)
    assert fault.endswith(found)


def test_file_that_is_no_story_is_refused(
    study: zimnik.Study, planner: PlannerInput, tmp_path: Path
) -> None:
    path = tmp_path / "story.md"
    for content, found in (
        (b"# caf\xe9\n", "a byte that is none at 6"),
        (b"# T\n" + b"x" * 100_000, "100,004"),
        (b"", "no heading with one #"),
    ):
        path.write_bytes(content)
        with pytest.raises(InputError) as refused:
            read_story((path,), study.model, planner)
        assert found in str(refused.value)
    for given, found in ((tmp_path / "none.md", "no such file"), ("unheard", "tomtor-waits")):
        with pytest.raises(InputError, match=found):
            read_story((given,), study.model, planner)
