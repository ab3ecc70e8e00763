"""Amounts of any currency and year as US dollars of another year.

Owns the conversion (docs/model.md, E7): by the price level of the currency's own country to the
year that is wanted, then at the average exchange rate of that year.
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
    gdp_deflator
        Price level by currency and year; only ratios within a currency matter. An amount in a
        currency without any level becomes US dollars of its own year first.
    """

    units_per_usd: Mapping[tuple[str, int], float]
    gdp_deflator: Mapping[tuple[str, int], float]

    def knows(self, currency: str) -> bool:
        """Whether there is an exchange rate of a currency in any year."""
        return currency == USD or any(known == currency for known, _ in self.units_per_usd)

    def lacks(self, currency: str, price_year: int, year: int) -> tuple[str, ...]:
        """Return what is missing to convert such an amount; nothing where all is there."""
        indexed, exchanged = self._steps(currency, price_year, year)
        gaps = []
        if currency != USD and (currency, exchanged) not in self.units_per_usd:
            gaps.append(f"exchange rate of {currency} in {exchanged}")
        gaps += [
            f"GDP deflator of {indexed} in {missing}"
            for missing in dict.fromkeys((price_year, year))
            if (indexed, missing) not in self.gdp_deflator and price_year != year
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
        >>> rates = {("RUB", 2020): 80.0, ("RUB", 2025): 100.0}
        >>> levels = {("RUB", 2020): 100.0, ("RUB", 2025): 150.0}
        >>> Money(rates, levels).usd(160.0, "RUB", 2020, 2025)
        2.4
        """
        indexed, exchanged = self._steps(currency, price_year, year)
        units_per_usd = 1.0 if currency == USD else self.units_per_usd[currency, exchanged]
        growth = (
            1.0
            if price_year == year
            else self.gdp_deflator[indexed, year] / self.gdp_deflator[indexed, price_year]
        )
        return amount * growth / units_per_usd

    def _steps(self, currency: str, price_year: int, year: int) -> tuple[str, int]:
        """Return in which currency an amount is indexed, and in which year it is exchanged."""
        has_levels = any(known == currency for known, _ in self.gdp_deflator)
        return (currency, year) if has_levels else (USD, price_year)


def money_of(exchange_rates: pd.DataFrame, deflators: pd.DataFrame) -> Money:
    """Return the conversion that the tables of an atlas define."""
    return Money(
        units_per_usd=_by_currency_and_year(exchange_rates, "units_per_usd"),
        gdp_deflator=_by_currency_and_year(deflators, "gdp_deflator_index"),
    )


def _by_currency_and_year(table: pd.DataFrame, column: str) -> dict[tuple[str, int], float]:
    rows = zip(table["currency"], table["year"], table[column], strict=True)
    return {(str(currency), int(year)): float(value) for currency, year, value in rows}
