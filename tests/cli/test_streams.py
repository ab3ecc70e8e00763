"""How a command ends: its status, what it says, and what is left, whatever becomes of its streams."""

from __future__ import annotations

import codecs
import errno
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import zimnik
from tests.examples import some
from zimnik.cli import terminal
from zimnik.cli.memory import is_short_of_memory
from zimnik.geo.core.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMAND = [sys.executable, "-m", "zimnik"]
QUICK = ["layers", "dictionary"]
ROUTE = ["route", "lovozero", "solikamsk"]
POSIX = pytest.mark.skipif(os.name != "posix", reason="descriptors of POSIX")
pytestmark = POSIX


def ran(
    words: Sequence[str], streams: str = "", *, before: str = "", **given: Any
) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell, so that its streams can be closed."""
    line = f'{before} exec "$@" {streams}'
    return subprocess.run(
        ["sh", "-c", line, "sh", *COMMAND, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **given,
    )


@pytest.mark.parametrize(
    "words", some([QUICK, ["--help"], ["--version"], ["hubs"], ["route", "--help"]], 4)
)
def test_full_output_is_one_line_and_status_3(words: list[str]) -> None:
    done = ran(words, ">/dev/full")
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "no space left on device" in done.stderr


def test_closed_output_is_one_line_and_status_3_before_the_work() -> None:
    done = ran(ROUTE, ">&-")
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "found a closed one" in done.stderr


@pytest.mark.parametrize("streams", some(["2>&-", "2>/dev/full", "2>&- <&-"], 3))
@pytest.mark.parametrize(
    ("words", "status"), [(QUICK, 0), (["layers", "dictionary", "no_such_table"], 2)]
)
def test_standard_error_does_not_change_the_status(
    words: list[str], status: int, streams: str
) -> None:
    done = ran(words, streams)
    assert done.returncode == status
    assert bool(done.stdout) is (status == 0)


def test_no_stream_at_all_is_status_3() -> None:
    assert ran(QUICK, "<&- >&- 2>&-").returncode == 3


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    """What GDAL says on the standard error would else stand in the file."""
    path = tmp_path / "out.gpkg"
    done = ran(["layers", "export", str(path)], "<&- 2>&-")
    assert done.returncode == 0
    assert path.read_bytes().startswith(b"SQLite format 3\0")


def test_reader_that_has_enough_is_no_fault() -> None:
    with subprocess.Popen(
        [*COMMAND, *QUICK], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "xx_XX.KOI8-R", "LANG": "nowhere"},
        {"TZ": "Nowhere/None"},
        {"TZ": ":/etc/passwd", "TMPDIR": "/no/such/folder", "HOME": "/no/such/folder"},
    ],
)
def test_odd_surroundings_change_nothing(environment: Mapping[str, str]) -> None:
    """Nothing else is set: no HOME, no TMPDIR, no PATH."""
    usual = ran(ROUTE)
    done = ran(ROUTE, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == usual.stdout


def test_file_is_written_where_there_is_no_place_for_temporary_files(tmp_path: Path) -> None:
    path = tmp_path / "route.json"
    done = ran([*ROUTE, "--out", str(path)], env={"TMPDIR": "/no/such/folder"})
    assert (done.returncode, done.stdout) == (0, f"{path}\n")


class Narrow(io.TextIOWrapper):
    """A standard output of an encoding that lacks letters."""

    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, errors="strict", newline="")

    def written(self) -> bytes:
        """Return what was printed."""
        self.flush()
        held = self.buffer
        assert isinstance(held, io.BytesIO)
        return held.getvalue()


@pytest.mark.parametrize("encoding", some(["cp1251", "ascii", "cp866", "latin-1", "koi8-r"], 5))
def test_letters_that_the_output_lacks_are_replaced_and_said_once(
    encoding: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    narrow = Narrow(encoding)
    monkeypatch.setattr(sys, "stdout", narrow)
    terminal.print_text("Сайылык ҕ, ҕ and 中\n")
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"the standard output is in {encoding}" in said
    assert narrow.written().decode(encoding).endswith("? and ?\n")


@pytest.mark.parametrize("encoding", ["ascii", "cp1251"])
def test_json_loses_no_letter_in_any_encoding(
    encoding: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    narrow = Narrow(encoding)
    monkeypatch.setattr(sys, "stdout", narrow)
    terminal.print_text('{"name": "ҕ \U0001f9ca"}\n', is_json=True)
    assert capsys.readouterr().err == ""
    assert narrow.written() == b'{"name": "\\u0495 \\ud83e\\uddca"}\n'


def test_page_is_in_utf_8_whatever_the_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = Narrow("ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    terminal.print_page("<!DOCTYPE html>ҕ")
    assert narrow.written() == "<!DOCTYPE html>ҕ".encode()


def test_error_of_the_output_is_told_by_its_own_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(OutputError, match="no space left"):
            terminal.print_text("text")


def test_other_errors_of_that_codec_are_left() -> None:
    error = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")
    with pytest.raises(UnicodeDecodeError):
        codecs.lookup_error(terminal.ESCAPED)(error)


def started(words: Sequence[str], wait_s: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    # Before it hears signals Python itself begins, which nobody can answer for.
    while not hears(process.pid, signal.SIGTERM):
        time.sleep(0.01)
    time.sleep(wait_s)
    return process


def hears(process_id: int, number: int) -> bool:
    """Whether a process has a handler of its own for a signal; taken to where it cannot be told."""
    try:
        told = Path(f"/proc/{process_id}/status").read_text("utf-8")
    except OSError:
        return True
    caught = next(line.split()[1] for line in told.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (number - 1) & 1)


@pytest.mark.parametrize("wait_s", some([0.15, 0.3, 0.4, 0.5, 0.7, 0.9], 3))
def test_interrupt_ends_with_status_130_and_no_word(wait_s: float, tmp_path: Path) -> None:
    """Also while modules are imported, which is most of the first second."""
    with started(["map", "--out", str(tmp_path / "map.html")], wait_s) as process:
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
    assert (process.returncode, out, said) == (130, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("wait_s", some([0.8, 0.3], 2))
def test_request_to_end_leaves_nothing(number: int, wait_s: float, tmp_path: Path) -> None:
    with started(["map", "--out", str(tmp_path / "map.html")], wait_s) as process:
        process.send_signal(number)
        out, said = process.communicate(timeout=60)
    assert (process.returncode, out, said) == (128 + number, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", some([signal.SIGKILL, signal.SIGINT, signal.SIGTERM], 3))
def test_killed_matrix_leaves_no_process_that_holds_its_output(number: int) -> None:
    with started(["matrix", "--format", "csv"], 2.5) as process:
        process.send_signal(number)
        out, said = process.communicate(timeout=30)
    assert process.returncode == (-number if number == signal.SIGKILL else 128 + number)
    assert out == ""
    # Who is killed cannot give back its semaphores, and Python says so.
    assert said == "" or number == signal.SIGKILL
    assert "Traceback" not in said


def test_interrupts_stay_ignored_where_the_shell_ignores_them() -> None:
    """As for what runs in the background of a script."""
    line = 'trap "" INT; exec "$@"'
    command = ["sh", "-c", line, "sh", *COMMAND, *QUICK]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.startswith("###")


def test_fault_of_ours_is_not_the_answer_none(tmp_path: Path) -> None:
    """Status 1 says that there is no route, and never that the program broke."""
    code = (
        "import sys, zimnik.__main__, zimnik.cli.main as cli\n"
        "cli._status = lambda words: 1 / 0\n"
        "sys.argv = ['zimnik', 'check']\n"
        "zimnik.__main__.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=Path.cwd()
    )
    assert done.returncode == 70
    assert "ZeroDivisionError" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hubs", "rank", "--draws", "1000000000"), "1,600 GB of memory and 30.6 hours"),
        (("hubs", "rank", "--draws", "1000000000"), "give 1,000,000 at most"),
        (("remoteness", "--monthly", "moon"), "--monthly"),
        (("hubs", "compare", "solikamsk", "baotou", "--return-loads", "2"), "--return-loads"),
        (("route", "tomtor", "baotou", "--out", "missing/x.json"), "a folder that is there"),
        (("access", "tomtor", "--links", "missing/x.gpkg"), "--links"),
        (("access", "tomtor", "--links", "own.gpkg"), "a file that zimnik did not write"),
        (("surface", "--raster", "missing/x.tif"), "--raster"),
        (("surface", "--contours", "x.shp"), "--contours"),
        (("layers", "export", "own"), "a folder that is no export"),
        (("layers", "export", "own.gpkg"), "a file that zimnik did not write"),
        (("layers", "export", "missing/x.gpkg"), "a folder that is there"),
        (("layers", "template", "own"), "a folder with deposits.csv"),
    ],
)
def test_refusals_come_before_anything_is_loaded(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(_: object) -> None:
        pytest.fail("nothing is to be loaded")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("zimnik.studies.model.load_model", load)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "deposits.csv").write_text("id\nmine\n")
    (tmp_path / "own.gpkg").write_text("mine")
    assert said in zimnik(*words, status=2).err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own", "own.gpkg"]


def test_hostile_names_do_not_steer_the_terminal(tmp_path: Path) -> None:
    name = "Evil\x1b[31mRED\x1b]0;owned\x07\x9b2J\u202etxt"
    (tmp_path / "deposits.csv").write_text(
        "id,name_en,country,lon,lat,tonnes_per_y,source,confidence\n"
        f'evil,"{name}\nforged",RU,116.57,71.05,1000,own,C\n',
        encoding="utf-8",
    )
    for form in ("text", "json", "csv"):
        done = zimnik("route", "evil", "baotou", "--atlas", str(tmp_path), "--format", form)
        assert "Evil" in done.out
        for one in ("\x1b", "\x07", "\x9b", "\u202e"):
            assert one not in done.out + done.err
        assert "\nforged" not in done.out or form == "csv"


@pytest.mark.parametrize("most_mb", [300, 450])
def test_too_little_memory_is_one_line_and_status_2(most_mb: int) -> None:
    done = ran(ROUTE, before=f"ulimit -v {most_mb * 1000};")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "memory" in done.stderr


@pytest.mark.parametrize(
    ("error", "is_short"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "no"), True),
        (ImportError("a.so: failed to map segment from shared object"), True),
        (RuntimeError("can't start new thread"), True),
        (ImportError("No module named 'a'"), False),
        (OSError(errno.ENOSPC, "no"), False),
    ],
)
def test_a_lack_of_memory_is_known_by_what_libraries_say(error: Exception, is_short: bool) -> None:  # noqa: FBT001 - a case
    later = ValueError("a broken file")
    later.__cause__ = error
    assert is_short_of_memory(error) is is_short
    assert is_short_of_memory(later) is is_short


@pytest.mark.parametrize(
    "comes",
    [
        # While compiled code takes its arguments: Numba hands it on as the cause of the cause.
        (
            "    try:\n        raise SystemError('numba') from command.AskedToEndError(15)\n"
            "    except SystemError as error:\n        raise SystemError('numba') from error\n"
        ),
        # Within a destructor, which ignores exceptions.
        (
            "    class One:\n        def __del__(self):\n            signal.raise_signal(15)\n"
            "    One()\n    time.sleep(30)\n"
        ),
    ],
    ids=["compiled", "destructor"],
)
def test_a_request_to_end_is_heard_wherever_it_comes(comes: str) -> None:
    code = (
        "import signal, sys, time, zimnik.__main__ as command, zimnik.cli.main as cli\n"
        f"def status(words):\n{comes}"
        "cli._status = status\n"
        "sys.argv = ['zimnik', 'check']\n"
        "command.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=25
    )
    assert (done.returncode, done.stderr) == (143, "")
