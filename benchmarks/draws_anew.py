"""What is left out by not searching anew in a draw, pair by pair and draw by draw.

Run: python -m benchmarks.draws_anew [DRAWS]. Every draw of a pair is priced over the kept paths,
as answers do it (docs/model.md, E39), and searched anew in a network built with the drawn speeds,
dwell times, factors and lengths, and priced with the drawn prices.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

import zimnik
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.split_rows import length_input
from zimnik.geo.pricing.cargo import Shipper
from zimnik.geo.pricing.rates import Range
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.drawn_years import DrawnYear
from zimnik.geo.uncertainty.hub_ranking import corner_cards
from zimnik.geo.uncertainty.sampled_rates import sampled_card
from zimnik.geo.uncertainty.samples import draw_samples
from zimnik.studies.model import compiled, match_places, product_of, with_access_of
from zimnik.studies.ranges.draws import inputs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.pricing.rates import RateCard
    from zimnik.studies.model import Model

PAIRS = (
    ("tomtor", "krasnokamensk"),
    ("tomtor", "solikamsk"),
    ("chuktukon", "krasnoyarsk"),
    ("lovozero", "solikamsk"),
    ("zashikh", "angarsk"),
)
DRAWS, SEED = 20, 1


def paced_card(card: RateCard, sample: Mapping[str, float]) -> RateCard:
    """Return the card of a sample with its speeds, dwell times and factors too."""

    def at(name: str, given: Range) -> Range:
        value = sample.get(name, given.base)
        return Range(value, value, value)

    def extra(name: str, given: Range | None) -> Range | None:
        return None if given is None else at(name, given)

    return replace(
        sampled_card(card, sample),
        speeds_km_per_d={v: at(f"speed_{v}", r) for v, r in card.speeds_km_per_d.items()},
        dwells_d={q: at(f"dwell_{q}", r) for q, r in card.dwells_d.items()},
        block_train_km_per_d=extra("speed_block_train", card.block_train_km_per_d),
        in_ice_km_per_d=extra("speed_in_ice", card.in_ice_km_per_d),
        factors={name: at(name, r) for name, r in card.factors.items()},
    )


def ratios(model: Model, ends: tuple[str, str], draws: int) -> list[float]:
    """Return, draw by draw, the cost over the kept paths over that of a search anew."""
    model, found = match_places(model, ends)
    ids = [end.place_id for end in found]
    model = with_access_of(model, set(ids), to_ids={ids[1]})
    product, card = product_of(model, ids[0]), model.card
    tonnes = product.planned_t_per_y or card.default_tonnes_per_y.base
    shipper = Shipper(ids[0], product, tonnes)
    dates = Dates(None, YearType.NORMAL)
    network = dated_network(compiled(model), card, YearType.NORMAL)
    kept = []
    for corner in corner_cards(card):
        shipment = Shipment(ids[0], ids[1], shipper.cargo(corner), dates=dates)
        paths = YearSearches(replace(network, card=corner)).paths(shipment)
        if isinstance(paths, str):
            raise SystemExit(paths)
        kept.append(paths)
    inputs = inputs_of(model)
    samples = draw_samples(inputs, draws, SEED)
    before = DrawnYear.of(network, kept, shipper).outcome(samples).usd_per_t
    bases = {one.name: one.range.base for one in inputs}
    after = []
    for number in range(draws):
        sample = samples.sample(number)
        drawn = paced_card(card, sample)
        links = tuple(
            replace(
                link,
                length_km=link.length_km
                * sample.get(length_input(link), 1.0)
                / bases.get(length_input(link), 1.0),
            )
            for link in model.typed_links
        )
        arrays = network_arrays(model.typed_places, links, drawn)
        searches = YearSearches(dated_network(arrays, drawn, YearType.NORMAL))
        year = searches.mean(Shipment(ids[0], ids[1], shipper.cargo(drawn), dates=dates))
        after.append(np.nan if isinstance(year, str) else year.mean_usd_per_t)
    return (before / np.array(after)).tolist()


def main() -> None:
    """Print for each pair how much more the kept paths cost than a search anew."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    model = zimnik.load().model
    print("| pair | draws | mean | median | worst | s |\n|---|---:|---:|---:|---:|---:|")
    for ends in PAIRS:
        begun = time.perf_counter()
        found = np.array(ratios(model, ends, draws)) - 1
        print(
            f"| {ends[0]} to {ends[1]} | {draws} | {np.nanmean(found):+.2%} | "
            f"{np.nanmedian(found):+.2%} | {np.nanmax(found):+.2%} | "
            f"{time.perf_counter() - begun:.0f} |"
        )


if __name__ == "__main__":
    main()
