"""An extension of the site: numbers of the model, as E8 and A4, lead to where the model has them.

Documents, docstrings and notebooks cite them as plain text, so that they read as well in the
repository and in a terminal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

from tools.equations import ASSUMPTIONS, TITLES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MODEL = "docs/model"
KNOWN = frozenset({*TITLES, *ASSUMPTIONS})
_NUMBER = re.compile(r"\b([EA]\d{1,2})\b")
# Where no link belongs: in code, in links and in what heads a page.
_CLOSED = (nodes.literal, nodes.literal_block, nodes.reference, nodes.title, nodes.raw)


def link_numbers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give the numbers of the model anchors, and let every other text lead there."""
    if docname == MODEL:
        for strong in doctree.findall(nodes.strong):
            number = strong.astext().partition(".")[0]
            if number in KNOWN:
                strong["ids"].append(number.lower())
    base = app.builder.get_relative_uri(docname, MODEL)
    for text in list(doctree.findall(nodes.Text)):
        if not _stands_open(text):
            continue
        parts = _NUMBER.split(str(text))
        if not KNOWN.intersection(parts[1::2]):
            continue
        linked: list[nodes.Node] = []
        for place, part in enumerate(parts):
            if place % 2 and part in KNOWN:
                uri = f"{base}#{part.lower()}"
                linked.append(nodes.reference("", part, internal=True, refuri=uri))
            elif part:
                linked.append(nodes.Text(part))
        text.parent.replace(text, linked)


def _stands_open(text: nodes.Text) -> bool:
    node = text.parent
    # The number of an equation where it stands is the anchor.
    if isinstance(node, nodes.strong) and node["ids"]:
        return False
    while node is not None:
        if isinstance(node, _CLOSED):
            return False
        node = node.parent
    return True


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.connect("doctree-resolved", link_numbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
