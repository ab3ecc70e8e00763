"""A file is written whole or not at all, and into what is no file."""

from __future__ import annotations

import os
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.errors import OutputError
from zimnik.layers.files import place_fault, write_text, write_whole

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "атлас\n\u2028"
IS_ROOT = os.name == "posix" and os.geteuid() == 0


def test_file_holds_the_text_and_its_size_is_returned(tmp_path: Path) -> None:
    path = tmp_path / "атлас.html"
    size_bytes = write_text(path, TEXT)
    assert path.read_bytes() == TEXT.encode()
    assert path.stat().st_size == size_bytes


def test_new_file_can_be_read_by_others(tmp_path: Path) -> None:
    path, plain = tmp_path / "atlas.html", tmp_path / "plain.html"
    write_text(path, TEXT)
    plain.write_text("")
    assert path.stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o777])
def test_mode_of_a_file_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "atlas.html"
    path.write_text("old")
    path.chmod(mode)
    write_text(path, TEXT)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text("utf8") == TEXT


@pytest.mark.skipif(not IS_ROOT, reason="only root may give files away")
def test_owner_of_a_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "atlas.html"
    path.write_text("old")
    os.chown(path, 12345, 23456)
    write_text(path, TEXT)
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


@pytest.mark.skipif(IS_ROOT, reason="root may write anywhere")
def test_file_that_may_not_be_written_is_left(tmp_path: Path) -> None:
    path = tmp_path / "atlas.html"
    path.write_text("old")
    path.chmod(0o400)
    with pytest.raises(OutputError, match="permission denied"):
        write_text(path, TEXT)
    assert path.read_text() == "old"


@pytest.mark.parametrize("steps", [1, 3])
def test_link_stays_and_its_target_is_replaced(tmp_path: Path, steps: int) -> None:
    real = tmp_path / "folder" / "real.html"
    real.parent.mkdir()
    real.write_text("old")
    path = tmp_path / "latest.html"
    target = "folder/real.html"
    for step in range(1, steps):
        (tmp_path / f"step{step}").symlink_to(target)
        target = f"step{step}"
    path.symlink_to(target)
    write_text(path, TEXT)
    assert path.is_symlink()
    assert not real.is_symlink()
    assert real.read_text("utf8") == TEXT
    assert list(real.parent.iterdir()) == [real]


def test_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    (tmp_path / "latest.html").symlink_to("real.html")
    write_text(tmp_path / "latest.html", TEXT)
    assert (tmp_path / "latest.html").is_symlink()
    assert (tmp_path / "real.html").read_text("utf8") == TEXT


def test_link_to_itself_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    with pytest.raises(OutputError, match="symbolic links"):
        write_text(tmp_path / "a.txt", TEXT)


def test_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe.html"
    os.mkfifo(path)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    write_text(path, TEXT)
    reader.join()
    assert read == [TEXT.encode()]
    assert stat.S_ISFIFO(path.stat().st_mode)


@pytest.mark.skipif(not IS_ROOT, reason="only root may make devices")
@pytest.mark.parametrize(("minor", "is_full"), [(3, False), (7, True)])
def test_device_is_written_into_and_stays_a_device(
    tmp_path: Path, minor: int, *, is_full: bool
) -> None:
    """The devices are of our own, with the numbers of null and full."""
    path = tmp_path / "device.html"
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, minor))
    if is_full:
        with pytest.raises(OutputError, match="no space left"):
            write_text(path, TEXT)
    else:
        write_text(path, TEXT)
    assert stat.S_ISCHR(path.stat().st_mode)
    assert list(tmp_path.iterdir()) == [path]


def test_descriptor_is_written_where_it_stands(tmp_path: Path) -> None:
    """As /dev/stdout is: what was written before stays, and what comes after follows."""
    path = tmp_path / "all.txt"
    with path.open("wb", buffering=0) as file:
        file.write(b"before ")
        link = tmp_path / "stdout"
        link.symlink_to(f"/proc/self/fd/{file.fileno()}")
        write_text(link, "text")
        file.write(b" after")
    assert path.read_bytes() == b"before text after"


@pytest.mark.parametrize("name", ["a" * 250 + ".html", "я" * 125 + ".html", "a" * 255])
def test_names_may_be_as_long_as_the_disk_takes(tmp_path: Path, name: str) -> None:
    assert len(name.encode()) == 255
    write_text(tmp_path / name, TEXT)
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def test_name_that_is_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="file name too long"):
        write_text(tmp_path / ("a" * 256), TEXT)
    assert list(tmp_path.iterdir()) == []


def test_no_folder_is_a_fault_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "atlas.html"
    with pytest.raises(OutputError, match=r"atlas\.html: expected a place to write to"):
        write_text(path, TEXT)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_a_fault_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "atlas.html"
    path.mkdir()
    with pytest.raises(OutputError, match="is a directory"):
        write_text(path, TEXT)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), OSError(28, "full")])
def test_what_ends_a_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, error: BaseException
) -> None:
    path = tmp_path / "atlas.html"
    path.write_text("old")

    def write(made: Path) -> None:
        made.write_text("half")
        raise error

    with pytest.raises((KeyboardInterrupt, SystemExit, OutputError)):
        write_whole(path, write)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_mistake_of_ours_is_not_told_as_a_full_disk(tmp_path: Path) -> None:
    def write(_: Path) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_whole(tmp_path / "atlas.html", write)
    assert list(tmp_path.iterdir()) == []


def test_file_and_folder_are_synced_before_the_call_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    path = tmp_path / "atlas.html"

    def fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        steps.append(f"{'folder' if is_folder else 'file'}, stands: {path.exists()}")

    monkeypatch.setattr(os, "fsync", fsync)
    write_text(path, TEXT)
    assert steps == ["file, stands: False", "folder, stands: True"]


def test_place_of_a_file_is_judged_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "fifo")
    assert place_fault(tmp_path / "new.html", "out") is None
    assert place_fault(tmp_path / "fifo", "out") is None
    missing = place_fault(tmp_path / "missing" / "new.html", "out")
    taken = place_fault(tmp_path / "pipe", "out")
    assert missing is not None
    assert "in a folder that is not there" in str(missing)
    assert taken is not None
    assert "a folder, 'pipe'" in str(taken)
