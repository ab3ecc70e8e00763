"""Whether deposits pay at hubs, and what the plans of Tomtor come to in money.

Run: python -m tools.economics_report. Prints Markdown: netback, NPV and IRR with P10 to P90 of five
deposits at five hubs and the plans of 2018, 2021 and 2024.
`--write` puts it into docs/economics.md, and what a planner quotes of it into README.md.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import zimnik
from zimnik.geo.economics.cash_flow import Schedule
from zimnik.geo.economics.investment import TaxRegime

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.maps.reports.money.investment import (
        HubInvestmentRecord,
        NoInvestmentRecord,
        SpreadRecord,
    )

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- economics -->", "<!-- /economics -->"
DEPOSITS = ("tomtor", "karnasurt", "chuktukon", "zashikh", "katugin")
HUBS = ("krasnokamensk", "solikamsk", "zheleznogorsk", "khatanga", "baotou")
MILLION = 1e6
# Columns that README.md quotes: netback, NPV, IRR and chance; of the plans all but the last.
QUOTED = (0, 1, 2, 5, 6, 7)
PLANS_QUOTED = (0, 1, 2, 3)


def main() -> None:
    """Print the tables, or write them."""
    study = zimnik.load()
    deposits, verdicts = list(every_deposit(study)), list(plans(study))
    text = "\n".join([*deposits, "", *regimes(study), "", *verdicts, ""])
    short = "\n".join([*shortened(deposits, QUOTED), "", *shortened(verdicts, PLANS_QUOTED), ""])
    if "--write" not in sys.argv:
        print(text)
        print(short)
        return
    _put(ROOT / "docs" / "economics.md", text)
    _put(ROOT / "README.md", short)


def _put(path: Path, text: str) -> None:
    """Write a text between the marks of a document."""
    before, begin, rest = path.read_text("utf8").partition(BEGIN)
    if not begin:
        message = f"{path.name} has no {BEGIN}"
        raise SystemExit(message)
    path.write_text(f"{before}{BEGIN}\n{text}{END}{rest.partition(END)[2]}", "utf8")


def shortened(rows: Sequence[str], columns: Sequence[int]) -> Iterator[str]:
    """Yield some columns of a table."""
    for row in rows:
        cells = row.strip("|").split("|")
        yield f"|{'|'.join(cells[column] for column in columns)}|"


def every_deposit(study: zimnik.Study) -> Iterator[str]:
    """Yield the table of deposits and hubs."""
    yield (
        "| deposit | hub | netback, oxides | margin, carbonate | margin, oxides | NPV, US$ M "
        "(P10 to P90) | IRR, % (P10 to P90) | pays in worlds |"
    )
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for deposit in DEPOSITS:
        found = study.invest(HUBS, deposits=(deposit,)).record()
        if not found.hubs:
            missing = "; ".join(dict.fromkeys(_lack(one) for one in found.without))
            yield f"| {deposit} | all five | {missing} | | | | | |"
            continue
        compared = study.compare_hubs(HUBS, deposits=(deposit,)).record()
        earned = {hub.id: hub.earnings for hub in compared.hubs}
        for hub in found.hubs:
            own = earned[hub.id]
            margins = {one.stage: one for one in own.stages} if own else {}
            oxides, carbonate = (margins.get(name) for name in ("separation", "cracking"))
            cells = (
                deposit,
                hub.name,
                _usd(oxides.netback_usd_per_t if oxides else None),
                _usd(carbonate.margin_usd_per_t if carbonate else None),
                _usd(oxides.margin_usd_per_t if oxides else None),
                f"{hub.npv_usd / MILLION:,.0f} ({_spread(hub.npv_usd_spread, MILLION, 0)})",
                f"{_rate(hub.irr_pct_per_y)} ({_spread(hub.irr_pct_per_y_spread, 1, 1)})",
                f"{hub.pays_share_of_worlds:.0%}",
            )
            yield f"| {' | '.join(cells)} |"


def _lack(one: NoInvestmentRecord) -> str:
    """Return what is missing, without the deposit that the row names."""
    return "; ".join(reason.partition(": ")[2] for reason in one.reasons)


def regimes(study: zimnik.Study) -> Iterator[str]:
    """Yield what regimes, scale, and the cost of capital make of Tomtor."""
    yield "| Tomtor, NPV in US$ M | Krasnokamensk | Baotou |"
    yield "|---|---:|---:|"
    cases = (
        ("as above: 12 % real, general regime, no economies of scale", {}),
        (
            "new project: a tenth of the tax on extraction for ten years",
            {"tax": TaxRegime.NEW_PROJECT},
        ),
        ("Arctic regime", {"tax": TaxRegime.ARCTIC}),
        ("economies of scale, exponent 0.65", {"economies_of_scale": True}),
        ("8 % real", {"discount_pct_per_y": 8.0}),
        ("carbonate instead of oxides", {"through": "cracking"}),
        ("magnets", {"through": "magnets"}),
        (
            "all that helps: 8 %, Arctic regime, economies of scale",
            {"discount_pct_per_y": 8.0, "tax": TaxRegime.ARCTIC, "economies_of_scale": True},
        ),
    )
    for name, asked in cases:
        hubs = (
            study.invest(("krasnokamensk", "baotou"), deposits=("tomtor",), draws=1, **asked)
            .record()
            .hubs
        )
        yield f"| {name} | {' | '.join(f'{hub.npv_usd / MILLION:,.0f}' for hub in hubs)} |"


def plans(study: zimnik.Study) -> Iterator[str]:
    """Yield the plans of 2018, 2021 and 2024 in money."""
    yield "| plan | ore haul, US$ per t | NPV, US$ M | IRR, % | a year before capital, US$ M |"
    yield "|---|---:|---:|---:|---:|"
    found = {
        hub.id: hub
        for hub in study.invest(("krasnokamensk", "khatanga"), deposits=("tomtor",), draws=1)
        .record()
        .hubs
    }
    compared = study.compare_hubs(("krasnokamensk", "khatanga"), deposits=("tomtor",)).record()
    feeds = {hub.id: hub.components["feed_in_usd_per_t"] for hub in compared.hubs}
    drawn = study.route(
        "tomtor",
        "krasnokamensk",
        via=("winter_road_tomtor_khatanga_port", "arkhangelsk_port"),
    ).record()
    year = drawn.year
    if year is None:
        message = "the plan of 2018 has no yearly mean"
        raise SystemExit(message)
    here, there = found["krasnokamensk"], found["khatanga"]
    extra = (year.mean_usd_per_t - feeds["krasnokamensk"]) * 160_000
    schedule = Schedule(here.build_y, here.ramp_up_y, here.life_y)
    discounted = 1.12 ** -np.arange(1, schedule.years + 1)
    more = extra * float(schedule.output_shares @ discounted)
    yield _plan(
        "2018: Khatanga, sea to Arkhangelsk, rail to Krasnokamensk",
        year.mean_usd_per_t,
        here.npv_usd - more,
        "none",
        _cash(here) - extra,
    )
    yield _plan(
        "2021: Krasnokamensk by the least-cost route",
        feeds["krasnokamensk"],
        here.npv_usd,
        _rate(here.irr_pct_per_y),
        _cash(here),
    )
    yield _plan(
        "2024: a plant at Khatanga",
        feeds["khatanga"],
        there.npv_usd,
        _rate(there.irr_pct_per_y),
        _cash(there),
    )


def _plan(name: str, haul: float, npv: float, irr: str, cash: float) -> str:
    return f"| {name} | {haul:,.0f} | {npv / MILLION:,.0f} | {irr} | {cash / MILLION:,.0f} |"


def _cash(hub: HubInvestmentRecord) -> float:
    """Return what a full year leaves before capital and tax."""
    return hub.revenue_usd_per_y - hub.operating_usd_per_y - hub.royalty_usd_per_y


def _usd(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.0f}"


def _rate(value: float | None) -> str:
    return "none" if value is None else f"{value:,.1f}"


def _spread(spread: SpreadRecord, unit: float, digits: int) -> str:
    ends = (
        "none" if value is None else f"{value / unit:,.{digits}f}"
        for value in (spread.p10, spread.p90)
    )
    return " to ".join(ends)


if __name__ == "__main__":
    main()
