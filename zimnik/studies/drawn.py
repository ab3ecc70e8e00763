"""What every question that draws needs: the rouble's range, and how many draws of which seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import Range
    from zimnik.studies.model import Model


def rouble_of(model: Model) -> Range:
    """Return by how much the value of the rouble has moved around that of the rates' year."""
    from zimnik.geo.uncertainty.sampled_rates import rouble_range

    table = model.atlas.exchange_rates
    roubles = table[table["currency"] == "RUB"]
    known = zip(roubles["year"], roubles["units_per_usd"], strict=True)
    return rouble_range({int(year): float(rate) for year, rate in known}, model.card.year)
