"""The planner's arrays come out of their block as they went in."""

from __future__ import annotations

import base64
import zlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.drawn import drawn_links, drawn_places, link, parts
from tests.maps.planner_pages import DEPOSITS, HUBS, planner_input
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.links import Season
from zimnik.geo.pricing.bill import price_vector
from zimnik.maps.page.packing import NONE, pack
from zimnik.maps.pages.planner_data import PlannerInput, planner_record

TYPES = {"u1": np.uint8, "u2": np.uint16, "u4": np.uint32, "f8": np.float64}


def unpacked(record: dict[str, object]) -> dict[str, np.ndarray]:
    block, offset, arrays = zlib.decompress(base64.b64decode(str(record["block"]))), 0, {}
    for name, type_code, length, code in record["arrays"]:  # type: ignore[attr-defined]  # from JSON
        kind: np.dtype[Any] = np.dtype(TYPES[type_code])
        part = np.frombuffer(block, np.uint8, length * kind.itemsize, offset)
        offset += part.nbytes
        if "p" in code:
            part = np.ascontiguousarray(part.reshape(kind.itemsize, -1).T).ravel()
        values = part.view(kind)
        values = np.cumsum(values, dtype=kind) if "d" in code else values
        none = kind.kind == "u" and values == np.iinfo(kind.type).max
        arrays[name] = np.where(none, -1, values.astype(float)) if kind.kind == "u" else values
    assert offset == len(block)
    return arrays


def quantities_of(
    record: dict[str, Any], arrays: dict[str, np.ndarray], pattern: int
) -> np.ndarray:
    """Return the row of quantities of a pattern."""
    row = np.zeros(len(record["quantities"]))
    start = arrays["pattern_start"].astype(int)
    part = slice(start[pattern], start[pattern + 1])
    row[arrays["pattern_quantity"][part].astype(int)] = arrays["pattern_amount"][part]
    return row


@given(st.lists(st.one_of(st.integers(0, 2**31), st.just(NONE)), max_size=9), st.lists(st.floats()))
def test_numbers_come_back(whole: list[int], broken: list[float]) -> None:
    record = pack(
        {"broken": np.array(broken, dtype=float), "whole": np.array(whole, dtype=np.int64)}
    )
    back = unpacked(record)
    assert back["whole"].tolist() == [-1 if number == NONE else number for number in whole]
    np.testing.assert_array_equal(back["broken"], np.array(broken, dtype=float))


@pytest.fixture(scope="module")
def model() -> PlannerInput:
    return planner_input()


@given(
    st.lists(st.integers(0, 2**31), min_size=64, max_size=80),
    st.sampled_from(["as drawn", "ascending", "little changed"]),
)
def test_long_arrays_come_back_however_they_stand(drawn: list[int], order: str) -> None:
    numbers = np.sort(drawn) if order == "ascending" else np.array(drawn)
    if order == "little changed":
        numbers = 100_000 + numbers % 7
    record = pack({"whole": numbers, "broken": numbers / 7.0})
    back = unpacked(record)
    assert back["whole"].tolist() == numbers.tolist()
    assert back["broken"].tolist() == (numbers / 7.0).tolist()


def test_every_link_and_transfer_has_its_quantities(model: PlannerInput) -> None:
    record = planner_record(model)
    arrays = unpacked(record)
    rides = [
        (arrays["link_km"][int(link)], int(pattern))
        for link, pattern in zip(arrays["ride_link"], arrays["edge_pattern"], strict=False)
    ]
    transfers = arrays["edge_pattern"][len(rides) :].astype(int)
    found = [km * quantities_of(record, arrays, pattern) for km, pattern in rides]
    found += [quantities_of(record, arrays, pattern) for pattern in transfers]
    expected = model.arrays.quantities
    assert sorted(row.sum() for row in found) == pytest.approx(
        sorted(row.sum() for row in expected), rel=1e-12
    )
    assert np.sum(found, axis=0) == pytest.approx(expected.sum(axis=0), rel=1e-12)


def test_prices_are_those_of_the_model(model: PlannerInput) -> None:
    record = planner_record(model)
    arrays = unpacked(record)
    assert record["cargoes"]["id"] == [list(DEPOSITS)]
    assert record["hubs"] == list(HUBS)
    road = record["quantities"].index("dedicated_winter_road_km")
    kinds = arrays["cargo_kind"].astype(int)
    for level in ("low", "base", "high"):
        told = arrays[f"kind_prices_{level}"].reshape(-1, len(record["quantities"]))[kinds]
        told[:, road] /= arrays["cargo_tonnes"]
        expected = [price_vector(model.card, c, level=level) for c in model.cargoes.values()]
        assert told == pytest.approx(np.array(expected), rel=1e-12)


def test_cargoes_of_one_kind_share_their_prices(model: PlannerInput) -> None:
    (first,) = list(model.cargoes.values())[:1]
    many = {f"d{i}": replace(first, tonnes_per_y=1_000.0 * (i + 1)) for i in range(9)}
    arrays = unpacked(planner_record(replace(model, cargoes=many)))
    assert set(arrays["cargo_kind"]) == {0}
    assert arrays["cargo_tonnes"].tolist() == [1_000.0 * (i + 1) for i in range(9)]


def test_a_link_that_a_year_does_not_open_is_marked(model: PlannerInput) -> None:
    winter = {"season_open": "12-20", "season_close": "04-20"}
    places, links = parts(
        drawn_places(mine="deposit", plant="hub"),
        drawn_links(link("mine-plant", Vehicle.WINTER_TRUCK, 100.0, **winter)),
    )
    (road,) = links
    assert road.season is not None
    season = Season({**road.season.windows, YearType.SHORT: None})
    arrays_of = network_arrays(places, [replace(road, season=season)], model.card)
    record = planner_record(PlannerInput(arrays_of, model.card, {}, ["plant"], {}))
    arrays = unpacked(record)
    marked = [i for i, number in enumerate(arrays["link_unopened_short"]) if number]
    assert record["links"] == ["mine-plant"]
    assert marked == [0]
    assert not arrays["link_unopened_normal"].any()
