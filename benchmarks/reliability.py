"""A campaign over many years: seconds by the number of years, here alone and with a process beside.

Run: python -m benchmarks.reliability. Tomtor to Krasnokamensk at 160,000 t, drawn years with their
events; the network is loaded before. At most 15 s for 15 years on two cores, of the clock. Seconds
of the processors are told too, those of the process beside included: they hardly grow where others
work on the machine. Time grows with the years: each is a campaign, and up to six more are asked to
find what decides the worst.
"""

from __future__ import annotations

import os
import time

import zimnik
from zimnik.geo.campaign.reliability import ReliabilityAsked, reliability_of
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.core.parallel import process_pool
from zimnik.studies.hazards.reliability import years_asked
from zimnik.studies.model import cargo_of, with_access_of

TONNES = 160_000.0
ENDS = ("tomtor", "krasnokamensk")
COUNTS = (5, 15, 30)
SEED = 1


def main() -> None:
    """Print the seconds of each number of years."""
    model = zimnik.load().model
    cargo, _ = cargo_of(model, ENDS[0], TONNES)
    model = with_access_of(model, set(ENDS), to_ids={ENDS[1]})
    request = CampaignRequest((Demand(*ENDS, cargo),))
    asked = ReliabilityAsked(model.typed_places, model.typed_links, model.card, request)
    print("years  processes  seconds  of processors  holds in  stock for nine of ten, t")
    for count in COUNTS:
        years = years_asked(model, count, SEED)
        for workers in (0, 1):
            start, worked = time.perf_counter(), _worked_s()
            with process_pool(workers) as executor:
                found = reliability_of(asked, years, executor=executor)
            seconds, worked = time.perf_counter() - start, _worked_s() - worked
            (stock_t,) = found.stocks_t()
            held = f"{found.held_share:.0%}"
            taken = f"{seconds:7.1f}  {worked:13.1f}"
            print(f"{count:5d}  {workers + 1:9d}  {taken}  {held:>8s}  {stock_t:10,.0f}")


def _worked_s() -> float:
    """Return the seconds of processors so far, of this process and of those that it has ended."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
