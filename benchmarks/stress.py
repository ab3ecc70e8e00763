"""How long closing every terminal takes, beside routing every site anew for each.

Run: python -m benchmarks.stress [SAMPLE]. Both answer in turn on the shipped atlas:
`geo.criticality.stress` over every terminal, and the plain way on a sample of terminals, scaled to
all of them; the two must agree on the sample. Prints seconds and their ratio.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import numpy as np

from zimnik.cli.stress import separating_hubs
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.criticality.criticality import CriticalityQuestion, Impact, rank_disruptions
from zimnik.geo.criticality.disruptions import DisruptionKind, disruptions_of
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.nearest import Errand, nearest_route
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.studies.model import cargo_of, closures_of, compiled, load_model, with_access_of

SAMPLE = 8
SEED = 1


def main() -> None:
    """Print the seconds of both."""
    model = load_model(None, None)
    site_ids = list(model.atlas.deposits["id"])
    hub_ids = frozenset(separating_hubs(model))
    model = with_access_of(model, {*site_ids, *hub_ids})
    network = dated_network(compiled(model), model.card, YearType.NORMAL)
    cargoes = {site_id: cargo_of(model, site_id, None)[0] for site_id in site_ids}
    question = CriticalityQuestion(cargoes, hub_ids, Dates(30.0), closures_of(model, (), ()))
    disruptions = disruptions_of(model.places, model.links, [DisruptionKind.TERMINAL])
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
            errand = Errand(site_id, cargo, question.dates, closures)
            route = nearest_route(network, errand, hub_ids)
            _agree(impacts.get(disruption.name), site_id, route.cost_usd_per_t if route else None)
    naive_s = (time.perf_counter() - start) / len(chosen) * len(disruptions)
    print(f"{len(disruptions)} terminals, {len(cargoes)} sites: {all_s:.1f} s")
    print(f"routing every site anew: {naive_s:.0f} s, scaled from {len(chosen)} terminals")
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
