"""Links and anchors of the documents, and a check of the addresses outside.

Run: python -m tools.links (make links). Every address on the web and every DOI in the documents and
in the tables of the regions and `docs` is asked for once; those that are gone are printed with
the files that name them. The links from one document to another are held by the tests.
"""

from __future__ import annotations

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
FOLDERS = (
    ".",
    "docs",
    "docs/decisions",
    "docs/ru",
    "layers/data",
    "tools",
    ".github",
    ".github/ISSUE_TEMPLATE",
)
NOTEBOOKS = "examples"
# Made with the site (tools/site.py), so it is not there before.
GENERATED = ("docs/tables.md", "docs/equations.md")
TABLES = ("docs", "layers/data/regions/*")
ADDRESS = re.compile(r"https?://[^\s<>\"'`|;]+")
DOI = re.compile(r"\bdoi:? ?(10\.\d{4,}/[^\s<>\"'`|;,)]+)", re.IGNORECASE)
# An example for the reader, who puts his own host there.
OWN_HOST = re.compile(r"https?://(localhost|127\.|example\.)")
MISSING = frozenset({404, 410})
PATIENCE_S = 20
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a document: where it stands, and the file and the heading that it leads to.

    Attributes
    ----------
    document
        The document, from the root of the repository.
    target
        What the link names; empty for the document itself.
    anchor
        The heading in it; empty for its begin.
    """

    document: str
    target: str
    anchor: str


def documents() -> list[str]:
    """Return every document, from the root of the repository."""
    found = (path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.md")))
    notebooks = sorted((ROOT / NOTEBOOKS).glob("*.ipynb"))
    return [
        name
        for path in (*found, *notebooks)
        if (name := path.relative_to(ROOT).as_posix()) not in GENERATED
    ]


def inner_links(document: str) -> list[Link]:
    """Return the links of a document that lead to files of the repository, pictures among them."""
    links = []
    for token in _inline(document):
        href = str(token.attrs.get("href", token.attrs.get("src", "")))
        if href and "://" not in href and not href.startswith("mailto:"):
            target, _, anchor = href.partition("#")
            links.append(Link(document, target, anchor))
    return links


@cache
def anchors(document: Path) -> frozenset[str]:
    """Return the anchors of the headings of a document, as renderers of Markdown name them."""
    tokens = _parsed(document)
    found: set[str] = set()
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            text = "".join(part.content for part in inline.children or ())
            name = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
            times = 0
            while (anchor := f"{name}-{times}" if times else name) in found:
                times += 1
            found.add(anchor)
    return frozenset(found)


def fault(link: Link) -> str | None:
    """Return what is wrong with a link between files of the repository, or None."""
    here = ROOT / link.document
    target = (here.parent / link.target if link.target else here).resolve()
    if target.relative_to(ROOT).as_posix() in GENERATED:
        return None
    if not target.exists():
        return f"{link.document}: there is no {link.target}"
    if link.anchor and unquote(link.anchor) not in anchors(target):
        return f"{link.document}: {link.target or 'the document'} has no heading #{link.anchor}"
    return None


def addresses(text: str) -> set[str]:
    """Return the addresses outside that a text names, DOIs by their resolver."""
    found = {one.rstrip(".,:)]}") for one in ADDRESS.findall(text) if not OWN_HOST.match(one)}
    return found | {f"https://doi.org/{doi.rstrip('.')}" for doi in DOI.findall(text)}


def _parsed(document: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(_text(document))


def _text(document: Path) -> str:
    """Return the Markdown of a document, of a notebook that of its cells."""
    text = document.read_text("utf8")
    if document.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def _inline(document: str) -> Iterator[Token]:
    for token in _parsed(ROOT / document):
        yield from token.children or ()


def _named() -> dict[str, list[str]]:
    """Return the files that name each address outside."""
    tables = (path for folder in TABLES for path in sorted((ROOT / folder).glob("*.csv")))
    files = [*documents(), *(path.relative_to(ROOT).as_posix() for path in tables)]
    named: dict[str, list[str]] = {}
    for file in files:
        for address in sorted(addresses((ROOT / file).read_text("utf8"))):
            named.setdefault(address, []).append(file)
    return named


def _answer(address: str) -> str:
    """Return "" where an address answers, or why it does not; many refuse what is no browser."""
    # requests is slow to load, and only this command needs it.
    import requests  # noqa: PLC0415

    try:
        with requests.get(address, timeout=PATIENCE_S, stream=True) as answer:
            return f"{answer.status_code}" if answer.status_code in MISSING else ""
    except requests.RequestException as error:
        return type(error).__name__


def _faults(named: dict[str, list[str]], answers: Iterable[str]) -> list[str]:
    return [
        f"{address}: {answer} ({', '.join(files)})"
        for (address, files), answer in zip(named.items(), answers, strict=True)
        if answer
    ]


def main() -> None:
    """Ask for every address outside; end with 1 where one is gone."""
    named = _named()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        faults = _faults(named, pool.map(_answer, named))
    if len(faults) == len(named):
        sys.exit(f"none of {len(named)} addresses answered: is there a network?")
    print(*faults, f"{len(named)} addresses asked for, {len(faults)} gone", sep="\n")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
