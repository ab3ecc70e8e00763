"""Paths of a pair by the search that is compiled as one call, told as the matrix keeps them.

Owns how the matrix asks `geo.compiled.path_search`; what that finds is what the searches of
`geo.routing.astar` find (docs/model.md, E9).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.compiled.path_search import PathSearch
from zimnik.geo.core.calendar import DEFAULT_MAX_D, ROUNDING_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.routing.astar import MARGINS
from zimnik.geo.routing.compiled_bounds import CompiledOpenings
from zimnik.geo.routing.day_limit import MOST_LABELS
from zimnik.geo.routing.labels import LabelLimitExceededError
from zimnik.geo.routing.matrix_cells import CostedPath
from zimnik.geo.routing.time_expanded import HOLDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.compiled.potential import CompiledLabelSetting
    from zimnik.geo.routing.astar import AStarPotential
    from zimnik.geo.routing.matrix_cells import PricedShipper

_MARGINS = np.array(MARGINS)
_EPS_USD = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class PathsOfDays:
    """The best paths of one origin to one destination, sought for single days.

    Parameters
    ----------
    shipper
        Origin, priced cargo and days.
    unloading_usd_per_t
        By state of the destination the cost of unloading.
    search
        The search.
    """

    shipper: PricedShipper
    unloading_usd_per_t: Mapping[int, float]
    search: PathSearch

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @classmethod
    def of(
        cls, shipper: PricedShipper, destination_id: str, unloading_usd_per_t: Mapping[int, float]
    ) -> PathsOfDays:
        """Return the search of a pair over a network that is laid out for it."""
        layout = shipper.network.layout
        if layout is None:
            message = "a network that is laid out"
            raise ValueError(message)
        costs = shipper.cost_array_between({shipper.origin_id}, {destination_id})
        search = PathSearch(layout, costs, shipper.wait_usd_per_t_d, unloading_usd_per_t)
        return cls(shipper, unloading_usd_per_t, search)

    def on(self, number: int, come: AStarPotential) -> CostedPath | None:
        """Return the best path of a day by its number, or None.

        Parameters
        ----------
        number
            Number of the day.
        come
            What it costs at least to come from the origin on that day.

        Raises
        ------
        LabelLimitExceededError
            If it takes too many labels.
        """
        setting = _setting_of(come)
        if setting.begins is None:
            return None
        found = self.search.path(
            setting.begins, setting, margins=_MARGINS, room_usd_per_t=_EPS_USD,
            max_d=max(self.shipper.max_d, DEFAULT_MAX_D), max_labels=MOST_LABELS,
        )  # fmt: skip
        labels = found.labels
        if labels.gave_up:
            raise LabelLimitExceededError(labels.least_usd_per_t)
        if not len(labels.nodes):
            return None
        end = int(labels.nodes[-1]) // HOLDS
        arrive_d, _, usd = labels.values[-1, :3].tolist()
        return CostedPath(
            rows=tuple(found.rows.tolist()),
            start=int(labels.nodes[0]) // HOLDS,
            end=end,
            cost_usd_per_t=usd + self.unloading_usd_per_t[end],
            ready_d=self.shipper.days[number],
            arrive_d=arrive_d,
            waiting_d=found.waiting_d if found.waiting_d > ROUNDING_D else 0.0,
        )

    def undated_usd_per_t(self, come: AStarPotential) -> float:
        """Return what any path costs at least, as if all were open."""
        return self.search.undated_usd_per_t(_setting_of(come))


def _setting_of(come: AStarPotential) -> CompiledLabelSetting:
    bounds = come.bounds
    if not isinstance(bounds, CompiledOpenings):
        message = "bounds over a network that is laid out"
        raise TypeError(message)
    return bounds.setting
