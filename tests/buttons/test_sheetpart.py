import re

import pytest

from sheetnet.buttons.sheetpart import legacy_drawing, with_code_name, with_legacy_drawing
from sheetnet.errors import FileError
from tests.sheet.xlsx.parts import MAIN, prefixed, sheet_xml

ELEMENT = b'<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId7"/>'
RULES = (
    '<conditionalFormatting sqref="A1"><cfRule type="dataBar" priority="1"><extLst><ext uri="u"/></extLst></cfRule>'
    "</conditionalFormatting>"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        (RULES + '<pageMargins left="1"/>', ""),
        ('<drawing r:id="rId1"/>', "<tableParts/>"),
        (RULES + "<headerFooter><oddHeader>x</oddHeader></headerFooter>", '<legacyDrawingHF r:id="rId2"/><extLst/>'),
        (
            "",
            '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="x14"><controls/></mc:Choice></mc:AlternateContent>',
        ),
        ("<!-- <tableParts/> -->", '<picture r:id="rId3"/>'),
    ],
)
def test_the_drawing_stands_where_the_standard_has_it(before: str, after: str) -> None:
    xml = sheet_xml("<row/>", after=before + after)

    assert with_legacy_drawing(xml, "rId7") == sheet_xml("<row/>", after=before + "\0" + after).replace(b"\0", ELEMENT)


def test_the_drawing_has_the_prefixes_of_its_sheet() -> None:
    xml = prefixed(sheet_xml("")).replace(b"<x:worksheet", b'<x:worksheet xmlns:q="' + ELEMENT.split(b'"')[1] + b'"')

    made = with_legacy_drawing(xml, "rId7")

    assert b'<x:legacyDrawing q:id="rId7"/></x:worksheet>' in made
    assert legacy_drawing(made) == "rId7"


def test_a_sheet_that_has_only_an_empty_data_element_takes_a_drawing() -> None:
    xml = b'<worksheet xmlns="%b"><sheetData/></worksheet>' % MAIN.encode()

    assert with_legacy_drawing(xml, "rId7").endswith(b"<sheetData/>" + ELEMENT + b"</worksheet>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<sheetPr><tabColor rgb="1"/></sheetPr>', b'<sheetPr codeName="Sheet1"><tabColor rgb="1"/></sheetPr>'),
        (b"<sheetPr/>", b'<sheetPr codeName="Sheet1"/>'),
        (b'<sheetPr filterMode="1"/>', b'<sheetPr codeName="Sheet1" filterMode="1"/>'),
        (b"<sheetPr codeName='Other'/>", b"<sheetPr codeName='Sheet1'/>"),
        (b"<dimension/>", b'<sheetPr codeName="Sheet1"/><dimension/>'),
    ],
)
def test_a_code_name_is_put_into_the_properties(before: bytes, after: bytes) -> None:
    frame = b'<worksheet xmlns="m">%b<sheetData/></worksheet>'

    assert with_code_name(frame % before, "sheetPr", "Sheet1") == frame % after


def test_properties_of_a_workbook_stand_behind_its_version() -> None:
    xml = b'<workbook xmlns="m"><fileVersion appName="xl"/><fileSharing/><bookViews/></workbook>'

    made = with_code_name(xml, "workbookPr", "ThisWorkbook", ("fileVersion", "fileSharing"))

    order = re.findall(rb"<(\w+)", made)
    assert order == [b"workbook", b"fileVersion", b"fileSharing", b"workbookPr", b"bookViews"]


def test_a_part_that_is_no_sheet_is_refused() -> None:
    with pytest.raises(FileError, match="the file is damaged"):
        with_legacy_drawing(b"<chartsheet/>", "rId7")
