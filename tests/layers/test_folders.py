"""Folders and GeoPackages are replaced only where that loses nothing, at any moment of a run."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.errors import InputError, OutputError
from zimnik.layers import folders
from zimnik.layers.folders import write_folder
from zimnik.layers.writing import exchange

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Replaces a folder again and again, each time ended at a later step: every call that Python tells
# its hooks of, such as each rename, each file that is opened, each folder that is made.
AT_EVERY_STEP = """
import os, shutil, signal, sys
from pathlib import Path
from zimnik.layers import folders
from zimnik.layers.writing import exchange
from zimnik.layers.writing.drafts import sweep
place, how = Path(sys.argv[1]), sys.argv[2]
if sys.argv[3] == "moved":
    exchange.exchange = lambda *_: False

def fill(text):
    def write(folder):
        for name in "ab":
            (folder / name).write_text(text)
    return write

def standing():
    return {path.name: path.read_text() for path in place.iterdir()} if place.exists() else None

class Hook:
    def __init__(self, step):
        self.left = step
    def __call__(self, event, _):
        if event.partition(".")[0] in ("os", "shutil", "open", "ctypes", "tempfile"):
            self.left -= 1
            if self.left == 0:
                if how == "SIGKILL":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise KeyboardInterrupt

steps = 0
while True:
    shutil.rmtree(place, ignore_errors=True)
    folders.write_folder(place, fill("old"), lambda _: "")
    child = os.fork()
    if child == 0:
        sys.addaudithook(Hook(steps + 1))
        try:
            folders.write_folder(place, fill("new"), lambda _: "")
        except KeyboardInterrupt:
            os._exit(130)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status == 0:
        break
    steps += 1
    if how == "SIGKILL" and sys.argv[3] == "moved":
        sweep(place.parent)
    whole = standing()
    assert whole in ({"a": "old", "b": "old"}, {"a": "new", "b": "new"}), (steps, whole)
    sweep(place.parent)
    assert [path.name for path in place.parent.iterdir()] == [place.name], steps
    assert standing() == whole, steps
print(steps)
"""


def fill(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        for name in "ab":
            (folder / name).write_text(text)

    return write


def no_change(folder: Path) -> str:
    del folder
    return ""


def standing(place: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in place.iterdir()}


@pytest.fixture(params=["exchanged", "moved"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Replace folders as a system does that can exchange two names, and as others do."""
    name: str = request.param
    if name == "moved":
        monkeypatch.setattr(exchange, "exchange", lambda *_: False)
    return name


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.parametrize("way_of", ["exchanged", "moved"])
@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_old_or_new_stands_whole_at_every_step(tmp_path: Path, how: str, way_of: str) -> None:
    """Where names cannot be exchanged, the next run puts the old folder back first."""
    command = [sys.executable, "-c", AT_EVERY_STEP, str(tmp_path / "own"), how, way_of]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_folder_is_replaced_and_nothing_else_is_left(tmp_path: Path, way: str) -> None:
    del way
    place = tmp_path / "own"
    write_folder(place, fill("old"), no_change)
    place.chmod(0o750)
    write_folder(place, fill("new"), no_change)
    assert standing(place) == {"a": "new", "b": "new"}
    assert place.stat().st_mode & 0o777 == 0o750
    assert list(tmp_path.iterdir()) == [place]


def test_link_to_a_folder_stays(tmp_path: Path, way: str) -> None:
    del way
    write_folder(tmp_path / "own", fill("old"), no_change)
    (tmp_path / "latest").symlink_to("own")
    write_folder(tmp_path / "latest", fill("new"), no_change)
    assert (tmp_path / "latest").is_symlink()
    assert standing(tmp_path / "own") == {"a": "new", "b": "new"}


def test_change_before_the_run_is_told_before_the_work(tmp_path: Path) -> None:
    write_folder(tmp_path / "own", fill("old"), no_change)

    def write(_: Path) -> None:
        pytest.fail("nothing is to be written")

    with pytest.raises(InputError, match="found 'a' changed"):
        write_folder(tmp_path / "own", write, lambda _: "'a' changed")


def test_change_while_the_folder_is_written_is_kept(tmp_path: Path, way: str) -> None:
    del way
    place = tmp_path / "own"
    write_folder(place, fill("old"), no_change)

    def write(folder: Path) -> None:
        fill("new")(folder)
        (place / "a").write_text("mine")

    def change_of(folder: Path) -> str:
        return "'a' changed" if (folder / "a").read_text() == "mine" else ""

    with pytest.raises(InputError, match="found 'a' changed"):
        write_folder(place, write, change_of)
    assert standing(place) == {"a": "mine", "b": "old"}
    assert list(tmp_path.iterdir()) == [place]


def test_of_runs_at_once_one_wins_whole(tmp_path: Path, way: str) -> None:
    del way
    place = tmp_path / "own"
    write_folder(place, fill("old"), no_change)
    texts = [f"run {number}" for number in range(40)]
    with ThreadPoolExecutor(8) as runs:
        list(runs.map(lambda text: write_folder(place, fill(text), no_change), texts))
    whole = standing(place)
    assert whole["a"] in texts
    assert whole["b"] == whole["a"]
    assert list(tmp_path.iterdir()) == [place]


def test_folder_of_the_command_itself_is_not_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="the folder that the command runs in"):
        write_folder(tmp_path, fill("new"), no_change)


def test_failed_write_leaves_the_old_folder(tmp_path: Path, way: str) -> None:
    del way
    place = tmp_path / "own"
    write_folder(place, fill("old"), no_change)

    def write(folder: Path) -> None:
        (folder / "a").write_text("half")
        raise OSError(28, os.strerror(28))

    with pytest.raises(OutputError, match="no space left"):
        write_folder(place, write, no_change)
    assert standing(place) == {"a": "old", "b": "old"}
    assert list(tmp_path.iterdir()) == [place]


def test_geopackage_of_other_work_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "own.gpkg"
    path.write_text("mine")
    with pytest.raises(InputError, match="a file that zimnik did not write"):
        folders.write_geopackage(path, lambda _: pytest.fail("nothing is to be written"))
    assert path.read_text() == "mine"
