"""No input file makes the program ask the network or read another file.

A real listener stands on the loopback address. The files are read in a process of their own, which
is ended if one of them should wait for ever.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import zimnik
from tests.layers.hostile_files import FOREIGN, HEIGHTS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT_S = 240
# Reads every file that it is given on its standard input and prints what came of it.
READER = """
import json, sys, urllib.request
from pathlib import Path
from tests.commands import zimnik
from tests.regions import USUAL
from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas
from zimnik.layers.rasters.terrain import OwnRasters, load_terrain

links = load_atlas(drawn=False).links
asked = json.load(sys.stdin)
for path in map(Path, asked["tables"]):
    try:
        atlas = load_atlas(given=path, drawn=False)
        said = "loaded " + " ".join(atlas.deposits["id"])
    except InputError as error:
        said = f"refused {error}"
    print(json.dumps([path.name, said]), flush=True)
for path in map(Path, asked["heights"]):
    try:
        for own in (OwnRasters(path), OwnRasters(land_cover=path)):
            load_terrain(116.57, 71.0, links, reach_km=100, cell_km=10, region=USUAL, own=own)
            said = "loaded"
    except InputError as error:
        said = f"refused {error}"
    print(json.dumps([path.name, said]), flush=True)
print(json.dumps(["requests", asked["address"]]), flush=True)
urllib.request.urlopen(asked["address"] + "/control", timeout=10).close()
"""


@dataclass
class Listener:
    """Answers every request on a port of the loopback address and keeps its first line."""

    requests: list[str] = field(default_factory=list)
    socket: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def serve(self) -> None:
        """Answer until the socket is closed."""
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.requests.append(connection.recv(4096).decode(errors="replace").split("\r")[0])
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


@dataclass(frozen=True)
class Read:
    """What came of each file, and what was asked of the listener."""

    said: dict[str, str]
    requests: tuple[str, ...]
    wrong: str


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    threading.Thread(target=found.serve, daemon=True).start()
    yield found
    found.socket.close()


@pytest.fixture(scope="module")
def read(listener: Listener, tmp_path_factory: pytest.TempPathFactory) -> Read:
    paths: dict[str, list[str]] = {}
    for kind, files in (("tables", TABLES), ("heights", HEIGHTS)):
        folder = tmp_path_factory.mktemp(kind)
        for name, write in files.items():
            write(folder / name, listener.address)
        paths[kind] = [str(folder / name) for name in files]
    asked: dict[str, Any] = {**paths, "address": listener.address}
    try:
        done = subprocess.run(
            [sys.executable, "-c", READER],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
            # As where a user lets PROJ fetch grids, which no file is to choose.
            env={**os.environ, "PROJ_NETWORK": "ON"},
        )
        lines, wrong = done.stdout, done.stderr if done.returncode else ""
    except subprocess.TimeoutExpired as error:
        lines, wrong = (error.stdout or b"").decode(), f"not ended in {LIMIT_S} s"
    said = dict(json.loads(line) for line in lines.splitlines())
    return Read(said, tuple(listener.requests), wrong)


@pytest.mark.proof
def test_every_file_is_read_to_an_end(read: Read) -> None:
    assert read.wrong == ""
    assert set(read.said) == {*TABLES, *HEIGHTS, "requests"}


def test_nobody_is_asked_but_by_the_control(read: Read) -> None:
    assert read.requests == ("GET /control HTTP/1.1",)


IGNORED = {
    # Valid GeoJSON whose further members mean nothing here.
    "jsonfg_link.json",
    "stac.json",
}


@pytest.mark.parametrize("name", TABLES)
def test_hostile_table_is_refused_or_its_address_ignored(read: Read, name: str) -> None:
    said = read.said[name]
    assert FOREIGN not in said.replace(f"'{FOREIGN}", "")
    assert said.startswith("loaded" if name in IGNORED else "refused")


READ_ALONE = {
    "overviews.tif",
    "overviews_wms.tif",
    "mask.tif",
    "pam.tif",
    "tag.tif",
    "tag_wms.tif",
    # The format has no room for the name of a grid: it stands in the name of the datum alone.
    "crs_grid.tif",
}


@pytest.mark.parametrize("name", HEIGHTS)
def test_hostile_raster_is_refused_or_read_alone(read: Read, name: str) -> None:
    said = read.said[name]
    if name in READ_ALONE:
        # The heights are right, and no land cover.
        assert "class numbers of land cover" in said
    else:
        assert "expected a GeoTIFF, found a file of another kind" in said


@pytest.mark.parametrize("name", ["gdalg_other_file.json", "crs_link.json", "endless_view.gpkg"])
def test_command_refuses_with_status_2(tmp_path: Path, name: str) -> None:
    TABLES[name](tmp_path / name, "http://127.0.0.1:9")
    for command in (("check",), ("layers", "list", "--atlas")):
        done = zimnik(*command, str(tmp_path / name), status=2)
        assert name in done.err
        assert FOREIGN not in done.out
