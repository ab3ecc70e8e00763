"""Names of seas and lakes, as a region gives them and maps write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class WaterName:
    """A sea or a lake: where its name stands, in degrees, and the name by language."""

    lon_deg: float
    lat_deg: float
    names: Mapping[str, str]
    is_small: bool = False

    def __post_init__(self) -> None:
        freeze_mappings(self)
