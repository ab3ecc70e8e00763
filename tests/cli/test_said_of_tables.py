"""What is said of tables on the command line: --map, --values, --encoding, --only-good and -."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import zimnik as front
from tests.commands import zimnik
from zimnik.geo.core.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

MINES = """Kohde,Maa,lon,lat,source,confidence
Site A,RUS,116.5,71,x,C
Site B,Venäjä,117.5,70.5,x,C
Site C,Russia,east,70.5,x,C
Site D,=cmd|x,118,70.5,x,C
"""
SAID = ("--map", "Kohde=name_en", "--map", "Maa=country", "--values", "country:Venäjä=RU")


@pytest.fixture
def mines(tmp_path: Path) -> Path:
    path = tmp_path / "mines.csv"
    path.write_text(MINES, encoding="utf-8")
    return path


def test_faults_are_those_of_what_is_said(mines: Path) -> None:
    done = zimnik("check", str(mines), *SAID, status=2)
    assert "(line 4), column 'lon'" in done.err
    assert "(line 5), column 'country'" in done.err
    assert "line 2" not in done.err
    assert "line 3" not in done.err


def test_good_rows_are_used_and_the_others_written_with_their_reasons(mines: Path) -> None:
    refused = mines.with_name("refused.csv")
    out = mines.with_name("out")
    zimnik("layers", "export", str(out), "--atlas", str(mines), *SAID, "--only-good", str(refused))
    text = (out / "deposits.csv").read_text(encoding="utf-8")
    assert "Site A" in text
    assert "Site B" in text
    assert "Site C" not in text
    rows = list(csv.DictReader(refused.read_text(encoding="utf-8").splitlines()))
    assert [(row["row"], row["name_en"]) for row in rows] == [
        ("line 4", "Site C"),
        ("line 5", "Site D"),
    ]
    assert rows[0]["reasons"].startswith("lon: expected a number")
    # A spreadsheet would run what begins so.
    assert rows[1]["country"] == "'=cmd|x"


def test_the_same_from_python(mines: Path) -> None:
    study = front.load(
        atlas=mines,
        columns={"Kohde": "name_en", "Maa": "country"},
        values={"country:Venäjä": "RU"},
        only_good=mines.with_name("refused.csv"),
    )
    names = study.layers["deposits"].set_index("name_en")["country"]
    assert names["Site A"] == names["Site B"] == "RU"


def test_faults_of_a_whole_file_stay_faults(mines: Path) -> None:
    with pytest.raises(InputError, match="column 'name_en'"):
        front.load(atlas=mines, only_good=mines.with_name("refused.csv"))
    assert not mines.with_name("refused.csv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--encoding", "nope"), "--encoding: expected an encoding such as"),
        (("--map", "name"), "--map: expected NAME=VALUE"),
        (("--values", "Russia=RU"), "--values: expected COLUMN:VALUE=VALUE"),
        (("--map", "Kohde=nime"), "a column of table deposits"),
    ],
)
def test_what_cannot_be_said_is_refused(mines: Path, words: tuple[str, ...], said: str) -> None:
    assert said in zimnik("check", str(mines), *words, status=2).err


@pytest.mark.parametrize(
    "words", [("--only-good", "r.csv"), ("--atlas", "x", "--only-good", "r.pdf")]
)
def test_refused_rows_need_a_table_and_a_name(words: tuple[str, ...]) -> None:
    assert "--only-good" in zimnik("layers", "list", *words, status=2).err


def test_an_encoding_is_what_is_said(tmp_path: Path) -> None:
    text = "id,name,lon,lat,country,source,confidence\nnew,Røros,110,65,RU,x,C\n"
    (tmp_path / "sites.csv").write_bytes(text.encode("cp1252"))
    assert "likely" in zimnik("check", str(tmp_path / "sites.csv"), status=2).err
    done = zimnik("check", str(tmp_path / "sites.csv"), "--encoding", "cp1252")
    assert "read as cp1252, as said" in done.out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_comes_on_the_standard_input(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zimnik", "check", "-", *SAID],
        input=MINES.encode(encoding),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 2
    assert "stdin.csv (read as deposits), row deposit_site_c (line 4)" in done.stderr.decode()
