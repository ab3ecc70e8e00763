"""What the options of `zimnik campaign` say: cargoes, limits by place, the working season."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zimnik.geo.campaign.request import Demand
    from zimnik.geo.core.calendar import Window
    from zimnik.studies.model import Model

ENDS_AND_TONNES = 3
LEAST_T, MOST_T = 1.0, 1e9
MOST_USD_PER_T_D = 1e6

Read = TypeVar("Read")


class Reading:
    """Options read one after the other, whose faults are told together.

    Attributes
    ----------
    faults
        What is wrong so far.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def read(self, reader: Callable[..., Read], *arguments: object) -> Read | None:
        """Return what a reader makes of its arguments, or keep its faults and return None."""
        try:
            return reader(*arguments)
        except InputError as error:
            self.faults += error.faults
            return None

    def require_no_fault(self) -> None:
        """Raise all faults."""
        if self.faults:
            raise InputError(self.faults)


def flow(text: str, option: str) -> tuple[str, str, float]:
    """Return origin, destination and tonnes of ``FROM:TO:TONNES``."""
    parts = text.split(":")
    amount = _number(parts[-1])
    if len(parts) != ENDS_AND_TONNES or amount is None or amount <= 0:
        fault = Fault(option, "FROM:TO:TONNES, tonnes above zero", f"'{text}'", "Mend it.")
        raise InputError([fault])
    return parts[0], parts[1], amount


def require_tonnes(amounts: Sequence[float]) -> None:
    """Raise unless all tonnes are such as a campaign may have."""
    expected = f"{LEAST_T:,.0f} to {MOST_T:,.0f} tonnes, and tonnes above zero"
    faults = [
        Fault("tonnes", expected, f"{amount:g}", "Mend it.")
        for amount in amounts
        if not LEAST_T <= amount <= MOST_T
    ]
    if faults:
        raise InputError(faults)


def amounts(texts: Sequence[str] | None, option: str, most: float = math.inf) -> dict[str, float]:
    """Return numbers by name from ``NAME=NUMBER``."""
    amounts, faults = {}, []
    for text in texts or ():
        name, sign, number = text.partition("=")
        amount = _number(number)
        if not sign or not name or amount is None or amount < 0:
            faults.append(Fault(option, "ID=NUMBER, the number 0 or more", f"'{text}'", "Mend it."))
        elif name in amounts:
            faults.append(Fault(option, "each place once", f"'{name}' named twice", "Leave one."))
        elif amount > most:
            faults.append(Fault(option, f"0 to {most:,.0f}", f"'{text}'", "Mend it."))
        else:
            amounts[name] = amount
    if faults:
        raise InputError(faults)
    return amounts


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def season(text: str | None) -> Window | None:
    """Return the season of ``MM-DD:MM-DD``."""
    from zimnik.geo.core.calendar import Window

    if text is None:
        return None
    first, colon, last = text.partition(":")
    if not colon:
        fault = Fault("--working-season", "MM-DD:MM-DD", f"'{text}'", "Give both days.")
        raise InputError([fault])
    return Window.of_season(first, last)


def named(model: Model, amounts: Mapping[str, float], option: str) -> dict[str, float]:
    """Return amounts by id of a link or a place, the latter by any of its names."""
    from zimnik.layers import find_place

    link_ids = set(model.links["id"])
    named: dict[str, float] = {}
    faults = []
    for name, amount in amounts.items():
        at = name if name in link_ids else find_place(model.places, name).place_id
        if at in named:
            faults.append(Fault(option, "each place once", f"'{at}' named twice", "Leave one out."))
        named[at] = amount
    if faults:
        raise InputError(faults)
    return named


def stored(
    amounts: Mapping[str, float], demands: Sequence[Demand], option: str
) -> Mapping[str, float]:
    """Return the amounts; an end where cargo is welcome, or bought, at any time has no store."""
    piles = {d.destination_id if d.inbound else d.origin_id for d in demands}
    at_will = {d.origin_id if d.inbound else d.destination_id for d in demands} - piles
    faults = [
        Fault(option, "a place with a store", f"'{name}', no store of the plan", "Leave it out.")
        for name in amounts
        if name in at_will
    ]
    if faults:
        raise InputError(faults)
    return amounts
