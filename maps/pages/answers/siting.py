"""The page of sited hubs: which open, who feeds whom as a Sankey diagram, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.flow_map import flow_map
from zimnik.maps.pages.answers.story import (
    MONTHS,
    Said,
    chart,
    figure,
    heat,
    listed,
    millions,
    months,
    number,
    place,
    share,
    stage,
    story,
    table,
    word,
)
from zimnik.maps.reports.siting import OPTIMAL
from zimnik.maps.reports.target import TargetRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.maps.pages.answers.flow_map import FlowGround
    from zimnik.maps.reports.ranges.spread import DrawsRecord
    from zimnik.maps.reports.siting import FlowRecord, SitingRecord


def siting_story(record: SitingRecord, ground: FlowGround | None = None) -> dict[str, Any]:
    """Return what the page says of a siting, or of one that delivers a target.

    Parameters
    ----------
    record
        The siting.
    ground
        What its flows are drawn on; None for no map.
    """
    return story(
        word("siting_kicker", deposits=listed(place(one.origin_id) for one in record.cargoes)),
        _finding(record),
        list(_figures(record)),
        [*_map_of(record, ground), *_charts(record)],
        needs=record.needs_first,
        checks=[("", record.capacity_checks)],
    )


def open_hubs(record: SitingRecord) -> Said:
    """Return the open hubs, each once."""
    return listed(place(hub) for hub in record.hub_ids)


def _finding(record: SitingRecord) -> Said:
    if isinstance(record, TargetRecord):
        return word(
            "target_short" if record.short_reo_t_per_y else "target_met",
            target=number(record.target_reo_t_per_y),
            n=number(record.delivered_reo_t_per_y),
            share=share(record.delivered_reo_t_per_y / record.target_reo_t_per_y),
            hubs=open_hubs(record),
        )
    if record.cost_usd_per_y is None:
        return word("siting_none")
    return word("siting_finding", hubs=open_hubs(record), n=millions(record.cost_usd_per_y, 1))


def proof(status: str, gap: float | None) -> Said:
    """Return whether an answer is proven the least, or by how much it may not be."""
    return word("proven") if status == OPTIMAL else word("not_proven", share=share(gap or 0.0))


def _figures(record: SitingRecord) -> Iterator[dict[str, Any]]:
    if record.cost_usd_per_y is None:
        return
    yield figure(
        word("cost_per_y"),
        word("usd_millions", n=millions(record.cost_usd_per_y, 1)),
        proof(record.status, record.gap),
    )
    if isinstance(record, TargetRecord) and record.cost_usd_per_kg_reo is not None:
        yield figure(
            word("usd_per_kg"),
            number(record.cost_usd_per_kg_reo, 2),
            word("benchmark", n=number(record.benchmark_usd_per_kg_reo)),
        )
    if record.spread is not None:
        yield figure(
            word("tonne_of_ore"),
            word("usd_per_t", n=number(record.spread.p50_usd_per_t)),
            word(
                "p10_to_p90",
                low=number(record.spread.p10_usd_per_t),
                high=number(record.spread.p90_usd_per_t),
            ),
        )
    yield figure(
        word("sent"),
        word("t_per_y", n=number(record.sent_t_per_y)),
        word("from_deposits", n=number(len(record.sending_ids))),
    )
    yield figure(
        word("open_hubs"),
        number(len(record.hub_ids)),
        open_hubs(record),
    )


def _map_of(record: SitingRecord, ground: FlowGround | None) -> Iterator[dict[str, Any]]:
    drawn = flow_map(record.carried, record.flows, ground) if ground is not None else None
    if drawn is not None:
        yield chart(word("flow_map"), drawn, unit=word("flow_map_unit"), note=word("flow_map_note"))


def _charts(record: SitingRecord) -> Iterator[dict[str, Any]]:
    if not record.flows:
        return
    yield chart(
        word("sankey"),
        sankey(record.flows, [one.name for one in record.stages]),
        unit=word("sankey_unit"),
    )
    yield chart(word("flows"), _flow_table(record.flows))
    years = [(flow, flow.year) for flow in record.flows if flow.year is not None]
    if years:
        values = [
            [
                {one.month: one.mean_usd_per_t for one in year.by_month}.get(month)
                for month in MONTHS
            ]
            for _, year in years
        ]
        known = [value for row in values for value in row if value is not None]
        drawn = heat([_ends(flow) for flow, _ in years], months(), word("flow"), known, values)
        yield chart(word("haul_months"), drawn, unit=word("matrix_unit"))
    if record.spread is not None and record.spread.swings:
        yield chart(
            word("what_moves"),
            _swings(record.spread, record.flow_usd_per_t),
            unit=word("what_moves_unit"),
        )


def _ends(flow: FlowRecord) -> Said:
    return word("from_to", origin=place(flow.from_id), destination=place(flow.to_id))


def sankey(flows: Sequence[FlowRecord], stages: Sequence[str]) -> dict[str, Any]:
    """Return flows from mines to the hubs of each stage in turn, tonnes a year."""
    nodes: dict[tuple[int, str], int] = {}

    def node(column: int, place_id: str) -> int:
        return nodes.setdefault((column, place_id), len(nodes))

    drawn = [
        {
            "from": node(stages.index(flow.stage), flow.from_id),
            "to": node(stages.index(flow.stage) + 1, flow.to_id),
            "value": round(flow.tonnes_per_y, 1),
            "more": [stage(flow.stage), number(flow.cost_usd_per_t, 1)],
        }
        for flow in flows
        if flow.stage in stages
    ]
    return {
        "kind": "sankey",
        "columns": [word("mines"), *(stage(name) for name in stages)],
        "nodes": [{"label": place(place_id), "column": column} for column, place_id in nodes],
        "flows": drawn,
        "table_columns": [
            word("from"), word("to"), word("tonnes_axis"), word("for_stage"), word("usd_per_t_unit")
        ],
    }  # fmt: skip


def _flow_table(flows: Sequence[FlowRecord]) -> dict[str, Any]:
    return table(
        [word("flow"), word("tonnes_axis"), word("usd_per_t_unit"), word("usd_millions_per_y")],
        [
            [
                _ends(flow),
                number(flow.tonnes_per_y),
                number(flow.cost_usd_per_t, 1),
                millions(flow.cost_usd_per_y, 2),
            ]
            for flow in flows
        ],
    )


def _swings(spread: DrawsRecord, base_usd_per_t: float | None) -> dict[str, Any]:
    rows = [
        {
            "label": {"input": one.input},
            "low": one.at_low_usd_per_t,
            "high": one.at_high_usd_per_t,
            "strong": False,
        }
        for one in spread.swings
    ]
    return {
        "kind": "swings",
        "rows": rows,
        "base": base_usd_per_t,
        "columns": [word("input"), word("when_low"), word("when_high")],
        "digits": 0,
    }


SITING = AnswerPage(
    name="siting",
    story=siting_story,
    example=("hubs", "site", "--open", "2", "--out", "site.html"),
)
