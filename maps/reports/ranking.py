"""How sure a ranking of hubs is, as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from zimnik.geo.core.units import PERCENT
from zimnik.maps.reports.heading import SCHEMA, spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.uncertainty.hub_ranking import RankingAnswer
    from zimnik.maps.reports.heading import Heading

SWINGS_SHOWN = 8
# Less than half of the last digit shown.
LEAST_USD_PER_T = 0.05


def ranking_json(answer: RankingAnswer, heading: Heading, notes: Sequence[str] = ()) -> str:
    """Return the answer as JSON; shares are between 0 and 1, numbers are not rounded."""
    values = dict(answer.value_usd_per_t)
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "draws": answer.draws,
        "seed": answer.seed,
        "deposits": list(answer.deposit_ids),
        "left_out": dict(answer.left_out),
        "hubs": [
            {
                "id": hub.hub_id,
                "name": heading.names[hub.hub_id],
                "mean_usd_per_t": hub.mean_usd_per_t,
                "p05_usd_per_t": hub.low_usd_per_t,
                "p95_usd_per_t": hub.high_usd_per_t,
                "rank_shares": list(hub.rank_shares),
                "mean_regret_usd_per_t": hub.mean_regret_usd_per_t,
                "most_regret_usd_per_t": hub.most_regret_usd_per_t,
            }
            for hub in answer.hubs
        ],
        "tornado": [
            {
                "input": swing.name,
                "lead_at_low_usd_per_t": swing.lead_at_low_usd_per_t,
                "lead_at_high_usd_per_t": swing.lead_at_high_usd_per_t,
                "overturns": swing.overturns,
            }
            for swing in answer.swings
        ],
        "value_of_perfect_information_usd_per_t": values.pop(""),
        "value_of_knowing_usd_per_t": values,
        "stored_ways_against_routing": answer.agreement
        and {
            "cases": answer.agreement.cases,
            "most_share": answer.agreement.most,
            "mean_share": answer.agreement.mean,
        },
        "warnings": list(notes),
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def ranking_csv(answer: RankingAnswer, heading: Heading) -> str:
    """Return a row for each hub, with a column for the share of worlds of each rank."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    ranks = [f"share_rank_{rank}" for rank in range(1, len(answer.hubs) + 1)]
    columns = ("mean", "p05", "p95", "mean_regret", "most_regret")
    writer.writerow(["hub_id", "hub_name", *(f"{name}_usd_per_t" for name in columns), *ranks])
    for hub in answer.hubs:
        writer.writerow(
            [
                hub.hub_id,
                spreadsheet_safe(heading.names[hub.hub_id]),
                hub.mean_usd_per_t,
                hub.low_usd_per_t,
                hub.high_usd_per_t,
                hub.mean_regret_usd_per_t,
                hub.most_regret_usd_per_t,
                *hub.rank_shares,
            ]
        )
    return out.getvalue()


def ranking_text(answer: RankingAnswer, heading: Heading, notes: Sequence[str] = ()) -> str:
    """Return the answer as lines for a terminal."""
    names = [heading.names[deposit] for deposit in answer.deposit_ids]
    told = f"{answer.draws:,} draws, seed {answer.seed}; US$ per t of feed ({heading.currency})"
    lines = [
        f"{told}, the mean by tonnage of {', '.join(names)}",
        "",
        *_ranks(answer, heading),
        "",
        *_deciders(answer, heading),
    ]
    if answer.agreement:
        mean, most = answer.agreement.mean * PERCENT, answer.agreement.most * PERCENT
        told = f"stored ways against routing anew, {answer.agreement.cases} cases"
        lines += ["", f"{told}: dearer by {mean:z.2f} % on average, {most:z.2f} % at most"]
    notes = [
        *(f"{heading.names[d]} is left out: {why}" for d, why in answer.left_out.items()),
        *notes,
    ]
    lines += ["", *(f"note: {note}" for note in notes)] if notes else []
    return "\n".join(lines) + "\n"


def _ranks(answer: RankingAnswer, heading: Heading) -> Iterator[str]:
    ranks = "".join(f"{f'#{rank}':>6}" for rank in range(1, len(answer.hubs) + 1))
    width = max(len(heading.names[hub.hub_id]) for hub in answer.hubs)
    yield f"{'hub':{width}}   mean   5 %  95 %  regret  most {ranks}  (% of worlds at each rank)"
    for hub in answer.hubs:
        shares = "".join(f"{share * PERCENT:6.1f}" for share in hub.rank_shares)
        yield (
            f"{heading.names[hub.hub_id]:{width}} {hub.mean_usd_per_t:6.1f} "
            f"{hub.low_usd_per_t:5.0f} {hub.high_usd_per_t:5.0f}  "
            f"{hub.mean_regret_usd_per_t:6.1f} {hub.most_regret_usd_per_t:5.0f} {shares}"
        )


def _deciders(answer: RankingAnswer, heading: Heading) -> Iterator[str]:
    if answer.swings:
        first, second = (heading.names[hub.hub_id] for hub in answer.hubs[:2])
        yield f"What decides: lead of {first} over {second} with one input low, and high"
        for swing in answer.swings[:SWINGS_SHOWN]:
            if swing.width_usd_per_t >= LEAST_USD_PER_T:
                yield (
                    f"{swing.lead_at_low_usd_per_t:8.1f} {swing.lead_at_high_usd_per_t:8.1f}  "
                    f"{swing.name.replace('_', ' ')}"
                    + ("  <- overturns the order" if swing.overturns else "")
                )
    values = dict(answer.value_usd_per_t)
    yield f"Knowing every input before choosing is worth {values.pop(''):.2f} US$ per t"
    best = sorted(values.items(), key=lambda item: -item[1])[:3]
    told = ", ".join(f"{name.replace('_', ' ')} {value:.2f}" for name, value in best if value > 0)
    yield f"Knowing one of them: {told or 'nothing'}"
