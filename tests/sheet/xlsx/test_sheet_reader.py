"""What a worksheet part says, against openpyxl, and what is refused because it could be misread."""

import math
import re
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.styles.numbers import BUILTIN_FORMATS

from sheetnet.errors import CellError, FileError
from sheetnet.sheet.cells import Date, Fault, Unsaved, Value, column_letters
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.xlsx.worksheet import Worksheet
from tests.sheet.xlsx.parts import (
    HEAD,
    MAIN,
    area,
    as_openpyxl_reads,
    book,
    by_message,
    prefixed,
    sheet_xml,
    values_by_openpyxl,
    worksheet,
    xml_text,
)


def cell(xml: str, **others: Any) -> Value:
    """The value of A1, whose whole element is given."""
    return worksheet(sheet_xml(f'<row r="1">{xml}</row>'), **others).read(area("A1"))[0][0]


def read(sheet: Worksheet, text: str = "A1:H9") -> dict[tuple[int, int], Value]:
    """(row, column) -> value of every cell that holds one."""
    rows = enumerate(sheet.read(area(text)), area(text).top)
    return {(row, column): v for row, line in rows for column, v in enumerate(line, area(text).left) if v is not None}


# values


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ('<c r="A1"/>', None),
        ('<c r="A1"></c>', None),
        ('<c r="A1" s="1"/>', None),
        ('<c r="A1"><v/></c>', None),
        ('<c r="A1"><v>2</v></c>', 2.0),
        ('<c r="A1" t="n"><v>2</v></c>', 2.0),
        ('<c r="A1"><v> 2.5 </v></c>', 2.5),
        ('<c r="A1"><v>1E-3</v></c>', 0.001),
        ('<c r="A1"><v>-1.5e+300</v></c>', -1.5e300),
        ('<c r="A1"><v>0.1000000000000000055</v></c>', 0.1),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', Fault("#DIV/0!")),
        ('<c r="A1" t="str"><f>"a"</f><v>a&lt;b</v></c>', "a<b"),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="A1" t="str"><f>""</f><v/></c>', ""),
        ('<c r="A1" t="inlineStr"><is><t>0.5</t></is></c>', "0.5"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', " a "),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is></c>', "ab"),
        ('<c r="A1" t="inlineStr"><is/></c>', ""),
        ('<c r="A1"><f>B1</f><v>3</v></c>', 3.0),
        ('<c r="A1" t="b"><f>B1</f><v>1</v></c>', True),
        ('<c r="A1" t="e"><f>B1</f><v>#N/A</v></c>', Fault("#N/A")),
        ('<c r="A1"><f>B1</f></c>', Unsaved("B1")),
        ('<c r="A1"><f>B1</f><v/></c>', Unsaved("B1")),
        ("<c r='A1' t='b' ><v>1</v ></c >", True),
        ('<c\n r = "A1"\n t = "n" ><v xml:space="preserve">4</v></c>', 4.0),
        ('<c r="A1" t="b"><v>&#48;</v></c>', False),
        ('<c r="A1" t="&#98;"><v>&#x31;</v></c>', True),
        ('<c r="A1" t="e"><v>&#35;N/A</v></c>', Fault("#N/A")),
        ('<c r="A1" t="&#101;"><v>#N/A</v></c>', Fault("#N/A")),
        ('<c r="A1" t="s&#116;r"><f>"a"</f><v>7</v></c>', "7"),
        ('<c r="A1" t="inl&#x69;neStr"><is><t>0.5</t></is></c>', "0.5"),
        ('<c r="A1" t="&#110;"><v>4</v></c>', 4.0),
        ('<c r="A1" t="e"><v> #NUM!\n</v></c>', Fault("#NUM!")),
        ('<c r="A1"><v>&#50;.<!-- half -->5</v></c>', 2.5),
        ('<c r="A1"><v>5</v><extLst><ext uri="x"/></extLst></c>', 5.0),
    ],
)
def test_a_cell_holds(xml: str, value: Value) -> None:
    found = cell(xml)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("kind", ["", ' t="n"', ' t="str"'])
def test_a_formula_with_an_empty_saved_value_has_none(kind: str) -> None:
    """So openpyxl writes every formula where lxml is installed."""
    expected: Value = "" if "str" in kind else Unsaved("B1")

    assert cell(f'<c r="A1"{kind}><f>B1</f><v></v></c>') == expected


def test_an_empty_saved_value_is_an_empty_cell() -> None:
    assert cell('<c r="A1" s="1"><v></v></c>') is None


def test_a_date_by_type_is_a_date() -> None:
    value = cell('<c r="A1" t="d"><v>2024-01-01T00:00:00</v></c>')

    assert isinstance(value, Date)


STRINGS = (
    "<si><t>plain</t></si>"
    '<si><r><t xml:space="preserve">rich </t></r><r><rPr><b/><sz val="11"/></rPr><t>text</t></r></si>'
    '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>'
    "<si/><si><t/></si>"
    "<si><t>&lt;&amp;&#10;&gt;</t></si>"
    '<si><t xml:space="preserve"> a </t></si>'
)


def test_shared_strings_are_read_without_their_formats_and_phonetic_hints(tmp_path: Any) -> None:
    data = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{n}</v></c></row>' for n in range(7))
    (tmp_path / "a.xlsx").write_bytes(book(sheet_xml(data), strings=STRINGS))
    grid = FileGrid(tmp_path / "a.xlsx")

    found = [row[0] for row in grid.read(area("A1:A7"))]

    assert found == ["plain", "rich text", "東京", "", "", "<&\n>", " a "]
    theirs = values_by_openpyxl(sheet_xml(data), strings=STRINGS)
    assert found == [theirs.get((row, 1)) or "" for row in range(1, 8)]


def test_a_shared_string_is_one_however_its_kind_is_spelled(tmp_path: Any) -> None:
    data = '<row r="1"><c r="A1" t="&#115;"><v>2</v></c><c r="B1" t="s"><v>&#x32;</v></c></row>'
    (tmp_path / "a.xlsx").write_bytes(book(sheet_xml(data), strings=STRINGS))

    assert FileGrid(tmp_path / "a.xlsx").read(area("A1:B1")) == [["東京", "東京"]]


@pytest.mark.parametrize(
    ("kind", "formulas"),
    [("shared", [["A1*2"], ["A2*2"], ["A3*2"]]), ("sh&#97;red", [["A1*2"], ["A2*2"], ["A3*2"]])],
)
def test_a_shared_formula_is_one_however_its_kind_is_spelled(kind: str, formulas: list[list[str]]) -> None:
    first = f'<row r="1"><c r="B1"><f t="{kind}" ref="B1:B3" si="0">A1*2</f><v>1</v></c></row>'
    rest = "".join(f'<row r="{n}"><c r="B{n}"><f t="{kind}" si="&#48;"/><v>1</v></c></row>' for n in (2, 3))

    assert worksheet(sheet_xml(first + rest)).formulas(area("B1:B3")) == formulas


@pytest.mark.parametrize("kind", ["array", "arr&#97;y"])
def test_an_array_formula_fills_its_range_however_its_kind_is_spelled(kind: str) -> None:
    data = (
        f'<row r="1"><c r="B1"><f t="{kind}" ref="B1:B2">A1:A2*2</f><v>1</v></c></row>'
        '<row r="2"><c r="B2"><v>1</v></c></row>'
    )

    assert {(row, column) for row, column, _ in worksheet(sheet_xml(data)).all_formulas()} == {(1, 2), (2, 2)}


def test_line_ends_in_a_text_are_those_that_a_parser_hands_on() -> None:
    xml = '<c r="A1" t="inlineStr"><is><t>a\r\nb\rc</t></is></c>'

    assert values_by_openpyxl(sheet_xml(f'<row r="1">{xml}</row>')) == {(1, 1): "a\nb\nc"}
    assert cell(xml) == "a\nb\nc"


FORMATS = [
    *("General", "0.00", "#,##0_);(#,##0)", "0.00E+00", "@", "# ?/?", "0%", '"day "0', '0" h"', "[Red]0.0", "\\d0"),
    *("yyyy-mm-dd", "h:mm", "[h]:mm", "[mm]:ss", "m/d/yy h:mm", 'yyyy"年"m"月"d"日"', "[$-409]d-mmm-yy", "DD.MM.YYYY"),
    *("[$-411]ge.m.d", "hh:mm AM/PM", "mmm", '0.0 "s"', "[$€-2] #,##0.00", "0.0_d", "[Blue]General"),
]
DATES = set(FORMATS[11:19]) | {"[$-411]ge.m.d", "hh:mm AM/PM", "mmm"}


def test_a_number_is_a_date_where_its_format_shows_one(tmp_path: Any) -> None:
    cells = "".join(f'<c r="{chr(65 + n)}1" s="{n + 1}"><v>45292</v></c>' for n in range(len(FORMATS)))
    xml = sheet_xml(f'<row r="1">{cells}</row>')
    (tmp_path / "a.xlsx").write_bytes(book(xml, cell_formats=["General", *FORMATS]))
    grid = FileGrid(tmp_path / "a.xlsx")

    values = grid.read(area("A1:Z1"))[0]

    assert values == [Date(45292.0) if code in DATES else 45292.0 for code in FORMATS]


def test_a_number_is_a_date_where_openpyxl_finds_one(tmp_path: Any) -> None:
    """Every built-in number format below 50."""
    path = tmp_path / "a.xlsx"
    written = Workbook()
    for number, code in BUILTIN_FORMATS.items():
        written.active.cell(number + 1, 1, 45292.5).number_format = code
    written.save(path)

    theirs = load_workbook(path).active

    ours = FileGrid(path).read(area(f"A1:A{max(BUILTIN_FORMATS) + 1}", theirs.title))
    for number, code in BUILTIN_FORMATS.items():
        assert isinstance(ours[number][0], Date) == theirs.cell(number + 1, 1).is_date, code


def test_a_date_as_the_normal_style_makes_every_number_without_a_style_a_date(tmp_path: Any) -> None:
    xml = sheet_xml('<row r="1"><c r="A1"><v>45292</v></c><c r="B1" s="0"><v>45292</v></c></row>')
    (tmp_path / "a.xlsx").write_bytes(book(xml, cell_formats=["yyyy-mm-dd"]))

    values = FileGrid(tmp_path / "a.xlsx").read(area("A1:B1"))

    assert [sheet.is_date for sheet in as_openpyxl_reads(xml, cell_formats=["yyyy-mm-dd"])[1]] == [True, True]
    assert values == [[Date(45292.0), Date(45292.0)]]


# where the cells are

MIXED = (
    '<row r="2" spans="1:3"><c r="A2"><v>1</v></c><c r="C2" t="b"><v>1</v></c></row>'
    '<row r="4" ht="20" customHeight="1"/>'
    '<row r="5"><c r="B5" t="inlineStr"><is><t>a</t></is></c><c r="H5"><f>A2</f><v>1</v></c></row>'
)


@pytest.mark.parametrize(
    "xml",
    [
        sheet_xml(MIXED),
        prefixed(sheet_xml(MIXED)),
        prefixed(sheet_xml(MIXED)).replace(b"x:", "表:".encode()).replace(b"xmlns:x=", "xmlns:表=".encode()),
        b"\xef\xbb\xbf" + sheet_xml(MIXED),
        sheet_xml(MIXED).replace(b"><", b">\r\n  <"),
        sheet_xml(MIXED).replace(b'"', b"'"),
        sheet_xml(MIXED, before="<!-- <row> --><?odd?>", after="<!-- </sheetData> -->"),
    ],
    ids=["plain", "prefixed", "a Japanese prefix", "byte-order mark", "indented", "apostrophes", "comments around"],
)
def test_the_same_cells_are_found_however_they_are_written(xml: bytes) -> None:
    assert read(worksheet(xml)) == values_by_openpyxl(xml) == {(2, 1): 1, (2, 3): True, (5, 2): "a", (5, 8): 1}


@pytest.mark.parametrize(
    "odd",
    [
        "",
        '<c r="D11" s="2" note="a>b"><v>4</v></c>',
        '<c s="1" r="D11"><v>4</v></c>',
        '<c r="D11" s="11"/>',
        '<c r="D11"><v>4</v></c >',
        '<c r="D11"><v>4</v></c><!-- <c r="E11"> -->',
    ],
)
def test_what_stands_beside_a_cell_changes_nothing_of_it(odd: str) -> None:
    row = f'<row r="11"><c r="A11" s="11"><v>1</v></c><c r="B11"><v>2</v></c><c r="C11"><f>1</f></c>{odd}</row>'
    sheet = worksheet(sheet_xml(f'<row r="1"><c r="A1" s="1"><v>7</v></c><c r="K1" s="11"><v>8</v></c></row>{row}'))

    fourth = {(11, 4): 4.0} if "<v>" in odd else {}

    assert read(sheet, "A1:K11") == {(1, 1): 7, (1, 11): 8, (11, 1): 1, (11, 2): 2, (11, 3): Unsaved("1")} | fourth
    assert sheet.styles(area("A11:C11")) == [[11, 0, 0]]
    assert sheet.styles(area("K1")) == [[11]]


def test_rows_and_cells_without_an_address_follow_the_ones_before() -> None:
    xml = sheet_xml(
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row r="4"><c r="C4"><v>3</v></c><c s="0"><v>4</v></c></row>'
        "<row><c><v>5</v></c></row>"
    )

    assert read(worksheet(xml)) == values_by_openpyxl(xml) == {(1, 1): 1, (1, 2): 2, (4, 3): 3, (4, 4): 4, (5, 1): 5}


def test_an_area_past_the_last_cell_is_empty() -> None:
    sheet = worksheet(sheet_xml(MIXED))

    assert sheet.read(area("XFC1048575:XFD1048576")) == [[None, None], [None, None]]
    assert sheet.formulas(area("XFD1:XFD2")) == [[None], [None]]


@pytest.mark.parametrize(
    "data", ["<sheetData/>", "<sheetData />", "<sheetData></sheetData>", "<sheetData>\n</sheetData>"]
)
def test_a_sheet_without_rows_is_empty(data: str) -> None:
    sheet = worksheet(f'{HEAD}<worksheet xmlns="{MAIN}">{data}</worksheet>'.encode())

    assert sheet.used() == (0, 0)
    assert sheet.read(area("A1:B1")) == [[None, None]]
    assert list(sheet.all_formulas()) == []


def test_the_used_part_ends_at_the_last_row_and_the_last_column_with_a_cell() -> None:
    data = '<row r="3"><c r="B3"><v>1</v></c><c r="AB3"><v>1</v></c></row><row r="7"><c r="A7"><v>1</v></c></row>'

    assert worksheet(sheet_xml(data)).used() == (7, 28)


def test_a_row_that_is_only_high_is_not_used() -> None:
    data = '<row r="3"><c r="B3"><v>1</v></c></row><row r="99" ht="30" customHeight="1"/>'

    assert worksheet(sheet_xml(data)).used() == (3, 2)


# formulas


@pytest.mark.parametrize(
    ("xml", "formula"),
    [
        ("<f>A1+1</f><v>2</v>", "A1+1"),
        ("<f>IF(A1&lt;1,&quot;a&amp;b&quot;,2)</f>", 'IF(A1<1,"a&b",2)'),
        ('<f ca="1">NOW()</f><v>1</v>', "NOW()"),
        ('<f t="array" ref="B1">SUM(A1:A2*2)</f><v>2</v>', "SUM(A1:A2*2)"),
        ('<f xml:space="preserve"> A1 </f>', " A1 "),
        ("<f>A1+1</f >", "A1+1"),
        ("<v>1</v>", None),
        ("", None),
    ],
)
def test_a_formula_is_read_without_its_equals_sign(xml: str, formula: str | None) -> None:
    sheet = worksheet(sheet_xml(f'<row r="1"><c r="A1"><v>9</v></c><c r="B1">{xml}</c></row>'))

    assert sheet.formulas(area("A1:B1")) == [[None, formula]]
    assert list(sheet.all_formulas()) == ([] if formula is None else [(1, 2, formula)])


SHARED = 'SUM($A$1:A1)*IF(B$2<0,"B2",Data!C3)+A1^2'


def test_shared_formulas_are_read_as_openpyxl_translates_them() -> None:
    """The master need not be the first cell of its range that is asked for."""
    master = f'<c r="B2"><f t="shared" ref="B2:D4" si="7">{xml_text(SHARED)}</f><v>1</v></c>'
    other = '<f t="shared" si="7"/><v>1</v>'
    data = (
        f'<row r="2">{master}<c r="C2">{other}</c><c r="D2"><f t="shared" si="7"></f></c></row>'
        f'<row r="4"><c r="B4">{other}</c><c r="D4">{other}</c></row>'
    )
    sheet = worksheet(sheet_xml(data))
    theirs = as_openpyxl_reads(sheet_xml(data), data_only=False)

    for cell_ in ("D4", "B4", "D2", "C2", "B2"):
        (formula,) = sheet.formulas(area(cell_))[0]
        assert f"={formula}" == Translator(f"={SHARED}", "B2").translate_formula(cell_) == theirs[cell_].value
    assert len(list(sheet.all_formulas())) == 5


def test_two_groups_of_shared_formulas_are_told_apart() -> None:
    data = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">C1</f></c>'
        '<c r="B1"><f t="shared" ref="B1:B2" si="1">D1*2</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/></c><c r="B2"><f t="shared" si="1"/></c></row>'
    )

    assert worksheet(sheet_xml(data)).formulas(area("A2:B2")) == [["C2", "D2*2"]]


def test_formulas_inside_some_areas_can_be_left_out() -> None:
    data = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{column}{row}"><f>1</f></c>' for column in "ABC") + "</row>"
        for row in (1, 2, 3)
    )
    sheet = worksheet(sheet_xml(data))

    found = list(sheet.all_formulas([area("A1:B2"), area("B2:B3")]))

    assert found == [(1, 3, "1"), (2, 3, "1"), (3, 1, "1"), (3, 3, "1")]


def test_a_shared_formula_that_openpyxl_cannot_translate_still_counts_as_one() -> None:
    data = (
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B2" si="0">IFERROR(#CALC!,A1)</f><v>1</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    sheet = worksheet(sheet_xml(data))

    formulas = sheet.formulas(area("A1:B2"))

    assert formulas[0] == [None, "IFERROR(#CALC!,A1)"]
    assert formulas[1][0] is None
    assert formulas[1][1] is not None
    assert len(list(sheet.all_formulas())) == 2


ARRAY = (
    '<row r="1"><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>2</v></c></row>'
    '<row r="2"><c r="B2"><v>4</v></c><c r="C2"><f>A1</f></c></row>'
)


def test_every_cell_that_an_array_formula_fills_counts_as_a_formula() -> None:
    sheet = worksheet(sheet_xml(ARRAY))

    places = {(row, column) for row, column, _ in sheet.all_formulas()}

    assert places == {(1, 2), (2, 2), (2, 3)}
    assert (1, 2, "A1:A2*2") in sheet.all_formulas()


def test_array_formulas_inside_some_areas_can_be_left_out() -> None:
    found = list(worksheet(sheet_xml(ARRAY)).all_formulas([area("B1:B2")]))

    assert found == [(2, 3, "A1")]


# what is refused


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (b"<!DOCTYPE a><a/>", "declares a DOCTYPE"),
        (sheet_xml("<row>"), "is not well-formed XML"),
        (f'<chartsheet xmlns="{MAIN}"/>'.encode(), "is not a worksheet"),
        (f'<worksheet xmlns="{MAIN}"/>'.encode(), "has no <sheetData>"),
        (f'<worksheet xmlns="{MAIN}"><cols/></worksheet>'.encode(), "has no <sheetData>"),
    ],
    ids=by_message,
)
def test_a_part_that_could_be_misread_is_refused(xml: bytes, message: str) -> None:
    with pytest.raises(FileError) as error:
        worksheet(xml)

    assert str(error.value).startswith("xl/worksheets/sheet1.xml")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('<c r="A2"/>', "row 1 has a cell at A2; save it once in a spreadsheet program"),
        ('<c r="XFE1"/>', "row 1 has a cell at XFE1; save it once in a spreadsheet program"),
        ("<c/>" * 16_385, "row 1 has a cell at XFE1"),
        ("<c r='A1'/>" * 16_385, "row 1 has more cells than a sheet has columns"),
        ("<c><row></row></c>", "row 1 has no end before the next row"),
        ("<c><c></c><v/></c><c><row/></c>", "row 1 has no end before the next row"),
        ('<c r="$A$1"/>', "row 1 has a cell at '$A$1'"),
        ('<c r=""/>', "row 1 has a cell at ''"),
    ],
)
def test_a_row_whose_cells_could_be_misread_is_refused(row: str, message: str) -> None:
    sheet = worksheet(sheet_xml(f'<row r="1">{row}</row>'))

    with pytest.raises(FileError) as error:
        sheet.read(area("A1:C3"))

    assert message in str(error.value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('<row r="0"/>', "has a row 0, and a sheet has the rows 1 to 1048576"),
        ('<row r="1048577"/>', "has a row 1048577, and a sheet"),
        ('<row r="1048576"/><row/>', "has a row 1048577, and a sheet"),
        ('<row r="x"/>', "expected a whole number for r, found 'x': the file is damaged"),
        ('<row r="-1"/>', "expected a whole number for r, found '-1'"),
    ],
)
def test_rows_that_no_sheet_has_are_refused_once_the_sheet_is_used(rows: str, message: str) -> None:
    sheet = worksheet(sheet_xml(rows))

    assert list(sheet.all_formulas()) == []  # it has none, so that nothing can be misread
    with pytest.raises(FileError) as error:
        sheet.read(area("A1:C3"))

    assert message in str(error.value)


@pytest.mark.parametrize(
    "xml",
    [
        "<c r='A1'><v>abc</v></c>",
        "<c r='A1'><v>1,5</v></c>",
        "<c r='A1'><v>1_000</v></c>",
        "<c r='A1' t='s'><v>2</v></c>",
        "<c r='A1' t='s'><v>-1</v></c>",
        "<c r='A1' t='s'><v>x</v></c>",
        "<c r='A1' t='odd'><v>1</v></c>",
    ],
)
def test_a_stored_value_that_makes_no_sense_is_refused_and_the_cell_named(xml: str) -> None:
    with pytest.raises(CellError) as error:
        cell(xml, strings=["a", "b"])

    assert error.value.place == "S!A1"
    assert str(error.value).startswith("S!A1: cannot read the stored value")
    assert str(error.value).endswith("; the file is damaged")


def test_a_shared_formula_without_its_first_cell_is_refused() -> None:
    sheet = worksheet(sheet_xml('<row r="1"><c r="A1"><f t="shared" si="3"/></c></row>'))

    with pytest.raises(FileError, match=r"the shared formula 3 has no first cell; the file is damaged"):
        sheet.formulas(area("A1"))


@pytest.mark.parametrize("stored", ["NaN", "INF", "-inf", "1e999"])
def test_a_stored_number_that_is_not_finite_is_left_to_be_refused_by_name(stored: str) -> None:
    value = cell(f'<c r="A1"><v>{stored}</v></c>')

    assert isinstance(value, float)
    assert not math.isfinite(value)


# long rows of numbers, which are not looked at cell by cell

LONG = 200
SAVE = "save it once in a spreadsheet program"


def long_rows(**instead: str) -> bytes:
    """Three rows of numbers, with other cells instead of some of the second one's."""

    def numbers(row: int) -> dict[str, str]:
        cells = (f"{column_letters(column)}{row}" for column in range(1, LONG + 1))
        return {cell: f'<c r="{cell}" s="1"><v>{row}.{column}5</v></c>' for column, cell in enumerate(cells, 1)}

    rows = ("".join((numbers(row) | (instead if row == 2 else {})).values()) for row in (1, 2, 3))
    return sheet_xml("".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, 1)))


@pytest.mark.parametrize("part", ["A1:A3", "B2:D9", "CA1:CC2", "GQ1:GT3", "A1:GT3"])
@pytest.mark.parametrize("written", [long_rows(), prefixed(long_rows()), long_rows(CB2="", A2="", GR2="")])
def test_parts_of_long_rows_of_numbers_are_read_as_openpyxl_reads_all(written: bytes, part: str) -> None:
    inside = area(part)

    found = read(worksheet(written), part)

    right = values_by_openpyxl(written)
    assert found == {place: value for place, value in right.items() if place in {*inside.cells()}}
    assert worksheet(written).used() == (max(r for r, _ in right), max(c for _, c in right))
    assert list(worksheet(written).all_formulas()) == []


def test_a_formula_in_the_midst_of_a_long_row_is_found() -> None:
    sheet = worksheet(long_rows(CB2='<c r="CB2"><f>1+1</f><v>2</v></c>'))

    assert list(sheet.all_formulas()) == [(2, area("CB2").left, "1+1")]
    assert sheet.formulas(area("CA2:CC2")) == [[None, "1+1", None]]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ('<c r="CB3"><v>1</v></c>', "xl/worksheets/sheet1.xml: row 2 has a cell at CB3; " + SAVE),
        ('<c r="XFE2"><v>1</v></c>', "xl/worksheets/sheet1.xml: row 2 has a cell at XFE2; " + SAVE),
        ('<c r="A2"><v>1</v></c>', "S!A2: this cell stands twice in the file; " + SAVE),
    ],
)
def test_a_long_row_that_could_be_misread_is_refused(cell: str, message: str) -> None:
    with pytest.raises((CellError, FileError), match=f"^{re.escape(message)}$"):
        worksheet(long_rows(CB2=cell)).read(area("A1:A3"))


def test_the_cells_of_a_long_row_may_stand_in_any_order() -> None:
    sheet = worksheet(long_rows(A2='<c r="GT2"><v>7</v></c>', GR2='<c r="A2"><v>8</v></c>'))

    assert sheet.read(area("A1:A3")) == [[1.15], [8.0], [3.15]]
    assert sheet.used() == (3, area("GT2").left)
