"""Settings and fixtures of every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pandas.testing import assert_frame_equal

import zimnik
from tests.browser import browser_type_launch_args, pages
from tests.examples import load_profile
from tests.signals import children_hear
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.loading import loading
from zimnik.layers.loading.shipped import shipped_atlas
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zimnik.layers import Atlas

__all__ = ["browser_type_launch_args", "pages", "study"]

load_profile()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that open a browser, so that they can be left out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def signals_of_children() -> Iterator[None]:
    """Let tests of interrupts end as quickly when all tests run in the background."""
    with children_hear():
        yield


@pytest.fixture(scope="session", autouse=True)
def one_shipped_atlas() -> Iterator[None]:
    """Read the shipped atlas once a worker, which is asked hundreds of times and must not change."""
    known: dict[bool, Atlas] = {}

    def read(folder: Path = SHIPPED, *, drawn: bool = True) -> Atlas:
        if folder != SHIPPED:
            return shipped_atlas(folder=folder, drawn=drawn)
        if drawn not in known:
            known[drawn] = shipped_atlas(drawn=drawn)
        return known[drawn]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "shipped_atlas", read)
        yield
    for drawn, atlas in known.items():
        fresh = shipped_atlas(drawn=drawn)
        for name in TABLES:
            assert_frame_equal(atlas.table(name), fresh.table(name))


@pytest.fixture(scope="session")
def study() -> zimnik.Study:
    """Return the study of the shipped atlas; nothing in it changes, so that all tests share it."""
    return zimnik.load()
