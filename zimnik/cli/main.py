"""The command line: the tree of its commands, and how a command ends.

Owns the groups of commands and the exit statuses: 0 answered, 1 the answer is "none", 2 bad input,
3 the output cannot be written.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from zimnik.cli.catalogue import asked_for
from zimnik.cli.commands import BAD_INPUT, OK, UNWRITTEN, by_option, register
from zimnik.cli.memory import SHORT
from zimnik.cli.terminal import print_text, require_standard_output, say
from zimnik.geo.core.addresses import veiled
from zimnik.geo.core.errors import InputError, OutputError, ZimnikError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from cyclopts import App
    from rich.console import Console

    from zimnik.cli.commands import Command, Task

HELP_FLAG, VERSION_FLAG = "--help", "--version"
GROUPS = {
    "hubs": "Compare, rank and site hubs.",
    "layers": "The tables of the atlas.",
    "network": "Networks of your own.",
    "regions": "What an atlas is of.",
}


def app(words: Sequence[str] = ()) -> App:
    """Return the command line: the command that words begin with, or else all of them."""
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
    for command in asked_for(words):
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
    status = app(words)(
        _with_dash(words),
        console=console,
        result_action="return_value",
        exit_on_error=False,
        print_error=False,
    )
    return status or OK


def _with_dash(words: Sequence[str]) -> list[str]:
    """Return the words with a lone dash bound to its option, or last, as a file is.

    It would be taken for an option itself.
    """
    bound: list[str] = []
    for word in words:
        if word == "-" and bound and bound[-1].startswith("--") and "=" not in bound[-1]:
            bound[-1] += "=-"
        elif word == "-" and "--" not in words:
            continue
        else:
            bound.append(word)
    alone = "-" in words and not any(word.endswith("=-") for word in bound) and "--" not in words
    return [*bound, "--", "-"] if alone else bound


def _status(words: Sequence[str]) -> int:
    from cyclopts import CycloptsError
    from cyclopts.exceptions import UnusedCliTokensError

    try:
        require_standard_output()
        return _run(words)
    except OutputError as error:
        say(str(error))
        return UNWRITTEN
    except ZimnikError as error:
        for line in str(error).split("\n"):
            say(line)
        return BAD_INPUT
    except UnusedCliTokensError as error:
        left = " ".join(error.unused_tokens or ())
        remedy = "Leave it out; of several values each has its option before it."
        say(f"expected no further word, found '{veiled(left)}'. {remedy}")
        return BAD_INPUT
    except CycloptsError as error:
        for line in veiled(str(error)).split("\n"):
            say(line)
        return BAD_INPUT
    except MemoryError:
        say(SHORT)
        return BAD_INPUT
