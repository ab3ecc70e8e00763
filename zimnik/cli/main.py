"""The command line: every question of a study, and how a command ends.

Owns the tree of commands and the exit statuses: 0 answered, 1 the answer is "none", 2 bad input, 3
the output cannot be written.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from zimnik.cli.commands import BAD_INPUT, UNWRITTEN, Command, Task, by_option, register
from zimnik.cli.files import NewLinkFiles, SurfaceFiles
from zimnik.cli.output import MapOutput, PageOutput, SurfacePageOutput
from zimnik.cli.tables import (
    CheckOptions,
    DictionaryOptions,
    ExportOptions,
    TemplateOptions,
    check,
    dictionary,
    export,
    template,
)
from zimnik.geo.core.errors import InputError, OutputError, ZimnikError
from zimnik.studies.access import AccessQuestion, find_access
from zimnik.studies.campaign import CampaignQuestion, find_campaign
from zimnik.studies.criticality import CriticalityQuestion, find_criticality
from zimnik.studies.hubs.compare import CompareQuestion, compare_hubs
from zimnik.studies.hubs.rank import RankQuestion, rank_hubs
from zimnik.studies.hubs.site import SiteQuestion
from zimnik.studies.hubs.siting import site_hubs
from zimnik.studies.map import MapQuestion, find_map
from zimnik.studies.matrix import MatrixQuestion, find_matrix, matrix_process
from zimnik.studies.remoteness import RemotenessQuestion, find_remoteness
from zimnik.studies.route import RouteQuestion, find_route
from zimnik.studies.sources import Sources
from zimnik.studies.surface import SurfaceQuestion, find_surface
from zimnik.studies.tables import TablesQuestion, count_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from cyclopts import App

COMMANDS = (
    Command(RouteQuestion, find_route, PageOutput),
    Command(MatrixQuestion, find_matrix, process=matrix_process),
    Command(CampaignQuestion, find_campaign, PageOutput),
    Command(CriticalityQuestion, find_criticality, PageOutput),
    Command(RemotenessQuestion, find_remoteness, SurfacePageOutput),
    Command(SurfaceQuestion, find_surface, files=SurfaceFiles),
    Command(MapQuestion, find_map, MapOutput),
    Command(TablesQuestion, count_tables),
    Command(AccessQuestion, find_access, files=NewLinkFiles),
    Command(CompareQuestion, compare_hubs, PageOutput),
    Command(RankQuestion, rank_hubs),
    Command(SiteQuestion, site_hubs),
)
TASKS = (
    Task("check", (CheckOptions,), check),
    Task("layers template", (TemplateOptions,), template),
    Task("layers export", (ExportOptions, Sources), export),
    Task("layers dictionary", (DictionaryOptions,), dictionary),
)
GROUPS = {
    "hubs": "Compare, rank and site hubs.",
    "layers": "The tables of the atlas.",
}


def app() -> App:
    """Return the command line with all of its commands."""
    from cyclopts import App

    import zimnik

    root = App(
        name="zimnik",
        help="Remoteness and logistics cost for ore in cold regions.",
        version=zimnik.__version__,
        help_flags=["--help"],
        version_flags=["--version"],
    )
    groups = {name: App(name=name, help=said) for name, said in GROUPS.items()}
    for sub in groups.values():
        root.command(sub)
    for command in (*COMMANDS, *TASKS):
        group, _, name = command.name.rpartition(" ")
        register(groups[group] if group else root, name, command.kinds, _ending(command))
    return root


def _ending(command: Command | Task) -> Any:  # noqa: ANN401
    def run(given: Mapping[str, Any]) -> int:
        try:
            return command.run(given)
        except InputError as error:
            raise by_option(error, command.kinds) from error

    return run


def main() -> None:
    """Run the command line; bad input ends with status 2 and its faults, never a traceback."""
    from cyclopts import CycloptsError

    try:
        status = app()(
            sys.argv[1:], result_action="return_value", exit_on_error=False, print_error=False
        )
    except (ZimnikError, CycloptsError) as error:
        sys.stderr.write("".join(f"zimnik: {_plain(line)}\n" for line in str(error).split("\n")))
        sys.exit(UNWRITTEN if isinstance(error, OutputError) else BAD_INPUT)
    sys.exit(status or 0)


def _plain(line: str) -> str:
    """Return a line that cannot steer a terminal, whatever names it quotes."""
    return "".join(letter if letter.isprintable() else "?" for letter in line)
