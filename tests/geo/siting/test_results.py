"""What a solution of siting conserves, and what is said where it does not (E18)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.geo.siting_cases import (
    goods,
    sources,
    stage,
    two_stages,
)
from zimnik.geo.siting.results import Siting, conservation_faults


def test_conservation_tells_what_is_wrong_with_a_solution() -> None:
    asked = two_stages(
        np.ones((1, 1)),
        np.ones((1, 1, 1)),
        sources(10.0),
        replace(goods(2, pull=0.5), reo_t_per_t=np.array([[0.1, 0.18]])),
        (stage("a", [0.0], [9.0]), stage("b", [0.0])),
    )
    right = (np.ones(1, dtype=bool), np.ones(1, dtype=bool))
    lost = Siting(asked, right, (np.array([10.0]), np.array([4.0])))
    assert conservation_faults(lost) == (
        "a at a0 makes 5.000 t of goods0 and sends 4.000 t",
        "a at a0 is fed 10.000 t, outside 0.000 to 9.000 t",
    )
    short = Siting(asked, right, (np.array([8.0]), np.array([4.0])))
    assert conservation_faults(short) == ("s0 sends 8.000 t of 10.000 t",)
    shut = Siting(asked, (right[0], np.zeros(1, dtype=bool)), (np.array([9.0]), np.array([4.5])))
    assert "b at b0 is fed 4.500 t, outside 0.000 to 0.000 t" in conservation_faults(shut)
