"""An atlas grown by copies of what it has, set a little aside, for what is measured at size."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.vocabulary import SITE_KINDS

if TYPE_CHECKING:
    import geopandas as gpd

    from zimnik.studies.model import Model


def grown(model: Model, terminals: int, deposits: int) -> Model:
    """Return a model with copies of terminals, their links and deposits, set a little aside."""
    places, links = model.places, model.typed_links
    is_site = places["kind"].isin(SITE_KINDS)
    rounds = terminals // int((~is_site).sum())
    copies, copied_links = [places], list(links)
    for number in range(1, rounds + 1):
        end = f"__{number}"
        some = places[~is_site]
        copies.append(_aside(some.assign(id=some["id"] + end), number))
        ids = set(some["id"])
        inner = [link for link in links if ids.issuperset(link.ends)]
        copied_links += [
            replace(link, id=link.id + end, from_id=link.from_id + end, to_id=link.to_id + end)
            for link in inner
        ]
        # One link in ten joins the copy to its original, so that the whole is one network.
        copied_links += [
            replace(link, id=f"{link.id}_bridge{end}", to_id=link.to_id + end)
            for link in inner[::10]
        ]
    mines = places[places["kind"] == "deposit"]
    copies += [
        _aside(mines.assign(id=mines["id"] + f"__{number}"), number)
        for number in range(1, deposits // len(mines) + 1)
    ]
    every = pd.concat(copies, ignore_index=True)
    kept = [
        *every.index[every["kind"] != "deposit"],
        *every.index[every["kind"] == "deposit"][:deposits],
    ]
    return replace(
        model, places=every.loc[kept].reset_index(drop=True), typed_links=tuple(copied_links)
    )


def _aside(places: gpd.GeoDataFrame, number: int) -> gpd.GeoDataFrame:
    rng = np.random.default_rng(number)
    moved = shapely.get_coordinates(places.geometry) + rng.uniform(-0.6, 0.6, (len(places), 2))
    return places.set_geometry(shapely.points(moved), crs=places.crs)
