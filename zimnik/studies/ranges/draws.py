"""What every question that draws needs: how many draws of which seed, and what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.studies.options import MisreadError, Reader, misread, option, whole

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import Range, RateCard
    from zimnik.geo.uncertainty.samples import Input
    from zimnik.studies.model import Model

USUAL_DRAWS = 1000
MOST_DRAWS = 1_000_000
MOST_SEED = 2**63 - 1
# Of all deposits and hubs that ship: 100,000 draws took 155 MB and 11 s more than 1,000.
DRAW_BYTES, DRAW_S = 1_600, 1.1e-4
# A route is priced on all days of the year: 100,000 draws took 8 GB and 35 s.
MOST_TIMED_DRAWS = 20_000


def _draws(given: object) -> int:
    """Return a number of draws, or say what more of them than are taken would need."""
    try:
        found: int = whole(1, MOST_DRAWS).read(given)
    except MisreadError as error:
        if isinstance(given, int) and given > MOST_DRAWS:
            needed = (
                f"{given * DRAW_BYTES / 1e9:,.0f} GB of memory and {given * DRAW_S / 3600:,.1f}"
            )
            remedy = f"They would take about {needed} hours; give {MOST_DRAWS:,} at most."
            raise misread(error.expected, remedy) from None
        raise
    return found


DRAWS = Reader(_draws, int)


def draws() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of how many worlds are drawn for the range of an answer."""
    return option(USUAL_DRAWS, whole(1, MOST_TIMED_DRAWS))


def seed() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of the seed of the draws."""
    return option(1, whole(0, MOST_SEED))


def inputs_of(model: Model) -> tuple[Input, ...]:
    """Return what is drawn in a year of a given type: prices, paces, lengths and emissions."""
    from zimnik.geo.uncertainty.sampled_paces import emission_inputs, pace_inputs
    from zimnik.geo.uncertainty.sampled_rates import card_inputs
    from zimnik.geo.uncertainty.samples import YEAR

    priced = card_inputs(*rates_drawn(model))
    drawn = (*priced, *pace_inputs(model.card), *emission_inputs(model.card))
    return tuple(one for one in drawn if one.name != YEAR and one.range.low < one.range.high)


def currency_of(model: Model) -> Range:
    """Return how far the value of the home currency has moved around that of the rates' year."""
    return _moved(model, model.region.currency)


def rates_drawn(model: Model) -> tuple[RateCard, Range, dict[str, Range]]:
    """Return the card, how its currency has moved, and that of each region with a card of its own.

    They are what `geo.uncertainty.sampled_rates.card_inputs` takes.
    """
    others = {one.region.name: _moved(model, one.region.currency) for one in model.atlas.parts[1:]}
    return model.card, currency_of(model), others


def _moved(model: Model, currency: str) -> Range:
    from zimnik.geo.pricing.rates import Range
    from zimnik.geo.uncertainty.sampled_rates import currency_range
    from zimnik.layers.cards.money import USD

    if currency == USD:
        return Range(1.0, 1.0, 1.0)
    table = model.atlas.exchange_rates
    own = table[table["currency"] == currency]
    known = zip(own["year"], own["units_per_usd"], strict=True)
    return currency_range({int(year): float(rate) for year, rate in known}, model.card.year)
