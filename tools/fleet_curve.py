"""Cost of a year's ore against the winter lorries that there are: a table of the guide.

Run: python -m tools.fleet_curve. The ore of Tomtor goes to Krasnokamensk, 160,000 t a year, once
with as many lorries as are asked for and then with fewer. Barges and river-sea vessels are as many
as are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import zimnik

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.campaign.results import CampaignAnswer

TONNES_PER_Y = 160_000
CLASS = "winter_truck"
# Most lorries; on all winter roads of Yakutia about 800 worked in the season of 2024/25.
BOUNDS = (None, 1_200, 800, 500, 300, 150)
COLUMNS = ("lorries", "hired", "barges", "river-sea", "delivered t", "US$/t", "of it idle")


def main() -> None:
    """Print the table."""
    print("  ".join(f"{name:>11}" for name in COLUMNS))
    for row in rows(zimnik.load()):
        print("  ".join(f"{cell:>11}" for cell in row))


def rows(study: zimnik.Study) -> Iterator[tuple[str, ...]]:
    """Yield a row for each bound."""
    for bound in BOUNDS:
        fleet = {} if bound is None else {CLASS: bound}
        found = study.campaign(
            "tomtor", "krasnokamensk", tonnes_per_y=TONNES_PER_Y, fleet=fleet
        ).result
        idle_usd = found.cost_usd - found.even_use_usd
        yield (
            "any" if bound is None else f"{bound:,}",
            *(f"{vehicles(found, name):,}" for name in (CLASS, "barge", "river_sea_vessel")),
            f"{found.delivered_t:,.0f}",
            f"{found.cost_usd_per_t or 0.0:,.1f}",
            f"{idle_usd / max(found.delivered_t, 1.0):,.1f}",
        )


def vehicles(found: CampaignAnswer, name: str) -> int:
    """Return the vehicles of a class that a plan hires."""
    return sum(need.vehicles for need in found.fleets if str(need.pool.vehicle) == name)


if __name__ == "__main__":
    main()
