"""A page without a map: the same frame, words and policy, and nothing of Leaflet.

Owns how a story becomes a document. What it names of places travels with it, and no other place.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Generic, ParamSpec

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.maps.page.frame import (
    PageFigure,
    Raw,
    data_block,
    ours,
    tag,
    with_policy,
)
from zimnik.maps.page.packing import pack_json
from zimnik.maps.page.safe_text import script_json
from zimnik.maps.page.scripts import HANDLE, with_later
from zimnik.maps.page.styles import style_for
from zimnik.maps.page.words import (
    ANSWERS,
    LANGUAGES,
    PROSE,
    answer_words,
    prose_on,
    words_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zimnik.maps.page.ground import Ground
    from zimnik.maps.page.page_data import Imprint

Given = ParamSpec("Given")
ID_KEYS = frozenset({"place", "id", "from_id", "to_id"})
# Words that only pages with a map say.
OF_MAPS = frozenset(
    {
        "campaign",
        "compare",
        "confidence",
        "fields",
        "group_notes",
        "groups",
        "projections",
        "remoteness",
        "stress",
        "titles",
        "units",
    }
)
# Of these a page carries what its messages name.
OF_MESSAGES = ("messages", "message_words")
ENTRY = "answers/answers.js"
# What is read only when a reader takes something away or prints.
ON_DEMAND = ("answers/paper.js", "panel/export.js", "panel/table_file.js")
# English and Russian name of a place.
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What places and links are called.

    Parameters
    ----------
    names
        English and Russian name of every place by id.
    ends
        Places that every link joins, by its id.
    ground
        What the page knows of its region.
    """

    names: Mapping[str, Names]
    ends: Mapping[str, tuple[str, str]]
    ground: Ground

    def __post_init__(self) -> None:
        freeze_mappings(self)


class AnswerFigure(PageFigure):
    """A document without a map."""

    def render(self, **kwargs: object) -> str:
        """Return the document, its policy in the head before any script."""
        return with_policy(self._template.render(this=self, kwargs=kwargs), later=self.later)


@dataclass(frozen=True, slots=True)
class AnswerPage(Generic[Given]):
    """A kind of page of charts, and how one is drawn.

    Parameters
    ----------
    name
        Name of the page.
    story
        What it says of an answer; see `zimnik.maps.pages.answers.story`.
    example
        Arguments of a command that writes such a page of the shipped atlas.
    """

    name: str
    story: Callable[Given, dict[str, Any]]
    example: tuple[str, ...] = ()

    def draw(
        self,
        imprint: Imprint,
        gazetteer: Gazetteer,
        *given: Given.args,
        **named: Given.kwargs,
    ) -> AnswerFigure:
        """Return the page as a document.

        Parameters
        ----------
        imprint
            What the page says of itself.
        gazetteer
            What the places and links are called that the story names.
        given, named
            The record that the story is told of.
        """
        return _document(imprint, gazetteer, self.story(*given, **named))


def _named(story: object, gazetteer: Gazetteer) -> dict[str, list[dict[str, str]]]:
    """Return the places and the links that a story names, once each."""
    ids = dict.fromkeys(_ids(story))
    links = {one: gazetteer.ends[one] for one in ids if one in gazetteer.ends}
    ids.update(dict.fromkeys(end for ends in links.values() for end in ends))
    names = gazetteer.names
    return {
        "places": [
            {"id": one, "name_en": names[one][0], "name_ru": names[one][1]}
            for one in ids
            if one in names
        ],
        "links": [{"id": one, "from_id": ends[0], "to_id": ends[1]} for one, ends in links.items()],
    }


def _ids(told: object) -> Iterator[str]:
    """Yield what may be an id of a story: the value of a key that holds one, or an item."""
    if isinstance(told, dict):
        for key, value in told.items():
            if isinstance(value, str):
                if key in ID_KEYS or key.endswith("_id"):
                    yield value
            else:
                yield from _ids(value)
    elif isinstance(told, (list, tuple)):
        for one in told:
            if isinstance(one, str):
                yield one
            else:
                yield from _ids(one)


def _words(ground: Ground, language: str, told: str) -> dict[str, Any]:
    every = words_in(ground, language)
    own = {name: group for name, group in every.items() if name not in OF_MAPS}
    own[PROSE] = prose_on(ground, language, told)
    for name in OF_MESSAGES:
        own[name] = {key: said for key, said in own.get(name, {}).items() if f'"{key}"' in told}
    return {**own, ANSWERS: answer_words(language)} if language in LANGUAGES else own


def _document(imprint: Imprint, gazetteer: Gazetteer, story: dict[str, Any]) -> AnswerFigure:
    data: dict[str, Any] = {
        "imprint": {**asdict(imprint), "date": imprint.date.isoformat()},
        "ground": gazetteer.ground.names_record(),
        **_named(story, gazetteer),
        "answer": story,
    }
    figure = AnswerFigure(imprint.title, "en", "z-answer", [])
    figure.header.add_child(
        Raw('<meta name="viewport" content="width=device-width, initial-scale=1">')
    )
    (script, later), told = with_later([ENTRY], ON_DEMAND), json.dumps(data, ensure_ascii=False)
    figure.later.append(later)
    elements = f"{ours('answer.html')} {figure.body_class} {script}{later}"
    for name in ("style.css", "answers.css"):
        figure.header.add_child(Raw(tag("style", style_for(ours(name), elements))))
    body = [
        ours("answer.html"),
        data_block("z-data", script_json(data)),
        data_block("z-later", script_json(pack_json(later))),
        *(
            data_block(f"z-text-{language}", script_json(_words(gazetteer.ground, language, told)))
            for language in gazetteer.ground.languages
        ),
        tag("script", script),
    ]
    for text in body:
        figure.html.add_child(Raw(text))
    figure.script.add_child(Raw(f"{HANDLE}.openAnswer();"))
    return figure
