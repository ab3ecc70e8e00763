"""Bytes to text: UTF-8, UTF-16, and older encodings where the words that come out are plausible.

Owns how an encoding is told. Any bytes are letters in cp1251, so it is taken only where the words
that come out are Russian ones, and Western or Central European encodings only where every word is
spelled with the letters of one language; a guess would turn foreign names into nonsense.
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
EXPECTED = "text in UTF-8, in UTF-16, or in an older encoding that its letters tell"
OTHER_RUSSIAN = {"koi8-r": "KOI8-R", "cp866": "cp866 (DOS)", "mac-cyrillic": "Mac Cyrillic"}
WESTERN = "Windows-1252 (Western European) or Windows-1250 (Central European)"
# Small letters beyond ASCII of languages whose names stand on maps of the North, and neighbours'.
ALPHABETS = {
    "cp1252": tuple(
        frozenset(letters)
        for letters in ("åäöéü", "åæøéòôüö", "äöüßé", "éèêëàâçîïôûùüœæ", "áéíóúýðþæö", "áéíóúñü")
    ),
    "cp1250": tuple(
        frozenset(letters) for letters in ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű")
    ),
}
HEAD_BYTES = 2_000
# Of the letters of a European word, such as one of the four of Łódź.
LEAST_PLAIN = 0.25
# In UTF-16 of Russian names at least commas, digits and ends of lines have an empty byte.
LEAST_EMPTY = 0.1
_SIGN_IN_WORD = re.compile(r"[^\W\d_][\u0080-\u00bf\u0192\u02c6-\u2018\u201a-\u2122][^\W\d_]")
_CONTROL = re.compile(r"[\x80-\x9f]")
# A word with letters beyond ASCII, and one as Russian is written: small, capital, or begun by one.
_WORD = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")
_RUSSIAN = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
# Letters that make up 70 % of any Russian text, and some 30 % of one that is misread.
COMMON = frozenset("оеаинтсрвлк")
LEAST_COMMON, LEAST_RUSSIAN = 0.5, 0.9
# Of fewer letters the share of the common ones says nothing.
JUDGED_LETTERS = 12


def decoded(content: bytes, where: str, encoding: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of a file without its marks, and what is worth saying of its encoding.

    Parameters
    ----------
    content, where
        The file, and how faults name it.
    encoding
        The encoding where it is said, else it is told by marks and letters.

    Raises
    ------
    InputError
        If the encoding cannot be told; the fault names those that are likely.
    """
    if encoding:
        return _as_said(content, where, encoding)
    for mark, marked in MARKS.items():
        if content.startswith(mark):
            try:
                text = content.decode(marked)
            except UnicodeDecodeError as error:
                raise _no_text(where, f"byte {error.start} that is none") from error
            return text.lstrip(MARK), (f"{where}: read as {marked.upper()}, by its mark",)
    unmarked = _unmarked_utf16(content)
    if unmarked:
        return unmarked[0], (f"{where}: read as {unmarked[1].upper()}, because it has no mark",)
    try:
        return content.decode("utf-8").lstrip(MARK), ()
    except UnicodeDecodeError:
        pass
    judged = judged_encoding(content)
    if judged is None:
        raise unknown_encoding(content, where)
    return content.decode(judged), (f"{where}: read as {judged}, because it is not UTF-8",)


def _as_said(content: bytes, where: str, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        at = f"byte {error.start}" if isinstance(error, UnicodeDecodeError) else "a name"
        expected, remedy = f"text in {shown(encoding)}", "Name another encoding."
        fault = Fault(where, expected, f"{at} that is none", remedy)
        raise InputError([fault]) from error
    return text.lstrip(MARK), (f"{where}: read as {encoding}, as said",)


def _unmarked_utf16(content: bytes) -> tuple[str, str] | None:
    """Return the text and the encoding where every other byte is mostly nothing, as in UTF-16."""
    head = content[: HEAD_BYTES - HEAD_BYTES % 2]
    if b"\0" not in head or len(content) % 2:
        return None
    even, odd = (head[n::2].count(0) / max(1, len(head) // 2) for n in (0, 1))
    if max(even, odd) < LEAST_EMPTY or min(even, odd) > 0:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def judged_encoding(content: bytes) -> str | None:
    """Return the one older encoding in which bytes are plausible words, None where none is sure."""
    if is_russian(content, "cp1251"):
        return "cp1251"
    european = [encoding for encoding in ALPHABETS if is_european(content, encoding)]
    texts = {content.decode(encoding) for encoding in european}
    return european[0] if len(texts) == 1 else None


def is_european(content: bytes, encoding: str) -> bool:
    """Whether bytes are words of one language in an encoding, as far as letters beyond ASCII go."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    words = _WORD.findall(text)
    beyond = {letter for word in words for letter in word.casefold() if not letter.isascii()}
    return (
        bool(words)
        and not _SIGN_IN_WORD.search(text)
        and not _CONTROL.search(text)
        and all(_is_spelled(word) for word in words)
        and any(beyond <= alphabet for alphabet in ALPHABETS[encoding])
    )


def _is_spelled(word: str) -> bool:
    plain = sum(letter.isascii() for letter in word)
    return word in {word.lower(), word.upper(), word.capitalize()} and (
        len(word) == 1 or LEAST_PLAIN * len(word) <= plain
    )


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
    return InputError(
        [Fault(where, EXPECTED, found, "Save the table in UTF-8, or name its encoding.")]
    )
