"""Faults of a store that many share: a server that goes away, a killed client, two at once."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.faults.running import (
    ANSWERED,
    BAD_INPUT,
    UNWRITTEN,
    ZIMNIK,
    Fault,
    run,
    said_wrong,
    surroundings,
)
from tests.layers.store.server import PROGRAMS, execute, server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNTED = "layers list --format csv --atlas"


def _address(stack: ExitStack) -> tuple[str, str]:
    """Start a server with a store of PostGIS; return the address of its store and of its server."""
    at = stack.enter_context(server())
    execute(f"postgresql://{at}/postgres", "CREATE DATABASE atlas")
    execute(f"postgresql://{at}/atlas", "CREATE EXTENSION postgis")
    return f"postgresql://{at}/atlas", at


def _started(words: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*ZIMNIK, *words.split()],
        cwd=folder,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _ended(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    out, said = process.communicate()
    return subprocess.CompletedProcess((), process.returncode, out, said)


def client_killed(share: float, folder: Path) -> str:
    """Kill a command that writes a store over what stands there: all of it or nothing is in it."""
    with ExitStack() as stack:
        store, _ = _address(stack)
        start_s = time.monotonic()
        wrong = said_wrong(run(f"layers export {store}", folder), ANSWERED)
        span_s = time.monotonic() - start_s
        if wrong:
            return wrong
        before = run(f"{COUNTED} {store}", folder).stdout
        process = _started(f"layers export {store} --atlas sites.csv", folder)
        time.sleep(span_s * share)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        after = run(f"{COUNTED} {store}", folder)
        again = run(f"layers export {store} --atlas sites.csv", folder)
        whole = run(f"{COUNTED} {store}", folder).stdout
        if after.stdout not in {before, whole}:
            return "a half of what was written stands"
        return said_wrong(after, ANSWERED) or said_wrong(again, ANSWERED)


def server_ended(folder: Path) -> str:
    """Let the server end while it is written to."""
    with ExitStack() as stack:
        store, _ = _address(stack)
        process = _started(f"layers export {store}", folder)
        time.sleep(1.5)
        stack.close()
        done = _ended(process)
        if done.returncode == ANSWERED:
            return ""
        return said_wrong(done, UNWRITTEN, BAD_INPUT) or _secret(done, store)


def server_absent(words: str, folder: Path) -> str:
    """Name a server that is not there."""
    store = "postgresql://me:secret%21@127.0.0.1:9/atlas"
    done = run(words.format(store=store), folder)
    return said_wrong(done, UNWRITTEN, BAD_INPUT) or _secret(done, store)


def wrong_password(folder: Path) -> str:
    """Name another password than the store has."""
    with ExitStack() as stack:
        _, at = _address(stack)
        user, _, rest = at.partition(":")
        store = f"postgresql://{user}:secret%21@{rest.rpartition('@')[2]}/atlas"
        done = run(f"layers list --atlas {store}", folder)
        return said_wrong(done, BAD_INPUT) or _secret(done, store)


def two_clients(folder: Path) -> str:
    """Write a store by two commands at once."""
    with ExitStack() as stack:
        store, _ = _address(stack)
        both = [_started(f"layers export {store}", folder) for _ in range(2)]
        wrong = [said_wrong(_ended(one), ANSWERED, UNWRITTEN, BAD_INPUT) for one in both]
        if all(one.returncode for one in both):
            return "neither of both wrote"
        after = run(f"{COUNTED} {store}", folder)
        return next(filter(None, wrong), "") or said_wrong(after, ANSWERED)


def _secret(done: subprocess.CompletedProcess[str], store: str) -> str:
    password = store.split(":")[2].partition("@")[0]
    told = any(word in done.stderr for word in (password, "secret!"))
    return "a password is told" if told else ""


def faults() -> Iterator[Fault]:
    """Yield the faults of stores; none where there is no server to start."""
    kind = "store"
    for words in ("layers list --atlas {store}", "layers export {store}", "check {store}"):
        label = words.format(store="postgresql://...")
        yield Fault(kind, f"{label}, no server", partial(server_absent, words))
    if not PROGRAMS and not _on_path():
        return
    for share in (0.5, 0.8):
        yield Fault(kind, "client killed while it writes", partial(client_killed, share))
    yield Fault(kind, "server ends while it is written to", server_ended)
    yield Fault(kind, "wrong password", wrong_password)
    yield Fault(kind, "two clients at once", two_clients)


def _on_path() -> bool:
    return shutil.which("initdb") is not None
