"""The atlas page: every place and link on one interactive map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.maps.page.page import Page

if TYPE_CHECKING:
    from zimnik.maps.page.page_data import PageContext


def _nothing_more(_context: PageContext) -> dict[str, Any]:
    return {}


ATLAS = Page(name="atlas", entry="atlas/atlas.js", record=_nothing_more)
