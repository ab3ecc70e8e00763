"""Results as pages and tables.

Importing this package does not import folium; that happens when a page is made.
"""

from maps.atlas import atlas_page
from maps.page_data import Imprint
from maps.route import route_page
from maps.saving import MOST_PAGE_BYTES, save_page

__all__ = ["MOST_PAGE_BYTES", "Imprint", "atlas_page", "route_page", "save_page"]
