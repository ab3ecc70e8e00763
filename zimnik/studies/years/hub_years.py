"""Compared hubs over many years: which network, which years, and the records of each hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.studies.years.many import OBSERVED, evidence_of, networks_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.processing.comparison import HubRow
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.years.many_years import YearsCost
    from zimnik.maps.reports.years.many import HubYearsRecord
    from zimnik.studies.model import Model


def hub_years_of(
    model: Model, rows: Sequence[HubRow], asked: ChainQuestion, *, years: str | int, seed: int
) -> dict[str, HubYearsRecord]:
    """Return what compared hubs cost over many years, by hub; none of what cannot be had.

    Parameters
    ----------
    model
        The model that the hubs were priced on, its links with the days of their median year.
    rows
        The hubs in that year.
    asked
        Days of readiness and closures.
    years
        `OBSERVED`, or how many are drawn.
    seed
        The same seed draws the same years.
    """
    from zimnik.geo.processing.hub_years_spread import (
        YearNetworks,
        cheapest_shares,
        hubs_by_year,
    )
    from zimnik.geo.years.many_years import all_drawn_shifts, observed_shifts, stored_years
    from zimnik.maps.reports.years.many import (
        DRAWN,
        HubYearsRecord,
        spread_record,
        year_cost_records,
    )

    evidence, _ = evidence_of(model)
    networks = YearNetworks(model.typed_links, evidence, networks_of(model))
    found = hubs_by_year(rows, asked, networks, stored_years(evidence, seed))
    together: Mapping[str, YearsCost] = {}
    if isinstance(years, str):
        costs = found.costs(observed_shifts(evidence))
    else:
        costs = found.costs(all_drawn_shifts(evidence, years, seed))
        together = found.costs(all_drawn_shifts(evidence, years, seed, fully_correlated=True))
    shares = cheapest_shares(costs)
    return {
        hub_id: HubYearsRecord(
            kind=OBSERVED if isinstance(years, str) else DRAWN,
            count=len(own.years),
            seed=None if isinstance(years, str) else seed,
            over_years=spread_record(own, {}),
            fully_correlated=spread_record(together[hub_id], {}) if hub_id in together else None,
            cheapest_share=shares[hub_id],
            by_year=year_cost_records(own),
        )
        for hub_id, own in costs.items()
    }
