"""Drafts of runs that were killed are removed by the next run, and nothing else is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zimnik.layers.writing.drafts import MADE, NOTE, OLD, draft_folder, sweep

if TYPE_CHECKING:
    from pathlib import Path

OURS = json.dumps({"writer": "zimnik", "replaces": ""})
NAME = ".zimnik-0123456789ab"
HOLDING = """
import sys
from pathlib import Path
from zimnik.layers.writing.drafts import draft_folder
with draft_folder(Path(sys.argv[1]), replaces="") as folder:
    (folder / "made").write_text("half")
    print(folder, flush=True)
    sys.stdin.read()
"""


def made(folder: Path, *, note: str = OURS) -> Path:
    """Make a draft as a run leaves it that was killed."""
    draft = folder / NAME
    draft.mkdir()
    (draft / NOTE).write_text(note)
    (draft / MADE).write_text("half")
    return draft


def test_draft_is_gone_when_it_is_left(tmp_path: Path) -> None:
    with draft_folder(tmp_path) as folder:
        (folder / MADE).write_text("half")
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_draft_of_a_run_that_is_gone_is_removed(tmp_path: Path) -> None:
    made(tmp_path)
    with draft_folder(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_draft_of_a_living_process_stays_until_it_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        folder = process.stdout.readline().decode().strip()
        sweep(tmp_path)
        assert [str(path) for path in tmp_path.iterdir()] == [folder]
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert len(list(tmp_path.iterdir())) == 1
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("note", ["", OURS])
def test_draft_that_was_killed_before_it_wrote_is_removed(tmp_path: Path, note: str) -> None:
    (tmp_path / NAME).mkdir()
    if note:
        (tmp_path / NAME / NOTE).write_text("")
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "note",
    ["mine", "[]", '{"writer": "me"}', '{"writer": "zimnik", "replaces": "../other"}', "\ufeff"],
)
def test_what_is_not_surely_ours_stays(tmp_path: Path, note: str) -> None:
    draft = made(tmp_path, note=note)
    sweep(tmp_path)
    assert (draft / MADE).read_text() == "half"


def test_folder_without_a_note_stays_with_what_it_holds(tmp_path: Path) -> None:
    draft = made(tmp_path)
    (draft / NOTE).unlink()
    sweep(tmp_path)
    assert (draft / MADE).read_text() == "half"


@pytest.mark.parametrize("name", [".zimnik-mine", ".zimnik-0123456789abc", "zimnik-0123456789ab"])
def test_other_names_stay(tmp_path: Path, name: str) -> None:
    made(tmp_path).rename(tmp_path / name)
    sweep(tmp_path)
    assert (tmp_path / name / MADE).is_file()


def test_link_to_a_draft_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    draft = made(tmp_path / "there")
    (tmp_path / "here" / NAME).symlink_to(draft)
    sweep(tmp_path / "here")
    assert (draft / MADE).is_file()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_drafts_of_other_users_stay(tmp_path: Path) -> None:
    draft = made(tmp_path)
    os.chown(draft / NOTE, 12345, 12345)
    sweep(tmp_path)
    assert (draft / MADE).is_file()


@pytest.mark.parametrize("stands", [False, True])
def test_folder_that_was_moved_away_is_put_back_unless_another_stands(
    tmp_path: Path, *, stands: bool
) -> None:
    draft = made(tmp_path, note=json.dumps({"writer": "zimnik", "replaces": "own"}))
    (draft / OLD).mkdir()
    (draft / OLD / "table.csv").write_text("old")
    if stands:
        (tmp_path / "own").mkdir()
        (tmp_path / "own" / "table.csv").write_text("new")
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["own"]
    assert (tmp_path / "own" / "table.csv").read_text() == ("new" if stands else "old")
