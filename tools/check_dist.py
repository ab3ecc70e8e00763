"""Check a wheel and a source archive before anybody is given them.

Run: make dist, which builds both into `dist` and says python -m tools.check_dist dist. Each holds
every file of the repository that it is to hold and none besides, with the text of every licence
that its metadata name; and the version is the one of the tag, where the commit has a tag.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
PACKAGE = "zimnik"
# Rooms that the package holds by a link.
LINKED = ("geo", "layers", "maps")
# Hatchling puts them into every source archive.
ALWAYS = (".gitignore", "pyproject.toml", "LICENSE")
TAG = "v"


def wheel_faults(wheel: Path) -> list[str]:
    """Return what a wheel lacks or holds besides, and licences without a text."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        told = HeaderParser().parsestr(archive.read(metadata).decode("utf8"))
    held = {name for name in names if ".dist-info/" not in name}
    texts = {Path(name).stem for name in names if ".dist-info/licenses/LICENSES/" in name}
    named = set(licences(told["License-Expression"])) - {"MIT"}
    return [
        *_differences(wheel.name, held, packaged(tracked())),
        *(f"{wheel.name}: no text of {name} in LICENSES" for name in sorted(named - texts)),
    ]


def archive_faults(archive: Path) -> list[str]:
    """Return what a source archive lacks or holds besides."""
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    files = tracked()
    parts = _included()
    own = {name for name in files if name.startswith(tuple(f"{part}/" for part in parts))}
    own |= {name for name in files if name in (*parts, *ALWAYS)}
    expected = {name for name in own if not name.startswith(f"{PACKAGE}/")} | packaged(files)
    return _differences(archive.name, names - {"PKG-INFO"}, expected)


def licences(expression: str) -> list[str]:
    """Return the licences of an SPDX expression that joins them all by AND."""
    return expression.split(" AND ")


def tracked() -> set[str]:
    """Return every file that git keeps here, links to folders left out."""
    return {name for name in _git("ls-files", "-z").split("\0") if name and (ROOT / name).is_file()}


def packaged(files: Iterable[str]) -> set[str]:
    """Return the names in the package of those files that it holds."""
    rooms = tuple(f"{room}/" for room in LINKED)
    return {
        f"{PACKAGE}/{name}" if name.startswith(rooms) else name
        for name in files
        if name.startswith((*rooms, f"{PACKAGE}/"))
    }


def tag_faults(version: str, here: Iterable[str], everywhere: Iterable[str]) -> list[str]:
    """Return where a version is not that of the tag of this commit, or was given out already.

    Parameters
    ----------
    version
        The version that pyproject.toml states.
    here, everywhere
        Tags of this commit, and of the repository; a clone may have none.
    """
    own = f"{TAG}{version}"
    others = [tag for tag in here if tag.startswith(TAG) and tag != own]
    faults = [f"this commit is {tag}, and pyproject.toml says {version}" for tag in others]
    if own in everywhere and own not in here:
        faults.append(f"{own} was given out from another commit: raise version in pyproject.toml")
    return faults


def _git(*words: str) -> str:
    command = ["git", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    return done.stdout


def _included() -> list[str]:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))
    included: list[str] = pyproject["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
    return included


def _differences(name: str, held: set[str], expected: set[str]) -> list[str]:
    return [
        *(f"{name}: lacks {one}" for one in sorted(expected - held)),
        *(f"{name}: holds {one}, which git does not keep" for one in sorted(held - expected)),
    ]


def main() -> None:
    """Check what lies in a folder; print every fault and end with 1 where there is one."""
    folder = Path(sys.argv[1])
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["version"]
    wheel = folder / f"{PACKAGE}-{version}-py3-none-any.whl"
    archive = folder / f"{PACKAGE}-{version}.tar.gz"
    faults = [f"{path.name}: not in {folder}" for path in (wheel, archive) if not path.is_file()]
    if not faults:
        faults = [*wheel_faults(wheel), *archive_faults(archive)]
    faults += tag_faults(version, _git("tag", "--points-at", "HEAD").split(), _git("tag").split())
    print(*(faults or [f"{wheel.name} and {archive.name} are whole"]), sep="\n")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
