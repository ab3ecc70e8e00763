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

import zimnik
from zimnik.studies.model import with_access_of

SHOWN_NOTES = 6


def reasons(error: zimnik.InputError) -> Counter[tuple[str, str]]:
    """Return the faults counted by column and what was expected there."""
    return Counter((fault.column or "row", fault.expected) for fault in error.faults)


def example(error: zimnik.InputError, reason: tuple[str, str]) -> str:
    """Return what came in the first fault of a reason."""
    return next(f.found for f in error.faults if (f.column or "row", f.expected) == reason)


def attach(study: zimnik.Study, ids: set[str]) -> tuple[int, int, float]:
    """Return how many of the sites get access links, how many links, and the seconds it takes."""
    start = time.perf_counter()
    links = with_access_of(study.model, ids).typed_links
    took_s = time.perf_counter() - start
    access = [link for link in links if link.from_id in ids and link.estimated]
    return len({link.from_id for link in access}), len(access), took_s


def measure(path: Path, shipped_ids: set[str]) -> None:
    """Load a file, attach its sites and print what came of it."""
    start = time.perf_counter()
    try:
        study = zimnik.load(atlas=path)
    except zimnik.InputError as error:
        rows = {(fault.where, fault.row) for fault in error.faults if fault.row}
        seconds = time.perf_counter() - start
        print(f"{path.name}: refused in {seconds:.1f} s; {len(rows)} rows at fault")
        for reason, count in reasons(error).most_common():
            column, expected = reason
            print(f"  {count} x {column}: expected {expected}, found {example(error, reason)}")
        return
    loaded = place_ids(study) - shipped_ids
    print(
        f"{path.name}: {len(loaded)} rows loaded in {time.perf_counter() - start:.1f} s, 0 refused"
    )
    for note in study.model.atlas.notes[:SHOWN_NOTES]:
        print(f"  {note}")
    sites, links, seconds = attach(study, loaded)
    print(f"  {sites} sites attached by {links} access links in {seconds:.1f} s")


def place_ids(study: zimnik.Study) -> set[str]:
    """Return the ids of all places of a study."""
    return set(study.model.places["id"])


def main() -> None:
    """Measure every file named."""
    shipped_ids = place_ids(zimnik.load())
    for name in sys.argv[1:]:
        measure(Path(name), shipped_ids)


if __name__ == "__main__":
    main()
