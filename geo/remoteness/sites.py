"""How remote each site of a network is, by every index of `geo.remoteness.indices` side by side.

Owns what goes into the indices (docs/model.md, E20 to E22): the cheapest routes to railhead, road,
ports, town, hub and market, kilometres and driving hours to towns, and the days of the year on
which the site is joined to the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zimnik.geo.core.calendar import MONTH_STARTS_D, YEAR_D
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import HOURS_PER_DAY
from zimnik.geo.core.vocabulary import Goal, PlaceKind, Quantity
from zimnik.geo.remoteness.indices import (
    ARIA_CLASSES,
    FAR_CLASSES,
    RankCorrelation,
    accessibility,
    aria_scores,
    far_levels,
    has_rural_access,
    rank_correlations,
    remoteness_index,
)
from zimnik.geo.remoteness.targets import PORTS, ROAD_PLACES, SurfaceNetwork, all_season_road_km
from zimnik.geo.remoteness.town_reach import TownReach
from zimnik.geo.routing._matrix_pairs import DestinationSet
from zimnik.geo.routing.matrix_cells import PricedShipper
from zimnik.geo.routing.nearest import nearest_cells, nearest_route
from zimnik.geo.routing.request import Shipment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.remoteness.towns import TownNetwork
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.matrix_cells import MatrixCell

GOALS = tuple(Goal)
RAILHEAD, ROAD, YEAR_ROUND_PORT, PORT, TOWN, HUB, MARKET = GOALS
TOWN_PEOPLE = 10_000.0
# First of each month, in days from 1 January.
# Cost up to which a town counts in the gravity index, about 700 km of paved road or 2,500 of rail.
GRAVITY_LIMIT_USD_PER_T = 50.0


@dataclass(frozen=True, slots=True)
class Nearest:
    """The cheapest place of a kind: what the least-cost route to it costs and how long it takes.

    `hours` count waits and dwell. Of a site that is such a place itself both are 0.
    """

    place_id: str
    cost_usd_per_t: float
    hours: float


@dataclass(frozen=True, slots=True)
class SiteRemoteness:
    """Remoteness of one site.

    Parameters
    ----------
    site_id
        The site.
    nearest
        The cheapest place of each of `GOALS`; None where none can be reached.
    days_joined
        Days of the year on which open surface links join it to the network that is open all year.
    aria_score
        0 to 15 (`geo.remoteness.indices.aria_scores`).
    gravity_index
        0 to 1 (`geo.remoteness.indices.remoteness_index`).
    far_level
        0 to 4 (`geo.remoteness.indices.far_levels`).
    road_km
        Distance to the nearest all-season road that the network knows; infinite where there is
        none.
    rural_access
        Whether that is 2 km or less.
    """

    site_id: str
    nearest: Mapping[str, Nearest | None]
    days_joined: int
    aria_score: float
    gravity_index: float
    far_level: int
    road_km: float
    rural_access: bool

    def __post_init__(self) -> None:
        freeze_mappings(self)


@dataclass(frozen=True, slots=True)
class Remoteness:
    """Remoteness of sites, what the scores compare with, and how far the indices agree.

    `aria_means_km` are the mean distances to the classes of `ARIA_CLASSES` over these very sites;
    NaN where none of them reaches the class.
    """

    sites: tuple[SiteRemoteness, ...]
    aria_means_km: tuple[float, ...]
    correlations: tuple[RankCorrelation, ...]
    dates: Dates


def site_remoteness(
    town_network: TownNetwork,
    cargoes: Mapping[str, Cargo],
    dates: Dates,
    *,
    only: Collection[str] | None = None,
) -> Remoteness:
    """Return how remote sites are.

    Parameters
    ----------
    town_network
        The network.
    cargoes
        What each site ships; its keys are the sites, with all of which scores compare.
    dates
        When the cargo is ready, and the type of year for which `town_network` is laid out.
    only
        Sites that are wanted; all by default. Correlations are over these.

    Raises
    ------
    InputError
        If there is no town with people.
    """
    if not any(town.population > 0 for town in town_network.towns):
        expected = "at least one town with a population"
        fault = Fault(
            "towns", expected, f"{len(town_network.towns)} without", "Fill in `population`."
        )
        raise InputError([fault])
    ids = list(cargoes)
    surface = SurfaceNetwork(town_network.places, town_network.links, dates.year_type)
    goals = goals_of(town_network, surface)
    own = [link for link in town_network.links if link.only_for in cargoes]
    days = surface.days_joined(own)
    towns = TownReach.of(town_network, cargoes)
    aria = aria_scores(towns.by_class(towns.km, ARIA_CLASSES))
    gravity = remoteness_index(
        accessibility(
            towns.population,
            towns.cost_usd_per_t,
            limit=GRAVITY_LIMIT_USD_PER_T,
            least_cost=2 * town_network.network.card.prices_usd[Quantity.SITE_LIFT].base,
        )
    )
    levels = far_levels(towns.by_class(towns.hours, FAR_CLASSES))
    road_km = all_season_road_km(ids, town_network.places, town_network.links, town_network.lines)
    rows = tuple(
        SiteRemoteness(
            site_id=site_id,
            nearest=_nearest_of(town_network, goals, site_id, cargoes[site_id], dates),
            days_joined=days[site_id],
            aria_score=float(aria.scores[k]),
            gravity_index=float(gravity[k]),
            far_level=int(levels[k]),
            road_km=float(road_km[k]),
            rural_access=bool(has_rural_access(road_km[k])),
        )
        for k, site_id in enumerate(ids)
        if only is None or site_id in only
    )
    means = tuple(aria.means_km.tolist())
    return Remoteness(rows, means, rank_correlations(index_frame(rows)), dates)


def nearest_by_month(
    town_network: TownNetwork,
    cargoes: Mapping[str, Cargo],
    goal: str,
    dates: Dates,
) -> dict[str, tuple[Nearest | None, ...]]:
    """Return the cheapest place of one of `GOALS` for cargo ready on the first of each month.

    Parameters
    ----------
    town_network, cargoes
        As `site_remoteness`.
    goal
        What to measure to.
    dates
        Type of year and most days; readiness is that of the month.

    Raises
    ------
    InputError
        If there is no such goal.
    """
    if goal not in GOALS:
        remedy = "Name one of them."
        raise InputError([Fault("remoteness", f"one of {', '.join(GOALS)}", f"'{goal}'", remedy)])
    surface = SurfaceNetwork(town_network.places, town_network.links, dates.year_type)
    place_ids = goals_of(town_network, surface)[goal]
    destination_sets: dict[bytes, DestinationSet] = {}
    found: dict[str, tuple[Nearest | None, ...]] = {}
    for site_id, cargo in cargoes.items():
        if site_id in place_ids:
            found[site_id] = (Nearest(site_id, 0.0, 0.0),) * len(MONTH_STARTS_D)
            continue
        shipper = PricedShipper.of(
            town_network.network, site_id, cargo, town_network.closures, MONTH_STARTS_D, dates.max_d
        )
        prices = shipper.price_key
        if prices not in destination_sets:
            destination_sets[prices] = DestinationSet.of(
                shipper, *_handed_over(town_network, place_ids)
            )
        cells = nearest_cells(shipper, destination_sets[prices])
        found[site_id] = tuple(None if cell is None else _nearest_of_cell(cell) for cell in cells)
    return found


def goals_of(town_network: TownNetwork, surface: SurfaceNetwork) -> dict[str, frozenset[str]]:
    """Return the places that count as each of `GOALS`, those that are sites included."""
    town_ids = frozenset(town.id for town in town_network.towns)
    kinds = {i: kind for i, kind in surface.kinds.items() if i not in town_ids}

    def of(*wanted: PlaceKind) -> frozenset[str]:
        return frozenset(i for i, kind in kinds.items() if kind in wanted)

    sites = of(PlaceKind.DEPOSIT, PlaceKind.HUB, PlaceKind.MARKET)
    return {
        RAILHEAD: surface.railheads() & (of(PlaceKind.STATION) | sites),
        ROAD: surface.all_season_roads() & (of(*ROAD_PLACES) | sites),
        YEAR_ROUND_PORT: surface.year_round_ports(),
        PORT: of(*PORTS),
        TOWN: frozenset(town.id for town in town_network.towns if town.population >= TOWN_PEOPLE),
        HUB: of(PlaceKind.HUB),
        MARKET: of(PlaceKind.MARKET),
    }


def index_frame(rows: Sequence[SiteRemoteness]) -> pd.DataFrame:
    """Return the indices of sites as columns that all grow with remoteness, by `site_id`."""
    costs = {f"{goal}_usd_per_t": [_cost(row.nearest[goal]) for row in rows] for goal in GOALS}
    others = {
        "days_cut_off": [YEAR_D - row.days_joined for row in rows],
        "aria_score": [row.aria_score for row in rows],
        "gravity_index": [row.gravity_index for row in rows],
        "far_level": [row.far_level for row in rows],
    }
    index = pd.Index([row.site_id for row in rows], name="site_id")
    return pd.DataFrame({**costs, **others}, index=index, dtype=np.float64)


def _cost(nearest: Nearest | None) -> float:
    return math.inf if nearest is None else nearest.cost_usd_per_t


def _nearest_of(
    town_network: TownNetwork,
    goals: Mapping[str, frozenset[str]],
    site_id: str,
    cargo: Cargo,
    dates: Dates,
) -> dict[str, Nearest | None]:
    found: dict[str, Nearest | None] = {}
    shipment = Shipment(site_id, None, cargo, dates, closures=town_network.closures)
    for goal, place_ids in goals.items():
        if site_id in place_ids:
            found[goal] = Nearest(site_id, 0.0, 0.0)
            continue
        route = nearest_route(town_network.network, shipment, _handed_over(town_network, place_ids))
        found[goal] = None if route is None else _nearest(route)
    return found


def _handed_over(town_network: TownNetwork, place_ids: frozenset[str]) -> frozenset[str]:
    """Return places without deposits: another mine on a railway is no railhead to hand over at."""
    kinds = town_network.network.arrays.kinds
    return frozenset(i for i in place_ids if kinds[i] != PlaceKind.DEPOSIT)


def _nearest_of_cell(cell: MatrixCell) -> Nearest:
    return Nearest(cell.destination_id, cell.cost_usd_per_t, cell.duration_d * HOURS_PER_DAY)


def _nearest(route: Route) -> Nearest:
    last = route.transfers[-1]
    return Nearest(last.at_id, route.cost_usd_per_t, route.duration_d * HOURS_PER_DAY)
