"""The planner's arrays come out of their block as they went in."""

from __future__ import annotations

import base64
import zlib
from dataclasses import replace

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
    for name, code, length in record["arrays"]:  # type: ignore[attr-defined]  # read from JSON
        values = np.frombuffer(block, TYPES[code], length, offset)
        offset += values.nbytes
        none = values.dtype.kind == "u" and values == np.iinfo(values.dtype).max
        arrays[name] = (
            np.where(none, -1, values.astype(float)) if values.dtype.kind == "u" else values
        )
    assert offset == len(block)
    return arrays


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


def test_every_edge_has_its_quantities(model: PlannerInput) -> None:
    record = planner_record(model)
    arrays = unpacked(record)
    width = len(record["quantities"])
    start, row_of = arrays["row_start"].astype(int), arrays["row_of"].astype(int)
    for edge, expected in enumerate(model.arrays.quantities):
        row = np.zeros(width)
        part = slice(start[row_of[edge]], start[row_of[edge] + 1])
        row[arrays["row_quantity"][part].astype(int)] = arrays["row_amount"][part]
        assert row.tolist() == expected.tolist()


def test_prices_are_those_of_the_model(model: PlannerInput) -> None:
    record = planner_record(model)
    arrays = unpacked(record)
    assert [cargo["id"] for cargo in record["cargoes"]] == list(DEPOSITS)
    assert record["hubs"] == list(HUBS)
    for level in ("low", "base", "high"):
        expected = [price_vector(model.card, c, level=level) for c in model.cargoes.values()]
        assert arrays[f"prices_{level}"].tolist() == np.concatenate(expected).tolist()


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
    assert [record["links"][i] for i in marked] == ["mine-plant"]
    assert not arrays["link_unopened_normal"].any()
