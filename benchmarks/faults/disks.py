"""Faults of disks: full, slow, failing, not to be written, and commands that are ended on them."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.faults import works
from benchmarks.faults.running import (
    ANSWERED,
    BAD_INPUT,
    UNWRITTEN,
    ZIMNIK,
    Fault,
    expected,
    left_wrong,
    litter,
    run,
    said_wrong,
    standing_before,
    surroundings,
)
from benchmarks.faults.works import content
from zimnik.geo.core.errors import InputError
from zimnik.studies.scenarios.result_files import read_results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.faults.works import Work

SIGNALLED = 128
NOBODY = 65534
# Root without what lets it write anywhere: it may still read the interpreter, as nobody might not.
UNPRIVILEGED = ("setpriv", "--inh-caps=-all", "--bounding-set=-all", "--")
STRACE = "strace"
SLOW_US = 400_000
ON_FULL_DISKS = (
    *(works.PAGE, works.WORKBOOK, works.RUN, works.REPORT),
    *(works.BUILD, works.EXPORT, works.FOLDER, works.LINKS, works.STORY, works.SURFACE),
)
ON_SMALL_DISKS = (works.PAGE, works.RUN, works.EXPORT, works.REPORT)
ON_BAD_DISKS = (works.ANSWER, works.RUN, works.IMPORT, works.EXPORT)
ON_SLOW_DISKS = (works.ANSWER, works.RUN, works.BUILD, works.FOLDER)
ENDED = (
    *((works.PAGE, signal.SIGINT), (works.RUN, signal.SIGINT)),
    *((works.BUILD, signal.SIGTERM), (works.EXPORT, signal.SIGTERM)),
    *((works.REPORT, signal.SIGHUP), (works.FOLDER, signal.SIGHUP)),
)
READ_ONLY = (works.PAGE, works.RUN, works.BUILD, works.EXPORT, works.REGION, works.SURFACE)


def killed(work: Work, number: int, folder: Path) -> str:
    """End a command by a signal at a random moment."""
    standing_before(work, folder)
    newer = expected(work)[1]
    start_s = time.perf_counter()
    if work.old:
        run(work.old, folder)
    else:
        run("layers dictionary", folder)
    span_s = time.perf_counter() - start_s
    older = content(folder / work.out)
    process = subprocess.Popen(
        [*ZIMNIK, *work.new.split()],
        cwd=folder,
        env=surroundings(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    # Most of a run is loading, and what is written is written at its end.
    time.sleep(random.triangular(0.1, span_s, 0.9 * span_s))  # noqa: S311 - no secret
    process.send_signal(number)
    _, said = process.communicate()
    status = process.returncode
    ended_by = -number if number == signal.SIGKILL else SIGNALLED + number
    if status not in {0, ended_by} or "Traceback" in said:
        return f"status {status}: {said[-300:]}"
    allowed = [newer] if status == 0 else [older, newer]
    if work == works.RUN:
        # Cases that are finished are kept, and stand.
        allowed.append(content(folder / work.out) if _is_part(folder / work.out) else older)
    return left_wrong(work, folder, allowed=allowed)


def _is_part(path: Path) -> bool:
    try:
        return len(read_results(path).cases) > 0
    except InputError:
        return False


def largest(path: Path) -> int:
    """Return the size of a file, or of the largest of a folder."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return max(one.stat().st_size for one in files)


def full(work: Work, folder: Path) -> str:
    """Let no file grow beyond the half of what is to be written."""
    older = standing_before(work, folder)
    most = largest(folder / work.out) // 2

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = run(work.new, folder, limits=limit)
    return said_wrong(done, UNWRITTEN) or left_wrong(work, folder, allowed=[older])


def small(work: Work, folder: Path) -> str:
    """Write to a file system that holds the older output and half of the newer."""
    older = standing_before(work, folder)
    out = folder / work.out
    size = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    with tempfile.TemporaryDirectory() as place, mounted(Path(place), size + largest(out) // 2):
        there = Path(place)
        shutil.copytree(folder, there, dirs_exist_ok=True)
        free = os.statvfs(there)
        ballast = max(0, free.f_bavail * free.f_frsize - largest(there / work.out) // 2)
        (there / "ballast").write_bytes(b"x" * ballast)
        done = run(work.new, there)
        wrong = said_wrong(done, UNWRITTEN) or litter(there)
        stands = content(there / work.out)
    return wrong or ("" if stands == older else f"what stands is not the old: {stands}")


@contextmanager
def mounted(place: Path, size: int) -> Iterator[None]:
    """Mount a small file system in memory at a folder, which root may."""
    options = f"size={(size + 200_000) // 1024}k"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)  # noqa: S607
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)  # noqa: S607


def failing(work: Work, error: str, folder: Path) -> str:
    """Let every call that syncs a file fail."""
    older = standing_before(work, folder)
    tracer = [STRACE, "-f", "-qq", "-o", os.devnull, "-e", f"inject=fsync,fdatasync:error={error}"]
    done = run(work.new, folder, before=tracer)
    return said_wrong(done, UNWRITTEN) or left_wrong(work, folder, allowed=[older])


def slow(work: Work, folder: Path) -> str:
    """Let every call that syncs or renames take long, and kill the command on the way."""
    older = standing_before(work, folder)
    calls = "fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
    delay = f"inject={calls}:delay_enter={SLOW_US}"
    tracer = [STRACE, "-f", "-qq", "-o", os.devnull, "-e", delay]
    if work in ON_SLOW_DISKS[::2]:
        done = run(work.new, folder, before=tracer)
        return said_wrong(done, ANSWERED) or left_wrong(work, folder, allowed=[expected(work)[1]])
    # Another writer comes while the first is at it: its draft is not to be swept.
    with subprocess.Popen(
        [*tracer, *ZIMNIK, *work.new.split()],
        cwd=folder,
        env=surroundings(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as first:
        second = run(work.new, folder)
        _, said = first.communicate()
    if first.returncode:
        return f"the slow one: {said[-300:]}"
    allowed = [older, expected(work)[1]]
    return said_wrong(second, ANSWERED) or left_wrong(work, folder, allowed=allowed)


def read_only(work: Work, folder: Path) -> str:
    """Run a command where it may not write."""
    older = standing_before(work, folder)
    _give_away(folder)
    done = run(work.new, folder, before=UNPRIVILEGED if not os.geteuid() else ())
    wrong = said_wrong(done, UNWRITTEN)
    _take_back(folder)
    return wrong or left_wrong(work, folder, allowed=[older])


def written_file(folder: Path) -> str:
    """Run a command that may write the folder and not the file."""
    work = works.ANSWER
    older = standing_before(work, folder)
    (folder / work.out).chmod(0o444)
    done = run(work.new, folder, before=UNPRIVILEGED if not os.geteuid() else ())
    wrong = said_wrong(done, UNWRITTEN)
    (folder / work.out).chmod(0o644)
    return wrong or left_wrong(work, folder, allowed=[older])


def _give_away(folder: Path) -> None:
    """Let nothing in a folder be writable: of another owner for root, for others of no rights."""
    for path in (folder, *folder.rglob("*")):
        if os.geteuid():
            path.chmod(0o555 if path.is_dir() else 0o444)
        else:
            os.chown(path, NOBODY, NOBODY)


def _take_back(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if os.geteuid():
            path.chmod(0o755 if path.is_dir() else 0o644)
        else:
            os.chown(path, 0, 0)


def together(work: Work, folder: Path) -> str:
    """Run two of one command at once."""
    older = standing_before(work, folder)
    runs = [
        subprocess.Popen(
            [*ZIMNIK, *work.new.split()],
            cwd=folder,
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    wrong = []
    answered = 0
    for process in runs:
        out, said = process.communicate()
        done = subprocess.CompletedProcess((), process.returncode, out, said)
        answered += not process.returncode
        # What another has just written may be in the way, and be refused for it.
        wrong.append(said_wrong(done, ANSWERED, BAD_INPUT))
    if not answered:
        return "neither of both wrote"
    allowed = [expected(work)[1]]
    return next(filter(None, wrong), "") or left_wrong(work, folder, allowed=[*allowed, older][:1])


def faults() -> Iterator[Fault]:
    """Yield the faults of disks and of commands that are ended."""
    yield from _ended()
    yield from _of_disks()
    for work in READ_ONLY:
        yield Fault("folder that may not be written", work.label, partial(read_only, work))
    yield Fault("folder that may not be written", "a file that may not", written_file)
    for work in works.WORKS[:-1]:
        yield Fault("two writers at once", work.label, partial(together, work))


def _ended() -> Iterator[Fault]:
    for work in works.WORKS:
        for _ in range(2):
            yield Fault("killed", work.label, partial(killed, work, signal.SIGKILL))
    for work, number in ENDED:
        label = f"{work.label}, {signal.Signals(number).name}"
        yield Fault("asked to end", label, partial(killed, work, number))


def _of_disks() -> Iterator[Fault]:
    for work in ON_FULL_DISKS:
        yield Fault("full disk (RLIMIT_FSIZE)", work.label, partial(full, work))
    if not os.geteuid():
        for work in ON_SMALL_DISKS:
            yield Fault("full disk (small file system)", work.label, partial(small, work))
    if shutil.which(STRACE):
        for work, error in zip(ON_BAD_DISKS, ("EIO", "ENOSPC", "EDQUOT", "EIO"), strict=True):
            yield Fault("failing disk", f"{work.label}, {error}", partial(failing, work, error))
        for work in ON_SLOW_DISKS:
            yield Fault("slow disk", work.label, partial(slow, work))
