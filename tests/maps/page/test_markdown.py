"""Markdown becomes a few elements and texts, and whatever it holds, nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.maps.page.markdown import Fence, Heading, Prose, Refused, read_markdown

SHOWN = {"p", "ul", "ol", "li", "blockquote", "strong", "em", "code", "br", "a"}


def test_text_becomes_nodes() -> None:
    text = "Ore *waits* for **the ship**,\nand pays {cost}.\n\n- see [E8](https://a.example/e8)\n"
    assert [part.node for part in read_markdown(text) if isinstance(part, Prose)] == [
        ["p", "Ore ", ["em", "waits"], " for ", ["strong", "the ship"], ", and pays ",
         {"figure": "cost"}, "."],
        ["ul", ["li", ["p", "see ", ["a", {"href": "https://a.example/e8"}, "E8"]]]],
    ]  # fmt: skip


def test_every_part_tells_its_line() -> None:
    parts = read_markdown(
        "# Title\n\n## Step\n\ntext\nmore ![x](y.png)\n\n```view\na: 1\nb: 2\n```\n"
    )
    assert [(type(part), part.line) for part in parts] == [
        (Heading, 1), (Heading, 3), (Refused, 6), (Prose, 5), (Fence, 8)
    ]  # fmt: skip
    assert isinstance(parts[-1], Fence)
    assert (parts[-1].info, parts[-1].lines) == ("view", ("a: 1", "b: 2"))


def test_tags_are_text() -> None:
    (part,) = read_markdown("<script>alert(1)</script> and <b onclick=x>bold</b>")
    assert isinstance(part, Prose)
    assert part.node == ["p", "<script>alert(1)</script> and <b onclick=x>bold</b>"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "../a.md", "file:///etc"]
)
def test_links_lead_to_the_web_or_nowhere(address: str) -> None:
    parts = read_markdown(f"[a]({address})")
    assert not any("href" in str(part.node) for part in parts if isinstance(part, Prose))


@given(st.text(alphabet=st.sampled_from("ab *_`[]()<>!#-{}\"'&\\\n:/."), max_size=80))
def test_any_text_is_but_known_elements(text: str) -> None:
    def check(node: Any) -> None:
        if isinstance(node, list):
            assert node[0] in SHOWN
            for child in node[1:]:
                if isinstance(child, dict) and "href" in child:
                    assert child["href"].startswith(("http://", "https://"))
                else:
                    check(child)
        else:
            assert isinstance(node, str) or set(node) == {"figure"}

    parts = read_markdown(text)
    # An empty node stands where something was refused.
    if not any(isinstance(part, Refused) for part in parts):
        for part in parts:
            if isinstance(part, Prose):
                check(part.node)
