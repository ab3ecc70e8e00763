"""How long the surface of a month takes, how that grows with its cells, and cell by cell instead.

Run: python -m benchmarks.surface [SAMPLE]. For cells of 16, 11.3, 8 and 5.7 km, each time twice as
many, makes the surface of 1 January to a railhead over the whole domain with the shipped atlas, and
prints seconds of the processor, of which the search over the cells, and the most memory so far.
Then computes a sample of the cells of the coarsest grid one by one, over the same entries, holds
the answers against each other and scales to all cells. Reading atlas and rasters is counted in.
"""

from __future__ import annotations

import math
import resource
import sys
import time
from dataclasses import replace

import numpy as np

import zimnik
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.surface.cells import entry_cells
from zimnik.geo.surface.search import SurfaceSearch
from zimnik.geo.terrain.corridor import Corridors
from zimnik.geo.terrain.grid import ALL_SEASON_ROAD, WINTER_ROAD
from zimnik.studies.surfaces.search import search_of
from zimnik.studies.surfaces.surface import SurfaceQuestion

CELLS_KM = (16.0, 11.3, 8.0, 5.7)
JANUARY = 0.0
SAMPLE, SEED = 4, 1
YEAR_D = 365.0
KB_PER_GB = 1e6


def main() -> None:
    """Print seconds, memory and growth, then the ratio to one cell after the other."""
    sample = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    told: list[tuple[int, float, float]] = []
    coarsest: SurfaceSearch | None = None
    for cell_km in CELLS_KM:
        start = time.process_time()
        asked = SurfaceQuestion(ready="01-01", cell_km=cell_km)
        search = search_of(zimnik.load().model, asked)
        search.ready(JANUARY)
        whole_s = time.process_time() - start
        start = time.process_time()
        SurfaceSearch(search.ground, search.entries, search.off).ready(JANUARY)
        cells_s = time.process_time() - start
        land = int(search.ground.land.sum())
        told.append((land, whole_s, cells_s))
        memory_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB_PER_GB
        print(
            f"{cell_km:5.1f} km: {land:8,} cells of land, {whole_s:5.1f} s in all, "
            f"{cells_s:5.2f} s over the cells, {memory_gb:.2f} GB"
        )
        coarsest = coarsest or search
    (few, _, few_s), (many, _, many_s) = told[0], told[-1]
    power = math.log(many_s / few_s) / math.log(many / few)
    print(f"the search over the cells grows as their number to the power {power:.2f}")
    if coarsest is not None:
        compare(coarsest, sample, few_s)


def compare(search: SurfaceSearch, sample: int, cells_s: float) -> None:
    """Hold some cells against their ways one by one, and scale the seconds to all cells."""
    field, land = search.ready(JANUARY), np.flatnonzero(search.ground.land)
    chosen = np.random.default_rng(SEED).choice(land, sample, replace=False)
    start = time.process_time()
    for cell in chosen.tolist():
        cost = alone(search, cell)
        if not math.isclose(cost, field.usd_per_t[cell], rel_tol=1e-9):
            message = f"cell {cell}: {cost} alone, {field.usd_per_t[cell]} on the surface"
            raise RuntimeError(message)
    naive_s = (time.process_time() - start) / sample * len(land)
    print(f"cell by cell: {naive_s:,.0f} s, scaled from {sample} of {len(land):,} cells")
    print(f"ratio {naive_s / cells_s:,.0f}; equal on the sample")


def alone(search: SurfaceSearch, cell: int) -> float:
    """Return the cost of one cell: every entry, way and day of leaving."""
    ground, off = search.ground, search.off
    terrain = ground.terrain
    row, column = np.unravel_index(cell, terrain.shape)
    start = (int(row), int(column))
    entries = entry_cells(terrain, search.entries.lonlat)
    known = entries >= 0
    costs = [math.inf]
    loading, _ = off.loading[Vehicle.WINTER_TRUCK]
    for day, values in search.entries.by_winter_truck.items():
        frozen = ground.frozen_on(day)
        if not frozen[cell]:
            continue
        height_m = np.where(frozen.reshape(terrain.shape), terrain.height_m, np.nan)
        ways = Corridors(replace(terrain, height_m=height_m), WINTER_ROAD, start)
        waiting = off.waiting_usd_per_t_d * ((day - JANUARY) % YEAR_D)
        hauls = ways.flat_km[entries[known]] * off.winter_road.usd_per_t_km + values[known, 0]
        costs.append(loading + waiting + hauls.min())
    if ground.dry[cell]:
        loading, _ = off.loading[Vehicle.GRAVEL_TRUCK]
        rest = search.entries.by_gravel[JANUARY][known, 0]
        built = Corridors(terrain, ALL_SEASON_ROAD, start).flat_km[entries[known]]
        costs.append(loading + (built * off.new_road.usd_per_t_km + rest).min())
        to = ground.lonlat[entries[known]]
        km = geodesic_km(*ground.lonlat[cell], *to.T)
        near = km <= off.gravel_reach_km
        near &= ground.parts[entries[known]] == ground.parts[cell]
        gravel = np.where(near, km * off.gravel.usd_per_t_km + rest, np.inf)
        costs.append(loading + gravel.min())
    return min(costs)


if __name__ == "__main__":
    main()
