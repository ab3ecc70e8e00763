"""How text and data enter a page without becoming markup or code.

Owns the one `escape` for what must pass through a template, and the JSON of the data blocks.
Everything else reaches the reader through textContent in the scripts.
"""

from __future__ import annotations

import json

_ENTITIES = {ord(character): f"&#{ord(character)};" for character in "&<>\"'\\`${}"}
# In a script element "</script>" and "<!--" would end or hide the data; the two separators end a
# line in older JavaScript. As escapes they mean the same to JSON.
_JSON_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def escape(text: str) -> str:
    r"""Return text as HTML that shows it and does nothing else, in folium's templates too.

    folium puts strings into template literals of JavaScript, and branca reads what it rendered as
    a template again; so backslash, backtick, ``$`` and braces are written as entities, beside the
    five characters of HTML.

    >>> escape("<b>${x}")
    '&#60;b&#62;&#36;&#123;x&#125;'
    """
    return text.translate(_ENTITIES)


def script_json(data: object) -> str:
    """Return data as compact JSON that can stand inside a script element.

    Raises
    ------
    ValueError
        If a number is NaN or infinite.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_JSON_ESCAPES)
