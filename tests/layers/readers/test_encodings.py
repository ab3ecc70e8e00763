"""Encodings of tables: told by mark or by words that are plausible, and never guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas
from zimnik.layers.readers.encodings import decoded, is_russian

if TYPE_CHECKING:
    from pathlib import Path

RUSSIAN = "id,название,lon,lat\nnew,Участок «Северный» у посёлка Саскылах,110,65\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8"])
@pytest.mark.parametrize("marks", [1, 2])
def test_marked_text_is_read_as_written(
    base: Path, tmp_path: Path, encoding: str, marks: int
) -> None:
    text = "\ufeff" * marks + RUSSIAN
    if encoding in {"utf-16", "utf-32"}:
        text = text[1:]
    (tmp_path / "sites.csv").write_bytes(text.encode(encoding))
    row = load_atlas(given=tmp_path / "sites.csv", base=base).deposits.iloc[-1]
    assert (row["id"], row["name_ru"]) == ("new", "Участок «Северный» у посёлка Саскылах")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Kråkmoen gruve", "latin-1"),
        ("Åsgård og Ørsta, Båtsfjord", "cp1252"),
        ("Mühlberg, Grünau", "cp1252"),
        ("Þórshöfn, Ísafjörður", "cp1252"),
        ("Ostrów Wielkopolski, Łódź", "cp1250"),
        # No language has both ø and í, so these are ř and í.
        ("Příbram", "cp1250"),
        ("Å", "latin-1"),
        ("Гугджур, посёлок Саскылах", "cp1251"),
        ("Тикси", "utf-16-le"),
        ("Tiksi, Røros", "utf-16-be"),
    ],
)
def test_plausible_words_are_read_as_written(text: str, encoding: str) -> None:
    found, notes = decoded(f"name,lon\n{text},1\n".encode(encoding), "sites.csv")
    assert found == f"name,lon\n{text},1\n"
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        # ø of Norway is ř of Bohemia.
        ("Røros", "cp1252"),
        ("Ορυχείο Κεντρικής Μακεδονίας", "cp1253"),
        ("鉱山", "shift-jis"),
    ],
)
def test_words_of_no_sure_language_are_refused(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    with pytest.raises(InputError, match=r"likely Windows-1252.*Save the table in UTF-8"):
        decoded(content, "sites.csv")
    assert decoded(content, "sites.csv", encoding)[0] == text


def test_an_encoding_that_does_not_fit_is_a_fault() -> None:
    with pytest.raises(InputError, match="expected text in ascii, found byte 2 that is none"):
        decoded("Kråkmoen".encode(), "sites.csv", "ascii")


@pytest.mark.parametrize(("encoding", "name"), [("koi8-r", "KOI8-R"), ("cp866", "cp866")])
def test_other_russian_encodings_are_named(encoding: str, name: str) -> None:
    text = "Месторождение Северное, посёлок Саскылах, Оленёкский улус"
    with pytest.raises(InputError, match=f"likely .*{re.escape(name)}"):
        decoded(text.encode(encoding), "sites.csv")


@pytest.mark.parametrize(
    "text", ["Гугджур", "ТОМТОР", "Ёлкино", "рудник", "в 5 км от р. Анабар", "Уч-Кулач; №5"]
)
def test_short_russian_words_are_known(text: str) -> None:
    assert is_russian(text.encode("cp1251"), "cp1251")


def test_mark_of_another_encoding_than_the_text_is_a_fault() -> None:
    with pytest.raises(InputError, match="byte 2 that is none"):
        decoded(b"\xff\xfe\x00\xd8", "sites.csv")
