"""`zimnik network import`: lines of any file to a folder for `--atlas`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.cli.terminal import print_line, print_text
from zimnik.maps.reports.inert import inert_lines
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


__all__ = ["ImportOptions", "import_lines"]
