"""A table on the standard input, as a file of its own while the program runs."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path

STDIN = Path("-")
# What a table begins with where it is no text.
BEGINNINGS = {
    b"{": ".geojson",
    b"SQLite format 3": ".gpkg",
    b"PAR1": ".parquet",
    b"fgb": ".fgb",
    b"PK": ".xlsx",
    b"<": ".kml",
}
MOST_BYTES = 1_000_000_000


def from_stdin(path: Path) -> Path:
    """Return a file with what comes on the standard input where a path is "-", else the path.

    It stands until the program ends, since its hash is told with every answer.
    """
    if path != STDIN:
        return path
    content = sys.stdin.buffer.read(MOST_BYTES)
    start = content.lstrip(b"\xef\xbb\xbf \r\n")
    suffix = next((s for sign, s in BEGINNINGS.items() if start.startswith(sign)), ".csv")
    folder = Path(tempfile.mkdtemp(prefix="zimnik-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / f"stdin{suffix}"
    file.write_bytes(content)
    return file
