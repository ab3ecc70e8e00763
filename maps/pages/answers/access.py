"""The page of access: what a tonne costs over each new link by tonnage, and the break-evens."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.story import (
    MILLION,
    Said,
    chart,
    figure,
    number,
    place,
    story,
    table,
    word,
)

if TYPE_CHECKING:
    from zimnik.geo.infrastructure.new_roads import AccessAnswer, PricedLink
    from zimnik.maps.reports.access import AccessRecord, NewLinkRecord

# The curves reach this many times beyond the tonnage asked and the tonnages of break-even.
BEYOND = 3.0
POINTS = 40


def access_story(answer: AccessAnswer, record: AccessRecord) -> dict[str, Any]:
    """Return what the page says of new links, by their prices and their record."""
    if not record.new_links:
        return story(
            word("access_kicker", site=place(record.site.id)),
            word("access_none", site=place(record.site.id)),
            [],
            [],
            notes=_impossible(record),
        )
    first = record.new_links[0]
    return story(
        word("access_kicker", site=place(record.site.id)),
        word(
            "access_finding",
            site=place(record.site.id),
            kind=word(f"link_{first.kind}"),
            t=_tonnes(first.tonnes_per_y),
            usd=number(first.total_usd_per_t),
        ),
        _figures(record, first),
        [_curves(answer), chart(word("new_links"), _table(record)), *_break_evens(record)],
        notes=_impossible(record),
    )


def _tonnes(tonnes_per_y: float) -> Said:
    return number(tonnes_per_y, 0 if tonnes_per_y % 1 == 0 else 1)


def _impossible(record: AccessRecord) -> list[Said]:
    return [word("link_impossible", kind=word(f"link_{kind}")) for kind in record.impossible]


def _figures(record: AccessRecord, first: NewLinkRecord) -> list[dict[str, Any]]:
    others = record.new_links[1:]
    figures = [
        figure(
            word("cheapest_link"),
            word("usd_per_t", n=number(first.total_usd_per_t)),
            word(f"link_{first.kind}"),
        )
    ]
    if others:
        figures.append(
            figure(
                word("next_link"),
                word("usd_per_t", n=number(others[0].total_usd_per_t)),
                word(f"link_{others[0].kind}"),
            )
        )
    figures.append(
        figure(
            word("link_costs_per_y"),
            word("usd_millions", n=number(first.yearly_usd / MILLION, 1)),
            word("to_build", n=number(first.build_usd / MILLION))
            if first.build_usd
            else word("nothing_once"),
        )
    )
    own = [one for one in record.break_evens if first.kind in {one.below, one.above}]
    if own:
        even = min(own, key=lambda one: abs(math.log(one.tonnes_per_y / first.tonnes_per_y)))
        figures.append(
            figure(
                word("break_even"),
                word("t_per_y", n=number(even.tonnes_per_y)),
                word(
                    "instead_of", above=word(f"link_{even.above}"), below=word(f"link_{even.below}")
                ),
            )
        )
    return figures


def _curves(answer: AccessAnswer) -> dict[str, Any]:
    evens = [one.tonnes_per_y for one in answer.break_evens]
    asked = answer.links[0].tonnes_per_y
    low, high = min([asked, *evens]) / BEYOND, max([asked, *evens]) * BEYOND
    by_kind = {priced.link.kind: priced for priced in answer.links}
    return chart(
        word("access_curves"),
        {
            "kind": "lines",
            "series": [
                {
                    "label": word(f"link_{priced.link.kind.value}"),
                    "points": _points(priced, low, high),
                    "dots": False,
                }
                for priced in answer.links
            ],
            "marks": [
                {
                    "label": word(
                        "instead_of",
                        above=word(f"link_{one.more_expensive_to_build.value}"),
                        below=word(f"link_{one.cheaper_to_build.value}"),
                    ),
                    "at": [
                        one.tonnes_per_y,
                        by_kind[one.cheaper_to_build].usd_per_t_at(one.tonnes_per_y),
                    ],
                }
                for one in answer.break_evens
                if _decides(answer, one.tonnes_per_y, by_kind[one.cheaper_to_build])
            ],
            "x": word("tonnes_axis"),
            "y": word("usd_per_t_unit"),
            "log": True,
            "digits": [0, 0],
        },
        unit=word("access_curves_unit"),
        note=word("access_curves_note"),
    )


def _decides(answer: AccessAnswer, tonnes_per_y: float, cheapest: PricedLink) -> bool:
    """Whether no other link is cheaper where two break even."""
    least = min(one.usd_per_t_at(tonnes_per_y) for one in answer.links)
    return math.isclose(least, cheapest.usd_per_t_at(tonnes_per_y), rel_tol=1e-9)


def _break_evens(record: AccessRecord) -> list[dict[str, Any]]:
    if not record.break_evens:
        return []
    rows = [
        (word(f"link_{one.below}"), word(f"link_{one.above}"), number(one.tonnes_per_y))
        for one in record.break_evens
    ]
    drawn = table([word("cheaper_below"), word("cheaper_above"), word("tonnes_axis")], rows)
    return [chart(word("break_evens"), drawn)]


def _points(priced: PricedLink, low_t: float, high_t: float) -> list[list[float]]:
    return [
        [float(f"{tonnes:.4g}"), float(f"{priced.usd_per_t_at(float(tonnes)):.5g}")]
        for tonnes in np.geomspace(low_t, high_t, POINTS)
    ]


def _table(record: AccessRecord) -> dict[str, Any]:
    columns = (
        "new_link", "joins_at", "goes_to", "km", "build_millions", "usd_millions_per_y",
        "haul", "share_of_link", "usd_per_t_unit", "days",
    )  # fmt: skip
    return table(
        [word(name) for name in columns],
        [
            [
                word(f"link_{one.kind}"),
                place(one.entry_id),
                place(one.destination_id),
                number(one.length_km),
                number(one.build_usd / MILLION),
                number(one.yearly_usd / MILLION, 1),
                number(one.haul_usd_per_t),
                number(one.link_usd_per_t),
                number(one.total_usd_per_t),
                number(one.days),
            ]
            for one in record.new_links
        ],
    )


ACCESS = AnswerPage(
    name="access", story=access_story, example=("access", "tomtor", "--out", "access.html")
)
