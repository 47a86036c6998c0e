"""Edits spliced into a worksheet part: what changes, what stays byte for byte, what is refused."""

import math
import re
import struct
import tracemalloc
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetnet.errors import CellError, FileError
from sheetnet.sheet.cells import Area, Unsaved, Value, column_letters
from sheetnet.sheet.xlsx.sheet_reader import Context
from sheetnet.sheet.xlsx.worksheet import Worksheet
from tests.sheet.xlsx.parts import (
    HEAD,
    MAIN,
    area,
    as_openpyxl_reads,
    prefixed,
    put,
    rows_xml,
    sheet_xml,
    values_by_openpyxl,
    worksheet,
    xml_text,
)

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
# what openpyxl must not take for a formula, or for the escape of a character
SEEN_ALIKE = PRINTABLE.filter(lambda text: text and "_x" not in text)
SHORT = st.one_of(st.none(), st.booleans(), FLOATS, st.integers(-9, 9), SEEN_ALIKE.filter(str.strip))
PLACES = st.tuples(st.integers(1, 6), st.integers(1, 6))
EMPTY = sheet_xml("")


def bits(value: Value) -> bytes:
    assert isinstance(value, float)
    return struct.pack("<d", value)


def cell(xml: bytes, address: str) -> ElementTree.Element | None:
    """A <c> as a parser finds it."""
    return next((one for one in ElementTree.fromstring(xml).iter(f"{{{MAIN}}}c") if one.get("r") == address), None)


def reopened(sheet: Worksheet) -> Worksheet:
    return worksheet(sheet.xml)


# round trips


@given(st.lists(st.lists(FLOATS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_floats_are_read_back_bit_for_bit(values: list[list[Value]]) -> None:
    block = area(f"B2:D{len(values) + 1}")
    sheet = worksheet(EMPTY)

    sheet.write(block, values)

    for found in (sheet.read(block), reopened(sheet).read(block)):
        assert [[bits(value) for value in row] for row in found] == [[bits(value) for value in row] for row in values]
    theirs = values_by_openpyxl(sheet.xml)
    assert all(bits(float(theirs[n + 2, m + 2])) == bits(v) for n, row in enumerate(values) for m, v in enumerate(row))


@given(FLOATS, FLOATS)
def test_a_float_over_another_is_read_back_bit_for_bit(before: float, after: float) -> None:
    sheet = put(worksheet(put(worksheet(EMPTY), "A1", before).xml), "A1", after)

    assert bits(reopened(sheet).read(area("A1"))[0][0]) == bits(after)


def test_a_negative_zero_over_a_zero_is_read_back_bit_for_bit() -> None:
    sheet = put(worksheet(put(worksheet(EMPTY), "A1", 0.0).xml), "A1", -0.0)

    assert bits(reopened(sheet).read(area("A1"))[0][0]) == bits(-0.0)


@given(TEXTS)
def test_text_is_read_back_with_its_control_characters(text: str) -> None:
    sheet = put(worksheet(EMPTY), "A1", text)

    assert sheet.read(area("A1")) == reopened(sheet).read(area("A1")) == [[text]]


@given(SEEN_ALIKE)
@settings(deadline=None, max_examples=50)
def test_openpyxl_reads_the_same_text(text: str) -> None:
    assert values_by_openpyxl(put(worksheet(EMPTY), "A1", text).xml) == {(1, 1): text}


@pytest.mark.parametrize(
    "text", ["<&>\"'", "]]>", "=1+1", "0.5", "TRUE", " a ", "a\nb\tc", "日本語 😀", "#N/A", "&lt;"]
)
def test_text_stays_text(text: str) -> None:
    sheet = put(worksheet(EMPTY), "A1", text)

    assert sheet.read(area("A1")) == [[text]]
    (only,) = as_openpyxl_reads(sheet.xml)[1]
    assert only.value == text


@pytest.mark.parametrize("text", [" a", "a ", "\n", "a  b"])
def test_white_space_at_the_ends_of_a_text_is_declared_to_be_kept(text: str) -> None:
    """Excel drops it otherwise."""
    found = cell(put(worksheet(EMPTY), "A1", text).xml, "A1")

    assert found is not None
    (inside,) = found.iter(f"{{{MAIN}}}t")
    assert inside.text == text
    assert inside.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


@pytest.mark.parametrize("value", [True, False])
def test_a_logical_value_is_read_back_as_one(value: bool) -> None:
    sheet = put(worksheet(EMPTY), "A1", value)

    assert sheet.read(area("A1"))[0][0] is value
    assert values_by_openpyxl(sheet.xml) == {(1, 1): value}
    assert isinstance(values_by_openpyxl(sheet.xml)[1, 1], bool)


@pytest.mark.parametrize("value", [0, 7, -3, 2**53])
def test_a_whole_number_is_read_back(value: int) -> None:
    sheet = put(worksheet(EMPTY), "A1", value)

    assert sheet.read(area("A1")) == [[float(value)]]
    assert values_by_openpyxl(sheet.xml) == {(1, 1): value}


def test_a_number_of_numpy_is_stored_as_a_number() -> None:
    sheet = put(worksheet(EMPTY), "A1", np.float64(0.1))

    assert values_by_openpyxl(sheet.xml) == {(1, 1): 0.1}


@given(
    st.dictionaries(PLACES, FLOATS | st.booleans() | SEEN_ALIKE),
    st.dictionaries(PLACES, FLOATS | SEEN_ALIKE | st.none()),
)
@settings(deadline=None)
def test_written_cells_change_and_all_others_stay(
    cells: dict[tuple[int, int], Value], edits: dict[tuple[int, int], Value]
) -> None:
    """A model: a dictionary of cells. Three readers must find it: this one, openpyxl, and the order of the XML."""
    sheet = worksheet(sheet_xml(rows_xml(cells)))

    for (row, column), value in edits.items():
        put(sheet, f"{column_letters(column)}{row}", value)

    expected = {at: value for at, value in (cells | edits).items() if value is not None}
    rows = enumerate(sheet.read(area("A1:F6")), 1)
    assert {(n, m): value for n, row in rows for m, value in enumerate(row, 1) if value is not None} == expected
    theirs = values_by_openpyxl(sheet.xml)
    assert theirs == expected
    assert {at: type(v) is bool for at, v in theirs.items()} == {at: type(v) is bool for at, v in expected.items()}
    root = ElementTree.fromstring(sheet.xml)
    assert [int(row.get("r", 0)) for row in root.iter(f"{{{MAIN}}}row")] == sorted(
        {int(row.get("r", 0)) for row in root.iter(f"{{{MAIN}}}row")}
    )
    for row in root.iter(f"{{{MAIN}}}row"):
        columns = [ord(one.get("r", "")[0]) for one in row]
        assert columns == sorted(set(columns))


# what stays as it was

USER = (
    '<row r="1" spans="1:4" ht="30" customHeight="1" x14ac:dyDescent="0.25"><c r="A1" s="2" t="s"><v>0</v></c>'
    '<c r="B1" s="3"><v>0.10</v></c><c r="D1" s="1"/></row>\n'
    '<row r="3" spans="2:3"><c r="B3" s="4"><f>B1*2</f><v>0.2</v></c><c r="C3" s="5" cm="1"><v>7</v></c></row>'
)
EXTENDED = (
    f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
    '<!-- mine --><dimension ref="A1:D3"/><cols><col min="6" max="7" width="9" style="8"/></cols>'
    f'<sheetData>{USER}</sheetData><conditionalFormatting sqref="A1:B2"/><pageMargins left="0.7"/></worksheet>'
).encode()


def test_nothing_but_the_written_cell_changes() -> None:
    sheet = put(worksheet(EXTENDED), "B1", 0.25)

    assert sheet.xml == EXTENDED.replace(b'<c r="B1" s="3"><v>0.10</v></c>', b'<c r="B1" s="3"><v>0.25</v></c>')


def test_a_value_that_is_there_already_changes_no_byte() -> None:
    sheet = worksheet(EXTENDED, strings=["a"])

    put(sheet, "B1", 0.1)
    put(sheet, "A1", "a")
    put(sheet, "D1", None)
    put(sheet, "Z99", None)

    assert sheet.xml == EXTENDED


@pytest.mark.parametrize("row", ['<row r="1"/>', '<row r="1" ></row>', "<row r='1' ht='9'></row >", ""])
def test_emptying_an_empty_cell_changes_no_byte(row: str) -> None:
    xml = sheet_xml(row)

    assert put(worksheet(xml), "A1", None).xml == xml


def test_a_part_that_is_only_read_keeps_its_bytes() -> None:
    for xml in (EXTENDED, EMPTY, EMPTY.replace(b"<sheetData></sheetData>", b"<sheetData/>")):
        sheet = worksheet(xml, strings=["a"])
        sheet.read(area("A1:Z99"))
        sheet.formulas(area("A1:Z99"))
        sheet.used()
        assert not sheet.edited
    assert worksheet(EXTENDED).xml == EXTENDED


def test_true_over_one_is_a_change() -> None:
    sheet = put(worksheet(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')), "A1", True)

    assert values_by_openpyxl(sheet.xml)[1, 1] is True


def test_a_written_cell_keeps_its_style_whatever_its_type() -> None:
    for value in (1.5, True, "text", None):
        for address, style in {"A1": "2", "B1": "3", "D1": "1", "C3": "5"}.items():
            found = cell(put(worksheet(EXTENDED, strings=["a"]), address, value).xml, address)
            assert found is not None
            assert found.get("s") == style


def test_an_emptied_cell_holds_nothing() -> None:
    sheet = put(worksheet(EXTENDED, strings=["a"]), "A1", None)

    assert reopened(sheet).read(area("A1")) == [[None]]
    found = cell(sheet.xml, "A1")
    assert found is not None
    assert (len(found), found.get("t")) == (0, None)


def test_a_new_value_drops_the_metadata_of_the_old_one() -> None:
    """`vm` says what an error value stands for, such as a picture in the cell; a number is no such value."""
    sheet = put(worksheet(sheet_xml('<row r="1"><c r="A1" s="1" t="e" vm="1"><v>#VALUE!</v></c></row>')), "A1", 0.5)

    found = cell(sheet.xml, "A1")
    assert found is not None
    assert found.attrib == {"r": "A1", "s": "1"}


# new rows and cells


def test_new_rows_and_cells_stand_in_order() -> None:
    sheet = worksheet(EXTENDED)

    for address in ("C1", "A2", "E1", "A3", "Z3", "A9", "B7"):
        put(sheet, address, 1.0)

    addresses = [one.get("r") for one in ElementTree.fromstring(sheet.xml).iter(f"{{{MAIN}}}c")]
    assert addresses == ["A1", "B1", "C1", "D1", "E1", "A2", "A3", "B3", "C3", "Z3", "B7", "A9"]


def test_untouched_cells_keep_their_bytes_beside_new_ones() -> None:
    sheet = worksheet(EXTENDED)

    sheet.write(area("A2:F2"), [[1.0] * 6])
    put(sheet, "C1", 2.0)
    put(sheet, "F3", 3.0)

    without = re.sub(rb'<row r="2">.*?</row>|<c r="(?:C1|F3)"[^>]*>.*?</c>', b"", sheet.xml)
    widened = re.sub(rb'<row r="3" spans="2:\d">', b'<row r="3" spans="2:3">', without)
    assert widened.replace(b'<dimension ref="A1:F3"/>', b'<dimension ref="A1:D3"/>') == EXTENDED


def test_a_new_cell_takes_the_style_of_its_row_or_else_of_its_column() -> None:
    xml = sheet_xml(
        '<row r="1" s="5" customFormat="1"/><row r="2" s="6"/><row r="3" customFormat="true" s="7"><c r="A3"/></row>',
        before='<cols><col min="2" max="3" width="9" style="8"/><col min="4" max="4" width="9"/></cols>',
    )
    sheet = worksheet(xml)

    for row in range(1, 5):
        sheet.write(area(f"B{row}:D{row}"), [[1.0, 1.0, 1.0]])

    styles = {one.get("r"): one.get("s") for one in ElementTree.fromstring(sheet.xml).iter(f"{{{MAIN}}}c")}
    assert [styles[f"{column}1"] for column in "BCD"] == ["5", "5", "5"]
    assert [styles[f"{column}2"] for column in "BCD"] == ["8", "8", None]  # s counts with customFormat only
    assert [styles[f"{column}3"] for column in "BCD"] == ["7", "7", "7"]
    assert [styles[f"{column}4"] for column in "BCD"] == ["8", "8", None]
    assert styles["A3"] is None


@pytest.mark.parametrize(
    ("before", "address", "after"),
    [
        ("A1:D3", "B2", "A1:D3"),
        ("A1:D3", "E9", "A1:E9"),
        ("C3:D4", "A1", "A1:D4"),
        ("B2", "B2", "B2"),
        ("B2", "A3", "A2:B3"),
        ("A1", "XFD1048576", "A1:XFD1048576"),
    ],
)
def test_the_dimension_is_widened(before: str, address: str, after: str) -> None:
    xml = sheet_xml("", before=f'<dimension ref="{before}"/>')

    assert f'<dimension ref="{after}"/>'.encode() in put(worksheet(xml), address, 1.0).xml


@pytest.mark.parametrize(("address", "spans"), [("C1", "2:4"), ("A1", "1:4"), ("F1", "2:6")])
def test_the_spans_of_a_row_are_widened(address: str, spans: str) -> None:
    xml = sheet_xml('<row r="1" spans="2:4" ht="9"><c r="B1"/></row>')

    assert f'<row r="1" spans="{spans}" ht="9">'.encode() in put(worksheet(xml), address, 1.0).xml


def test_an_emptied_cell_widens_nothing() -> None:
    xml = sheet_xml('<row r="1" spans="2:4"><c r="B1"/></row>', before='<dimension ref="B1:D1"/>')

    assert put(worksheet(xml), "Z9", None).xml == xml


@pytest.mark.parametrize("data", ["<sheetData/>", "<sheetData />", "<sheetData></sheetData>"])
def test_an_empty_sheet_takes_cells(data: str) -> None:
    xml = f'{HEAD}<worksheet xmlns="{MAIN}">{data}<pageMargins left="0.7"/></worksheet>'.encode()

    written = put(worksheet(xml), "C2", 1.5).xml

    assert values_by_openpyxl(written) == {(2, 3): 1.5}
    assert written.endswith(b'</sheetData><pageMargins left="0.7"/></worksheet>')


def test_cells_under_a_prefix_stay_under_it() -> None:
    sheet = worksheet(prefixed(EXTENDED.replace(b"<!-- mine -->", b"").replace(b"x14ac:dyDescent", b"hidden")))

    sheet.write(area("A2:B2"), [[1.0, True]])
    put(sheet, "C3", "<a>")
    put(sheet, "F3", 2.0)
    sheet.refresh(area("B3"), [[9.0]])

    assert values_by_openpyxl(sheet.xml, strings="<si><t>s</t></si>") == {
        (1, 1): "s", (1, 2): 0.1, (2, 1): 1, (2, 2): True, (3, 2): 9, (3, 3): "<a>", (3, 6): 2,
    }  # fmt: skip
    assert not re.search(rb"<(?!x:|/x:|\?)", sheet.xml)


def test_cells_and_rows_without_addresses_keep_their_places() -> None:
    xml = sheet_xml(
        '<row><c><v>1</v></c><c s="3"><v>2</v></c></row><row><c><v>3</v></c></row><row r="5"><c r="C5"/></row>'
    )
    sheet = worksheet(xml)

    put(sheet, "A1", 10.0)
    put(sheet, "B1", 20.0)
    put(sheet, "D1", 40.0)
    put(sheet, "C2", 30.0)
    put(sheet, "A4", 50.0)
    put(sheet, "A5", 60.0)

    expected = {(1, 1): 10, (1, 2): 20, (1, 4): 40, (2, 1): 3, (2, 3): 30, (4, 1): 50, (5, 1): 60}
    assert values_by_openpyxl(sheet.xml) == expected


def test_later_edits_win_and_reading_sees_them() -> None:
    sheet = worksheet(EMPTY)

    put(sheet, "A1", 1.0)
    put(sheet, "A1", 2.0)
    assert sheet.read(area("A1")) == [[2.0]]
    put(sheet, "A1", 3.0)
    assert sheet.used() == (1, 1)
    assert sheet.read(area("A1")) == [[3.0]]


@pytest.mark.parametrize("values", [[[1.0]], [[1.0, 2.0]], [[1.0], [2.0], [3.0]], [[1.0, 2.0], [3.0, 4.0]]])
def test_values_of_another_shape_than_the_area_are_a_mistake(values: list[list[Value]]) -> None:
    sheet = worksheet(EMPTY)

    with pytest.raises(ValueError, match="expected 2 lines of 1 values"):
        sheet.write(area("A1:A2"), values)

    assert sheet.xml == EMPTY


# saved results of formulas

FORMULAS = {
    "a number": ('<c r="A1" s="4"><f>B1*2</f><v>1</v></c>', "<f>B1*2</f>"),
    "none saved": ('<c r="A1" s="4"><f>B1*2</f></c>', "<f>B1*2</f>"),
    "an empty one saved": ('<c r="A1" s="4"><f>B1*2</f><v/></c>', "<f>B1*2</f>"),
    "text": ('<c r="A1" s="4" t="str"><f>B1&amp;"a"</f><v>a</v></c>', '<f>B1&amp;"a"</f>'),
    "an error": ('<c r="A1" s="4" t="e"><f ca="1">NOW()</f><v>#N/A</v></c>', '<f ca="1">NOW()</f>'),
    "a logical value": ('<c r="A1" s="4" t="b"><f>B1=1</f><v>1</v></c>', "<f>B1=1</f>"),
    "shared": (
        '<c r="A1" s="4"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c>',
        '<f t="shared" ref="A1:A2" si="0">B1</f>',
    ),
    "array": (
        '<c r="A1" s="4"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c>',
        '<f t="array" ref="A1:A2">B1:B2</f>',
    ),
}


@pytest.mark.parametrize(("xml", "kept"), FORMULAS.values(), ids=FORMULAS)
@pytest.mark.parametrize("value", [0.1, -2.0, 7, True, False, "a<b", ""])
def test_a_refreshed_result_changes_the_value_and_keeps_formula_and_style(xml: str, kept: str, value: Value) -> None:
    part = sheet_xml(f'<row r="1">{xml}<c r="B1"><v>5</v></c></row>')
    sheet = worksheet(part)
    formula = sheet.formulas(area("A1"))

    sheet.refresh(area("A1:C1"), [[value, 8.0, 9.0]])

    assert sheet.read(area("A1:C1")) == [[value, 5.0, None]]  # only formulas are refreshed
    assert type(sheet.read(area("A1"))[0][0]) is type(value) or isinstance(value, int)
    assert reopened(sheet).formulas(area("A1")) == formula
    assert kept.encode() in sheet.xml
    found = cell(sheet.xml, "A1")
    assert found is not None
    assert found.get("s") == "4"
    assert values_by_openpyxl(sheet.xml)[1, 2] == 5


@pytest.mark.parametrize(("xml", "kept"), FORMULAS.values(), ids=FORMULAS)
def test_a_result_refreshed_with_nothing_is_removed(xml: str, kept: str) -> None:
    sheet = worksheet(sheet_xml(f'<row r="1">{xml}</row>'))
    (formula,) = sheet.formulas(area("A1"))[0]

    sheet.refresh(area("A1"), [[None]])

    assert sheet.read(area("A1")) == [[Unsaved(formula or "")]]
    found = cell(sheet.xml, "A1")
    assert found is not None
    assert [one.tag for one in found] in ([f"{{{MAIN}}}f"], [f"{{{MAIN}}}f", f"{{{MAIN}}}v"])
    assert "".join(found.itertext()) == formula
    assert kept.encode() in sheet.xml
    assert (found.get("t"), found.get("s")) == (None, "4")


def test_a_refreshed_result_changes_no_other_byte() -> None:
    sheet = worksheet(EXTENDED)

    sheet.refresh(area("B3"), [[0.5]])

    assert sheet.xml == EXTENDED.replace(b"<v>0.2</v>", b"<v>0.5</v>")


def test_results_inside_an_array_formula_are_removed_with_its_own() -> None:
    data = (
        '<row r="1"><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>7</v></c><c r="B2" s="3"><v>4</v></c></row>'
    )
    sheet = worksheet(sheet_xml(data))

    sheet.refresh(area("A1:B2"), [[None, None], [None, None]])

    assert sheet.read(area("A1:B2")) == [[None, Unsaved("A1:A2*2")], [7.0, None]]
    assert b'<f t="array" ref="B1:B2">A1:A2*2</f>' in sheet.xml
    found = cell(sheet.xml, "B2")
    assert found is not None
    assert found.get("s") == "3"


def test_results_of_the_kind_that_was_there_leave_the_rest_of_their_cells_as_it_is() -> None:
    row = (
        '<c r="A1" t="str" s="1"><f>B1&amp;"x"</f><v>{}</v></c><c r="B1"><f>1</f><v>{}</v></c><c r="C1"><f>2</f>{}</c>'
    )
    sheet = worksheet(sheet_xml(f'<row r="1">{row.format("old", 1, "<v></v>")}</row>'))

    sheet.refresh(area("A1:C1"), [["a<b", 7, 0.5]])

    assert sheet.xml == sheet_xml(f'<row r="1">{row.format("a&lt;b", 7, "<v>0.5</v>")}</row>')


def test_a_result_is_refreshed_in_the_right_cell_of_a_row_of_formulas() -> None:
    cells = "".join(f'<c r="{letter}1"><f>{n}+{n}</f><v>0</v></c>' for n, letter in enumerate("ABCDE"))
    sheet = worksheet(sheet_xml(f'<row r="1">{cells}</row>'))

    sheet.refresh(area("B1:D1"), [[1.5, None, "x"]])

    assert sheet.read(area("A1:E1")) == [[0.0, 1.5, Unsaved("2+2"), "x", 0.0]]
    assert sheet.formulas(area("A1:E1")) == [["0+0", "1+1", "2+2", "3+3", "4+4"]]


def of_a_folder(*values: tuple[str, str, str]) -> list[Worksheet]:
    """The same sheet of several workbooks, which differ in the results of its formulas."""
    cells = '<c r="A1" t="str"><f>B1</f><v>{}</v></c><c r="B1" s="2" t="str"><f>C1</f><v>{}</v></c>'
    cells += '<c r="C1"><f>1</f><v>{}</v></c>'
    name = f"folder {values}"  # which no other test has met
    xml = (sheet_xml(f'<row r="1">{cells.format(*three)}</row>') for three in values)
    return [Worksheet(name, "xl/worksheets/sheet1.xml", one, Context(str, frozenset)) for one in xml]


def test_results_come_into_the_right_cells_of_each_workbook_of_a_folder() -> None:
    sheets = of_a_folder(("a", "b", "1"), ("ä", "b", "2"), ("", "b", "3"), ("a", "", "4"), ("→", "データ", "5"))

    for number, sheet in enumerate(sheets):
        here = Area(sheet.name, 1, 1, 1, 3)
        sheet.refresh(here, [["", "é", number / 4]])
        assert values_by_openpyxl(sheet.xml) == {(1, 2): "é", (1, 3): number / 4}
        assert sheet.formulas(here) == [["B1", "C1", "1"]]
        sheet.refresh(here, [["x", None, None]])
        assert sheet.read(here) == [["x", Unsaved("C1"), Unsaved("1")]]


def test_a_sheet_like_the_one_of_the_workbook_before_is_known_within_twice_its_bytes() -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>{{}}</v></c>' for letter in "ABCDEFGH") + "</row>"
        for row in range(1, 1_500)
    )
    parts = [sheet_xml(rows.replace("{}", value)) for value in ("0.1234", "0.5678", "0.9012")]
    for part in parts[:2]:
        worksheet(part).read(area("A1:H9"))
    tracemalloc.start()

    worksheet(parts[2])

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * len(parts[2])


def named(book: str, number: int, changed: Mapping[int, str], *, together: bool) -> Worksheet:
    """A sheet of twelve rows with a formula that has the name of its workbook, and some rows that somebody changed."""
    first = '<f t="shared" ref="A5:A6" si="0">D5</f>' if together else "<f>D5</f>"
    formulas = {2: f'<f>"train {book}"</f>', 5: first, 6: '<f t="shared" si="0"/>' if together else "<f>D6</f>"}
    rows = []
    for row in range(1, 13):
        text = changed.get(row, formulas.get(row, f"<f>D{row}</f>"))
        number_beside = f'<c r="B{row}"><v>{number + row}</v></c>' if row < 7 else ""
        cells = f'<c r="A{row}">{text}<v>{number}</v></c>{number_beside}<c r="C{row}"><f>B{row}%2</f><v>{row}.5</v></c>'
        rows.append(f'<row r="{row}">{cells}</row>')
    xml = sheet_xml("".join(rows))
    return Worksheet(f"named {together}", "xl/worksheets/sheet1.xml", xml, Context(str, frozenset))


CHANGED: Sequence[dict[int, str]] = (
    *({}, {}, {}, {7: "<f>D7*2</f>"}, {}, {7: ""}, {1: "<f>1</f>"}, {}, {12: "<f>9</f>"}),
    *(
        dict.fromkeys(range(3, 13), "<f>8</f>"),
        {},
        {9: "<f>9</f>"},
        {9: "<f>9</f>"},
        {},
        {5: '<f t="shared" ref="A5:A6" si="0">D5*3</f>'},
    ),
)


@pytest.mark.parametrize("together", [False, True])
def test_a_formula_that_another_workbook_of_a_folder_has_not_is_seen(together: bool) -> None:
    for number, changed in enumerate(CHANGED):
        sheet = named(f"book {number}.xlsx", number, changed, together=together)
        here, there = Area(sheet.name, 1, 1, 12, 3), Area(sheet.name, 1, 3, 12, 3)
        seen = values_by_openpyxl(sheet.xml, data_only=False)
        right = {place: value[1:] for place, value in seen.items() if isinstance(value, str)}

        assert sheet.formulas(here) == [[right.get((row, column)) for column in (1, 2, 3)] for row in range(1, 13)]
        found = {(row, column): text for row, column, text in sheet.all_formulas([there])}
        assert found == {place: text for place, text in right.items() if place[1] == 1}
        assert [row for row, _ in found] == sorted(row for row, _ in found)
        before = values_by_openpyxl(sheet.xml)
        sheet.refresh(here, [[number / 4, None, row / 8] for row in range(1, 13)])
        results = {(row, column): number / 4 if column == 1 else row / 8 for row, column in right}
        assert values_by_openpyxl(sheet.xml) == before | results


@pytest.mark.parametrize("text", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbf\xbf"])
def test_what_is_no_character_is_refused_in_every_workbook_of_a_folder(text: bytes) -> None:
    name, xml = f"odd {text!r}", sheet_xml('<row r="1"><c r="A1" t="str"><f>B1</f><v>ok</v></c></row>')
    for good in (b"1", b"2", b"3"):
        Worksheet(name, "xl/worksheets/sheet1.xml", xml.replace(b"ok", good), Context(str, frozenset))

    with pytest.raises(FileError, match="is not well-formed XML"):
        Worksheet(name, "xl/worksheets/sheet1.xml", xml.replace(b"ok", text), Context(str, frozenset))


def test_closing_tags_with_white_space_do_not_lead_into_the_next_cell() -> None:
    cells = '<c r="A1"><f>1+1</f ><v>0</v></c><c r="B1"><f>2+2</f><v>0</v></c><c r="C1"><v>3</v></c>'
    sheet = worksheet(sheet_xml(f'<row r="1">{cells}</row>'))

    sheet.refresh(area("A1"), [[2.0]])

    assert values_by_openpyxl(sheet.xml) == {(1, 1): 2, (1, 2): 0, (1, 3): 3}


# what is refused


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        ("<f>B1*2</f><v>1</v>", "=B1*2"),
        ("<f>B1*2</f>", "=B1*2"),
        ("<f>IF(B1&lt;1,&quot;a&quot;,2)&amp;C1</f>", '=IF(B1<1,"a",2)&C1'),
        ('<f t="shared" si="0"/><v>1</v>', "=..."),
        ('<f t="array" ref="A1">SUM(B1:B9)</f><v>1</v>', "=SUM(B1:B9)"),
    ],
)
@pytest.mark.parametrize("value", [1.0, "a", None])
def test_a_value_over_a_formula_is_refused_and_the_cell_named(xml: str, shown: str, value: Value) -> None:
    part = sheet_xml(f'<row r="1"><c r="A1">{xml}</c></row>')
    sheet = put(worksheet(part), "A1", value)

    with pytest.raises(CellError) as error:
        _ = sheet.xml

    assert error.value.place == "S!A1"
    assert str(error.value) == (
        f'S!A1: a value is to be written here, and there is the formula "{shown}"; '
        "clear the cell first; formulas are never overwritten"
    )
    assert sheet.xml == part


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused_and_the_cell_named(value: float) -> None:
    for xml in (EMPTY, sheet_xml('<row r="2"><c r="B2"><v>1</v></c></row>')):
        sheet = put(worksheet(xml), "B2", value)
        with pytest.raises(CellError) as error:
            _ = sheet.xml
        assert str(error.value) == f"S!B2: a cell cannot hold the number {value}"


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_result_that_is_not_finite_is_refused_and_the_cell_named(value: float) -> None:
    sheet = worksheet(sheet_xml('<row r="1"><c r="A1"><f>B1*2</f><v>1</v></c></row>'))
    sheet.refresh(area("A1"), [[value]])

    with pytest.raises(CellError, match="S!A1: a cell cannot hold the number"):
        _ = sheet.xml


MERGED = sheet_xml(
    '<row r="1"/>', after='<mergeCells count="2"><mergeCell ref="B2:C3"/><mergeCell ref="E1"/></mergeCells>'
)


@pytest.mark.parametrize("address", ["C2", "B3", "C3"])
@pytest.mark.parametrize("xml", [MERGED, prefixed(MERGED), MERGED.replace(b'"', b"'")], ids=["plain", "prefix", "'"])
def test_a_value_inside_merged_cells_is_refused_and_the_cell_named(xml: bytes, address: str) -> None:
    sheet = put(worksheet(xml), address, 1.0)

    with pytest.raises(CellError) as error:
        _ = sheet.xml

    assert str(error.value) == (
        f"S!{address}: a value is to be written here, inside a merged cell (B2:C3); split that range, or move the block"
    )


@pytest.mark.parametrize("address", ["B2", "A2", "D3", "B1", "E1"])
def test_the_first_of_merged_cells_and_the_cells_around_them_take_values(address: str) -> None:
    assert put(worksheet(MERGED), address, 1.0).read(area(address)) == [[1.0]]


def test_emptying_merged_cells_is_no_harm() -> None:
    sheet = worksheet(MERGED)

    sheet.write(area("B2:C3"), [[None, None], [None, None]])

    assert sheet.read(area("B2:C3")) == [[None, None], [None, None]]


@pytest.mark.parametrize(
    "formula",
    [
        '<f t="array" ref="B2:C3">E1:F2*2</f>',
        "<f t='array' ref='B2:C3'>E1:F2*2</f>",
        '<f t="dataTable" ref="B2:C3" dt2D="1" dtr="1" r1="A1" r2="A2"/>',
    ],
)
def test_a_value_inside_the_range_of_an_array_formula_or_data_table_is_refused(formula: str) -> None:
    data = (
        f'<row r="2"><c r="B2">{formula}<v>1</v></c><c r="C2"><v>2</v></c></row>'
        '<row r="3"><c r="B3"><v>3</v></c><c r="C3"><v>4</v></c></row>'
    )
    sheet = put(worksheet(sheet_xml(data)), "C3", 1.0)

    with pytest.raises(CellError) as error:
        _ = sheet.xml

    assert str(error.value) == (
        "S!C3: a value is to be written here, inside the range of an array formula or data table (B2:C3); "
        "split that range, or move the block"
    )
    beside = put(worksheet(sheet_xml(data)), "D3", 1.0)
    assert beside.read(area("B2:D3")) == [[1.0, 2.0, None], [3.0, 4.0, 1.0]]


BLOCKS = st.tuples(PLACES, st.lists(st.lists(SHORT, min_size=2, max_size=2), min_size=1, max_size=3))


@given(st.dictionaries(PLACES, SHORT), st.lists(BLOCKS, min_size=1, max_size=4))
def test_values_that_wait_to_be_written_are_read_as_openpyxl_reads_them_in_the_file(
    there: dict[tuple[int, int], Value], blocks: list[tuple[tuple[int, int], list[list[Value]]]]
) -> None:
    sheet, whole = worksheet(sheet_xml(rows_xml(there))), area("A1:H9")
    for (row, column), values in blocks:
        sheet.write(Area("S", row, column, row + len(values) - 1, column + 1), values)

    seen, used = sheet.read(whole), sheet.used()

    known = values_by_openpyxl(sheet.xml)
    assert {
        (r, c): value for r, line in enumerate(seen, 1) for c, value in enumerate(line, 1) if value is not None
    } == known
    assert used == (max((r for r, _ in known), default=0), max((c for _, c in known), default=0))
    assert worksheet(sheet.xml).read(whole) == seen


def test_results_that_wait_to_be_written_leave_formulas_where_they_are() -> None:
    sheet = worksheet(sheet_xml('<row r="2"><c r="C2"><f>1+1</f><v>2</v></c><c r="F2"/></row>'))
    sheet.write(area("B1"), [[1.0]])
    sheet.refresh(area("C2:G3"), [[None] * 5, [5.0] * 5])

    assert sheet.used() == (2, 3)
    assert worksheet(sheet.xml).used() == (2, 3)


def test_a_refused_edit_leaves_the_part_as_it_was() -> None:
    sheet = worksheet(EXTENDED)
    sheet.write(area("A3:B3"), [[1.0, 2.0]])  # B3 is a formula

    with pytest.raises(CellError):
        sheet.read(area("A3"))

    assert sheet.xml == EXTENDED


def test_text_of_a_user_that_looks_like_markup_stays_text() -> None:
    text = '</t></is></c><c r="B1"><v>1</v></c>'

    sheet = put(worksheet(EMPTY), "A1", text)

    assert values_by_openpyxl(sheet.xml) == {(1, 1): text}
    assert xml_text(text).encode() in sheet.xml.replace(b"&gt;", b">")


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ('hidden="1"', True),
        ("hidden='true'", True),
        ('ht="0" customHeight="1"', True),
        ('customHeight="true" ht="0.0"', True),
        ('ht="10.5" customHeight="1"', False),
        ('ht="0.75"', False),
        ('hidden="0" ht="20"', False),
        ('spans="1:3"', False),
    ],
)
def test_a_row_is_hidden_that_says_so_or_has_no_height(attributes: str, hidden: bool) -> None:
    sheet = worksheet(sheet_xml(f'<row r="1"><c r="A1"/></row><row r="2" {attributes}><c r="A2"><v>1</v></c></row>'))

    assert sheet.hidden_rows() == ({2} if hidden else set())
