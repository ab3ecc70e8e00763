"""A ranking of hubs: the record of a drawn answer, and what its text says."""

from __future__ import annotations

from dataclasses import replace

from tests.maps.drawn_pages import heading
from zimnik.geo.uncertainty.hub_ranking import Agreement, RankingAnswer
from zimnik.geo.uncertainty.ranking import HubRank, Swing
from zimnik.maps.reports.ranking import ranking_record, ranking_rows, ranking_text

ANSWER = RankingAnswer(
    hubs=(
        HubRank("solikamsk", 100.0, 80.0, 120.0, (0.75, 0.25), 2.0, 30.0),
        HubRank("krasnokamensk", 110.0, 85.0, 140.0, (0.25, 0.75), 12.0, 60.0),
    ),
    swings=(
        Swing("rail_1520_tkm", -5.0, 25.0),
        Swing("wages", 9.98, 10.0),
    ),
    value_usd_per_t={"": 2.0, "rail_1520_tkm": 1.5, "wages": 0.0},
    deposit_ids=("lovozero",),
    left_out={"tatarskoye": "no route to solikamsk"},
    draws=1000,
    seed=7,
    agreement=Agreement(12, 0.013, 0.0033),
)


def test_record_parts_the_worth_of_knowing_all_from_that_of_each() -> None:
    record = ranking_record(ANSWER, heading(), ("a note",))
    assert record.value_of_perfect_information_usd_per_t == 2.0
    assert record.value_of_knowing_usd_per_t == {"rail_1520_tkm": 1.5, "wages": 0.0}
    assert [(one.id, one.name) for one in record.left_out] == [("tatarskoye", "Tatarskoye")]
    assert [swing.overturns for swing in record.tornado] == [True, False]


def test_rows_have_a_column_for_each_rank() -> None:
    first, second = ranking_rows(ranking_record(ANSWER, heading(), ()))
    assert (first["hub_id"], first["share_rank_1"], first["share_rank_2"]) == (
        "solikamsk",
        0.75,
        0.25,
    )
    assert second["p95_usd_per_t"] == 140.0


def test_text_tells_what_decides_and_not_what_moves_nothing() -> None:
    text = ranking_text(ranking_record(ANSWER, heading(), ("a note",)))
    for part in (
        "1,000 draws, seed 7; US$ per t of feed (USD 2025), the mean by tonnage of Lovozero",
        "What decides: lead of Solikamsk over Krasnokamensk",
        "rail 1520 tkm  <- overturns the order",
        "Knowing every input before choosing is worth 2.00 US$ per t",
        "Knowing one of them: rail 1520 tkm 1.50\n",
        "12 cases: 0.33 % more expensive on average, 1.30 % at most",
        "! Tatarskoye is left out: no route to solikamsk",
        "! a note",
    ):
        assert part in text, part
    assert "wages" not in text.partition("Knowing")[0]


def test_one_hub_has_nothing_that_decides() -> None:
    alone = replace(ANSWER, hubs=ANSWER.hubs[:1], swings=(), value_usd_per_t={"": 0.0})
    text = ranking_text(ranking_record(alone, heading(), ()))
    assert "What decides" not in text
    assert "Knowing one of them: nothing" in text
