"""Drawn years of one haul: how long 1,000 take over stored routes, and how far from a search.

Run: python -m benchmarks.years [ORIGIN DESTINATION TONNES]; Tomtor to Krasnokamensk with 160,000 t
without them. Years hold their events. Prints the time of storing routes, the time of 1,000 draws of
each kind, and the error of the mean cost of a year against a search of fifty of the draws.
"""

from __future__ import annotations

import sys
import time
from itertools import chain

import numpy as np

import zimnik
from zimnik.geo.core.chance import Chance
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.year import WHOLE_YEAR_D, RouteYear
from zimnik.geo.years.draws import drawn_years
from zimnik.geo.years.events import events_of_years
from zimnik.geo.years.many_years import DrawnHauls
from zimnik.geo.years.season_years import drawn_shifts
from zimnik.studies.model import cargo_of, with_access_of
from zimnik.studies.years.many import evidence_of, haul_asked

HAUL = ("tomtor", "krasnokamensk", "160000")
DRAWS, SEARCHED, SEED = 1000, 50, 7


def main() -> None:
    """Print times and errors."""
    origin_id, destination_id, tonnes = (sys.argv[1:] or HAUL)[:3]
    model = zimnik.load().model
    model = with_access_of(model, {origin_id, destination_id}, to_ids={destination_id})
    evidence, _ = evidence_of(model)
    cargo, _ = cargo_of(model, origin_id, float(tonnes))
    asked = haul_asked(
        model, evidence, Shipment(origin_id, destination_id, cargo, Dates(None)), WHOLE_YEAR_D
    )
    begun = time.perf_counter()
    hauls = DrawnHauls.of(asked, SEED)
    stored_s = time.perf_counter() - begun
    print(f"{len(hauls.store.hauls)} routes stored in {stored_s:.1f} s")
    for together in (False, True):
        chance = Chance(SEED)
        begun = time.perf_counter()
        drawn = [
            drawn_shifts(evidence, one)
            for one in drawn_years(evidence.groups, DRAWS, chance, fully_correlated=together)
        ]
        shut = [
            tuple(chain.from_iterable(one.values()))
            for one in events_of_years(asked.events, DRAWS, SEED)
        ]
        found = hauls.store.costs(drawn, shut)
        draws_s = time.perf_counter() - begun
        errors = []
        for number in range(SEARCHED):
            searches = asked.searches_in(drawn[number], shut[number])
            year = searches.find(asked.shipment, ready_d=asked.ready_d)
            if isinstance(year, RouteYear):
                errors.append(float(found.mean_usd_per_t[number]) - year.mean_usd_per_t)
        used = hauls.store.link_ids
        felt = sum(any(one.link_id in used for one in closed) for closed in shut[:SEARCHED])
        kind = "fully correlated" if together else "independent without common years"
        print(
            f"{DRAWS:,} draws, {kind}: {draws_s:.2f} s; mean US$ {found.mean_usd_per_t.mean():.2f} "
            f"per t; against {len(errors)} searches {np.mean(errors):.3f} in the mean, "
            f"{max(errors):.3f} at most, {felt} of them with events on the way"
        )


if __name__ == "__main__":
    main()
