"""Text that enters a page stays text."""

from __future__ import annotations

import html
import json

import pytest
from jinja2 import Template

from tests.maps.drawn_pages import HOSTILE
from zimnik.maps.page.safe_text import escape, script_json


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_reads_as_it_was_and_holds_no_sign_of_code(text: str) -> None:
    escaped = escape(text)
    assert html.unescape(escaped) == text
    assert not set(escaped) & set("<>\"'\\`${}")


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_survives_being_read_as_a_template(text: str) -> None:
    assert Template(escape(text)).render() == escape(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_reads_as_it_was_and_cannot_end_its_script_element(text: str) -> None:
    block = script_json({text: [text]})
    assert json.loads(block) == {text: [text]}
    assert not set(block) & set("<>&\u2028\u2029")


def test_json_refuses_what_json_cannot_hold() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        script_json([float("nan")])
