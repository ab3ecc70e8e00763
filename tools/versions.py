"""Print versions of dependencies as constraints that pip takes, names and numbers alone.

Run: python -m tools.versions lowest, for the lowest releases that pyproject.toml allows of what
zimnik runs with (make test-lowest tests them), or python -m tools.versions installed, for what is
installed beside this Python, as `constraints.txt` keeps it.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
# What a user installs: tools of development may be of any later date.
EXTRAS = ("fast", "osm")
LOWEST = (">=", "==")


def declared() -> list[Requirement]:
    """Return what zimnik runs with, each as pyproject.toml declares it."""
    project = tomllib.loads(PYPROJECT.read_text("utf8"))["project"]
    extras = [text for extra in EXTRAS for text in project["optional-dependencies"][extra]]
    return [Requirement(text) for text in (*project["dependencies"], *extras)]


def lowest(requirements: Iterable[Requirement]) -> list[str]:
    """Return the lowest release that each requirement allows, as constraints.

    Raises
    ------
    ValueError
        Where one names no lowest release, since then nobody knows what it was tested with.
    """
    found: dict[str, str] = {}
    boundless = []
    for one in requirements:
        bounds = [spec.version for spec in one.specifier if spec.operator in LOWEST]
        if bounds:
            found[canonicalize_name(one.name)] = bounds[0]
        else:
            boundless.append(one.name)
    if boundless:
        told = f"no lowest release is declared of {', '.join(boundless)}; write >= and a number"
        raise ValueError(told)
    return [f"{name}=={version}" for name, version in sorted(found.items())]


def installed() -> list[str]:
    """Return what is installed beside this Python, as constraints."""
    found = {canonicalize_name(one.name): one.version for one in distributions()}
    own = {"pip", "setuptools", "wheel", "zimnik"}
    return [f"{name}=={version}" for name, version in sorted(found.items()) if name not in own]


def main() -> None:
    """Print the versions that are asked for."""
    match sys.argv[1:]:
        case ["lowest"]:
            print(*lowest(declared()), sep="\n")
        case ["installed"]:
            print(*installed(), sep="\n")
        case _:
            sys.exit("say: python -m tools.versions lowest, or installed")


if __name__ == "__main__":
    main()
