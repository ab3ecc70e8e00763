"""Faults of machines: little memory, closed pipes, odd clocks and languages, workers that die."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache, partial
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
    run,
    said_wrong,
    standing_before,
    surroundings,
)
from benchmarks.faults.works import content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.faults.works import Work

MB = 1_000_000
MEMORIES_MB = (300, 450, 600, 900)
IN_LITTLE_MEMORY = (works.PAGE, works.RUN, works.IMPORT, works.EXPORT, works.LINKS)
PIPED = (
    ("layers dictionary", "| head -1"),
    ("route lovozero solikamsk --format json", "| head -c 10"),
    ("map --out -", "| head -1"),
    ("report results.parquet", "| head -1"),
    ("diff results.parquet results.parquet --format csv", "| head -1"),
    ("run plan.toml --dry-run", "| head -1"),
    ("check wrong.csv", "2>&1 | true"),
    ("network import roads.geojson --out net", "| true"),
    ("matrix --origins tomtor --format csv", "| head -1"),
)
CLOCKS = {"1970": 0, "1979": 300_000_000, "2038": 2_147_483_700, "2107": 4_354_819_200}
BY_CLOCKS = (works.WORKBOOK, works.EXPORT, works.BUILD, works.SHEETS)
LANGUAGES = (
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    {"LC_ALL": "de_DE.UTF-8", "LC_NUMERIC": "de_DE.UTF-8"},
    {"PYTHONIOENCODING": "cp1251"},
    {"TZ": "Pacific/Kiritimati"},
    {"TZ": "Etc/GMT+12"},
    {"TZ": "/etc/passwd", "TMPDIR": "/no/such", "HOME": "/no/such"},
)
STARTED_S, POLL_S = 600.0, 0.05


def little_memory(work: Work, most_mb: int, folder: Path) -> str:
    """Let a command have so much memory and no more."""
    older = standing_before(work, folder)
    newer = expected(work)[1]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (most_mb * MB, most_mb * MB))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    # One thread each, or stacks of threads are what there is no room for.
    done = run(work.new, folder, limits=limit)
    wrong = said_wrong(done, ANSWERED, BAD_INPUT, UNWRITTEN)
    if wrong:
        return f"at {most_mb} MB: {wrong}"
    if done.returncode and "memory" not in done.stderr:
        return f"at {most_mb} MB not a word of memory: {done.stderr[-300:]}"
    allowed = [older] if done.returncode else [newer]
    if work == works.RUN:
        allowed.append(content(folder / work.out))
    return left_wrong(work, folder, allowed=allowed)


def piped(words: str, shell: str, folder: Path) -> str:
    """Let the reader of a pipe go away."""
    done = run(words, folder, shell=shell)
    if words.startswith("check"):
        # What it says goes where nobody hears it; the status is all there is.
        return "" if done.returncode == BAD_INPUT else f"status {done.returncode}"
    return said_wrong(done, ANSWERED)


@cache
def preloaded() -> str:
    """Return the library that sets the clock of a process, built here."""
    library = Path(tempfile.mkdtemp(prefix="faults-clock-")) / "clock.so"
    source = Path(__file__).with_name("clock.c")
    command = ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return str(library)


def another_time(work: Work, seconds: int, folder: Path) -> str:
    """Run a command at another time of day."""
    standing_before(work, folder)
    environment = {"LD_PRELOAD": preloaded(), "CLOCK_SET": str(seconds)}
    done = run(work.new, folder, environment=environment)
    return said_wrong(done, ANSWERED) or left_wrong(work, folder, allowed=[expected(work)[1]])


def another_language(environment: dict[str, str], folder: Path) -> str:
    """Run a command in another language and place."""
    for work in (works.ANSWER, works.REPORT):
        done = run(work.new, folder, environment=environment)
        wrong = said_wrong(done, ANSWERED) or left_wrong(work, folder, allowed=[expected(work)[1]])
        if wrong:
            return wrong
    done = run("layers list", folder, environment=environment)
    return said_wrong(done, ANSWERED) if "PYTHONIOENCODING" not in environment else ""


def children(process_id: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process_id)],  # noqa: S607 - as the system has it
        capture_output=True,
        text=True,
        check=False,
    )
    own = [int(word) for word in listed.stdout.split()]
    return [*own, *(other for one in own for other in children(one))]


def worker_killed(words: str, folder: Path) -> str:
    """Kill a worker of a command, and look whether the answer is that of one process."""
    alone = run(words, folder)
    process = subprocess.Popen(
        [*ZIMNIK, *words.split(), "--jobs", "2"],
        cwd=folder,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end_s = time.monotonic() + STARTED_S
    workers: list[int] = []
    while process.poll() is None and time.monotonic() < end_s and not workers:
        workers = [one for one in children(process.pid) if _is_worker(one)]
        time.sleep(POLL_S)
    killed = 0
    if workers:
        time.sleep(1.0)
        try:
            os.kill(workers[-1], signal.SIGKILL)
            killed = 1
        except ProcessLookupError:
            pass
    out, said = process.communicate()
    done = subprocess.CompletedProcess((), process.returncode, out, said)
    if not killed:
        return "there was no worker to kill"
    same = "" if out == alone.stdout else "another answer than of one process"
    return said_wrong(done, ANSWERED) or same


def _is_worker(process_id: int) -> bool:
    try:
        told = Path(f"/proc/{process_id}/cmdline").read_bytes()
    except OSError:
        return False
    return b"spawn_main" in told


def table_taken_away(folder: Path) -> str:
    """Take a table away while a plan runs that reads it."""
    plan = folder / "own.toml"
    text = works.PLAN.format(hub="solikamsk").replace(
        "draws = 100", 'draws = 100\natlas = "sites.csv"'
    )
    plan.write_text(text, "utf-8")
    process = subprocess.Popen(
        [*ZIMNIK, "run", "own.toml", "--out", "own.parquet"],
        cwd=folder,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(2.0)
    (folder / "sites.csv").unlink()
    out, said = process.communicate()
    done = subprocess.CompletedProcess((), process.returncode, out, said)
    return said_wrong(done, ANSWERED, BAD_INPUT)


def cut(name: str, words: str, folder: Path) -> str:
    """Cut a file off that a command reads."""
    if words.startswith("route"):
        run("network import roads.geojson --out net", folder)
        run("network build net", folder)
    path = folder / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return said_wrong(run(words, folder), BAD_INPUT)


def folder_gone(folder: Path) -> str:
    """Run a command in a folder that is not there any more."""
    gone = folder / "gone"
    gone.mkdir()
    line = f'rmdir "{gone}"; "$@"'
    command = [
        "bash",
        "-c",
        line,
        "bash",
        *ZIMNIK,
        "route",
        "lovozero",
        "solikamsk",
        "--out",
        "a.json",
    ]
    done = subprocess.run(
        command, cwd=gone, env=surroundings(), capture_output=True, text=True, check=False
    )
    return said_wrong(done, BAD_INPUT, UNWRITTEN)


def few_files(work: Work, folder: Path) -> str:
    """Let a command have few files open at once."""
    older = standing_before(work, folder)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (10, 10))

    done = run(work.new, folder, limits=limit)
    allowed = [older, expected(work)[1]]
    return said_wrong(done, ANSWERED, BAD_INPUT, UNWRITTEN) or left_wrong(
        work, folder, allowed=allowed
    )


def faults() -> Iterator[Fault]:
    """Yield the faults of machines."""
    for work in IN_LITTLE_MEMORY:
        for most_mb in MEMORIES_MB:
            label = f"{work.label}, {most_mb} MB"
            yield Fault("little memory", label, partial(little_memory, work, most_mb))
    for words, shell in PIPED:
        yield Fault("closed pipe", f"{words} {shell}", partial(piped, words, shell))
    if shutil.which("cc"):
        for work in BY_CLOCKS:
            for year, seconds in CLOCKS.items():
                label = f"{work.label}, {year}"
                yield Fault("clock", label, partial(another_time, work, seconds))
    for environment in LANGUAGES:
        label = " ".join(f"{name}={value}" for name, value in environment.items())
        yield Fault("language and place", label, partial(another_language, environment))
    run_words = "run plan.toml --anew --out own.parquet"
    yield Fault("worker killed", "run", partial(worker_killed, run_words))
    yield Fault(
        "worker killed",
        "matrix",
        partial(worker_killed, "matrix --origins tomtor,lovozero --format csv"),
    )
    yield Fault("input taken away or cut off", "a table, while a plan runs", table_taken_away)
    for name, words in (
        ("results.parquet", "report results.parquet"),
        ("results.parquet", "diff results.parquet results.parquet"),
        ("roads.geojson", "network import roads.geojson --out net"),
        ("net_built/nodes.arrow", "route lovozero solikamsk --network net"),
        ("net/links.csv", "route lovozero solikamsk --network net"),
    ):
        yield Fault("input taken away or cut off", f"{words}: {name}", partial(cut, name, words))
    yield Fault("input taken away or cut off", "the folder it runs in", folder_gone)
    for work in (works.ANSWER, works.EXPORT):
        yield Fault("few open files", work.label, partial(few_files, work))
