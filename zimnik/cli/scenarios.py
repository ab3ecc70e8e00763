"""`zimnik run`: a plan, its progress on the standard error and its cases on the standard output."""

from __future__ import annotations

from zimnik.cli.terminal import print_line, print_text, say
from zimnik.studies.scenarios.run import RunOptions, run_cases


def run(asked: RunOptions) -> None:
    """Run the plan, print its cases and say where the results are."""
    from zimnik.maps.reports.inert import inert_lines
    from zimnik.studies.scenarios.plans import read_plan
    from zimnik.studies.scenarios.told import cases_text, results_text

    plan = read_plan(asked.plan, most_cases=asked.max_cases)
    if asked.dry_run:
        print_text(inert_lines(cases_text(plan)))
        return
    results = run_cases(plan, out=asked.results_path, jobs=asked.jobs, anew=asked.anew, say=say)
    print_text(inert_lines(results_text(results)))
    print_line(str(asked.results_path))


__all__ = ["RunOptions", "run"]
