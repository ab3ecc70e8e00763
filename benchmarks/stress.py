"""How long closing every terminal takes, beside routing every site again for each.

Run: python -m benchmarks.stress [SAMPLE]. Both answer in turn on the shipped atlas:
`geo.criticality` over every terminal, and the plain way on a sample of terminals, scaled to
all of them; the two must agree on the sample. Prints seconds and their ratio.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import numpy as np

import zimnik
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.criticality.criticality import Impact, rank_disruptions
from zimnik.geo.criticality.disruptions import DisruptionKind
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.nearest import nearest_route
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.studies.criticality import CriticalityQuestion, setting_of
from zimnik.studies.model import closures_of, compiled

SAMPLE = 8
READY_D = 30.0
SEED = 1


def main() -> None:
    """Print the seconds of both."""
    asked = CriticalityQuestion(kind=(DisruptionKind.TERMINAL,))
    setting = setting_of(zimnik.load().model, asked)
    model, cargoes, hub_ids = setting.model, setting.cargoes, setting.hub_ids
    network = dated_network(compiled(model), model.card, YearType.NORMAL)
    question = CriticalityQuestion(cargoes, hub_ids, Dates(READY_D), closures_of(model, (), ()))
    disruptions = setting.disruptions
    start = time.perf_counter()
    report = rank_disruptions(network, question, disruptions)
    all_s = time.perf_counter() - start
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    chosen = np.random.default_rng(SEED).choice(len(disruptions), wanted, replace=False)
    impacts = {impact.disruption.name: impact for impact in report.impacts}
    start = time.perf_counter()
    for number in chosen.tolist():
        disruption = disruptions[number]
        closures = replace(
            question.closures,
            place_ids=question.closures.place_ids | disruption.closures.place_ids,
        )
        for site_id, cargo in cargoes.items():
            shipment = Shipment(site_id, None, cargo, question.dates, closures=closures)
            route = nearest_route(network, shipment, hub_ids)
            _agree(impacts.get(disruption.name), site_id, route.cost_usd_per_t if route else None)
    naive_s = (time.perf_counter() - start) / len(chosen) * len(disruptions)
    print(f"{len(disruptions)} terminals, {len(cargoes)} sites: {all_s:.1f} s")
    print(f"routing every site again: {naive_s:.0f} s, scaled from {len(chosen)} terminals")
    print(f"ratio {naive_s / all_s:.1f}; equal on the sample")


def _agree(impact: Impact | None, site_id: str, cost: float | None) -> None:
    """Hold a cost against the rerouting of the report, where the report has one for the site."""
    reroutings = (
        {rerouting.site_id: rerouting.after_usd_per_t for rerouting in impact.reroutings}
        if impact
        else {}
    )
    if site_id not in reroutings:
        return
    known = reroutings[site_id]
    if (known is None) != (cost is None) or (known and cost and abs(known - cost) > 1e-6 * cost):
        message = f"{site_id}: {known} and {cost}"
        raise RuntimeError(message)


if __name__ == "__main__":
    main()
