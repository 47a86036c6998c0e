"""Worksheets made to cost time or memory: each claim holds within seconds, however long the part."""

import time
import tracemalloc
from collections.abc import Iterator

import pytest

from sheetnet.errors import CellError, FileError, SheetnetError
from sheetnet.sheet.cells import LAST_ROW
from tests.sheet.xlsx.parts import area, book, put, sheet_xml, values_by_openpyxl, worksheet

MB = 2**20
SIZE = 10 * MB


@pytest.fixture(autouse=True)
def _soon() -> Iterator[None]:
    """No test here may take long: what is quadratic takes minutes."""
    start = time.process_time()
    yield
    assert time.process_time() - start < 15


def filled(piece: str) -> str:
    return piece * (SIZE // len(piece))


def rows_of_one_cell(count: int) -> bytes:
    return sheet_xml("".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(1, count + 1)))


@pytest.mark.full
def test_a_sheet_of_all_rows_is_patched_in_good_time() -> None:
    xml = rows_of_one_cell(LAST_ROW)
    start = time.process_time()

    written = put(worksheet(xml), "B700000", 1.5).xml

    assert time.process_time() - start < 6  # a second on a machine that does nothing else
    assert written == xml.replace(b'<c r="A700000"/>', b'<c r="A700000"/><c r="B700000"><v>1.5</v></c>')


def test_the_rows_of_a_sheet_take_less_memory_than_its_bytes() -> None:
    xml = rows_of_one_cell(60_000)
    tracemalloc.start()
    sheet = put(worksheet(xml), "B20000", 1.5)

    written = sheet.xml

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(xml) + len(written)


@pytest.mark.full
def test_rows_are_not_looked_for_where_there_is_no_formula() -> None:
    sheet = worksheet(sheet_xml(filled("<row/>")))  # more rows than a sheet has

    assert list(sheet.all_formulas()) == []
    with pytest.raises(FileError, match="has a row 1048577, and a sheet has the rows 1 to 1048576"):
        sheet.used()


@pytest.mark.parametrize("element", ["v", "f", "is", "x"])
def test_a_cell_of_more_than_a_megabyte_is_refused_and_named(element: str) -> None:
    long = f'<c r="B2"><{element}>{"1" * MB}</{element}></c>'
    sheet = worksheet(sheet_xml(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"/>{long}</row>'))

    assert sheet.read(area("A1:C1")) == [[1.0, None, None]]
    with pytest.raises(CellError, match=r"^S!B2: the cell takes 1\.0 MB of the file$"):
        sheet.read(area("A2:C2"))


HOSTILE = {
    "end tags with blanks": f'<row r="1">{"<c><v>1</v></c >" * 16_000}</row>',
    "cells in cells": "".join(f"<row>{'<c>' * 300}{'x' * 10_000}{'</c>' * 300}</row>" for _ in range(900)),
    "a row in a cell": f"<row>{'<c>' * 9_000}{'x' * (7 * MB)}<row></row>{'</c>' * 9_000}</row>",
    "values in values": "".join(f"<row><c>{'<v>' * 2_000}1{'</v>' * 2_000}</c></row>" for _ in range(700)),
    "texts in texts": '<row r="1"><c t="inlineStr"><is>'
    + f"{'<t>' * 9_000}{'x' * 900_000}<is></is>{'</t>' * 9_000}</is></c></row>",
    "hints in hints": '<row r="1"><c t="inlineStr"><is>'
    + f"{'<rPh>' * 9_000}{'x' * 900_000}<is></is>{'</rPh>' * 9_000}</is></c></row>",
    "formulas in formulas": "".join(f"<row><c>{'<f>' * 2_000}1{'</f>' * 2_000}</c></row>" for _ in range(700)),
    "rows in rows": "<row>" * 9_000 + "x" * (7 * MB) + "</row>" * 9_000,
    "signs": f'<row r="1"><c r="A1" t="str"><v>{"&amp;#" * 100_000}</v></c></row>',
    "greater than": f'<row r="1"><c r="A1" t="str"><v>{">" * 900_000}</v></c></row>',
    "blanks in a tag": f'<row r="1"><c{" " * 500_000}r{" " * 400_000}= "A1"><v>1</v></c></row>',
    "blanks in an end tag": f'<row r="1"><c r="A1"><v>1</v{" " * 900_000}></c></row{" " * 7_000_000}>',
    "attributes": '<row r="1"><c ' + " ".join(f'a{n}=""' for n in range(60_000)) + ' r="A1"><v>1</v></c></row>',
    "attributes of a row": "<row " + " ".join(f'a{n}=""' for n in range(400_000)) + ' r="1"><c><v>1</v></c></row>',
    "a long attribute": f'<row r="1" a="{"r= " * (2 * MB)}"><c r="A1"><v>1</v></c></row>',
    "a zero of many digits": f'<row r="1"><c r="A1"><v>{"0" * 900_000}</v></c></row>',
    "a reference of many zeros": f'<row r="1"><c r="A1" t="str"><v>&#{"0" * 9_000}65;</v></c></row>',
    "a style of many digits": f'<row r="1"><c r="A1" s="{"9" * 9_000}"><v>1</v></c></row>',
    "a string of many digits": f'<row r="1"><c r="A1" t="s"><v>{"9" * 9_000}</v></c></row>',
    "comments": f'<row r="1">{"<!--<c>-->" * 900_000}<c r="A1"><v>1</v></c></row>',
    "pieces of CDATA": f'<row r="1"><c r="A1"><v>{"<![CDATA[1]]>" * 60_000}</v></c></row>',
    "the same row": filled('<row r="1"/>') + '<row r="1"><c r="A1"><v>1</v></c></row>',
    "the same cell": f'<row r="1">{filled("<c r=&quot;A1&quot;/>".replace("&quot;", chr(34)))}</row>',
    "rows backwards": "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(200_000, 0, -1)),
    "arrays over arrays": '<row r="1"><c r="A1">'
    + "</c></row><row><c>".join(f'<f t="array" ref="B1:XFD{n + 1_000}">1</f>' for n in range(50_000))
    + "</c></row>",
}


@pytest.mark.few(3)
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_sheet_is_used_or_refused_in_good_time(data: str) -> None:
    refusal = ""

    try:
        sheet = worksheet(sheet_xml(data, before="<cols/>"))
        sheet.read(area("A1:C3"))
        list(sheet.all_formulas())
        sheet.used()
        put(sheet, "B1", 1.0)
        sheet.refresh(area("A1:A3"), [[1.0]] * 3)
        written = sheet.read(area("B1"))
    except SheetnetError as error:
        refusal = str(error)

    assert refusal or written == [[1.0]]
    assert "\n" not in refusal
    assert len(refusal) < 300


def test_columns_described_over_and_over_are_refused_or_cost_little() -> None:
    some = '<col min="1" max="16384" style="1"/>'

    with pytest.raises(FileError, match="describes more columns than a sheet has: the file is damaged"):
        _ = put(worksheet(sheet_xml("", before=f"<cols>{filled(some)}</cols>")), "B1", 1.0).xml
    sheet = put(worksheet(sheet_xml("", before=f"<cols>{some * 16_000}</cols>")), "B1", 1.0)
    assert b'<c r="B1" s="1">' in sheet.xml


@pytest.mark.full
def test_many_merged_cells_cost_little() -> None:
    merged = "".join(f'<mergeCell ref="B{n}:C{n}"/>' for n in range(1, 200_000))
    sheet = worksheet(sheet_xml("", after=f"<mergeCells>{merged}</mergeCells>"))
    sheet.write(area("D1:W200"), [[1.0] * 20] * 200)

    assert len(values_by_openpyxl(sheet.xml.replace(merged.encode(), b'<mergeCell ref="B1:C1"/>'))) == 4000
    with pytest.raises(CellError, match=r"S!C150: a value is to be written here, inside a merged cell \(B150:C150\)"):
        _ = put(sheet, "C150", 1.0).xml


def test_shared_formulas_are_found_in_one_pass() -> None:
    rows = [f'<row><c><f t="shared" si="{n}"/></c></row>' for n in range(15_000)]
    rows += [f'<row><c><f t="shared" ref="A1" si="{n}">B$1+{n}</f></c></row>' for n in range(15_000)]

    found = [text for _, _, text in worksheet(sheet_xml("".join(rows))).all_formulas()]

    assert found == [f"B$1+{n}" for n in range(15_000)] * 2


@pytest.mark.parametrize("opening", ['<f t="shared" ref="A1:A9" si="0">', "<f>", '<f t="array" ref="A1">'])
def test_a_formula_longer_than_excel_allows_is_refused_by_its_cell(opening: str) -> None:
    row = f"<row><c>{opening}{'A1+' * 2731}</f></c></row>"  # 8,193 characters

    with pytest.raises(CellError, match=r"^S!A1: the formula has 8,193 characters, and Excel takes 8,192; divide it"):
        list(worksheet(sheet_xml(row)).all_formulas())


def test_a_formula_as_long_as_excel_allows_is_read_without_counting_the_marks_of_newer_functions() -> None:
    text = "_xlfn.CONCAT(" + "A1," * 2725 + "A1)"

    ((_, _, found),) = worksheet(sheet_xml(f"<row><c><f>{text}</f></c></row>")).all_formulas()

    assert found == text


def test_long_shared_formulas_are_written_out_for_so_many_cells_and_no_more() -> None:
    master = f'<row><c><f t="shared" ref="A1:A9" si="0">{"A1+" * 2_700}1</f></c></row>'
    others = '<row><c><f t="shared" si="0"/></c></row>' * 9_999

    *_, last = worksheet(sheet_xml(master + others)).all_formulas()

    assert last == (10_000, 1, "dataTable")


def test_hostile_shared_strings_cost_little() -> None:
    from sheetnet.sheet.xlsx.package import Package
    from sheetnet.sheet.xlsx.workbook import Workbook

    strings = "<si>" * 9_000 + "x" * (7 * MB) + "</si>" * 9_000
    data = book(sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=strings)

    assert Workbook(Package(data)).worksheet("S").read(area("A1")) == [[""]]
