"""Import of networks: files of lines, or OpenStreetMap extracts, to a folder for `atlas`.

Owns the options of an import and the order in which it reads, makes and writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import MODES_OF_VEHICLE, Mode, Vehicle
from zimnik.studies.faults import FaultCollector
from zimnik.studies.options import Options, number, option, optional, several, text, word
from zimnik.studies.sources import PATH, REGIONS, FileLimits

if TYPE_CHECKING:
    from zimnik.layers import Atlas
    from zimnik.layers.networks.importing import ImportedNetwork
    from zimnik.layers.networks.report import NetworkReport
    from zimnik.layers.networks.ways import Landmark, Ways
    from zimnik.layers.readers.plain_files import Limits

MOST_SNAP_M, MOST_LEAST_KM, MOST_LANDMARK_KM, MOST_JOIN_KM = 1_000.0, 10_000.0, 5.0, 50.0
OSM_SUFFIXES = (".osm.pbf", ".pbf")


@dataclass(frozen=True, slots=True)
class ImportOptions(Options):
    """Make a network of lines: a folder for --atlas, of roads, railways or rivers in any file.

    Parameters
    ----------
    files
        Files of lines: .gpkg, .shp, .geojson, .parquet; or OpenStreetMap extracts, .osm.pbf.
    mode
        What lines are whose class says nothing that is known.
    vehicle
        What carries the cargo on them.
    layer
        Layer of a GeoPackage; without it all of them.
    class_column
        Column that says what a line is; without it the first that is usual, such as highway.
    classes
        Table of classes to go by; without it the one beside the folder, if there is one.
    snap_m
        A loose end joins what is within so many metres, 0 to 1,000; 1 without it, and 0 for
        extracts, of which lines share their nodes.
    least_km
        Leave out parts of the network of fewer kilometres.
    landmark_km
        How far a station or a port may stand from the lines that it is joined to, 0 to 5 km.
    join_km
        Join the network to terminals of the region of its own kind within so many km.
    region
        Regions by name or folder: their terminals are joined, their climate makes winter roads.
    out
        Folder to write; the table of classes is written beside it on the first run.
    """

    group: ClassVar[str] = "Import"

    files: tuple[Path, ...] = option((), several(PATH), positional=True)
    mode: Mode | None = option(None, optional(word(Mode)))
    vehicle: Vehicle | None = option(None, optional(word(Vehicle)))
    layer: str | None = option(None, optional(text("the name of a layer")))
    class_column: str | None = option(None, optional(text("the name of a column")))
    classes: Path | None = option(None, PATH)
    snap_m: float | None = option(None, optional(number(0.0, MOST_SNAP_M, unit="m")))
    least_km: float = option(0.0, number(0.0, MOST_LEAST_KM, unit="km"))
    landmark_km: float = option(0.5, number(0.0, MOST_LANDMARK_KM, unit="km"))
    join_km: float = option(0.0, number(0.0, MOST_JOIN_KM, unit="km"))
    region: Any = option((), REGIONS)
    out: Path | None = option(None, PATH)

    def contradictions(self) -> list[Fault]:
        """Return faults of mode and vehicle together, of no file, and of the folder."""
        faults = []
        if not self.files:
            faults.append(Fault("files", "at least one file", "none", "Name the files of lines."))
        if (self.mode is None) != (self.vehicle is None):
            missing = "mode" if self.mode is None else "vehicle"
            faults.append(
                Fault(missing, "mode and vehicle, or neither", "one of them", "Give the other.")
            )
        elif self.mode and self.vehicle and self.mode not in MODES_OF_VEHICLE[self.vehicle]:
            modes = ", ".join(sorted(MODES_OF_VEHICLE[self.vehicle]))
            expected, found = f"a mode of {self.vehicle}: {modes}", f"'{self.mode}'"
            faults.append(Fault("mode", expected, found, "Correct the mode or the vehicle."))
        if self.out is not None:
            from zimnik.layers.networks.folder import folder_faults

            faults += folder_faults(self.out)
        return faults


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Network:
    """A network that was made of lines; `write` gives a folder for `zimnik.load(atlas=...)`.

    Parameters
    ----------
    made
        Its tables, classes and report.
    """

    made: ImportedNetwork

    @property
    def report(self) -> NetworkReport:
        """What was read, done and left out."""
        return self.made.report

    @property
    def terminals(self) -> Any:  # noqa: ANN401 - geopandas is read later
        """Terminals as a GeoDataFrame of points, with the columns of the table."""
        return self.made.tables.terminals.copy()

    @property
    def links(self) -> Any:  # noqa: ANN401 - geopandas is read later
        """Links as a GeoDataFrame of lines, with the columns of the table."""
        return self.made.tables.links.copy()

    def write(self, folder: str | Path) -> Path:
        """Write the tables as a folder, and the table of classes beside it where there is none.

        Raises
        ------
        InputError
            If something else stands there.
        OutputError
            If it cannot be written.
        """
        from zimnik.layers.networks.folder import write_network

        write_network(self.made, Path(folder))
        return Path(folder)

    def __repr__(self) -> str:
        said = self.report
        return (
            f"<Network: {said.links:,} links, {said.nodes:,} terminals, {said.length_km:,.0f} km>"
        )


def import_network(*files: str | Path, **options: Any) -> Network:  # noqa: ANN401 - of two dataclasses
    """Make a network of files of lines; the options are those of `ImportOptions` and `FileLimits`.

    Raises
    ------
    InputError
        With every fault of the options and of the files; nothing is written then.
    OutputError
        If `out` is given and cannot be written.
    """
    limits = {name: options.pop(name) for name in list(options) if name.startswith("max_")}
    return made_network(
        ImportOptions(tuple(Path(one) for one in files), **options), FileLimits(**limits)
    )


def made_network(asked: ImportOptions, files: FileLimits) -> Network:
    """Return the network that is asked for, written where a folder is named."""
    from zimnik.layers.networks.default_seasons import seasons_of_atlas
    from zimnik.layers.networks.importing import ImportRules, network_of_ways

    faults = FaultCollector()
    parts: list[Ways] = []
    table = _table(asked)
    atlas: Atlas | None = None
    with faults.reading():
        atlas = _atlas(asked, files.limits)
    classes: dict[str, Any] = {}
    for path in asked.files:
        with faults.reading():
            parts.append(_read(path, asked, files.limits))
    with faults.reading():
        classes = _classes(table, files.limits)
    faults.require_none()
    rules = ImportRules(
        mode=asked.mode,
        vehicle=asked.vehicle,
        classes=classes,
        table=table.name if table else "",
        snap_m=asked.snap_m,
        least_km=asked.least_km,
        landmark_km=asked.landmark_km,
        joins=_terminals(atlas) if atlas and asked.join_km else (),
        join_km=asked.join_km,
        region=atlas.region if atlas else None,
        **({"seasons": seasons_of_atlas(atlas)} if atlas else {}),
    )
    network = Network(network_of_ways(_joined(parts), rules))
    if asked.out is not None:
        network.write(asked.out)
    return network


def _read(path: Path, asked: ImportOptions, limits: Limits) -> Ways:
    if path.name.casefold().endswith(OSM_SUFFIXES):
        from zimnik.layers.networks.osm_files import read_osm_file

        return read_osm_file(path, limits)
    from zimnik.layers.networks.line_files import read_line_file

    return read_line_file(path, layer=asked.layer, class_column=asked.class_column, limits=limits)


def _atlas(asked: ImportOptions, limits: Limits) -> Atlas | None:
    """Return the atlas of the regions, where the import needs more of it than what is usual."""
    from zimnik.layers.loading.regions import load_regions_atlas

    if not (asked.region or asked.join_km):
        return None
    return load_regions_atlas(asked.region, drawn=False, limits=limits)


def _terminals(atlas: Atlas) -> tuple[Landmark, ...]:
    """Return the terminals of an atlas at which a network can be joined to it."""
    from zimnik.layers.networks.importing import LANDMARK_FAMILIES
    from zimnik.layers.networks.ways import Landmark

    table = atlas.terminals
    rows = zip(table["id"], table["name_en"], table["kind"], table.geometry, strict=True)
    return tuple(
        Landmark(name, kind, point.x, point.y, terminal_id)
        for terminal_id, name, kind, point in rows
        if kind in LANDMARK_FAMILIES
    )


def _joined(parts: list[Ways]) -> Ways:
    """Return the ways of all files; extracts and drawn lines meet by other rules."""
    from zimnik.layers.networks.ways import together

    if len({part.meets_where_drawn for part in parts}) > 1:
        found = " and ".join(part.source for part in parts)
        expected = "files of drawn lines, or OpenStreetMap extracts"
        raise InputError([Fault("files", expected, found, "Import them one by one.")])
    return together(parts)


def _table(asked: ImportOptions) -> Path | None:
    """Return the table of classes that is named, or that an earlier import wrote."""
    from zimnik.layers.networks.folder import classes_path

    if asked.classes is not None or asked.out is None:
        return asked.classes
    beside = classes_path(asked.out)
    return beside if beside.is_file() else None


def _classes(table: Path | None, limits: Limits) -> dict[str, Any]:
    from zimnik.layers.networks.classes import read_classes

    return dict(read_classes(table, limits)) if table is not None else {}
