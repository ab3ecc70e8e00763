"""Firefox draws what Chromium does; where there is none, the command says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from tests.maps.drawn_pages import page_context
from tests.maps.every_page import DRAWN
from tools import firefox
from zimnik.layers.files import write_text

if TYPE_CHECKING:
    from pathlib import Path


def picture(*boxes: tuple[tuple[int, int, int, int], str]) -> Image.Image:
    image = Image.new("RGB", (400, 200), "#ffffff")
    for box, colour in boxes:
        ImageDraw.Draw(image).rectangle(box, fill=colour)
    return image


def test_a_picture_is_read_for_its_map_and_the_answer_beside_it() -> None:
    land, sea = ((0, 20, 199, 179), "#f5f1e6"), ((0, 20, 99, 179), "#dbe7eb")
    text, on_map = ((250, 50, 349, 59), "#1c2b33"), ((20, 40, 180, 60), "#000000")
    assert firefox.drawn_on(picture(land, sea, text)) == firefox.Drawn(
        (0, 20, 200, 180), (250, 50, 350, 60)
    )
    assert firefox.drawn_on(picture(land, sea, on_map)).answer_box is None
    assert firefox.drawn_on(picture(text)).map_box is None
    assert firefox.drawn_on(picture()).told() == "no map, no answer"


def test_without_firefox_the_command_says_why_it_did_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(firefox, "BROWSERS", ("no-such-browser",))
    assert firefox.main() == 0
    assert capsys.readouterr().out.startswith("skipped: there is no Firefox here")


@pytest.mark.proof
@pytest.mark.parametrize("name", DRAWN)
def test_firefox_draws_the_map_and_the_answer_of_every_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    if firefox.firefox() is None:
        pytest.skip(firefox.SKIPPED)
    path = tmp_path / f"{name}.html"
    write_text(path, DRAWN[name](page_context()).get_root().render())
    assert firefox.main([str(path)]) == 0
    assert "map at" in capsys.readouterr().out
