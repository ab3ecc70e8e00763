"""Install a wheel where there is nothing else, and ask it the questions of README.

Run: make wheel-check, which builds `dist` first; or python -m tools.wheel_check WHEEL. A virtual
environment is made in a folder of its own, the wheel is installed in it with what it depends on,
and every command that README shows is run in an empty folder: each has to print what is shown.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from tests.documents import Shown, shown_commands

DOCUMENT = "README.md"
# Variables by which another installation would be found.
FOREIGN = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")


def installed(wheel: Path, folder: Path) -> Path:
    """Return the command of a wheel that is installed in a new environment in a folder."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", str(wheel.resolve())]
    subprocess.run(pip, check=True, env=_plain())  # noqa: S603 - our own words
    return programs / "zimnik"


def fault_of(shown: Shown, command: Path, folder: Path) -> str:
    """Return what is wrong with what a command prints, "" for nothing."""
    words = [str(command), *shown.arguments]
    done = subprocess.run(  # noqa: S603 - what README says
        words, cwd=folder, env=_plain(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        return f"status {done.returncode}: {done.stderr.strip()}"
    missing = shown.missing_from(done.stdout)
    return "" if missing is None else f"does not print: {missing}"


def _plain() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in FOREIGN}


def main() -> None:
    """Check the wheel that is named; print a line for each command, and end with 1 for a fault."""
    wheel = Path(sys.argv[1])
    asked = [one for one in shown_commands(DOCUMENT) if one.output]
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="wheel-") as place:
        command = installed(wheel, Path(place) / "venv")
        empty = Path(place) / "empty"
        empty.mkdir()
        for shown in asked:
            start_s = time.perf_counter()
            fault = fault_of(shown, command, empty)
            took_s = time.perf_counter() - start_s
            print(f"{shown.command}: {fault or 'as shown'} ({took_s:.0f} s)", flush=True)
            wrong += bool(fault)
    print(f"{wheel.name}: {len(asked) - wrong} of {len(asked)} questions of {DOCUMENT} as shown")
    sys.exit(1 if wrong or not asked else 0)


if __name__ == "__main__":
    main()
