"""Fixtures of the room `layers`: the drawn atlas in a folder, and its frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.layers.drawn_atlas import DRAWN, write_atlas
from zimnik.layers import Atlas, load_atlas

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the drawn atlas, to lie under a user's."""
    return write_atlas(tmp_path_factory.mktemp("drawn") / "base", DRAWN)


@pytest.fixture(scope="session")
def atlas(base: Path) -> Atlas:
    """Return the drawn atlas."""
    return load_atlas(base=base)
