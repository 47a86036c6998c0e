"""What would take openpyxl minutes or gigabytes is refused before it sees it; what Excel writes is not."""

from collections.abc import Callable
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


def refusal(package: Package) -> str:
    try:
        refuse_unbounded(package)
    except FileError as error:
        return str(error)
    return ""


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
    assert words in refusal(with_part(name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (SHEET, followed(8_000, 500)),
        (SHEET, sheet_xml("", after='<hyperlink ref="A1"/>' * 10_000)),
        ("xl/styles.xml", formats(255)),
        ("xl/drawings/vmlDrawing1.vml", b"<xml><br></xml>"),  # as Excel writes some, and openpyxl reads none
    ],
    ids=["a long shared formula", "links", "a number format", "what is not read"],
)
def test_what_is_just_below_is_not_refused(name: str, content: bytes) -> None:
    assert refusal(with_part(name, content)) == ""


SPELLED = {
    "another encoding": lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "a reference in the namespace": lambda xml: xml.replace(b"spreadsheetml/", b"spreadsheet&#109;l/"),
    "a long attribute before it": lambda xml: xml.replace(b" xmlns=", b' a="' + b"x" * 2**15 + b'" xmlns=', 1),
}


@pytest.mark.parametrize("spelled", SPELLED.values(), ids=SPELLED)
def test_it_is_known_however_the_part_is_spelled(spelled: Callable[[bytes], bytes]) -> None:
    links = spelled(sheet_xml("", after='<hyperlink ref="A1"/>' * 10_001))

    assert "10,001 elements <hyperlink>" in refusal(with_part(SHEET, links))


@pytest.mark.parametrize("content", [b"<comments><a></comments>", b"<!DOCTYPE a><a/>", b"", b"\0\1\2"])
def test_a_part_that_openpyxl_alone_reads_has_to_be_well_formed(content: bytes) -> None:
    assert refusal(with_part("xl/comments1.xml", content)).endswith("mark it without --feedback-dir")


def test_shipped_workbooks_are_not_refused() -> None:
    books = list(Path(ROOT, "workbooks").glob("*.xlsx"))

    assert {refusal(Package.open(one)) for one in books} == {""}
