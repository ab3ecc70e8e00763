"""What opens, grows and is built in which year, of a plan by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from zimnik.geo.dynamic_siting.openings import Kind, Opening, openings


def period(
    first_year: int, is_open: list[float], steps: list[float], is_built: list[float]
) -> SimpleNamespace:
    """Return a period with two hubs that mill and grow by steps, one that packs, and two works."""
    stages = [
        SimpleNamespace(name="mill", hub_ids=("a", "b")),
        SimpleNamespace(name="pack", hub_ids=("c",)),
    ]
    works = [SimpleNamespace(name="pier"), SimpleNamespace(name="road")]
    siting = SimpleNamespace(
        problem=SimpleNamespace(stages=stages, works=works),
        is_open=(np.array(is_open), np.array([1.0])),
        is_built=np.array(is_built),
    )
    own = SimpleNamespace(step=np.array([100.0, 50.0]), build_usd=np.array([7.0, 3.0]))
    return SimpleNamespace(
        built=SimpleNamespace(
            period=SimpleNamespace(first_year=first_year),
            siting=siting,
            steps=(np.array(steps), np.zeros(1)),
        ),
        part=SimpleNamespace(works_build_usd=(1000.0, 2000.0), expansions=(own, None)),
    )


def test_each_is_told_in_the_year_in_which_it_changes() -> None:
    first = period(2030, [1.0, 0.0], [1.0, 0.0], [0.0, 1.0])
    second = period(2035, [1.0, 1.0], [3.0, 2.0], [1.0, 1.0])
    answer: Any = SimpleNamespace(
        built=(first.built, second.built), horizon=SimpleNamespace(parts=(first.part, second.part))
    )
    assert openings(answer) == (
        Opening(2030, Kind.BUILT, "", "road", None, 2000.0),
        Opening(2030, Kind.OPENS, "mill", "a", 100.0, 7.0),
        # It does not grow: how large it is is not decided, and it costs nothing once.
        Opening(2030, Kind.OPENS, "pack", "c", None, 0.0),
        Opening(2035, Kind.BUILT, "", "pier", None, 1000.0),
        Opening(2035, Kind.ENLARGED, "mill", "a", 200.0, 14.0),
        Opening(2035, Kind.OPENS, "mill", "b", 100.0, 6.0),
    )
