"""Looks that are added to a styles part: each once, behind those that are there, and looking the same."""

import re
from io import BytesIO
from xml.etree.ElementTree import fromstring

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.number_formats import MOST_STYLES
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.styles import Merged, merge
from tests.sheet.xlsx.parts import MAIN, sheet_xml

CODES = ["0.00", '0.0 "a"', "General", '[>=10]0.0;"<"0']


def part(codes: list[str], colours: list[str]) -> bytes:
    """The styles part of a workbook whose cells have those number formats and fills, as openpyxl writes it."""
    book = Workbook()
    sheet = book.active
    assert sheet
    for row, (code, colour) in enumerate(zip(codes, colours, strict=True), 1):
        cell = sheet.cell(row, 1, 1.5)
        cell.number_format, cell.fill = code, PatternFill("solid", fgColor=colour)
        cell.font = Font(name="Arial", bold=True, size=9)
    stream = BytesIO()
    book.save(stream)
    return Package(stream.getvalue()).read("xl/styles.xml")


def count(xml: bytes, section: str) -> int:
    found = re.search(rb'<%b count="(\d+)"' % section.encode(), xml)
    return int(found[1]) if found else 0


def looks_of(styles: Merged) -> list[tuple[str, str]]:
    """The number format and the fill of every merged style, as openpyxl reads them."""
    book = Workbook()
    stream = BytesIO()
    book.save(stream)
    package = Package(stream.getvalue())
    cells = "".join(f'<row r="{n}"><c r="A{n}" s="{s}"/></row>' for n, s in enumerate(styles.cells.values(), 1))
    package.write("xl/worksheets/sheet1.xml", sheet_xml(cells))
    package.write("xl/styles.xml", styles.xml)
    sheet = load_workbook(BytesIO(package.bytes())).worksheets[0]
    return [(cell.number_format, cell.fill.fgColor.rgb) for (cell,) in sheet["A1:A4"]]


def test_merged_styles_look_the_same_among_others() -> None:
    theirs = part(CODES, ["AA0000", "00BB00", "0000CC", "DDDD00"])
    mine = part(["0.000", "0.0000", '0.0 "a"'], ["111111", "222222", "333333"])

    styles = merge("styles", mine, theirs, {1, 2, 3, 4}, set())

    assert looks_of(styles) == list(zip(CODES, ["00AA0000", "0000BB00", "000000CC", "00DDDD00"], strict=True))


def test_what_is_there_is_not_added_again() -> None:
    theirs = part(CODES, ["AA0000"] * 4)
    once = merge("styles", part([], []), theirs, {1, 2, 3, 4}, set())

    twice = merge("styles", once.xml, theirs, {1, 2, 3, 4}, set())

    assert twice == once
    assert (count(once.xml, "numFmts"), count(once.xml, "fonts"), count(once.xml, "fills")) == (2, 2, 3)


def test_only_the_looks_that_are_wanted_come() -> None:
    theirs = part(CODES, ["AA0000", "00BB00", "0000CC", "DDDD00"])
    mine = part([], [])

    styles = merge("styles", mine, theirs, {2}, set())

    assert count(styles.xml, "cellXfs") == count(mine, "cellXfs") + 1
    assert b"00BB00" in styles.xml
    assert b"DDDD00" not in styles.xml


def test_a_number_format_that_a_program_gave_another_meaning_is_not_used() -> None:
    mine, none = part([], []), b'<numFmts count="0" />'
    assert mine.count(none) == 1
    mine = mine.replace(none, b'<numFmts count="1"><numFmt numFmtId="2" formatCode="yyyy"/></numFmts>')

    styles = merge("styles", mine, part(CODES, ["AA0000"] * 4), {1, 2, 3, 4}, set())

    assert [code for code, _ in looks_of(styles)] == CODES


def test_more_looks_than_excel_takes_are_refused() -> None:
    full = '<xf numFmtId="0"/>' * MOST_STYLES
    mine = f'<styleSheet xmlns="{MAIN}"><cellXfs count="{MOST_STYLES}">{full}</cellXfs></styleSheet>'

    with pytest.raises(FileError, match="65,490 cell styles, and Excel takes no more; delete some"):
        merge("xl/styles.xml", mine.encode(), part(CODES, ["AA0000"] * 4), {1}, set())


@pytest.mark.parametrize("xml", [f'<styleSheet xmlns="{MAIN}"/>', f'<s:styleSheet  xmlns:s="{MAIN}"   />'])
def test_a_part_with_nothing_in_it_gets_all_that_looks_need(xml: str) -> None:
    styles = merge("styles", xml.encode(), part(["0.00"], ["AA0000"]), {1}, set())

    root = fromstring(styles.xml)
    assert [child.tag.rpartition("}")[2] for child in root] == ["fonts", "fills", "borders", "cellXfs"]
    assert [int(child.get("count", "")) for child in root] == [len(child) for child in root] == [2, 3, 2, 2]
    assert styles.cells == {1: 1}
    assert {child.tag.partition("}")[0] for child in root.iter()} == {"{" + MAIN}


def test_looks_nested_without_end_are_refused() -> None:
    deep = "<a>" * 5000 + "</a>" * 5000
    mine = f'<styleSheet xmlns="{MAIN}"><fonts><font>{deep}</font></fonts></styleSheet>'

    with pytest.raises(FileError, match="nests its elements deeper than any program does"):
        merge("xl/styles.xml", mine.encode(), part(["0.00"], ["AA0000"]), {1}, set())
