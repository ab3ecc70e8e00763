"""The network of a model with the towns of its atlas on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.remoteness.towns import TownNetwork
    from zimnik.studies.model import Model


def town_network(model: Model, year_type: YearType) -> TownNetwork:
    """Return the network of the model with the towns of its atlas on it."""
    from zimnik.geo.network.arrays import network_arrays
    from zimnik.geo.remoteness.towns import TownNetwork, with_towns
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.layers.atlas.network import drawn_lines, typed_towns

    towns = typed_towns(model.atlas.towns)
    places, links = with_towns(model.typed_places, model.typed_links, towns, model.card)
    network = dated_network(network_arrays(places, links, model.card), model.card, year_type)
    return TownNetwork(network, places, links, towns, drawn_lines(model.atlas.links))
