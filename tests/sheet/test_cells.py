"""Addresses and values."""

import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, get_column_letter, quote_sheetname
from openpyxl.utils.cell import range_boundaries

from sheetnet.sheet.cells import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    Date,
    Fault,
    Unsaved,
    column_letters,
    column_number,
    describe,
    parse_area,
    quoted,
    rectangles,
)

ROWS = st.integers(1, LAST_ROW)
COLUMNS = st.integers(1, LAST_COLUMN)
SHEETS = st.text("ABXFDrc0129 _.-'!&(){}%#,;+=~é²日本語ー😀", min_size=1, max_size=31).filter(
    lambda name: not name.startswith("'") and not name.endswith("'")
)


@st.composite
def areas(draw: st.DrawFn, sheets: st.SearchStrategy[str] = SHEETS, limit: int = LAST_COLUMN) -> Area:
    rows = sorted((draw(st.integers(1, min(LAST_ROW, limit))), draw(st.integers(1, min(LAST_ROW, limit)))))
    columns = sorted((draw(st.integers(1, limit)), draw(st.integers(1, limit))))
    return Area(draw(sheets), rows[0], columns[0], rows[1], columns[1])


def test_every_column_has_the_letters_that_openpyxl_gives_it() -> None:
    for column in range(1, LAST_COLUMN + 1):
        assert column_letters(column) == get_column_letter(column)
        assert column_number(column_letters(column)) == column == column_index_from_string(column_letters(column))
    assert column_letters(LAST_COLUMN) == "XFD"


# areas as text


@given(areas())
def test_an_area_is_read_back_from_its_absolute_address(area: Area) -> None:
    assert parse_area(area.absolute()) == area
    assert parse_area("=" + area.absolute()) == area
    assert parse_area(f"  {area.absolute()} ") == area


@given(areas())
def test_an_area_is_read_back_from_its_text(area: Area) -> None:
    assert parse_area(str(area)) == area


def test_a_dollar_sign_in_a_sheets_name_stays_in_its_text() -> None:
    area = Area("US$", 1, 1, 2, 2)

    assert str(area) == "'US$'!A1:B2"
    assert parse_area(str(area)) == area


@given(areas())
def test_an_absolute_address_is_the_one_that_openpyxl_reads(area: Area) -> None:
    _, _, cells = area.absolute().rpartition("!")

    assert range_boundaries(cells) == (area.left, area.top, area.right, area.bottom)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BP!$C$15:$G$34", Area("BP", 15, 3, 34, 7)),
        ("C15", Area("here", 15, 3, 15, 3)),
        ("$xfd$1048576", Area("here", 1_048_576, 16_384, 1_048_576, 16_384)),
        ("G34:C15", Area("here", 15, 3, 34, 7)),
        ("'It''s'!A1", Area("It's", 1, 1, 1, 1)),
        ("'''quoted'''!A1", Area("'quoted'", 1, 1, 1, 1)),
        ("'Wow!'!B2", Area("Wow!", 2, 2, 2, 2)),
        ("データ!A1:B2", Area("データ", 1, 1, 2, 2)),
        ("'学習 データ'!A1", Area("学習 データ", 1, 1, 1, 1)),
        ("'A1'!B2", Area("A1", 2, 2, 2, 2)),
    ],
)
def test_an_address_as_workbooks_write_it(text: str, expected: Area) -> None:
    assert parse_area(text, "here") == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "A", "1", "A0", "XFE1", "ZZZ1", "A1048577", "A1:B", "A:A", "1:1", "A1,B2", "A1:B2:C3", "#REF!", "BP!"),
        *("!A1", "BP!#REF!", "'BP!A1", "BP'!A1", "''!A1", "a b!A1", "[1]BP!A1", "R1C1", "SUM(A1)", "0.05", "BP!A1+1"),
    ],
)
def test_what_is_not_one_rectangle_of_cells_is_none(text: str) -> None:
    assert parse_area(text, "here") is None


# sheets' names


@pytest.mark.parametrize("name", ["BP", "Data", "データ", "a.b", "_x", "ABCD1", "Sheet1", "Ünder"])
def test_a_plain_name_stands_without_quotes(name: str) -> None:
    assert quoted(name) == name


@pytest.mark.parametrize("name", ["My sheet", "A1", "xfd1", "1st", "a-b", "It's", "a!b", "R", "c", "R12", "(x)", ""])
def test_a_name_that_a_formula_would_misread_stands_in_quotes(name: str) -> None:
    assert quoted(name) == quote_sheetname(name) == "'" + name.replace("'", "''") + "'"


@pytest.mark.parametrize("name", ["R1C1", "RC", "rc12", "R2C", "C3abc"])
def test_a_name_that_begins_like_a_row_and_column_stands_in_quotes(name: str) -> None:
    assert quoted(name) == f"'{name}'"


@example("R1C1")
@example("RC")
@given(SHEETS | st.from_regex(r"[RCrcAXFD]{1,4}[0-9]{0,8}[a-z._]{0,2}", fullmatch=True))
def test_whatever_xlsxwriter_quotes_is_quoted(name: str) -> None:
    utility = pytest.importorskip("xlsxwriter.utility")

    theirs = utility.quote_sheetname(name)

    assert theirs == name or quoted(name) == theirs


# rectangles


@given(areas(st.sampled_from(["S", "s", "T"]), limit=9), areas(st.sampled_from(["S", "s", "T"]), limit=9))
def test_areas_overlap_when_they_share_a_cell_of_one_sheet(one: Area, other: Area) -> None:
    shared = set(one.cells()) & set(other.cells()) if one.sheet.lower() == other.sheet.lower() else set()

    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@given(st.sets(st.tuples(st.integers(1, 6), st.integers(1, 6))))
def test_rectangles_hold_each_cell_once_and_no_other(places: set[tuple[int, int]]) -> None:
    found = [cell for area in rectangles("S", places) for cell in area.cells()]

    assert len(found) == len(places)
    assert set(found) == places


@given(areas(limit=12))
def test_an_area_has_as_many_cells_as_it_lists(area: Area) -> None:
    cells = list(area.cells())

    assert cells == sorted(set(cells))
    assert len(cells) == area.size == area.height * area.width
    assert (cells[0], cells[-1]) == ((area.top, area.left), (area.bottom, area.right))


def test_a_cell_is_addressed_from_the_first_one_of_its_area() -> None:
    area = Area("BP", 15, 3, 34, 7)

    assert area.address() == "BP!C15"
    assert area.address(19, 4) == "BP!G34"
    assert Area("My sheet", 1, 26, 1, 27).address(0, 1) == "'My sheet'!AA1"


def test_a_part_is_counted_from_the_first_cell_of_its_area() -> None:
    area = Area("BP", 15, 3, 34, 7)

    assert area.part(0, 0) == Area("BP", 15, 3, 15, 3)
    assert area.part(16, 1, 4, 3) == Area("BP", 31, 4, 34, 6)


def test_a_single_cell_is_written_as_one_address() -> None:
    assert Area("BP", 5, 3, 5, 3).absolute() == "BP!$C$5"
    assert str(Area("BP", 5, 3, 6, 3)) == "BP!C5:C6"


# values in the words of a message


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "an empty cell"),
        ("", 'text ""'),
        ("abc", 'text "abc"'),
        ("0.5", 'text "0.5"'),
        ("x" * 40, f'text "{"x" * 40}"'),
        ("x" * 41, f'text "{"x" * 37}..."'),
        (True, "the logical value TRUE"),
        (False, "the logical value FALSE"),
        (2.5, "2.5"),
        (-1.0, "-1"),
        (1e300, "1e+300"),
        (7, "7"),
        (Fault("#DIV/0!"), "the error #DIV/0!"),
        (Date(45292.0), "a date or time (serial number 45292)"),
        (Unsaved("A1+1"), "a formula without a saved value"),
        (math.inf, "inf, which is not a finite number"),
        (-math.inf, "-inf, which is not a finite number"),
        (math.nan, "nan, which is not a finite number"),
    ],
)
def test_a_value_is_described(value: Any, words: str) -> None:
    assert describe(value) == words
