"""`zimnik hubs rank`: in how many possible worlds a hub is the cheapest to feed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.cli.hubs import hubs_app
from zimnik.cli.options import (
    AtlasOption,
    AvoidOption,
    Format,
    PlannedOption,
    RatesOption,
    TonnesOption,
    WithoutOption,
)
from zimnik.cli.output import deliver_text, heading_of, require_suffix
from zimnik.geo.core.vocabulary import YearType
from zimnik.studies.participants import STAGE, DepositsOption, ReadyOption, StageOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.core.vocabulary import Mode
    from zimnik.geo.pricing.rates import Range
    from zimnik.geo.uncertainty.hub_ranking import RankingAnswer
    from zimnik.geo.uncertainty.samples import Input
    from zimnik.studies.participants import Party
    from zimnik.studies.model import Model


@hubs_app.command()
def rank(
    hubs: Annotated[
        list[str] | None, typer.Argument(help="Hubs; without any, those that have the stage.")
    ] = None,
    draws: Annotated[int, typer.Option(help="How many worlds are drawn.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same worlds.")] = 1,
    value_chain: Annotated[
        bool,
        typer.Option(
            "--value-chain", help="Count reagents, processing and products, not feed alone."
        ),
    ] = False,
    deposits: DepositsOption = None,
    stage: StageOption = STAGE,
    tonnes: TonnesOption = None,
    ready: ReadyOption = None,
    avoid: AvoidOption = None,
    without: WithoutOption = None,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="File to write.")] = None,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Rank hubs by the cost of feeding them, in many possible worlds."""
    require_suffix(out, output_format)
    from zimnik.geo.uncertainty.hub_ranking import compare_with_routing, corner_cards, rank_by_draws
    from zimnik.geo.uncertainty.samples import SHARED, card_inputs, draw_samples, require_draws
    from zimnik.studies.participants import party_of, stored
    from zimnik.studies.model import load_model

    # Before the ways are sought, which takes longest.
    require_draws(draws, seed)
    model = load_model(atlas, rates, with_planned=with_planned)
    inputs = card_inputs(model.card, _rouble(model))
    party = party_of(model, deposits or (), hubs or (), stage=stage, tonnes_per_y=tonnes)
    joined = (
        "rates that one cause moves (fuel: truck, barge, ship, aircraft; wages: lifts) are drawn "
        f"with a correlation of {SHARED:g}; the value of the rouble moves all that is paid in it"
    )
    notes = (*model.warnings, joined, *party.notes)
    if value_chain:
        answer = _chain_answer(
            model, party, inputs, draws, seed, avoid or (), without or (), ready or ()
        )
        deliver_text(_text(answer, model, output_format, notes), out)
        return
    samples = draw_samples(inputs, draws, seed)
    arrays, options, haulage = stored(
        model,
        party,
        corner_cards(model.card),
        YearType,
        avoid=avoid or (),
        without=without or (),
        ready=ready or (),
    )
    answer = rank_by_draws(haulage, model.card, samples, seed=seed)
    tested = compare_with_routing(haulage, arrays, model.card, samples, options, seed=seed)
    answer = replace(answer, agreement=tested)
    deliver_text(_text(answer, model, output_format, notes), out)


def _chain_answer(
    model: Model,
    party: Party,
    inputs: Sequence[Input],
    draws: int,
    seed: int,
    avoid: Sequence[str],
    without: Sequence[Mode],
    ready: Sequence[str],
) -> RankingAnswer:
    from zimnik.geo.uncertainty.chain_samples import chain_inputs, compare_chains
    from zimnik.geo.uncertainty.hub_ranking import rank_samples
    from zimnik.geo.uncertainty.samples import draw_samples
    from zimnik.studies.chains import stored_chains

    chains, left_out, asked = stored_chains(model, party, avoid=avoid, without=without, ready=ready)
    samples = draw_samples((*inputs, *chain_inputs(chains.plants)), draws, seed)
    answer = rank_samples(chains.hub_ids, samples, chains.hub_costs_usd_per_t, seed=seed)
    ids = tuple(shipper.deposit_id for shipper in chains.shippers)
    tested = compare_chains(chains, asked, samples, seed=seed)
    return replace(answer, deposit_ids=ids, left_out=left_out, agreement=tested)


def _rouble(model: Model) -> Range:
    from zimnik.geo.uncertainty.samples import rouble_range

    table = model.atlas.exchange_rates
    roubles = table[table["currency"] == "RUB"]
    known = zip(roubles["year"], roubles["units_per_usd"], strict=True)
    return rouble_range({int(year): float(rate) for year, rate in known}, model.card.year)


def _text(answer: RankingAnswer, model: Model, output_format: Format, notes: Sequence[str]) -> str:
    from zimnik.maps.reports.ranking import ranking_csv, ranking_json, ranking_text

    heading = heading_of(model)
    if output_format is Format.JSON:
        return ranking_json(answer, heading, notes)
    if output_format is Format.CSV:
        return ranking_csv(answer, heading)
    return ranking_text(answer, heading, notes)
