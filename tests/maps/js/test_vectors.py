"""What both languages compute is the same: Python writes vectors, and Node's tests check them."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pyproj import Geod, Transformer

from tests.maps.drawn_pages import answer, heading
from tests.maps.node import node
from tests.maps.planner_cases import (
    Model,
    account_of,
    drawn_input,
    drawn_question,
    with_factors,
)
from zimnik.geo.core.calendar import MONTH_STARTS_D, YEAR_D, Window, days_of, text_of
from zimnik.geo.core.projection import Albers, Azimuthal
from zimnik.geo.pricing.bill import price_vector
from zimnik.geo.routing.year import WHOLE_YEAR_D
from zimnik.maps.page.ground import Ground
from zimnik.maps.page.packing import NONE, pack
from zimnik.maps.pages.planner_data import planner_record
from zimnik.maps.reports.inert import inert_cell
from zimnik.maps.reports.route import passed_names, route_record
from zimnik.maps.reports.year import year_record

if TYPE_CHECKING:
    from tests.maps.planner_cases import Question
    from zimnik.geo.core.projection import Projection
    from zimnik.maps.pages.planner_data import PlannerInput

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.test.js"))
# Drawn networks in which a label of rolling cargo counts that comes later than one that costs less:
# few have one, and a search that drops it goes wrong in these.
SEEDS = (6, 43, 74, 184, 250, 404)
QUESTIONS_EACH = 12
YEARS_EACH = 3
# What a spreadsheet or a terminal could run, and what none does.
CELLS = (
    *("=1+1", "+2", "-3", "@x", "＝1", " =1", "\t=1", "x;=1+1", "x|-2", "a\n=b", "\r@"),
    *("Tomtor", "a-b", "1=1", "", "Evil\x1b[31m", "\u202etxt", "Сайылык ҕ", "a\x07b", "\x9b2J"),
)


def spans(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Return stretches of time, some from midnight to midnight, with their printed days."""
    starts = rng.uniform(-400, 1200, 200)
    starts[::2] = np.floor(starts[::2])
    lengths = rng.uniform(0, 60, 200)
    lengths[::3] = np.floor(lengths[::3])
    return [
        {
            "from_d": start,
            "until_d": start + length,
            "texts": [text_of(day) for day in days_of(start, start + length)],
        }
        for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)
    ]


def windows(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Return pairs of windows, some equal, open all year or around the new year."""
    days = rng.integers(0, YEAR_D, (300, 4))
    days[::7, 2:] = days[::7, :2]
    days[::11, 1] = (days[::11, 0] - 1) % YEAR_D
    pairs = [(Window.of_days(a, b), Window.of_days(c, d)) for a, b, c, d in days.tolist()]
    return [
        {
            "ends": [one.opens, one.closes],
            "other": [other.opens, other.closes],
            "holds": one.holds(other),
        }
        for one, other in pairs
    ]


def projections(rng: np.random.Generator) -> dict[str, dict[str, Any]]:
    """Return points with what PROJ makes of them; none near the cut of a projection."""
    drawn: dict[str, Projection] = {
        "asian conic": Albers(52, 64, 60, 100),
        "american conic": Albers(50, 70, 40, -96),
        "polar": Azimuthal(90, 90),
        "about the middle of Canada": Azimuthal(65, -100),
    }
    found = {}
    for name, projection in drawn.items():
        east = rng.uniform(-75, 79, 300)
        points = np.column_stack([projection.meridian_deg + east, rng.uniform(40, 85, 300)])
        to_metres = Transformer.from_crs(4326, projection.proj, always_xy=True)
        xy = np.column_stack(to_metres.transform(*points.T))
        ground = Ground(projection, 0.0, (-180.0, 0.0, 180.0, 90.0))
        found[name] = {
            "drawn": ground.record("region")["projection"],
            "points": [
                {"at": at, "xy": metres}
                for at, metres in zip(points.tolist(), xy.tolist(), strict=True)
            ],
        }
    return found


def passed() -> list[list[str]]:
    """Return names of passed places, a few and many, some of them twice."""
    return [[f"place {i // 2 if i % 5 else i}" for i in range(count)] for count in range(30)]


def geodesics(rng: np.random.Generator) -> list[dict[str, Any]]:
    ends = np.column_stack([rng.uniform(25, 179, (200, 2)), rng.uniform(40, 85, (200, 2))])
    lengths = Geod(ellps="WGS84").inv(ends[:, 0], ends[:, 2], ends[:, 1], ends[:, 3])[2]
    return [
        {"from": [a, lat_a], "to": [b, lat_b], "length_m": length}
        for (a, b, lat_a, lat_b), length in zip(ends.tolist(), lengths.tolist(), strict=True)
    ]


def packed() -> dict[str, Any]:
    arrays = {
        "bytes": np.array([0, 254, NONE, 7], dtype=np.int64),
        "words": np.array([0, 300, NONE], dtype=np.int64),
        "longs": np.array([70_000, NONE], dtype=np.int64),
        "broken": np.array([0.1, -2.5, 1e300]),
        "none": np.array([], dtype=np.int64),
    }
    expected = {
        name: [-1 if value == NONE else value for value in values.tolist()]
        for name, values in arrays.items()
    }
    return {"record": pack(arrays), "expected": expected}


def reo() -> list[dict[str, Any]]:
    given, told = answer(), heading()
    route = given.routes[0]
    records = []
    for grade, recovery in ((14.5, 85.0), (14.5, None), (None, None)):
        cargo = replace(given.cargo, reo_grade_pct=grade, reo_recovery_pct=recovery)
        records.append(
            {
                "cost_usd_per_t": route.cost_usd_per_t,
                "cargo": {
                    "reo_kg_per_t": cargo.reo_kg_per_t,
                    "reo_recovery_pct": cargo.reo_recovery_pct,
                },
                "benchmark_usd_per_kg_reo": told.benchmark_usd_per_kg_reo,
                "expected": asdict(route_record(replace(given, cargo=cargo), told).routes[0].total),
            }
        )
    return records


def prices(given: PlannerInput, factors: dict[str, float]) -> list[dict[str, Any]]:
    card = with_factors(given.card, factors)
    return [
        {
            "cargo": number,
            "factors": factors,
            "expected": {
                level: price_vector(card, cargo, level=level).tolist()
                for level in ("low", "base", "high")
            },
        }
        for number, cargo in enumerate(given.cargoes.values())
    ]


def year_of(model: Model, question: Question) -> dict[str, Any]:
    year = model.year(question)
    expected = None
    if year is not None:
        expected = {"costs": list(year.costs_usd_per_t), **asdict(year_record(year))}
    return {**question.record(), "expected": expected}


def planner() -> list[dict[str, Any]]:
    cases = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        given = drawn_input(rng)
        model = Model(given)
        questions = [drawn_question(rng, given) for _ in range(QUESTIONS_EACH)]
        routes = [model.best(question) for question in questions]
        expected = [
            None
            if route is None
            else {
                "cost": route.cost_usd_per_t,
                "links": list(route.link_ids),
                "ready": route.ready_d,
                "account": account_of(route),
            }
            for route in routes
        ]
        cases.append(
            {
                "record": planner_record(given),
                "years": [
                    year_of(model, replace(one, ready_days=WHOLE_YEAR_D))
                    for one in questions[:YEARS_EACH]
                ],
                "prices": prices(given, {"rail": 2.0, "handling": 0.5}),
                "questions": [
                    {**question.record(), "expected": one}
                    for question, one in zip(questions, expected, strict=True)
                ],
            }
        )
    return cases


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = np.random.default_rng(12)
    path = tmp_path_factory.mktemp("vectors") / "vectors.json"
    document = {
        "year_d": YEAR_D,
        "month_firsts_d": list(MONTH_STARTS_D),
        "days": [{"day": day, "text": text_of(day)} for day in range(-400, 800, 7)],
        "spans": spans(rng),
        "windows": windows(np.random.default_rng(3)),
        "projections": projections(rng),
        "geodesics": geodesics(rng),
        "packed": packed(),
        "reo_costs": reo(),
        "cells": [{"text": text, "inert": inert_cell(text)} for text in CELLS],
        "passed": [{"names": names, "told": passed_names(names)} for names in passed()],
        "planner": planner(),
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_scripts_compute_what_python_computes(file: Path, vectors: Path) -> None:
    env = {**os.environ, "ZIMNIK_VECTORS": str(vectors)}
    done = node("--test", "--test-reporter=tap", str(file), env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert passed
    assert int(passed[1]) > 0
