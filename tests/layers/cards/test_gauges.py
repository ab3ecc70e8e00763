"""Gauges out of the tables, and every fault of them at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from zimnik.geo.core.calendar import Window
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import GaugeKind
from zimnik.layers import load_atlas
from zimnik.layers.cards.gauges import gauge_faults, load_gauges

if TYPE_CHECKING:
    from zimnik.layers import Atlas


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas(drawn=False)


def test_the_shipped_gauges_have_their_years(atlas: Atlas) -> None:
    gauges = {one.id: one for one in load_gauges(atlas)}
    lena = gauges["lena_kyusyur"]
    assert lena.seasons[1984] == Window.of_season("05-27", "10-16")
    assert lena.corridors == {"lena_river"}
    assert lena.years == tuple(range(1978, 1992))
    road = gauges["tibbitt_contwoyto"]
    assert (road.kind, road.lon_deg, len(road.years)) == (GaugeKind.WINTER_ROAD, None, 14)
    assert road.seasons[2006] == Window.of_season("02-04", "03-26")


def test_every_row_has_a_source(atlas: Atlas) -> None:
    assert (atlas.observed_years["source"] != "").all()
    assert (atlas.gauges["source"] != "").all()


def with_year(atlas: Atlas, **cells: object) -> Atlas:
    """Return the atlas with one more row of an observed year."""
    empty = dict.fromkeys(atlas.observed_years.columns, "")
    row = pd.DataFrame([{**empty, "year": 1990.0, **cells}])
    years = pd.concat([atlas.observed_years, row], ignore_index=True)
    return replace(atlas, observed_years=years)


def test_a_gauge_that_is_not_known_is_told_with_the_one_that_may_be_meant(atlas: Atlas) -> None:
    wrong = with_year(atlas, gauge_id="lena_kyusur", break_up="06-01", freeze_up="10-10")
    (fault,) = gauge_faults(wrong)
    assert (fault.where, fault.row, fault.column) == (
        "observed_years",
        "lena_kyusur 1990",
        "gauge_id",
    )
    assert fault.remedy == "Is 'lena_kyusyur' meant?"


def test_all_faults_are_told_at_once(atlas: Atlas) -> None:
    """A river without freeze-up and with an opening, a strange corridor, a gauge of no year."""
    wrong = with_year(atlas, gauge_id="olenek_sukhana", break_up="06-01", opened="01-01")
    gauges = wrong.gauges.copy()
    gauges.loc[0, "corridors"] = "no_river"
    gauges.loc[1, "lat"] = float("nan")
    bare = {**gauges.iloc[2].to_dict(), "id": "bare"}
    wrong = replace(wrong, gauges=pd.concat([gauges, pd.DataFrame([bare])], ignore_index=True))
    faults = gauge_faults(wrong)
    assert sorted((fault.row, fault.column) for fault in faults) == [
        ("anabar_saskylakh", "corridors"),
        ("bare", "id"),
        ("khatanga_khatanga", "lat"),
        ("olenek_sukhana 1990", "freeze_up"),
        ("olenek_sukhana 1990", "opened"),
    ]
    with pytest.raises(InputError) as raised:
        load_gauges(wrong)
    assert len(raised.value.faults) == 5
    spared = gauge_faults(wrong, broken=frozenset({"links"}))
    assert "corridors" not in {fault.column for fault in spared}
