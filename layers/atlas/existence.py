"""What of an atlas is there to be used.

Owns which rows a question sees where it does not ask for what is not there (docs/model.md, A80).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import Existence

if TYPE_CHECKING:
    from collections.abc import Collection

    import geopandas as gpd
    import pandas as pd


def existing(table: pd.DataFrame) -> pd.Series[bool]:
    """Return which rows exist by their `state`; a site, which has none, does."""
    return table["state"].isin(["", Existence.EXISTING.value])


def standing(
    places: gpd.GeoDataFrame, links: gpd.GeoDataFrame, *, built_ids: Collection[str] = ()
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the places and links that exist, and what goes with them.

    A dedicated road of a site is built by the cargo that pays for it, so it counts where both its
    ends do (docs/model.md, A81). A place that does not exist, but that existing links lead through,
    may be passed: its `passed_only` is true (A82).

    Parameters
    ----------
    places, links
        All of an atlas.
    built_ids
        Places and links that count as existing.
    """
    stands = existing(places) | places["id"].isin(built_ids)
    built = existing(links) | links["id"].isin(built_ids)
    passed = places["id"].isin({*links.loc[built, "from_id"], *links.loc[built, "to_id"]})
    there = places[stands | passed].assign(passed_only=~stands)
    ids = set(there["id"])
    own = links["dedicated"].fillna(value=False).astype(bool) & (links["only_for"] != "")
    kept = (built | own) & links["from_id"].isin(ids) & links["to_id"].isin(ids)
    return there.reset_index(drop=True), links[kept].reset_index(drop=True)
