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


def test_swings_stand_about_the_value_the_widest_first(baotou: HubInvestmentRecord) -> None:
    ends = [sorted((one.at_low_npv_usd, one.at_high_npv_usd)) for one in baotou.swings]
    assert len(ends) == 10
    assert all(low - 1 <= baotou.npv_usd <= high + 1 for low, high in ends)
    widths = [high - low for low, high in ends]
    assert widths == sorted(widths, reverse=True)
    # Dearer products are worth more, a dearer plant less.
    by_name = {one.input: one.at_high_npv_usd - one.at_low_npv_usd for one in baotou.swings}
    assert by_name["prices of products"] > 0 > by_name["capital of the mine"]


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
    # The interest on what waits on its way is all that is left; the rest of the working capital are
    # reagents for 30 days and for what the longest month takes more than the mean.
    stored = baotou.working_capital_usd - (cash - margin) / 0.12
    paid = hub.components["reagents_in_usd_per_t"] + hub.components["reagents_bought_usd_per_t"]
    assert stored == pytest.approx(paid * 160_000 * 30 / 365, rel=0.1)


def test_a_lighter_regime_a_larger_scale_and_no_discount_are_worth_more(
    study: zimnik.Study, baotou: HubInvestmentRecord
) -> None:
    values = [
        invested(study, **asked).hubs[0].npv_usd
        for asked in ({"tax": "new_project"}, {"tax": "arctic"}, {"economies_of_scale": True})
    ]
    assert values[1] > values[0] > baotou.npv_usd
    assert values[2] > baotou.npv_usd
    free, closed = (invested(study, closure_usd=usd).hubs[0].npv_usd for usd in (0, 1e9))
    # In the last of 23 years, a tenth of it written off in that year; 10 % of what is built by default.
    assert free - closed == pytest.approx(1e9 * (1 - 0.25 / 10) / 1.12**23, rel=0.01)
    built = baotou.plant_usd + baotou.mine_usd
    ours = (free - baotou.npv_usd) / (free - closed) * 1e9
    assert ours == pytest.approx(0.1 * built, rel=0.01)


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
        (("--tonnes", "-5"), "--tonnes"),
        (("--value", "-5"), "--value"),
        (("--return-loads", "1.5"), "--return-loads: expected a number 0 to 1, found 1.5"),
        (("--subsidy", "northern_delivery=-2"), "--subsidy: expected NAME=NUMBER"),
        (("--subsidy", "moon=2"), "--subsidy: expected one of northern_sea_route"),
        (("--toll", "baotou=-1"), "--toll: expected HUB, or HUB=USD a kilogram"),
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


def test_a_plant_that_stands_separates_for_its_toll(
    study: zimnik.Study, baotou: HubInvestmentRecord
) -> None:
    record = invested(study, toll="baotou")
    (published,) = record.hubs
    (given,) = invested(study, toll={"baotou": 3.0}).hubs
    assert baotou.toll_usd_per_kg is None
    # US$ 5.6 of 2014 for a kilogram of REO (Bear Lodge), at prices of 2025.
    assert published.toll_usd_per_kg == pytest.approx(7.5, abs=0.1)
    assert given.toll_usd_per_kg == 3.0
    assert published.plant_usd == given.plant_usd < baotou.plant_usd
    reo_kg = 160_000 * 145 * 0.89 * 0.965
    assert published.toll_usd_per_kg is not None
    saved = published.operating_usd_per_y - given.operating_usd_per_y
    assert saved == pytest.approx(reo_kg * (published.toll_usd_per_kg - 3.0), rel=0.02)
    assert any("what of that is free is not known" in why for why in record.warnings)


def test_a_stock_of_reagents_grows_with_the_season(study: zimnik.Study) -> None:
    """Khatanga is reached in summer alone: its reagents lie in store for most of a year."""
    hubs = invested(study, "khatanga", "solikamsk").hubs
    khatanga, solikamsk = (hub.working_capital_usd for hub in hubs)
    assert khatanga > 5 * solikamsk


def test_a_toll_of_a_plant_that_does_not_stand_or_is_not_asked_about_is_refused() -> None:
    asked = ("hubs", "invest", "krasnokamensk", "--deposit", "tomtor", "--draws", "5")
    wrong = ("--toll", "baotou", "--toll", "krasnokamensk=5")
    done = command(*asked, *wrong, status=2)
    assert "--toll: expected a hub that is asked about, found 'baotou'" in done.err
    assert "--toll: expected a hub that separates today, found 'krasnokamensk'" in done.err


def test_a_rate_that_does_not_exist_is_an_outcome(study: zimnik.Study) -> None:
    (khatanga,) = invested(study, "khatanga").hubs
    assert khatanga.irr_pct_per_y is None
    assert khatanga.irr_outcome in {"none", "never_positive"}
    assert khatanga.payback_y is None
