"""What is given out: versions that belong together, and licences with their texts."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import zimnik
from tools.check_dist import licences, tag_faults
from tools.versions import lowest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
CONSTRAINT = re.compile(r"[a-z0-9-]+==[\w.]+")
# What data tables come under, as README of the data calls it.
DATA_LICENCES = {
    "ODbL-1.0": r"ODbL 1\.0",
    "CC-BY-4.0": r"CC BY 4\.0",
    "LGPL-3.0-or-later": r"LGPL",
    "OGL-UK-3.0": r"Open Government Licence v3\.0",
    "OGL-Canada-2.0": r"Open Government Licence - Canada",
    "MIT": r"MIT",
}
OTHER_LICENCE = re.compile(r"\b(CC|GPL|AGPL|BSD|EUPL|Apache|CDLA|ODC|PDDL)\b(?! BY 4\.0)")


def test_the_licences_of_the_data_are_those_of_the_metadata() -> None:
    told = (ROOT / "layers" / "data" / "README.md").read_text("utf8")
    assert {name for name, words in DATA_LICENCES.items() if re.search(words, told)} == set(
        licences(PROJECT["license"])
    )
    assert OTHER_LICENCE.findall(told) == []


def test_every_licence_has_its_text() -> None:
    texts = {path.stem for path in (ROOT / "LICENSES").glob("*.txt")}
    assert set(licences(PROJECT["license"])) - {"MIT"} <= texts


@pytest.mark.parametrize(
    ("here", "everywhere", "faults"),
    [
        ((), (), 0),
        (("v0.3.0",), ("v0.2.0", "v0.3.0"), 0),
        ((), ("v0.2.0",), 0),
        (("v0.2.0",), ("v0.2.0",), 1),
        ((), ("v0.3.0",), 1),
        (("v0.4.0",), ("v0.3.0", "v0.4.0"), 2),
        (("before-the-flood",), ("before-the-flood",), 0),
    ],
)
def test_a_version_belongs_to_one_tag(
    here: tuple[str, ...], everywhere: tuple[str, ...], faults: int
) -> None:
    assert len(tag_faults("0.3.0", here, everywhere)) == faults


def test_the_lowest_release_is_the_one_that_is_declared() -> None:
    asked = [Requirement("Numpy>=2.0"), Requirement("a_b==1.2"), Requirement("c>=1.10,<2")]
    assert lowest(asked) == ["a-b==1.2", "c==1.10", "numpy==2.0"]


def test_a_dependency_without_a_lowest_release_is_told() -> None:
    with pytest.raises(ValueError, match="of a, b; write"):
        lowest([Requirement("a"), Requirement("c>=1"), Requirement("b<2")])


def test_constraints_name_releases_alone_and_allow_what_is_declared() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf8").splitlines()
    lines = [line for line in lines if not line.startswith("#")]
    assert [line for line in lines if not CONSTRAINT.fullmatch(line)] == []
    versions = dict(line.split("==") for line in lines)
    extras = PROJECT["optional-dependencies"]
    for text in (*PROJECT["dependencies"], *extras["dev"], *extras["fast"], *extras["osm"]):
        one = Requirement(text)
        assert one.specifier.contains(Version(versions[canonicalize_name(one.name)])), text


def test_the_citation_is_of_this_version() -> None:
    told = re.findall(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf8"), re.MULTILINE)
    assert told == [PROJECT["version"]]


def test_a_folder_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert zimnik.__version__ == "0+uninstalled"
