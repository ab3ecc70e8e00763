"""Cases of Russian names: the forms that a name takes in a sentence.

Owns which endings a word has, by the ending of its nominative. Names are compared as whole words of
a form, not by their stems, so that the town of Chernyshevsk is not Chernyshevsky's.
"""

from __future__ import annotations

import re

# In turn: longer endings of the nominative come before those that they hold.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ый", ("ого", "ому", "ым", "ом")),
    ("ий", ("его", "ему", "им", "ем", "ого", "ому", "ом")),
    ("ой", ("ого", "ому", "ым", "ом")),
    ("ая", ("ой", "ую")),
    ("яя", ("ей", "юю")),
    ("ое", ("ого", "ому", "ым", "ом")),
    ("ее", ("его", "ему", "им", "ем")),
    ("ые", ("ых", "ым", "ыми")),
    ("ие", ("их", "им", "ими", "ия", "ию", "ием", "ии")),
    ("ия", ("ии", "ию", "ией")),
    ("а", ("ы", "и", "е", "у", "ой", "ей")),
    ("я", ("и", "е", "ю", "ей")),
    ("о", ("а", "у", "ом", "е")),
    ("й", ("я", "ю", "ем", "е")),
    ("ь", ("я", "ю", "ем", "е", "и", "ью")),
)
_CONSONANT = re.compile(r"[бвгджзклмнпрстфхцчшщ]$")
_OF_CONSONANTS = ("а", "у", "ом", "е")


def is_form_of(word: str, name: str) -> bool:
    """Whether a plain word, or each word of several, is a case of a plain name.

    Examples
    --------
    >>> is_form_of("усть куте", "усть кут"), is_form_of("чернышевского", "чернышевск")
    (True, False)
    """
    words, names = word.split(), name.split()
    return len(words) == len(names) and all(
        one == other or one in _cases_of(other) for one, other in zip(words, names, strict=True)
    )


def _cases_of(nominative: str) -> set[str]:
    for ending, others in _ENDINGS:
        if nominative.endswith(ending):
            stem = nominative.removesuffix(ending)
            return {stem + other for other in others}
    if _CONSONANT.search(nominative):
        return {nominative + other for other in _OF_CONSONANTS}
    return set()
