"""Every page there is. What is here is tested, photographed and looked after as one."""

from __future__ import annotations

from zimnik.maps.pages.atlas import ATLAS
from zimnik.maps.pages.campaign import CAMPAIGN
from zimnik.maps.pages.comparison import COMPARISON
from zimnik.maps.pages.planner import PLANNER
from zimnik.maps.pages.remoteness import REMOTENESS
from zimnik.maps.pages.route import ROUTE
from zimnik.maps.pages.stress import STRESS

PAGES = (ATLAS, PLANNER, ROUTE, CAMPAIGN, COMPARISON, REMOTENESS, STRESS)
