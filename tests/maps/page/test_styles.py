"""A page carries the rules that can show on it, and no other."""

from __future__ import annotations

import pytest

from zimnik.maps.page.styles import shorter_css, style_for


@pytest.mark.parametrize(
    ("style", "elements", "kept"),
    [
        (".z-a { x:1; }", 'el("p", { class: "z-a" })', ".z-a{x:1;}"),
        (".z-a { x:1; }", 'el("p", { class: "z-ab" })', ""),
        ("#z-a b, .z-b { x:1; }", '<p id="z-a">', "#z-a b{x:1;}"),
        (".leaflet-bar, p > b { x:1; }", "", ".leaflet-bar,p>b{x:1;}"),
        (".z-col-cost { x:1; }", "{ class: `z-col-${key}` }", ".z-col-cost{x:1;}"),
        (".z-colour { x:1; }", "{ class: `z-col-${key}` }", ""),
        (":is(.z-a, .z-b) p { x:1; }", "", ":is(.z-a,.z-b) p{x:1;}"),
        (".z-a:not(.z-b) { x:1; }", "z-a", ".z-a:not(.z-b){x:1;}"),
        ("@media print { .z-a { x:1; } .z-b { x:2; } }", "z-b", "@media print{.z-b{x:2;}}"),
        ("@media print { .z-a { x:1; } } p { x:2; }", "", "p{x:2;}"),
        ("@keyframes z-a { from { x:1; } }", "", "@keyframes z-a{from{x:1;}}"),
        ("@page { margin:1cm; } .z-hub { x:1; }", "", "@page{margin:1cm;}.z-hub{x:1;}"),
    ],
)
def test_rules_without_elements_stay_behind(style: str, elements: str, kept: str) -> None:
    assert style_for(style, elements) == kept


def test_a_style_without_comments_and_idle_spaces() -> None:
    assert shorter_css("/* why */\np > b ,\n i { x: 1;\n y: 2 }\n") == "p>b,i{x:1;y:2}"
    # What is hovered over in a paragraph is not a paragraph that is hovered over.
    assert shorter_css("p :hover { x: 1 }") == "p :hover{x:1}"
