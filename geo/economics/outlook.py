"""The national question: planned outputs against targets, the world, imports and plants.

Owns what follows from planned outputs, plants and published figures (docs/model.md, E45). It holds
no figure and names no country.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.units import KG_PER_T

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FURTHER_T = 1000.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure of the frame.

    Parameters
    ----------
    quantity, region, year
        What is counted, where and when; the year may be a stretch of years.
    low, value, high
        In `unit`; None where the source has none.
    unit, definition, note
        What the source counts, and what contradicts it.
    source, source_date, confidence
        Where it comes from.
    """

    quantity: str
    region: str
    year: str
    low: float | None
    value: float | None
    high: float | None
    unit: str
    definition: str
    note: str
    source: str
    source_date: str
    confidence: str

    @property
    def is_known(self) -> bool:
        """Whether there is a number."""
        return self.value is not None or self.high is not None


def figure_of(
    figures: Sequence[Figure], quantity: str, region: str, *, until: int, exact: bool = False
) -> Figure | None:
    """Return the figure of a year, or of the last before it; None where none is known.

    Parameters
    ----------
    figures
        All figures.
    quantity, region
        What is counted, and where.
    until
        The year.
    exact
        Whether a figure of another year does not count.
    """
    own = [
        one
        for one in figures
        if (one.quantity, one.region) == (quantity, region)
        and one.is_known
        and one.year.isdigit()
        and (int(one.year) == until if exact else int(one.year) <= until)
    ]
    return max(own, key=lambda one: int(one.year), default=None)


@dataclass(frozen=True, slots=True)
class Frame:
    """The published figures that an outlook is held against; None where none is known.

    Parameters
    ----------
    world, demand
        Mine output of the world, and home demand, in tonnes a year.
    world_share_aim, import_share_today, import_share_aim
        Shares.
    targets
        Outputs that are aimed at.
    conflicts
        Figures that contradict others, or are often taken for something else.
    """

    world: Figure | None
    demand: Figure | None
    world_share_aim: Figure | None
    import_share_today: Figure | None
    import_share_aim: Figure | None
    targets: tuple[Figure, ...]
    conflicts: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class SeparationPlant:
    """A plant that separates rare earths, and what is known of when it works.

    Parameters
    ----------
    hub_id, country
        The plant.
    capacity_t_per_y
        REO a year.
    ready_year
        Year in which it is expected to work; None where it works today.
    """

    hub_id: str
    country: str
    capacity_t_per_y: float
    ready_year: int | None = None

    def works_in(self, year: int) -> bool:
        """Whether it is expected to work in a year."""
        return self.ready_year is None or self.ready_year <= year


@dataclass(frozen=True, slots=True)
class SupplyStep:
    """REO that a deposit plans, and what they cost as oxides at a hub.

    Parameters
    ----------
    deposit_id, hub_id, country
        The deposit, and the hub where its oxides cost least.
    planned_year
        Year that the plan is for.
    contained_t_per_y, oxides_t_per_y
        REO in what is shipped, and in the oxides made of it.
    cost_usd_per_kg
        What a kilogram of REO in oxides costs, mining and the plant's capital in it.
    built_usd_per_kg
        What the plant costs to build for a kilogram a year of them.
    """

    deposit_id: str
    hub_id: str
    country: str
    planned_year: int
    contained_t_per_y: float
    oxides_t_per_y: float
    cost_usd_per_kg: float
    built_usd_per_kg: float

    @property
    def further_usd_per_y(self) -> float:
        """What each further 1,000 t a year of oxides cost a year."""
        return self.cost_usd_per_kg * FURTHER_T * KG_PER_T

    @property
    def further_built_usd(self) -> float:
        """What the plant for each further 1,000 t a year costs to build."""
        return self.built_usd_per_kg * FURTHER_T * KG_PER_T


@dataclass(frozen=True, slots=True)
class Outlook:
    """Planned outputs of a year against plants, the world and home demand (docs/model.md, E45).

    Parameters
    ----------
    year, home
        The year, and the country.
    steps
        Planned outputs where their oxides cost least at home, the cheapest first.
    plants
        Plants that separate, everywhere.
    abroad
        The same outputs where their oxides cost least abroad.
    """

    year: int
    home: str
    steps: tuple[SupplyStep, ...]
    plants: tuple[SeparationPlant, ...]
    abroad: tuple[SupplyStep, ...] = ()

    @property
    def contained_t_per_y(self) -> float:
        """REO in all planned outputs."""
        return sum(step.contained_t_per_y for step in self.steps)

    @property
    def oxides_t_per_y(self) -> float:
        """REO in the oxides that can be made of them."""
        return sum(step.oxides_t_per_y for step in self.steps)

    @property
    def home_capacity_t_per_y(self) -> float:
        """What plants at home can separate in the year."""
        return self._capacity(lambda plant: plant.country == self.home)

    @property
    def separated_at_home_t_per_y(self) -> float:
        """What is made of the plans at home: no more than plants there can separate."""
        return min(self.oxides_t_per_y, self.home_capacity_t_per_y)

    @property
    def partner_share(self) -> float | None:
        """Share of the oxides that plants at home have no room for; None without any."""
        if not self.oxides_t_per_y:
            return None
        return 1 - self.separated_at_home_t_per_y / self.oxides_t_per_y

    @property
    def largest_partner(self) -> str | None:
        """Country abroad whose plants can separate most."""
        room: dict[str, float] = {}
        for plant in self.plants:
            if plant.country != self.home and plant.works_in(self.year):
                room[plant.country] = room.get(plant.country, 0.0) + plant.capacity_t_per_y
        return max(room, key=lambda country: room[country]) if room else None

    @property
    def other_capacity_t_per_y(self) -> float:
        """What plants abroad can separate but for those of the largest partner."""
        return self._capacity(lambda plant: plant.country not in {self.home, self.largest_partner})

    @property
    def unseparated_share(self) -> float | None:
        """Share of the oxides that nobody but the largest partner has room for."""
        if not self.oxides_t_per_y:
            return None
        room = self.home_capacity_t_per_y + self.other_capacity_t_per_y
        return max(0.0, 1 - room / self.oxides_t_per_y)

    @property
    def plants_bind(self) -> bool:
        """Whether plants at home, and not the plans of deposits, are what binds."""
        return self.home_capacity_t_per_y < self.oxides_t_per_y

    def share_of(self, total_t_per_y: float | None) -> float | None:
        """Return what is separated at home over a total; None where the total is not known."""
        return self.separated_at_home_t_per_y / total_t_per_y if total_t_per_y else None

    def import_share(self, demand_t_per_y: float | None) -> float | None:
        """Return the share of home demand that home plants leave to imports, by tonnes of REO."""
        met = self.share_of(demand_t_per_y)
        return None if met is None else max(0.0, 1 - met)

    def _capacity(self, counts: Callable[[SeparationPlant], bool]) -> float:
        return sum(
            plant.capacity_t_per_y
            for plant in self.plants
            if plant.works_in(self.year) and counts(plant)
        )
