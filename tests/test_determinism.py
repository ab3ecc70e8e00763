"""The same question gets the same bytes, whatever the hash seed and the number of processes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HASH_SEEDS = ("0", "1", "7", "4711", "20261130")
SPREAD = {
    "matrix": ("matrix", "--format", "csv"),
    "stress": ("stress", "--kind", "border", "--format", "json"),
}
ALONE = {
    "route": ("route", "tomtor", "krasnokamensk", "--format", "json"),
    "map": ("map", "--out", "."),
    "campaign": ("campaign", "tomtor", "krasnokamensk", "--out", "campaign.html"),
    "compare": ("hubs", "compare", "krasnokamensk", "baotou", "--deposit", "tomtor", "--out", "c.html"),
}  # fmt: skip


def digest(words: tuple[str, ...], seed: str, folder: Path) -> str:
    """Return the hash of all that a command prints and writes in a process of its own."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "zimnik", *words],
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
@pytest.mark.parametrize("name", [*SPREAD, *ALONE])
def test_answers_are_the_same_to_the_byte(name: str, tmp_path: Path) -> None:
    words = SPREAD.get(name) or ALONE[name]
    digests = {seed: digest(words, seed, tmp_path / seed) for seed in HASH_SEEDS}
    if name in SPREAD:
        two = (*words, "--jobs", "2")
        digests |= {f"{seed}, 2": digest(two, seed, tmp_path / f"{seed}_2") for seed in HASH_SEEDS}
    assert len(set(digests.values())) == 1, digests
