"""Every rule of the atlas, gathered: what `zimnik check` runs.

Owns which rules there are; each subject has a module of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.layers.atlas.atlas import places
from zimnik.layers.cards.borders import border_faults
from zimnik.layers.cards.economics import quotation_faults, share_faults, term_faults
from zimnik.layers.cards.events import event_faults
from zimnik.layers.cards.fleets import fleet_table_faults
from zimnik.layers.cards.gauges import gauge_faults
from zimnik.layers.cards.money import money_of
from zimnik.layers.cards.outlook import figure_faults
from zimnik.layers.cards.projects import project_faults
from zimnik.layers.cards.rate_card import missing_items, rate_faults
from zimnik.layers.cards.recipes import price_faults, recipe_faults
from zimnik.layers.cards.unbuilt import hub_stage_faults
from zimnik.layers.checks.line_checks import line_faults
from zimnik.layers.checks.link_checks import link_faults
from zimnik.layers.checks.network_checks import network_faults
from zimnik.layers.checks.post_checks import post_faults, posted_length_faults
from zimnik.layers.checks.region_checks import provinces_of, region_faults
from zimnik.layers.checks.sea_checks import sea_over_land
from zimnik.layers.checks.site_checks import (
    name_faults,
    near_duplicate_faults,
    output_faults,
    working_season_faults,
)
from zimnik.layers.checks.validation import cell_faults
from zimnik.layers.rasters.region_rasters import land_of
from zimnik.layers.readers.cells import Cells, to_cells
from zimnik.layers.readers.keys import repeated_keys
from zimnik.layers.schema.schema import FILLED_TO_SHIP
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from zimnik.geo.core.errors import Fault
    from zimnik.layers.atlas.atlas import Atlas


def check_atlas(atlas: Atlas) -> list[Fault]:
    """Return every fault of an atlas, by table and row; none where all rules hold.

    Cells are held against the schema as strictly as the shipped atlas is: source, confidence and
    whatever else it always fills must be there. Where a cell is wrong the other rules are not
    asked, for they would blame its neighbours.
    """
    faults = [fault for name in TABLES for fault in _table_faults(atlas, name)]
    return faults or [*row_faults(atlas), *whole_faults(atlas)]


def _table_faults(atlas: Atlas, name: str) -> list[Fault]:
    frame = to_cells(atlas.table(name), TABLES[name])
    cells = Cells(TABLES[name], name, frame.set_axis(range(1, len(frame) + 1)), numbering="row")
    return [
        *cell_faults(cells, filled=FILLED_TO_SHIP, region=atlas.region).faults,
        *repeated_keys(cells).values(),
    ]


def row_faults(
    atlas: Atlas,
    *,
    also_known: frozenset[str] = frozenset(),
    broken: frozenset[str] = frozenset(),
) -> list[Fault]:
    """Return what is wrong with single rows, beyond what their columns may hold.

    These rules hold for a user's rows too, for a route over a row that breaks one is wrong.

    Parameters
    ----------
    atlas
        Tables whose cells are valid.
    also_known
        Ids of places that exist but have faults of their own.
    broken
        Tables of which rows are left out; rules that would miss them are not asked.
    """
    lacking = broken & {"exchange_rates", "deflators"}
    money = None if lacking else money_of(atlas.exchange_rates, atlas.deflators)
    every_place = places(atlas)
    posts = post_faults(atlas.posts, set(every_place["id"]), also_known=also_known)
    lines = {str(fault.row).partition(" ")[0] for fault in posts}
    posted = atlas.links[~atlas.links["line"].isin(lines)]
    lengths = [] if "posts" in broken else posted_length_faults(posted, atlas.posts)
    return [
        *link_faults(atlas.links, every_place, atlas.region, also_known=also_known),
        *posts,
        *lengths,
        *rate_faults(atlas.rates, money),
        *working_season_faults(atlas),
        *output_faults(atlas, also_known=also_known),
        *recipe_faults(atlas, also_known=also_known),
        *share_faults(atlas, also_known=also_known),
        *figure_faults(atlas),
        *border_faults(atlas, also_known=also_known),
        *([] if lacking else quotation_faults(atlas)),
        *([] if lacking else term_faults(atlas, also_known=also_known)),
        *([] if lacking else price_faults(atlas, also_known=also_known)),
        *([] if lacking else project_faults(atlas, also_known=also_known)),
        *hub_stage_faults(atlas, also_known=also_known),
        *gauge_faults(atlas, broken=broken),
        *event_faults(atlas, broken=broken),
        *fleet_table_faults(atlas),
    ]


def whole_faults(atlas: Atlas) -> list[Fault]:
    """Return what is wrong with the atlas as a whole, its rows being right one by one."""
    return [
        *missing_items(atlas.rates),
        *near_duplicate_faults(atlas),
        *name_faults(atlas),
        *network_faults(atlas),
        *region_faults(atlas, provinces_of(atlas.region)),
        *line_faults(atlas.links, places(atlas)),
        *sea_over_land(atlas.links, land_of(atlas.region), atlas.sea_exceptions),
    ]
