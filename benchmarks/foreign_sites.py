"""How a file of places that nobody here wrote is taken: rows loaded, refused and why, seconds.

Run: python benchmarks/foreign_sites.py FILE... with any CSV, shapefile, GeoJSON or GeoPackage of
places. Each is loaded as it is, over the shipped atlas, and its sites are attached to the network.
An atlas is taken as a whole or not at all: one wrong row and none is loaded.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from zimnik.geo.core.errors import InputError
from zimnik.geo.network.access import access_links
from zimnik.layers import Atlas, load_atlas, load_rate_card, places
from zimnik.layers.atlas.network import typed_links, typed_places

SHOWN_NOTES = 6


def reasons(error: InputError) -> Counter[tuple[str, str]]:
    """Return the faults counted by column and what was expected there."""
    return Counter((fault.column or "row", fault.expected) for fault in error.faults)


def example(error: InputError, reason: tuple[str, str]) -> str:
    """Return what came in the first fault of a reason."""
    return next(f.found for f in error.faults if (f.column or "row", f.expected) == reason)


def attach(atlas: Atlas, ids: set[str]) -> tuple[int, int, float]:
    """Return how many of the sites get access links, how many links, and the seconds it takes."""
    card = load_rate_card(atlas)
    every_place, every_link = typed_places(places(atlas)), typed_links(atlas.links)
    start = time.perf_counter()
    links = access_links(every_place, every_link, card, only=ids)
    return len({link.from_id for link in links}), len(links), time.perf_counter() - start


def measure(path: Path, shipped_ids: set[str]) -> None:
    """Load a file, attach its sites and print what came of it."""
    start = time.perf_counter()
    try:
        atlas = load_atlas(path, drawn=False)
    except InputError as error:
        rows = {(fault.where, fault.row) for fault in error.faults if fault.row}
        seconds = time.perf_counter() - start
        print(f"{path.name}: refused in {seconds:.1f} s; {len(rows)} rows at fault")
        for reason, count in reasons(error).most_common():
            column, expected = reason
            print(f"  {count} x {column}: expected {expected}, found {example(error, reason)}")
        return
    loaded = set(places(atlas)["id"]) - shipped_ids
    print(
        f"{path.name}: {len(loaded)} rows loaded in {time.perf_counter() - start:.1f} s, 0 refused"
    )
    for note in atlas.notes[:SHOWN_NOTES]:
        print(f"  {note}")
    sites, links, seconds = attach(atlas, loaded)
    print(f"  {sites} sites attached by {links} access links in {seconds:.1f} s")


def main() -> None:
    """Measure every file named."""
    shipped_ids = set(places(load_atlas(drawn=False))["id"])
    for name in sys.argv[1:]:
        measure(Path(name), shipped_ids)


if __name__ == "__main__":
    main()
