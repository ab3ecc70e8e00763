"""The page of compared hubs: two maps that move as one, the difference, and the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from geo.hub_comparison import COMPONENTS
from maps.hub_tables import all_warnings, comparison_csv, hub_record
from maps.outline import encode_line
from maps.page_data import page_data

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

    from geo.hub_comparison import Comparison, HubRow
    from maps.page_data import Imprint
    from maps.tables import Heading


def comparison_page(
    comparison: Comparison,
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
    land: gpd.GeoDataFrame,
    imprint: Imprint,
    *,
    heading: Heading,
    projection: str = "siberia",
) -> folium.Map:
    """Return the page of a comparison: two of the hubs on two maps, and the account of all.

    Parameters
    ----------
    comparison
        Hubs with their costs.
    places, links, land
        As for `maps.atlas.atlas_page`; the links hold every link of the hauls, access links too.
    imprint
        Title, edition, command and attribution, which the page shows.
    heading
        Names of places, and the benchmark to which the cost per kg REO is compared.
    projection
        "siberia" (Albers equal-area conic) or "polar" (EPSG:3576).

    Raises
    ------
    InputError
        If a frame is not in EPSG:4326, lacks columns, or the projection is not known.
    """
    from maps.frame import framed_map  # noqa: PLC0415 - folium loads only when a page is made

    data = page_data(places, links, land, imprint, projection)
    data["comparison"] = comparison_record(comparison, links, heading)
    return framed_map(
        data,
        entry="startComparison",
        scripts=("comparison_panel.js", "comparison.js"),
        body_class="z-wide z-pair",
    )


def comparison_record(
    comparison: Comparison, links: gpd.GeoDataFrame, heading: Heading
) -> dict[str, Any]:
    """Return a comparison as the page reads it; each link is drawn from one line."""
    used = {
        link_id
        for row in comparison.rows
        for cost in row.costs
        for haul in cost.hauls
        if haul.route
        for link_id in haul.route.link_ids
    }
    drawn = links[links["id"].isin(used)]
    return {
        "deposits": list(comparison.deposit_ids),
        "stages": list(comparison.stages),
        "ready": comparison.ready,
        "components": list(COMPONENTS),
        "benchmark_usd_per_kg": heading.benchmark_usd_per_kg_reo,
        "hubs": [_hub(row, comparison, heading) for row in comparison.rows],
        "lines": {
            link_id: encode_line(shapely.get_coordinates(line))
            for link_id, line in zip(drawn["id"], drawn.geometry, strict=True)
        },
        "csv": comparison_csv(comparison, heading),
        "warnings": all_warnings(comparison),
    }


def _hub(row: HubRow, comparison: Comparison, heading: Heading) -> dict[str, Any]:
    return {
        **hub_record(row, comparison, heading),
        "hauls": [
            {
                "kind": haul.kind,
                "item": haul.item,
                "from_id": haul.from_id,
                "to_id": haul.to_id,
                "shipped_t_per_y": haul.shipped_t * cost.tonnes_per_y,
                "cost_usd_per_t": haul.cost_usd,
                "link_ids": list(haul.route.link_ids) if haul.route else [],
            }
            for cost in row.costs
            for haul in cost.hauls
        ],
    }
