"""The cheapest of several offers is that of all of them, though most are never priced."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.processing.offers import Offer, cheapest

# What an offer comes to, if it can be had, and what is known of that before, one after another.
DRAWN = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.one_of(st.none(), st.integers(0, 9)),
        st.lists(st.integers(0, 9), min_size=1, max_size=3),
    ),
    max_size=6,
)


def offer(
    name: str, usd: int | None, bounds: list[int], asked: list[str] | None = None
) -> Offer[str]:
    """Return an offer that is better known each time its price is asked for."""
    least = sorted(min(bound, 9 if usd is None else usd) for bound in bounds)

    def at(step: int) -> Offer[str]:
        def price() -> tuple[float, str] | Offer[str] | None:
            if asked is not None:
                asked.append(name)
            if step + 1 < len(least):
                return at(step + 1)
            return None if usd is None else (float(usd), name)

        return Offer(name, float(least[step]), price)

    return at(0)


@given(DRAWN)
def test_the_cheapest_is_that_of_all_offers_and_of_equals_the_first_by_name(
    drawn: list[tuple[str, int | None, list[int]]],
) -> None:
    had = [(usd, name) for name, usd, _ in drawn if usd is not None]
    expected = min(had)[1] if had else None
    assert cheapest(offer(*one) for one in drawn) == expected


def test_what_is_too_dear_by_what_is_known_of_it_is_not_priced() -> None:
    asked: list[str] = []
    offers = [offer("a", 5, [1, 4], asked), offer("b", 7, [3, 6, 7], asked)]
    assert cheapest(offers) == "a"
    assert asked == ["a", "b", "a"]
