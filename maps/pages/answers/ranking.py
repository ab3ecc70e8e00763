"""The page of ranked hubs: in how many worlds each is first, what it costs, and what decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.maps.page.document import AnswerPage
from zimnik.maps.pages.answers.story import (
    MONTHS,
    Said,
    chart,
    dots,
    figure,
    heat,
    listed,
    months,
    number,
    place,
    share,
    story,
    word,
)
from zimnik.maps.reports.ranking import LEAST_USD_PER_T, SURE_SHARE, SWINGS_SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.maps.reports.ranking import HubRankRecord, RankingRecord

# Ranks that have a colour of their own.
RANKS_SHOWN = 5


def ranking_story(record: RankingRecord) -> dict[str, Any]:
    """Return what the page says of a ranking."""
    first = record.hubs[0]
    return story(
        word(
            "rank_kicker_chain" if record.asked.options.get("value_chain") else "rank_kicker",
            n=number(record.draws),
            deposits=listed(place(one.id) for one in record.deposits),
        ),
        _finding(first, record.draws),
        _figures(first, record),
        list(_charts(record)),
        notes=[
            word("left_out", names=listed(place(one.id) for one in record.left_out))
            for _ in record.left_out[:1]
        ],
        needs=first.needs_first,
        checks=[(first.id, first.capacity_checks)],
    )


def _finding(first: HubRankRecord, draws: int) -> Said:
    key = "rank_sure" if first.rank_shares[0] >= SURE_SHARE else "rank_open"
    return word(key, hub=place(first.id), share=share(first.rank_shares[0]), n=number(draws))


def _figures(first: HubRankRecord, record: RankingRecord) -> list[dict[str, Any]]:
    often = max(record.hubs, key=lambda hub: hub.rank_shares[0])
    return [
        figure(
            word("mean_of", name=place(first.id)),
            word("usd_per_t", n=number(first.mean_usd_per_t)),
            word(
                "in_nine_of_ten", low=number(first.p05_usd_per_t), high=number(first.p95_usd_per_t)
            ),
        ),
        figure(word("most_often_first"), share(often.rank_shares[0]), place(often.id)),
        figure(
            word("regret_of", name=place(first.id)),
            word("usd_per_t", n=number(first.mean_regret_usd_per_t, 1)),
            word("at_most_usd", n=number(first.most_regret_usd_per_t)),
        ),
        figure(
            word("evpi"),
            word("usd_per_t", n=number(record.value_of_perfect_information_usd_per_t, 1)),
            word("evpi_meaning"),
        ),
    ]


def _charts(record: RankingRecord) -> Iterator[dict[str, Any]]:
    yield chart(word("rank_shares"), _shares(record), unit=word("rank_shares_unit"))
    yield chart(
        word("rank_costs"),
        dots(
            [
                (place(hub.id), hub.p05_usd_per_t, hub.mean_usd_per_t, hub.p95_usd_per_t)
                for hub in record.hubs
            ],
            [word("hub"), word("p05"), word("mean"), word("p95")],
            strong=0,
        ),
        unit=word("rank_costs_unit"),
    )
    drawn: list[tuple[Said, float | None, float | None, float | None]] = []
    for one in record.tornado[:SWINGS_SHOWN]:
        low, high = sorted((one.lead_at_low_usd_per_t, one.lead_at_high_usd_per_t))
        if high - low >= LEAST_USD_PER_T:
            drawn.append(({"input": one.input}, low, None, high))
    if drawn:
        first, second = (place(hub.id) for hub in record.hubs[:2])
        yield chart(
            word("rank_decides", first=first, second=second),
            dots(
                drawn,
                [word("input"), word("least_lead"), word("most_lead")],
                digits=1,
                marks=[(word("order_turns"), 0.0)],
            ),
            unit=word("rank_decides_unit"),
        )
    years = [(hub, hub.year.by_month) for hub in record.hubs if hub.year is not None]
    if years:
        values = [
            [{one.month: one.mean_usd_per_t for one in own}.get(month) for month in MONTHS]
            for _, own in years
        ]
        known = [value for row in values for value in row if value is not None]
        names = [place(hub.id) for hub, _ in years]
        yield chart(
            word("rank_months"),
            heat(names, months(), word("hub"), known, values),
            unit=word("rank_months_unit"),
        )


def _shares(record: RankingRecord) -> dict[str, Any]:
    count = min(RANKS_SHOWN, len(record.hubs))
    lower = len(record.hubs) > count
    ordered = sorted(record.hubs, key=lambda hub: -hub.rank_shares[0])
    return {
        "kind": "shares",
        "rows": [
            {
                "label": place(hub.id),
                "shares": [
                    *hub.rank_shares[:count],
                    *([sum(hub.rank_shares[count:])] if lower else []),
                ],
            }
            for hub in ordered
        ],
        "parts": [
            *(word("rank_n", n=number(rank)) for rank in range(1, count + 1)),
            *([word("rank_lower")] if lower else []),
        ],
        "columns": [word("hub")],
    }


RANKING = AnswerPage(
    name="ranking",
    story=ranking_story,
    example=("hubs", "rank", "--out", "rank.html"),
)
