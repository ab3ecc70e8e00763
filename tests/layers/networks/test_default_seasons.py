"""The season of what states no days is the usual one of its region (docs/model.md, A110, A111)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import median

import pandas as pd
import pytest

from zimnik.geo.core.vocabulary import YearType
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.loading.regions import load_regions_atlas
from zimnik.layers.networks.default_seasons import seasons_of_atlas, usual_seasons


def days(mode: str, column: str) -> list[int]:
    """Return days of a common year."""
    links = pd.read_csv(SHIPPED / "links.csv", dtype=str).fillna("")
    texts = links.loc[(links["mode"] == mode) & (links["season_open"] != ""), column]
    return [(date.fromisoformat(f"2025-{text}") - date(2025, 1, 1)).days for text in texts]


@pytest.mark.parametrize("mode", ["road", "river"])
def test_the_default_season_is_the_median_of_the_atlas(mode: str) -> None:
    found = usual_seasons().of(mode)
    for column in ("season_open", "season_close"):
        day = date.fromisoformat(f"2025-{found[column]}") - date(2025, 1, 1)
        assert abs(day.days - median(days(mode, column))) <= 0.5


@pytest.mark.parametrize("mode", ["road", "river", "winter_road", "sea"])
def test_its_range_leaves_a_season_in_a_short_year_too(mode: str) -> None:
    found = usual_seasons().of(mode)
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


def test_a_region_has_seasons_of_its_own() -> None:
    """The eight rivers and ferries of a drawn region, and its stated winter, by hand."""
    atlas = load_regions_atlas(["north-america-arctic"], drawn=False)
    rivers = ["05-10", "05-20", "06-01", "06-05"]
    links = atlas.links.iloc[: len(rivers)].assign(
        mode="river", season_open=rivers, season_close=["10-01", "10-05", "10-11", "10-31"]
    )
    winter = {YearType.SHORT: ("02-10", "03-01"), YearType.NORMAL: ("02-01", "03-15"),
              YearType.LONG: ("01-20", "04-01")}  # fmt: skip
    region = replace(atlas.region, name="drawn", default_winter=winter)
    found = seasons_of_atlas(replace(atlas, links=links, region=region))
    assert (found.of("river")["season_open"], found.of("river")["season_close"]) == (
        "05-26",
        "10-08",
    )
    assert found.origin("river") == "the median of the 4 such links of drawn"
    assert list(found.of("winter_road").values()) == [
        "02-01", "03-15", "01-20", "02-10", "03-01", "04-01",
    ]  # fmt: skip
    assert found.origin("winter_road") == "the default winter of drawn"
    assert found.of("road") == usual_seasons().of("road")
    assert "russia-arctic" in found.origin("road")


def test_without_a_stated_winter_it_is_that_of_the_model() -> None:
    assert list(usual_seasons().of("winter_road").values()) == [
        "01-30", "04-01", "01-26", "02-03", "03-25", "04-11",
    ]  # fmt: skip
