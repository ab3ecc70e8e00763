"""A browser without a network, and pages that must behave in it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from zimnik.layers.files import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from branca.element import Element
    from playwright.sync_api import Browser, Page, Request

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DESKTOP_PX = {"width": 1280, "height": 800}
GRAVE = {"serious", "critical"}
PHONE_PX = {"width": 375, "height": 812}
# Playwright hears of no violation by itself; as an error of the console it does.
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the machine's own browser; there is none to download where the tests run."""
    found = os.environ.get("ZIMNIK_BROWSER") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )
    if found is None:
        pytest.fail(
            "The pages are tested in a browser and none was found: install Chromium (for example "
            "'apt-get install chromium') or name one in ZIMNIK_BROWSER.",
            pytrace=False,
        )
    return {"executable_path": found, "args": ["--no-sandbox", "--disable-gpu"]}


@dataclass
class OpenPages:
    """Pages opened from disk, and everything they did that they must not do."""

    browser: Browser
    folder: Path
    problems: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def open(self, page_map: Element, size_px: dict[str, int] | None = None) -> Page:
        """Save a map, open the file and return the page once it stands."""
        path = self.folder / f"page_{len(self.pages)}.html"
        write_text(path, page_map.get_root().render())
        return self.open_file(path, size_px)

    def open_file(self, path: Path, size_px: dict[str, int] | None = None) -> Page:
        """Open a file and return the page once it stands."""
        return self.open_address(path.as_uri(), size_px)

    def open_address(self, address: str, size_px: dict[str, int] | None = None) -> Page:
        """Open the address of a file and return the page once it stands."""
        # A map that flies is not where a test looks for it.
        page = self.browser.new_page(
            viewport=size_px or DESKTOP_PX,  # type: ignore[arg-type]  # a TypedDict
            offline=True,
            reduced_motion="reduce",
        )
        self.pages.append(page)
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("request", lambda request: self._note_request(request, address))
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on(
            "console",
            lambda message: (
                self.problems.append(f"{message.type}: {message.text}")
                if message.type in {"error", "warning"}
                else None
            ),
        )
        page.goto(address)
        return standing(page)

    def _note_request(self, request: Request, address: str) -> None:
        if request.url != address.partition("#")[0] and not request.url.startswith("data:"):
            self.problems.append(f"request: {request.url}")


def standing(page: Page, language: str = "") -> Page:
    """Return a page once its scripts have drawn it, in a language where one is named."""
    # By selectors: a function would be evaluated in the page, whose policy forbids that.
    root = f"html[lang={language}]" if language else "html"
    page.locator(f"{root} body[data-ready=yes]").wait_for(state="attached")
    return page


def grave_faults(page: Page) -> list[str]:
    """Return what axe finds on a page that is serious or critical."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html']}"
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


@pytest.fixture
def pages(browser: Browser, tmp_path: Path) -> Iterator[OpenPages]:
    """Open pages; a request, an error or warning of the console or a violation fails the test."""
    opened = OpenPages(browser, tmp_path)
    yield opened
    for page in opened.pages:
        page.close()
    assert opened.problems == []
