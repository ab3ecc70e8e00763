"""Every command by its name, each with what it is made from.

A command is made only where it is asked for or listed: a route need not wait for the modules of the
other questions. To add one, write its function here and name it in `COMMANDS` or `TASKS`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from zimnik.cli.commands import Command, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def _route() -> Command:
    from zimnik.cli.output import PageOutput
    from zimnik.studies.route import RouteQuestion, find_route

    return Command(RouteQuestion, find_route, PageOutput)


def _matrix() -> Command:
    from zimnik.studies.matrix import MatrixQuestion, find_matrix

    return Command(MatrixQuestion, find_matrix)


def _campaign() -> Command:
    from zimnik.cli.output import PageOutput
    from zimnik.studies.campaign import CampaignQuestion, find_campaign

    return Command(CampaignQuestion, find_campaign, PageOutput)


def _stress() -> Command:
    from zimnik.cli.output import PageOutput
    from zimnik.studies.criticality import CriticalityQuestion, find_criticality

    return Command(CriticalityQuestion, find_criticality, PageOutput)


def _remoteness() -> Command:
    from zimnik.cli.surface_output import SurfacePageOutput
    from zimnik.studies.remoteness import RemotenessQuestion, find_remoteness

    return Command(RemotenessQuestion, find_remoteness, SurfacePageOutput)


def _surface() -> Command:
    from zimnik.cli.files import SurfaceFiles
    from zimnik.studies.surfaces.finding import find_surface
    from zimnik.studies.surfaces.surface import SurfaceQuestion

    return Command(SurfaceQuestion, find_surface, files=SurfaceFiles)


def _map() -> Command:
    from zimnik.cli.output import MapOutput
    from zimnik.studies.map import MapQuestion, find_map

    return Command(MapQuestion, find_map, MapOutput)


def _layers_list() -> Command:
    from zimnik.studies.tables import TablesQuestion, count_tables

    return Command(TablesQuestion, count_tables)


def _access() -> Command:
    from zimnik.cli.files import NewLinkFiles
    from zimnik.studies.access import AccessQuestion, find_access

    return Command(AccessQuestion, find_access, files=NewLinkFiles)


def _hubs_compare() -> Command:
    from zimnik.cli.output import PageOutput
    from zimnik.studies.hubs.compare import CompareQuestion, compare_hubs

    return Command(CompareQuestion, compare_hubs, PageOutput)


def _outlook() -> Command:
    from zimnik.studies.economics.outlook import OutlookQuestion, find_outlook

    return Command(OutlookQuestion, find_outlook)


def _hubs_invest() -> Command:
    from zimnik.studies.economics.invest import InvestQuestion, find_investments

    return Command(InvestQuestion, find_investments)


def _hubs_rank() -> Command:
    from zimnik.studies.hubs.rank import RankQuestion, rank_hubs

    return Command(RankQuestion, rank_hubs)


def _hubs_site() -> Command:
    from zimnik.studies.hubs.site import SiteQuestion
    from zimnik.studies.hubs.siting import site_hubs

    return Command(SiteQuestion, site_hubs)


def _check() -> Task:
    from zimnik.cli.tables import CheckOptions, check
    from zimnik.studies.sources import TableFiles

    return Task("check", (CheckOptions, TableFiles), check)


def _template() -> Task:
    from zimnik.cli.tables import TemplateOptions, template

    return Task("layers template", (TemplateOptions,), template)


def _export() -> Task:
    from zimnik.cli.tables import ExportOptions, export
    from zimnik.studies.sources import Sources

    return Task("layers export", (ExportOptions, Sources), export)


def _dictionary() -> Task:
    from zimnik.cli.tables import DictionaryOptions, dictionary

    return Task("layers dictionary", (DictionaryOptions,), dictionary)


def _regions_list() -> Task:
    from zimnik.cli.regions import ListOptions, list_regions

    return Task("regions list", (ListOptions,), list_regions)


def _regions_new() -> Task:
    from zimnik.cli.regions import NewOptions, new_region

    return Task("regions new", (NewOptions,), new_region)


def _regions_check() -> Task:
    from zimnik.cli.regions import CheckRegionOptions, check_regions
    from zimnik.studies.sources import FileLimits

    return Task("regions check", (CheckRegionOptions, FileLimits), check_regions)


def _network_import() -> Task:
    from zimnik.cli.networks import import_lines
    from zimnik.studies.networks.importing import ImportOptions
    from zimnik.studies.sources import FileLimits

    return Task("network import", (ImportOptions, FileLimits), import_lines)


def _network_build() -> Task:
    from zimnik.cli.networks import build
    from zimnik.studies.networks.building import BuildOptions
    from zimnik.studies.sources import FileLimits

    return Task("network build", (BuildOptions, FileLimits), build)


def _run() -> Task:
    from zimnik.cli.scenarios import RunOptions, run
    from zimnik.studies.execution.workers import Workers

    return Task("run", (RunOptions, Workers), run)


def _diff() -> Task:
    from zimnik.cli.output import Output
    from zimnik.cli.scenarios import DiffOptions, diff
    from zimnik.studies.sources import FileLimits

    return Task("diff", (DiffOptions, Output, FileLimits), diff)


def _report() -> Task:
    from zimnik.cli.output import Output
    from zimnik.cli.scenarios import ReportOptions, report

    return Task("report", (ReportOptions, Output), report)


# In the order of the help.
COMMANDS: Mapping[str, Callable[[], Command]] = MappingProxyType(
    {
        "route": _route,
        "matrix": _matrix,
        "campaign": _campaign,
        "stress": _stress,
        "remoteness": _remoteness,
        "surface": _surface,
        "map": _map,
        "layers list": _layers_list,
        "access": _access,
        "hubs compare": _hubs_compare,
        "hubs invest": _hubs_invest,
        "hubs rank": _hubs_rank,
        "hubs site": _hubs_site,
        "outlook": _outlook,
    }
)
TASKS: Mapping[str, Callable[[], Task]] = MappingProxyType(
    {
        "run": _run,
        "report": _report,
        "diff": _diff,
        "check": _check,
        "layers template": _template,
        "layers export": _export,
        "layers dictionary": _dictionary,
        "network import": _network_import,
        "network build": _network_build,
        "regions list": _regions_list,
        "regions new": _regions_new,
        "regions check": _regions_check,
    }
)


def every_command() -> tuple[Command, ...]:
    """Return the commands that ask a question, made."""
    return tuple(make() for make in COMMANDS.values())


def every_task() -> tuple[Task, ...]:
    """Return the commands that ask none, made."""
    return tuple(make() for make in TASKS.values())


def everything() -> tuple[Command | Task, ...]:
    """Return all commands, made."""
    return (*every_command(), *every_task())


def asked_for(words: Sequence[str]) -> tuple[Command | Task, ...]:
    """Return the command that words begin with; all of them where they begin with none."""
    for count in (1, 2):
        name = " ".join(words[:count])
        if make := COMMANDS.get(name, TASKS.get(name)):
            return (make(),)
    return everything()
