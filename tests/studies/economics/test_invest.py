"""Whether what is built at a hub pays, asked of the shipped atlas (E42, E43, E44)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zimnik
from tests.commands import zimnik as command
from zimnik.geo.core.errors import InputError
from zimnik.geo.economics.returns import npv_usd

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.maps.reports.money.investment import HubInvestmentRecord, InvestRecord


@pytest.fixture(scope="module")
def study() -> zimnik.Study:
    return zimnik.load()


def invested(study: zimnik.Study, *hubs: str, **asked: Any) -> InvestRecord:
    deposits = asked.pop("deposits", ("tomtor",))
    return study.invest(hubs or ("baotou",), deposits=deposits, draws=20, **asked).record()


@pytest.fixture(scope="module")
def baotou(study: zimnik.Study) -> HubInvestmentRecord:
    (hub,) = invested(study).hubs
    return hub


def test_the_sheet_of_years_makes_the_value(baotou: HubInvestmentRecord) -> None:
    flows = np.array([year.net_usd for year in baotou.years])
    assert float(npv_usd(flows, 12.0)) == pytest.approx(baotou.npv_usd)
    for year in baotou.years:
        spent = year.operating_usd + year.royalty_usd + year.capital_usd
        spent += year.working_capital_usd + year.tax_usd
        assert year.net_usd == pytest.approx(year.revenue_usd - spent, abs=1)
    # What waits on its way is tied up and free again.
    assert sum(year.working_capital_usd for year in baotou.years) == pytest.approx(0, abs=1)


def test_full_years_earn_what_the_comparison_says_before_capital(
    study: zimnik.Study, baotou: HubInvestmentRecord
) -> None:
    """Cash of a full year is the margin of the comparison with annuity and interest put back."""
    compared = study.compare_hubs(("baotou", "solikamsk"), deposits=("tomtor",)).record()
    hub = compared.hubs[0]
    assert hub.earnings is not None
    made = next(one for one in hub.earnings.deposits if one.stage == "separation")
    assert made.revenue_usd_per_t is not None
    revenue = (made.revenue_usd_per_t + made.by_products_usd_per_t) * 160_000
    assert baotou.revenue_usd_per_y == pytest.approx(revenue)
    cash = baotou.revenue_usd_per_y - baotou.operating_usd_per_y - baotou.royalty_usd_per_y
    assert made.margin_usd_per_t is not None
    margin = (made.margin_usd_per_t + made.plant_capital_usd_per_t) * 160_000
    # The interest on what waits is all that is left.
    assert cash - margin == pytest.approx(baotou.working_capital_usd * 0.12, rel=0.02)


def test_a_lighter_regime_a_larger_scale_and_no_discount_are_worth_more(
    study: zimnik.Study, baotou: HubInvestmentRecord
) -> None:
    values = [
        invested(study, **asked).hubs[0].npv_usd
        for asked in ({"tax": "new_project"}, {"tax": "arctic"}, {"economies_of_scale": True})
    ]
    assert values[1] > values[0] > baotou.npv_usd
    assert values[2] > baotou.npv_usd
    (closed,) = invested(study, closure_usd=100e6).hubs
    # In the last of 23 years, written off against profit of no later year.
    assert closed.npv_usd == pytest.approx(baotou.npv_usd - 100e6 / 1.12**23, rel=0.01)


def test_the_same_seed_draws_the_same_worlds(
    study: zimnik.Study, baotou: HubInvestmentRecord
) -> None:
    (again,) = invested(study).hubs
    assert again == baotou
    (other,) = invested(study, seed=2).hubs
    assert other.npv_usd == baotou.npv_usd
    assert other.npv_usd_spread != baotou.npv_usd_spread
    spread = baotou.npv_usd_spread
    assert None not in (spread.p10, spread.p50, spread.p90)
    assert (spread.p10 or 0) < (spread.p50 or 0) < (spread.p90 or 0)


def test_what_is_not_known_has_no_answer_but_a_reason(study: zimnik.Study) -> None:
    answer = study.invest(("krasnoyarsk",), deposits=("chuktukon",), tonnes_per_y=100_000, draws=5)
    record = answer.record()
    assert not answer.answered
    assert record.verdict.startswith("Whether an investment pays")
    (without,) = record.without
    (reason,) = without.reasons
    assert reason.startswith("chuktukon: not published: a recipe for what it ships")
    assert "the shares of elements" in reason


def test_life_is_that_of_the_plant_unless_the_reserve_ends_before(study: zimnik.Study) -> None:
    # 11.4 Mt of ore: 71 years of 160,000 t, 11 of 1 Mt.
    (hub,) = invested(study, tonnes_per_y=1_000_000).hubs
    assert hub.life_y == 11
    assert invested(study, life_y=40).hubs[0].life_y == 40


def test_years_that_cannot_be_are_refused(study: zimnik.Study) -> None:
    with pytest.raises(InputError, match="a life longer than the ramp-up"):
        study.invest(("baotou",), ramp_up_y=5, life_y=4)
    with pytest.raises(InputError, match="a life longer than the ramp-up"):
        invested(study, life_y=2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--life", "3", "--ramp-up", "3"), "--life"),
        (("--discount", "-5"), "--discount"),
        (("--tax", "none"), "--tax"),
        (("--closure", "-1"), "--closure"),
        (("--draws", "0"), "--draws"),
        (("--price-market", "mars"), "--price-market"),
    ],
)
def test_bad_input_ends_with_two_and_names_the_option(words: tuple[str, ...], said: str) -> None:
    done = command("hubs", "invest", "baotou", *words, status=2)
    assert said in done.err
    assert "Traceback" not in done.err


def test_negative_prices_and_shares_of_more_than_all_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "product_prices.csv").write_text(
        "item,market,date,low,base,high,unit,currency,price_year,vat_pct,source,confidence\n"
        "nd_pr_oxide,china,2025-12-31,-605,606,608,kg,CNY,2025,13,a list,A\n",
        encoding="utf-8",
    )
    (tmp_path / "element_shares.csv").write_text(
        "deposit_id,split,oxide,share_pct,used,source,confidence\n"
        "tomtor,jorc_2021,nd_pr_oxide,193,yes,a list,A\n",
        encoding="utf-8",
    )
    done = command("hubs", "invest", "baotou", "--atlas", str(tmp_path), status=2)
    assert "product_prices.csv" in done.err
    assert "'-605'" in done.err
    assert "element_shares.csv" in done.err
    assert "'193'" in done.err


def test_text_begins_with_the_verdict_and_has_a_column_for_each_hub(study: zimnik.Study) -> None:
    answer = study.invest(("baotou", "solikamsk"), deposits=("tomtor",), draws=20)
    lines = answer.to_text().splitlines()
    assert lines[0].startswith("No investment pays at 12 % a year, real")
    (npv,) = [line for line in lines if line.startswith("NPV")]
    assert len(npv.split()) == 5
    rows = answer.to_frame()
    assert list(rows["hub_id"]) == ["baotou", "solikamsk"]
    assert {"npv_usd_p10", "irr_pct_per_y_p90", "payback_y"} <= set(rows.columns)
