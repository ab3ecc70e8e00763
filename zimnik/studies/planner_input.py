"""What the planner's page is given of the model: every deposit to every hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.maps.pages.planner_data import PlannerInput
    from zimnik.studies.model import Model


def planner_input(model: Model) -> PlannerInput:
    """Return the network with the access of every deposit and hub, and what each deposit ships."""
    from zimnik.geo.core.vocabulary import PlaceKind
    from zimnik.maps.pages.planner_data import PlannerInput
    from zimnik.studies.model import cargo_of, compiled, with_access_of

    kinds = model.places.set_index("id")["kind"]
    deposit_ids = kinds.index[kinds == PlaceKind.DEPOSIT].tolist()
    hub_ids = kinds.index[kinds == PlaceKind.HUB].tolist()
    reached = with_access_of(model, {*deposit_ids, *hub_ids})
    cargoes = {place_id: cargo_of(model, place_id, None) for place_id in deposit_ids}
    return PlannerInput(
        arrays=compiled(reached),
        card=model.card,
        cargoes={place_id: cargo for place_id, (cargo, _) in cargoes.items()},
        hub_ids=hub_ids,
        notes={place_id: notes for place_id, (_, notes) in cargoes.items()},
        unopened=reached.unopened,
    )
