"""The pictures within the pins of `folium.Icon`: outlines, as no font of icons is at hand.

Owns which names of icons have an outline: a few that are drawn here, and those of Font Awesome
where the package fontawesomefree is installed.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_OUTLINE = re.compile(r'viewBox="([\d. -]+)".*?<path d="([^"]+)"', re.DOTALL)
# Drawn for this project in a box of 24 by 24.
_DRAWN = {
    "info": "M10 9.5h4V20h-4zM10 4h4v3.6h-4z",
    "star": "M12 2.5l2.9 6.3 6.9.8-5.1 4.7 1.4 6.8L12 17.7l-6.1 3.4 1.4-6.8-5.1-4.7 6.9-.8z",
    "plus": "M10 4h4v6h6v4h-6v6h-4v-6H4v-4h6z",
    "minus": "M4 10h16v4H4z",
    "check": "M3.5 12.5l3-3 3.6 3.6 7.4-7.6 3 3L10 19z",
    "xmark": "M6.5 3.7L12 9.2l5.5-5.5 2.8 2.8-5.5 5.5 5.5 5.5-2.8 2.8-5.5-5.5-5.5 5.5"
    "-2.8-2.8L9.2 12 3.7 6.5z",
    "house": "M12 3l9.5 9H19v9h-5v-6h-4v6H5v-9H2.5z",
    "flag": "M5 3h2.5v1H19l-3 4 3 4H7.5v9H5z",
    "circle": "M12 4a8 8 0 1 1 0 16a8 8 0 1 1 0-16z",
    "square": "M4.5 4.5h15v15h-15z",
    "play": "M7 4l13 8-13 8z",
}  # fmt: skip
# Names of Bootstrap's glyphs and older ones of Font Awesome.
_SAME = {
    "info-sign": "info", "info-circle": "info", "circle-info": "info", "ok": "check",
    "ok-sign": "check", "remove": "xmark", "remove-sign": "xmark", "times": "xmark",
    "home": "house", "plus-sign": "plus", "minus-sign": "minus", "record": "circle",
    "stop": "square", "star-empty": "star", "play-circle": "play",
}  # fmt: skip
_STYLES = ("solid", "regular", "brands")


class Outline(NamedTuple):
    """A picture: the box that it is drawn in, and the path of its outline in SVG."""

    box: str
    path: str


@cache
def outline_of(name: str) -> Outline | None:
    """Return the outline of an icon, None where there is none.

    >>> outline_of("info-sign").box
    '0 0 24 24'
    """
    plain = name.removeprefix("fa-").removeprefix("glyphicon-")
    drawn = _DRAWN.get(_SAME.get(plain, plain))
    return Outline("0 0 24 24", drawn) if drawn else _font_awesome(plain)


def _font_awesome(name: str) -> Outline | None:
    try:
        folder = files("fontawesomefree").joinpath("static", "fontawesomefree", "svgs")
    except ModuleNotFoundError:
        return None
    if not re.fullmatch(r"[\w-]+", name):
        return None
    for style in _STYLES:
        file = folder.joinpath(style, f"{name}.svg")
        if file.is_file() and (found := _OUTLINE.search(file.read_text(encoding="utf-8"))):
            return Outline(found[1], found[2])
    return None
