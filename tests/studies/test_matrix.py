"""The matrix, asked of a study in Python: points and tables of points, frames, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point

from zimnik import InputError

if TYPE_CHECKING:
    from zimnik import Study

HUBS = ["krasnokamensk", "solikamsk"]
SITES = gpd.GeoDataFrame(
    {"name": ["North", "South"], "ore": [1, 2]},
    geometry=[Point(116.6, 71.0), Point(100.5, 61.2)],
    crs="EPSG:4326",
)


def frame(study: Study, **options: Any) -> pd.DataFrame:
    return study.matrix(**{"destinations": HUBS, "ready": "07-01", **options}).to_frame()


def test_a_table_of_points_in_any_crs_costs_what_its_points_cost(study: Study) -> None:
    by_table = frame(study, origins=SITES.to_crs("EPSG:3576"))
    assert by_table["origin_name"].to_list() == ["North", "North", "South", "South"]
    by_point = frame(study, origins=list(SITES.geometry))
    by_text = frame(study, origins=["71.0,116.6", "61.2,100.5"])
    # Metres of a projected CRS come back to within a millimetre.
    np.testing.assert_allclose(by_table["cost_usd_per_t"], by_point["cost_usd_per_t"], rtol=1e-9)
    np.testing.assert_array_equal(by_text["cost_usd_per_t"], by_point["cost_usd_per_t"])
    for row in by_text.to_dict("records"):
        point = str(row["origin_id"]).removeprefix("point_").replace("_", ",")
        (route,) = study.route(point, str(row["destination_id"]), ready="07-01").routes
        assert route.cost_usd_per_t == pytest.approx(row["cost_usd_per_t"], rel=1e-12)


def test_a_column_id_comes_before_a_name_and_a_series_has_neither(study: Study) -> None:
    keyed = frame(study, origins=SITES.assign(id=[7, 8]), destinations="solikamsk")
    assert keyed["origin_name"].to_list() == ["7", "8"]
    plain = frame(study, origins=SITES.geometry, destinations="solikamsk")
    assert plain["origin_name"].to_list() == ["71.0000, 116.6000", "61.2000, 100.5000"]


def test_rows_on_one_spot_stay_rows(study: Study) -> None:
    twice = pd.concat([SITES.iloc[[0]], SITES.iloc[[0]].assign(name="Same spot")])
    found = frame(study, origins=twice, destinations="solikamsk")
    assert found["origin_name"].to_list() == ["North", "Same spot"]
    assert found["origin_id"].is_unique
    first, second = found["cost_usd_per_t"]
    assert first == second


def test_destinations_may_be_points(study: Study) -> None:
    found = frame(study, origins="tomtor", destinations=SITES)
    assert found["destination_name"].to_list() == ["North", "South"]
    assert found["cost_usd_per_t"].notna().all()


def test_no_route_is_nan_with_its_reason(study: Study) -> None:
    answer = study.matrix(
        origins=["tomtor", "krasnokamensk"], destinations=["krasnokamensk"], ready="07-01"
    )
    found = answer.to_frame().set_index("origin_id")
    assert found["cost_usd_per_t"]["krasnokamensk"] == 0
    assert found["reason"]["krasnokamensk"] == "origin and destination are one place"
    assert pd.isna(found["reason"]["tomtor"])
    assert answer.answered
    shut = frame(study, origins="tomtor", without=["road", "winter_road", "air", "river"])
    assert shut["cost_usd_per_t"].isna().all()
    assert shut["reason"].notna().all()


def test_the_answer_says_how_many_points_were_asked_and_tells_two_tables_apart(
    study: Study,
) -> None:
    one = study.matrix(origins=SITES, destinations="solikamsk", ready="07-01").asked
    other = study.matrix(origins=SITES.iloc[::-1], destinations="solikamsk", ready="07-01").asked
    assert one.options["origins"].startswith("a table of 2 points, ")
    assert one.options["origins"] != other.options["origins"]
    assert "71" not in one.command


@pytest.mark.parametrize(
    ("options", "where", "said"),
    [
        ({"origins": SITES.set_crs(None, allow_override=True)}, "origins", "a CRS"),
        ({"origins": SITES.iloc[:0]}, "origins", "a row at least"),
        ({"origins": []}, "origins", "one place at least"),
        ({"origins": pd.DataFrame({"id": [1]})}, "origins", "a GeoDataFrame of points"),
        ({"origins": 5}, "origins", "a GeoDataFrame of points"),
        ({"origins": [LineString([(100, 60), (101, 60)])]}, "origins", "a place or a point"),
        (
            {"origins": SITES.set_geometry([Point(100, 60).buffer(0.1)] * 2)},
            "origins",
            "points in all rows",
        ),
        ({"destinations": [Point(125.0, 76.0)]}, "destinations", "off the land"),
        ({"origins": [Point(60.0, 100.0)]}, "origins", "swapped"),
        ({"origins": SITES.set_geometry([Point(2, 2)] * 2)}, "origins", "latitude 20 to 85"),
        ({"ready": "02-30"}, "ready", "MM-DD"),
        ({"max_days": 0}, "max_days", "above 0"),
    ],
)
def test_bad_input_raises_faults_named_by_field(
    study: Study, options: dict[str, Any], where: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        frame(study, **{"origins": "tomtor", **options})
    assert {fault.where for fault in caught.value.faults} == {where}
    assert said in str(caught.value)


def test_every_wrong_row_of_a_table_is_told(study: Study) -> None:
    wrong = SITES.set_geometry([Point(2, 2), Point(61.2, 100.5)])
    with pytest.raises(InputError) as caught:
        frame(study, origins=wrong)
    assert [fault.row for fault in caught.value.faults] == ["0", "1"]
