"""What Firefox draws: make firefox, or python -m tools.firefox.

Runs the example of every registered page on the shipped atlas (with names of pages only those, and
a name that ends in .html is a page that is there), lets Firefox without a window photograph each
once it stands, and says for each where its map and its answer stand in the picture. Ends with 1
where a page has no answer, or no map that it should have. Where there is no Firefox it says so and
ends with 0.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from tools.screenshots import written_pages
from zimnik.maps.pages.registry import ANSWER_PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

BROWSERS = ("firefox-esr", "firefox")
SKIPPED = (
    "skipped: there is no Firefox here (looked for firefox-esr and firefox on the path); install "
    "one, for example with apt-get install firefox-esr"
)
SIZE_PX = (1280, 800)
MOST_S = 120
# Firefox photographs a document as soon as it is loaded, which a page is before it has drawn
# itself. So it photographs a frame that has one image more, and gets that when the page says that
# it stands.
FRAME = b"""<!DOCTYPE html><style>
body { margin: 0; }
iframe { width: 100vw; height: 100vh; border: 0; }
</style><iframe src="/page"></iframe><img src="/wait" hidden><script>
const look = () => {
  const { body } = document.querySelector("iframe").contentDocument;
  if (body?.dataset.ready === "yes") setTimeout(() => fetch("/ready"), 500);
  else setTimeout(look, 100);
};
look();
</script>"""
# Land and sea of `maps/js/shared/backdrop.js`.
GROUND_RGB = ((245, 241, 230), (219, 231, 235))
# Of a picture: a map is no smaller, and text covers no less of what is beside or below it.
LEAST_MAP_SHARE = 0.15
LEAST_INK_SHARE = 0.004
DARK = 110

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Boxes (left, top, right, bottom in px) of what a picture shows; None where there is none."""

    map_box: Box | None
    answer_box: Box | None

    def told(self) -> str:
        """Return what was drawn where, in words."""
        parts = {"map": self.map_box, "answer": self.answer_box}
        return ", ".join(
            f"{name} at {box[0]}-{box[2]} x {box[1]}-{box[3]} px" if box else f"no {name}"
            for name, box in parts.items()
        )


def firefox() -> str | None:
    """Return the path of Firefox, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def _served(page: bytes) -> Iterator[str]:
    """Serve a page in its frame to this machine alone, and give the address of the frame."""
    stands = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/wait":
                stands.wait(MOST_S)
            elif self.path == "/ready":
                stands.set()
            body = {"/": FRAME, "/page": page}.get(self.path, b"")
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        stands.set()
        server.shutdown()
        server.server_close()


def photograph(browser: str, page: Path, picture: Path) -> None:
    """Let Firefox photograph a page once it stands, with a profile of its own.

    Raises
    ------
    subprocess.CalledProcessError, subprocess.TimeoutExpired
        If Firefox fails or does not end.
    """
    with tempfile.TemporaryDirectory() as profile, _served(page.read_bytes()) as address:
        command = [browser, "--headless", "--no-remote", "--profile", profile]
        size = ",".join(map(str, SIZE_PX))
        command += [f"--window-size={size}", "--screenshot", str(picture), address]
        subprocess.run(command, check=True, capture_output=True, timeout=MOST_S)  # noqa: S603 - our own arguments


def drawn_on(picture: Image.Image) -> Drawn:
    """Return where a picture shows a map, and where it shows text beside or below one."""
    rgb = np.asarray(picture.convert("RGB"), dtype=np.int16)
    ground = np.any([np.all(np.abs(rgb - colour) <= 1, axis=2) for colour in GROUND_RGB], axis=0)
    map_box = _box(ground) if ground.mean() >= LEAST_MAP_SHARE else None
    ink = rgb.max(axis=2) < DARK
    if map_box:
        ink = ink.copy()
        ink[map_box[1] : map_box[3], map_box[0] : map_box[2]] = False
    elsewhere = ink.size - ((map_box[2] - map_box[0]) * (map_box[3] - map_box[1]) if map_box else 0)
    has_answer = elsewhere > 0 and ink.sum() >= LEAST_INK_SHARE * elsewhere
    return Drawn(map_box, _box(ink) if has_answer else None)


def _box(mask: NDArray[np.bool_]) -> Box:
    """Return the box of rows and columns that hold more than a stray dot."""
    xs = np.flatnonzero(mask.sum(axis=0) > 1)
    ys = np.flatnonzero(mask.sum(axis=1) > 1)
    return int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1


def _paths(asked: Sequence[str], folder: Path) -> Iterator[Path]:
    yield from (Path(name).resolve() for name in asked if name.endswith(".html"))
    names = {name for name in asked if not name.endswith(".html")}
    if names or not asked:
        yield from written_pages(folder, names)


def main(asked: Sequence[str] = ()) -> int:
    """Photograph the pages that are named, or all; return how the command ends."""
    browser = firefox()
    if browser is None:
        print(SKIPPED)
        return 0
    without_map = {page.name for page in ANSWER_PAGES}
    is_whole = True
    with tempfile.TemporaryDirectory() as folder:
        for path in _paths(asked, Path(folder)):
            picture = Path(folder) / f"{path.stem}.png"
            photograph(browser, path, picture)
            with Image.open(picture) as image:
                drawn = drawn_on(image)
            print(f"{path.stem}: {drawn.told()}", flush=True)
            has_all = drawn.answer_box and (drawn.map_box or path.stem in without_map)
            is_whole = is_whole and bool(has_all)
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
