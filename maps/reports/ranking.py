"""How sure a ranking of hubs is, as a record, text and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.core.units import PERCENT
from zimnik.geo.infrastructure.needs import NO_USE, each_once
from zimnik.maps.reports.capacities import (
    CapacityRecord,
    capacity_lines_by_hub,
    capacity_records,
)
from zimnik.maps.reports.needs import NeedRecord, need_lines, need_records
from zimnik.maps.reports.products import MADE, CargoRecord, Made, made_text
from zimnik.maps.reports.ranges.spread import input_words
from zimnik.maps.reports.records import PlaceRef, Record
from zimnik.maps.reports.year import HubYearRecord, hub_year_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.infrastructure.needs import Use
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.processing.hub_years import HubYear
    from zimnik.geo.uncertainty.hub_ranking import Agreement, RankingAnswer
    from zimnik.geo.uncertainty.ranking import HubRank
    from zimnik.maps.reports.heading import Heading

# From this share of worlds on, the first hub is called the first.
SURE_SHARE = 0.5
SWINGS_SHOWN = 8
# Less than half of the last digit shown.
LEAST_USD_PER_T = 0.05
ALL = ""


@dataclass(frozen=True, slots=True)
class HubRankRecord:
    """A hub over all worlds; shares are between 0 and 1, the first that of rank 1.

    `year` is its cost at the central prices in a normal year, by the day on which feed is ready;
    None on the basis of a day.
    """

    id: str
    name: str
    mean_usd_per_t: float
    p05_usd_per_t: float
    p95_usd_per_t: float
    rank_shares: tuple[float, ...]
    mean_regret_usd_per_t: float
    most_regret_usd_per_t: float
    year: HubYearRecord | None
    needs_first: tuple[NeedRecord, ...]
    capacity_checks: tuple[CapacityRecord, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A deposit that is not counted, and why."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class SwingRecord:
    """By how much the first hub leads the second with one input low, and high."""

    input: str
    lead_at_low_usd_per_t: float
    lead_at_high_usd_per_t: float
    overturns: bool


@dataclass(frozen=True, slots=True)
class AgreementRecord:
    """By what share stored years cost more than years found anew, over some cases."""

    cases: int
    most_share: float
    mean_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingRecord(Record):
    """Answer of `hubs rank`: hubs, the least mean cost first.

    `basis` is "year", feed being made evenly over the days of its cargo, or "day".
    """

    basis: str
    ready: str | None
    cargoes: tuple[CargoRecord, ...]
    draws: int
    seed: int
    deposits: tuple[PlaceRef, ...]
    left_out: tuple[LeftOut, ...]
    hubs: tuple[HubRankRecord, ...]
    tornado: tuple[SwingRecord, ...]
    value_of_perfect_information_usd_per_t: float
    value_of_knowing_usd_per_t: dict[str, float]
    stored_routes_against_routing: AgreementRecord | None


def ranking_record(
    answer: RankingAnswer,
    heading: Heading,
    notes: Sequence[str],
    *,
    made: Made = MADE,
    years: Mapping[str, HubYear | None] = FrozenDict(),
    checks: Mapping[str, Sequence[CapacityCheck]] = FrozenDict(),
    uses: Mapping[str, Use] = FrozenDict(),
    stages: Sequence[str] = (),
) -> RankingRecord:
    """Return the record of a ranking, which text, JSON and CSV read.

    Parameters
    ----------
    answer
        What the samples say.
    heading, notes
        What stands over the answer, and what has to be said.
    made
        When feed is ready, and what deposits ship.
    years, checks, uses
        By hub: its year at the central prices, what it wants of places and links, and which it
        uses.
    stages
        What every hub has to work.
    """
    names = heading.names
    return RankingRecord(
        asked=heading.asked,
        observed_year=heading.observed_year,
        warnings=tuple(notes),
        basis=made.basis,
        ready=made.ready,
        cargoes=made.cargoes,
        draws=answer.draws,
        seed=answer.seed,
        deposits=tuple(PlaceRef(i, names[i]) for i in answer.deposit_ids),
        left_out=tuple(LeftOut(i, names[i], why) for i, why in answer.left_out.items()),
        hubs=tuple(
            _hub(
                hub,
                names,
                years.get(hub.hub_id),
                checks.get(hub.hub_id, ()),
                _needs(hub.hub_id, heading, stages, uses.get(hub.hub_id, NO_USE)),
            )
            for hub in answer.hubs
        ),
        tornado=tuple(
            SwingRecord(
                swing.name,
                swing.lead_at_low_usd_per_t,
                swing.lead_at_high_usd_per_t,
                swing.overturns,
            )
            for swing in answer.swings
        ),
        value_of_perfect_information_usd_per_t=answer.value_usd_per_t[ALL],
        value_of_knowing_usd_per_t={
            name: value for name, value in answer.value_usd_per_t.items() if name != ALL
        },
        stored_routes_against_routing=_agreement(answer.agreement),
    )


def _needs(
    hub_id: str, heading: Heading, stages: Sequence[str], use: Use
) -> tuple[NeedRecord, ...]:
    needs = (*heading.needs.of_stages(hub_id, stages), *heading.needs.of_use(use))
    return need_records(each_once(needs), heading.names, charged=use.charged_ids)


def _hub(
    hub: HubRank,
    names: Mapping[str, str],
    year: HubYear | None,
    checks: Sequence[CapacityCheck],
    needs: tuple[NeedRecord, ...],
) -> HubRankRecord:
    return HubRankRecord(
        id=hub.hub_id,
        name=names[hub.hub_id],
        mean_usd_per_t=hub.mean_usd_per_t,
        p05_usd_per_t=hub.low_usd_per_t,
        p95_usd_per_t=hub.high_usd_per_t,
        rank_shares=tuple(hub.rank_shares),
        mean_regret_usd_per_t=hub.mean_regret_usd_per_t,
        most_regret_usd_per_t=hub.most_regret_usd_per_t,
        year=hub_year_record(year),
        needs_first=needs,
        capacity_checks=capacity_records(checks, names),
    )


def _agreement(found: Agreement | None) -> AgreementRecord | None:
    return None if found is None else AgreementRecord(found.cases, found.most, found.mean)


def ranking_rows(record: RankingRecord) -> list[dict[str, Any]]:
    """Return a row for each hub, with a column for the share of worlds of each rank."""
    return [
        {
            "hub_id": hub.id,
            "hub_name": hub.name,
            "mean_usd_per_t": hub.mean_usd_per_t,
            "p05_usd_per_t": hub.p05_usd_per_t,
            "p95_usd_per_t": hub.p95_usd_per_t,
            "mean_regret_usd_per_t": hub.mean_regret_usd_per_t,
            "most_regret_usd_per_t": hub.most_regret_usd_per_t,
            **{f"share_rank_{rank}": share for rank, share in enumerate(hub.rank_shares, start=1)},
        }
        for hub in record.hubs
    ]


def ranking_text(record: RankingRecord) -> str:
    """Return the answer as text for a terminal."""
    names = ", ".join(place.name for place in record.deposits)
    checks = {hub.name: hub.capacity_checks for hub in record.hubs}
    lines = [
        (
            f"{record.draws:,} draws, seed {record.seed}; US$ per t of feed "
            f"({record.asked.currency}), the mean by tonnage of {names}"
        ),
        made_text(record.basis, record.ready, record.cargoes, what="feed"),
        "",
        *_ranks(record),
        "",
        *_deciders(record),
        "",
        *_year_lines(record),
        *_agreement_lines(record),
        *_need_lines(record),
        "",
        *(f"! {one.name} is left out: {one.reason}" for one in record.left_out),
        *(f"! {warning}" for warning in record.warnings),
        *(f"! {said}" for said in capacity_lines_by_hub(checks)),
        "",
        *record.footer(),
    ]
    return "\n".join(lines) + "\n"


def _ranks(record: RankingRecord) -> Iterator[str]:
    ranks = "".join(f"{f'#{rank}':>6}" for rank in range(1, len(record.hubs) + 1))
    width = max(len(hub.name) for hub in record.hubs)
    yield f"{'hub':{width}}   mean   5 %  95 %  regret  most {ranks}  (% of worlds at each rank)"
    for hub in record.hubs:
        shares = "".join(f"{share * PERCENT:6.1f}" for share in hub.rank_shares)
        yield (
            f"{hub.name:{width}} {hub.mean_usd_per_t:6.1f} "
            f"{hub.p05_usd_per_t:5.0f} {hub.p95_usd_per_t:5.0f}  "
            f"{hub.mean_regret_usd_per_t:6.1f} {hub.most_regret_usd_per_t:5.0f} {shares}"
        )


def _deciders(record: RankingRecord) -> Iterator[str]:
    if record.tornado:
        first, second = (hub.name for hub in record.hubs[:2])
        yield f"What decides: lead of {first} over {second} with one input low, and high"
    for swing in record.tornado[:SWINGS_SHOWN]:
        low, high = swing.lead_at_low_usd_per_t, swing.lead_at_high_usd_per_t
        if abs(high - low) >= LEAST_USD_PER_T:
            overturns = "  <- overturns the order" if swing.overturns else ""
            yield f"{low:8.1f} {high:8.1f}  {input_words(swing.input)}{overturns}"
    worth = record.value_of_perfect_information_usd_per_t
    yield f"Knowing every input before choosing is worth {worth:.2f} US$ per t"
    best = sorted(record.value_of_knowing_usd_per_t.items(), key=lambda item: -item[1])[:3]
    told = ", ".join(f"{input_words(name)} {value:.2f}" for name, value in best if value > 0)
    yield f"Knowing one of them: {told or 'nothing'}"


def _year_lines(record: RankingRecord) -> Iterator[str]:
    years = [(hub.name, hub.year) for hub in record.hubs if hub.year is not None]
    if years:
        yield "At the central prices, a normal year: mean, and feed ready on the best and worst day"
    width = max((len(name) for name, _ in years), default=0)
    for name, year in years:
        yield (
            f"{name:{width}} {year.mean_usd_per_t:6.0f} {year.best_usd_per_t:6.0f} "
            f"({year.best_ready}) {year.worst_usd_per_t:6.0f} ({year.worst_ready})"
        )
    if years:
        yield ""


def _need_lines(record: RankingRecord) -> Iterator[str]:
    needs = {need.name: need for hub in record.hubs for need in hub.needs_first}
    needed_by = {
        name: ", ".join(hub.name for hub in record.hubs if need in hub.needs_first)
        for name, need in needs.items()
    }
    yield from need_lines(tuple(needs.values()), needed_by=needed_by)


def _agreement_lines(record: RankingRecord) -> Iterator[str]:
    tested = record.stored_routes_against_routing
    if tested is not None:
        mean, most = tested.mean_share * PERCENT, tested.most_share * PERCENT
        yield (
            f"stored years against routing again, {tested.cases} cases: {mean:z.2f} % more "
            f"expensive on average, {most:z.2f} % at most"
        )
        yield ""
