"""Values by stage: VALUE of every stage, STAGE=VALUE of one."""

from __future__ import annotations

import pytest

from zimnik.studies.hubs.stage_choices import (
    AtStage,
    at_stages,
    names_of,
    number_of,
    stage_faults,
    written,
)
from zimnik.studies.options import MisreadError, text, whole

NAMES = at_stages(text("a name"))
COUNTS = at_stages(written(whole(1, 9)))


@pytest.mark.parametrize(
    "given",
    [
        ("a", "cracking=b", "cracking=c"),
        {"": "a", "cracking": ["b", "c"]},
        (AtStage("", "a"), AtStage("cracking", "b"), AtStage("cracking", "c")),
    ],
)
def test_texts_mappings_and_read_values_are_read_alike(given: object) -> None:
    read = NAMES.read(given)
    assert [str(one) for one in read] == ["a", "cracking=b", "cracking=c"]
    assert NAMES.read(read) == read
    assert names_of(read, "cracking") == ["a", "b", "c"]
    assert names_of(read, "separation") == ["a"]


@pytest.mark.parametrize("given", [2, "2", ["2"], {"": 2}, "2.0"])
def test_a_number_may_be_written(given: object) -> None:
    assert COUNTS.read(given) == (AtStage("", 2),)


@pytest.mark.parametrize("given", ["two", "2.5", "0", 2.5, True, "cracking="])
def test_what_is_no_such_number_is_misread(given: object) -> None:
    with pytest.raises(MisreadError):
        COUNTS.read(given)


def test_the_number_of_a_stage_goes_before_that_of_every_stage() -> None:
    read = COUNTS.read(["1", "separation=3"])
    assert [number_of(read, stage) for stage in ("cracking", "separation")] == [1, 3]
    assert number_of((), "cracking") is None


def test_stages_that_are_not_sited_and_numbers_said_twice_are_faults() -> None:
    values = COUNTS.read(["1", "2", "metal=3"])
    unknown, twice = stage_faults("open_hubs", values, ("cracking",), once=True)
    assert (unknown.where, unknown.found) == ("open_hubs", "'metal=3'")
    assert twice.found == "'1', '2'"
    assert stage_faults("open_hubs", values[:1], ("cracking",), once=True) == []
