"""Bytes to text: UTF-8, UTF-16 by its mark, and cp1251 where its letters are Russian.

Owns how an encoding is told. Any bytes are letters in cp1251, so it is taken only where the words
that come out are Russian ones; a guess would turn foreign names into nonsense.
"""

from __future__ import annotations

import codecs
import re

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import shown

MARK = "\ufeff"
# That of UTF-32 begins like that of UTF-16, so it is looked at first.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
EXPECTED = "text in UTF-8, in UTF-16 with its mark, or in cp1251 with Russian letters"
OTHER_RUSSIAN = {"koi8-r": "KOI8-R", "cp866": "cp866 (DOS)", "mac-cyrillic": "Mac Cyrillic"}
WESTERN = "Windows-1252 (Western European) or Windows-1250 (Central European)"
# A word with letters beyond ASCII, and one as Russian is written: small, capital, or begun by one.
_WORD = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")
_RUSSIAN = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
# Letters that make up 70 % of any Russian text, and some 30 % of one that is misread.
COMMON = frozenset("оеаинтсрвлк")
LEAST_COMMON, LEAST_RUSSIAN = 0.5, 0.9
# Of fewer letters the share of the common ones says nothing.
JUDGED_LETTERS = 12


def decoded(content: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file without its marks, and what is worth saying of its encoding.

    Raises
    ------
    InputError
        If the encoding cannot be told; the fault names those that are likely.
    """
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError as error:
                raise _no_text(where, f"byte {error.start} that is none") from error
            return text.lstrip(MARK), (f"{where}: read as {encoding.upper()}, by its mark",)
    try:
        return content.decode("utf-8").lstrip(MARK), ()
    except UnicodeDecodeError:
        pass
    if is_russian(content, "cp1251"):
        return content.decode("cp1251"), (f"{where}: read as cp1251, because it is not UTF-8",)
    raise unknown_encoding(content, where)


def is_russian(content: bytes, encoding: str) -> bool:
    """Whether bytes are Russian words in an encoding, as far as letters beyond ASCII go."""
    try:
        words = _WORD.findall(content.decode(encoding))
    except UnicodeDecodeError:
        return False
    russian = [word for word in words if _RUSSIAN.fullmatch(word)]
    letters = "".join(russian).casefold()
    common = sum(letter in COMMON for letter in letters)
    return (
        any(len(word) > 1 for word in russian)
        and len(russian) >= LEAST_RUSSIAN * len(words)
        and (len(letters) < JUDGED_LETTERS or common >= LEAST_COMMON * len(letters))
    )


def unknown_encoding(content: bytes, where: str) -> InputError:
    """Return the error for bytes of an encoding that is not told, with those that are likely."""
    likely = [name for encoding, name in OTHER_RUSSIAN.items() if is_russian(content, encoding)]
    word = _WORD.search(content.decode("cp1252", "replace"))
    example = f", as in '{shown(word[0])}'" if word and not likely else ""
    found = f"other letters{example}; likely {' or '.join(likely) or WESTERN}"
    return _no_text(where, found)


def _no_text(where: str, found: str) -> InputError:
    return InputError([Fault(where, EXPECTED, found, "Save the table in UTF-8.")])
