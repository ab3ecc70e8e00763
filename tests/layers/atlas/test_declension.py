"""Cases of Russian names."""

from __future__ import annotations

import pytest

from zimnik.layers.atlas.declension import is_form_of


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("мурманске", "мурманск"),
        ("анадыря", "анадырь"),
        ("оби", "обь"),
        ("енисеем", "енисей"),
        ("хатангу", "хатанга"),
        ("нижнего бестяха", "нижний бестях"),
        ("белой горы", "белая гора"),
        ("верхнемунского", "верхнемунское"),
        ("тикси", "тикси"),
    ],
)
def test_a_case_is_of_its_name(word: str, name: str) -> None:
    assert is_form_of(word, name)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("чернышевского", "чернышевск"),
        ("омска", "томск"),
        ("усть", "усть кут"),
        ("yakutsk", "якутск"),
    ],
)
def test_another_name_is_no_case(word: str, name: str) -> None:
    assert not is_form_of(word, name)
