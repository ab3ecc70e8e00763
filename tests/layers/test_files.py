"""A file is written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.errors import InputError
from zimnik.layers.files import write_text

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "атлас\n\u2028"


def test_file_holds_the_text_and_its_size_is_returned(tmp_path: Path) -> None:
    path = tmp_path / "атлас.html"
    size_bytes = write_text(path, TEXT)
    assert path.read_bytes() == TEXT.encode()
    assert path.stat().st_size == size_bytes


def test_file_can_be_read_by_others(tmp_path: Path) -> None:
    path, plain = tmp_path / "atlas.html", tmp_path / "plain.html"
    write_text(path, TEXT)
    plain.write_text("")
    assert path.stat().st_mode == plain.stat().st_mode


def test_no_folder_is_a_fault_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "atlas.html"
    with pytest.raises(InputError, match=r"atlas\.html: expected a place to write to"):
        write_text(path, TEXT)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_a_fault_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "atlas.html"
    path.mkdir()
    with pytest.raises(InputError):
        write_text(path, TEXT)
    assert list(tmp_path.iterdir()) == [path]
