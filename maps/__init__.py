"""Results as pages and tables.

A page is a `Page`: a name, the module of the scripts that draws it, and a function that makes its
record, the part of the data that is its own. `page.draw(context, ...)` returns it as a folium map,
where `context` is what every page stands on: places, links, land, imprint and projection. To add
one:

1. write a module with its record and a constant such as `ROUTE` in `maps/pages/route.py`;
2. write its module in `maps/js` with a `drawPage`, a function of the map. `drawGround` of
   `shared/ground.js` draws land, network, places, frame, legend and search; the page adds its own
   layers and fills the panel. The record stands in `DATA` of `shared/page.js` under the name of the
   page;
3. name the constant in `maps/pages/registry.py`, and draw a small one in
`tests/maps/every_page.py`.

From then on the tests open it offline in every projection and language, on a phone, with hostile
names and under axe, and `tools/screenshots.py` photographs its example.

Importing this package imports neither pandas nor folium; that happens when a page is drawn.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zimnik.maps.page.page import Page
    from zimnik.maps.page.page_data import Imprint, PageContext

# Whatever prints imports `maps.reports`, which no page need be there for.
_LATER = {
    "Imprint": "zimnik.maps.page.page_data",
    "Page": "zimnik.maps.page.page",
    "PageContext": "zimnik.maps.page.page_data",
}

__all__ = ["Imprint", "Page", "PageContext"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    if name not in _LATER:
        message = f"module 'maps' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(import_module(_LATER[name]), name)
