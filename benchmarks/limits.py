"""How long a route with a limit of days takes, over random questions on the shipped atlas.

Run: python -m benchmarks.limits [SEED]. 119 questions: a deposit, a hub, a limit of 30 to 400 days
and a day of readiness or none. Prints how many have a route, how many searches were ended at their
bound, and the slowest searches in seconds of the processor, after loading.
"""

from __future__ import annotations

import sys
import time
from itertools import product

import numpy as np

import zimnik
from zimnik.geo.core.calendar import day_of
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.studies.model import cargoes_of, compiled, with_access_of

QUESTIONS = 119
LIMITS_D = (30, 60, 90, 200, 400)
READY = (None, "01-15", "03-15", "06-01", "08-15", "10-20")
SHOWN = 5


def main() -> None:
    """Ask, and print."""
    draw = np.random.default_rng(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    whole = zimnik.load().model
    kinds = whole.places.set_index("id")["kind"]
    deposits, hubs = (kinds.index[kinds == kind].to_list() for kind in ("deposit", "hub"))
    model = with_access_of(whole, {*deposits, *hubs})
    cargoes, _ = cargoes_of(model, deposits, None)
    arrays = compiled(model)
    network = dated_network(arrays, model.card, YearType.NORMAL)
    pairs = [pair for pair in product(deposits, hubs) if pair[0] != pair[1]]
    took: list[tuple[float, str]] = []
    found = ended = refused = 0
    for _ in range(QUESTIONS):
        ends, limit_d, ready = (
            asked[draw.integers(len(asked))] for asked in (pairs, LIMITS_D, READY)
        )
        dates = Dates(None if ready is None else day_of(ready), YearType.NORMAL, limit_d)
        shipment = Shipment(*ends, cargoes[ends[0]], dates)
        begun_s = time.process_time()
        try:
            routes = find_routes(arrays, model.card, shipment, dated=network).routes
        except InputError:
            refused += 1
            routes = ()
        took.append(
            (time.process_time() - begun_s, f"{ends[0]} to {ends[1]}, {limit_d} d, {ready}")
        )
        found += bool(routes)
        ended += any("ended at its bound" in note for route in routes for note in route.warnings)
    print(f"{QUESTIONS} questions: {found} routes, {ended} ended at the bound, {refused} refused")
    for seconds, question in sorted(took, reverse=True)[:SHOWN]:
        print(f"{seconds:6.2f} s  {question}")


if __name__ == "__main__":
    main()
