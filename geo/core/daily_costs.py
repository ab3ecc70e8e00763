"""What a tonne costs by the day on which it is ready, and which days are the best and the worst."""

from __future__ import annotations

from dataclasses import dataclass

# Costs that differ by less are of one day as of the other.
_EPS_USD = 1e-6


@dataclass(frozen=True, slots=True)
class DailyCosts:
    """What a tonne costs by the day on which it is ready.

    Parameters
    ----------
    ready_d
        Days on which cargo is made, 0 to 364, ascending.
    costs_usd_per_t
        What a tonne that is ready on each of them costs.
    """

    ready_d: tuple[int, ...]
    costs_usd_per_t: tuple[float, ...]

    @property
    def best_usd_per_t(self) -> float:
        """Cost of a tonne that is ready on the best day."""
        return min(self.costs_usd_per_t)

    @property
    def worst_usd_per_t(self) -> float:
        """Cost of a tonne that is ready on the worst day."""
        return max(self.costs_usd_per_t)

    @property
    def best_ready_d(self) -> int:
        """First of the days on which a tonne costs least."""
        return self._first_day(self.best_usd_per_t)

    @property
    def worst_ready_d(self) -> int:
        """First of the days on which a tonne costs most."""
        return self._first_day(self.worst_usd_per_t)

    def _first_day(self, usd_per_t: float) -> int:
        days = zip(self.ready_d, self.costs_usd_per_t, strict=True)
        return next(day for day, usd in days if abs(usd - usd_per_t) < _EPS_USD)
