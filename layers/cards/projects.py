"""What published works cost, out of their table, and the rules that its rows must keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.infrastructure.needs import stage_key
from zimnik.geo.pricing.rates import Range
from zimnik.layers.cards.money import money_of
from zimnik.layers.cards.rate_card import CARD_YEAR, LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.cards.money import Money

WHERE = "works"


def load_projects(atlas: Atlas, *, year: int = CARD_YEAR) -> dict[str, Range]:
    """Return what it costs to build links, terminals and stages of hubs, in US dollars of one year.

    Keys are ids of links and terminals, and `geo.infrastructure.needs.stage_key` of stages.

    Raises
    ------
    InputError
        With everything that is wrong with the rows.
    """
    faults = project_faults(atlas, year=year)
    if faults:
        raise InputError(faults)
    money = money_of(atlas.exchange_rates, atlas.deflators)
    return {stage_key(row["id"], row["stage"]): _usd(row, money, year) for row in _rows(atlas)}


def project_faults(
    atlas: Atlas, *, also_known: frozenset[str] = frozenset(), year: int = CARD_YEAR
) -> list[Fault]:
    """Return what is wrong with works, row by row.

    Ids of `also_known` are of places that exist but have faults of their own.
    """
    money = money_of(atlas.exchange_rates, atlas.deflators)
    stages = zip(atlas.hubs["id"], atlas.hubs["stages"].str.split(";"), strict=True)
    known = {*atlas.links["id"], *atlas.terminals["id"]}
    known |= {stage_key(hub, stage) for hub, worked in stages for stage in worked}
    known |= {stage_key(row["id"], row["stage"]) for row in _rows(atlas) if row["id"] in also_known}
    return [fault for row in _rows(atlas) for fault in _row_faults(row, known, money, year)]


def _row_faults(row: dict[str, Any], known: set[str], money: Money, year: int) -> Iterator[Fault]:
    def fault(column: str, expected: str, found: str, remedy: str) -> Fault:
        return Fault(WHERE, expected, found, remedy, row=row["id"], column=column)

    if stage_key(row["id"], row["stage"]) not in known:
        expected = "a link, a terminal, or a hub with this stage"
        yield fault("id", expected, f"'{row['id']}'", "Name another.")
    values = [row[level] for level in LEVELS]
    if sorted(values) != values:
        found = ", ".join(f"{value:g}" for value in values)
        yield fault("base", "low <= base <= high", found, "Correct the row.")
    for gap in money.lacks(row["currency"], int(row["price_year"]), year):
        yield fault("price_year", "an amount that can be converted", f"no {gap}", "Add it.")


def _usd(row: dict[str, Any], money: Money, year: int) -> Range:
    low, base, high = (
        money.usd(row[level], row["currency"], int(row["price_year"]), year) for level in LEVELS
    )
    return Range(low, base, high)


def _rows(atlas: Atlas) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in atlas.works.to_dict("records")]
