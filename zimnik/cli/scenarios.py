"""`zimnik run`: a plan, its progress on the standard error and its cases on the standard output.

And `zimnik diff`: what changed between two results, atlases or rate cards; `zimnik report`: what
a run has found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.cli.output import Output, deliver
from zimnik.cli.terminal import print_line, print_text, say
from zimnik.geo.core.errors import InputError
from zimnik.studies.differences.diff import Diff, DiffOptions, find_diff
from zimnik.studies.execution.workers import Workers, executor_of
from zimnik.studies.scenarios.report import Report, ReportOptions
from zimnik.studies.scenarios.report import report as find_report
from zimnik.studies.scenarios.run import RunOptions, run_cases

if TYPE_CHECKING:
    from zimnik.studies.sources import FileLimits


def run(asked: RunOptions, workers: Workers) -> None:
    """Run the plan, print its cases and say where the results are."""
    from zimnik.maps.reports.inert import inert_lines
    from zimnik.studies.scenarios.plans import read_plan
    from zimnik.studies.scenarios.told import cases_text, results_text

    plan = read_plan(asked.plan, most_cases=asked.max_cases)
    if asked.dry_run:
        print_text(inert_lines(cases_text(plan)))
        return
    with executor_of(workers) as executor:
        results = run_cases(
            plan, out=asked.results_path, executor=executor, anew=asked.anew, say=say
        )
    print_text(inert_lines(results_text(results)))
    print_line(str(asked.results_path))


def diff(asked: DiffOptions, output: Output, files: FileLimits) -> None:
    """Print what changed, or write it to a file.

    Raises
    ------
    InputError
        If the sides cannot be compared, or in a format that this has not.
    """
    faults = output.faults_for(Diff.formats)
    if faults:
        raise InputError(faults)
    deliver(find_diff(asked, files), output)


def report(asked: ReportOptions, output: Output) -> None:
    """Print what a run has found, or write it to a file.

    Raises
    ------
    InputError
        If the results cannot be read, or in a format that a report has not.
    """
    faults = output.faults_for(Report.formats)
    if faults:
        raise InputError(faults)
    deliver(find_report(asked.result, measure=asked.measure), output)


__all__ = ["DiffOptions", "ReportOptions", "RunOptions", "diff", "report", "run"]
