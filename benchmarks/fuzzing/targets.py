"""The readers that are fuzzed, and what has to hold of what they read.

Owns which reader takes which seed of the corpus. To add one: a folder by
`benchmarks.fuzzing.corpus` and a row of `READERS`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.fuzzing.corpus import BASE, CORPUS
from zimnik.geo.core.errors import InputError
from zimnik.layers.loading.loading import (
    load_atlas,
    load_rates,
    overlaid,
    read_user_atlas,
)
from zimnik.layers.loading.shipped import shipped_atlas
from zimnik.layers.networks.built import build_network, read_built
from zimnik.layers.networks.classes import read_classes
from zimnik.layers.networks.line_files import read_line_file
from zimnik.layers.networks.osm_files import read_osm_file
from zimnik.layers.rasters.terrain import OwnRasters, load_terrain
from zimnik.layers.regions.finding import DEFAULT, region_folder
from zimnik.layers.regions.region_files import read_region
from zimnik.layers.regions.words import words_of
from zimnik.studies.differences.diff import diff
from zimnik.studies.map import planner_input
from zimnik.studies.model import load_model
from zimnik.studies.scenarios.plans import read_plan
from zimnik.studies.scenarios.report import report
from zimnik.studies.sources import Sources
from zimnik.studies.stories.reading import read_story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zimnik.layers import Atlas
    from zimnik.maps.pages.planner_data import PlannerInput
    from zimnik.studies.model import Model

MOST_CASES = 100
LANGUAGES = ("en", "ru")


@cache
def base() -> Atlas:
    """Return the drawn atlas, which users' tables are laid over."""
    return shipped_atlas(folder=CORPUS / BASE)


@cache
def shipped() -> Atlas:
    """Return the shipped atlas, which rows of every table are laid over."""
    return load_atlas(drawn=False)


@cache
def model() -> Model:
    """Return the model whose places stories name."""
    return load_model(Sources())


@cache
def planner() -> PlannerInput:
    """Return what stories may show."""
    return planner_input(model())


def read_deposits(path: Path) -> None:
    """Read a table and, where that can be done, lay it over the drawn atlas, which takes longer."""
    faults = read_user_atlas(path).faults
    if faults:
        raise InputError(faults)
    _read_over(base(), path)


def read_tables(path: Path) -> None:
    """Read a folder of every table over the shipped atlas."""
    _read_over(shipped(), path)


def _read_over(under: Atlas, path: Path) -> None:
    """Read tables over an atlas; what is read has places and ids."""
    atlas = overlaid(under, path)
    for name in ("deposits", "hubs", "terminals"):
        table = atlas.table(name)
        places = table.geometry
        if not (np.isfinite(places.x).all() and np.isfinite(places.y).all()):
            message = f"a place of {name} is nowhere"
            raise AssertionError(message)
        if not table["id"].is_unique or table["id"].isna().any():
            message = f"ids of {name} are no ids"
            raise AssertionError(message)


def read_heights(path: Path) -> None:
    """Read heights around a site within the raster."""
    region = read_region(region_folder(DEFAULT))
    own = OwnRasters(heights=path)
    load_terrain(115.5, 72.0, base().links, reach_km=20.0, cell_km=5.0, region=region, own=own)


def read_land_cover(path: Path) -> None:
    """Read land cover around a site within the raster."""
    region = read_region(region_folder(DEFAULT))
    own = OwnRasters(land_cover=path)
    load_terrain(115.5, 72.0, base().links, reach_km=20.0, cell_km=5.0, region=region, own=own)


def read_edited_network(path: Path) -> None:
    """Build a network of tables that were edited, and read what was built."""
    build_network(path)
    read_built(path)


def read_story_files(path: Path) -> None:
    """Read a story in both languages."""
    told = (path, path.with_name("story.ru.md"))
    read_story([one for one in told if one.is_file()], model(), planner())


def read_folder_of_region(path: Path) -> None:
    """Read a region and the words of its languages."""
    words_of(read_region(path.parent), shipped=LANGUAGES)


def read_results_of_run(path: Path) -> None:
    """Report results, and compare them with what they were."""
    for differences in (report(path), diff(path, CORPUS / "results" / "results.parquet")):
        differences.to_text()


def read_rate_file(path: Path) -> None:
    """Read rates of a file."""
    load_rates(path)


def read_plan_file(path: Path) -> None:
    """Read a plan and make its cases."""
    read_plan(path, most_cases=MOST_CASES)


# The reader of a seed by the name of its folder, and the name of the file or folder in it that it
# is given; without one the folder itself. Every other seed is a table of deposits in the format by
# which its folder is named.
READERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "atlas": (read_tables, ""),
    "built": (read_built, "net"),
    "classes": (read_classes, "classes.csv"),
    "heights": (read_heights, "heights.tif"),
    "land_cover": (read_land_cover, "cover.tif"),
    "lines_geojson": (read_deposits, "links.geojson"),
    "lines_gpkg": (read_deposits, "links.gpkg"),
    "lines_parquet": (read_deposits, "links.parquet"),
    "network_folder": (read_edited_network, "net"),
    "network_geojson": (read_line_file, "roads.geojson"),
    "new_region": (read_folder_of_region, "region.toml"),
    "osm": (read_osm_file, "extract.osm.pbf"),
    "plan": (read_plan_file, "plan.toml"),
    "rates": (read_rate_file, "rates.csv"),
    "region": (read_folder_of_region, "region.toml"),
    "results": (read_results_of_run, "results.parquet"),
    "story": (read_story_files, "story.md"),
    "areas_shp": (read_deposits, "deposits.shp"),
}


def reader_of(seed: Path) -> tuple[Callable[[Path], object], str]:
    """Return the reader of a seed, and the name of the file that it is given."""
    return READERS.get(seed.name, (read_deposits, f"deposits.{seed.name}"))
