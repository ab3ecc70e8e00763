"""`zimnik regions`: which there are, a new one to fill in, and what is wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.cli.terminal import print_line
from zimnik.geo.core.errors import Fault, InputError
from zimnik.studies.options import (
    Options,
    Reader,
    misread,
    option,
    required,
    several,
    text,
)
from zimnik.studies.shared import BOX
from zimnik.studies.sources import PATH, REGIONS

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.studies.sources import FileLimits

CORRECT = "Correct the code."


@dataclass(frozen=True, slots=True)
class ListOptions(Options):
    """List the regions that are shipped, the usual one first."""

    group: ClassVar[str] = "Regions"


def list_regions(_: ListOptions) -> None:
    """Print a line for each shipped region: its name, extent and heading."""
    from zimnik.layers.regions.finding import region_folder, shipped_regions
    from zimnik.layers.regions.region_files import read_region

    for name in shipped_regions():
        region = read_region(region_folder(name))
        west, south, east, north = region.extent.bounds
        box = f"{south:g} to {north:g} N, {west:g} to {east:g} E"
        print_line(f"{name:24}  {box:26}  {region.title('en')}")


def _code(letters: int) -> Reader:
    def read(given: object) -> str:
        found: str = text("a code").read(given).upper()
        expected = f"a code of {letters} letters"
        if len(found) != letters or not found.isascii() or not found.isalpha():
            raise misread(expected, CORRECT)
        return found

    return Reader(read)


@dataclass(frozen=True, slots=True)
class NewOptions(Options):
    """Write an empty region with a commented region.toml, to fill in.

    Parameters
    ----------
    path
        A new folder; its name is that of the region.
    extent
        WEST,SOUTH,EAST,NORTH in degrees, east counted on beyond 180.
    country
        Code of a country that the region is at home in, such as CA; it may be given several times.
    currency
        Code of its money, such as CAD.
    title
        Heading of its map.
    """

    group: ClassVar[str] = "Regions"

    path: Path = required(PATH)
    extent: Any = option(None, BOX)
    country: tuple[str, ...] = option((), several(_code(2)))
    currency: str = option("USD", _code(3))
    title: str = option("", Reader(str))


def new_region(asked: NewOptions) -> None:
    """Write the folder and say what is in it."""
    from zimnik.layers.loading.new_region import write_region

    names = write_region(
        asked.path,
        asked.extent,
        countries=asked.country,
        currency=asked.currency,
        title=asked.title,
    )
    print_line(f"{asked.path}: {', '.join(names)}")


@dataclass(frozen=True, slots=True)
class CheckRegionOptions(Options):
    """List every fault of regions, each judged by itself; exit status 2 if there is any.

    Parameters
    ----------
    regions
        Regions by name or folder; without one the usual region.
    """

    group: ClassVar[str] = "Regions"

    regions: Any = option((), REGIONS, positional=True)


def check_regions(asked: CheckRegionOptions, files: FileLimits) -> None:
    """Print what is worth saying of regions, and raise their faults.

    Raises
    ------
    InputError
        With every fault of every region.
    """
    from zimnik.layers.loading.regions import check_region

    faults: list[Fault] = []
    for given in asked.regions:
        try:
            examined = check_region(given, limits=files.limits)
        except InputError as error:
            faults += error.faults
            continue
        faults += examined.faults
        for note in examined.notes:
            print_line(f"note: {note}")
        if not examined.faults:
            print_line(f"{given}: no faults")
    if faults:
        raise InputError(faults)
