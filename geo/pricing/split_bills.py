"""A bill split by what its amounts follow: lengths, speeds, dwell times and factors of rides.

Owns the arithmetic of a bill whose amounts are uncertain too (docs/model.md, E39): every part
is so much of each quantity, times powers of numbers that are 1 at the base. Parts of several bills
are added and averaged as bills are, so that the mean of a year follows the numbers of its ways.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.pricing.bill import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zimnik.geo.core.arrays import Vector

# Names of inputs with the power to which the amount follows them, such as speed_barge to -1.
Powers = tuple[tuple[str, int], ...]
FIXED: Powers = ()
# Between the name of an input and the region that has it otherwise than the first.
OF_REGION = "@"


def of_region(name: str, region: str) -> str:
    """Return the name of an input as a region has it, as it is where it is of the first.

    Examples
    --------
    >>> of_region("speed_barge", "yukon"), of_region("speed_barge", "")
    ('speed_barge@yukon', 'speed_barge')
    """
    return f"{name}{OF_REGION}{region}" if region else name


@dataclass(frozen=True, slots=True, eq=False)
class SplitBill:
    """Amounts of quantities by what they follow.

    Parameters
    ----------
    parts
        A row in the order of `QUANTITIES` for each set of powers; the sum of the rows is the bill.
    per_unit
        What a unit of an input adds that is 0 at the base, such as a dwell of no days.
    """

    parts: FrozenDict[Powers, Vector]
    per_unit: FrozenDict[str, Vector] = field(default_factory=FrozenDict)

    @classmethod
    def total(cls, bills: Iterable[tuple[float, SplitBill]]) -> SplitBill:
        """Return the sum of bills, each as often as its number says."""
        parts: dict[Powers, Vector] = {}
        per_unit: dict[str, Vector] = {}
        for times, bill in bills:
            for powers, row in bill.parts.items():
                parts[powers] = parts.get(powers, 0.0) + times * row
            for name, row in bill.per_unit.items():
                per_unit[name] = per_unit.get(name, 0.0) + times * row
        return cls(FrozenDict(parts), FrozenDict(per_unit))

    @classmethod
    def fixed(cls, row: Vector) -> SplitBill:
        """Return a bill whose amounts follow nothing."""
        return cls(FrozenDict({FIXED: row}))

    @property
    def row(self) -> Vector:
        """The bill itself, in the order of `QUANTITIES`."""
        total: Vector = sum(self.parts.values(), np.zeros(self._width))
        return total

    @property
    def _width(self) -> int:
        return len(next(iter((*self.parts.values(), *self.per_unit.values())), QUANTITIES))

    def without(self, columns: int | slice) -> SplitBill:
        """Return the bill without some of its quantities, by their places in `QUANTITIES`."""
        kept = np.ones(self._width, bool)
        kept[columns] = False
        return SplitBill(
            FrozenDict({powers: row * kept for powers, row in self.parts.items()}), self.per_unit
        )

    def drawn(self, ratios: Mapping[str, Vector], count: int) -> Vector:
        """Return the bill in every sample, a row each.

        Parameters
        ----------
        ratios
            Value of an input in every sample over its base, the value itself where the base is 0;
            what is not named stays at its base.
        count
            How many samples there are.
        """
        rows = np.zeros((count, self._width))
        for powers, row in self.parts.items():
            factor = np.ones(count)
            for name, power in powers:
                ratio = _ratio(ratios, name)
                if ratio is not None:
                    factor = factor * ratio**power
            rows += factor[:, np.newaxis] * row
        for name, row in self.per_unit.items():
            ratio = _ratio(ratios, name)
            if ratio is not None:
                rows += ratio[:, np.newaxis] * row
        return rows


def _ratio(ratios: Mapping[str, Vector], name: str) -> Vector | None:
    """Return how far an input is drawn, that of all regions where the region has none of its own.

    What two regions have alike is one input, so that a draw moves it alike in both.
    """
    return ratios.get(name, ratios.get(name.partition(OF_REGION)[0]))
