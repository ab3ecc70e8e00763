"""`zimnik campaign`: a year's shipping plan under capacities, with stockpiles."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.cli.app import NOTHING_FOUND, app
from zimnik.cli.campaign_options import (
    MOST_USD_PER_T_D,
    Reading,
    amounts,
    flow,
    named,
    require_tonnes,
    season,
    stored,
)
from zimnik.cli.options import (
    AtlasOption,
    AvoidOption,
    Format,
    Place,
    PlannedOption,
    Projection,
    ProjectionOption,
    RatesOption,
    TilesOption,
    TonnesOption,
    ViaOption,
    WarmingOption,
    WithoutOption,
    YearTypeOption,
)
from zimnik.cli.output import (
    PAGE_SUFFIX,
    deliver_page,
    deliver_text,
    ground_of,
    heading_of,
    projection_of,
    russian_names,
)
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import Mode, YearType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.campaign.results import CampaignAnswer
    from zimnik.studies.model import Model

GROUNDED = "aircraft are left out, since no airfield's capacity is known; --with-air lets them fly"


@app.command()
def campaign(
    deposit: Place,
    hub: Place,
    tonnes: TonnesOption = None,
    via: ViaOption = None,
    avoid: AvoidOption = None,
    without: WithoutOption = None,
    also: Annotated[
        list[str] | None,
        typer.Option(help="DEPOSIT:HUB:TONNES that shares the capacities."),
    ] = None,
    inbound: Annotated[
        list[str] | None,
        typer.Option(help="FROM:TO:TONNES of reagents or fuel, used evenly where they arrive."),
    ] = None,
    storage: Annotated[
        list[str] | None, typer.Option(help="PLACE=TONNES that may lie there at most.")
    ] = None,
    capacity: Annotated[
        list[str] | None,
        typer.Option(
            help="PLACE=TONNES or LINK=TONNES a year there is room for, community traffic off."
        ),
    ] = None,
    storage_price: Annotated[
        list[str] | None, typer.Option(help="PLACE=USD a tonne and day in store there.")
    ] = None,
    working_season: Annotated[
        str | None, typer.Option(help="MM-DD:MM-DD when the mine works; without it all year.")
    ] = None,
    with_air: Annotated[
        bool,
        typer.Option(
            "--with-air", help="Let aircraft fly, though no airfield's capacity is known."
        ),
    ] = False,
    year_type: YearTypeOption = YearType.NORMAL,
    warming: WarmingOption = 0.0,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option(help="File to write; a name in .html draws the campaign.")
    ] = None,
    projection: ProjectionOption = Projection.SIBERIA,
    tiles: TilesOption = False,
    atlas: AtlasOption = None,
    rates: RatesOption = None,
    with_planned: PlannedOption = False,
) -> None:
    """Plan a year's shipping: most tonnes under the capacities, then least cost."""
    from zimnik.geo.campaign.campaign import CampaignRequest, Demand, plan_campaign
    from zimnik.studies.model import (
        ambiguities,
        cargo_of,
        closures_of,
        compiled,
        load_model,
        match_places,
        passed,
        with_access_of,
    )

    reading = Reading()
    reading.read(partial(_require_sense, with_air=with_air), output_format, without or ())
    flows = [
        *((reading.read(flow, text, "--also"), False) for text in also or ()),
        *((reading.read(flow, text, "--inbound"), True) for text in inbound or ()),
    ]
    wanted = [(deposit, hub, tonnes, False)]
    wanted += [(*known, is_inbound) for known, is_inbound in flows if known]
    reading.read(require_tonnes, [amount for _, _, amount, _ in wanted if amount is not None])
    storages = reading.read(amounts, storage, "--storage") or {}
    capacities = reading.read(amounts, capacity, "--capacity") or {}
    prices = reading.read(amounts, storage_price, "--storage-price", MOST_USD_PER_T_D) or {}
    works = reading.read(season, working_season)
    drawn_in = projection_of(projection, tiles)
    reading.require_no_fault()

    is_page = out is not None and out.suffix == PAGE_SUFFIX
    model = load_model(atlas, rates, drawn=is_page, with_planned=with_planned, warming_c=warming)
    texts = [text for start, end, _, _ in wanted for text in (start, end)]
    model, ends = match_places(model, texts)
    ids = [end.place_id for end in ends]
    model = with_access_of(model, set(ids))
    closed = [*(without or ()), *(() if with_air else (Mode.AIR,))]
    passing, closures = (
        passed(model, via or ()),
        closures_of(model, avoid or (), closed, year_type),
    )
    demands, notes = [], dict.fromkeys(ambiguities(model, texts, ends))
    if not with_air:
        notes[GROUNDED] = None
    pairs = zip(ids[::2], ids[1::2], wanted, strict=True)
    for number, (origin_id, destination_id, (_, _, amount, is_inbound)) in enumerate(pairs):
        cargo, more = cargo_of(model, origin_id, amount)
        notes |= dict.fromkeys(more)
        # Places to pass are those of the first demand; another may lie elsewhere.
        own_via = passing if number == 0 else ()
        demands.append(Demand(origin_id, destination_id, cargo, is_inbound, own_via, closures))
    request = CampaignRequest(
        demands=demands,
        season=works,
        capacities_t_per_y=named(model, capacities, "--capacity"),
        storages_t=stored(named(model, storages, "--storage"), demands, "--storage"),
        storage_usd_per_t_d=stored(
            named(model, prices, "--storage-price"), demands, "--storage-price"
        ),
        year_type=year_type,
    )
    answer = plan_campaign(compiled(model), model.card, request).warned((*notes, *model.warnings))
    if is_page and out is not None:
        _deliver_page(answer, model, out, drawn_in)
    else:
        deliver_text(_text(answer, model, output_format), out)
    if not answer.delivered_t:
        raise typer.Exit(NOTHING_FOUND)


def _require_sense(output_format: Format, without: Sequence[Mode], *, with_air: bool) -> None:
    faults = []
    if output_format is Format.GEOJSON:
        remedy = "A campaign has no geojson."
        faults.append(Fault("--format", "text, json or csv", "geojson", remedy))
    if with_air and Mode.AIR in without:
        faults.append(Fault("--with-air", "not --without air as well", "both", "Leave one out."))
    if faults:
        raise InputError(faults)


def _deliver_page(answer: CampaignAnswer, model: Model, out: Path, projection: str) -> None:
    from zimnik.maps.pages.campaign import CAMPAIGN

    names, names_ru = heading_of(model).names, russian_names(model)
    first = answer.demands[0]
    start, end = first.origin_id, first.destination_id
    title = f"{names[start]} to {names[end]}: a year's campaign"
    title_ru = f"{names_ru[start]} – {names_ru[end]}: кампания года"
    ground = ground_of(model, title, title_ru, projection)
    deliver_page(CAMPAIGN.draw(ground, answer), out)


def _text(answer: CampaignAnswer, model: Model, output_format: Format) -> str:
    from zimnik.maps.reports.campaign import campaign_csv, campaign_json, campaign_text

    render = {
        Format.TEXT: campaign_text,
        Format.JSON: campaign_json,
        Format.CSV: campaign_csv,
    }
    return render[output_format](answer, heading_of(model))
