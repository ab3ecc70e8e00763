"""What a question may ask of the calendar, and that wrong types are told by name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment

if TYPE_CHECKING:
    from zimnik.geo.pricing.cargo import Cargo


@pytest.mark.parametrize("day", [-1, 365, 500, 0.5, 7.0, math.nan, 1e6, "07-01", [1]])
def test_a_day_that_is_no_whole_day_of_the_year_is_refused_by_name(day: object) -> None:
    with pytest.raises(InputError) as raised:
        Dates(cast("Any", day))
    (fault,) = raised.value.faults
    assert fault.where == "ready_d"
    assert fault.expected == "a whole day of the year, 0 to 364"


def test_every_day_of_the_year_and_any_of_them_may_be_asked() -> None:
    assert [Dates(day).ready_d for day in (0, 364)] == [0, 364]
    assert Dates(cast("Any", np.int64(200))).ready_d == 200
    assert Dates().ready_d is None


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(InputError) as raised:
        Dates(-3, cast("Any", "leap"), max_d=cast("Any", "long"))
    assert [fault.where for fault in raised.value.faults] == ["ready_d", "year_type", "max_d"]
    for most_d in (0.0, -1.0, math.nan, math.inf, 4000.0):
        with pytest.raises(InputError, match="max_d"):
            Dates(max_d=most_d)


def test_a_question_says_which_of_its_fields_is_of_another_type(ore: Cargo) -> None:
    """No cargo, no dates and no id are three faults, and none of them an AttributeError."""
    nothing = cast("Any", None)
    with pytest.raises(InputError) as raised:
        Shipment(nothing, "plant", nothing, nothing)
    assert [fault.where for fault in raised.value.faults] == [
        "shipment.origin_id",
        "shipment.cargo",
        "shipment.dates",
    ]
    with pytest.raises(InputError, match=r"shipment\.dates: expected a Dates, found 3, a int"):
        Shipment("mine", None, ore, cast("Any", 3))
    with pytest.raises(TypeError, match="dates"):
        Shipment("mine", "plant", ore)  # type: ignore[call-arg]  # what a user may try


def test_year_type_is_one_of_three() -> None:
    assert Dates(year_type=YearType.SHORT).year_type is YearType.SHORT
