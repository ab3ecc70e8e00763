"""What holds of every page that tells an answer in charts: offline, in both languages, on a phone.

That a page asks for nothing, breaks no policy and writes no error is tested by opening it: see
`tests.browser`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import zimnik
from tests.browser import PHONE_PX, OpenPages, grave_faults, standing
from tests.examples import some
from tests.maps.drawn_answers import TOLD, document
from tests.maps.drawn_pages import HOSTILE, IMPRINT, PLACES
from zimnik.maps.page.words import LANGUAGES, answer_words
from zimnik.maps.pages.registry import ANSWER_PAGES

MOST_BYTES = 300_000
FIGURES = {"matrix": 3, "siting": 3}
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# Keys that the stories make from names of their records.
MADE = (
    "link_",
    "figure_",
    "confidence_",
    "flow_",
    "goal_",
    "opening_",
    "world_share",
    "import_share",
)
FINDINGS = {
    "ranking": "Solikamsk costs least, and is first in 75% of 1,000 possible worlds",
    "investment": "1 of 2 investments pay at 12 % a year: Solikamsk most, NPV US$ 120 million",
    "outlook": "2030: of 20,000 t of REO planned a year, 5,000 t can be separated at home,",
    "access": "Tomtor (Buranny): for 1,000,000 t a year an all-season road costs least, US$ 50",
    "matrix": "Solikamsk is the cheapest destination for 2 of 2 origins",
    "siting": "Solikamsk: US$ 50.0 million a year serve all deposits",
    "front": "CO₂ can fall from 90 to 80 t a year for US$ 1.0 million more a year",
    "horizon": "Solikamsk opens in 2028: US$ 430 million in present value",
    "report": "Best: Solikamsk, Year 1980, US$ 100.0 per t; worst: Krasnokamensk, Year 1981,",
    "diff": "тарифы рельсы, цена: 0.05 to 0.06 (+20.00 %), the largest of 3 differences",
    "surface": "Railhead: 6,000 thousand km² lie beyond US$ 200 per t when ready on Jan 1, 9,000",
    "worlds": "Build Solikamsk: over 10 worlds that costs US$ 2.0 million a year less than",
}


def test_every_answer_page_is_drawn_in_tests() -> None:
    assert [page.name for page in ANSWER_PAGES] == list(TOLD)
    assert set(FINDINGS) == set(TOLD)


@pytest.mark.parametrize("name", some(TOLD, 3))
def test_the_title_is_the_finding_and_every_chart_is_a_table_too(
    pages: OpenPages, name: str
) -> None:
    page = pages.open(document(name))
    assert (page.locator("#z-title").text_content() or "").startswith(FINDINGS[name])
    assert page.title() == page.locator("#z-title").text_content()
    expect(page.locator(".z-key-figures b")).to_have_count(FIGURES.get(name, 4))
    for one in page.locator(".z-answer-figure").all():
        expect(one.locator("table")).to_have_count(1)
    foot = page.locator("#z-foot").inner_text()
    assert all(part in foot for part in ("Atlas 0.1", "dollars of 2025", IMPRINT.attribution))
    page.evaluate(OPEN_ALL)
    assert grave_faults(page) == []
    page.set_viewport_size(PHONE_PX)  # type: ignore[arg-type]  # a TypedDict
    page.get_by_role("button", name="По-русски").click()
    page.evaluate(OPEN_ALL)
    told = standing(page, "ru").locator("body > :not(footer, script)").all_inner_texts()
    # The other language, and the names of formats.
    formats = re.compile(r"CO₂|EN|CSV|XLSX|GeoJSON|PNG|SVG")
    assert re.findall(r"[A-Za-z_]{2,}", formats.sub("", " ".join(told))) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE_PX["width"]


def test_a_choice_stands_in_the_address_and_is_made_by_keys(pages: OpenPages) -> None:
    page = pages.open(document("investment"))
    chosen = page.locator(".z-answer-figure", has_text="Cash flow by year").locator("select")
    assert chosen.locator("option:checked").text_content() == "Solikamsk"
    chosen.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#z-live")).to_have_text("Krasnokamensk")
    page.wait_for_url("**#c2=0")
    page.reload()
    standing(page)
    assert chosen.locator("option:checked").text_content() == "Krasnokamensk"


def test_hostile_names_are_text(pages: OpenPages) -> None:
    names = {
        place_id: (HOSTILE[i % len(HOSTILE)], HOSTILE[-1 - i % len(HOSTILE)])
        for i, (place_id, *_) in enumerate(PLACES)
    }
    page = pages.open(document("ranking", names))
    assert names["solikamsk"][0] in (page.locator("#z-title").text_content() or "")
    assert page.evaluate("window.pwned === undefined")
    assert page.locator("img, iframe, [onerror], [onfocus]").count() == 0


@pytest.mark.parametrize("name", TOLD)
def test_a_page_without_a_map_is_light(name: str) -> None:
    assert len(document(name).render().encode()) < MOST_BYTES / 1.4


def test_every_word_is_used_and_there() -> None:
    (root,) = zimnik.__path__
    folder = Path(root) / "maps" / "pages" / "answers"
    source = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    words = answer_words("en")["words"]
    asked = set(re.findall(r'word\(\s*"(\w+)"', source))
    assert asked <= set(words)
    assert [key for key in words if f'"{key}"' not in source and not key.startswith(MADE)] == []


def test_russian_words_stand_for_english_ones() -> None:
    english, russian = (answer_words(language) for language in LANGUAGES)
    for group, own in english.items():
        assert list(russian[group]) == list(own)
        for key, text in own.items():
            parts = [sorted(re.findall(r"\{\w+\}", one)) for one in (text, russian[group][key])]
            assert parts[0] == parts[1], key
