"""Ways that were found, kept beside a network: read again, never half, never in the way (E80)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zimnik.geo.static.local_ways import LocalWays
from zimnik.layers.networks import kept_ways
from zimnik.layers.networks.kept_ways import WaysFolder, ways_path

if TYPE_CHECKING:
    from pathlib import Path

FOUND = LocalWays(np.array([3, 5, 8]), np.array([2**40, 0]))
NONE = LocalWays(np.array([], np.int64), np.array([], np.int64))


def test_what_was_kept_is_read_again_from_the_disk(tmp_path: Path) -> None:
    folder = WaysFolder(ways_path(tmp_path / "sakha"))
    assert not len(folder)
    folder.keep({"ab": FOUND, "cd": NONE})
    assert set(folder) == {"ab", "cd"}
    read = folder["ab"]
    assert isinstance(read.used.base, np.memmap | np.ndarray)
    assert read.used.tolist() == FOUND.used.tolist()
    assert read.reach.tolist() == FOUND.reach.tolist()
    assert not len(folder["cd"].used)
    assert folder.get("ef") is None
    assert [path.name for path in tmp_path.iterdir()] == ["sakha_ways"]


@pytest.mark.parametrize("harm", ["cut", "changed", "of another kind", "empty"])
def test_a_file_that_is_not_whole_counts_as_none_and_is_replaced(tmp_path: Path, harm: str) -> None:
    folder = WaysFolder(tmp_path)
    folder.keep({"ab": FOUND})
    (path,) = tmp_path.iterdir()
    body = path.read_bytes()
    if harm == "cut":
        path.write_bytes(body[:-8])
    elif harm == "changed":
        path.write_bytes(body[:-1] + b"x")
    elif harm == "of another kind":
        np.save(path, np.array([1.0, 2.0]))
    else:
        path.write_bytes(b"")
    assert folder.get("ab") is None
    folder.keep({"ab": FOUND})
    assert folder["ab"].used.tolist() == [3, 5, 8]


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    folder = WaysFolder(file / "none")
    folder.keep({"ab": FOUND})
    assert folder.get("ab") is None


def test_those_unused_for_longest_go_where_there_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_ways, "MOST_FILES", 2)
    folder = WaysFolder(tmp_path)
    for day, name in enumerate(("first", "second", "third")):
        folder.keep({name: NONE})
        os.utime(tmp_path / f"{name}{kept_ways.SUFFIX}", (day, day))
    assert set(folder) == {"second", "third"}
    assert folder.get("second") is not None
    folder.keep({"fourth": NONE})
    assert set(folder) == {"second", "fourth"}
