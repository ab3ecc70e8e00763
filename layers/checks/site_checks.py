"""Rules on sites and terminals: none twice under two ids, none under a name that misleads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.geodesy import geodesic_km, pairs_within
from zimnik.layers.atlas.atlas import sites
from zimnik.layers.atlas.place_names import plain_name
from zimnik.layers.readers.cells import cell_text, nearest
from zimnik.layers.schema.tables import SITE_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from zimnik.layers.atlas.atlas import Atlas

NEAR_KM = 1.0


def near_duplicate_faults(atlas: Atlas) -> list[Fault]:
    """Return sites that stand within a kilometre of another of their table, or share its name.

    Pairs of which one is declared under rule `near_duplicate` of the exceptions are left out.
    """
    declared = declared_ids(atlas, "near_duplicate")
    return [
        Fault(
            name,
            f"sites more than {NEAR_KM:g} km apart and of different names",
            f"'{other}' {reason}",
            "Drop one, or declare a near_duplicate in table exceptions.",
            row=place_id,
        )
        for name in SITE_TABLES
        for place_id, other, reason in _pairs(atlas.table(name))
        if not declared & {place_id, other}
    ]


def declared_ids(atlas: Atlas, rule: str) -> set[str]:
    """Return the ids that the exceptions declare under a rule."""
    exceptions = atlas.exceptions
    return set(exceptions.loc[exceptions["rule"] == rule, "id"])


def _pairs(frame: gpd.GeoDataFrame) -> Iterator[tuple[str, str, str]]:
    ids, names = frame["id"].tolist(), [plain_name(name) for name in frame["name_en"]]
    first: dict[str, str] = {}
    for place_id, name in zip(ids, names, strict=True):
        other = first.setdefault(name, place_id)
        if other != place_id:
            yield place_id, other, "has the same name"
    xy = shapely.get_coordinates(frame.geometry.to_numpy())
    for later, earlier in zip(*pairs_within(xy, NEAR_KM), strict=True):
        if names[later] != names[earlier]:
            km = float(geodesic_km(*xy[later], *xy[earlier]))
            yield ids[later], ids[earlier], f"at {km:.2f} km"


def name_faults(atlas: Atlas) -> list[Fault]:
    """Return terminals whose name is the id of a site, so that a word would mean either."""
    site_ids = set(sites(atlas)["id"])
    return [
        Fault(
            "terminals",
            "a name that is not the id of a site",
            f"'{name}'",
            "Add what it is to the name: station, port, road, airport.",
            row=terminal_id,
            column="name_en",
        )
        for terminal_id, name in zip(atlas.terminals["id"], atlas.terminals["name_en"], strict=True)
        if plain_name(name).replace(" ", "_") in site_ids
    ]


def working_season_faults(atlas: Atlas) -> list[Fault]:
    """Return working seasons of deposits without one of their days, or without a source."""
    columns = ("working_from", "working_to", "working_source")
    table = atlas.deposits[["id", *columns]]
    return [
        Fault(
            "deposits",
            "both days of a working season and its source, or none of them",
            "nothing",
            "Give it.",
            row=row["id"],
            column=column,
        )
        for row in table.to_dict("records")
        for column in columns
        if any(row[name] for name in columns) and not row[column]
    ]


def output_faults(atlas: Atlas, *, also_known: frozenset[str] = frozenset()) -> list[Fault]:
    """Return outputs of deposits that the atlas does not have."""
    known = {*atlas.deposits["id"], *also_known}
    outputs = atlas.outputs
    return [
        Fault(
            "outputs",
            "the id of a deposit",
            f"'{deposit_id}'",
            f"Is '{near}' meant?" if near else "Add the deposit or drop the row.",
            row=" ".join((deposit_id, cell_text(year), product)),
            column="deposit_id",
        )
        for deposit_id, year, product in zip(
            outputs["deposit_id"], outputs["year"], outputs["product"], strict=True
        )
        if deposit_id not in known
        for near in [nearest(deposit_id, sorted(known))]
    ]
