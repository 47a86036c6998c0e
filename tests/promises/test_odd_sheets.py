"""Worksheets that no spreadsheet program writes but all read: comments, CDATA, rows and cells in any order."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetnet.errors import CellError
from sheetnet.sheet.cells import Unsaved, Value, column_letters
from sheetnet.sheet.xlsx.worksheet import Worksheet
from tests.conftest import soffice
from tests.sheet.xlsx.parts import area, as_openpyxl_reads, book, put, sheet_xml, values_by_openpyxl, worksheet

ODD = (
    '<!-- <row r="9"><c r="A9"><v>9</v></c></row> -->'
    '<row r="3"><c r="C3"><v>33</v></c><c r="A3"><v><![CDATA[31]]></v></c><c><v>3<!-- 9 -->2</v></c></row>'
    '<row><!-- <c r="A4"/> --><c><v>41</v></c><?odd <c r="B4"><v>9</v></c> ?>'
    '<c r="D4"><v>44</v></c><c><v>45</v></c></row>'
    '<row r="1"><c r="b1" t="inlineStr"><is><t>a<![CDATA[<b>&amp;]]>c<!-- d --></t></is></c></row>'
    '<row r="3"><c r="E3"><f><![CDATA[A3<1]]></f><v>35</v></c></row><?end?>'
)
VALUES: dict[tuple[int, int], Value] = {
    (1, 2): "a<b>&amp;c", (3, 1): 31, (3, 2): 32, (3, 3): 33, (3, 5): 35, (4, 1): 41, (4, 4): 44, (4, 5): 45,
}  # fmt: skip


def read(sheet: Worksheet, text: str = "A1:H9") -> dict[tuple[int, int], Value]:
    """(row, column) -> value of every cell that holds one."""
    rows = enumerate(sheet.read(area(text)), area(text).top)
    return {(row, column): v for row, line in rows for column, v in enumerate(line, area(text).left) if v is not None}


def test_an_odd_sheet_is_read_as_openpyxl_reads_it() -> None:
    xml = sheet_xml(ODD)

    assert read(worksheet(xml)) == values_by_openpyxl(xml) == VALUES
    assert (worksheet(xml).xml, worksheet(xml).used()) == (xml, (4, 5))


def test_an_odd_sheet_is_read_as_libreoffice_reads_it(tmp_path: Path) -> None:
    office = soffice()
    (tmp_path / "odd.xlsx").write_bytes(book(sheet_xml(ODD)))
    profile = (tmp_path / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "csv", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "odd.xlsx"], check=True, capture_output=True, timeout=300)

    lines = (tmp_path / "odd.csv").read_text(encoding="utf-8").splitlines()

    assert lines == [",a<b>&amp;c,,,", ",,,,", "31,32,33,,35", "41,,,44,45"]
    assert read(worksheet(sheet_xml(ODD))) == VALUES


def test_a_formula_in_a_cdata_section_is_read() -> None:
    sheet = worksheet(sheet_xml(ODD))

    assert list(sheet.all_formulas()) == [(3, 5, "A3<1")]
    assert sheet.formulas(area("E3")) == [["A3<1"]]
    assert as_openpyxl_reads(sheet.xml, data_only=False)["E3"].value == "=A3<1"


@pytest.mark.parametrize(
    "place", ["A1", "B1", "C1", "A2", "A3", "B3", "C3", "D3", "F3", "A4", "B4", "C4", "D4", "E4", "F4", "A5", "B9"]
)
def test_a_value_in_an_odd_sheet_moves_and_changes_nothing_else(place: str) -> None:
    at = area(place).top, area(place).left
    sheet = put(worksheet(sheet_xml(ODD)), place, 7.5)

    assert values_by_openpyxl(sheet.xml) == VALUES | {at: 7.5}
    assert read(sheet) == VALUES | {at: 7.5}
    odd = {"A3": b"<![CDATA[31]]>", "B3": b"3<!-- 9 -->2", "E3": b"<![CDATA[A3<1]]>", "B1": b"[<b>&amp;]]>c<!-- d -->"}
    assert [address for address, bytes_ in odd.items() if bytes_ not in sheet.xml] == [place] * (place in odd)
    for around in (b'<!-- <row r="9">', b'<!-- <c r="A4"/> -->', b'<?odd <c r="B4"><v>9</v></c> ?>', b"<?end?>"):
        assert around in sheet.xml


def test_a_refreshed_result_keeps_a_formula_in_a_cdata_section() -> None:
    sheet = worksheet(sheet_xml(ODD))

    sheet.refresh(area("A1:F4"), [[1.5] * 6] * 4)

    assert values_by_openpyxl(sheet.xml) == VALUES | {(3, 5): 1.5}
    assert as_openpyxl_reads(sheet.xml, data_only=False)["E3"].value == "=A3<1"


NUMBERS = st.floats(-1e6, 1e6)
PLACES = st.tuples(st.integers(1, 5), st.integers(1, 5))
NOISE = st.sampled_from(["", "", "", "<!-- <c r='A1'/> -->", "<?a <row> ?>", "\n "])


@st.composite
def odd_sheets(draw: st.DrawFn) -> tuple[str, dict[tuple[int, int], float]]:
    """The inside of a <sheetData>, and its values: rows and cells shuffled, split, with and without addresses."""
    cells: dict[tuple[int, int], float] = draw(st.dictionaries(PLACES, NUMBERS, max_size=10))
    rows: list[tuple[int, list[tuple[int, float]]]] = []
    for number in {row for row, _ in cells}:
        inside = draw(st.permutations([(column, value) for (row, column), value in cells.items() if row == number]))
        cut = draw(st.integers(0, len(inside)))
        rows += [(number, part) for part in (inside[:cut], inside[cut:]) if part or draw(st.booleans())]
    xml, row_before = "", 0
    for number, inside in draw(st.permutations(rows)):
        given = "" if number == row_before + 1 and draw(st.booleans()) else f' r="{number}"'
        xml += f"{draw(NOISE)}<row{given}>"
        row_before, before = number, 0
        for column, value in inside:
            implied = column == before + 1 and draw(st.booleans())
            letters = column_letters(column)
            address = "" if implied else f' r="{letters.lower() if draw(st.booleans()) else letters}{number}"'
            text = f"<![CDATA[{value!r}]]>" if draw(st.booleans()) else repr(value)
            xml += f"{draw(NOISE)}<c{address}><v>{text}</v></c>"
            before = column
        xml += f"{draw(NOISE)}</row>"
    return xml + draw(NOISE), cells


@given(odd_sheets(), st.dictionaries(PLACES, NUMBERS | st.none(), max_size=8))
@settings(deadline=None)
def test_any_odd_sheet_is_read_and_patched_as_openpyxl_understands_it(
    odd: tuple[str, dict[tuple[int, int], float]], edits: dict[tuple[int, int], float | None]
) -> None:
    xml, cells = odd
    sheet = worksheet(sheet_xml(xml))

    before = read(sheet)
    for (row, column), value in edits.items():
        sheet.write(area(f"{column_letters(column)}{row}"), [[value]])

    assert before == cells == values_by_openpyxl(sheet_xml(xml))
    expected = {at: value for at, value in (cells | edits).items() if value is not None}
    assert values_by_openpyxl(sheet.xml) == expected
    assert read(sheet) == expected


# a cell twice

TWICE = {
    "in a row": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c><c r="B1"><v>3</v></c></row>',
    "in two rows": '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>3</v></c></row><row r="1"><c r="A1"/></row>',
    "in two cases": '<row r="1"><c r="A1"><v>1</v></c><c r="a1"><v>2</v></c><c r="B1"><v>3</v></c></row>',
}


@pytest.mark.parametrize("data", TWICE.values(), ids=TWICE)
def test_a_cell_that_stands_twice_is_refused_where_it_is_read_or_written_and_nowhere_else(data: str) -> None:
    """Of <c r="A1"><v>1</v></c><c r="A1"/> openpyxl makes an empty cell, LibreOffice 1, and Excel a repair."""
    message = r"^S!A1: this cell stands twice in the file; save it once in a spreadsheet program$"

    with pytest.raises(CellError, match=message):
        worksheet(sheet_xml(data)).read(area("A1:C1"))
    with pytest.raises(CellError, match=message):
        _ = put(worksheet(sheet_xml(data)), "A1", 1.0).xml
    sheet = put(worksheet(sheet_xml(data)), "C1", 5.0)
    assert sheet.read(area("B1:C1")) == [[3.0, 5.0]]
    assert values_by_openpyxl(sheet.xml).items() >= {(1, 2): 3, (1, 3): 5}.items()


def test_both_formulas_of_a_cell_that_stands_twice_are_seen() -> None:
    sheet = worksheet(sheet_xml('<row r="1"><c r="A1"><f>B1</f></c><c r="A1"><f>C1</f></c></row>'))

    assert list(sheet.all_formulas()) == [(1, 1, "B1"), (1, 1, "C1")]


# around the cells


def test_what_is_commented_out_around_the_cells_is_not_taken_for_real() -> None:
    xml = sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        before='<!-- <dimension ref="A1"/><sheetData><row/></sheetData> --><dimension ref="A1:A1"/>'
        '<cols><!-- <col min="2" max="2" style="7"/> --><col min="3" max="3" style="8"/></cols>',
        after='<!-- </sheetData><mergeCells><mergeCell ref="B1:C2"/></mergeCells> --><?a <mergeCell ref="B1:C2"/>?>',
    )
    sheet = put(put(worksheet(xml), "B1", 2.0), "C1", 3.0)

    assert values_by_openpyxl(sheet.xml) == {(1, 1): 1, (1, 2): 2, (1, 3): 3}
    assert b'<!-- <dimension ref="A1"/>' in sheet.xml
    assert b'--><dimension ref="A1:C1"/>' in sheet.xml
    assert b'<c r="B1"><v>2.0</v></c><c r="C1" s="8"><v>3.0</v></c>' in sheet.xml


def test_a_formula_that_is_commented_out_protects_nothing() -> None:
    sheet = put(worksheet(sheet_xml('<row r="1"><c r="A1"><!-- <f>B1</f> --><v>1</v></c></row>')), "A1", 2.0)

    assert sheet.read(area("A1")) == [[2.0]]


def test_a_formula_in_a_cdata_section_is_not_overwritten() -> None:
    sheet = put(worksheet(sheet_xml('<row r="1"><c r="A1"><f><![CDATA[B1<2]]></f></c></row>')), "A1", 2.0)

    with pytest.raises(CellError, match='there is the formula "=B1<2"'):
        _ = sheet.xml
    assert worksheet(sheet_xml('<row r="1"><c r="A1"><f><![CDATA[B1<2]]></f></c></row>')).read(area("A1")) == [
        [Unsaved("B1<2")]
    ]
