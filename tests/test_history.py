"""What the history of speed says of two commits, by hand."""

from __future__ import annotations

from benchmarks.history import COLUMNS, compared


def row(command: str, *told: str) -> dict[str, str]:
    return dict(zip(COLUMNS, ("abc", "2026-11-30", command, *told), strict=True))


def test_a_slower_machine_is_no_slower_command() -> None:
    """The yardstick takes twice as long too; three times as long is half as much more."""
    before = [row("layers list", "1.0", "0.05", "200")]
    same = [row("layers list", "2.0", "0.10", "200")]
    more = [row("layers list", "3.0", "0.10", "300")]
    assert compared(before, same) == [("`zimnik layers list`", "1.00", "1.00", "as before")]
    assert compared(before, more) == [("`zimnik layers list`", "1.50", "1.50", "slower")]
    assert compared(more, before) == [("`zimnik layers list`", "0.67", "0.67", "faster")]


def test_a_command_that_fails_is_not_as_before() -> None:
    works, fails = row("layers list", "1.0", "0.05", "200"), row("layers list", "", "", "")
    assert compared([works], [fails])[0][-1] == "fails after"
    assert compared([fails], [works])[0][-1] == "fails before"
    assert compared([fails], [fails])[0][-1] == "fails before and after"


def test_what_was_measured_at_one_commit_alone_is_left_out() -> None:
    assert compared([row("layers list", "1.0", "0.05", "200")], []) == []
