"""The pages of siting that looks ahead: what opens in which year, and what holds in many worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.siting import proof, sankey
from zimnik.maps.pages.answers.story import (
    MILLION,
    Said,
    bars,
    calendar_year,
    chart,
    choice,
    dots,
    figure,
    listed,
    millions,
    number,
    place,
    share,
    stage,
    story,
    table,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.maps.reports.ahead.horizon import HorizonRecord, OpeningRecord
    from zimnik.maps.reports.ahead.worlds import PlanRecord, WorldsRecord


def horizon_story(record: HorizonRecord) -> dict[str, Any]:
    """Return what the page says of a plan over years."""
    kicker = word(
        "horizon_kicker",
        first=calendar_year(record.first_year),
        last=calendar_year(record.last_year),
        deposits=listed(place(one.origin_id) for one in record.cargoes),
    )
    if record.cost_usd is None:
        return story(kicker, word("siting_none"), [], [])
    what = listed(_opening(one) for one in record.openings[:2])
    cost = millions(record.cost_usd)
    return story(
        kicker,
        word("horizon_finding", what=what, n=cost)
        if record.openings
        else word("horizon_nothing", n=cost),
        list(_horizon_figures(record, record.cost_usd)),
        list(_horizon_charts(record)),
        needs=record.needs_first,
        checks=[("", record.capacity_checks)],
    )


def _opening(one: OpeningRecord) -> Said:
    return word(f"opening_{one.kind}", name=place(one.id), year=calendar_year(one.year))


def _horizon_figures(record: HorizonRecord, cost_usd: float) -> Iterator[dict[str, Any]]:
    yield figure(
        word("present_value"),
        word("usd_millions", n=millions(cost_usd)),
        word(
            "at_rate",
            n=number(record.discount_pct_per_y, 1),
            proof=proof(record.status, record.gap),
        ),
    )
    yield figure(
        word("built"),
        word("usd_millions", n=millions(record.build_usd)),
        word("openings_n", n=number(len(record.openings))),
    )
    if record.planned_t:
        served = share(record.sent_t / record.planned_t)
        yield figure(word("served"), served, word("tonnes_sent", n=number(record.sent_t)))
    if record.budget_usd_per_y is not None:
        yield figure(
            word("budget"),
            word("usd_millions", n=millions(record.budget_usd_per_y)),
            word("a_year"),
        )
    else:
        yield figure(word("budget"), word("no_budget"))


def _horizon_charts(record: HorizonRecord) -> Iterator[dict[str, Any]]:
    years = [calendar_year(one.year) for one in record.years]
    yield chart(
        word("horizon_money"),
        bars(
            years,
            [
                (word("running_cost"), [one.cost_usd_per_y / MILLION for one in record.years]),
                (word("built"), [one.build_usd / MILLION for one in record.years]),
            ],
            x=word("year"),
            y=word("usd_millions_unit"),
        ),
        unit=word("horizon_money_unit"),
    )
    yield chart(
        word("horizon_tonnes"),
        bars(
            years,
            [(word("sent"), [one.sent_t_per_y for one in record.years])],
            x=word("year"),
            y=word("tonnes_axis"),
            line=(word("planned"), [one.planned_t_per_y for one in record.years]),
        ),
        unit=word("tonnes_axis"),
    )
    flowing = [one for one in record.years if one.flows]
    if flowing:
        stages = list(dict.fromkeys(flow.stage for one in flowing for flow in one.flows))
        yield choice(
            word("sankey"),
            [(calendar_year(one.year), sankey(one.flows, stages)) for one in flowing],
            by=word("year"),
            unit=word("sankey_unit"),
        )
    if record.openings:
        yield _openings(record.openings)


def _openings(opened: Sequence[OpeningRecord]) -> dict[str, Any]:
    return chart(
        word("openings"),
        table(
            [word("what"), word("for_stage"), word("built_for"), word("usd_millions_unit")],
            [
                [
                    _opening(one),
                    stage(one.stage) if one.stage else "",
                    "" if one.added_t_per_y is None else number(one.added_t_per_y),
                    millions(one.build_usd, 1),
                ]
                for one in opened
            ],
        ),
    )


def worlds_story(record: WorldsRecord) -> dict[str, Any]:
    """Return what the page says of a plan that is made before the world is known."""
    kicker = word("worlds_kicker", n=number(record.worlds))
    plan = record.here_and_now
    if plan is None:
        return story(kicker, word("siting_none"), [], [])
    return story(
        kicker,
        _worlds_finding(record, plan),
        list(_worlds_figures(record, plan)),
        list(_worlds_charts(record)),
        needs=record.needs_first,
        checks=[("", record.capacity_checks)],
    )


def _hubs(plan: PlanRecord) -> Said:
    return listed(place(hub) for hub in dict.fromkeys(one.id for one in plan.hubs))


def _worlds_finding(record: WorldsRecord, plan: PlanRecord) -> Said:
    values = {"hubs": _hubs(plan), "n": number(record.worlds)}
    base = record.base
    if base is not None and (base.hubs, base.works) == (plan.hubs, plan.works):
        return word("worlds_same", **values)
    if record.vss_usd_per_y is None:
        return word("worlds_fails", **values)
    return word("worlds_other", **values, less=millions(record.vss_usd_per_y, 1))


def _worlds_figures(record: WorldsRecord, plan: PlanRecord) -> Iterator[dict[str, Any]]:
    def money(usd: float | None) -> Said:
        return word("never") if usd is None else word("usd_millions", n=millions(usd, 1))

    around = None
    if plan.p10_usd_per_y is not None and plan.p90_usd_per_y is not None:
        low, high = plan.p10_usd_per_y, plan.p90_usd_per_y
        around = word("p10_to_p90", low=millions(low), high=millions(high))
    yield figure(word("expected_cost"), money(plan.expected_usd_per_y), around)
    yield figure(word("vss"), money(record.vss_usd_per_y), word("vss_meaning"))
    yield figure(word("evpi"), money(record.evpi_usd_per_y), word("evpi_meaning"))
    yield figure(word("worlds"), number(record.worlds), proof(record.status, record.gap))


def _worlds_charts(record: WorldsRecord) -> Iterator[dict[str, Any]]:
    plans = [
        (word(key), plan)
        for key, plan in (("plan_worlds", record.here_and_now), ("plan_base", record.base))
        if plan is not None
    ]
    rows: list[tuple[Said, float | None, float | None, float | None]] = []
    for label, plan in plans:
        low, middle, high = (
            None if usd is None else usd / MILLION
            for usd in (plan.p10_usd_per_y, plan.p50_usd_per_y, plan.p90_usd_per_y)
        )
        rows.append((label, low, middle, high))
    columns = [word("plan"), word("p10"), word("p50"), word("p90")]
    yield chart(
        word("worlds_costs"),
        dots(rows, columns, digits=1, strong=0),
        unit=word("worlds_costs_unit"),
    )  # fmt: skip
    yield chart(
        word("worlds_plans"),
        table(
            [word("plan"), word("hub"), word("for_stage"), word("built_for")],
            [
                [
                    label,
                    place(hub.id),
                    stage(hub.stage),
                    "" if hub.built_t_per_y is None else number(hub.built_t_per_y),
                ]
                for label, plan in plans
                for hub in plan.hubs
            ],
        ),
    )


HORIZON = AnswerPage(
    name="horizon",
    story=horizon_story,
    example=("hubs", "site", "--horizon", "2028:2040", "--out", "horizon.html"),
)
WORLDS = AnswerPage(
    name="worlds",
    story=worlds_story,
    example=("hubs", "site", "--value-chain", "--worlds", "20", "--out", "worlds.html"),
)
