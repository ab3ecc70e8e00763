"""What is where: files to validated tables, and the shipped atlas."""

from layers.atlas import Atlas, places, sites
from layers.checks import check_atlas
from layers.climate import load_climate
from layers.counts import count_rows
from layers.dictionary import data_dictionary
from layers.export import export_atlas
from layers.gazetteer import Ban, PlaceMatch, find_ban, find_place, find_places, with_point
from layers.land import load_land
from layers.loading import Examined, check_path, load_atlas, load_rates, with_rates
from layers.rate_card import load_rate_card
from layers.recipes import load_plant_prices, load_recipes
from layers.template import write_template

__all__ = [
    "Atlas",
    "Ban",
    "Examined",
    "PlaceMatch",
    "check_atlas",
    "check_path",
    "count_rows",
    "data_dictionary",
    "export_atlas",
    "find_ban",
    "find_place",
    "find_places",
    "load_atlas",
    "load_climate",
    "load_land",
    "load_plant_prices",
    "load_rate_card",
    "load_rates",
    "load_recipes",
    "places",
    "sites",
    "with_point",
    "with_rates",
    "write_template",
]
