"""Places and links as a networkx.MultiDiGraph of (place, vehicle) states, and back.

Owns the public network model. A node is cargo on a vehicle at a place; an edge is a link, which
moves it, or a transfer, which puts it on another vehicle. Bills stand on the edges, prices do not:
the same graph serves every cargo and every rate card of the same speeds and dwell times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import networkx as nx
import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import MODES_OF_VEHICLE, Mode, PlaceKind, Vehicle
from zimnik.geo.network.load_limits import loaded_ways
from zimnik.geo.pricing.bill import link_bill, transfer_bill
from zimnik.geo.pricing.transfers import may_transfer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.pricing.rates import RateCard

PLANNED = "planned"
PLACE_COLUMNS = ("id", "kind", "geometry")
LINK_COLUMNS = (
    "id",
    "from_id",
    "to_id",
    "mode",
    "vehicle",
    "length_km",
    "corridor",
    "dedicated",
    "escort_zones",
    "border",
    "geometry",
)


class State(NamedTuple):
    """Cargo on a vehicle at a place; no vehicle where no link touches the place."""

    place_id: str
    vehicle: Vehicle | None

    @property
    def on(self) -> Vehicle:
        """Vehicle that the cargo is on, where links touch the place."""
        if self.vehicle is None:
            message = f"no link touches '{self.place_id}'"
            raise ValueError(message)
        return self.vehicle


def build_network(
    places: gpd.GeoDataFrame, links: gpd.GeoDataFrame, card: RateCard
) -> nx.MultiDiGraph:
    """Build the network of states from validated tables.

    Parameters
    ----------
    places
        Sites and terminals, one row each, with `PLACE_COLUMNS`.
    links
        Two-way links with `LINK_COLUMNS`; lengths in km, both ends among the places.
    card
        Speeds and dwell times, from which days under way and dwell follow.

    Returns
    -------
    networkx.MultiDiGraph
        Node attributes are the columns of the place. A link gives two edges, or four where loads
        are limited by date (`geo.network.load_limits`), with attributes `kind` "link", `bill`,
        `forward`, `row` and `record` (the row with the season of the payload); a transfer gives an
        edge of `kind` "transfer" with its `bill`.

    Raises
    ------
    InputError
        If columns are missing, an id repeats, an end is unknown, a length is not a positive
        number, a mode and vehicle do not go together, or a dedicated link is not a winter road.
    """
    faults = [*_table_faults(places, links), *_row_faults(places, links)]
    if faults:
        raise InputError(faults)
    graph = nx.MultiDiGraph(
        crs=places.crs,
        place_dtypes=places.dtypes.to_dict(),
        link_dtypes=links.dtypes.to_dict(),
    )
    place_rows = {row["id"]: row for row in _records(places)}
    for row in _records(links):
        _add_link(graph, row, place_rows, card)
    for place_id, row in place_rows.items():
        _add_transfers(graph, place_id, row, card)
    return graph


def network_frames(graph: nx.MultiDiGraph) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the places and links that a network was built from, rows in order of id."""
    places = {state.place_id: row for state, row in graph.nodes(data=True)}
    links = {
        edge["row"]["id"]: edge["row"]
        for _, _, edge in graph.edges(data=True)
        if edge["kind"] == "link"
    }
    return (
        _frame(places, graph.graph["place_dtypes"], graph.graph["crs"]),
        _frame(links, graph.graph["link_dtypes"], graph.graph["crs"]),
    )


def _frame(rows: dict[str, Any], dtypes: dict[str, Any], crs: Any) -> gpd.GeoDataFrame:  # noqa: ANN401 - pyproj's own type
    ordered = [rows[key] for key in sorted(rows)]
    frame = pd.DataFrame(ordered, columns=list(dtypes))
    plain = {name: dtype for name, dtype in dtypes.items() if str(dtype) != "geometry"}
    return gpd.GeoDataFrame(frame.astype(plain), geometry="geometry", crs=crs)


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    for values in zip(*(frame[name] for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def _add_link(
    graph: nx.MultiDiGraph,
    row: dict[str, Any],
    place_rows: dict[str, dict[str, Any]],
    card: RateCard,
) -> None:
    vehicle = Vehicle(row["vehicle"])
    tail, head = State(row["from_id"], vehicle), State(row["to_id"], vehicle)
    zones = row["escort_zones"]
    for state in (tail, head):
        if state not in graph:
            graph.add_node(state, **place_rows[state.place_id])
    for key, record, payload_share in loaded_ways(row):
        bill = link_bill(
            vehicle,
            float(row["length_km"]),
            card,
            escort_zones=0.0 if pd.isna(zones) else float(zones),
            crosses_border=_is_yes(row["border"]),
            dedicated=_is_yes(row["dedicated"]),
            payload_share=payload_share,
        )
        way = {"kind": "link", "bill": bill, "record": record, "row": row}
        graph.add_edge(tail, head, key=key, forward=True, **way)
        graph.add_edge(head, tail, key=key, forward=False, **way)


def _add_transfers(
    graph: nx.MultiDiGraph, place_id: str, row: dict[str, Any], card: RateCard
) -> None:
    kind = PlaceKind(row["kind"])
    states = [s for s in (State(place_id, v) for v in Vehicle) if s in graph]
    if not states:
        graph.add_node(State(place_id, None), **row)
    if not may_transfer(kind):
        return
    for tail in states:
        for head in states:
            if tail.vehicle and head.vehicle and tail != head:
                bill = transfer_bill(kind, tail.vehicle, head.vehicle, card)
                graph.add_edge(tail, head, key="transfer", kind="transfer", bill=bill)


def _is_yes(value: Any) -> bool:  # noqa: ANN401 - a cell of any column
    return not pd.isna(value) and bool(value)


def _table_faults(places: pd.DataFrame, links: pd.DataFrame) -> Iterator[Fault]:
    for name, frame, columns in (("places", places, PLACE_COLUMNS), ("links", links, LINK_COLUMNS)):
        missing = [column for column in columns if column not in frame.columns]
        if missing:
            yield Fault(name, f"columns {list(columns)}", f"no {missing}", "Add the columns.")
        elif frame["id"].duplicated().any():
            twice = sorted(frame.loc[frame["id"].duplicated(), "id"].unique())
            yield Fault(name, "unique ids", f"{twice} twice", "Rename or drop rows.", column="id")


def _row_faults(places: pd.DataFrame, links: pd.DataFrame) -> Iterator[Fault]:
    if set(LINK_COLUMNS) - set(links.columns) or "id" not in places.columns:
        return
    known = set(places["id"])
    for row in _records(links):
        for end in ("from_id", "to_id"):
            if row[end] not in known:
                yield _link_fault(row, end, "the id of a place", "Add the place or drop the link.")
        if not row["length_km"] > 0:
            yield _link_fault(row, "length_km", "a length above zero", "Give the length in km.")
        if Mode(row["mode"]) not in MODES_OF_VEHICLE[Vehicle(row["vehicle"])]:
            yield _link_fault(row, "mode", f"a mode of a {row['vehicle']}", "Mend the row.")
        if _is_yes(row["dedicated"]) and row["mode"] != Mode.WINTER_ROAD:
            yield _link_fault(
                row, "mode", "winter_road where dedicated", "Only winter roads have a yearly price."
            )


def _link_fault(row: dict[str, Any], column: str, expected: str, remedy: str) -> Fault:
    return Fault("links", expected, repr(row[column]), remedy, row=str(row["id"]), column=column)


def built(
    places: gpd.GeoDataFrame, links: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the places and links that are not merely planned, by their column `state`."""
    standing = places[places["state"] != PLANNED]
    ids = set(standing["id"])
    there = (links["state"] != PLANNED) & links["from_id"].isin(ids) & links["to_id"].isin(ids)
    return standing.reset_index(drop=True), links[there].reset_index(drop=True)
