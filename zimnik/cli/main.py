"""The command line: every question of a study, and how a command ends.

Owns the tree of commands and the exit statuses: 0 answered, 1 the answer is "none", 2 bad input, 3
the output cannot be written.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from zimnik.cli.commands import BAD_INPUT, OK, UNWRITTEN, Command, Task, by_option, register
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
from zimnik.cli.terminal import print_text, require_standard_output, say
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
from zimnik.studies.sources import FileLimits, Sources
from zimnik.studies.surface import SurfaceQuestion, find_surface
from zimnik.studies.tables import TablesQuestion, count_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from cyclopts import App
    from rich.console import Console

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
    Task("check", (CheckOptions, FileLimits), check),
    Task("layers template", (TemplateOptions,), template),
    Task("layers export", (ExportOptions, Sources), export),
    Task("layers dictionary", (DictionaryOptions,), dictionary),
)
HELP_FLAG, VERSION_FLAG = "--help", "--version"
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
        help_flags=[HELP_FLAG],
        version_flags=[VERSION_FLAG],
        # How an interrupt ends the process is for `zimnik.__main__` to say.
        suppress_keyboard_interrupt=False,
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
    """Run the command line and end with its status; bad input is told without a traceback."""
    sys.exit(_status(sys.argv[1:]))


def _run(words: Sequence[str], *, console: Console | None = None) -> int:
    """Run a command and return its status; what a command line tells of itself is printed."""
    if console is None and (
        not words or words[-1] in GROUPS or {HELP_FLAG, VERSION_FLAG} & set(words)
    ):
        from rich.console import Console

        told = io.StringIO()
        _run(words, console=Console(file=told, force_terminal=sys.stdout.isatty()))
        print_text(told.getvalue())
        return OK
    status = app()(
        _with_dash(words),
        console=console,
        result_action="return_value",
        exit_on_error=False,
        print_error=False,
    )
    return status or OK


def _with_dash(words: Sequence[str]) -> list[str]:
    """Return the words with a lone dash bound to its option, as which it would be taken."""
    bound: list[str] = []
    for word in words:
        if word == "-" and bound and bound[-1].startswith("--") and "=" not in bound[-1]:
            bound[-1] += "=-"
        else:
            bound.append(word)
    return bound


def _status(words: Sequence[str]) -> int:
    from cyclopts import CycloptsError

    try:
        require_standard_output()
        return _run(words)
    except OutputError as error:
        say(str(error))
        return UNWRITTEN
    except (ZimnikError, CycloptsError) as error:
        for line in str(error).split("\n"):
            say(line)
        return BAD_INPUT
    except MemoryError:
        say("there is not enough memory for this question; ask for less at a time")
        return BAD_INPUT
