"""What separates the fields: told by all lines of a file."""

import csv

import pytest

from sheetnet.sheet.tables.separators import records, separated


def fields(text: str) -> list[list[str]]:
    separator, rest = separated(text)
    return [found for _, found in records(rest, separator) if found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,2,a\n", [["1", "2", "a"]]),
        ("1\n2\n", [["1"], ["2"]]),
        ("0,5;1\n0,7;0\n", [["0,5", "1"], ["0,7", "0"]]),
        ("1,5\t2\ta\n", [["1,5", "2", "a"]]),
        ("1,5|2|a\n", [["1,5", "2", "a"]]),
        ("1|2|a;b\n", [["1", "2", "a;b"]]),
        ('"Höhe, cm";"Gewicht, kg";Art\n1,5;2,5;a\n', [["Höhe, cm", "Gewicht, kg", "Art"], ["1,5", "2,5", "a"]]),
        ("Höhe, cm;Gewicht, kg;Art\n1,5;2,5;a\n", [["Höhe, cm", "Gewicht, kg", "Art"], ["1,5", "2,5", "a"]]),
        ("1.5,2,a;b\n2,3,c;d\n", [["1.5", "2", "a;b"], ["2", "3", "c;d"]]),
        ("1.5,2,a|b\n2,3,c\td\n", [["1.5", "2", "a|b"], ["2", "3", "c\td"]]),
        ('1,2,"a;b"\n3,4,"c;d"\n', [["1", "2", "a;b"], ["3", "4", "c;d"]]),
        ('1, 2, "a, b"\n', [["1", "2", "a, b"]]),
        ("1;2;a\n3;4;b, or c\n", [["1", "2", "a"], ["3", "4", "b, or c"]]),
        ("x;y;c\n1,50 €;2;a\n2,50 €;3;b\n", [["x", "y", "c"], ["1,50 €", "2", "a"], ["2,50 €", "3", "b"]]),
        ("x;y;c\n(1,5);2%;a\n", [["x", "y", "c"], ["(1,5)", "2%", "a"]]),
        ("x;y;c\n1,5 kg;2,5 kg;a\n", [["x", "y", "c"], ["1,5 kg", "2,5 kg", "a"]]),
        ("1;2;a\n3;4\n5,5;6;b\n", [["1", "2", "a"], ["3", "4"], ["5,5", "6", "b"]]),
    ],
)
def test_the_sign_that_leaves_lines_of_one_width_and_numbers_separates(text: str, expected: list[list[str]]) -> None:
    assert fields(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\n1,5;a,b\n",
        "sep=;\r\n1,5;a,b\r\n",
        '"sep=;"\n1,5;a,b\n',
        "SEP=;  \n1,5;a,b\n",
        "sep=^\n1,5^a,b\n",
        "sep=;;;\n1,5;a,b\n",
    ],
)
def test_the_line_that_excel_heeds_declares_it(text: str) -> None:
    assert fields(text) == [["1,5", "a,b"]]


def test_the_line_that_declares_it_counts_as_a_line() -> None:
    assert list(records(separated("sep=;\n1;2\n")[1], ";"))[-1] == (2, ["1", "2"])


def test_a_quote_that_nothing_closes_is_an_error_whatever_separates() -> None:
    with pytest.raises(csv.Error):
        fields('1;"2,3\n4;5\n')


def test_a_field_of_a_hundred_thousand_signs_is_looked_at_once() -> None:
    line = "1;a" + "%" * 100_000 + "b;2,5\n"  # by a pattern that goes back it would take most of a minute a field

    assert separated(line * 30)[0] == ";"
