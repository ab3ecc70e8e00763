"""Where hubs should stand: the question, in arrays, whatever the geography.

Owns what a siting question is made of: sources with yearly volumes, stages with candidate hubs, and
hops of arcs from stage to stage (docs/model.md, E18). `geo.siting.model` turns it into an integer
programme and `geo.siting.results` the solution into an answer. Facility location, the p-median
(no fixed cost, `open_exactly`) and multi-stage location with loss of mass are all this question.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import InputError
from zimnik.geo.siting.checks import problem_faults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.siting.milp import Flags, Indices, Vector


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
    pulls
        Tonnes that go on from a stage for each tonne fed, a row for each product and a column for
        each stage but the last; 0 where the product ends there.
    reo_t_per_t
        Contained REO in a tonne that arrives at each stage, NaN where it is not known; a row for
        each product and a column for each stage.
    recoveries
        REO that go on from a stage over the REO fed, shaped as `pulls`, where recipes state it;
        else pulls and contents do.
    """

    ids: tuple[str, ...]
    pulls: Vector
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
class Hop:
    """Arcs that lead to a stage, in parallel arrays; two of one pair are two ways to go.

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
class Limit:
    """A bound on a sum over arcs: a port, a target, CO2.

    Parameters
    ----------
    name, unit
        What is bounded, and in which unit its sum is.
    per_t
        For each hop, the amount for a tonne on each arc.
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
        For each hop, which arcs need it.
    """

    name: str
    fixed_usd_per_y: float
    needed_by: tuple[Flags, ...]


@dataclass(frozen=True)
class SitingProblem:
    """A whole siting question; hop *k* leads to stage *k*, the first from the sources.

    Parameters
    ----------
    sources, products, stages, hops
        As above; as many hops as stages.
    limits
        Bounds on sums over arcs.
    single_sourcing
        Whether all that a source sends goes to one hub of the first stage by one way.
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
    hops: tuple[Hop, ...]
    limits: tuple[Limit, ...] = field(default=())
    single_sourcing: bool = False
    works: tuple[SharedWork, ...] = ()

    def __post_init__(self) -> None:
        faults = problem_faults(self)
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
        kept = np.cumprod(np.column_stack([np.ones(len(first)), self.products.pulls]), axis=1)
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
        """For each hop, the tonnes that the whole of a source or product would put on each arc."""
        first = self.sources.volumes_t_per_y[self.hops[0].tails]
        return (
            first,
            *(
                self.tonnes_of_products[hop.products, stage]
                for stage, hop in enumerate(self.hops[1:], start=1)
            ),
        )


def hop_of_table(cost_usd_per_t: Vector, products: Sequence[int] | Indices) -> Hop:
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
    return Hop(tails, heads, carried, cost_usd_per_t[tails, heads])


def hop_between(cost_usd_per_t: Vector) -> Hop:
    """Return the arcs of a cost table by product, hub of a stage and hub of the next.

    Parameters
    ----------
    cost_usd_per_t
        Three axes: product, tail, head; infinite where there is no way.
    """
    products, tails, heads = np.nonzero(~np.isposinf(cost_usd_per_t))
    return Hop(tails, heads, products, cost_usd_per_t[products, tails, heads])


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
