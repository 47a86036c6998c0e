"""How a file writes its numbers; the values are those that Excel and LibreOffice show in the locale of each."""

from itertools import pairwise

import pytest

from sheetnet.sheet.tables.numerals import BETWEEN, Numerals, numerals_of


def numerals(text: str, separator: str = ";") -> tuple[Numerals, str]:
    rows = [(line, one.replace(";", BETWEEN)) for line, one in enumerate(text.split("\n"), 1)]
    return numerals_of(rows, separator)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0,5;1.250", [0.5, 1250.0]),
        ("1.250,5;1.250;2,25", [1250.5, 1250.0, 2.25]),
        ("1.250.000;3,125", [1250000.0, 3.125]),
        ("1,250.5;1,250;2.25", [1250.5, 1250.0, 2.25]),
        ("1,250,000;3.125", [1250000.0, 3.125]),
        ("1 250,5;1\u00a0250;0,5", [1250.5, 1250.0, 0.5]),
        ("1\u202f250\u202f000,5;-2\u202f000;1", [1250000.5, -2000.0, 1.0]),
        ("1'250.5;1\u2019250;0.25", [1250.5, 1250.0, 0.25]),
        ("1'250,5;0,25", [1250.5, 0.25]),
        ("1,00,000;1,250;0.5", [100000.0, 1250.0, 0.5]),
        ("12,34,567.5;99,999", [1234567.5, 99999.0]),
        ("0.125;1.250", [0.125, 1.25]),
        ("1.250e+03;2.500e-01", [1250.0, 0.25]),
        ("1,250e3;0,5", [1250.0, 0.5]),
        ("-1.5;+2.5;\u22123.5;.5;5.", [-1.5, 2.5, -3.5, 0.5, 5.0]),
        ("-1,5;\u22123,5;,5", [-1.5, -3.5, 0.5]),
        ("007;1e3", [7.0, 1000.0]),
    ],
)
def test_the_whole_file_says_which_sign_is_decimal(text: str, expected: list[float]) -> None:
    found, note = numerals(text)

    assert [found.number(one) for one in text.split(";")] == expected
    assert note == ""


@pytest.mark.parametrize(
    ("text", "separator", "value", "note"),
    [
        (
            "1.250;2.500",
            ";",
            1.25,
            "line 1, column 1: 1.250 is read as 1.25: nothing in the file shows whether that point is",
        ),
        (
            "1,250;2,500",
            ";",
            1.25,
            "line 1, column 1: 1,250 is read as 1.25: nothing in the file shows whether that comma is",
        ),
        (
            "1,250;2,500",
            ",",
            1250.0,
            "line 1, column 1: 1,250 is read as 1250: nothing in the file shows whether that comma",
        ),
        (
            "x;y\na;12.500",
            "\t",
            12.5,
            "line 2, column 2: 12.500 is read as 12.5: nothing in the file shows whether that",
        ),
    ],
)
def test_what_the_file_does_not_show_goes_by_a_rule_and_is_told(
    text: str, separator: str, value: float, note: str
) -> None:
    found, told = numerals(text, separator)

    assert found.number(text.split(";")[-2 if "\n" not in text else -1]) == value
    assert told.startswith(note)


@pytest.mark.parametrize(
    ("text", "wrong", "expected"),
    [
        ("0,5;1,5;1.25", "1.25", "a number with a decimal comma, as in line 1, column 1 (0,5)"),
        ("0.5;1.5;1,25", "1,25", "a number with a decimal point, as in line 1, column 1 (0.5)"),
        ("1.250,5;2,5;1 250", "1 250", "a number with a decimal comma and a point between thousands, as in line 1"),
        (
            "1'250.5;0.5;1,250",
            "1,250",
            "a number with a decimal point and an apostrophe between thousands, as in line 1",
        ),
        ("0,5;1,5;0.125", "0.125", "a number with a decimal comma, as in line 1, column 1 (0,5)"),
        ("1,00,000;2,00,000;1,000,000", "1,000,000", "a number with a decimal point and a comma between thousands"),
    ],
)
def test_a_field_that_contradicts_the_file_is_no_number_and_what_was_expected_is_told(
    text: str, wrong: str, expected: str
) -> None:
    found, _ = numerals(text)

    assert found.number(wrong) is None
    assert found.expected(wrong)[0].startswith(expected)


@pytest.mark.parametrize(
    "text", ["1_000", "nan", "inf", "1e999", "x", "", "1.2.3", "01.02.2024", "12:30", "1 2", "1,2,3"]
)
def test_what_is_no_number_is_none_in_any_way_of_writing(text: str) -> None:
    for sample in ("0.5", "0,5", "1.250,5", "1 250,5", "1,00,000.5"):
        assert numerals(sample)[0].number(text) is None, sample


def test_the_first_of_as_many_proofs_counts() -> None:
    assert [numerals(f"{one};{other}")[0].decimal for one, other in pairwise(["0,5", "0.5", "0,5"])] == [",", "."]


@pytest.mark.parametrize(
    "text",
    ["1;01.02.2024", "1.2.2024;3", "1;10.0.0.1", "1;2.0.1", "31,12,2024;1", "1;12.05.2024;7", "1 250;1,250;1.250"],
)
def test_a_date_or_an_address_says_nothing_of_numbers_and_is_none(text: str) -> None:
    found, _ = numerals(text)

    whole = [one for one in text.split(";") if one.isdecimal()]
    odd = [one for one in text.split(";") if one.count(".") + one.count(",") > 1]
    assert [found.number(one) for one in whole] == [float(one) for one in whole]
    assert [found.number(one) for one in odd] == [None] * len(odd)


@pytest.mark.parametrize("text", ["1.2.2024;1.250", "10.0.0.1;1.250;7"])
def test_the_note_tells_of_a_number_where_a_date_stands_before_it(text: str) -> None:
    found, note = numerals(text)

    assert found.number("1.250") == 1.25
    assert note.startswith("line 1, column 2: 1.250 is read as 1.25:")
