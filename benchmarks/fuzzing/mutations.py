"""How texts and bytes are changed: small damage that keeps most of a file as it was.

Every choice is drawn from the generator that is handed over, so that a case comes back by its seed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

NUMBERS = ("0", "-1", "1e308", "-1e-320", "nan", "inf", "9" * 40, "1,5", "1.234,5", "0x10",
           "1e5",
           "180.0000001", "-181", "91", "٣", "1_000", "½", "12-31", "02-29", "1e999",
           "2147483648", "-9223372036854775809", "18446744073709551616", "1:2", "+5",
           "0.1.2")  # fmt: skip
WORDS = ("", " ", "\0", "\ufeff", "\u202e", "\ud7ff", "\U0010ffff", "null", "None", "true",
         "yes", "=1+1",
         "a" * 5_000, "']}", "]]>", "</", "&#0;", "&amp;", '"', '""', "{", "[", "\\", "\\u0000",
         "__proto__", "../../etc/passwd", "/vsicurl/http://127.0.0.1:9/", "\r", "\n\n", "\t",
         "id", "geometry", "fid", "ogr_fid", "\x1b[2J", "file:///etc/passwd", "%s",
         "{0}")  # fmt: skip
BYTES = (
    *(b"\0", b"\xff", b"\x80", b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff"),
    b"\0\0\0\0\0\0\xf0\x7f",
)
ENCODINGS = ("utf-16", "utf-8-sig", "cp1251", "utf-32", "koi8-r", "utf-7")
NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:[eE][-+]?\d+)?")
WORD = re.compile(r"\w+", re.UNICODE)
DEEP, MANY, MOST_CHANGES = 3_000, 300, 4
MOST_JSON = 400_000


def text_changed(random: Random, data: bytes) -> bytes:
    """Return a text with some tokens or lines exchanged, or the bytes of one changed."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return bytes_changed(random, data)
    if text.lstrip().startswith("{") and random.random() < 1 / 2:
        return _json_changed(random, text)
    for _ in range(random.randint(1, MOST_CHANGES)):
        text = random.choice(TEXT_CHANGES)(random, text)
    encoding = random.choice(ENCODINGS) if random.random() < 1 / 20 else "utf-8"
    return text.encode(encoding, "replace")


def bytes_changed(random: Random, data: bytes) -> bytes:
    """Return bytes with some of them flipped, left out, put in or taken from elsewhere."""
    changed = bytearray(data)
    for _ in range(random.randint(1, MOST_CHANGES)):
        at = random.randrange(len(changed) + 1)
        match random.randrange(7):
            case 0 | 1 if at < len(changed):
                changed[at] ^= 1 << random.randrange(8)
            case 2:
                changed[at : at + 1] = random.choice(BYTES)
            case 3:
                put = random.choice(BYTES)
                changed[at : at + len(put)] = put
            case 4:
                del changed[at : at + random.randint(1, 16)]
            case 5:
                other = random.randrange(len(changed) + 1)
                changed[at:at] = changed[other : other + random.randint(1, 32)]
            case 6 if random.random() < 1 / 4:
                del changed[at:]
    return bytes(changed)


def value_changed(random: Random, value: object) -> object:
    """Return what may stand in the place of a value of a table."""
    options = (None, value, random.choice(WORDS), random.choice(NUMBERS), -1, 2**62, 1e308,
               b"\xff\0", float("inf"), float("nan"), True)  # fmt: skip
    if isinstance(value, bytes) and value and random.random() < 2 / 3:
        return bytes_changed(random, value)
    if isinstance(value, str) and value and random.random() < 2 / 3:
        return text_changed(random, value.encode("utf-8", "replace")).decode("utf-8", "replace")
    return random.choice(options)


def _exchanged(pattern: re.Pattern[str], new: Sequence[str]) -> Callable[[Random, str], str]:
    def change(random: Random, text: str) -> str:
        found = list(pattern.finditer(text))
        if not found:
            return text + random.choice(new)
        one = random.choice(found)
        put = random.choice((random.choice(new), random.choice(found)[0]))
        return text[: one.start()] + put + text[one.end() :]

    return change


def _put_in(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice((*WORDS, *NUMBERS)) + text[at:]


def _left_out(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + text[at + random.randint(1, 12) :]


def _lines(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[other])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = lines[at] * random.randint(2, MANY)
        case _:
            lines = lines[:at]
    return "".join(lines)


def _deep(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(("[", "{", "(", "<a>", '{"a":', "[[a.")) * DEEP + text[at:]


def _separators(random: Random, text: str) -> str:
    old = random.choice(",;\t\n<>[]{}='\"")
    new = random.choice((",", ";", "\t", "", "="))
    return text.replace(old, new, random.choice((1, -1)))


TEXT_CHANGES: tuple[Callable[[Random, str], str], ...] = (
    *[_exchanged(NUMBER, NUMBERS)] * 4,
    *[_exchanged(WORD, WORDS)] * 4,
    *[_put_in] * 2,
    *[_left_out] * 2,
    *[_lines] * 3,
    _deep,
    _separators,
)


def _json_changed(random: Random, text: str) -> bytes:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return bytes_changed(random, text.encode())
    for _ in range(random.randint(1, MOST_CHANGES)):
        told = _node_changed(random, told)
    return json.dumps(told, ensure_ascii=random.random() < 1 / 2)[:MOST_JSON].encode(
        "utf-8", "replace"
    )


def _node_changed(random: Random, node: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(node, dict) and node and random.random() < 9 / 10:
        name = random.choice(list(node))
        changed = dict(node)
        match random.randrange(10):
            case 0:
                del changed[name]
            case 1:
                changed[random.choice(WORDS)] = changed.pop(name)
            case _:
                changed[name] = _node_changed(random, node[name])
        return changed
    if isinstance(node, list) and node and random.random() < 9 / 10:
        at = random.randrange(len(node))
        changed_list = list(node)
        match random.randrange(10):
            case 0:
                del changed_list[at]
            case 1:
                changed_list.insert(at, random.choice(node))
            case _:
                changed_list[at] = _node_changed(random, node[at])
        return changed_list
    return random.choice(
        (None, [], {}, True, 0, -1, 1e308, float("nan"), 2**70, [[]], [node], {"a": node},
         random.choice(WORDS), random.choice(NUMBERS), "Polygon", "GeometryCollection", [1e400, 2])
    )  # fmt: skip
