"""One small page of every kind that is registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.maps.drawn_campaign import campaign
from tests.maps.drawn_hubs import comparison
from tests.maps.drawn_pages import answer, heading
from tests.maps.drawn_remoteness import remoteness
from tests.maps.drawn_stress import records as stress_records
from tests.maps.planner_pages import planner_input
from zimnik.maps.pages.atlas import ATLAS
from zimnik.maps.pages.campaign import CAMPAIGN
from zimnik.maps.pages.comparison import COMPARISON
from zimnik.maps.pages.planner import PLANNER
from zimnik.maps.pages.remoteness import REMOTENESS
from zimnik.maps.pages.route import ROUTE
from zimnik.maps.pages.stress import STRESS
from zimnik.maps.reports.campaign import campaign_record
from zimnik.maps.reports.comparison import comparison_record
from zimnik.maps.reports.route import route_record

if TYPE_CHECKING:
    from collections.abc import Callable

    import folium

    from zimnik.maps import PageContext

DRAWN: dict[str, Callable[[PageContext], folium.Map]] = {
    ATLAS.name: ATLAS.draw,
    PLANNER.name: lambda context: PLANNER.draw(
        context, planner_input(context.places, context.links)
    ),
    ROUTE.name: lambda context: ROUTE.draw(
        context, route_record(answer(), heading(context.places))
    ),
    CAMPAIGN.name: lambda context: CAMPAIGN.draw(
        context, campaign_record(campaign(), heading(context.places))
    ),
    COMPARISON.name: lambda context: COMPARISON.draw(
        context, comparison_record(comparison(), heading(context.places))
    ),
    REMOTENESS.name: lambda context: REMOTENESS.draw(context, remoteness(context.projection)),
    STRESS.name: lambda context: STRESS.draw(context, stress_records()),
}
