"""`zimnik access` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio

from tests.commands import zimnik

if TYPE_CHECKING:
    from pathlib import Path


def test_ways_of_tomtor_add_up() -> None:
    done = zimnik("access", "tomtor", "--ready", "02-01", "--format", "json")
    document = json.loads(done.out)
    ways = {way["kind"]: way for way in document["ways"]}
    assert set(ways) == {"winter_road", "all_season_road", "rail_spur", "air"}
    for way in ways.values():
        assert way["total_usd_per_t"] == pytest.approx(
            way["haul_usd_per_t"] + way["yearly_usd"] / document["ways"][0]["tonnes_per_y"]
        )
    assert ways["winter_road"]["total_usd_per_t"] < ways["rail_spur"]["total_usd_per_t"]
    assert 133 < ways["winter_road"]["corridor_km"] < 175
    totals = [way["total_usd_per_t"] for way in document["ways"]]
    assert totals == sorted(totals)


def test_a_site_at_sea_is_refused() -> None:
    assert "off the land" in zimnik("access", "76.0,125.0", status=2).err


def test_a_raster_without_crs_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.tif"
    profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "height": 9, "width": 9}
    transform = rasterio.Affine(0.1, 0.0, 116.0, 0.0, -0.1, 72.0)
    with rasterio.open(own, "w", transform=transform, **profile) as file:
        file.write(np.ones((9, 9), dtype="float32"), 1)
    done = zimnik("access", "tomtor", "--heights", str(own), status=2)
    assert "own.tif: expected a raster with a CRS" in done.err
