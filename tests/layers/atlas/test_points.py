"""Points given as ``lat,lon``: where they may lie, and what they become among the places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely
import shapely.ops
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.regions import USUAL
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.layers import (
    Atlas,
    find_each_place,
    find_place,
    match_of_point,
    names_in,
    places,
    sea_faults,
    with_points,
)
from zimnik.layers.atlas.points import OFFSHORE_KM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.layers import PlaceMatch

# Two islands of one degree: 0 to 1 and 3 to 4 east, both from 70 to 71 north.
ISLANDS = gpd.GeoDataFrame(
    geometry=[shapely.box(0, 70, 1, 71), shapely.box(3, 70, 4, 71)], crs="EPSG:4326"
)
# Of a small grid, so that points and names come twice.
WORDS = st.one_of(
    st.sampled_from(["mine", "Town St station", "works", "nowhere", "116.57,71.05", "5,5"]),
    st.builds(
        "{:.1f},{:.1f}".format,
        st.integers(700, 703).map(lambda tenths: tenths / 10),
        st.integers(1100, 1103).map(lambda tenths: tenths / 10),
    ),
)


def one_at_a_time(
    frame: gpd.GeoDataFrame, texts: Sequence[str]
) -> tuple[gpd.GeoDataFrame, list[PlaceMatch], list[str]]:
    """Return places, matches and faults as single questions give them."""
    matches: list[PlaceMatch] = []
    faults: list[str] = []
    for text in texts:
        try:
            match = find_place(frame, text, region=USUAL)
        except InputError as error:
            faults.append(str(error))
        else:
            matches.append(match)
    joined = frame
    for match in matches:
        joined = with_points(joined, [match])
    return joined, matches, faults


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(WORDS, max_size=8))
def test_many_at_once_are_found_as_one_at_a_time(atlas: Atlas, texts: list[str]) -> None:
    frame = places(atlas)
    joined, matches, faults = one_at_a_time(frame, texts)
    found, told = find_each_place(frame, texts, region=USUAL)
    assert found == matches
    assert [str(InputError([fault])) for fault in told] == faults
    pd.testing.assert_frame_equal(with_points(frame, found), joined)


def test_point_is_among_the_places_once_however_often_it_is_named(atlas: Atlas) -> None:
    frame = places(atlas)
    found, _ = find_each_place(frame, ["71,110", "70,110", "71.0,110.0", "mine"], region=USUAL)
    joined = with_points(frame, found)
    assert joined["id"].tolist()[len(frame) :] == [
        "point_71.0000_110.0000",
        "point_70.0000_110.0000",
    ]
    assert joined.geometry.iloc[-1] == shapely.Point(110, 70)


@pytest.mark.parametrize(
    ("lon", "lat", "at_sea"),
    [
        (0.5, 70.5, False),  # ashore
        (1.5, 70.5, False),  # half a degree of longitude at 70.5 N: 18.6 km
        (1.6, 70.5, True),  # 22.4 km
        (2.4, 70.5, True),  # as far from the other island
        (3.5, 71.17, False),  # 0.17 degrees of latitude: 19.0 km
        (3.5, 71.19, True),  # 21.2 km
    ],
)
def test_point_is_at_sea_beyond_20_km_of_the_nearest_land(
    lon: float, lat: float, *, at_sea: bool
) -> None:
    assert bool(sea_faults([(lon, lat)], ISLANDS)) is at_sea


@given(
    points=st.lists(
        st.tuples(st.floats(-1.0, 5.0, allow_subnormal=False), st.floats(69.0, 72.0)), max_size=6
    )
)
def test_points_at_sea_are_those_that_are_one_at_a_time(points: list[tuple[float, float]]) -> None:
    def off_km(lon: float, lat: float) -> float:
        point = shapely.Point(lon, lat)
        near = min(ISLANDS.geometry, key=point.distance)
        shore, _ = shapely.ops.nearest_points(near, point)
        return float(geodesic_km(lon, lat, shore.x, shore.y))

    expected = [f"{lat:g},{lon:g}, " for lon, lat in points if off_km(lon, lat) > OFFSHORE_KM]
    faults = sea_faults(points, ISLANDS)
    assert len(faults) == len(expected)
    assert all(fault.found.startswith(text) for fault, text in zip(faults, expected, strict=True))


def test_a_point_keeps_the_name_that_it_is_given(atlas: Atlas) -> None:
    match = match_of_point(187.0, 66.0, name="Camp")
    assert (match.place_id, match.point) == ("point_66.0000_-173.0000", (-173.0, 66.0))
    last = with_points(places(atlas), [match]).iloc[-1]
    assert (last["name_en"], last["name_ru"]) == ("Camp", "Camp")


def test_commas_part_names_but_for_points_and_names_that_have_one(atlas: Atlas) -> None:
    drawn = places(atlas)
    assert names_in(drawn, "mine, plant") == ["mine", "plant"]
    assert names_in(drawn, "71.05, 116.57") == ["71.05, 116.57"]
    assert names_in(drawn, "Plant (Town, candidate)") == ["Plant (Town, candidate)"]
