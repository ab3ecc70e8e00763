"""Amounts of any currency and year as US dollars of another year.

Owns the conversion (docs/model.md, E7): at the average rate of the price year into US dollars of
that year, then by the US GDP deflator to the year that is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

USD = "USD"


@dataclass(frozen=True, slots=True)
class Money:
    """Annual exchange rates and price levels.

    Parameters
    ----------
    units_per_usd
        Units of a currency for one US dollar, by currency and year.
    us_gdp_deflator
        Price level of the United States by year; only ratios matter.
    """

    units_per_usd: Mapping[tuple[str, int], float]
    us_gdp_deflator: Mapping[int, float]

    def knows(self, currency: str) -> bool:
        """Whether there is an exchange rate of a currency in any year."""
        return currency == USD or any(known == currency for known, _ in self.units_per_usd)

    def lacks(self, currency: str, price_year: int, year: int) -> tuple[str, ...]:
        """Return what is missing to convert such an amount; nothing where all is there."""
        gaps = []
        if currency != USD and (currency, price_year) not in self.units_per_usd:
            gaps.append(f"exchange rate of {currency} in {price_year}")
        gaps += [
            f"US GDP deflator of {missing}"
            for missing in dict.fromkeys((price_year, year))
            if missing not in self.us_gdp_deflator and price_year != year
        ]
        return tuple(gaps)

    def usd(self, amount: float, currency: str, price_year: int, year: int) -> float:
        """Return an amount in US dollars of `year`.

        Parameters
        ----------
        amount
            In units of `currency` of `price_year`.
        currency
            Code of three letters; US dollars need no exchange rate.
        price_year
            Year of the amount.
        year
            Year of the US dollars; where it is the price year no deflator is needed.

        Raises
        ------
        KeyError
            If a rate or deflator is not known; `lacks` says which.

        Examples
        --------
        >>> money = Money({("RUB", 2020): 80.0}, {2020: 100.0, 2025: 125.0})
        >>> money.usd(160.0, "RUB", 2020, 2025)
        2.5
        """
        units_per_usd = 1.0 if currency == USD else self.units_per_usd[currency, price_year]
        growth = (
            1.0
            if price_year == year
            else self.us_gdp_deflator[year] / self.us_gdp_deflator[price_year]
        )
        return amount / units_per_usd * growth


def money_of(exchange_rates: pd.DataFrame, deflators: pd.DataFrame) -> Money:
    """Return the conversion that the tables of an atlas define."""
    rates = zip(
        exchange_rates["currency"],
        exchange_rates["year"],
        exchange_rates["units_per_usd"],
        strict=True,
    )
    levels = zip(deflators["year"], deflators["us_gdp_deflator_index"], strict=True)
    return Money(
        units_per_usd={(str(currency), int(year)): float(units) for currency, year, units in rates},
        us_gdp_deflator={int(year): float(level) for year, level in levels},
    )
