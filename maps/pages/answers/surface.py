"""The page of surfaces of remoteness: how much land lies beyond what, by day of readiness."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from zimnik.geo.surface.surface import SurfaceQuantity
from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.story import (
    Said,
    bars,
    chart,
    figure,
    number,
    ready_day,
    share,
    story,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.maps.reports.surface import SurfaceAnswerRecord, SurfaceRecord

THOUSAND = 1000.0
# The value that the title tells of: what a tonne of good ore bears, and a month.
TITLE_VALUE = {SurfaceQuantity.COST.value: 200.0, SurfaceQuantity.TIME.value: 720.0}
UNIT = {
    SurfaceQuantity.COST.value: "usd_per_t_unit",
    SurfaceQuantity.TIME.value: "unit_hours",
}


def surface_story(record: SurfaceAnswerRecord) -> dict[str, Any]:
    """Return what the page says of surfaces of one goal and quantity."""
    return story(
        word(
            "surface_kicker",
            n=number(record.tonnes_per_y),
            km=number(record.cell_km, 0 if record.cell_km % 1 == 0 else 1),
        ),
        _finding(record),
        _figures(record),
        [_bands(record), _medians(record)],
        notes=[word("surface_no_route_note")],
    )


def _quantity(record: SurfaceAnswerRecord) -> str:
    return record.surfaces[0].quantity


def _title_value(record: SurfaceAnswerRecord) -> Said:
    quantity = _quantity(record)
    value = number(TITLE_VALUE[quantity])
    return word("usd_per_t" if quantity == SurfaceQuantity.COST else "surface_hours", n=value)


def _beyond_km2(surface: SurfaceRecord) -> float:
    return surface.beyond_km2[f"{TITLE_VALUE[surface.quantity]:g}"]


def _ends(record: SurfaceAnswerRecord) -> tuple[SurfaceRecord, SurfaceRecord]:
    """Return the days when least and most land lies beyond the value of the title."""
    return min(record.surfaces, key=_beyond_km2), max(record.surfaces, key=_beyond_km2)


def _day(surface: SurfaceRecord) -> Said:
    return ready_day(surface.ready) if surface.ready else ""


def _finding(record: SurfaceAnswerRecord) -> Said:
    least, most = _ends(record)
    said: dict[str, Said] = {
        "goal": word(f"goal_{record.goal}"),
        "value": _title_value(record),
        "n": _thousands(_beyond_km2(most)),
        "day": _day(most),
    }
    if len(record.surfaces) == 1:
        return word("surface_finding_day", **said)
    if _beyond_km2(least) == _beyond_km2(most):
        return word("surface_finding_always", **said)
    return word("surface_finding", least=_thousands(_beyond_km2(least)), when=_day(least), **said)


def _figures(record: SurfaceAnswerRecord) -> list[dict[str, Any]]:
    _, most = _ends(record)
    lost = max(record.surfaces, key=lambda one: one.no_route_km2)
    farthest = max(
        record.surfaces, key=lambda one: float("inf") if one.median is None else one.median
    )
    unit = "usd_per_t" if _quantity(record) == SurfaceQuantity.COST else "surface_hours"
    return [
        figure(word("surface_land"), _area(record.surfaces[0].land_km2)),
        figure(
            word("surface_beyond", value=_title_value(record)),
            share(_beyond_km2(most) / most.land_km2),
            word("surface_at_worst", day=_day(most)),
        ),
        figure(
            word("surface_half"),
            word("never") if farthest.median is None else word(unit, n=number(farthest.median)),
            word("surface_at_worst", day=_day(farthest)),
        ),
        figure(
            word("surface_without_route"),
            _area(lost.no_route_km2),
            word("surface_at_worst", day=_day(lost)),
        ),
    ]


def _area(area_km2: float) -> Said:
    return word("surface_thousand_km2", n=_thousands(area_km2))


def _thousands(area_km2: float) -> Said:
    # Whole thousands of a small window would be a figure of one digit.
    digits = 2 if 0 < area_km2 < 100 * THOUSAND else 0
    return number(area_km2 / THOUSAND, digits)


def _bands(record: SurfaceAnswerRecord) -> dict[str, Any]:
    values = [float(value) for value in record.surfaces[0].beyond_km2]
    labels = [
        word("surface_below", high=number(values[0])),
        *(
            word("low_to_high", low=number(low), high=number(high))
            for low, high in pairwise(values)
        ),
        word("surface_above", low=number(values[-1])),
        word("surface_without_route"),
    ]
    areas_km2 = [bands_km2(one) for one in record.surfaces]
    return chart(
        word("surface_bands"),
        bars(
            [_day(one) for one in record.surfaces],
            [(label, [own[i] / THOUSAND for own in areas_km2]) for i, label in enumerate(labels)],
            x=word("readiness"),
            y=word("surface_thousand_km2_unit"),
        ),
        unit=word("surface_bands_unit", unit=word(UNIT[_quantity(record)])),
    )


def bands_km2(surface: SurfaceRecord) -> Sequence[float]:
    """Return the land below the first value, between each and the next, above the last, cut off.

    Examples
    --------
    >>> from zimnik.maps.reports.surface import SurfaceRecord
    >>> beyond_km2 = {"50": 8.0, "100": 3.0}
    >>> bands_km2(SurfaceRecord("01-01", "cost_usd_per_t", 10.0, 60.0, beyond_km2, 1.0))
    [2.0, 5.0, 2.0, 1.0]
    """
    # Land without a route lies beyond every value.
    bounds = [surface.land_km2, *surface.beyond_km2.values(), surface.no_route_km2, 0.0]
    return [more - less for more, less in pairwise(bounds)]


def _medians(record: SurfaceAnswerRecord) -> dict[str, Any]:
    unit = word(UNIT[_quantity(record)])
    return chart(
        word("surface_half"),
        bars(
            [_day(one) for one in record.surfaces],
            [(word("surface_half"), [one.median for one in record.surfaces])],
            x=word("readiness"),
            y=unit,
        ),
        unit=unit,
        note=word("surface_half_note"),
    )


SURFACE = AnswerPage(
    name="surface",
    story=surface_story,
    example=("surface", "--cell-km", "16", "--out", "surface.html"),
)
