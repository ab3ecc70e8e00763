"""Offers of which the cheapest is taken, each priced no further than it takes to tell.

Owns the order in which offers are looked at; what they are of is for whoever makes them.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Priced = TypeVar("Priced")


@dataclass(frozen=True, slots=True)
class Offer(Generic[Priced]):
    """One of several of which the cheapest is taken: at least so dear, and what it comes to.

    Parameters
    ----------
    name
        What decides between offers of one cost.
    least_usd
        A cost that it does not fall below.
    price
        What it costs and what is had for it; or the same offer, of which more is known of what it
        costs at least; or None where it cannot be had after all.
    """

    name: str
    least_usd: float
    price: Callable[[], tuple[float, Priced] | Offer[Priced] | None]


def known_offer(offer: Offer[Priced], priced: tuple[float, Priced]) -> Offer[Priced]:
    """Return an offer of which nothing more is to be found out."""
    return Offer(offer.name, priced[0], lambda: priced)


def cheapest(offers: Iterable[Offer[Priced]]) -> Priced | None:
    """Return the offer that costs least, of equals the first by name; None without any.

    Those that cost more at least than another in the year are not priced.
    """
    best: tuple[float, str] | None = None
    taken: Priced | None = None
    order = count()
    waiting = [(offer.least_usd, offer.name, next(order), offer) for offer in offers]
    heapq.heapify(waiting)
    while waiting and (best is None or waiting[0][0] <= best[0]):
        _, name, _, offer = heapq.heappop(waiting)
        priced = offer.price()
        if isinstance(priced, Offer):
            heapq.heappush(waiting, (priced.least_usd, priced.name, next(order), priced))
        elif priced is not None and (best is None or (priced[0], name) < best):
            best, taken = (priced[0], name), priced[1]
    return taken
