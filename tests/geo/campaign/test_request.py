"""Requests for a campaign that make no sense are refused, with every fault named (E12)."""

from __future__ import annotations

import pytest

from tests.geo.campaign_cases import drawn, planned, storage_card
from zimnik.geo.campaign.campaign import plan_campaign
from zimnik.geo.campaign.request import CampaignRequest
from zimnik.geo.core.errors import InputError


@pytest.mark.parametrize(
    "terms",
    [
        {"capacities_t_per_y": {"port": -1.0}},
        {"capacities_t_per_y": {"nowhere": 1.0}},
        {"storages_t": {"port": float("nan")}},
        {"storages_t": {"nowhere": 1.0}},
        {"storage_usd_per_t_d": {"port": -1.0}},
    ],
)
def test_limits_that_make_no_sense_are_refused(terms: dict[str, object]) -> None:
    with pytest.raises(InputError):
        planned(drawn(), **terms)


def test_all_that_is_wrong_with_a_request_is_told_at_once() -> None:
    with pytest.raises(InputError) as raised:
        planned(drawn(), capacities_t_per_y={"nowhere": -1.0}, storages_t={"port": -2.0})
    assert [str(fault) for fault in raised.value.faults] == [
        "capacity: expected a place or link, found 'nowhere'. Name a place or link.",
        "capacity, row nowhere: expected a number of 0 or more, found -1. Correct the number.",
        "storage, row port: expected a number of 0 or more, found -2. Correct the number.",
    ]


def test_request_without_a_demand_is_refused() -> None:
    with pytest.raises(InputError, match="expected a demand, found none"):
        plan_campaign(drawn(), storage_card(), CampaignRequest(()))


def test_request_cannot_be_changed_by_the_mapping_it_was_made_from() -> None:
    capacities = {"port": 1.0}
    request = CampaignRequest((), capacities_t_per_y=capacities)
    capacities["port"] = 2.0
    assert request.capacities_t_per_y == {"port": 1.0}
    with pytest.raises(TypeError, match="frozen"):
        request.capacities_t_per_y["port"] = 3.0  # type: ignore[index]
