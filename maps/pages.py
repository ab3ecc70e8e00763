"""Every page there is. What is here is tested, photographed and looked after as one."""

from __future__ import annotations

from maps.atlas import ATLAS
from maps.campaign_page import CAMPAIGN
from maps.comparison_page import COMPARISON
from maps.planner import PLANNER
from maps.remoteness_page import REMOTENESS
from maps.route import ROUTE
from maps.stress_page import STRESS

PAGES = (ATLAS, PLANNER, ROUTE, CAMPAIGN, COMPARISON, REMOTENESS, STRESS)
