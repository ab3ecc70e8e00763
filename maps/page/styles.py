"""The style of a page: what of it the page has elements for, without what means nothing.

Owns how `style.css` is read. A rule whose selector names a class or an id of ours that neither the
scripts nor the frame of a page name can show nothing there, and stays behind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r" ?([{};,>]) ?|(?<=:) ")
_OURS = re.compile(r"[.#](z-[\w-]+)")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# Names that scripts put together from a beginning and what they draw.
_BEGUN = re.compile(r"(z-[\w-]+-)\$\{")
_FAMILIES = frozenset({"z-deposit", "z-hub", "z-market", "z-terminal"})
# Rules inside these are rules of elements too.
_CONDITIONS = ("@media", "@supports", "@container")


def shorter_css(text: str) -> str:
    """Return a style without its comments and the spaces that mean nothing."""
    return _BREAK.sub(lambda found: found[1] or "", _SPACE.sub(" ", _COMMENT.sub("", text))).strip()


def style_for(text: str, elements: str) -> str:
    """Return the rules of a style that can show on a page, shortened.

    Parameters
    ----------
    text
        A style.
    elements
        What makes the elements of the page: its frame and its scripts.
    """
    begun = tuple(set(_BEGUN.findall(elements)))
    named = set(re.findall(r"z-[\w-]+", elements)) | _FAMILIES

    def shows(selector: str) -> bool:
        plain = _IN_BRACKETS.sub("", selector)
        return all(name in named or name.startswith(begun) for name in _OURS.findall(plain))

    def kept(rules: str) -> str:
        out = []
        for head, body in _rules(rules):
            if head.startswith(_CONDITIONS):
                inner = kept(body)
                out += [f"{head}{{{inner}}}"] if inner else []
            elif head.startswith("@"):
                out.append(f"{head}{{{body}}}")
            elif some := [one for one in _selectors(head) if shows(one)]:
                out.append(f"{','.join(some)}{{{body}}}")
        return "".join(out)

    return kept(shorter_css(text))


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before the outer braces of a style, and what stands within them."""
    depth, begin, opened = 0, 0, 0
    for at, sign in enumerate(text):
        if sign == "{":
            opened = at if depth == 0 else opened
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield text[begin:opened].strip(), text[opened + 1 : at]
                begin = at + 1


def _selectors(head: str) -> Iterator[str]:
    """Yield the selectors of a rule; commas in brackets part none."""
    depth, begin = 0, 0
    for at, sign in enumerate(head):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            yield head[begin:at]
            begin = at + 1
    yield head[begin:]
