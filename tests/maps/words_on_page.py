"""Every word that a reader of a page can meet, but for what the page says it was made from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Page

# What stands in another language says so; the foot names the command.
TEXTS = """() => {
  const shut = (e) => e.closest('script, style, #z-foot, [lang=en]');
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!shut(walk.currentNode.parentElement)) found.push(walk.currentNode.data);
  for (const name of ['aria-label', 'title', 'placeholder'])
    for (const e of document.querySelectorAll(`[${name}]`)) if (!shut(e)) found.push(e.getAttribute(name));
  for (const e of document.querySelectorAll('datalist option')) found.push(e.value);
  return found;
}"""
# Formats of files, formulas, indices that have no other name, percentiles.
UNITS = frozenset(
    [
        "CO",
        "CSV",
        "GeoJSON",
        "PNG",
        "SVG",
        "XLSX",
        "ARIA",
        "FAR",
        "La",
        "Ta",
        "Eu",
        "Dy",
        "Tb",
        "NdFeB",
        "Ce",
        "TR",
        "Nb",
        "Nd",
        "Pr",
        "WGS",
        "EPSG",
        "USD",
    ]
)
# What the title of a publication has not: a note or a source with such words is ours.
OUR_WORDS = re.compile(
    r"\b(?:estimate|derived|geodesics?|general knowledge|choice of|sought|less|about|mouth|km"
    r"|opened|closed|idle|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
)
# Addresses and names of publications, bodies and standards, as they are cited in any language.
CITED = re.compile(
    r"[\w-]+(?:\.[\w-]+)+(?:/[^\s;,)]*)?|OpenStreetMap|World Data Bank II|GitHub \w+/\w+|GitHub"
    r"|Routebrief|GeoNames|\(Russland\)|Reuters|SARECO|nord-ursus|eadaily|scgraph_data|sibinform"
    r"|Adastra Group Capital|liquisearch|CRREL Report|Autoroute d'Anadyr|Deputatski|Wiljui|Mama"
    r"|Polymetal|JORC|Project Blue|ATI|Baikal-Amur-Magistrale|airportsdata|baikal24|JOGMEC"
    r"|W2U8DyZOuwCoBaKQ|nospress|osservatorioartico|Railway Gazette|perceptio\w+|LiveJournal|searoute"
    r"|USGS|MCS|Argus"
)
WORD = re.compile(r"[a-zà-ÿœ]{2,}")
FILLED = re.compile(r"\{[^}]*\}")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
ID_OR_OPTION = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b|(?<![-\w])--[a-z]\w+")


def english_notes(page: Page) -> list[str]:
    """Return what a page marks as English though the atlas says it of itself."""
    marked = page.locator("[lang=en]:not(.z-other-name):not(:has([lang=en]))").all_text_contents()
    return [text for text in marked if OUR_WORDS.search(text)]


def texts(page: Page) -> list[str]:
    """Return all texts of a page, and what is said to those who do not see it."""
    found: list[str] = page.evaluate(TEXTS)
    return [text.strip() for text in found if text.strip()]


def latin_words(page: Page, names: Iterable[str]) -> list[str]:
    """Return the texts that hold words in Latin letters, other than names and units."""
    every = sorted(names, key=len, reverse=True)
    wrong = []
    for text in texts(page):
        rest = text
        for name in every:
            rest = rest.replace(name, "")
        rest = CITED.sub("", rest)
        is_short = text.endswith("…") and any(name.startswith(text[:-1]) for name in every)
        if not is_short and set(LATIN.findall(rest)) - UNITS:
            wrong.append(text)
    return list(dict.fromkeys(wrong))


def leaves(words: Any) -> Iterator[str]:
    """Yield every text of a file of words."""
    if isinstance(words, dict):
        for value in words.values():
            yield from leaves(value)
    elif isinstance(words, list):
        yield from map(str, words)
    else:
        yield str(words)


def vocabulary(words: Any) -> frozenset[str]:
    """Return the words in the texts of a file, without what is filled in."""
    return frozenset(
        word for text in leaves(words) for word in WORD.findall(FILLED.sub(" ", text).casefold())
    )


def foreign_words(page: Page, names: Iterable[str], foreign: frozenset[str]) -> list[str]:
    """Return the texts that hold a word of another language, or Russian, other than names."""
    every = sorted(names, key=len, reverse=True)
    wrong = []
    for text in texts(page):
        rest = text
        for name in every:
            rest = rest.replace(name, "")
        if foreign & set(WORD.findall(rest.casefold())) or CYRILLIC.search(text):
            wrong.append(text)
    return list(dict.fromkeys(wrong))


def ids_and_options(page: Page, names: Iterable[str]) -> list[str]:
    """Return the texts that hold an id or an option of the command line, other than names."""
    every = sorted(names, key=len, reverse=True)
    wrong = []
    for text in texts(page):
        rest = text
        for name in every:
            rest = rest.replace(name, "")
        if ID_OR_OPTION.search(rest):
            wrong.append(text)
    return list(dict.fromkeys(wrong))
