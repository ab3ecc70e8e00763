"""Regions that tests name places of, and what pages know of them."""

from __future__ import annotations

from zimnik.geo.surface.surface import Domain
from zimnik.layers.regions.finding import DEFAULT, region_folder
from zimnik.layers.regions.region_files import read_region
from zimnik.maps.page.ground import PROJECTIONS, Ground

USUAL = read_region(region_folder(DEFAULT))
GROUND = Ground(
    projection=USUAL.projection,
    polar_meridian_deg=USUAL.polar_meridian_deg,
    shown_deg=USUAL.shown.bounds,
    waters=USUAL.waters,
    countries=USUAL.countries,
    languages=USUAL.languages,
)
DOMAIN = Domain(USUAL.extent.bounds, USUAL.projection)
PAGE_CRS = {name: GROUND.crs(name) for name in PROJECTIONS}
SIBERIAN_CONIC = USUAL.projection.proj
