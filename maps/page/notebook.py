"""A page in a cell of a notebook: compressed, so that one with ten maps can still be kept."""

from __future__ import annotations

import base64
import gzip
from html import escape

# The frame unpacks the page and becomes it; the policy of the page then holds in it.
_UNPACK = (
    '<!DOCTYPE html><meta charset="utf-8"><title>zimnik</title><script>'
    'const bytes = Uint8Array.from(atob("{packed}"), (one) => one.charCodeAt(0));'
    'const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));'
    "new Response(stream).text().then((page) => {{"
    " document.open(); document.write(page); document.close(); }});"
    "</script>"
)


def in_frame(page: str, *, height: str) -> str:
    """Return a frame that shows a page, about a third as large as the page.

    Parameters
    ----------
    page
        A whole document.
    height
        Height of the frame, with its unit.
    """
    # Without the time, so that the same page gives the same cell.
    packed = base64.b64encode(gzip.compress(page.encode(), 9, mtime=0)).decode()
    source = escape(_UNPACK.format(packed=packed))
    return (
        f'<iframe srcdoc="{source}" title="zimnik" width="100%" height="{height}" '
        'style="border: none" allowfullscreen></iframe>'
    )
