"""What a change of the input does to the answers of every command, on a drawn region.

A price that is raised, a link that is closed and a season that is shorter make nothing cheaper and
deliver no more; the order of rows in a file changes no byte.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commands import zimnik
from tests.drawn_choice import CHOICES, write_choices
from tests.examples import examples, some
from zimnik.layers.cards.rate_card import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tests.layers.drawn_atlas import Row

Figures = dict[str, Any]
Tables = dict[str, list[dict[str, str]]]
NEVER = math.inf
# Sums of many days, in another order.
ROUNDING = 1e-9


def of_cells(answer: Any) -> Figures:
    """Return the cost of each cell of a matrix."""
    cost = "cost_usd_per_t"
    return {f"{one['origin_id']}-{one['destination_id']}": one[cost] for one in answer["cells"]}


def of_sites(answer: Any) -> Figures:
    """Return what it costs each deposit to reach a railway, a port, a town and a plant."""
    return {
        f"{one['site_id']} {kind}": one[f"{kind}_usd_per_t"]
        for one in answer["sites"]
        for kind in ("railhead", "port", "town_10k", "hub")
    }


def of_hubs(answer: Any) -> Figures:
    """Return what a tonne costs at each plant."""
    return {one["id"]: one["total"]["cost_usd_per_t"] for one in answer["hubs"]}


def of_campaign(answer: Any) -> Figures:
    """Return what is not delivered, and what a tonne costs where all is."""
    left_t = sum(one["undelivered_t"] for one in answer["demands"])
    cost = answer["total"]["cost_usd_per_t"] if left_t < 1e-6 else NEVER
    return {"undelivered_t": left_t, "cost": cost}


COMMANDS: dict[str, tuple[tuple[str, ...], Callable[[Any], Figures]]] = {
    "matrix": (("matrix",), of_cells),
    "matrix of a day": (("matrix", "--ready", "03-01"), of_cells),
    "route": (
        ("route", "mine", "plant", "--draws", "2"),
        lambda answer: {"mean": (answer["year"] or {}).get("mean_usd_per_t")},
    ),
    "route of a day": (
        ("route", "pit", "works", "--draws", "2", "--ready", "05-20"),
        lambda answer: {
            "day": next((one["total"]["cost_usd_per_t"] for one in answer["routes"]), None)
        },
    ),
    "campaign": (("campaign", "mine", "plant", "--draws", "2"), of_campaign),
    "remoteness": (("remoteness",), of_sites),
    "hubs compare": (("hubs", "compare", "plant", "works", "--deposit", "mine"), of_hubs),
    "stress": (
        ("stress", "--hub", "plant", "--hub", "works"),
        lambda answer: {one["site_id"]: one["cost_usd_per_t"] for one in answer["sites"]},
    ),
}  # fmt: skip


# Hashes of the files as they are, and the tables in whose order an answer lists places.
EDITION = ("atlas_sha256", "rates_sha256")
LISTED = ("deposits", "hubs")


def leaves(answer: Any, path: str = "") -> dict[str, Any]:
    """Return each value of an answer by where it stands, but for the hashes of the files."""
    inner = answer.items() if isinstance(answer, dict) else enumerate(answer)
    found: dict[str, Any] = {}
    for name, value in inner:
        place = f"{path}/{name}"
        if isinstance(value, dict | list):
            found[place] = type(value).__name__
            found |= leaves(value, place)
        elif name not in EDITION:
            found[place] = value
    return found


class World:
    """A region in a folder, and what commands say of it."""

    def __init__(self, folder: Path, tables: Mapping[str, Sequence[Row]]) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = write_choices(folder / "choice", tables)

    def told(self, *words: str) -> Any:
        """Return the JSON that a command prints, also where it finds no way."""
        asked = (*words, "--region", str(self.folder), "--format", "json")
        done = zimnik(*asked, status=None)
        assert done.status in {0, 1}, done
        return json.loads(done.out)

    def figures(self, command: str, *more: str) -> Figures:
        """Return the figures of a command, without end where there is none."""
        words, figures_of = COMMANDS[command]
        found = figures_of(self.told(*words, *more))
        return {name: NEVER if value is None else value for name, value in found.items()}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return the region as it is drawn."""
    return World(tmp_path_factory.mktemp("drawn"), CHOICES)


@pytest.fixture(scope="module")
def before(drawn: World) -> Callable[[str], Figures]:
    """Return the figures of a command before anything is changed, asked for once."""
    return cache(drawn.figures)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Tables], World]:
    """Return how to write the region with some tables exchanged."""

    def write(tables: Tables) -> World:
        return World(tmp_path_factory.mktemp("changed"), {**CHOICES, **tables})

    return write


@dataclass(frozen=True)
class Worse:
    """A change for the worse: the tables it exchanges, and how many times more a cost may be."""

    tables: Tables
    at_most: float


PRICES = [row for row in CHOICES["rates"] if row["group"] == "price"]
LINKS = CHOICES["links"]
# A mine or a plant that no link joins is given a way of its own, which may be a better one.
SPARE = [row for row in LINKS if row["id"] not in {"rail", "gate"}]
SEASONAL = [row for row in LINKS if "season_open" in row]


def raised_price(row: Row, factor: float) -> Worse:
    """Return a price raised: costs are least sums of quantities times prices."""
    dearer = {**row, **{level: str(float(row[level]) * factor) for level in LEVELS}}
    return Worse({"rates": [dearer if one is row else one for one in CHOICES["rates"]]}, factor)


def without_link(row: Row) -> Worse:
    """Return a link gone."""
    return Worse({"links": [one for one in LINKS if one is not row]}, NEVER)


def day_after(text: str, days: int) -> str:
    """Return the day of the year so many days after another."""
    month, day = map(int, text.split("-"))
    return (date(2025, month, day) + timedelta(days)).strftime("%m-%d")


def shorter_season(row: Row, later_d: int, sooner_d: int) -> Worse:
    """Return a season that opens later and closes sooner."""
    days = {
        "season_open": day_after(row["season_open"], later_d),
        "season_close": day_after(row["season_close"], -sooner_d),
    }
    return Worse({"links": [{**one, **days} if one is row else one for one in LINKS]}, NEVER)


CHANGES = st.one_of(
    st.builds(raised_price, st.sampled_from(PRICES), st.floats(1.0, 20.0)),
    st.builds(without_link, st.sampled_from(SPARE)),
    st.builds(shorter_season, st.sampled_from(SEASONAL), st.integers(0, 45), st.integers(0, 45)),
)
each_command = pytest.mark.parametrize("command", some(COMMANDS, len(COMMANDS)))


@each_command
@settings(max_examples=examples(30))
@given(worse=CHANGES)
def test_a_change_for_the_worse_makes_nothing_better(
    command: str,
    before: Callable[[str], Figures],
    changed: Callable[[Tables], World],
    worse: Worse,
) -> None:
    later = changed(worse.tables).figures(command)
    for name, value in before(command).items():
        assert later.get(name, NEVER) >= value * (1 - ROUNDING), (name, value, later)
        if worse.at_most < NEVER and value:
            assert later[name] <= value * worse.at_most * (1 + ROUNDING), (name, value, later)


@pytest.mark.proof
@pytest.mark.parametrize("command", ["matrix", "route", "route of a day", "campaign", "stress"])
@pytest.mark.parametrize("link", [row["id"] for row in SPARE])
def test_a_link_that_is_avoided_is_as_if_it_were_gone(
    command: str, link: str, drawn: World, changed: Callable[[Tables], World]
) -> None:
    gone = changed({"links": [row for row in LINKS if row["id"] != link]}).figures(command)
    assert drawn.figures(command, "--avoid", link) == pytest.approx(gone, rel=ROUNDING)


@each_command
@settings(max_examples=examples(10))
@given(seed=st.integers(0, 1_000))
def test_the_order_of_rows_changes_nothing(
    command: str, drawn: World, changed: Callable[[Tables], World], seed: int
) -> None:
    by_chance = np.random.default_rng(seed)
    shuffled = {
        name: [rows[place] for place in by_chance.permutation(len(rows))]
        for name, rows in CHOICES.items()
        if name not in LISTED
    }
    words, _ = COMMANDS[command]
    told, again = drawn.told(*words), changed(shuffled).told(*words)
    # A solver adds in the order of its rows, so that its figures differ in the last digits.
    (words_again, again_figures), (words_told, told_figures) = (
        (
            {place: value for place, value in found.items() if not isinstance(value, float)},
            {place: value for place, value in found.items() if isinstance(value, float)},
        )
        for found in (leaves(again), leaves(told))
    )
    assert words_again == words_told
    assert again_figures == pytest.approx(told_figures, rel=ROUNDING)
