"""`zimnik matrix` as a user meets it, on the shipped atlas."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.commands import zimnik

PAIR = ("--origins", "tomtor", "--destinations", "krasnokamensk")


def test_a_cell_is_the_route_of_its_day() -> None:
    """Through seasons that shut it out for months, and into a port that ice shuts."""
    for origin, destination, ready in (
        ("tomtor", "krasnokamensk", "05-01"),
        ("kular", "khatanga", "09-01"),
        ("koashva", "norilsk", "01-01"),
    ):
        ends = ("--origins", origin, "--destinations", destination, "--ready", ready)
        (cell,) = json.loads(zimnik("matrix", *ends, "--format", "json").out)["cells"]
        one = ("route", origin, destination, "--ready", ready, "--format", "json")
        total = json.loads(zimnik(*one).out)["routes"][0]["total"]
        assert cell["cost_usd_per_t"] == pytest.approx(total["cost_usd_per_t"])
        assert cell["ready"] == ready


def test_one_pair_is_its_year_or_its_days() -> None:
    lines = zimnik("matrix", *PAIR).out.splitlines()
    assert lines[0] == "Tomtor (Buranny) -> Krasnokamensk"
    assert lines[3].startswith("Mean of the year: US$ ")
    (months,) = [line for line in lines if line.startswith("  ready in")]
    assert len(months.split()) == 2 + 12
    days = zimnik("matrix", *PAIR, "--ready", "01-01", "--ready", "07-01").out.splitlines()
    assert [line.split()[0] for line in days[4:6]] == ["01-01", "07-01"]


def test_csv_has_a_row_for_every_pair_and_day() -> None:
    places = ("--origins", "tomtor,kular", "--destinations", "khatanga,tomtor")
    done = zimnik("matrix", *places, "--ready", "01-01", "--ready", "07-01", "--format", "csv")
    comment, _, table = done.out.partition("\n")
    assert comment.startswith("# zimnik matrix --origins tomtor,kular --destinations")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 8
    same = [row for row in rows if row["origin_id"] == row["destination_id"]]
    assert {row["cost_usd_per_t"] for row in same} == {"0.0"}
    assert all(row["reason"] for row in same)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--ready", "02-29"), "02-28 or 03-01"),
        (("--ready", "13-01"), "MM-DD"),
        (("--tonnes", "-5"), "--tonnes: expected a number 1 to"),
        (("--max-days", "0"), "--max-days"),
        (("--format", "geojson"), "one of text, json, csv"),
        (("--avoid", "atlantis"), "atlantis"),
    ],
)
def test_bad_input_is_refused_with_its_remedy(arguments: tuple[str, ...], told: str) -> None:
    assert told in zimnik("matrix", *PAIR, *arguments, status=2).err


def test_no_way_at_all_says_why() -> None:
    shut = ("--without", "sea", "--without", "river", "--without", "air", "--without", "rail")
    done = zimnik("matrix", *PAIR, *shut, "--without", "road", status=1)
    assert "every route is closed" in done.out


def test_faults_of_both_ends_are_told_by_their_options_at_once() -> None:
    err = zimnik("matrix", "--origins", "tomtor,nix", "--destinations", "nax", status=2).err
    assert [line.split(":")[1].strip() for line in err.splitlines()] == [
        "--origins",
        "--destinations",
    ]


def test_a_name_with_a_comma_is_one_place() -> None:
    ends = ("--origins", "koashva,kovdor", "--destinations", "Acron, Veliky Novgorod")
    document = json.loads(zimnik("matrix", *ends, "--ready", "07-01", "--format", "json").out)
    pairs = [(cell["origin_id"], cell["destination_id"]) for cell in document["cells"]]
    assert pairs == [("koashva", "acron"), ("kovdor", "acron")]
