"""`zimnik network import`: lines of any file to a folder; `network build`: that folder prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.cli.terminal import print_line, print_text
from zimnik.maps.reports.inert import inert_lines
from zimnik.studies.networks.building import BuildOptions, built
from zimnik.studies.networks.importing import ImportOptions, made_network

if TYPE_CHECKING:
    from zimnik.studies.sources import FileLimits


def import_lines(asked: ImportOptions, files: FileLimits) -> None:
    """Make the network, print its report and say what was written."""
    from zimnik.layers.networks.folder import classes_path

    network = made_network(asked, files)
    print_text(inert_lines(network.report.to_text()))
    if asked.out is not None:
        print_line("")
        print_line(f"{asked.out}: for --atlas; what each class is: {classes_path(asked.out)}")


def build(asked: BuildOptions, files: FileLimits) -> None:
    """Prepare a network and say what it holds."""
    from zimnik.layers.networks.built import built_path
    from zimnik.layers.networks.report import counted

    made = built(asked, files)
    for name, family in made.network.families.items():
        graph = family.graph
        print_line(
            f"{name}: {counted(graph.edge_count, 'link')} between "
            f"{counted(graph.node_count, 'place')}, {family.length_km.sum():,.0f} km, open all year"
        )
    print_line(f"searched by date: {counted(len(made.network.dated), 'link')}")
    print_line(f"{built_path(asked.folder)}: for --network {asked.folder}")


__all__ = ["BuildOptions", "ImportOptions", "build", "import_lines"]
