"""Whatever an answer may say, pages can say in each of their languages, without ids or options."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zimnik
from zimnik.geo.core.messages import Message, about
from zimnik.maps.page.words import LANGUAGES, words
from zimnik.maps.reports.records import message_of, messages_told

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMED = re.compile(r"\{(\w+)(?:#([^}]*))?\}")
FORMS = {"en": 2, "ru": 3}


def made() -> Iterator[tuple[re.Pattern[str], set[str] | None]]:
    """Yield codes as patterns with the parameters of each message that the source makes."""
    for room in ("geo", "layers", "maps", "studies"):
        for module in Path(*zimnik.__path__, room).rglob("*.py"):
            for node in ast.walk(ast.parse(module.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message":
                    names = {word.arg for word in node.keywords}
                    own = None if None in names else {str(name) for name in names}
                    for code in codes_of(node.args[1]):
                        yield re.compile(code), own


def codes_of(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*codes_of(node.body), *codes_of(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        parts = [str(p.value) if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
        return ["".join(parts)]
    return [str(node.value)] if isinstance(node, ast.Constant) else []


@pytest.fixture(scope="module")
def source() -> list[tuple[re.Pattern[str], set[str] | None]]:
    return list(made())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_a_template_that_names_what_it_brings(
    language: str, source: list[tuple[re.Pattern[str], set[str] | None]]
) -> None:
    templates = words(language)["messages"]
    assert len(source) > 30
    for code, parameters in source:
        told = [text for name, text in templates.items() if code.fullmatch(name)]
        assert told, f"no template for {code.pattern}"
        for text in told:
            assert parameters is None or {name for name, _ in NAMED.findall(text)} <= parameters


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_brings_all_forms_of_its_word(language: str) -> None:
    for code, text in words(language)["messages"].items():
        for _, forms in NAMED.findall(text):
            assert not forms or len(forms.split(";")) == FORMS[language], code


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_hold_no_id_and_no_option(language: str) -> None:
    told = words(language)
    for text in (*told["messages"].values(), *told["message_words"].values()):
        plain = NAMED.sub("", text)
        assert not re.search(r"_|--|\bwith_|\bgive\b", plain), text
        if language == "ru":
            assert not re.search("[A-Za-z]{2,}", plain), text


def test_a_page_holds_codes_and_what_nobody_translated_as_text() -> None:
    said = about("tomtor", Message("none", "no_reo_grade"))
    assert messages_told([said, "of a user"]) == [
        {
            "code": "about",
            "with": {"place_ids": ["tomtor"], "said": {"code": "no_reo_grade", "with": {}}},
        },
        {"text": "of a user"},
    ]


def test_a_message_kept_in_a_file_is_told_as_before() -> None:
    said = about("tomtor", Message("no grade", "no_reo_grade"))
    several = Message("full: a, b", "no_room", short_t=2.5, full_said=(said, said))
    for one in (said, several, "untold"):
        (told,) = messages_told([one])
        kept = message_of(str(one), json.loads(json.dumps(told)))
        assert kept == one
        assert messages_told([kept]) == [told]
