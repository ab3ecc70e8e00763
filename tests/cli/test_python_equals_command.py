"""A study in Python answers what the command line answers, for every deposit of the atlas.

Firsts of months are compared whole, each command loading the atlas by itself. A best day costs a
search of its own: what is asked, and of which function, is compared for every deposit, hub and type
of year, and the whole answer for every deposit once, with hubs and types of year in turn.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import zimnik
from tests.commands import zimnik as command
from tests.examples import some
from zimnik.cli import catalogue
from zimnik.geo.core.vocabulary import YearType
from zimnik.studies.route import RouteQuestion

if TYPE_CHECKING:
    from zimnik.studies.answers import Question

HUBS = ("krasnokamensk", "solikamsk", "baotou")
YEAR_TYPES = tuple(YearType)


def deposits(study: zimnik.Study) -> list[str]:
    ids: list[str] = study.model.atlas.deposits["id"].to_list()
    assert len(ids) >= 40
    return ids


@pytest.mark.parametrize("year_type", some(YEAR_TYPES, len(YEAR_TYPES)))
def test_matrix_of_a_study_is_that_of_the_command(study: zimnik.Study, year_type: YearType) -> None:
    asked = ("matrix", "--destinations", ",".join(HUBS), "--year-type", year_type)
    told = json.loads(command(*asked, "--format", "json").out)
    found = json.loads(study.matrix(destinations=HUBS, year_type=year_type).to_json())
    assert len(told["cells"]) == len(deposits(study)) * len(HUBS)
    assert found["cells"] == told["cells"]
    assert found["warnings"] == told["warnings"]


@pytest.mark.usefixtures("at_once")
def test_best_day_is_asked_of_a_study_as_by_the_command(
    study: zimnik.Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Question] = []

    def hear(model: object, question: Question) -> Any:
        assert model is study.model
        heard.append(question)
        return SimpleNamespace(answered=True, text_in=str)

    route = catalogue.COMMANDS["route"]()
    method: Any = zimnik.Study.route
    assert method.question is RouteQuestion
    assert method.answer is route.answer
    monkeypatch.setattr(catalogue, "COMMANDS", {"route": lambda: replace(route, answer=hear)})
    pairs = list(product(deposits(study), HUBS, YEAR_TYPES))
    for origin, hub, year_type in pairs:
        command("route", origin, hub, "--year-type", year_type, "--format", "json")
    assert heard == [RouteQuestion(o, hub, year_type=year_type) for o, hub, year_type in pairs]


@pytest.mark.proof
@pytest.mark.usefixtures("at_once")
def test_best_day_of_every_deposit_is_answered_alike(study: zimnik.Study) -> None:
    for number, origin in enumerate(deposits(study)):
        hub = HUBS[number % len(HUBS)]
        year_type = YEAR_TYPES[number // len(HUBS) % len(YEAR_TYPES)]
        asked = ("route", origin, hub, "--year-type", year_type, "--format", "json")
        told = json.loads(command(*asked).out)
        assert json.loads(study.route(origin, hub, year_type=year_type).to_json()) == told
        assert told["routes"], (origin, hub)
