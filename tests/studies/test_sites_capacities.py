"""Answers about many sites say which capacities do not vouch for them, as a route does (A5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zimnik.maps.pages.stress import stress_page
from zimnik.studies.drawing import page_context, titles_of

if TYPE_CHECKING:
    import zimnik

SITES = ("tomtor", "karnasurt")


def test_what_sites_want_together_with_nothing_closed_is_the_sum_of_their_routes(
    study: zimnik.Study,
) -> None:
    found = study.criticality(deposits=SITES, hubs=("monchegorsk",), close=("karabula",)).record()
    wanted: dict[str, float] = {}
    verdicts: dict[str, set[str]] = {}
    for site in SITES:
        year = study.route(site, "monchegorsk").record().year
        assert year is not None
        for check in year.capacity_checks:
            wanted[check.id] = wanted.get(check.id, 0.0) + check.wanted_t_per_y
            verdicts.setdefault(check.id, set()).add(check.verdict)
    assert {one.id: one.wanted_t_per_y for one in found.capacity_checks} == pytest.approx(wanted)
    doubted = {one.id for one in found.capacity_checks if one.is_in_doubt}
    assert "saskylakh" in doubted
    for site_id, own in verdicts.items():
        assert own & {"unknown", "exceeded", "above_known_traffic"} <= (
            {one.verdict for one in found.capacity_checks if one.id == site_id}
        )


def test_a_site_says_what_is_not_known_to_pass_it(study: zimnik.Study) -> None:
    """Where it goes to a railhead alone it wants what the route there wants."""
    answer = study.remoteness(deposits=SITES, ready="01-01")
    tomtor = next(site for site in answer.record().sites if site.site_id == "tomtor")
    (route,) = study.route("tomtor", str(tomtor.railhead_id), ready="01-01").record().routes
    doubted = {
        check.id: check.wanted_t_per_y for check in route.capacity_checks if check.is_in_doubt
    }
    own = {one.id: one.wanted_t_per_y for one in tomtor.capacities_in_doubt}
    assert doubted
    assert doubted.items() <= own.items()
    assert "known capacities do not vouch for 2 of 2 sites" in answer.to_text()


def test_pages_say_so_too(study: zimnik.Study) -> None:
    """What a page is drawn from holds the same checks as the record."""
    answer = study.criticality(deposits=SITES, hubs=("monchegorsk",), close=("karabula",))
    model = answer.setting.model
    context = page_context(model, answer.asked, titles_of(model, "stress"))
    shown = stress_page(context, [answer.record()])
    assert {one["id"]: one["verdict"] for one in shown["capacity_checks"]} == {
        one.id: one.verdict for one in answer.record().capacity_checks
    }
