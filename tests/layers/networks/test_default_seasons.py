"""The season of what states no days is the middle one of the shipped atlas (docs/model.md, A110)."""

from __future__ import annotations

from datetime import date
from statistics import median

import pandas as pd
import pytest

from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.networks.classes import default_season


def days(mode: str, column: str) -> list[int]:
    """Return days of a common year, those of autumn of winter roads before the new year."""
    links = pd.read_csv(SHIPPED / "links.csv", dtype=str).fillna("")
    texts = links.loc[(links["mode"] == mode) & (links["season_open"] != ""), column]
    found = [(date.fromisoformat(f"2025-{text}") - date(2025, 1, 1)).days for text in texts]
    return [day - 365 if mode == "winter_road" and day > 212 else day for day in found]


@pytest.mark.parametrize("mode", ["road", "river", "winter_road"])
def test_the_default_season_is_the_median_of_the_atlas(mode: str) -> None:
    found = default_season(mode)
    for column in ("season_open", "season_close"):
        day = date.fromisoformat(f"2025-{found[column]}") - date(2025, 1, 1)
        wrapped = day.days - 365 if mode == "winter_road" and day.days > 212 else day.days
        assert abs(wrapped - median(days(mode, column))) <= 0.5


@pytest.mark.parametrize("mode", ["road", "river", "winter_road", "sea"])
def test_its_range_leaves_a_season_in_a_short_year_too(mode: str) -> None:
    found = default_season(mode)
    since_august = {
        name: (date.fromisoformat(f"2025-{text}") - date(2025, 8, 1)).days % 365
        for name, text in found.items()
    }
    since_april = {
        name: (date.fromisoformat(f"2025-{text}") - date(2025, 4, 1)).days % 365
        for name, text in found.items()
    }
    order = since_august if mode == "winter_road" else since_april
    names = [
        "season_open_early", "season_open", "season_open_late", "season_close_early",
        "season_close", "season_close_late",
    ]  # fmt: skip
    assert [order[name] for name in names] == sorted(order[name] for name in names)
