"""`zimnik hubs compare`: what each of several hubs costs for the same deposits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.cli.app import NOTHING_FOUND
from zimnik.cli.hubs import hubs_app
from zimnik.cli.options import (
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
from zimnik.cli.output import (
    deliver_page,
    deliver_text,
    ground_of,
    heading_of,
    is_page,
    projection_of,
    russian_names,
)
from zimnik.geo.core.vocabulary import YearType
from zimnik.studies.building import BuildOption
from zimnik.studies.participants import party_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.core.vocabulary import Mode
    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.comparison import Comparison, HubRow
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.studies.model import Model
    from zimnik.studies.participants import Party

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


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the words of the command that only the whole model can make sense of."""

    question: ChainQuestion
    ready: str | None
    build: tuple[str, ...]
    avoid: tuple[str, ...]
    without: tuple[Mode, ...]


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
    build: BuildOption = None,
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
    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.routing.dates import Dates
    from zimnik.studies.building import with_enlarged, with_planned_projects
    from zimnik.studies.model import load_model

    drawn_in = projection_of(projection, tiles)
    page = is_page(out, output_format)
    drawn = page or any("=" in text for text in build or ())
    model = load_model(atlas, rates, drawn=drawn, with_planned=with_planned, warming_c=warming)
    model, planned = with_planned_projects(model, build or ())
    model, larger = with_enlarged(model, build or ())
    party = party_of(model, deposits or processed_of(model), hubs, tonnes_per_y=tonnes)
    _require(party, through)
    question = ChainQuestion(
        stages=STAGES[: STAGES.index(through) + 1],
        market_ids=_markets(model, market),
        dates=Dates(day_of(ready) if ready else None, year_type, max_days),
        return_load_share=return_loads,
    )
    asked = Asked(question, ready, tuple(build or ()), tuple(avoid or ()), tuple(without or ()))
    model, comparison = _compared(model, party, asked, (*planned, *larger))
    if page and out is not None:
        _deliver_page(comparison, model, out, drawn_in)
    else:
        deliver_text(_text(comparison, model, output_format), out)
    if not comparison.answered:
        raise typer.Exit(NOTHING_FOUND)


def processed_of(model: Model) -> list[str]:
    """Return the deposits with a grade and a planned output whose product a recipe takes."""
    from zimnik.layers import load_recipes

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
    from zimnik.geo.core.errors import Fault, InputError

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
    from zimnik.geo.core.errors import Fault, InputError
    from zimnik.layers import find_place

    ids = tuple(model.atlas.markets["id"])
    if text is None:
        return ids
    markets = model.places[model.places["id"].isin(ids)]
    place_id = find_place(markets, text).place_id
    if place_id not in ids:
        raise InputError([Fault("--market", "a market", f"'{text}'", f"One of {', '.join(ids)}.")])
    return (place_id,)


def _compared(
    model: Model, party: Party, asked: Asked, planned: Sequence[Project]
) -> tuple[Model, Comparison]:
    """Return the comparison, and the model with the access links and new ways that it needed."""
    from zimnik.geo.processing.comparison import Comparison
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.studies.building import new_links_asked, with_new_links
    from zimnik.studies.model import closures_of, compiled, with_access_of

    question = asked.question
    year_type = question.dates.year_type
    plants = plants_of(model)
    ends = {*party.hub_ids, *question.market_ids, *(s.deposit_id for s in party.shippers)}
    ends |= {supply.place_id for supply in plants.prices.supplies}
    ways = new_links_asked(model, asked.build)
    model = with_access_of(model, ends & set(model.places["id"]))
    model, new = with_new_links(model, ways, party.shippers, party.hub_ids)
    closures = closures_of(model, asked.avoid, asked.without, year_type)
    question = replace(question, closures=closures)
    projects = (*planned, *new)
    network = dated_network(compiled(model), model.card, year_type)
    ground = Ground(network, model.card, plants, party.shippers, projects)
    rows = tuple(hub_row(ground, hub_id, question) for hub_id in party.hub_ids)
    return model, Comparison(
        deposit_ids=tuple(shipper.deposit_id for shipper in party.shippers),
        stages=question.stages,
        rows=rows,
        ready=asked.ready,
        year_type=str(year_type),
        projects=projects,
        warnings=(
            *party.notes,
            *(note for project in projects for note in project.notes),
            *model.warnings,
        ),
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """What all hubs of a comparison share: network, rates, plants, deposits and what is built."""

    network: DatedNetwork
    card: RateCard
    plants: Plants
    shippers: tuple[Shipper, ...]
    projects: tuple[Project, ...]

    def costs(self, hub_id: str, question: ChainQuestion) -> tuple[HubCost, ...]:
        """Return what a hub costs for every deposit, what is built not yet counted."""
        from zimnik.geo.processing.hub_cost import hub_cost

        return tuple(
            hub_cost(self.network, self.card, self.plants, shipper, hub_id, question)
            for shipper in self.shippers
        )


def hub_row(ground: Ground, hub_id: str, question: ChainQuestion) -> HubRow:
    """Return a hub with what is built for it, and what it would cost with nothing built."""
    from zimnik.geo.core.calendar import day_of
    from zimnik.geo.processing.comparison import HubRow
    from zimnik.geo.processing.hub_cost import month_costs
    from zimnik.geo.processing.shared_projects import used_projects, with_projects
    from zimnik.geo.siting.chain_arcs import without

    firsts = [day_of(f"{month:02d}-01") for month in range(1, MONTHS + 1)]
    costs = ground.costs(hub_id, question)
    used = used_projects(costs, ground.projects)
    unbuilt = None
    ids = frozenset[str]().union(*(project.ids for project in ground.projects))
    if ids and used:
        row = HubRow(hub_id, ground.costs(hub_id, without(question, ids)))
        unbuilt = None if row.reasons else row.cost_usd_per_t
    months = [
        month_costs(ground.network, ground.card, shipper, hub_id, question, firsts)
        for shipper in ground.shippers
    ]
    shares = [shipper.tonnes_per_y for shipper in ground.shippers]
    means = _mean_months(months, shares)
    return HubRow(hub_id, with_projects(costs, used), means, used, unbuilt)


def plants_of(model: Model) -> Plants:
    """Return what the atlas knows of plants whose places belong to the model."""
    from zimnik.geo.processing.plants import Location, Plants
    from zimnik.layers import load_ndpr_shares, load_plant_prices, load_recipes

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
    from zimnik.maps.pages.comparison import COMPARISON

    heading = heading_of(model)
    ids, count = comparison.deposit_ids, len(comparison.rows)
    names_ru = russian_names(model)
    title = f"{', '.join(heading.names[i] for i in ids)}: {count} hubs compared"
    title_ru = f"{', '.join(names_ru[i] for i in ids)}: сравнение узлов ({count})"
    ground = ground_of(model, title, title_ru, projection)
    deliver_page(COMPARISON.draw(ground, comparison, heading), out)


def _text(comparison: Comparison, model: Model, output_format: Format) -> str:
    from zimnik.maps.reports.hubs import comparison_csv, comparison_json, comparison_text

    render = {Format.JSON: comparison_json, Format.CSV: comparison_csv}
    return render.get(output_format, comparison_text)(comparison, heading_of(model))
