"""Seasons of what is shut for part of the year and states no days, as a region has them.

Owns which days stand in for unknown ones where lines are imported (docs/model.md, A110 and A111).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.climate.road_seasons import DEFAULT_DAYS
from zimnik.geo.core.calendar import YEAR_D, day_of, text_of
from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.vocabulary import Mode, YearType
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.loading.shipped import shipped_atlas

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.regions.region import Region

SEASON = (
    "season_open",
    "season_close",
    "season_open_early",
    "season_open_late",
    "season_close_early",
    "season_close_late",
)
MODES = (Mode.ROAD, Mode.RIVER, Mode.SEA)
# Counted from this day no season of anything but a winter road wraps.
SUMMER_FROM = day_of("04-01")
# The spread that ranges have (docs/model.md): of ten links one opens earlier, one later.
LOW, HIGH = 0.1, 0.9
# Fewer do not tell a middle from an exception.
LEAST_LINKS = 3


@dataclass(frozen=True, slots=True)
class DefaultSeasons:
    """First and last days, with their range, of links of which none are known.

    Parameters
    ----------
    region
        Where they are usual.
    days
        The six days by mode.
    origins
        Where they come from, by mode, as a reader is told.
    """

    region: Region
    days: Mapping[str, Mapping[str, str]]
    origins: Mapping[str, str]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def of(self, mode: str) -> Mapping[str, str]:
        """Return the days of a mode, those of ferries for what has none of its own."""
        return self.days.get(mode) or self.days[Mode.ROAD]

    def origin(self, mode: str) -> str:
        """Return where the days of a mode come from."""
        return self.origins.get(mode) or self.origins[Mode.ROAD]


def seasons_of_atlas(atlas: Atlas) -> DefaultSeasons:
    """Return the default seasons of a region by its atlas.

    Winter roads have the stated days of the region, or else those of A111. Any other mode has the
    medians of the first and the last days of its links that have a season, with the days that a
    tenth of them come before and a tenth after; of roads these are ferries. A mode of which the
    region has too few has those of the usual region.
    """
    found: dict[str, Mapping[str, str]] = {}
    origins: dict[str, str] = {}
    for mode in MODES:
        own = _with_season(atlas.links, mode)
        if len(own) >= LEAST_LINKS:
            found[mode] = _medians(own)
            origins[mode] = f"the median of the {len(own)} such links of {atlas.region.name}"
        else:
            usual = usual_seasons()
            found[mode], origins[mode] = usual.of(mode), usual.origin(mode)
    stated = atlas.region.default_winter
    found[Mode.WINTER_ROAD] = _winter(stated or DEFAULT_DAYS)
    origins[Mode.WINTER_ROAD] = (
        f"the default winter of {atlas.region.name}"
        if stated
        else "as the ice road from Tibbitt to Contwoyto was in 2000 to 2013 (A111)"
    )
    return DefaultSeasons(atlas.region, found, origins)


@cache
def usual_seasons() -> DefaultSeasons:
    """Return the default seasons where no region is named."""
    return seasons_of_atlas(shipped_atlas(folder=SHIPPED, drawn=False))


def _winter(days: Mapping[YearType, tuple[str, str]]) -> Mapping[str, str]:
    """Return stated days by type of year as a season with its range."""
    (late, early_end), (opens, closes), (early, late_end) = (
        days[year] for year in (YearType.SHORT, YearType.NORMAL, YearType.LONG)
    )
    return FrozenDict(zip(SEASON, (opens, closes, early, late, early_end, late_end), strict=True))


def _with_season(links: pd.DataFrame, mode: Mode) -> pd.DataFrame:
    return links[(links["mode"] == mode) & (links["season_open"] != "")]


def _medians(links: pd.DataFrame) -> Mapping[str, str]:
    opens, closes = (_days(links[name]) for name in SEASON[:2])
    days = (
        *(np.median(opens), np.median(closes)),
        *(np.quantile(opens, LOW), np.quantile(opens, HIGH)),
        *(np.quantile(closes, LOW), np.quantile(closes, HIGH)),
    )
    texts = (text_of(round(float(day)) + SUMMER_FROM) for day in days)
    return FrozenDict(zip(SEASON, texts, strict=True))


def _days(texts: pd.Series) -> np.ndarray:
    return np.array([(day_of(text) - SUMMER_FROM) % YEAR_D for text in texts])
