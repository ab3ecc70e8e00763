"""Names of places and links that messages of a page speak of and its map does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.maps.page.page_data import PageContext


def told_names(
    whole: PageContext, shown: PageContext, record: dict[str, Any]
) -> dict[str, list[dict[str, str]]]:
    """Return the names that the messages of a record need beyond what is shown.

    Parameters
    ----------
    whole, shown
        All places and links, and those that the page shows.
    record
        What the page tells, with messages as codes and parameters.

    Returns
    -------
    dict
        `told_places` with id and names, `told_links` with id and ends.
    """
    told = set(_ids(record))
    places, links = whole.places, whole.links
    links = links[links["id"].isin(told - set(shown.links["id"]))]
    ends = told.union(links["from_id"], links["to_id"])
    places = places[places["id"].isin(ends - set(shown.places["id"]))]
    return {
        "told_places": [
            {
                "id": row["id"],
                "name_en": row["name_en"],
                "name_ru": row["name_ru"] if isinstance(row.get("name_ru"), str) else "",
            }
            for row in places.drop(columns=places.geometry.name).to_dict("records")
        ],
        "told_links": [
            {"id": row["id"], "from_id": row["from_id"], "to_id": row["to_id"]}
            for row in links[["id", "from_id", "to_id"]].to_dict("records")
        ],
    }


def _ids(told: object) -> Iterator[str]:
    """Yield the ids that messages hold, wherever they stand."""
    if isinstance(told, dict):
        if "code" in told and isinstance(told.get("with"), dict):
            for name, value in told["with"].items():
                if name.endswith("_id"):
                    yield value
                elif name.endswith("_ids"):
                    yield from value
        for value in told.values():
            yield from _ids(value)
    elif isinstance(told, list):
        for one in told:
            yield from _ids(one)
