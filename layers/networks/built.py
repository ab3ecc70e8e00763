"""Networks prepared for `--network`: graphs of what is open all year.

Owns the folder that is made beside that of an import, and that it is used only for the tables that
it was made of. It is sealed, so that a newer one takes its place and nothing else is lost.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow.feather import read_table, write_feather

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.static.country import CountryNetwork, family_graph, family_of, is_static
from zimnik.layers.atlas.atlas import SHIPPED, VERSION_FILE
from zimnik.layers.atlas.network import typed_links
from zimnik.layers.checks.validation import cell_faults
from zimnik.layers.folders import write_folder
from zimnik.layers.loading.export import change_of, edition_text
from zimnik.layers.loading.shipped import trusted_table
from zimnik.layers.networks.nodes import NodeTable
from zimnik.layers.readers.cells import typed
from zimnik.layers.readers.csv_files import read_csv
from zimnik.layers.readers.keys import repeated_keys
from zimnik.layers.readers.plain_files import LIMITS
from zimnik.layers.schema.tables import LINKS, TERMINALS
from zimnik.layers.writing.seals import folder_seal

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.geo.core.arrays import Flags
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.schema.schema import Table

# The first two are mapped into memory, where what is not asked for is never read.
NODES, EDGES, DATED = "nodes.arrow", "edges.arrow", "dated.parquet"
# To be raised where the files change, so that those of an older zimnik are built again.
FORMAT = "network 2,"
OTHER = "other tables, or what an older zimnik built"
# A dated row may be one of many millions, of which the first faults tell enough.
LISTED = 20


@dataclass(frozen=True, slots=True, eq=False)
class BuiltNetwork:
    """A network that is prepared.

    Parameters
    ----------
    network
        Places, static graphs and dated links.
    nodes
        All nodes as a table.
    """

    network: CountryNetwork
    nodes: NodeTable


def built_path(folder: Path) -> Path:
    """Return where the prepared form of a network stands: beside its folder."""
    return folder.with_name(f"{folder.name}_built")


def build_network(folder: Path, limits: Limits = LIMITS) -> BuiltNetwork:
    """Prepare the network of a folder of tables, and write it beside the folder.

    Parameters
    ----------
    folder
        What `zimnik network import` wrote, edited or not.
    limits
        The most that is read of a table that was edited; what an import wrote is read whole.

    Raises
    ------
    InputError
        With every fault of the tables, or if something else stands where it is to be written.
    OutputError
        If it cannot be written.
    """
    terminals, links = _tables(folder, limits)
    edition = tables_sha256(folder)
    static, dated = _split(links)
    number = pd.Series(np.arange(len(terminals)), index=terminals["id"])
    edges = pd.DataFrame(
        {
            "id": static["id"].to_numpy(),
            "from_node": number[static["from_id"]].to_numpy(),
            "to_node": number[static["to_id"]].to_numpy(),
            "length_km": static["length_km"].to_numpy(),
            "vehicle": static["vehicle"].to_numpy(),
        }
    )
    nodes = NodeTable(pa.Table.from_pandas(terminals, preserve_index=False))
    rows = pa.Table.from_pandas(edges, preserve_index=False)
    network = _network(nodes, rows, dated)

    def fill(place: Path) -> None:
        write_feather(nodes.table, place / NODES, compression="uncompressed")
        write_feather(rows, place / EDGES, compression="uncompressed")
        dated.to_parquet(place / DATED, index=False)
        head = edition_text(f"{FORMAT} {edition}", datetime.now(UTC).date())
        sealed = head + folder_seal(place, besides=VERSION_FILE)
        (place / VERSION_FILE).write_text(sealed, encoding="utf-8", newline="\n")

    write_folder(built_path(folder), fill, change_of)
    return BuiltNetwork(network, nodes)


def read_built(folder: Path) -> BuiltNetwork:
    """Return the prepared network of a folder.

    Raises
    ------
    InputError
        If it was not prepared, or the tables or what was made of them changed since.
    """
    place = built_path(folder)
    remedy = f"Run zimnik network build {folder.name}."
    if not (place / VERSION_FILE).is_file():
        found = "none" if folder.is_dir() else "no such folder"
        raise _refused(folder, "a network that was built", found, remedy)
    change = change_of(place)
    if change:
        raise _refused(place, "a network as it was built", change, f"Move it away. {remedy}")
    said = (place / VERSION_FILE).read_text(encoding="utf-8")
    if not said.startswith(f'version = "{FORMAT} {tables_sha256(folder)}"'):
        raise _refused(folder, "the tables that it was built of", OTHER, remedy)
    nodes = NodeTable(read_table(place / NODES, memory_map=True))
    edges = read_table(place / EDGES, memory_map=True)
    network = _network(nodes, edges, pd.read_parquet(place / DATED))
    return BuiltNetwork(network, nodes)


def tables_sha256(folder: Path) -> str:
    """Return the hash of the two tables that a network is made of."""
    found = hashlib.sha256()
    for table in (TERMINALS, LINKS):
        path = folder / f"{table.name}.csv"
        if path.is_file():
            with path.open("rb") as file:
                found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def _refused(path: Path, expected: str, found: str, remedy: str) -> InputError:
    return InputError([Fault(path.name, expected, found, remedy)])


def _tables(folder: Path, limits: Limits) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return terminals and links of a folder."""
    if not folder.is_dir():
        remedy = "Give the folder that zimnik network import wrote."
        raise _refused(folder, "a folder", "none of this name", remedy)
    as_imported = (folder / VERSION_FILE).is_file() and not change_of(folder)
    faults: list[Fault] = []
    frames = []
    for table in (TERMINALS, LINKS):
        try:
            frames.append(
                trusted_table(folder, table) if as_imported else _table(folder, table, limits)
            )
        except InputError as error:
            faults += error.faults
    if not faults:
        frames[0] = _with_joined(*frames)
        faults = _end_faults(*frames)
    if faults:
        raise InputError(faults)
    return frames[0], frames[1]


def _with_joined(terminals: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the terminals with those of the shipped atlas that the import was joined to."""
    missing = {*links["from_id"], *links["to_id"]} - set(terminals["id"])
    if not missing:
        return terminals
    shipped = trusted_table(SHIPPED, TERMINALS)
    return pd.concat([terminals, shipped[shipped["id"].isin(missing)]], ignore_index=True)


def _table(folder: Path, table: Table, limits: Limits) -> pd.DataFrame:
    path = folder / f"{table.name}.csv"
    if not path.is_file():
        remedy = "Give the folder that zimnik network import wrote."
        where = f"{folder.name}/{path.name}"
        raise InputError([Fault(where, "a table", "none of this name", remedy)])
    cells = read_csv(path, table, path.name, limits)
    faults = [*cells.faults, *cell_faults(cells).faults, *repeated_keys(cells).values()]
    if faults:
        raise InputError(faults)
    return typed(cells)


def _end_faults(terminals: pd.DataFrame, links: pd.DataFrame) -> list[Fault]:
    """Return faults of links that end at no terminal of the folder."""
    known = set(terminals["id"])
    remedy = "Add the terminal; --network itself joins what is near."
    return [
        Fault("links.csv", "the id of a terminal of the folder", f"'{end}'", remedy, link, column)
        for column in ("from_id", "to_id")
        for link, end in zip(links["id"], links[column], strict=True)
        if end not in known
    ][:LISTED]


def _split(links: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of static links and all others."""
    flags = _may_be_static(links)
    rows = links[flags]
    flags[flags] = [is_static(link) for link in typed_links(rows)] if len(rows) else []
    return links[flags].reset_index(drop=True), links[~flags].reset_index(drop=True)


def _may_be_static(links: pd.DataFrame) -> Flags:
    """Return which rows name no season, so that only they are made links to be asked."""
    return np.asarray(links["season_open"] == "", dtype=bool).copy()


def _network(nodes: NodeTable, edges: pa.Table, dated: pd.DataFrame) -> CountryNetwork:
    every = nodes.country_nodes()
    coded = edges["vehicle"].combine_chunks().dictionary_encode()
    words = [Vehicle(word) for word in coded.dictionary.to_pylist()]
    codes = coded.indices.to_numpy()
    families = np.array([family_of(vehicle) for vehicle in words], dtype=object)
    order = np.array([list(Vehicle).index(vehicle) for vehicle in words], dtype=np.int64)
    ends = np.column_stack([edges["from_node"].to_numpy(), edges["to_node"].to_numpy()])
    ids, length_km = edges["id"], edges["length_km"].to_numpy()
    graphs = {}
    for name in sorted(set(families)):
        own = np.flatnonzero((families == name)[codes])
        own_ids = tuple(ids.take(pa.array(own)).to_pylist())
        graphs[name] = family_graph(
            every.lonlat, ends[own], length_km[own], order[codes[own]], own_ids
        )
    return CountryNetwork(every, graphs, typed_links(dated))
