"""`zimnik hubs compare`: what each of several hubs costs for the same deposits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.vocabulary import YearType
from zimnik.app import NOTHING_FOUND
from zimnik.hub_haulage import party_of
from zimnik.hubs import hubs_app
from zimnik.options import (
    AtlasOption,
    AvoidOption,
    Format,
    MaxDaysOption,
    PlannedOption,
    Projection,
    ProjectionOption,
    RatesOption,
    ReadyOption,
    TilesOption,
    TonnesOption,
    WarmingOption,
    WithoutOption,
    YearTypeOption,
)
from zimnik.output import deliver_page, deliver_text, ground_of, heading_of, is_page, projection_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.hub_comparison import Comparison
    from geo.value_chain import ChainQuestion, Plants
    from zimnik.hub_haulage import Party
    from zimnik.model import Model

STAGES = ("cracking", "separation", "metal", "magnets")
USUAL = "separation"
MONTHS = 12
DepositsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--deposits",
        "--deposit",
        help="A deposit; without any, all with a planned output whose product has a recipe.",
    ),
]


@hubs_app.command()
def compare(
    hubs: Annotated[list[str], typer.Argument(help="Hubs by id or name, two or more.")],
    deposits: DepositsOption = None,
    through: Annotated[
        str, typer.Option("--through", help=f"The last stage worked: {' or '.join(STAGES)}.")
    ] = USUAL,
    market: Annotated[
        str | None, typer.Option("--market", help="Where products go; without it the cheapest.")
    ] = None,
    ready: ReadyOption = None,
    tonnes: TonnesOption = None,
    avoid: AvoidOption = None,
    without: WithoutOption = None,
    return_loads: Annotated[
        float,
        typer.Option(
            "--return-loads",
            help="Share of carriage, 0 to 1, saved where cargo of a hub goes both ways.",
        ),
    ] = 0.0,
    max_days: MaxDaysOption = 730.0,
    year_type: YearTypeOption = YearType.NORMAL,
    warming: WarmingOption = 0.0,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option(help="File to write; a name in .html draws the hubs.")
    ] = None,
    projection: ProjectionOption = Projection.SIBERIA,
    tiles: TilesOption = False,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Compare what hubs cost: feed in, reagents in, processing, product out."""
    from geo.calendar import day_of
    from geo.dates import Dates
    from geo.value_chain import ChainQuestion
    from zimnik.model import closures_of, load_model

    drawn_in = projection_of(projection, tiles)
    drawn = is_page(out, output_format)
    model = load_model(atlas, rates, drawn=drawn, with_planned=with_planned, warming_c=warming)
    party = party_of(model, deposits or _processed(model), hubs, tonnes_per_y=tonnes)
    _require(party, through)
    question = ChainQuestion(
        stages=STAGES[: STAGES.index(through) + 1],
        market_ids=_markets(model, market),
        dates=Dates(day_of(ready) if ready else None, year_type, max_days),
        closures=closures_of(model, avoid or (), without or (), year_type),
        return_load_share=return_loads,
    )
    model, comparison = _compared(model, party, question, ready)
    if drawn and out is not None:
        _deliver_page(comparison, model, out, drawn_in)
    else:
        deliver_text(_text(comparison, model, output_format), out)
    if not comparison.answered:
        raise typer.Exit(NOTHING_FOUND)


def _processed(model: Model) -> list[str]:
    """Return the deposits with a grade and a planned output whose product a recipe takes."""
    from layers import load_recipes

    recipes = load_recipes(model.atlas)
    table = model.atlas.deposits
    known = table[table["product_reo_grade_pct"].notna() & table["planned_product_t_per_y"].notna()]
    return [
        str(row["id"])
        for _, row in known.iterrows()
        if any(
            recipe.feed_product == row["product"] and recipe.deposit_id in {"", row["id"]}
            for recipe in recipes
        )
    ]


def _require(party: Party, through: str) -> None:
    from geo.errors import Fault, InputError

    faults = []
    if through not in STAGES:
        faults.append(
            Fault("--through", f"one of {', '.join(STAGES)}", f"'{through}'", "Name another.")
        )
    if len(party.hub_ids) < 2:  # noqa: PLR2004 - a comparison needs two
        faults.append(
            Fault("hubs", "two hubs or more", ", ".join(party.hub_ids), "Name another hub.")
        )
    if faults:
        raise InputError(faults)


def _markets(model: Model, text: str | None) -> tuple[str, ...]:
    from geo.errors import Fault, InputError
    from layers import find_place

    ids = tuple(model.atlas.markets["id"])
    if text is None:
        return ids
    markets = model.places[model.places["id"].isin(ids)]
    place_id = find_place(markets, text).place_id
    if place_id not in ids:
        raise InputError([Fault("--market", "a market", f"'{text}'", f"One of {', '.join(ids)}.")])
    return (place_id,)


def _compared(
    model: Model, party: Party, question: ChainQuestion, ready: str | None
) -> tuple[Model, Comparison]:
    """Return the comparison, and the model with the access links that it needed."""
    from geo.calendar import day_of
    from geo.dated_graph import dated_network
    from geo.hub_comparison import Comparison, HubRow
    from geo.value_chain import hub_cost, month_costs
    from zimnik.model import compiled, with_access_of

    plants = plants_of(model)
    ends = {*party.hub_ids, *question.market_ids, *(s.deposit_id for s in party.senders)}
    ends |= {supply.place_id for supply in plants.prices.supplies}
    model = with_access_of(model, ends & set(model.places["id"]))
    network = dated_network(compiled(model), model.card, question.dates.year_type)
    firsts = [day_of(f"{month:02d}-01") for month in range(1, MONTHS + 1)]
    rows = []
    for hub_id in party.hub_ids:
        costs = [
            hub_cost(network, model.card, plants, sender, hub_id, question)
            for sender in party.senders
        ]
        months = [
            month_costs(network, model.card, sender, hub_id, question, firsts)
            for sender in party.senders
        ]
        shares = [sender.tonnes_per_y for sender in party.senders]
        rows.append(HubRow(hub_id, tuple(costs), _mean_months(months, shares)))
    return model, Comparison(
        deposit_ids=tuple(sender.deposit_id for sender in party.senders),
        stages=question.stages,
        rows=tuple(rows),
        ready=ready,
        year_type=str(question.dates.year_type),
        warnings=(*party.notes, *model.warnings),
    )


def plants_of(model: Model) -> Plants:
    """Return what the atlas knows of plants whose places belong to the model."""
    from dataclasses import replace

    from geo.recipes import Location
    from geo.value_chain import Plants
    from layers import load_ndpr_shares, load_plant_prices, load_recipes

    prices = load_plant_prices(model.atlas)
    there = set(model.places["id"])
    supplies = tuple(supply for supply in prices.supplies if supply.place_id in there)
    columns = (model.places[name] for name in ("id", "region", "country"))
    return Plants(
        recipes=load_recipes(model.atlas),
        prices=replace(prices, supplies=supplies),
        locations={
            place_id: Location(region, country)
            for place_id, region, country in zip(*columns, strict=True)
        },
        ndpr_shares=load_ndpr_shares(model.atlas),
    )


def _mean_months(
    months: Sequence[Sequence[float | None]], tonnes: Sequence[float]
) -> tuple[float | None, ...]:
    """Return the mean over deposits by tonnes, None in a month in which one has no way."""
    means: list[float | None] = []
    for costs in zip(*months, strict=True):
        known = [cost for cost in costs if cost is not None]
        whole = len(known) == len(costs)
        usd = sum(cost * t for cost, t in zip(known, tonnes, strict=False))
        means.append(usd / sum(tonnes) if whole else None)
    return tuple(means)


def _deliver_page(comparison: Comparison, model: Model, out: Path, projection: str) -> None:
    from maps.comparison_page import COMPARISON

    heading = heading_of(model)
    deposits = ", ".join(heading.names[deposit_id] for deposit_id in comparison.deposit_ids)
    title = f"{deposits}: {len(comparison.rows)} hubs compared"
    ground = ground_of(model, title, projection)
    deliver_page(COMPARISON.draw(ground, comparison, heading), out)


def _text(comparison: Comparison, model: Model, output_format: Format) -> str:
    from maps.hub_tables import comparison_csv, comparison_json, comparison_text

    render = {Format.JSON: comparison_json, Format.CSV: comparison_csv}
    return render.get(output_format, comparison_text)(comparison, heading_of(model))
