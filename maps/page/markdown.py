"""Markdown that a planner writes, as the few elements that a page makes of it.

Owns what of Markdown a page shows, and that none of it becomes markup: markdown-it-py reads it
without HTML, so that a tag is text like any other, and what is returned are names of elements and
texts, of which the page makes nodes one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A text; a figure as {"figure": name}; an element as its name, its children, and before them the
# address of a link as {"href": address}.
Node = Any
BLOCKS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
}
INLINE = {"strong": "strong", "em": "em"}
ADDRESSES = ("https://", "http://")
SHOWN = "paragraphs, lists, quotations, emphasis and links"
_FIGURE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its text, and the line that it stands in."""

    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Prose:
    """What is read: a node of the page, the figures it names, and its first line."""

    node: Node
    figures: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Fence:
    """Lines between two fences: what stands behind the first, and the line of the first."""

    info: str
    lines: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Refused:
    """What a page does not show: what was found, and its line."""

    found: str
    line: int


def read_markdown(text: str) -> list[Heading | Prose | Fence | Refused]:
    """Return the parts of a text in their order.

    Parameters
    ----------
    text
        CommonMark. Names in braces stand for figures, which the page fills in.

    Examples
    --------
    >>> read_markdown("**Two** <b>")[0].node
    ['p', ['strong', 'Two'], ' <b>']
    """
    tree = SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).parse(text))
    return [part for block in tree.children for part in _parts(block)]


def _parts(block: SyntaxTreeNode) -> Iterator[Heading | Prose | Fence | Refused]:
    line = _line(block)
    if block.type == "heading":
        said = "".join(_texts(_inline(block)))
        yield Heading(int(block.tag[1]), said, line)
    elif block.type == "fence":
        lines = block.content.split("\n")
        yield Fence(block.info.strip(), tuple(lines[:-1] if not lines[-1] else lines), line)
    else:
        refused: list[Refused] = []
        node = _block(block, refused)
        yield from refused
        yield Prose(node, figures_of(node), line)


def _line(block: SyntaxTreeNode) -> int:
    return block.map[0] + 1 if block.map else 0


def _inline(block: SyntaxTreeNode) -> Sequence[SyntaxTreeNode]:
    return [one for child in block.children for one in child.children]


def _block(block: SyntaxTreeNode, refused: list[Refused]) -> Node:
    """Return a block as a node, and write down what of it is not shown."""
    if block.type not in BLOCKS:
        refused.append(Refused(_called(block), _line(block)))
        return ""
    children: list[Node] = []
    for child in block.children:
        if child.type == "inline":
            children += _joined(_spans(child.children, refused, _line(child)))
        else:
            children.append(_block(child, refused))
    return [BLOCKS[block.type], *children]


def _spans(nodes: Sequence[SyntaxTreeNode], refused: list[Refused], line: int) -> Iterator[Node]:
    for node in nodes:
        if node.type == "softbreak":
            line += 1
            yield " "
        elif node.type == "hardbreak":
            line += 1
            yield ["br"]
        elif node.type in {"text", "text_special"}:
            yield from filled(node.content)
        elif node.type == "code_inline":
            yield ["code", node.content]
        elif node.type in INLINE:
            yield [INLINE[node.type], *_joined(_spans(node.children, refused, line))]
        elif node.type == "link" and str(node.attrs["href"]).startswith(ADDRESSES):
            told = _joined(_spans(node.children, refused, line))
            yield ["a", {"href": str(node.attrs["href"])}, *told]
        else:
            refused.append(Refused(_called(node), line))


def _joined(nodes: Iterator[Node]) -> Iterator[Node]:
    """Yield nodes, texts that follow each other as one."""
    text = ""
    for node in nodes:
        if isinstance(node, str):
            text += node
            continue
        if text:
            yield text
        text = ""
        yield node
    if text:
        yield text


def filled(text: str) -> list[Node]:
    """Return a text with the figures in it.

    Examples
    --------
    >>> filled("US$ {cost} a tonne")
    ['US$ ', {'figure': 'cost'}, ' a tonne']
    """
    return list(_with_figures(text))


def _with_figures(text: str) -> Iterator[Node]:
    for i, part in enumerate(_FIGURE.split(text)):
        if i % 2:
            yield {"figure": part}
        elif part:
            yield part


def _called(node: SyntaxTreeNode) -> str:
    if node.type == "link":
        return f"a link to '{node.attrs['href']}'"
    if node.type == "image":
        return f"a picture, '{node.attrs['src']}'"
    return {"hr": "a rule", "code_block": "text set in by four spaces"}.get(
        node.type, node.type.replace("_", " ")
    )


def _texts(nodes: Sequence[SyntaxTreeNode]) -> Iterator[str]:
    for node in nodes:
        if node.children:
            yield from _texts(node.children)
        else:
            yield " " if node.type.endswith("break") else node.content


def figures_of(node: Node) -> tuple[str, ...]:
    """Return the figures that a node names, in its order."""
    if isinstance(node, dict):
        return (node["figure"],) if "figure" in node else ()
    children = node if isinstance(node, list) else []
    return tuple(name for one in children for name in figures_of(one))
