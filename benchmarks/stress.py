"""How long closing every terminal takes, beside searching the year of every site again for each.

Run: python -m benchmarks.stress [SAMPLE]. Both answer in turn on the shipped atlas:
`geo.criticality` over every terminal, and the plain way on a sample of terminals, scaled to
all of them; the two must agree on the sample. Prints seconds and their ratio.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import numpy as np

import zimnik
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.criticality.criticality import CriticalityQuestion as Shipments
from zimnik.geo.criticality.criticality import rank_disruptions
from zimnik.geo.criticality.disruptions import DisruptionKind
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.year import WHOLE_YEAR_D
from zimnik.geo.routing.yearly import YearSearches
from zimnik.studies.criticality import CriticalityQuestion, setting_of
from zimnik.studies.model import compiled

if TYPE_CHECKING:
    from zimnik.geo.criticality.criticality import Impact

SAMPLE = 8
SEED = 1


def main() -> None:
    """Print the seconds of both."""
    asked = CriticalityQuestion(kind=(DisruptionKind.TERMINAL,))
    setting = setting_of(zimnik.load().model, asked)
    model, cargoes, hub_ids = setting.model, setting.cargoes, setting.hub_ids
    network = dated_network(compiled(model), model.card, YearType.NORMAL)
    disruptions = setting.disruptions
    start = time.perf_counter()
    report = rank_disruptions(network, Shipments(cargoes, hub_ids), disruptions)
    all_s = time.perf_counter() - start
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    chosen = np.random.default_rng(SEED).choice(len(disruptions), wanted, replace=False)
    impacts = {impact.disruption.name: impact for impact in report.impacts}
    start = time.perf_counter()
    for number in chosen.tolist():
        closures = disruptions[number].closures
        for site_id, cargo in cargoes.items():
            shipment = Shipment(site_id, None, cargo, Dates(), closures=closures)
            searches = YearSearches(network)
            found = searches.nearest(shipment, hub_ids - {site_id}, ready_d=WHOLE_YEAR_D)
            usd_per_t = None if isinstance(found, str) else found.year.mean_usd_per_t
            _agree(impacts.get(disruptions[number].name), site_id, usd_per_t)
    naive_s = (time.perf_counter() - start) / len(chosen) * len(disruptions)
    print(f"{len(disruptions)} terminals, {len(cargoes)} sites: {all_s:.1f} s")
    print(f"every year again: {naive_s:.0f} s, scaled from {len(chosen)} terminals")
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
