"""Every answer about the ore of a mine without a road ends with the road that it needs (A83)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import zimnik
    from zimnik.studies.answers import Answer

ROAD = "winter_road_tomtor_zhigansk"
ORE: dict[str, Any] = {"deposits": ["tomtor"], "ready": "04-01"}
HUBS = ("krasnokamensk", "solikamsk")
# Name of the question and its options.
QUESTIONS: dict[str, dict[str, Any]] = {
    "matrix": {"origins": ["tomtor"], "destinations": [HUBS[0]], "ready": ["04-01"]},
    "site_hubs": {"hubs": [HUBS[0]], "open_hubs": [1], **ORE},
    "rank_hubs": {"hubs": HUBS, "draws": 2, **ORE},
    "criticality": {"hubs": [HUBS[0]], "close": ["tiksi"], **ORE},
    "remoteness": ORE,
}


def needed(document: Any) -> list[dict[str, Any]]:
    """Return what the record, or the hubs of it, must have first."""
    return [
        *document.get("needs_first", ()),
        *(need for hub in document.get("hubs", ()) for need in hub.get("needs_first", ())),
    ]


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_road_of_the_mine_is_told_with_state_cost_and_payer(
    study: zimnik.Study, name: str
) -> None:
    answer: Answer = getattr(study, name)(**QUESTIONS[name])
    (road,) = (need for need in needed(json.loads(answer.to_json())) if need["id"] == ROAD)
    assert (road["state"], road["in_costs"]) == ("hypothetical", True)
    assert road["payer"].startswith("Rosneft")
    assert road["yearly"]["base_usd"] > 1e6
    text = answer.to_text()
    assert "Must be there first:" in text
    assert "winter road Tomtor (Buranny) to Zhigansk: hypothetical" in text
