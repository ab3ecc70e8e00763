"""Which ports answers about hubs warn of: those that used hauls lift radioactive cargo at (A69)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from zimnik.studies.hubs.siting_answers import SitingAnswer, TargetAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    import zimnik
    from zimnik.maps.reports.siting import SitingRecord

CLASS_7 = re.compile(r"^(?:(\w+): )?radioactive cargo \(class 7\) is lifted at (\w+), which")
TOMTOR: dict[str, Any] = {"deposits": "tomtor", "hubs": ("angarsk", "monchegorsk")}


def warned(warnings: Iterable[str]) -> set[str]:
    """Return the ports of which warnings say that class 7 is lifted there."""
    return {found[2] for said in warnings if (found := CLASS_7.match(said))}


def sited(study: zimnik.Study, **options: Any) -> SitingRecord:
    answer = study.site_hubs(**options)
    assert isinstance(answer, SitingAnswer | TargetAnswer)
    return answer.record()


def routed(study: zimnik.Study, hub: str) -> set[str]:
    """Return the ports that the answer to a route warns of."""
    year = study.route("tomtor", hub).record().year
    assert year is not None
    return warned(year.warnings)


def test_haulage_warns_of_the_ports_of_its_routes_and_of_no_other(study: zimnik.Study) -> None:
    found = sited(study, **TOMTOR, open_hubs=1)
    (flow,) = found.flows
    ports = routed(study, flow.to_id)
    assert ports
    assert warned(found.warnings) == ports
    other = next(hub for hub in TOMTOR["hubs"] if hub != flow.to_id)
    assert routed(study, other) != ports


@pytest.mark.parametrize("asked", [{"value_chain": True}, {"separate": True}])
def test_value_chain_warns_of_ports_that_it_uses_alone(
    study: zimnik.Study, asked: dict[str, Any]
) -> None:
    found = sited(study, **TOMTOR, **asked)
    ports = warned(found.warnings)
    assert ports
    assert ports <= {check.id for check in found.capacity_checks}


def test_target_that_takes_nothing_of_a_deposit_warns_of_none_of_its_ports(
    study: zimnik.Study,
) -> None:
    asked: dict[str, Any] = {"deposits": ("tomtor", "karnasurt"), "hubs": "baotou"}
    found = sited(study, **asked, target_reo_t_per_y=1000)
    assert {flow.from_id for flow in found.flows} == {"karnasurt"}
    assert not warned(found.warnings)


@pytest.mark.proof
def test_ranking_warns_of_the_ports_to_each_hub(study: zimnik.Study) -> None:
    hubs = TOMTOR["hubs"]
    found = study.rank_hubs(hubs, deposits=("tomtor",), draws=5).record()
    assert warned(found.warnings) == set().union(*(routed(study, hub) for hub in hubs))
