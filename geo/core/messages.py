"""What an answer says beside its numbers: an English sentence, and what it is made of.

A text and JSON hold the sentence. A page says the same in the language of its reader, without ids
and options, from a template by the code of the message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# A number, a word, an id, another message; or several of them.
Parameter: TypeAlias = "float | str | Sequence[str]"
ABOUT, OF_PLACES, SEVERAL = "about", "of_places", "several"


class Message(str):
    """A sentence in English that knows its code and its parameters.

    It is the sentence: it prints, compares and sorts as that text.

    Parameters
    ----------
    text
        The sentence.
    code
        Name of its templates in other languages.
    parameters
        What the templates name. The end of a name says what stands there: `place_id` or `place_ids`
        a place, `link_id` a link, `from_day` a day MM-DD, `is_open` a fact, `product` a product,
        `said` another message; a number has its unit as everywhere, and other texts are words of
        the vocabulary.

    Examples
    --------
    >>> said = Message("150 km is an estimate", "estimate", distance_km=150.0)
    >>> said, said.code, said.parameters["distance_km"]
    ('150 km is an estimate', 'estimate', 150.0)
    """

    __slots__ = ("code", "parameters")
    code: str
    parameters: Mapping[str, Parameter]

    def __new__(cls, text: str, code: str, **parameters: Parameter) -> Self:
        """Return the sentence with its code and its parameters."""
        made = super().__new__(cls, text)
        made.code = code
        made.parameters = parameters
        return made

    def __reduce__(self) -> tuple[Callable[..., Message], tuple[object, ...]]:
        """Return how a copy is made, in another process too."""
        return _message, (str(self), self.code, dict(self.parameters))


def _message(text: str, code: str, parameters: Mapping[str, Parameter]) -> Message:
    return Message(text, code, **parameters)


def about(place_id: str, said: str) -> str:
    """Return what is said of a place, its id before it; text without a code stays text.

    Examples
    --------
    >>> about("tomtor", "no grade")
    'tomtor: no grade'
    """
    return about_places([place_id], said)


def about_places(place_ids: Iterable[str], said: str) -> str:
    """Return what is said of several places, their ids before it; see `about`."""
    ids = tuple(place_ids)
    text = f"{', '.join(ids)}: {said}"
    return Message(text, ABOUT, place_ids=ids, said=said) if is_coded(said) else text


def of_places(said: str, place_ids: Iterable[str]) -> str:
    """Return what is said of several places, their ids behind it.

    Examples
    --------
    >>> of_places("no grade", ["tomtor", "kovdor"])
    'no grade (tomtor, kovdor)'
    """
    ids = tuple(place_ids)
    text = f"{said} ({', '.join(ids)})"
    return Message(text, OF_PLACES, place_ids=ids, said=said) if is_coded(said) else text


def several(said: Sequence[str]) -> str:
    """Return several messages as one, parted by semicolons.

    Examples
    --------
    >>> several(["no grade", "no recipe"])
    'no grade; no recipe'
    """
    text = "; ".join(said)
    return Message(text, SEVERAL, said=tuple(said)) if all(map(is_coded, said)) else text


def is_coded(said: str) -> bool:
    """Whether a text is a message with a code."""
    return isinstance(said, Message)
