"""Pictures of every page for README and guide: make pictures, or python -m tools.screenshots.

Runs the example of every registered page on the shipped atlas, opens what it wrote in Chromium with
the network off, and writes a picture of each at desktop and phone width, in English and Russian,
into docs/pictures. With names of pages (python -m tools.screenshots route stress) only those. The
pictures are of 256 colours, so that the whole set stays small: chosen so that none that is rare,
such as that of a short winter road, is lost, then moved to the mean of what they stand for, so that
wide pale grounds keep their tint.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from zimnik.maps.pages.registry import ANSWER_PAGES, PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SIZES = {"desktop": (1280, 800), "phone": (375, 812)}
LANGUAGES = {"": "en", "-ru": "ru"}
COLOURS = 256
# Names of places are laid out once the map stands still.
SETTLED_MS = 1000


def written_pages(folder: Path, names: set[str]) -> Iterator[Path]:
    """Run the example of each page in a folder and give the file that it wrote."""
    for page in (*PAGES, *ANSWER_PAGES):
        if page.example and (not names or page.name in names):
            command = [sys.executable, "-m", "zimnik", *page.example]
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            ran = subprocess.run(  # noqa: S603 - our own command with our own arguments
                command, cwd=folder, env=environment, check=True, capture_output=True, text=True
            )
            yield folder / ran.stdout.splitlines()[-1]


def pictures_of(browser: Browser, path: Path) -> Iterator[Path]:
    """Photograph a page in every size and language and give the pictures."""
    for size, (width, height) in SIZES.items():
        for ending, language in LANGUAGES.items():
            context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
            page = context.new_page()
            page.goto(f"{path.as_uri()}#lang={language}")
            page.locator(f"html[lang={language}] body[data-ready=yes]").wait_for(state="attached")
            page.wait_for_timeout(SETTLED_MS)
            picture = PICTURES / f"{path.stem}-{size}{ending}.png"
            with Image.open(io.BytesIO(page.screenshot())) as image:
                few = image.convert("RGB").quantize(
                    COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
                )
                few.save(picture, optimize=True)
            context.close()
            yield picture


def main() -> None:
    """Write the pictures of the pages named on the command line, or of all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        for path in written_pages(Path(folder), set(sys.argv[1:])):
            for picture in pictures_of(browser, path):
                print(picture.relative_to(ROOT), f"{picture.stat().st_size:,} bytes")
        browser.close()


if __name__ == "__main__":
    main()
