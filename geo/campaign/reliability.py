"""Whether the plan of a normal year holds in other years, and the stock that makes it hold.

Owns docs/model.md, E38. A plan is what a campaign delivers in the median year. Each other year is
planned anew with its own dates over the roads of the plan, so what it delivers is the most that it
could; what is missing is what a stock at the destination would have to hold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from zimnik.geo.campaign.campaign import build_campaign
from zimnik.geo.campaign.legs import passed_links
from zimnik.geo.campaign.programme import TOLERANCE
from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.parallel import mapped
from zimnik.geo.core.vocabulary import Quantity, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.closures import Closures
from zimnik.geo.network.dated_closures import with_dated_closures
from zimnik.geo.pricing.bill import QUANTITY_INDEX
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.years.season_years import in_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Executor

    from zimnik.geo.campaign.campaign import PlannedCampaign
    from zimnik.geo.campaign.request import CampaignRequest, Demand
    from zimnik.geo.network.dated_closures import DatedClosure
    from zimnik.geo.network.links import Link, Place
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.years.gauges import Shift

# A plan that holds in nine of ten years is one that planners call sure.
HELD_SHARE = 0.9
# Less than this is rounding of the solver.
LEAST_T = 0.5
# Each cause of the worst year that is asked of is a campaign of its own.
MOST_CAUSES = 6


@dataclass(frozen=True, slots=True)
class ReliabilityAsked:
    """A campaign of which many years are asked.

    Parameters
    ----------
    places, links, card
        The network, its links with the days of their median year.
    request
        What is wanted, and under which limits.
    """

    places: tuple[Place, ...]
    links: tuple[Link, ...]
    card: RateCard
    request: CampaignRequest

    def with_roads_of(self, plan: YearPlan) -> ReliabilityAsked:
        """Return the campaign without the dedicated roads that a plan does not build.

        Who builds a road in autumn does not know which winter comes.
        """
        roads = {link.id for link in self.links if link.dedicated} - plan.link_ids
        unbuilt = Closures(link_ids=frozenset(roads))
        demands = tuple(
            replace(demand, closures=demand.closures | unbuilt) for demand in self.request.demands
        )
        return replace(self, request=replace(self.request, demands=demands))


@dataclass(frozen=True, slots=True)
class YearAsked:
    """One year: how far its seasons are from their median, and what is shut inside them.

    Parameters
    ----------
    year
        Calendar year, or the number of the draw.
    shifts
        Shift of each link that moves, by id.
    moved
        What moves them, each with its links.
    shut
        Closures with a date by what shuts them.
    """

    year: int
    shifts: Mapping[str, Shift] = field(default_factory=dict)
    moved: Mapping[str, frozenset[str]] = field(default_factory=dict)
    shut: Mapping[str, tuple[DatedClosure, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def causes(self) -> dict[str, frozenset[str]]:
        """What makes the year other than the median one, and the links that each touches."""
        shut = {name: frozenset(one.link_id for one in every) for name, every in self.shut.items()}
        return {**self.moved, **shut}

    def without(self, cause: str) -> YearAsked:
        """Return the year as it would have been without one of its causes."""
        spared = self.moved.get(cause, frozenset())
        return replace(
            self,
            shifts={name: one for name, one in self.shifts.items() if name not in spared},
            shut={name: every for name, every in self.shut.items() if name != cause},
        )

    def in_this_year(self, links: Sequence[Link]) -> tuple[Link, ...]:
        """Return links of the median year as they are in this one.

        A day passes what a day of the normal year does, so a link of known yearly capacity loses
        with its days, and gains none.
        """
        moved = in_year(links, self.shifts)
        scaled = (_scaled(link, other) for link, other in zip(links, moved, strict=True))
        return with_dated_closures(scaled, chain.from_iterable(self.shut.values()))


def _scaled(median: Link, link: Link) -> Link:
    """Return a link whose yearly capacity is less by the share of days that it lacks."""
    share = _season_d(link) / max(_season_d(median), 1)
    if link.capacity_t_per_y is None or share >= 1:
        return link
    return replace(link, capacity_t_per_y=link.capacity_t_per_y * share)


def _season_d(link: Link) -> int:
    if link.season is None:
        return YEAR_D
    window = link.season.window(YearType.NORMAL)
    return 0 if window is None else window.length_d


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What a campaign comes to in one year.

    Parameters
    ----------
    year
        Calendar year, or the number of the draw; None for the median year.
    delivered_t
        Tonnes of each demand.
    cost_usd
        Cost of the year.
    link_ids
        Links that any cargo moves over.
    """

    year: int | None
    delivered_t: tuple[float, ...]
    cost_usd: float
    link_ids: frozenset[str] = frozenset()

    @property
    def total_t(self) -> float:
        """Tonnes of all demands."""
        return sum(self.delivered_t)

    @property
    def cost_usd_per_t(self) -> float | None:
        """Cost of a tonne delivered, or None where nothing is."""
        return self.cost_usd / self.total_t if self.total_t else None


@dataclass(frozen=True, slots=True)
class DecidingCause:
    """What costs the worst year most tonnes: without it alone so many more would arrive.

    Parameters
    ----------
    cause
        Its name among the causes of the year.
    link_id
        A link that it touches and the plan uses.
    regained_t
        Tonnes more that arrive without it.
    saved_usd
        Cost that is saved without it, where no tonne more arrives.
    shift
        How far it moves the season of the link; None where it shuts it for some days.
    shut
        The days on which it shuts the link; None where it moves its season.
    """

    cause: str
    link_id: str
    regained_t: float
    saved_usd: float
    shift: Shift | None = None
    shut: DatedClosure | None = None


@dataclass(frozen=True, slots=True)
class Reliability:
    """A plan over many years.

    Parameters
    ----------
    plan
        The campaign of the median year.
    years
        What each year comes to, in order.
    stock_usd_per_t_y
        Cost of a tonne of each demand in store for a year, at its destination.
    deciding
        What decides the worst year; None where none of its causes does alone.
    """

    plan: YearPlan
    years: tuple[YearPlan, ...]
    stock_usd_per_t_y: tuple[float, ...]
    deciding: DecidingCause | None = None

    def shortfalls_t(self, year: YearPlan) -> tuple[float, ...]:
        """Return what of each demand of the plan is missing in a year."""
        least_t = max(LEAST_T, 10 * TOLERANCE * self.plan.total_t)
        pairs = zip(self.plan.delivered_t, year.delivered_t, strict=True)
        missing = (max(planned - came, 0.0) for planned, came in pairs)
        return tuple(short if short > least_t else 0.0 for short in missing)

    def holds_in(self, year: YearPlan) -> bool:
        """Whether all tonnes of the plan arrive in a year."""
        return not any(self.shortfalls_t(year))

    @property
    def held_share(self) -> float:
        """Share of years in which the plan holds."""
        return sum(self.holds_in(year) for year in self.years) / len(self.years)

    @property
    def worst(self) -> YearPlan:
        """The year that delivers least; of those that deliver as much the most expensive."""
        return max(self.years, key=lambda year: (self._short_t(year), year.cost_usd))

    def used_in(self, year: YearPlan) -> frozenset[str]:
        """Return the links that the plan uses, or that of the year in its place."""
        return self.plan.link_ids | year.link_ids

    def _short_t(self, year: YearPlan) -> float:
        return sum(self.shortfalls_t(year))

    def stocks_t(self, share: float = HELD_SHARE) -> tuple[float, ...]:
        """Return the stock of each demand with which the plan holds in a share of years.

        What is missing in the years that miss most is given up, as many as the share leaves out; of
        the others the most that is missing is kept.
        """
        by_need = sorted(self.years, key=self._short_t)
        kept = by_need[: max(math.ceil(share * len(by_need) - TOLERANCE), 1)]
        return tuple(max(short) for short in zip(*map(self.shortfalls_t, kept), strict=True))

    def stock_usd_per_y(self, share: float = HELD_SHARE) -> float:
        """Return what such a stock costs in store, capital tied up in it included."""
        stocks = zip(self.stocks_t(share), self.stock_usd_per_t_y, strict=True)
        return sum(tonnes * usd for tonnes, usd in stocks)


def reliability_of(
    asked: ReliabilityAsked, years: Sequence[YearAsked], *, executor: Executor | None = None
) -> Reliability:
    """Return what the plan of the median year comes to in other years.

    Time grows with the years: each is a campaign of its own, and so are the causes of the worst
    that are asked of.

    Parameters
    ----------
    asked
        The campaign.
    years
        The years, one at least.
    executor
        Where the years are planned; None for here.
    """
    plan = plan_of_year(asked, None)
    built = asked.with_roads_of(plan)
    plans = _planned(built, years, executor)
    demands = asked.request.demands
    costs = tuple(_stock_usd_per_t_y(demand, asked.request, asked.card) for demand in demands)
    found = Reliability(plan, tuple(plans), costs)
    worst = years[plans.index(found.worst)]
    return replace(found, deciding=_deciding(built, found, worst, executor))


def _planned(
    asked: ReliabilityAsked, years: Sequence[YearAsked], executor: Executor | None
) -> list[YearPlan]:
    return list(mapped(plan_of_year, asked, years, executor=executor))


def plan_of_year(asked: ReliabilityAsked, year: YearAsked | None) -> YearPlan:
    """Return what a campaign comes to in one year; None for the median one."""
    within = YearAsked(0) if year is None else year
    limited = asked.request.capacities_t_per_y
    links = tuple(
        replace(link, capacity_t_per_y=limited[link.id]) if link.id in limited else link
        for link in asked.links
    )
    known = {link.id for link in links}
    # Those of links are on the links, where they lose with the days of the year.
    others = {name: tonnes for name, tonnes in limited.items() if name not in known}
    request = replace(asked.request, capacities_t_per_y=others, year_type=YearType.NORMAL)
    arrays = network_arrays(asked.places, within.in_this_year(links), asked.card)
    planned = build_campaign(arrays, asked.card, request)
    return YearPlan(
        year=None if year is None else year.year,
        delivered_t=tuple(planned.plan.delivered_t.tolist()),
        cost_usd=planned.plan.cost_usd,
        link_ids=_used(planned),
    )


def _used(planned: PlannedCampaign) -> frozenset[str]:
    runs = zip(planned.campaign.runs, planned.plan.flows_t, strict=True)
    network = planned.campaign.network
    return frozenset(
        passed.link.id
        for made, flow in runs
        if flow.sum() > LEAST_T
        for passed in passed_links(network, made.run)
    )


def _stock_usd_per_t_y(demand: Demand, request: CampaignRequest, card: RateCard) -> float:
    """Return what a tonne in store at its destination costs for a year, capital included."""
    own = request.storage_usd_per_t_d.get(demand.destination_id)
    per_day = float(Pricing.of(card, demand.cargo).base[QUANTITY_INDEX[Quantity.WAITING_D]])
    if own is not None:
        tariff = card.storage_usd_per_t_d.base * card.store_factor(demand.cargo.store).base
        per_day += (own - tariff) * demand.cargo.shipped_t_per_t
    return per_day * YEAR_D


def _deciding(
    asked: ReliabilityAsked, found: Reliability, worst: YearAsked, executor: Executor | None
) -> DecidingCause | None:
    """Return the cause without which the worst year delivers most more, or costs most less.

    Asked of are those that take most days from a link of the plan.
    """
    plan = found.worst
    used = found.used_in(plan)
    lost_d = {cause: _lost_d(worst, cause, used) for cause in worst.causes}
    causes = sorted(lost_d, key=lambda cause: (-lost_d[cause], cause))[:MOST_CAUSES]
    causes = [cause for cause in causes if lost_d[cause]]
    spared = _planned(asked, [worst.without(cause) for cause in causes], executor)
    told = [_told(found, worst, cause, other) for cause, other in zip(causes, spared, strict=True)]
    best = max(told, key=_weight, default=None)
    return best if best is not None and max(_weight(best)) > LEAST_T else None


def _lost_d(year: YearAsked, cause: str, used: frozenset[str]) -> int:
    """Return the most days by which a cause moves, shortens or shuts a link that is used."""
    lost_d = [one.length_d for one in year.shut.get(cause, ()) if one.link_id in used]
    shifts = (year.shifts[name] for name in year.moved.get(cause, frozenset()) & used)
    lost_d += [max(abs(one.opens_later_d), abs(one.closes_later_d)) for one in shifts]
    return max(lost_d, default=0)


def _told(found: Reliability, worst: YearAsked, cause: str, spared: YearPlan) -> DecidingCause:
    plan = found.worst
    used = found.used_in(plan)
    link_id = min(worst.causes[cause] & used)
    return DecidingCause(
        cause,
        link_id,
        sum(found.shortfalls_t(plan)) - sum(found.shortfalls_t(spared)),
        plan.cost_usd - spared.cost_usd,
        shift=worst.shifts.get(link_id) if cause in worst.moved else None,
        shut=next((one for one in worst.shut.get(cause, ()) if one.link_id == link_id), None),
    )


def _weight(cause: DecidingCause) -> tuple[float, float]:
    return max(cause.regained_t, 0.0), cause.saved_usd
