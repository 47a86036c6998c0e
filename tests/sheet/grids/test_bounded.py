"""What would take openpyxl minutes or gigabytes is refused before it sees it; what Excel writes is not."""

from pathlib import Path

import pytest

from sheetnet.errors import FileError
from sheetnet.sheet.grids.bounded import refuse_unbounded
from sheetnet.sheet.xlsx.package import Package
from tests.conftest import ROOT
from tests.sheet.xlsx.parts import MAIN, sheet_xml, zipped

SHEET = "xl/worksheets/sheet1.xml"


def with_part(name: str, content: bytes) -> Package:
    return Package(zipped({"[Content_Types].xml": b"<Types/>", name: content}))


def followed(length: int, cells: int) -> bytes:
    rest = "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/></c></row>' for n in range(2, cells + 1))
    text = "+".join(["C1"] * (length // 3))
    return sheet_xml(f'<row r="1"><c r="A1"><f t="shared" ref="A1:A{cells}" si="0">{text}</f></c></row>{rest}')


def formats(letters: int) -> bytes:
    return f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt formatCode="{"[" * letters}"/></numFmts></styleSheet>'.encode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("xl/styles.xml", formats(256), "a number format of 256 characters, and Excel takes 255"),
        (SHEET, followed(8_000, 600), "the shared formulas of xl/worksheets/sheet1.xml have more than 4,194,304"),
        (SHEET, sheet_xml("", after='<hyperlink ref="A1"/>' * 10_001), "10,001 elements <hyperlink>"),
        (SHEET, sheet_xml("", after='<mergeCell ref="A1:XFD20"/>'), "merges 327,680 cells"),
        ("xl/c.xml", f'<comments xmlns="{MAIN}">{"<t/>" * 200_000}</comments>'.encode(), "200,002 tags"),
        ("docProps/app.xml", b"<a>" + b"<b/>" * 200_000 + b"</a>", "200,002 tags"),
    ],
    ids=[
        "a long number format",
        "a long shared formula",
        "links",
        "merged cells",
        "tags in a part of the workbook",
        "tags elsewhere",
    ],
)
def test_what_openpyxl_does_not_get_through_is_refused_with_a_number(name: str, content: bytes, words: str) -> None:
    with pytest.raises(FileError, match=words):
        refuse_unbounded(with_part(name, content))


@pytest.mark.parametrize("content", [followed(8_000, 500), sheet_xml("", after='<hyperlink ref="A1"/>' * 10_000)])
def test_what_is_just_below_is_not_refused(content: bytes) -> None:
    refuse_unbounded(with_part(SHEET, content))
    refuse_unbounded(with_part("xl/styles.xml", formats(255)))


def test_shipped_workbooks_are_not_refused() -> None:
    books = list(Path(ROOT, "workbooks").glob("*.xlsx"))

    for one in books:
        refuse_unbounded(Package.open(one))

    assert books
