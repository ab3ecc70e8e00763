"""The wheel holds all the product needs: built, installed elsewhere and used there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.check_dist import wheel_faults

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built wheel."""
    out = tmp_path_factory.mktemp("wheel")
    build = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run([sys.executable, *build], check=True, capture_output=True)
    (found,) = out.glob("zimnik-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """Return a folder with the built wheel installed in it, outside the checkout."""
    site = wheel.parent / "site"
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run([sys.executable, *install], check=True, capture_output=True)
    return site


def run(site: Path, *arguments: str) -> str:
    """Run Python with the installed wheel, in its folder, where no checkout is in the way."""
    env = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=site,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_wheel_is_one_package_whose_types_are_seen(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"zimnik"}
    assert "zimnik/py.typed" in names
    assert "zimnik/maps/reports/schemas/route.json" in names
    data = ROOT / "zimnik" / "layers" / "data"
    kept = {str(path.relative_to(ROOT)) for path in data.rglob("*") if path.is_file()}
    assert {name for name in kept if "/regions/" in name or "/north/" in name} <= names


def test_wheel_has_the_text_of_each_licence_and_metadata_that_an_index_takes(wheel: Path) -> None:
    assert [told for told in wheel_faults(wheel) if "git does not keep" not in told] == []
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", str(wheel)], check=True)


def test_installed_wheel_gives_the_golden_routes(installed: Path) -> None:
    code = (
        "import zimnik.geo, zimnik.layers, zimnik.maps; print(zimnik.geo.__file__, zimnik.__file__)"
    )
    assert all(path.startswith(str(installed)) for path in run(installed, "-c", code).split())
    golden = json.loads((ROOT / "tests" / "golden" / "routes.json").read_text("utf8"))
    for name, expected in golden.items():
        answer = json.loads(
            run(installed, "-m", "zimnik", "route", *name.split(), "--format", "json")
        )
        total = answer["routes"][0]["total"]
        assert total["cost_usd_per_t"] == pytest.approx(expected["cost_usd_per_t"])


@pytest.mark.proof
def test_installed_wheel_makes_the_page(installed: Path, tmp_path: Path) -> None:
    run(installed, "-m", "zimnik", "map", "--out", str(tmp_path))
    assert (tmp_path / "atlas.html").stat().st_size > 100_000
