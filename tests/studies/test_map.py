"""The map, asked through a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import pytest

from tests.commands import zimnik as command
from zimnik.geo.core.errors import InputError
from zimnik.studies.map import MapQuestion, find_map

if TYPE_CHECKING:
    from pathlib import Path

    import zimnik


def test_the_map_is_one_of_folium_and_says_what_was_asked(study: zimnik.Study) -> None:
    drawn = study.map()
    assert isinstance(drawn, folium.Map)
    assert study.model.edition.atlas_sha256[:8] in drawn.get_root().render()


def test_it_reckons_with_every_deposit_and_hub(study: zimnik.Study) -> None:
    given = find_map(study.model, MapQuestion()).result
    atlas = study.model.atlas
    assert set(given.cargoes) == set(atlas.deposits["id"])
    assert set(given.hub_ids) == set(atlas.hubs["id"])


def test_what_is_not_known_is_refused_by_name(study: zimnik.Study) -> None:
    wrong: tuple[dict[str, Any], ...] = (
        {"surface": "moon"},
        {"projection": "flat"},
        {"projection": "polar", "tiles": True},
    )
    for options in wrong:
        with pytest.raises(InputError) as raised:
            study.map(**options)
        assert raised.value.faults[0].where in options


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--out", "map.docx"), "--out: expected a name in"),
        (("--format", "json"), "for json"),
        (("--surface", "moon"), "railhead"),
    ],
)
def test_a_map_is_a_page_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in command("map", *options, status=2).err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "made"), [((), "out/atlas.html"), (("--out", "a/b.html"), "a/b.html")]
)
def test_the_command_makes_the_folder_and_prints_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], made: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("map", *options).out.strip() == made
    assert (tmp_path / made).stat().st_size > 0
