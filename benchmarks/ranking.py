"""How long a ranking of hubs in many samples takes, over routing every sample anew.

Run: python -m benchmarks.ranking. The peer routes every deposit to every hub on every day of
readiness in a sample, with the same router; it does so in a few samples, of which the time is
scaled to all. Prints both, their ratio, how far their costs are apart, and how the
ranking grows with deposits, hubs and draws. Times are those of the processor on one core, after
loading; storing includes the access links of the deposits and the making of the network.
"""

from __future__ import annotations

import time
from statistics import fmean

import zimnik
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.pricing.rates import Range, RateCard
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.uncertainty.haulage_years import RoutingOptions
from zimnik.geo.uncertainty.hub_ranking import corner_cards, rank_by_draws
from zimnik.geo.uncertainty.sampled_rates import card_inputs, sampled_card
from zimnik.geo.uncertainty.samples import Samples, draw_samples, year_type_of
from zimnik.studies.hubs.hauling import stored_haulage
from zimnik.studies.hubs.participants import participants_of
from zimnik.studies.hubs.rank import RankQuestion

HUBS = ("krasnokamensk", "krasnoyarsk", "solikamsk", "khatanga", "baotou",
        "angarsk", "norilsk", "lesosibirsk", "usolye", "glazov")  # fmt: skip
# Deposits, hubs and draws.
WHOLE = (40, 5, 1000)
SIZES = ((10, 5, 1000), (20, 5, 1000), (40, 2, 1000), (40, 10, 1000), (40, 5, 100), (40, 5, 3000))
SAMPLE = 2
SEED = 1
ROUBLE = Range(0.8, 1.0, 1.4)


class Measured:
    """One ranking: what it took to store the routes and to draw, and what it was made of."""

    def __init__(self, study: zimnik.Study, deposits: int, hubs: int, draws: int) -> None:
        model = study.model
        ids = model.atlas.deposits["id"].to_list()[:deposits]
        self.participants = participants_of(model, ids, HUBS[:hubs])
        self.card: RateCard = model.card
        self.samples: Samples = draw_samples(card_inputs(self.card, ROUBLE), draws, SEED)
        start = time.process_time()
        self.arrays, self.options, self.haulage = stored_haulage(
            model,
            self.participants,
            corner_cards(self.card),
            YearType,
            RankQuestion(),
            RoutingOptions({}),
        )
        self.stored_s = time.process_time() - start
        start = time.process_time()
        rank_by_draws(self.haulage, self.card, self.samples, seed=SEED)
        self.drawn_s = time.process_time() - start
        print(
            f"{deposits:8}  {hubs:4}  {draws:5}  {self.stored_s:11.2f}  {self.drawn_s:7.2f}",
            flush=True,
        )


def routed_anew(measured: Measured, number: int) -> tuple[float, float]:
    """Return the seconds of routing a sample anew, and the excess of stored routes over it."""
    sample = measured.samples.sample(number)
    card, year = sampled_card(measured.card, sample), year_type_of(sample)
    before = measured.haulage.costs_usd_per_t(card, year)
    network = dated_network(measured.arrays, card, year)
    excess = []
    start = time.process_time()
    for row, shipper in enumerate(measured.participants.shippers):
        cargo = shipper.cargo(card)
        for column, hub in enumerate(measured.participants.hub_ids):
            answers = [
                find_routes(
                    measured.arrays,
                    card,
                    Shipment(shipper.deposit_id, hub, cargo, dates=Dates(day, year)),
                    dated=network,
                )
                for day in measured.options.ready_d
            ]
            if all(answer.routes for answer in answers):
                after = fmean(answer.routes[0].cost_usd_per_t for answer in answers)
                excess.append(float(before[row, column]) / after - 1)
    return time.process_time() - start, fmean(excess)


def main() -> None:
    """Measure the whole, the peer on a sample, and other sizes."""
    study = zimnik.load()
    print("deposits  hubs  draws  storing (s)  drawing (s)")
    whole = Measured(study, *WHOLE)
    took_s = whole.stored_s + whole.drawn_s
    anew = [routed_anew(whole, number) for number in range(SAMPLE)]
    scaled_s = fmean(seconds for seconds, _ in anew) * whole.samples.count
    print(
        f"{took_s:.1f} s; routing again {SAMPLE} samples, scaled to all: {scaled_s:,.0f} s, ratio "
        f"{scaled_s / took_s:,.0f}; stored routes cost {100 * fmean(s for _, s in anew):.3f} % more"
    )
    for size in SIZES:
        Measured(study, *size)


if __name__ == "__main__":
    main()
