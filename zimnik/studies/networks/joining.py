"""The network of a country under a region: nodes among its places, stretches among its links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd
    from shapely import LineString

    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.static.country import CountryNetwork
    from zimnik.geo.static.joining import JoinedNetwork


@dataclass(frozen=True, slots=True, eq=False)
class UnderRegion:
    """Places and links of a region with those of a country's network.

    Parameters
    ----------
    places
        Table of all places.
    links
        All links.
    lines
        Lines of links that no table has, by id.
    warning
        What answers must say of it.
    """

    places: gpd.GeoDataFrame
    links: tuple[Link, ...]
    lines: Mapping[str, LineString]
    warning: str

    def __post_init__(self) -> None:
        freeze_mappings(self)


def under_region(
    folder: Path,
    places: gpd.GeoDataFrame,
    links: Sequence[Link],
    card: RateCard,
    *,
    own_ids: Sequence[str],
    with_planned: bool,
) -> UnderRegion:
    """Return a region with a network that was built, joined to its places (docs/model.md, E80).

    Raises
    ------
    InputError
        If the network was not built, lacks a link that is to be one of its own, or has links that
        the atlas has.
    """
    from shapely import LineString

    from zimnik.geo.network.access import unlinked_sites
    from zimnik.geo.network.links import touched
    from zimnik.geo.static.joining import joined
    from zimnik.layers.atlas.network import typed_places
    from zimnik.layers.networks.built import read_built
    from zimnik.layers.networks.kept_ways import WaysFolder, ways_path

    built = read_built(folder)
    country = built.network if with_planned else built.network.standing()
    _require_links(country, own_ids, folder.name)
    known = typed_places(places)
    kept = WaysFolder(ways_path(folder))
    made = joined(
        country,
        known,
        card,
        site_ids=unlinked_sites({place.id: place.kind for place in known}, touched(links)),
        own_ids=own_ids,
        known=kept,
    )
    kept.keep(made.found)
    _require_other_links(folder, links, made.links)
    return UnderRegion(
        built.nodes.among(places, made.nodes),
        (*links, *made.links),
        {link_id: LineString(at) for link_id, at in made.lines.items()},
        _said(made, folder.name),
    )


def _require_links(country: CountryNetwork, own_ids: Sequence[str], name: str) -> None:
    known = {link.id for link in country.dated}.union(
        *(family.link_ids for family in country.families.values()) if own_ids else ()
    )
    expected, remedy = f"the id of a link of {name}", "Its links.csv has them all."
    if faults := [
        Fault("network_link", expected, f"'{one}'", remedy) for one in own_ids if one not in known
    ]:
        raise InputError(faults)


def within_a_way(folder: Path, link_id: str) -> Fault | None:
    """Return how a link within a way of a network is avoided; None where it is within none."""
    from zimnik.layers.networks.built import read_built

    families = read_built(folder).network.families.values()
    if not any(link_id in family.link_ids for family in families):
        return None
    expected = "a link of its own"
    found = f"'{link_id}', which lies within ways of network {folder.name}"
    remedy = f"Keep it as a link of its own: --network-link {link_id} beside the network."
    return Fault("avoid", expected, found, remedy)


def _require_other_links(folder: Path, links: Sequence[Link], own: Sequence[Link]) -> None:
    known = {link.id for link in links}
    if both := [link.id for link in own if link.id in known]:
        expected, found = "links that the atlas does not have", f"'{both[0]}' in both"
        remedy = "Give the folder as network, or as atlas."
        raise InputError([Fault(folder.name, expected, found, remedy)])


def _said(made: JoinedNetwork, name: str) -> str:
    if not made.joins:
        return f"network {name}: no terminal of the atlas is within reach of a way of it"
    return (
        f"network {name}: terminals of the atlas that are joined to it: {made.joins:,}, the "
        f"farthest {made.farthest_km:.1f} km away by a straight line, which nobody surveyed"
    )
