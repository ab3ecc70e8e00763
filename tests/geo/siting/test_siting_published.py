"""Published location problems, solved to their known optima by the model that sites hubs (E18).

Their files are not part of the project: name the folder that holds them in ``ZIMNIK_ORLIB``.
OR-Library (Beasley, 1990) has pmed1 to pmed40 and the cap files; PSC1-C1-50 is of Fernandes et al.,
Computers & Industrial Engineering 2014, doi 10.1016/j.cie.2014.05.023.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.geo.published import capacitated, p_median, two_stage
from zimnik.geo.core.solver import Status
from zimnik.geo.siting.results import conservation_faults
from zimnik.geo.siting.solve import site_hubs

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.siting.problem import SitingProblem

FOLDER = os.environ.get("ZIMNIK_ORLIB", "")
OPTIMA: dict[str, tuple[Callable[[Path], SitingProblem], float]] = {
    "pmed1": (p_median, 5819),
    "pmed5": (p_median, 1355),
    "pmed20": (p_median, 1789),
    "cap41": (capacitated, 1040444.375),
    "cap71": (capacitated, 932615.750),
    "cap101": (capacitated, 796648.437),
    "cap124": (capacitated, 946051.325),
    "cap131": (capacitated, 793439.562),
    "PSC1-C1-50": (two_stage, 722178),
}


@pytest.mark.parametrize("name", OPTIMA)
def test_published_problem_is_solved_to_its_optimum(name: str) -> None:
    path = Path(FOLDER) / f"{name}.txt"
    if not FOLDER or not path.is_file():
        pytest.skip(f"needs {name}.txt in the folder that ZIMNIK_ORLIB names")
    read, optimum = OPTIMA[name]
    answer = site_hubs(read(path))
    assert answer.status is Status.OPTIMAL
    assert answer.siting is not None
    assert answer.siting.cost_usd_per_y == pytest.approx(optimum, abs=0.001)
    assert answer.bound_usd_per_y == pytest.approx(optimum, rel=1e-6)
    assert conservation_faults(answer.siting) == ()
