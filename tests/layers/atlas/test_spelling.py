"""Spellings that mean one name have one form, and names that differ have another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from zimnik.layers.atlas.place_names import plain_name
from zimnik.layers.atlas.spelling import spelling_of


@pytest.mark.parametrize(
    "names",
    [
        ("Якутск", "Yakutsk", "Jakutsk", "Iakutsk"),
        ("Норильск", "Norilsk", "Noril'sk", "Norylsk"),
        ("Хатанга", "Khatanga", "Hatanga"),
        ("Оленёк", "Олёнек", "Olenek", "Olenyok", "Oleniok"),
        ("Енисей", "Yenisei", "Yenisey", "Jenissei", "Enisey"),
        ("Нижний Бестях", "Nizhny Bestyakh", "Nizhniy Bestyah", "Nizhnij Bestjakh"),
        ("Петропавловск-Камчатский", "Petropavlovsk Kamchatskiy", "Petropavlovsk-Kamchatsky"),
        ("Забайкальск", "Zabaikalsk", "Zabaykal'sk"),
        ("Владивосток", "Vladivostok", "Wladiwostok"),
        ("Усть-Кут", "Ust Kut", "Ustkut"),
        ("Чита", "Chita", "Tchita"),
        ("Тикси", "Tiksi", "Tixi"),
        ("Диксон", "Dikson", "Dickson"),
    ],
    ids=lambda names: names[1],
)
def test_usual_spellings_of_a_name_are_one(names: tuple[str, ...]) -> None:
    assert len({spelling_of(plain_name(name)) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tomtor", "Tommot"), ("Lena", "Lensk"), ("Tura", "Tynda"), ("Yana", "Yakutsk")],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert spelling_of(plain_name(one)) != spelling_of(plain_name(other))


@settings(max_examples=examples(60))
@given(st.text())
def test_any_text_has_a_form_without_space_and_marks(text: str) -> None:
    assert not set(spelling_of(plain_name(text))) & set(" .,'-()")
