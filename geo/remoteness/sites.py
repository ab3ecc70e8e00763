"""How remote each site of a network is, by every index of `geo.remoteness.indices` side by side.

Owns what goes into the indices (docs/model.md, E20 to E22): the cheapest routes to railhead, road,
ports, town, hub and market, kilometres and driving hours to towns, and the days of the year on
which the site is joined to the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zimnik.geo.core.calendar import DEFAULT_MAX_D, YEAR_D
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.units import HOURS_PER_DAY
from zimnik.geo.core.vocabulary import Goal, Mode, PlaceKind, Quantity
from zimnik.geo.network.capacities import checks_of_shares, most_of_any
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
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import nearest_route
from zimnik.geo.routing.yearly import YearSearches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.remoteness.towns import TownNetwork
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.year import NearestYear, YearMean

GOALS = tuple(Goal)
RAILHEAD, ROAD, YEAR_ROUND_PORT, PORT, TOWN, HUB, MARKET = GOALS
TOWN_PEOPLE = 10_000.0
MONTHS = range(1, 13)
# Cost up to which a town counts in the gravity index, about 700 km of paved road or 2,500 of rail.
GRAVITY_LIMIT_USD_PER_T = 50.0


@dataclass(frozen=True, slots=True)
class Nearest:
    """The cheapest place of a kind: what it costs to bring a tonne there, and how long it takes.

    Parameters
    ----------
    place_id
        The place; of a year the one that takes the largest share, as each day has its cheapest.
    cost_usd_per_t
        Cost of the least-cost route; of a year the mean. 0 of a site that is such a place itself.
    hours
        Hours with waits and dwell, as the cost.
    year
        Best and worst day and every month; None of one day, and of such a site.
    month_ids
        Place that takes the largest share of each of the months of the year.
    handled_shares
        Share of the cargo that each place lifts, or that passes each link, by id.
    """

    place_id: str
    cost_usd_per_t: float
    hours: float
    year: YearMean | None = None
    month_ids: tuple[str, ...] = ()
    handled_shares: Mapping[str, float] = field(default_factory=FrozenDict)

    def __post_init__(self) -> None:
        freeze_mappings(self)


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
    flies
        Whether it has flights of its own, its cargo being worth so much that it flies (A88): then
        its costs are no measure of how far away bulk is.
    capacity_checks
        The most that its cargo wants of places and links on the way to any of the goals, each taken
        alone, beside what is known of them.
    """

    site_id: str
    nearest: Mapping[str, Nearest | None]
    days_joined: int
    aria_score: float
    gravity_index: float
    far_level: int
    road_km: float
    rural_access: bool
    flies: bool = False
    capacity_checks: tuple[CapacityCheck, ...] = ()

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
    year_type: YearType


def site_remoteness(
    town_network: TownNetwork,
    cargoes: Mapping[str, Cargo],
    ready_d: Mapping[str, Sequence[int]] | None,
    *,
    max_d: float = DEFAULT_MAX_D,
    only: Collection[str] | None = None,
) -> Remoteness:
    """Return how remote sites are.

    Parameters
    ----------
    town_network
        The network.
    cargoes
        What each site ships; its keys are the sites, with all of which scores compare.
    ready_d
        Days on which each site makes its cargo, the same each day; None for the best day of each.
    max_d
        Most days from readiness to arrival.
    only
        Sites that are wanted; all by default. Correlations are over these.

    Raises
    ------
    InputError
        If there is no town with people.
    """
    _require_people(town_network)
    ids = list(cargoes)
    year_type = town_network.network.year_type
    surface = surface_of(town_network, year_type)
    wanted = {i: cargo for i, cargo in cargoes.items() if only is None or i in only}
    nearest = {
        goal: _nearest_of(town_network, place_ids, wanted, ready_d, max_d)
        for goal, place_ids in goals_of(town_network, surface).items()
    }
    flown = {link.only_for for link in town_network.links if link.mode == Mode.AIR}
    own = [
        link for link in town_network.links if link.only_for in cargoes and link.mode != Mode.AIR
    ]
    days = surface.days_joined(own)
    towns = TownReach.of(town_network, ids)
    aria = aria_scores(towns.by_class(towns.km, ARIA_CLASSES))
    gravity = _gravity_index(towns, town_network.network.card)
    levels = far_levels(towns.by_class(towns.hours, FAR_CLASSES))
    road_km = all_season_road_km(ids, town_network.places, town_network.links, town_network.lines)
    rows = tuple(
        SiteRemoteness(
            site_id=site_id,
            nearest={goal: by_site[site_id] for goal, by_site in nearest.items()},
            days_joined=days[site_id],
            aria_score=float(aria.scores[k]),
            gravity_index=float(gravity[k]),
            far_level=int(levels[k]),
            road_km=float(road_km[k]),
            rural_access=bool(has_rural_access(road_km[k])),
            flies=site_id in flown,
            capacity_checks=_checks(
                town_network, cargoes[site_id], (own[site_id] for own in nearest.values())
            ),
        )
        for k, site_id in enumerate(ids)
        if site_id in wanted
    )
    means = tuple(aria.means_km.tolist())
    return Remoteness(rows, means, rank_correlations(index_frame(rows)), year_type)


def _checks(
    town_network: TownNetwork, cargo: Cargo, nearest: Iterable[Nearest | None]
) -> tuple[CapacityCheck, ...]:
    known = town_network.network.arrays.throughputs
    shipped_t_per_y = cargo.tonnes_per_y * cargo.shipped_t_per_t
    return most_of_any(
        checks_of_shares(known, near.handled_shares, shipped_t_per_y)
        for near in nearest
        if near is not None
    )


def _gravity_index(towns: TownReach, card: RateCard) -> NDArray[np.float64]:
    pull = accessibility(
        towns.population,
        towns.cost_usd_per_t,
        limit=GRAVITY_LIMIT_USD_PER_T,
        least_cost=2 * card.prices_usd[Quantity.SITE_LIFT].base,
    )
    return remoteness_index(pull)


def _require_people(town_network: TownNetwork) -> None:
    if not any(town.population > 0 for town in town_network.towns):
        expected = "at least one town with a population"
        count = len(town_network.towns)
        found = f"{count} without" if count else "no town"
        remedy = "Fill in the column `population` of the table towns, to which remoteness measures."
        raise InputError([Fault("towns", expected, found, remedy)])


def nearest_by_month(
    town_network: TownNetwork,
    cargoes: Mapping[str, Cargo],
    goal: str,
    ready_d: Mapping[str, Sequence[int]],
    *,
    max_d: float = DEFAULT_MAX_D,
) -> dict[str, tuple[Nearest | None, ...]]:
    """Return the cheapest place of one of `GOALS` in the mean of each month of readiness.

    Parameters
    ----------
    town_network, cargoes
        As `site_remoteness`.
    goal
        What to measure to.
    ready_d
        Days on which each site makes its cargo; a month without any has None.
    max_d
        Most days from readiness to arrival.

    Raises
    ------
    InputError
        If there is no such goal.
    """
    if goal not in GOALS:
        remedy = "Name one of them."
        raise InputError([Fault("remoteness", f"one of {', '.join(GOALS)}", f"'{goal}'", remedy)])
    year_type = town_network.network.year_type
    surface = surface_of(town_network, year_type)
    place_ids = goals_of(town_network, surface)[goal]
    found = _nearest_of(town_network, place_ids, cargoes, ready_d, max_d)
    return {site_id: by_month(near) for site_id, near in found.items()}


def by_month(nearest: Nearest | None) -> tuple[Nearest | None, ...]:
    """Return the mean of each month, 12 of them; None out of reach, or where no cargo is made."""
    if nearest is None or nearest.year is None:
        return (nearest,) * len(MONTHS)
    found = {
        one.month: Nearest(place_id, one.mean_usd_per_t, one.mean_duration_d * HOURS_PER_DAY)
        for one, place_id in zip(nearest.year.months, nearest.month_ids, strict=True)
    }
    return tuple(found.get(month) for month in MONTHS)


def surface_of(town_network: TownNetwork, year_type: YearType) -> SurfaceNetwork:
    """Return the surface links of a network with towns, and what of it is the main network."""
    known = town_network
    return SurfaceNetwork(known.places, known.links, year_type, parts=known.parts)


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
    """Return the indices of sites as columns that all grow with remoteness, by `site_id`.

    What flies has no costs among them.
    """
    costs = {
        f"{goal}_usd_per_t": [math.nan if row.flies else _cost(row.nearest[goal]) for row in rows]
        for goal in GOALS
    }
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
    place_ids: frozenset[str],
    cargoes: Mapping[str, Cargo],
    ready_d: Mapping[str, Sequence[int]] | None,
    max_d: float,
) -> dict[str, Nearest | None]:
    """Return the cheapest of some places for each site; None where none can be reached."""
    network = town_network.network
    searches, ends = YearSearches(network), _handed_over(town_network, place_ids)
    dates = Dates(None, network.year_type, max_d)
    found: dict[str, Nearest | None] = {}
    for site_id, cargo in cargoes.items():
        shipment = Shipment(site_id, None, cargo, dates, closures=town_network.closures)
        if site_id in place_ids:
            found[site_id] = Nearest(site_id, 0.0, 0.0)
        elif ready_d is None:
            route = nearest_route(network, shipment, ends)
            found[site_id] = None if route is None else _nearest(route)
        else:
            year = searches.nearest(shipment, ends, ready_d=ready_d[site_id])
            found[site_id] = None if isinstance(year, str) else _nearest_in_year(year)
    return found


def _handed_over(town_network: TownNetwork, place_ids: frozenset[str]) -> frozenset[str]:
    """Return places without deposits: another mine on a railway is no railhead to hand over at."""
    kinds = town_network.network.arrays.kinds
    return frozenset(i for i in place_ids if kinds[i] != PlaceKind.DEPOSIT)


def _nearest_in_year(found: NearestYear) -> Nearest:
    year = found.year
    return Nearest(
        place_id=found.place_id,
        cost_usd_per_t=year.mean_usd_per_t,
        hours=year.duration_d * HOURS_PER_DAY,
        year=year,
        month_ids=found.month_ids,
        handled_shares=year.handled_shares,
    )


def _nearest(route: Route) -> Nearest:
    last = route.transfers[-1]
    return Nearest(
        last.at_id,
        route.cost_usd_per_t,
        route.duration_d * HOURS_PER_DAY,
        handled_shares=dict.fromkeys(route.handled_ids, 1.0),
    )
