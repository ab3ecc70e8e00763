"""Facility location in echelons: the question of siting, in arrays, whatever the geography.

Owns what a siting question is made of, and what can be wrong with it: sources with yearly volumes,
stages with candidate hubs, and echelons of arcs from stage to stage (docs/model.md, E18).
`geo.siting.model` turns it into a mixed-integer programme and `geo.siting.results` the solution
into an answer. The p-median (no fixed cost, `open_exactly`), plant location with or without
capacities, and location in several echelons with loss of mass are all this question.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Flags, Indices, Vector

# Yields are products of published figures; this much above one is rounding.
ROUNDING = 1e-9
MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class Sources:
    """Where goods come from.

    Parameters
    ----------
    ids
        Name of each source.
    volumes_t_per_y
        Tonnes each has to send in a year; demands of a classical question are volumes too.
    products
        Position of its product in `Products`.
    required
        Whether all of its volume must be sent; else any part of it may.
    """

    ids: tuple[str, ...]
    volumes_t_per_y: Vector
    products: Indices
    required: Flags


@dataclass(frozen=True, slots=True)
class Products:
    """What travels, by the source product it began as.

    Parameters
    ----------
    ids
        Name of each product.
    mass_yields
        Tonnes that go on from a stage for each tonne fed, a row for each product and a column for
        each stage but the last; 0 where the product ends there.
    reo_t_per_t
        Contained REO in a tonne that arrives at each stage, NaN where it is not known; a row for
        each product and a column for each stage.
    recoveries
        REO that go on from a stage over the REO fed, shaped as `mass_yields`, where recipes state
        it; else mass yields and contents do.
    """

    ids: tuple[str, ...]
    mass_yields: Vector
    reo_t_per_t: Vector
    recoveries: Vector | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Candidate hubs of one stage, in parallel arrays.

    Parameters
    ----------
    name
        What happens here, such as "cracking".
    hub_ids
        Name of each candidate.
    fixed_usd_per_y
        What an open hub costs in a year whatever it takes in.
    capacity_t_per_y
        Most feed it takes in a year; infinite where nothing limits it.
    minimum_t_per_y
        Least feed of a hub that is open.
    open_ids, closed_ids
        Hubs that must be open, and that may not be.
    open_exactly
        How many hubs of the stage are open; None where their cost decides.
    """

    name: str
    hub_ids: tuple[str, ...]
    fixed_usd_per_y: Vector
    capacity_t_per_y: Vector
    minimum_t_per_y: Vector
    open_ids: frozenset[str] = frozenset()
    closed_ids: frozenset[str] = frozenset()
    open_exactly: int | None = None


@dataclass(frozen=True, slots=True)
class Echelon:
    """Arcs that lead to a stage, in parallel arrays; two of one pair are two routes.

    Parameters
    ----------
    tails
        Position of the source, or of the hub of the stage before.
    heads
        Position of the hub of the stage that is fed.
    products
        Position of the product that the arc carries.
    cost_usd_per_t
        Cost of a tonne that leaves the tail: haul, and processing at the head.
    """

    tails: Indices
    heads: Indices
    products: Indices
    cost_usd_per_t: Vector

    @property
    def count(self) -> int:
        """Number of arcs."""
        return len(self.tails)


@dataclass(frozen=True, slots=True)
class SumLimit:
    """A side constraint: a bound on a sum over arcs, such as a port, a target or CO2.

    Parameters
    ----------
    name, unit
        What is bounded, and in which unit its sum is.
    per_t
        For each echelon, the amount for a tonne on each arc.
    least, most
        Bounds of the sum in a year.
    """

    name: str
    unit: str
    per_t: tuple[Vector, ...]
    least: float = -np.inf
    most: float = np.inf


@dataclass(frozen=True, slots=True)
class SharedWork:
    """What must be built before some arcs can be used, such as a road or a port.

    Parameters
    ----------
    name
        What it is.
    fixed_usd_per_y
        What it costs in a year, however much goes over it.
    needed_by
        For each echelon, which arcs need it.
    """

    name: str
    fixed_usd_per_y: float
    needed_by: tuple[Flags, ...]


@dataclass(frozen=True)
class SitingProblem:
    """A whole siting question; echelon *k* leads to stage *k*, the first from the sources.

    Parameters
    ----------
    sources, products, stages, echelons
        As above; as many echelons as stages.
    limits
        Bounds on sums over arcs.
    single_sourcing
        Whether all that a source sends goes to one hub of the first stage by one route.
    works
        What may be built; the cost decides.

    Raises
    ------
    InputError
        With every fault: NaN in a cost named by its cell, unknown or contradictory hubs, more hubs
        to open than there are, negative volumes, yields above one.
    """

    sources: Sources
    products: Products
    stages: tuple[Stage, ...]
    echelons: tuple[Echelon, ...]
    limits: tuple[SumLimit, ...] = field(default=())
    single_sourcing: bool = False
    works: tuple[SharedWork, ...] = ()

    def __post_init__(self) -> None:
        faults = _problem_faults(self)
        if faults:
            raise InputError(faults)

    @cached_property
    def tonnes_of_products(self) -> Vector:
        """Most tonnes of each product (row) that reach each stage (column) in a year."""
        first = np.bincount(
            self.sources.products,
            self.sources.volumes_t_per_y,
            minlength=len(self.products.ids),
        )
        kept = np.cumprod(np.column_stack([np.ones(len(first)), self.products.mass_yields]), axis=1)
        return np.asarray(first[:, None] * kept, float)

    @property
    def at_no_fixed_cost(self) -> SitingProblem:
        """The question where open hubs and works cost nothing."""
        stages = (
            replace(stage, fixed_usd_per_y=np.zeros(len(stage.hub_ids))) for stage in self.stages
        )
        works = (replace(work, fixed_usd_per_y=0.0) for work in self.works)
        return replace(self, stages=tuple(stages), works=tuple(works))

    @cached_property
    def arc_tonnes(self) -> tuple[Vector, ...]:
        """For each echelon, the tonnes that all of a source or product would put on each arc."""
        first = self.sources.volumes_t_per_y[self.echelons[0].tails]
        return (
            first,
            *(
                self.tonnes_of_products[echelon.products, stage]
                for stage, echelon in enumerate(self.echelons[1:], start=1)
            ),
        )


def echelon_of_table(cost_usd_per_t: Vector, products: Sequence[int] | Indices) -> Echelon:
    """Return the arcs of a cost table with a row for each source and a column for each hub.

    An infinite cost is no arc; NaN stays, so that the question names its cell and is refused.

    Parameters
    ----------
    cost_usd_per_t
        Cost of a tonne from each source to each hub.
    products
        Product of each source.
    """
    tails, heads = np.nonzero(~np.isposinf(cost_usd_per_t))
    carried = np.asarray(products, dtype=np.int64)[tails]
    return Echelon(tails, heads, carried, cost_usd_per_t[tails, heads])


def echelon_between(cost_usd_per_t: Vector) -> Echelon:
    """Return the arcs of a cost table by product, hub of a stage and hub of the next.

    Parameters
    ----------
    cost_usd_per_t
        Three axes: product, tail, head; infinite where there is no route.
    """
    products, tails, heads = np.nonzero(~np.isposinf(cost_usd_per_t))
    return Echelon(tails, heads, products, cost_usd_per_t[products, tails, heads])


@dataclass(frozen=True, slots=True)
class StageChoice:
    """What is fixed of a stage; by itself nothing.

    Parameters
    ----------
    open_exactly, open_ids, closed_ids
        As in `Stage`.
    minimum_t_per_y
        Least feed of every open hub.
    fixed_usd_per_y, capacity_t_per_y
        What an open hub costs in a year whatever it is fed, and the most feed it takes, by hub.
    """

    open_exactly: int | None = None
    open_ids: frozenset[str] = frozenset()
    closed_ids: frozenset[str] = frozenset()
    minimum_t_per_y: float = 0.0
    fixed_usd_per_y: Mapping[str, float] = field(default_factory=dict)
    capacity_t_per_y: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def stage(self, name: str, hub_ids: Sequence[str]) -> Stage:
        """Return the stage of some hubs of which this is fixed."""
        return open_stage(
            name,
            hub_ids,
            fixed_usd_per_y=np.array([self.fixed_usd_per_y.get(hub, 0.0) for hub in hub_ids]),
            capacity_t_per_y=np.array([self.capacity_t_per_y.get(hub, np.inf) for hub in hub_ids]),
            minimum_t_per_y=np.full(len(hub_ids), self.minimum_t_per_y),
            open_ids=self.open_ids,
            closed_ids=self.closed_ids,
            open_exactly=self.open_exactly,
        )


FREE = StageChoice()


def open_stage(name: str, hub_ids: Sequence[str], **given: object) -> Stage:
    """Return a stage of hubs that cost nothing and take everything, but for what is given."""
    free: dict[str, object] = {
        "fixed_usd_per_y": np.zeros(len(hub_ids)),
        "capacity_t_per_y": np.full(len(hub_ids), np.inf),
        "minimum_t_per_y": np.zeros(len(hub_ids)),
    }
    return Stage(name, tuple(hub_ids), **{**free, **given})  # type: ignore[arg-type]


def _problem_faults(problem: SitingProblem) -> list[Fault]:
    """Return everything wrong with a question."""
    return list(
        chain(
            _source_faults(problem.sources),
            _product_faults(problem.products),
            chain.from_iterable(stage_faults(stage) for stage in problem.stages),
            _cell_faults(problem),
            chain.from_iterable(_limit_faults(limit) for limit in problem.limits),
            _number_faults(
                "works",
                "fixed_usd_per_y",
                [work.name for work in problem.works],
                [work.fixed_usd_per_y for work in problem.works],
            ),
        )
    )


def _source_faults(sources: Sources) -> Iterator[Fault]:
    yield from _twice("sources", sources.ids)
    if not sources.ids:
        yield Fault("sources", "a source", "none", "Name a source.")
    yield from _number_faults("sources", "volume_t_per_y", sources.ids, sources.volumes_t_per_y)


def _product_faults(products: Products) -> Iterator[Fault]:
    rows = zip(products.ids, products.mass_yields, products.reo_t_per_t, strict=True)
    remedy = "Correct the recipe."
    for name, mass_yields, reo in rows:
        for stage, mass_yield in enumerate(mass_yields):
            place = {"row": name, "column": f"stage {stage + 1}"}
            if not 0 <= mass_yield < np.inf:
                yield Fault("mass yield", "0 or more", f"{mass_yield}", remedy, **place)
                continue
            recovery = mass_yield * reo[stage + 1] / reo[stage] if reo[stage] else np.nan
            # Reagents add mass, so that only what is contained tells whether a yield is possible.
            if np.isfinite(recovery) and recovery > 1 + ROUNDING:
                found = f"{recovery:g}"
                yield Fault("REO recovery", "a yield of 1 or less", found, remedy, **place)
            elif not np.isfinite(recovery) and mass_yield > 1 + ROUNDING:
                found = f"{mass_yield:g}"
                yield Fault("mass yield", "a yield of 1 or less", found, remedy, **place)


def stage_faults(stage: Stage) -> Iterator[Fault]:
    """Yield everything wrong with the hubs of a stage and the choice of them."""
    where = f"{stage.name} hubs"
    yield from _twice(where, stage.hub_ids)
    yield from _number_faults(where, "fixed_usd_per_y", stage.hub_ids, stage.fixed_usd_per_y)
    yield from _number_faults(where, "minimum_t_per_y", stage.hub_ids, stage.minimum_t_per_y)
    rows = zip(stage.hub_ids, stage.capacity_t_per_y, stage.minimum_t_per_y, strict=True)
    for hub, capacity, minimum in rows:
        if not capacity >= 0:
            yield Fault(
                where, "0 or more", f"{capacity}", "Give it.", row=hub, column="capacity_t_per_y"
            )
        elif minimum > capacity:
            yield Fault(
                where,
                f"no more than the capacity of {capacity:g} t",
                f"{minimum:g} t",
                "Lower the minimum.",
                row=hub,
                column="minimum_t_per_y",
            )
    yield from _choice_faults(stage, where)


def _choice_faults(stage: Stage, where: str) -> Iterator[Fault]:
    known = set(stage.hub_ids)
    for named in (stage.open_ids, stage.closed_ids):
        for hub in sorted(named - known):
            yield Fault(where, f"one of {_listed(known)}", f"'{hub}'", "Name a candidate.")
    for hub in sorted(stage.open_ids & stage.closed_ids):
        yield Fault(where, "open or closed", "both", "Drop one of the two.", row=hub)
    wanted = stage.open_exactly
    if wanted is None:
        return
    allowed = len(known - stage.closed_ids)
    if not 1 <= wanted <= allowed:
        yield Fault(
            where,
            f"1 to {allowed} hubs to open",
            f"{wanted}",
            f"There are {len(known)} candidates, {len(known) - allowed} of them closed.",
        )
    elif wanted < len(stage.open_ids):
        fixed = f"{wanted}, with {len(stage.open_ids)} fixed open"
        yield Fault(where, "at least the hubs fixed open", fixed, "Open more or fix fewer.")


def _cell_faults(problem: SitingProblem) -> Iterator[Fault]:
    tails: Sequence[str] = problem.sources.ids
    for number, (echelon, stage) in enumerate(zip(problem.echelons, problem.stages, strict=True)):
        bad = np.flatnonzero(~np.isfinite(echelon.cost_usd_per_t))
        for arc in bad:
            product = problem.products.ids[echelon.products[arc]]
            tail, head = tails[echelon.tails[arc]], stage.hub_ids[echelon.heads[arc]]
            yield Fault(
                f"costs to {stage.name}" + (f" of {product}" if number else ""),
                "a cost, or infinity where there is no route",
                f"{echelon.cost_usd_per_t[arc]}",
                "Give the cost.",
                row=tail,
                column=head,
            )
        tails = stage.hub_ids


def _limit_faults(limit: SumLimit) -> Iterator[Fault]:
    if not limit.least <= limit.most:
        found = f"{limit.least:g} and {limit.most:g} {limit.unit}"
        yield Fault(f"limit {limit.name}", "least no more than most", found, "Correct the two.")
    if not all(np.isfinite(amounts).all() for amounts in limit.per_t):
        yield Fault(f"limit {limit.name}", "an amount for every arc", "nan", "Give them all.")


def _number_faults(
    where: str, column: str, names: Iterable[str], numbers: Iterable[float]
) -> Iterator[Fault]:
    for name, number in zip(names, numbers, strict=True):
        if not 0 <= number < np.inf:
            yield Fault(where, "0 or more", f"{number}", "Give it.", row=name, column=column)


def _twice(where: str, names: Iterable[str]) -> Iterator[Fault]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Fault(where, "each name once", f"{count} times", "Drop the others.", row=name)


def _listed(names: Collection[str]) -> str:
    shown = sorted(names)[:MOST_LISTED]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
