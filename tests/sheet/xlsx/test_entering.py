"""Long rows of plain numbers and empty cells, as of a trace, with other numbers or nothing in their cells."""

import math
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheetnet.errors import CellError, FileError
from sheetnet.sheet.cells import Area, Value, column_letters
from tests.sheet.xlsx.parts import area, prefixed, put, sheet_xml, values_by_openpyxl, worksheet

WIDTH = 120
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9)
HELD = st.sampled_from(["", "0", "0.10", "1.0", "-0.0", "-0", "1E2", "1e400", "0.1234567890123456"])
LINES = st.lists(NUMBERS, min_size=1, max_size=40) | st.lists(
    NUMBERS | st.none() | st.just("x"), min_size=1, max_size=9
)


def cell(column: int, text: str, kind: str = "", style: str = ' s="3"') -> str:
    """A cell of row 2 that holds a number; an empty one of no text."""
    start = f'<c r="{column_letters(column)}2"{style}{kind}'
    return f"{start}><v>{text}</v></c>" if text else f"{start}/>"


def long_row(texts: list[str], kind: str = "") -> str:
    cells = "".join(cell(column, texts[(column - 1) % len(texts)], kind) for column in range(1, WIDTH + 1))
    return f'<row r="2" spans="1:120" customHeight="1">{cells}</row>'


def cells_of(xml: bytes) -> list[bytes]:
    return re.findall(rb"<c [^>]*/>|<c [^>]*>.*?</c>", xml)


@given(
    st.lists(HELD, min_size=1, max_size=7),
    st.sampled_from(["", ' t="n"']),
    st.lists(st.tuples(st.integers(1, WIDTH - 40), LINES), min_size=1, max_size=3),
)
@example(["0.10", ""], "", [(1, [0.1] * 40), (3, [None] * 9)])
@example(["-0.0", "0"], "", [(1, [0.0, -0.0, 0, 1] * 10)])
def test_what_is_written_into_a_long_row_is_there_and_every_other_cell_has_the_bytes_it_had(
    texts: list[str], kind: str, edits: list[tuple[int, list[Value]]]
) -> None:
    before = sheet_xml(long_row(texts, kind))
    sheet, wanted = worksheet(before), dict[int, Value]()
    for left, line in edits:
        sheet.write(Area("S", 2, left, 2, left + len(line) - 1), [line])
        wanted.update(enumerate(line, left))
    seen, used = sheet.read(area("A2:DP2"))[0], sheet.used()

    was, now = cells_of(before), cells_of(sheet.xml)
    there = values_by_openpyxl(sheet.xml)
    assert len(now) == WIDTH
    for column in range(1, WIDTH + 1):
        if column in wanted:
            assert there.get((2, column)) == wanted[column]
            assert repr(seen[column - 1]) == repr(
                float(wanted[column]) if type(wanted[column]) is int else wanted[column]
            )  # type: ignore[arg-type]
            assert b's="3"' in now[column - 1]
        else:
            assert now[column - 1] == was[column - 1]
    assert used == (max((r for r, _ in there), default=0), max((c for _, c in there), default=0))
    assert sheet.xml.replace(b"".join(now), b"") == before.replace(b"".join(was), b"")


@pytest.mark.parametrize(
    ("held", "written", "left"),
    [
        ("0.10", 0.1, "0.10"),  # the same number as somebody spelled it
        ("1E2", 100.0, "1E2"),
        ("0", -0.0, "-0.0"),
        ("-0", 0.0, "0.0"),
        ("1_0", 10.0, "10.0"),  # no number in a file, though Python takes it for one
        ("&#49;0", 10.0, "&#49;0"),
        ("ten", 10.0, "10.0"),
        ("1e400", 1e308, "1e+308"),
    ],
)
def test_an_equal_number_keeps_its_spelling_and_another_is_written_with_all_digits(
    held: str, written: float, left: str
) -> None:
    sheet = worksheet(sheet_xml(long_row([held])))
    sheet.write(area("A2:CV2"), [[written] * 100])

    cells = [cell(column, left if column <= 100 else held) for column in range(1, WIDTH + 1)]
    assert cells_of(sheet.xml) == [one.encode() for one in cells]


def test_a_number_that_is_shown_as_a_date_is_written_over_with_the_digits_of_the_new_one() -> None:
    sheet = worksheet(sheet_xml(long_row(["0.10"])), dates=[3])
    sheet.write(area("A2"), [[0.1]])

    assert cells_of(sheet.xml)[0] == cell(1, "0.1").encode()


def test_a_cell_that_a_long_row_lacks_comes_between_the_others() -> None:
    row = long_row(["1", ""]).replace(cell(7, "1"), "")
    sheet = put(worksheet(sheet_xml(row)), "G2", 5.0)

    assert sheet.xml == sheet_xml(row.replace(cell(8, ""), cell(7, "5.0", style="") + cell(8, ""), 1))


def test_a_long_row_under_a_prefix_stays_under_it() -> None:
    sheet = worksheet(prefixed(sheet_xml(long_row(["1", ""]))))
    sheet.write(area("A2:D2"), [[2.0, 3.0, None, 4]])

    assert sheet.xml.count(b"<x:c ") == WIDTH
    assert sheet.read(area("A2:F2")) == [[2.0, 3.0, None, 4.0, 1.0, None]]


@pytest.mark.parametrize("row", ['<c r="B2"/>', '<c r="XFE2"/>', '<c r="A3"/>'])
def test_an_empty_cell_at_a_wrong_place_at_the_end_of_a_long_row_is_not_passed_over(row: str) -> None:
    sheet = worksheet(sheet_xml(long_row([""]).replace("</row>", row + "</row>")))

    with pytest.raises((CellError, FileError), match=r"row 2 has a cell at|stands twice"):
        sheet.read(area("A2:DP2"))


def test_a_result_for_a_cell_of_a_long_row_that_has_no_formula_is_put_nowhere() -> None:
    sheet = worksheet(sheet_xml(long_row(["1"])))
    sheet.write(area("A2"), [[5.0]])
    sheet.refresh(area("C2:D2"), [[7.0, 8.0]])

    assert sheet.read(area("A2:D2")) == [[5.0, 1.0, 1.0, 1.0]]


@pytest.mark.parametrize("value", [math.inf, math.nan])
def test_a_number_that_no_cell_can_hold_is_refused_in_a_long_row_too(value: float) -> None:
    sheet = worksheet(sheet_xml(long_row(["1"])))
    sheet.write(area("A2:B2"), [[5.0, value]])

    with pytest.raises(CellError, match=r"S!B2: a cell cannot hold the number (inf|nan)"):
        _ = sheet.xml
