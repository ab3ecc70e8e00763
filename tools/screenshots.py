"""Pictures of the pages for the README: python tools/screenshots.py, after make map.

Opens the pages of a folder in Chromium with the network off and writes a PNG of each at desktop
and phone width into docs/pictures.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SIZES = {"desktop": (1280, 800), "phone": (375, 812)}
PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SETTLED_MS = 1000


def main(folder: Path) -> None:
    """Photograph every page of the folder."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        for page_path in sorted(folder.glob("*.html")):
            for size, (width, height) in SIZES.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height}, offline=True
                )
                page = context.new_page()
                page.goto(page_path.resolve().as_uri())
                page.wait_for_timeout(SETTLED_MS)
                picture = PICTURES / f"{page_path.stem}-{size}.png"
                page.screenshot(path=picture)
                print(picture)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
