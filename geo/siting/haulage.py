"""The siting question of deposits and hubs when haulage is all that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.siting.problem import FREE, Products, SitingProblem, Sources, echelon_of_table

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.siting.problem import StageChoice
    from zimnik.geo.uncertainty.stored_routes import Haulage


def haulage_problem(
    haulage: Haulage,
    cost_usd_per_t: Vector,
    *,
    stage: str,
    choice: StageChoice = FREE,
    single_sourcing: bool = False,
) -> SitingProblem:
    """Return which hubs of one stage should take the product of the deposits at least haulage.

    Parameters
    ----------
    haulage
        Deposits with their tonnage, and hubs.
    cost_usd_per_t
        Cost of a tonne from each deposit (row) to each hub (column), infinite where there is no
        route; the deposits of `haulage` in their order.
    stage
        Name of the stage.
    choice
        What is fixed of the hubs.
    single_sourcing
        As in `geo.siting.problem`.
    """
    shippers = haulage.shippers
    every = range(len(shippers))
    ids = tuple(shipper.deposit_id for shipper in shippers)
    grades = [shipper.product.reo_grade_pct for shipper in shippers]
    return SitingProblem(
        sources=Sources(
            ids=ids,
            volumes_t_per_y=np.array([shipper.tonnes_per_y for shipper in shippers], float),
            products=np.arange(len(shippers)),
            required=np.ones(len(shippers), dtype=bool),
        ),
        products=Products(
            ids, np.zeros((len(shippers), 0)), np.array(grades, float)[:, None] / 100
        ),
        stages=(choice.stage(stage, haulage.hub_ids),),
        echelons=(echelon_of_table(cost_usd_per_t, every),),
        single_sourcing=single_sourcing,
    )
