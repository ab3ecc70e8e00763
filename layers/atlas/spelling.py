"""Spellings of one name: two alphabets, and the ways of writing one in the other.

Owns the form in which names are compared when no name is the same letter by letter. It is made for
finding and never shown.
"""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
})  # fmt: skip
# In turn: longer groups of letters come before those that they hold.
_LATIN = (
    ("shch", "s"),
    ("sch", "s"),
    ("tch", "c"),
    ("sh", "s"),
    ("ch", "c"),
    ("zh", "z"),
    ("kh", "h"),
    ("ph", "f"),
    ("ck", "k"),
    ("ts", "c"),
    ("tz", "c"),
    ("x", "ks"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("ou", "u"),
    ("io", "e"),
    ("ie", "e"),
    ("iu", "u"),
    ("ia", "a"),
)
# Accents, and the letters that stand for a soft or a hard sign.
_MARKS = frozenset({"Mn", "Mc", "Me", "Lm"})
_DROPPED = re.compile(r"[^\w\s]")
_TWICE = re.compile(r"(\w)\1+")


def spelling_of(plain_name: str) -> str:
    """Return the form of a plain name that its spellings share; empty where it has no letter.

    Parameters
    ----------
    plain_name
        A name as `layers.atlas.place_names.plain_name` gives it.

    Examples
    --------
    >>> {spelling_of(name) for name in ("якутск", "yakutsk", "jakutsk", "iakutsk")}
    {'akuck'}
    >>> spelling_of("noril'sk") == spelling_of("норильск")
    True
    """
    marked = unicodedata.normalize("NFKD", plain_name.translate(_CYRILLIC))
    letters = "".join(sign for sign in marked if unicodedata.category(sign) not in _MARKS)
    letters = _DROPPED.sub("", letters)
    for group, sign in _LATIN:
        letters = letters.replace(group, sign)
    return "".join(_TWICE.sub(r"\1", letters).split())
