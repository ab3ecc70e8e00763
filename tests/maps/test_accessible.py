"""Every page can be used without a mouse, without sight and without red or green."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest

from tests.browser import DESKTOP_PX, PHONE_PX, grave_faults
from tests.examples import some
from tests.maps.drawn_answers import TOLD, document
from tests.maps.drawn_pages import page_context
from tests.maps.every_page import DRAWN
from tests.maps.modules import with_modules
from tests.maps.planner_pages import small_planner
from zimnik.maps.pages.atlas import ATLAS
from zimnik.maps.pages.planner import PLANNER
from zimnik.maps.pages.remoteness import REMOTENESS
from zimnik.maps.pages.stress import STRESS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.browser import OpenPages

OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# Deuteranopia in linear RGB: Machado, Oliveira and Fernandes, IEEE TVCG 15(6), 2009, severity 1.0.
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
# D65 white and the sRGB primaries, IEC 61966-2-1.
XYZ_OF_RGB = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
UPRIGHT_TABLET_PX = {"width": 768, "height": 1024}
# Two colours further apart than this in CIELAB are told apart at a glance on thin lines.
DISTINCT_LAB = 20.0


@pytest.mark.parametrize("name", some(DRAWN, 2))
@pytest.mark.parametrize("size_px", some([PHONE_PX, DESKTOP_PX], 2), ids=["phone", "desktop"])
def test_axe_finds_nothing_grave(pages: OpenPages, name: str, size_px: dict[str, int]) -> None:
    page = pages.open(DRAWN[name](page_context()), size_px)
    if size_px is PHONE_PX:
        page.locator("#z-handle").press("ArrowUp")
    if name == PLANNER.name:
        page.locator("tr[data-id=lovozero] .z-row-name").click()
        page.wait_for_selector(".z-chart")
    page.evaluate(OPEN_ALL)
    assert grave_faults(page) == []


@pytest.mark.proof
@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("size_px", [PHONE_PX, DESKTOP_PX], ids=["phone", "desktop"])
def test_axe_finds_nothing_grave_in_the_dark(
    pages: OpenPages, name: str, size_px: dict[str, int]
) -> None:
    page = pages.open(DRAWN[name](page_context()), size_px)
    page.emulate_media(color_scheme="dark")
    if size_px is PHONE_PX:
        page.locator("#z-handle").press("ArrowUp")
    page.evaluate(OPEN_ALL)
    assert grave_faults(page) == []


@pytest.mark.proof
@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_on_a_page_of_charts(
    pages: OpenPages, name: str, scheme: Literal["light", "dark"]
) -> None:
    for size_px in (PHONE_PX, DESKTOP_PX):
        page = pages.open(document(name), size_px)
        page.emulate_media(color_scheme=scheme)
        page.evaluate(OPEN_ALL)
        assert grave_faults(page) == []


@pytest.mark.proof
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_in_the_states_of_a_planner(
    pages: OpenPages, scheme: Literal["light", "dark"]
) -> None:
    page = pages.open(small_planner())
    page.emulate_media(color_scheme=scheme)
    page.locator("tr[data-id=lovozero] .z-row-name").click()
    page.wait_for_selector(".z-chart")
    page.evaluate(OPEN_ALL)
    assert grave_faults(page) == []
    page.get_by_role("combobox", name="Find a place").fill("o")
    page.locator("[role=option]").first.wait_for()
    assert grave_faults(page) == []
    page.keyboard.press("Escape")
    page.locator("#z-fold").click()
    assert grave_faults(page) == []


# Links inside a line of text are spared: WCAG 2.2, 2.5.8. A label is a target of its box.
SMALL_TARGETS = """
(() => [...document.querySelectorAll("button, select, input, summary, [role=button]")]
  .filter((one) => !one.closest(".leaflet-pane") && one.checkVisibility())
  .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && box.height > 1 && (box.height < 43.5 || box.width < 43.5))
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`))()
"""


@pytest.mark.proof
@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("size_px", [PHONE_PX, UPRIGHT_TABLET_PX], ids=["phone", "tablet"])
def test_targets_take_a_finger(pages: OpenPages, name: str, size_px: dict[str, int]) -> None:
    page = pages.open(DRAWN[name](page_context()), size_px)
    page.locator("#z-handle").press("ArrowUp")
    page.evaluate(OPEN_ALL)
    assert page.evaluate(SMALL_TARGETS) == []


def test_every_control_of_the_planner_is_reached_by_tab(pages: OpenPages) -> None:
    page = pages.open(small_planner())
    page.locator("#z-fold").focus()
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(() => { const one = document.activeElement;"
                "return one.id || one.textContent || one.name || one.tagName; })()"
            )
        )
    for name in ("z-hub", "z-basis", "z-year", "Rates", "Closures", "CSV", "Lovozero"):
        assert name in reached


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return linear RGB as CIELAB, D65."""
    xyz = XYZ_OF_RGB @ np.clip(rgb, 0, 1) / (XYZ_OF_RGB @ np.ones(3))
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def linear(colour: str) -> NDArray[np.float64]:
    """Return "#rrggbb" as linear RGB."""
    part = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def test_modes_are_told_apart_without_green(pages: OpenPages) -> None:
    page = pages.open(ATLAS.draw(page_context()))
    modes: dict[str, dict[str, Any]] = page.evaluate(
        with_modules(["shared/modes.js"], "zimnik.MODES")
    )
    seen = {name: lab(DEUTERANOPIA @ linear(mode["color"])) for name, mode in modes.items()}
    for one, other in combinations(modes, 2):
        apart = np.linalg.norm(seen[one] - seen[other]) > DISTINCT_LAB
        dashed = modes[one].get("dashArray") != modes[other].get("dashArray")
        assert apart or dashed, (one, other)


def test_what_cuts_off_is_told_from_what_raises_costs_without_green(pages: OpenPages) -> None:
    page = pages.open(DRAWN[STRESS.name](page_context()))
    raised, cut = (
        lab(DEUTERANOPIA @ linear(colour))
        for colour in page.evaluate(
            with_modules(["stress/map.js"], "Object.values(zimnik.STRESS_COLORS)")
        )
    )
    assert np.linalg.norm(raised - cut) > DISTINCT_LAB


def test_a_surface_darkens_with_every_band_for_all_eyes(pages: OpenPages) -> None:
    page = pages.open(DRAWN[REMOTENESS.name](page_context()))
    colours: list[list[int]] = page.evaluate(
        with_modules(
            ["remoteness/surface.js", "shared/packed.js", "shared/page.js"],
            "zimnik.unpackData().then(() =>"
            " zimnik.bandColors(zimnik.DATA.remoteness.bands.cost_usd_per_t))",
        )
    )
    hexes = ["#" + "".join(f"{part:02x}" for part in colour) for colour in colours]
    for eyes in (np.eye(3), DEUTERANOPIA):
        lightness = [lab(eyes @ linear(colour))[0] for colour in hexes]
        assert lightness == sorted(lightness, reverse=True)
        assert lightness[0] - lightness[-1] > 3 * DISTINCT_LAB
