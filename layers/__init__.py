"""What is where: files to validated tables, and the shipped atlas."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from layers.atlas import Atlas, places, sites
from layers.gazetteer import Ban, PlaceMatch, find_ban, find_place, find_places, with_point
from layers.land import load_land
from layers.loading import Examined, check_path, load_atlas, load_rates, with_rates
from layers.rate_card import load_rate_card

if TYPE_CHECKING:
    from layers.checks import check_atlas
    from layers.climate import load_climate
    from layers.counts import count_rows
    from layers.dictionary import data_dictionary
    from layers.export import export_atlas
    from layers.recipes import load_ndpr_shares, load_plant_prices, load_recipes
    from layers.template import write_template
    from layers.works import load_works

# What no route needs is read when it is asked for, since a command has to answer soon.
_LATER = {
    "check_atlas": "layers.checks",
    "count_rows": "layers.counts",
    "data_dictionary": "layers.dictionary",
    "export_atlas": "layers.export",
    "load_climate": "layers.climate",
    "load_ndpr_shares": "layers.recipes",
    "load_plant_prices": "layers.recipes",
    "load_recipes": "layers.recipes",
    "load_works": "layers.works",
    "write_template": "layers.template",
}

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
    "load_ndpr_shares",
    "load_plant_prices",
    "load_rate_card",
    "load_rates",
    "load_recipes",
    "load_works",
    "places",
    "sites",
    "with_point",
    "with_rates",
    "write_template",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name of the room
    if name not in _LATER:
        message = f"module 'layers' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(import_module(_LATER[name]), name)
