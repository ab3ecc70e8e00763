"""Every page there is. What is here is tested, photographed and looked after as one."""

from __future__ import annotations

from zimnik.maps.pages.answers.access import ACCESS
from zimnik.maps.pages.answers.ahead import HORIZON, WORLDS
from zimnik.maps.pages.answers.diff import DIFF
from zimnik.maps.pages.answers.front import FRONT
from zimnik.maps.pages.answers.investment import INVESTMENT
from zimnik.maps.pages.answers.matrix import MATRIX
from zimnik.maps.pages.answers.outlook import OUTLOOK
from zimnik.maps.pages.answers.ranking import RANKING
from zimnik.maps.pages.answers.report import REPORT
from zimnik.maps.pages.answers.siting import SITING
from zimnik.maps.pages.answers.surface import SURFACE
from zimnik.maps.pages.atlas import ATLAS
from zimnik.maps.pages.campaign import CAMPAIGN
from zimnik.maps.pages.comparison import COMPARISON
from zimnik.maps.pages.planner import PLANNER
from zimnik.maps.pages.remoteness import REMOTENESS
from zimnik.maps.pages.route import ROUTE
from zimnik.maps.pages.stress import STRESS

# On a map.
PAGES = (ATLAS, PLANNER, ROUTE, CAMPAIGN, COMPARISON, REMOTENESS, STRESS)
# As charts alone.
ANSWER_PAGES = (
    RANKING,
    INVESTMENT,
    OUTLOOK,
    ACCESS,
    MATRIX,
    SITING,
    FRONT,
    HORIZON,
    WORLDS,
    REPORT,
    DIFF,
    SURFACE,
)
