"""The same question gets the same bytes, whatever the hash seed and the number of processes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from itertools import product
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HASH_SEEDS = ("0", "1", "20261130")
QUESTIONS = {
    "route": ("route", "tomtor", "krasnokamensk", "--format", "json"),
    "matrix": ("matrix", "--format", "csv"),
    "map": ("map", "--out", "."),
}
# How many processors the system tells is how many processes share a matrix.
WORKERS = """
import os
os.cpu_count = lambda: {workers}
import zimnik.__main__
if __name__ == "__main__":
    zimnik.__main__.main()
"""


def digest(words: tuple[str, ...], seed: str, workers: int, folder: Path) -> str:
    """Return the hash of all that a command prints and writes in a process of its own."""
    folder.mkdir()
    script = folder.parent / f"with_{workers}.py"
    script.write_text(WORKERS.format(workers=workers), "utf8")
    done = subprocess.run(
        [sys.executable, str(script), *words],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    told = hashlib.sha256(done.stdout)
    for path in sorted(folder.rglob("*")):
        told.update(path.name.encode() + (path.read_bytes() if path.is_file() else b""))
    return told.hexdigest()


@pytest.mark.proof
@pytest.mark.parametrize("name", QUESTIONS)
def test_answers_are_the_same_to_the_byte(name: str, tmp_path: Path) -> None:
    digests = {
        (seed, workers): digest(QUESTIONS[name], seed, workers, tmp_path / f"{seed}_{workers}")
        for seed, workers in product(HASH_SEEDS, (1, 2))
    }
    assert len(set(digests.values())) == 1, digests
