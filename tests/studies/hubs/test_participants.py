"""Deposits and hubs that take part, by name and without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Stage
from zimnik.studies.hubs.participants import deposit_ids_of, hub_ids_of, hubs_of_stage

if TYPE_CHECKING:
    import zimnik


def test_deposits_without_a_name_mean_the_same_in_every_question(study: zimnik.Study) -> None:
    """Haulage asks for a grade alone, the value chain for a plan and a recipe as well."""
    hauled = deposit_ids_of(study.model, (), value_chain=False)
    worked = deposit_ids_of(study.model, (), value_chain=True)
    table = study.model.atlas.deposits.set_index("id")
    assert hauled == table.index[table["product_reo_grade_pct"].notna()].tolist()
    assert set(worked) < set(hauled)
    assert table.loc[worked, "planned_product_t_per_y"].notna().all()
    ranked = study.rank_hubs(("solikamsk",), value_chain=True, ready="07-01", draws=1).record()
    compared = study.compare_hubs(("solikamsk", "baotou"), through=Stage.CRACKING).record()
    assert [place.id for place in ranked.deposits] == worked
    assert [place.id for place in compared.deposits] == worked


def test_a_name_is_that_of_the_kind_that_is_asked_for(study: zimnik.Study) -> None:
    """Khatanga is a hub, a port and a town."""
    assert hub_ids_of(study.model, ("Khatanga", "khatanga")) == ["khatanga"]
    with pytest.raises(InputError) as caught:
        hub_ids_of(study.model, ("tomtor", "khatanga_port", "atlantis"), field="fixed")
    faults = caught.value.faults
    assert [fault.where for fault in faults] == ["fixed"] * 3
    assert faults[0].found == "'tomtor', a deposit"


def test_a_stage_that_no_hub_has_names_those_that_there_are(study: zimnik.Study) -> None:
    assert "solikamsk" in hubs_of_stage(study.model, "cracking")
    with pytest.raises(InputError, match="one of alloy, concentration, cracking"):
        hubs_of_stage(study.model, "smelting")
