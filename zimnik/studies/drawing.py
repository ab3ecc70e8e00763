"""What every page of a model stands on: places, links, land, and what the page says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import geopandas as gpd

    from zimnik.geo.infrastructure.needs import Needs
    from zimnik.layers import Atlas
    from zimnik.layers.regions.region import Region
    from zimnik.maps.page.document import Gazetteer
    from zimnik.maps.page.ground import Ground
    from zimnik.maps.page.page_data import Imprint, PageContext
    from zimnik.maps.pages.answers.flow_map import FlowGround
    from zimnik.maps.reports.heading import Heading
    from zimnik.maps.reports.records import Asked
    from zimnik.studies.model import Model

PROJECTIONS = ("region", "polar")


def heading_of(model: Model, asked: Asked) -> Heading:
    """Return what stands over every report of a model."""
    from zimnik.maps.reports.heading import Heading
    from zimnik.studies.years.calendar import year_record_of

    return Heading(
        asked=asked,
        names=_english_names(model),
        benchmark_usd_per_kg_reo=model.card.benchmark_usd_per_kg_reo.base,
        needs=missing_of(model),
        observed_year=year_record_of(model),
    )


def missing_of(model: Model) -> Needs:
    """Return what of the network of a model does not exist."""
    from zimnik.geo.infrastructure.needs import needs_of
    from zimnik.layers.cards.unbuilt import hub_stages, load_unbuilt

    return needs_of(
        model.typed_links,
        {place.id: place.status for place in model.typed_places},
        load_unbuilt(model.atlas),
        hub_stages(model.atlas),
        model.card,
    )


def projection_of(*, projection: str = PROJECTIONS[0], tiles: bool = False) -> str:
    """Return the projection of a page, which tiles decide.

    Raises
    ------
    InputError
        If the projection is unknown, or another than the usual one is asked for beside tiles.
    """
    from zimnik.maps.page.ground import TILED

    if projection not in PROJECTIONS:
        expected = f"one of {', '.join(PROJECTIONS)}"
        raise InputError([Fault("projection", expected, f"'{projection}'", "Use one of them.")])
    if tiles and projection != PROJECTIONS[0]:
        expected = "no projection beside tiles, which are in Web Mercator"
        raise InputError([Fault("projection", expected, projection, "Leave one of them out.")])
    return TILED if tiles else projection


def page_context(
    model: Model,
    asked: Asked,
    titles: Mapping[str, str],
    *,
    projection: str = PROJECTIONS[0],
    tiles: bool = False,
) -> PageContext:
    """Return what a page of the model stands on.

    Parameters
    ----------
    model
        Atlas, places and links with those that the question added.
    asked
        What was asked, which the page says.
    titles
        Heading by language.
    projection, tiles
        Equal-area projection, or Web Mercator over tiles of the web.
    """
    from zimnik.layers import column_units, land_of
    from zimnik.maps.page.page_data import PageContext
    from zimnik.studies.model import drawn

    return PageContext(
        places=page_places(model),
        links=drawn(model).links,
        land=land_of(model.region),
        imprint=imprint_of(model, asked, titles),
        ground=ground_of(model),
        units=column_units(),
        areas=model.atlas.areas,
        projection=projection_of(projection=projection, tiles=tiles),
    )


def imprint_of(model: Model, asked: Asked, titles: Mapping[str, str]) -> Imprint:
    """Return what a page of the model says of itself, with its heading in every language."""
    from zimnik.layers.regions.region import ENGLISH
    from zimnik.maps.page.page_data import Imprint

    return Imprint(
        title=titles[ENGLISH],
        titles={code: said for code, said in titles.items() if code != ENGLISH},
        version=model.atlas.version,
        date=model.atlas.date,
        rates_year=model.card.year,
        command=asked.made_by(),
        attribution=model.region.attribution,
    )


def gazetteer_of(model: Model) -> Gazetteer:
    """Return what the places and links of a model are called."""
    from zimnik.maps.page.document import Gazetteer

    russian = _russian_names(model)
    return Gazetteer(
        {place_id: (name, russian[place_id]) for place_id, name in _english_names(model).items()},
        {link.id: (link.from_id, link.to_id) for link in model.typed_links},
        ground_of(model),
    )


def flow_ground_of(model: Model, link_ids: Iterable[str]) -> FlowGround:
    """Return what a chart of flows over some links of a model is drawn on."""
    from zimnik.layers import land_of
    from zimnik.maps.pages.answers.flow_map import FlowGround
    from zimnik.studies.model import drawn

    links = drawn(model).links
    shown = links[links["id"].isin(list(link_ids))]
    places = model.places
    points = zip(places.geometry.x.tolist(), places.geometry.y.tolist(), strict=True)
    return FlowGround(
        land=land_of(model.region),
        lines=dict(zip(shown["id"], shown.geometry, strict=True)),
        points=dict(zip(places["id"], points, strict=True)),
        crs=ground_of(model).crs(PROJECTIONS[0]),
    )


def ground_of(model: Model) -> Ground:
    """Return what pages of the model know of its region."""
    return ground_of_region(model.region)


def ground_of_region(region: Region) -> Ground:
    """Return what pages know of a region.

    Raises
    ------
    InputError
        If a file of words of the region is none.
    """
    from zimnik.layers.regions.words import prose_of, words_of
    from zimnik.maps.page.ground import Ground
    from zimnik.maps.page.words import LANGUAGES

    return Ground(
        projection=region.projection,
        polar_meridian_deg=region.polar_meridian_deg,
        shown_deg=region.shown.bounds,
        waters=region.waters,
        countries=region.countries,
        corridors=region.corridor_names,
        languages=region.languages,
        words=words_of(region, shipped=LANGUAGES),
        prose=prose_of(region),
    )


def atlas_of_asked(asked: Asked) -> Atlas:
    """Return the shipped atlas of the regions that were asked of, the usual one for those of users.

    Parameters
    ----------
    asked
        What was asked.
    """
    from zimnik.layers.loading.regions import load_regions_atlas
    from zimnik.layers.regions.finding import DEFAULT, shipped_regions

    shipped = shipped_regions()
    named = [str(one) for one in asked.options.get("region") or () if str(one) in shipped]
    return load_regions_atlas(tuple(named) or (DEFAULT,), drawn=False)


def imprint_of_page(page: str, edition: tuple[str, date, int], made_by: str, at: Region) -> Imprint:
    """Return what a page of no model says of itself.

    Parameters
    ----------
    page
        Name of the page.
    edition
        Version and date of the atlas, and the year of the dollars.
    made_by
        What made the page.
    at
        Whom to name for the data is said by the region.
    """
    from zimnik.layers.regions.region import ENGLISH
    from zimnik.maps.page.page_data import Imprint

    version, day, year = edition
    own = _own_titles(at)
    titles = {code: _title(page, code, own) for code in at.languages}
    return Imprint(
        title=titles[ENGLISH],
        titles={code: said for code, said in titles.items() if code != ENGLISH},
        version=version,
        date=day,
        rates_year=year,
        command=made_by,
        attribution=at.attribution,
    )


def gazetteer_of_names(names: Mapping[str, str], atlas: Atlas) -> Gazetteer:
    """Return what places are called that answers name, in Russian where an atlas has them so.

    Parameters
    ----------
    names
        English name of every place by id, as the answers tell it.
    atlas
        Where the Russian names stand. The same id in an atlas of a user's may be another place:
        one of another English name has no Russian one.
    """
    import pandas as pd

    from zimnik.layers import sites
    from zimnik.maps.page.document import Gazetteer

    told = pd.concat([sites(atlas), atlas.terminals], ignore_index=True)
    russian = {
        (place_id, english): other
        for place_id, english, other in zip(
            told["id"], told["name_en"], told["name_ru"].fillna(""), strict=True
        )
    }
    both = {one: (name, russian.get((one, name)) or name) for one, name in names.items()}
    links = atlas.links[atlas.links["from_id"].isin(both) & atlas.links["to_id"].isin(both)]
    ends = zip(links["from_id"], links["to_id"], strict=True)
    return Gazetteer(
        both, dict(zip(links["id"], ends, strict=True)), ground_of_region(atlas.region)
    )


def page_places(model: Model) -> gpd.GeoDataFrame:
    """Return the places of the model with everything that the atlas says of them."""
    import pandas as pd

    from zimnik.layers import sites

    told = pd.concat([sites(model.atlas), model.atlas.terminals], ignore_index=True)
    points = model.places[~model.places["id"].isin(told["id"])]
    shown = told[told["id"].isin(model.places["id"])]
    return pd.concat([shown, points[["id", "name_en", "name_ru", "kind", "geometry"]]])


def titles_of(
    model: Model, page: str, places: Mapping[str, Sequence[str]] | None = None, **numbers: int
) -> dict[str, str]:
    """Return the title of a page by language, in each that the region has.

    Parameters
    ----------
    model
        It has the places that the title names.
    page
        Name of the page, as `zimnik.maps.page.words.title` takes it.
    places
        Ids of places by the parameter of the title that their names stand for.
    numbers
        The other parameters.
    """
    region = model.region
    own = _own_titles(region)
    names = {"ru": _russian_names(model)}
    return {
        code: _title(
            page,
            code,
            own,
            region=region.title(code),
            **_listed(names.get(code) or _english_names(model), places or {}),
            **numbers,
        )
        for code in region.languages
    }


def _own_titles(region: Region) -> dict[str, dict[str, str]]:
    """Return the titles of the languages of a region that are not shipped."""
    from zimnik.layers.regions.words import words_of
    from zimnik.maps.page.words import ANSWERS, LANGUAGES

    found = words_of(region, shipped=LANGUAGES)
    return {
        code: {**words.get("titles", {}), **words.get(ANSWERS, {}).get("titles", {})}
        for code, words in found.items()
    }


def _title(
    page: str, language: str, own: Mapping[str, Mapping[str, str]], **parameters: object
) -> str:
    from zimnik.layers.regions.region import ENGLISH
    from zimnik.maps.page.words import LANGUAGES, title

    shipped = language if language in LANGUAGES else ENGLISH
    return title(page, shipped, own=own.get(language), **parameters)


def _listed(names: Mapping[str, str], places: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {
        parameter: ", ".join(names[place_id] for place_id in ids)
        for parameter, ids in places.items()
    }


def _english_names(model: Model) -> dict[str, str]:
    return dict(zip(model.places["id"], model.places["name_en"], strict=True))


def _russian_names(model: Model) -> dict[str, str]:
    """Return the Russian name of every place by id, the English one where there is no other."""
    places = model.places.set_index("id")
    known = places["name_ru"].fillna("") != ""
    names: dict[str, str] = places["name_ru"].where(known, places["name_en"]).to_dict()
    return names
