"""Whether the ranges of rates cover published totals and unit costs of hauls.

Run: python -m tools.coverage. Prints each row of docs/published_totals.csv with the range that the
card gives its bill, how many of each half lie within 10th to 90th percentile, and how wide ranges
are beside those from before they were fitted (docs/fitted_ranges.csv). `--write` puts it into
docs/coverage.md. Ranges are fitted with the fitting half alone; the half of a row follows from its
id (`half_of`), so it was settled before any comparison.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import zimnik
from zimnik.geo.core.units import PERCENT
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import quantity_row
from zimnik.geo.uncertainty.sampled_rates import card_inputs, sampled_rates
from zimnik.geo.uncertainty.samples import draw_samples
from zimnik.layers import load_rate_card
from zimnik.layers.cards.money import money_of
from zimnik.studies.ranges.draws import currency_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.layers.cards.money import Money
    from zimnik.studies.model import Model

DOCS = Path(__file__).parents[1] / "docs"
TABLE, FITTED = DOCS / "published_totals.csv", DOCS / "fitted_ranges.csv"
BEGIN, END = "<!-- coverage -->", "<!-- /coverage -->"
HALVES = ("fitting", "held_out")
DRAWS, SEED = 4000, 1
SHARE = 0.8
# A count is contradicted where as far from the expected one is less likely than this.
LEVEL = 0.05
# From here on amounts are told in whole dollars.
WHOLE_USD = 100


@dataclass(frozen=True, slots=True)
class Published:
    """A published total or unit cost, in US dollars of the card's year, and what it is paid for."""

    id: str
    half: str
    usd: float
    unit: str
    bill: Vector


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure with the range that the card gives its bill."""

    published: Published
    p10: float
    p50: float
    p90: float

    @property
    def side(self) -> str:
        """Whether the figure is inside the range, below it or above it."""
        usd = self.published.usd
        return "below" if usd < self.p10 else "above" if usd > self.p90 else "inside"

    @property
    def relative_width(self) -> float:
        """Width of the range over its middle."""
        return (self.p90 - self.p10) / self.p50


def half_of(row_id: str) -> str:
    """Return the half of a row, from its id alone."""
    return HALVES[int(hashlib.sha256(row_id.encode()).hexdigest(), 16) % 2]


def table() -> list[dict[str, str]]:
    """Return the rows as they stand in the table."""
    return _rows(TABLE)


def published(money: Money, year: int) -> list[Published]:
    """Return the figures without tax, brought to US dollars of a year by the product's deflators.

    Parameters
    ----------
    money
        Exchange rates and price levels.
    year
        Year of the dollars.
    """
    return [
        Published(
            row["id"],
            row["half"],
            money.usd(float(row["value"]), row["currency"], int(row["year"]), year)
            / (1 + float(row["vat_pct"]) / PERCENT),
            row["unit"],
            quantity_row(bill_of_text(row["bill"])),
        )
        for row in table()
    ]


def bill_of_text(text: str) -> dict[Quantity, float]:
    """Return a bill from its text, such as ``truck_tkm 240; truck_haul 1``."""
    bill: dict[Quantity, float] = {}
    for part in text.split(";"):
        name, amount = part.split()
        bill[Quantity(name)] = bill.get(Quantity(name), 0.0) + float(amount)
    return bill


def compared(model: Model, *, before: bool = False) -> list[Compared]:
    """Return every figure with the range of its bill.

    Parameters
    ----------
    model
        The card, and the money that converts.
    before
        Whether ranges are those from before they were fitted.
    """
    card = load_rate_card(before_fit(model).atlas) if before else model.card
    samples = draw_samples(card_inputs(card, currency_of(model)), DRAWS, SEED)
    prices = sampled_rates(card, samples).prices_usd
    money = money_of(model.atlas.exchange_rates, model.atlas.deflators)
    figures = []
    for one in published(money, card.year):
        p10, p50, p90 = np.quantile(prices @ one.bill, (0.1, 0.5, 0.9)).tolist()
        figures.append(Compared(one, p10, p50, p90))
    return figures


def before_fit(model: Model) -> Model:
    """Return the model with the ranges that its rates had before they were fitted."""
    rates = model.atlas.rates.copy()
    for row in _rows(FITTED):
        at = (rates["group"] == row["group"]) & (rates["item"] == row["item"])
        rates.loc[at, ["low", "base", "high"]] = [
            float(row[f"{level}_before"]) for level in ("low", "base", "high")
        ]
    return replace(model, atlas=replace(model.atlas, rates=rates))


def counts_allowed(rows: int) -> tuple[int, int]:
    """Return the least and the most that may lie inside of so many, if each does by 80 %."""
    from scipy.stats import binom  # noqa: PLC0415 - a tool alone asks it

    low, high = binom(rows, SHARE).ppf([LEVEL / 2, 1 - LEVEL / 2])
    return int(low), int(high)


def report(model: Model) -> str:
    """Return the table and what it comes to, as Markdown."""
    now, before = compared(model), compared(model, before=True)
    lines = [
        "| figure | half | published | P10 | P50 | P90 | |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    lines += [
        f"| {c.published.id} | {c.published.half.replace('_', ' ')} | {_usd(c.published.usd)} | "
        f"{_usd(c.p10)} | {_usd(c.p50)} | {_usd(c.p90)} | {c.side} |"
        for c in now
    ]
    lines += ["", *(_told(half, now, before) for half in HALVES)]
    return "\n".join(lines)


def _told(half: str, now: Sequence[Compared], before: Sequence[Compared]) -> str:
    mine = [c for c in now if c.published.half == half]
    earlier = [c for c in before if c.published.half == half]
    least, most = counts_allowed(len(mine))
    sides = {side: _count(mine, side) for side in ("inside", "below", "above")}
    verdict = "not contradicted" if least <= sides["inside"] <= most else "contradicted"
    return (
        f"- **{half.replace('_', ' ')}**: {sides['inside']} of {len(mine)} inside, "
        f"{sides['below']} below, {sides['above']} above (before the fit "
        f"{_count(earlier, 'inside')} inside); 80 % is {verdict} at 5 % ({least} to {most}). "
        f"Median width over the middle {_width(mine):.2f} (before {_width(earlier):.2f})."
    )


def _count(figures: Iterable[Compared], side: str) -> int:
    return sum(c.side == side for c in figures)


def _width(figures: Iterable[Compared]) -> float:
    return float(np.median([c.relative_width for c in figures]))


def _usd(usd: float) -> str:
    return f"{usd:,.0f}" if usd >= WHOLE_USD else f"{usd:.1f}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Print the report, or put it into docs/coverage.md."""
    text = report(zimnik.load().model)
    if "--write" not in sys.argv[1:]:
        print(text)
        return
    path = DOCS / "coverage.md"
    whole = path.read_text(encoding="utf-8")
    head, tail = whole.split(BEGIN)[0], whole.split(END)[1]
    path.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
