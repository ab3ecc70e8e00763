"""Regions that are joined in one atlas, each with rates of its own: whose a place or a link is.

Owns that question. What is of no table of the regions is of the one that is at home in its country,
and a link of that of the place it leaves; what is of none is of the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from zimnik.layers.schema.tables import PLACE_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.network.links import Link, Place
    from zimnik.layers.regions.region import Region

KEY = ["group", "item"]


@dataclass(frozen=True, slots=True, eq=False)
class AtlasPart:
    """A region of several that are joined.

    Parameters
    ----------
    region
        The region.
    tables
        Its places, links and rates by table, before a user's lie over them.
    """

    region: Region
    tables: dict[str, pd.DataFrame]

    @property
    def rates(self) -> pd.DataFrame:
        """Its rates."""
        return self.tables["rates"]

    @property
    def place_ids(self) -> frozenset[str]:
        """Ids of its places."""
        return frozenset(i for name in PLACE_TABLES for i in self.tables[name]["id"])


def placed(places: Iterable[Place], parts: Sequence[AtlasPart]) -> tuple[Place, ...]:
    """Return places, each with its region where several are joined and it is not of the first."""
    if not parts:
        return tuple(places)
    by_id = _first_of(parts, PLACE_TABLES)
    by_country = {
        code: one.region.name for one in reversed(parts) for code in one.region.home_countries
    }
    first = parts[0].region.name
    found = ((one, by_id.get(one.id) or by_country.get(one.country, first)) for one in places)
    return tuple(one if name == first else replace(one, region=name) for one, name in found)


def linked(
    links: Iterable[Link], places: Iterable[Place], parts: Sequence[AtlasPart]
) -> tuple[Link, ...]:
    """Return links, each with its region as `placed`; the places have theirs."""
    if not parts:
        return tuple(links)
    by_id = _first_of(parts, ("links",))
    by_place = {place.id: place.region for place in places}
    first = parts[0].region.name

    def region_of(link: Link) -> str:
        own = by_id.get(link.id) or by_place.get(link.from_id, "")
        return "" if own == first else own

    found = ((one, region_of(one)) for one in links)
    return tuple(replace(one, region=name) if name else one for one, name in found)


def _first_of(parts: Sequence[AtlasPart], names: Iterable[str]) -> dict[str, str]:
    """Return the first region that has a row, by the id of the row."""
    listed = tuple(names)
    return {
        i: one.region.name
        for one in reversed(parts)
        for name in listed
        for i in one.tables[name]["id"]
    }


def rates_elsewhere(part: AtlasPart, first: AtlasPart, rates: pd.DataFrame) -> pd.DataFrame:
    """Return the rates of a region, with what a user has changed.

    Parameters
    ----------
    part
        The region.
    first
        The first region.
    rates
        Those of the first with a user's over them: what these have otherwise holds everywhere.
    """
    # As texts, so that an unknown year equals an unknown year.
    known, now = (one.set_index(KEY).astype(object).map(str) for one in (first.rates, rates))
    changed = rates[(known.reindex(now.index) != now).any(axis=1).to_numpy()]
    keys = pd.MultiIndex.from_frame(changed[KEY])
    kept = part.rates[~pd.MultiIndex.from_frame(part.rates[KEY]).isin(keys)]
    return pd.concat([kept, changed], ignore_index=True) if len(changed) else part.rates
