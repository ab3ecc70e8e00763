"""The page of the national question: plans against targets, shares, costs, plants and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.story import (
    MILLION,
    Said,
    calendar_year,
    chart,
    code,
    dots,
    figure,
    number,
    place,
    share,
    story,
    table,
    word,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.economics.outlook import Figure
    from zimnik.maps.reports.money.outlook import OutlookRecord, StepRecord

PERCENT = 100.0
TONNES = "t"


def outlook_story(record: OutlookRecord) -> dict[str, Any]:
    """Return what the page says of an outlook."""
    return story(
        word("outlook_kicker", year=calendar_year(record.year), country=code(record.home)),
        word(
            "outlook_finding_plants" if _plants_bind(record) else "outlook_finding_plans",
            year=calendar_year(record.year),
            planned=number(record.contained_t_per_y),
            made=number(record.separated_at_home_t_per_y),
        ),
        _figures(record),
        list(_charts(record)),
        notes=[word("outlook_demand_note")],
    )


def _plants_bind(record: OutlookRecord) -> bool:
    return record.home_capacity_t_per_y < record.oxides_t_per_y


def _figures(record: OutlookRecord) -> list[dict[str, Any]]:
    aims = [one.figure.value for one in record.targets if one.figure.value is not None]
    around = word("aims_from_to", low=number(min(aims)), high=number(max(aims))) if aims else None
    figures = [
        figure(word("planned_reo"), word("t_per_y", n=number(record.contained_t_per_y)), around),
        figure(
            word("separated_at_home"),
            word("t_per_y", n=number(record.separated_at_home_t_per_y)),
            word("room_at_home", n=number(record.home_capacity_t_per_y)),
        ),
    ]
    if record.world_share is not None:
        figures.append(
            figure(word("world_share"), share(record.world_share), _aim(record.world_share_aim))
        )
    if record.import_share is not None:
        figures.append(
            figure(word("import_share"), share(record.import_share), _aim(record.import_share_aim))
        )
    return figures


def _aim(aim: Figure | None) -> Said | None:
    return None if aim is None else word("aim", n=_figure_text(aim), unit=_unit(aim))


def _unit(one: Figure) -> Said:
    """Return a unit in the reader's letters; what is no word of any language stays."""
    return word("figure_unit_t") if one.unit == TONNES else one.unit


def _figure_text(one: Figure) -> Said:
    if one.value is not None:
        return number(one.value, 0 if one.value % 1 == 0 else 1)
    if one.low is not None and one.high is not None:
        return word("low_to_high", low=number(one.low), high=number(one.high))
    return word("not_found")


def _charts(record: OutlookRecord) -> Iterator[dict[str, Any]]:
    amounts = (
        ("reo_planned", record.contained_t_per_y),
        ("oxides_possible", record.oxides_t_per_y),
        ("home_plants", record.home_capacity_t_per_y),
        ("made_at_home", record.separated_at_home_t_per_y),
    )
    columns = [word("what"), word("from"), word("tonnes"), word("to")]
    yield chart(
        word("outlook_amounts"),
        dots(
            [(word(key), 0.0, tonnes, tonnes) for key, tonnes in amounts],
            columns,
            marks=[
                (_quantity(one.figure), one.figure.value)
                for one in record.targets
                if one.figure.value is not None
            ],
            strong=len(amounts) - 1,
        ),
        unit=word("t_reo_unit"),
        note=word("outlook_amounts_note"),
    )
    yield from _share_charts(record)
    yield from _cost_charts(record)
    yield chart(
        word("outlook_plants"),
        table(
            [word("plant"), word("country"), word("t_reo_unit"), word("works_from")],
            [
                [
                    place(one.hub_id),
                    code(one.country),
                    number(one.capacity_t_per_y),
                    word("works_today")
                    if one.ready_year is None
                    else calendar_year(one.ready_year),
                ]
                for one in record.plants
            ],
        ),
    )
    yield chart(word("outlook_sources"), _sources(record), note=word("outlook_sources_note"))


def _cost_charts(record: OutlookRecord) -> Iterator[dict[str, Any]]:
    if record.steps:
        yield chart(
            word("outlook_costs"),
            dots(
                [(_step(one), 0.0, one.cost_usd_per_kg_reo, one.cost_usd_per_kg_reo)
                 for one in (*record.steps, *record.steps_abroad)],
                [word("what"), word("from"), word("usd_per_kg"), word("to")],
                digits=1,
            ),
            unit=word("outlook_costs_unit"),
        )  # fmt: skip
        yield chart(word("further"), _further(record), unit=word("further_unit"))


def _share_charts(record: OutlookRecord) -> Iterator[dict[str, Any]]:
    rows: list[tuple[Said, float | None, float | None, float | None]] = []
    for key, value, figures in (
        ("world_share", record.world_share, (record.world_share_aim,)),
        ("import_share", record.import_share, (record.import_share_today, record.import_share_aim)),
    ):
        if value is not None:
            rows.append((word(f"{key}_plan"), 0.0, value * PERCENT, value * PERCENT))
        rows += [
            (
                _quantity(one),
                one.low if one.low is not None else one.value,
                one.value,
                one.high if one.high is not None else one.value,
            )
            for one in figures
            if one is not None
        ]
    for key, value in (
        ("needs_partners", record.partner_share),
        ("needs_largest", record.unseparated_share_without_largest_partner),
    ):
        if value is not None:
            country = code(record.largest_partner or record.home)
            label = word(key, country=country) if key == "needs_largest" else word(key)
            rows.append((label, 0.0, value * PERCENT, value * PERCENT))
    if rows:
        yield chart(
            word("outlook_shares"),
            dots(rows, [word("what"), word("from"), word("share"), word("to")], digits=1),
            unit=word("percent"),
        )


def _step(one: StepRecord) -> Said:
    return word("deposit_at_hub", deposit=place(one.deposit_id), hub=place(one.hub_id))


def _further(record: OutlookRecord) -> dict[str, Any]:
    return table(
        [word("what"), word("usd_millions_per_y"), word("usd_millions_once")],
        [
            [
                _step(one),
                number(one.further_usd_per_y / MILLION, 1),
                number(one.further_built_usd / MILLION, 1),
            ]
            for one in (*record.steps, *record.steps_abroad)
        ],
    )


def _quantity(one: Figure) -> Said:
    return word("figure_of", what=word(f"figure_{one.quantity}"), year=one.year)


def _sources(record: OutlookRecord) -> dict[str, Any]:
    found = (
        *(one.figure for one in record.targets),
        record.world,
        record.world_share_aim,
        record.import_share_today,
        record.import_share_aim,
        record.demand,
        *record.conflicts,
    )
    own = dict.fromkeys(one for one in found if one is not None)
    return table(
        [word("what"), word("value"), word("source"), word("source_date"), word("confidence")],
        [
            [
                _quantity(one),
                word("value_unit", n=_figure_text(one), unit=_unit(one)),
                written(one.source),
                one.source_date,
                word(f"confidence_{one.confidence}"),
            ]
            for one in own
        ],
    )


OUTLOOK = AnswerPage(
    name="outlook", story=outlook_story, example=("outlook", "--out", "outlook.html")
)
