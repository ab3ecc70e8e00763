"""What is where: files to validated tables, and the shipped atlas."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from zimnik.layers.atlas.atlas import Atlas, places, site_row, sites
from zimnik.layers.atlas.gazetteer import (
    Ban,
    corridors_of,
    find_ban,
    find_each_place,
    find_place,
    find_places,
    match_of_point,
    names_in,
)
from zimnik.layers.atlas.points import PlaceMatch, region_fault, sea_faults, with_points
from zimnik.layers.cards.rate_card import load_rate_card
from zimnik.layers.loading.loading import Examined, check_path, load_atlas, load_rates, with_rates

if TYPE_CHECKING:
    from zimnik.layers.atlas.counts import count_rows
    from zimnik.layers.cards.borders import load_border_terms
    from zimnik.layers.cards.economics import (
        load_element_splits,
        load_ndpr_shares,
        load_project_terms,
        load_quotations,
    )
    from zimnik.layers.cards.outlook import load_figures, load_separation_plants
    from zimnik.layers.cards.projects import load_projects
    from zimnik.layers.cards.recipes import load_plant_prices, load_recipes
    from zimnik.layers.checks.checks import check_atlas
    from zimnik.layers.loading.dictionary import data_dictionary
    from zimnik.layers.loading.export import export_atlas
    from zimnik.layers.loading.template import write_template
    from zimnik.layers.rasters.climate import load_climate
    from zimnik.layers.rasters.land import load_land
    from zimnik.layers.rasters.region_rasters import climate_of, land_of
    from zimnik.layers.schema.tables import column_units

# What no route needs is read when it is asked for, since a command has to answer soon.
_LATER = {
    "check_atlas": "zimnik.layers.checks.checks",
    "column_units": "zimnik.layers.schema.tables",
    "count_rows": "zimnik.layers.atlas.counts",
    "data_dictionary": "zimnik.layers.loading.dictionary",
    "export_atlas": "zimnik.layers.loading.export",
    "load_climate": "zimnik.layers.rasters.climate",
    "load_land": "zimnik.layers.rasters.land",
    "climate_of": "zimnik.layers.rasters.region_rasters",
    "land_of": "zimnik.layers.rasters.region_rasters",
    "load_element_splits": "zimnik.layers.cards.economics",
    "load_figures": "zimnik.layers.cards.outlook",
    "load_ndpr_shares": "zimnik.layers.cards.economics",
    "load_plant_prices": "zimnik.layers.cards.recipes",
    "load_recipes": "zimnik.layers.cards.recipes",
    "load_separation_plants": "zimnik.layers.cards.outlook",
    "load_border_terms": "zimnik.layers.cards.borders",
    "load_project_terms": "zimnik.layers.cards.economics",
    "load_projects": "zimnik.layers.cards.projects",
    "load_quotations": "zimnik.layers.cards.economics",
    "write_template": "zimnik.layers.loading.template",
}

__all__ = [
    "Atlas",
    "Ban",
    "Examined",
    "PlaceMatch",
    "check_atlas",
    "check_path",
    "climate_of",
    "column_units",
    "corridors_of",
    "count_rows",
    "data_dictionary",
    "export_atlas",
    "find_ban",
    "find_each_place",
    "find_place",
    "find_places",
    "land_of",
    "load_atlas",
    "load_border_terms",
    "load_climate",
    "load_element_splits",
    "load_figures",
    "load_land",
    "load_ndpr_shares",
    "load_plant_prices",
    "load_project_terms",
    "load_projects",
    "load_quotations",
    "load_rate_card",
    "load_rates",
    "load_recipes",
    "load_separation_plants",
    "match_of_point",
    "names_in",
    "places",
    "region_fault",
    "sea_faults",
    "site_row",
    "sites",
    "with_points",
    "with_rates",
    "write_template",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name of the room
    if name not in _LATER:
        message = f"module 'layers' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(import_module(_LATER[name]), name)
