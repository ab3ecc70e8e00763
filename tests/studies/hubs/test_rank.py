"""In how many worlds a hub is the cheapest to feed, asked of a study in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zimnik

if TYPE_CHECKING:
    from zimnik.studies.hubs.rank import RankingAnswer

TWO = ("solikamsk", "baotou")
LOVOZERO: dict[str, Any] = {"deposits": "karnasurt", "ready": "07-01"}


def ranked(study: zimnik.Study, **options: Any) -> RankingAnswer:
    return study.rank_hubs(TWO, **options)


@pytest.fixture(scope="module")
def ranking(study: zimnik.Study) -> RankingAnswer:
    return ranked(study, **LOVOZERO, draws=50)


@pytest.mark.proof
def test_shares_of_ranks_add_up_and_quantiles_hold_the_mean(ranking: RankingAnswer) -> None:
    record = ranking.record()
    assert [hub.id for hub in record.hubs] == list(TWO)
    for hub in record.hubs:
        assert sum(hub.rank_shares) == pytest.approx(1.0)
        assert hub.p05_usd_per_t <= hub.mean_usd_per_t <= hub.p95_usd_per_t
    assert record.stored_routes_against_routing is not None
    assert record.stored_routes_against_routing.most_share < 0.05


def test_the_same_seed_gives_the_same_answer_and_another_does_not(
    study: zimnik.Study, ranking: RankingAnswer
) -> None:
    assert ranked(study, **LOVOZERO, draws=50).to_json() == ranking.to_json()
    other = ranked(study, **LOVOZERO, draws=50, seed=2)
    assert other.record().hubs != ranking.record().hubs


def test_table_has_a_column_for_each_rank(ranking: RankingAnswer) -> None:
    frame = ranking.to_frame().set_index("hub_id")
    shares = frame[["share_rank_1", "share_rank_2"]]
    assert shares.sum(axis=1).tolist() == pytest.approx([1.0, 1.0])
    assert shares.sum(axis=0).tolist() == pytest.approx([1.0, 1.0])


def test_text_tells_what_decides(ranking: RankingAnswer) -> None:
    text = ranking.to_text()
    assert "What decides: lead of Solikamsk Magnesium Plant over Baotou" in text
    assert "rail 1520 tkm" in text
    assert "stored years against routing again" in text


@pytest.mark.proof
def test_value_chain_reprices_what_finding_anew_costs(study: zimnik.Study) -> None:
    record = ranked(study, **LOVOZERO, draws=20, value_chain=True).record()
    inputs = {swing.input for swing in record.tornado}
    assert {"rail_1520_tkm", "currency", "recovery cracking", "capex cracking"} <= inputs
    assert record.stored_routes_against_routing is not None
    assert abs(record.stored_routes_against_routing.most_share) < 0.05
    assert record.hubs[0].mean_usd_per_t > 1000


def test_a_deposit_that_cannot_be_worked_is_left_out_with_its_reason(study: zimnik.Study) -> None:
    record = ranked(
        study, deposits=("karnasurt", "chuktukon"), ready="07-01", draws=5, value_chain=True
    ).record()
    (left_out,) = record.left_out
    assert left_out.id == "chuktukon"
    assert "no recipe" in left_out.reason
    assert [place.id for place in record.deposits] == ["karnasurt"]


def test_all_faults_are_told_at_once_by_field(study: zimnik.Study) -> None:
    wrong: dict[str, Any] = {"draws": 0, "seed": -1, "ready": "31-12", "value_chain": "yes"}
    with pytest.raises(zimnik.InputError) as caught:
        study.rank_hubs(**wrong)
    assert {fault.where for fault in caught.value.faults} == set(wrong)
