"""What the doors of zimnik hold: writers that are killed, full disks, streams, signals, bad input.

    python -m benchmarks.doors          # prints the tables of docs/reliability.md, about 8 minutes
    python -m benchmarks.doors --write  # and puts them there
    python -m benchmarks.doors --only "bad input" streams --write

Each writer runs in a process of its own that is killed at a random moment; the old file or the new
one has to stand whole then, and the next run has to leave nothing beside it. Full disks are limits
of the size of files, and a small file system in memory where the system lets one be mounted.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bad_inputs import bad_input_rows
from benchmarks.door_writers import WRITERS, atlas
from tests.signals import children_hear
from zimnik.geo.core.errors import OutputError
from zimnik.layers.writing.drafts import sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.door_writers import Writer

KILLS, INTERRUPTS, FULL_DISKS, MOMENTS = 200, 20, 12, 8
MOST_S = 60.0
PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
COMMAND = [sys.executable, "-m", "zimnik"]
WRITTEN, INTERRUPTED, UNWRITTEN = 0, 130, 3
# How the streams of a command are set, and the status that it has to end with.
STREAMS = (
    (">/dev/full", 3),
    (">&-", 3),
    (">&- 2>&-", 3),
    ("<&- >&- 2>&-", 3),
    ("2>&-", 0),
    ("2>/dev/full", 0),
    ("<&-", 0),
    ("| head -1", 0),
)
STREAM_COMMANDS = ("layers dictionary", "layers list", "route lovozero solikamsk --format json")


def child(writer: Writer, path: Path, text: str, *, most_bytes: int | None = None) -> int:
    """Start a process that writes, and return its id; it ends with the status of a command."""
    # An interrupt waits until the process has begun, as it does for a command.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    process_id = os.fork()
    if process_id:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return process_id
    status = 1
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        if most_bytes is not None:
            import resource  # noqa: PLC0415 - not on Windows

            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        writer.write(path, text)
        status = WRITTEN
    except OutputError:
        status = UNWRITTEN
    except KeyboardInterrupt:
        status = INTERRUPTED
    finally:
        os._exit(status)


def ended(process_id: int) -> int:
    """Wait for a process and return its status, negative for the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(process_id, 0)[1])


def is_whole(writer: Writer, path: Path, *, allowed: Sequence[str]) -> bool:
    """Whether one of some versions stands whole, and the next run leaves nothing beside it."""
    first = writer.standing(path) in allowed
    sweep(path.parent)
    alone = [one.name for one in path.parent.iterdir()] == [path.name]
    return first and alone and writer.standing(path) in allowed


def killed(writer: Writer, folder: Path, number: int, times: int) -> tuple[int, int]:
    """Return how often a signal ended a writer in mid-course, and how often all was right."""
    path = folder / writer.name
    ended(child(writer, path, "old"))
    start_s = time.perf_counter()
    ended(child(writer, path, "new"))
    span_s = time.perf_counter() - start_s
    cut = right = 0
    for _ in range(times):
        stands = writer.standing(path)
        other = "old" if stands == "new" else "new"
        process_id = child(writer, path, other)
        time.sleep(random.uniform(0.0, min(span_s, MOST_S)))  # noqa: S311 - no secret
        os.kill(process_id, number)
        status = ended(process_id)
        cut += status != WRITTEN
        # A process that ends by itself has written; one that was killed may have just done so.
        allowed = (other,) if status == WRITTEN else (stands, other)
        right += bool(stands) and is_whole(writer, path, allowed=allowed)
    return cut, right


def on_full_disks(writer: Writer, folder: Path) -> tuple[int, int]:
    """Return how many full disks were tried, and on how many the old file stood and it was said."""
    path = folder / writer.name
    ended(child(writer, path, "old"))
    files = [path] if path.is_file() else list(path.iterdir())
    largest = max(file.stat().st_size for file in files)
    limits = [int(largest * step / FULL_DISKS) for step in range(1, FULL_DISKS)]
    right = 0
    for most_bytes in limits:
        status = ended(child(writer, path, "new", most_bytes=most_bytes))
        right += status == UNWRITTEN and is_whole(writer, path, allowed=("old",))
    tried = len(limits)
    size_kb = sum(file.stat().st_size for file in files) * 3 // 2 // 1024 + 64
    for status, whole in mounted(writer, size_kb):
        tried += 1
        right += status == UNWRITTEN and whole
    return tried, right


def mounted(writer: Writer, size_kb: int) -> list[tuple[int, bool]]:
    """Return how a writer ended on a full file system in memory; nothing where none is mounted."""
    with tempfile.TemporaryDirectory() as place:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", place]
        try:
            done = subprocess.run(mount, capture_output=True, check=False)
        except FileNotFoundError:
            return []
        if done.returncode:
            return []
        try:
            path = Path(place) / writer.name
            if ended(child(writer, path, "old")) != WRITTEN:
                return []
            status = ended(child(writer, path, "new"))
            return [(status, is_whole(writer, path, allowed=("old",)))]
        finally:
            subprocess.run(["umount", place], check=True)  # noqa: S607


def writer_rows() -> list[tuple[str, ...]]:
    """Return a row for each format: kills, interrupts and full disks, tried and right."""
    rows = []
    # Read here, and not by every process that writes.
    atlas("old"), atlas("new")
    for writer in WRITERS:
        with tempfile.TemporaryDirectory() as place:
            counts = [
                f"{right} of {KILLS} ({cut} in mid-course)"
                for cut, right in [killed(writer, Path(place), signal.SIGKILL, KILLS)]
            ]
            _, right = killed(writer, Path(place), signal.SIGINT, INTERRUPTS)
            counts.append(f"{right} of {INTERRUPTS}")
            tried, right = on_full_disks(writer, Path(place))
            counts.append(f"{right} of {tried}")
        rows.append((writer.label, *counts))
        print(*rows[-1], sep=" | ", flush=True)
    return rows


def said_well(done: subprocess.CompletedProcess[str], status: int) -> bool:
    """Whether a command ended with a status, with no traceback and at most one line said."""
    lines = done.stderr.splitlines()
    return done.returncode == status and "Traceback" not in done.stderr and len(lines) <= 1


def stream_rows() -> list[tuple[str, ...]]:
    """Return a row for each way in which the streams of commands were set."""
    rows = []
    for streams, status in STREAMS:
        right = 0
        for words in STREAM_COMMANDS:
            line = f'"$@" {streams}'
            shell = ["bash", "-o", "pipefail", "-c", line, "bash", *COMMAND, *words.split()]
            done = subprocess.run(shell, capture_output=True, text=True, check=False)
            right += said_well(done, status)
        rows.append(
            (f"`{streams.replace('|', chr(92) + '|')}`", f"{right} of {len(STREAM_COMMANDS)}")
        )
    return rows


def signal_rows() -> list[tuple[str, ...]]:
    """Return a row for each signal that ended a command at random moments from its start."""
    rows = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
        right = 0
        for _ in range(MOMENTS):
            command = [*COMMAND, "matrix", "--format", "json"]
            with subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            ) as process:
                time.sleep(random.uniform(0.2, 4.0))  # noqa: S311 - no secret
                process.send_signal(number)
                out, said = process.communicate(timeout=MOST_S)
            status = -number if number == signal.SIGKILL else 128 + number
            right += process.returncode == status and not out and "Traceback" not in said
        rows.append((f"{signal.Signals(number).name} to `zimnik matrix`", f"{right} of {MOMENTS}"))
    return rows


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a table of Markdown."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def section(heading: Sequence[str], rows: Callable[[], list[tuple[str, ...]]]) -> str:
    """Return one table, told on the way."""
    found = table(heading, rows())
    print(f"{found}\n", flush=True)
    return found


SECTIONS: dict[str, tuple[Sequence[str], Callable[[], list[tuple[str, ...]]]]] = {
    "writers": (("format", "killed, right", "interrupted, right", "full disk, right"), writer_rows),
    "streams": (("streams", "right"), stream_rows),
    "signals": (("signal", "right"), signal_rows),
    "bad input": (("bad input", "tried", "right"), bad_input_rows),
}


def put(name: str, text: str) -> None:
    """Put a table into the page, between its marks."""
    begin, end = f"<!-- doors, {name}: begin -->", f"<!-- doors, {name}: end -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Try what is asked for, print the tables, and put them into the page where that is asked."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.doors")
    asked.add_argument("--only", nargs="*", choices=tuple(SECTIONS), default=tuple(SECTIONS))
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    with children_hear():
        for name in given.only:
            text = section(*SECTIONS[name])
            if given.write:
                put(name, text)


if __name__ == "__main__":
    main()
