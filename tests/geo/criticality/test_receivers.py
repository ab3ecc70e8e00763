"""Which plants take the cargo while things close (docs/model.md, E27)."""

from __future__ import annotations

import pytest

from zimnik.geo.criticality.receivers import Plant, receivers

CRACKING = ("cracking", "separation")


def plant(plant_id: str, status: str, works: tuple[str, ...] = ()) -> Plant:
    return Plant(plant_id, status, CRACKING, works)


@pytest.mark.parametrize(
    ("statuses", "ids", "status"),
    [
        (("operating", "building"), ("operating",), "operating"),
        (("candidate", "planned", "building"), ("building",), "building"),
        (("candidate", "planned", "planned"), ("planned", "planned"), "planned"),
        (("idle", "candidate"), ("candidate",), "candidate"),
        (("pilot", "idle"), (), "operating"),
    ],
)
def test_those_nearest_to_running_take_the_cargo(
    statuses: tuple[str, ...], ids: tuple[str, ...], status: str
) -> None:
    found = receivers(plant(name, name, CRACKING) for name in statuses)
    assert (found.ids, found.status) == (ids, status)


def test_a_running_plant_whose_cracking_is_not_built_takes_none() -> None:
    found = receivers([plant("half", "operating", ("separation",)), plant("rising", "building")])
    assert found.ids == ("rising",)


def test_a_plant_that_only_separates_takes_none() -> None:
    assert receivers([Plant("apart", "building", ("separation",), ())]).ids == ()
