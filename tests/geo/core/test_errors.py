"""Faults in words: each by its place, and of many alike how many."""

from __future__ import annotations

from zimnik.geo.core.errors import ALIKE_SHOWN, Fault, InputError


def fault(row: str, column: str = "country") -> Fault:
    return Fault("mine.csv", f"a {column}", "'x'", "Correct it.", row=row, column=column)


def lines(*faults: Fault) -> list[str]:
    return str(InputError(faults)).splitlines()


def test_fault_names_file_row_column_and_remedy() -> None:
    assert lines(fault("a (line 2)")) == [
        "mine.csv, row a (line 2), column 'country': expected a country, found 'x'. Correct it."
    ]
    assert lines(Fault("mine.csv", "rows", "none", "Add some.")) == [
        "mine.csv: expected rows, found none. Add some."
    ]


def test_few_alike_are_all_listed() -> None:
    few = [fault(str(i)) for i in range(ALIKE_SHOWN)]
    assert lines(*few) == [str(one) for one in few]


def test_of_many_alike_it_is_said_how_many_more_and_no_other_is_left_out() -> None:
    many = [fault(str(i)) for i in range(514)]
    other = fault("513", "lat")
    said = lines(*many[:100], other, *many[100:])
    assert said[:ALIKE_SHOWN] == [str(one) for one in many[:ALIKE_SHOWN]]
    assert said[ALIKE_SHOWN:] == [
        str(other),
        "mine.csv, column 'country': 494 more that are not a country",
        "515 faults in all",
    ]


def test_all_faults_are_carried_however_many_are_listed() -> None:
    assert len(InputError([fault(str(i)) for i in range(514)]).faults) == 514


def test_a_book_in_a_cell_or_an_argument_is_shown_by_its_beginning() -> None:
    fault = Fault("rates", "a word", f"'{'x' * 100_000}'", "Correct it.", row="r" * 100_000)
    said = str(fault)
    assert len(said) < 1000
    assert "(100,002 characters). Correct it." in said
    assert fault.found.count("x") == 100_000
