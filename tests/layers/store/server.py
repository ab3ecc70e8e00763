"""A PostgreSQL server with PostGIS that tests start themselves, in a folder of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where Debian keeps what no user starts by hand; elsewhere they are on the path.
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
USER, PASSWORD = "zimnik_tests", "a secret: p@ss/word"
TOLD = "zimnik_tests:a%20secret%3A%20p%40ss%2Fword"
SETTINGS = ("fsync=off", "full_page_writes=off", "max_connections=20", "shared_buffers=16MB")
STARTED_WITHIN_S = 60


def program(name: str) -> str:
    """Return the path of a program of the server, or skip the test."""
    found = next((str(folder / name) for folder in PROGRAMS if (folder / name).is_file()), None)
    found = found or shutil.which(name)
    if found is None:
        pytest.skip(f"there is no {name} of PostgreSQL here")
    return found


def as_other() -> int | None:
    """Return the user to run the server as: root may not."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    pytest.skip("root starts no server, and there is no other user here")


@contextmanager
def server() -> Iterator[str]:
    """Yield "user:password@host:port" of a server that ends with the block."""
    initdb, postgres, uid = program("initdb"), program("postgres"), as_other()
    # A short path: that of a socket may have 107 letters.
    folder = Path(tempfile.mkdtemp(prefix="zimnik-pg-"))
    try:
        if uid is not None:
            os.chown(folder, uid, -1)
        secret = folder / "secret"
        secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
        secret.chmod(0o644)
        made = [initdb, "-D", str(folder / "data"), "-U", USER, "-A", "scram-sha-256"]
        options = [f"--pwfile={secret}", "--no-sync", "-E", "UTF8", "--locale=C"]
        subprocess.run([*made, *options], user=uid, check=True, capture_output=True, cwd=folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = [word for one in SETTINGS for word in ("-c", one)]
        where = ["-D", str(folder / "data"), "-h", "127.0.0.1", "-p", str(port), "-k", str(folder)]
        run = subprocess.Popen(
            [postgres, *where, *settings],
            user=uid,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(f"postgresql://{TOLD}@127.0.0.1:{port}/postgres", run)
            yield f"{TOLD}@127.0.0.1:{port}"
        finally:
            # At once: a session may still be open.
            run.send_signal(signal.SIGINT)
            run.wait(STARTED_WITHIN_S)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str, run: subprocess.Popen[bytes]) -> None:
    for _ in range(STARTED_WITHIN_S * 20):
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            assert run.poll() is None, "the server ended"
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server did not start")


def execute(address: str, *statements: str) -> None:
    """Run statements, each by itself."""
    with psycopg.connect(address.partition("?")[0], autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
