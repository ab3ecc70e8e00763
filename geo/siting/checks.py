"""What can be wrong with a siting question, found before any solver sees it."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from zimnik.geo.siting.problem import Limit, Products, SitingProblem, Sources, Stage

WHERE = "siting"
# Yields are products of published figures; this much above one is rounding.
ROUNDING = 1e-9
MOST_LISTED = 10


def problem_faults(problem: SitingProblem) -> list[Fault]:
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
        yield Fault("sources", "a source", "none", "Name one.")
    yield from _number_faults("sources", "volume_t_per_y", sources.ids, sources.volumes_t_per_y)


def _product_faults(products: Products) -> Iterator[Fault]:
    for name, pulls, reo in zip(products.ids, products.pulls, products.reo_t_per_t, strict=True):
        for stage, pull in enumerate(pulls):
            place = {"row": name, "column": f"stage {stage + 1}"}
            if not 0 <= pull < np.inf:
                yield Fault("mass pull", "0 or more", f"{pull}", "Mend the recipe.", **place)
                continue
            recovery = pull * reo[stage + 1] / reo[stage] if reo[stage] else np.nan
            # Reagents add mass, so that only what is contained tells whether a yield is possible.
            if np.isfinite(recovery) and recovery > 1 + ROUNDING:
                found = f"{recovery:g}"
                yield Fault("REO recovery", "a yield of 1 or less", found, "Mend it.", **place)
            elif not np.isfinite(recovery) and pull > 1 + ROUNDING:
                found = f"{pull:g}"
                yield Fault("mass pull", "a yield of 1 or less", found, "Mend it.", **place)


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
    for hop, stage in zip(problem.hops, problem.stages, strict=True):
        bad = np.flatnonzero(~np.isfinite(hop.cost_usd_per_t))
        for arc in bad:
            product = problem.products.ids[hop.products[arc]]
            tail, head = tails[hop.tails[arc]], stage.hub_ids[hop.heads[arc]]
            yield Fault(
                f"costs to {stage.name}" + ("" if hop is problem.hops[0] else f" of {product}"),
                "a cost, or infinity where there is no way",
                f"{hop.cost_usd_per_t[arc]}",
                "Give the cost.",
                row=tail,
                column=head,
            )
        tails = stage.hub_ids


def _limit_faults(limit: Limit) -> Iterator[Fault]:
    if not limit.least <= limit.most:
        found = f"{limit.least:g} and {limit.most:g} {limit.unit}"
        yield Fault(f"limit {limit.name}", "least no more than most", found, "Mend them.")
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
