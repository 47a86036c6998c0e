"""One namespace under two prefixes in one part is read by what the prefixes mean; openpyxl and LibreOffice say what."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.wellformed import check_xml
from sheetnet.sheet.xlsx.workbook import Workbook
from tests.conftest import convert
from tests.sheet.xlsx.parts import (
    HEAD,
    MAIN,
    area,
    parts_of_book,
    prefixed,
    put,
    sheet_xml,
    values_by_openpyxl,
    worksheet,
    zipped,
)

X = f'xmlns:x="{MAIN}"'
ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
OTHER_ROWS = '<x:row r="4"><x:c r="A4"><x:v>5</x:v></x:c></x:row><x:row r="5"><x:c r="A5"/></x:row>'


def declared_at_the_root() -> bytes:
    return sheet_xml(ROWS + OTHER_ROWS).replace(b"<worksheet ", f"<worksheet {X} ".encode())


def declared_at_each_row() -> bytes:
    return sheet_xml(ROWS + OTHER_ROWS.replace("<x:row ", f"<x:row {X} "))


def cells_alone() -> bytes:
    return sheet_xml(f'<row r="1"><x:c r="A1" {X}><x:v>1</x:v></x:c><c r="B1"><v>2</v></c></row>')


def values_alone() -> bytes:
    return sheet_xml(f'<row r="1"><c r="A1"><x:v {X}>1</x:v></c><c r="B1"><x:f {X}>A1+1</x:f><v>2</v></c></row>')


def no_prefix_inside_of_one() -> bytes:
    inside = ROWS.replace("<row ", f'<row xmlns="{MAIN}" ')
    return f"{HEAD}<x:worksheet {X}><x:sheetData>{inside}{OTHER_ROWS}</x:sheetData></x:worksheet>".encode()


def two_names_of_one_prefix_each() -> bytes:
    text = no_prefix_inside_of_one().decode().replace("xmlns=", "xmlns:é=")
    for name in ("row", "c", "v"):
        text = text.replace(f"<{name} ", f"<é:{name} ").replace(f"<{name}>", f"<é:{name}>")
        text = text.replace(f"</{name}>", f"</é:{name}>")
    return text.encode()


def default_is_another_namespace_for_a_while() -> bytes:
    foreign = '<other xmlns="urn:other"><row r="1"><c r="A1"><v>9</v></c></row></other>'
    return sheet_xml(ROWS, after=foreign)


def sheet_data_of_another_kind_before() -> bytes:
    return sheet_xml(ROWS, before='<sheetPr><y xmlns="urn:other"><sheetData><row r="8"/></sheetData></y></sheetPr>')


SHEETS: list[Callable[[], bytes]] = [
    declared_at_the_root, declared_at_each_row, cells_alone, values_alone, no_prefix_inside_of_one,
    two_names_of_one_prefix_each, default_is_another_namespace_for_a_while, sheet_data_of_another_kind_before,
]  # fmt: skip


def book(sheet: bytes, **others: Any) -> dict[str, bytes]:
    return parts_of_book({"S": sheet}, **others)


@pytest.mark.parametrize("made", SHEETS)
def test_a_sheet_of_two_prefixes_is_read_as_others_read_it(made: Callable[[], bytes]) -> None:
    xml = made()

    read = worksheet(xml).read(area("A1:C9"))

    found = {(r, c): value for r, row in enumerate(read, 1) for c, value in enumerate(row, 1) if value is not None}
    assert found == values_by_openpyxl(xml)


@pytest.mark.parametrize("made", SHEETS)
def test_what_is_written_into_a_sheet_of_two_prefixes_stands_there_once(made: Callable[[], bytes]) -> None:
    before = values_by_openpyxl(made())
    sheet = worksheet(made())
    sheet.write(area("A1:A5"), [[10.0], [20.0], [30.0], [40.0], [50.0]])

    written = sheet.xml

    column = {(row, 1): 10.0 * row for row in range(1, 6)}
    assert values_by_openpyxl(written) == before | column
    rows = list(ElementTree.fromstring(written).iter(f"{{{MAIN}}}row"))
    assert len({row.get("r") for row in rows}) == len(rows)


@pytest.mark.parametrize("made", [declared_at_the_root, no_prefix_inside_of_one])
def test_libreoffice_reads_what_is_written_into_a_sheet_of_two_prefixes(
    made: Callable[[], bytes], tmp_path: Path
) -> None:
    sheet = worksheet(made())
    sheet.write(area("A1:A5"), [[10.0], [20.0], [30.0], [40.0], [50.0]])
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped(book(sheet.xml)))

    table = convert(path, "csv", tmp_path / "out").read_text()

    assert table.split() == ["10,2", "20,", "30,", "40,", "50,"]


def test_a_sheet_of_two_prefixes_that_is_not_edited_keeps_its_bytes() -> None:
    some = zipped(parts_of_book({"S": declared_at_the_root(), "T": sheet_xml(ROWS)}))
    opened = Workbook(Package(some))
    opened.worksheet("S").read(area("A1:C9", "S"))
    put(opened.worksheet("T"), "A1", 7.0)

    opened.commit()

    assert opened.package.read("xl/worksheets/sheet1.xml") == declared_at_the_root()


def test_one_prefix_for_two_namespaces_is_refused_where_it_cannot_be_renamed() -> None:
    xml = f'<x:worksheet {X}><x:sheetData/><x:extLst><x:row xmlns:x="urn:other"/></x:extLst></x:worksheet>'

    with pytest.raises(FileError, match="uses one prefix for two namespaces; save it once in a spreadsheet program"):
        check_xml("xl/worksheets/sheet1.xml", xml.encode())


@pytest.mark.parametrize("xml", [b"<a/>", b'<a xmlns="u" xmlns:b="v"><b:c/><a b:d=""/></a>', b'<p:a xmlns:p="u"/>'])
def test_a_part_whose_spelling_is_its_meaning_stays_as_it_is(xml: bytes) -> None:
    assert check_xml("part", xml) is xml


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", '<sheet name="S"', f'<x:sheet {X} name="S"'),
        ("xl/workbook.xml", '<definedName name="eta">S!$A$1</definedName>',
         f'<x:definedName {X} name="eta">S!$A$1</x:definedName>'),
        ("xl/workbook.xml", 'r:id="rId1"', 'q:id="rId1" xmlns:q="urn:other" r:id="rId1"'),
        ("xl/_rels/workbook.xml.rels", '<Relationship Id="rIdT"',
         '<q:Relationship xmlns:q="http://schemas.openxmlformats.org/package/2006/relationships" Id="rIdT"'),
        ("xl/sharedStrings.xml", "<si><t>one</t></si>", f"<x:si {X}><t>one</t></x:si>"),
        ("xl/sharedStrings.xml", "<si><t>one</t></si>", f"<si><x:t {X}>one</x:t></si>"),
        ("xl/styles.xml", '<xf numFmtId="200" xfId="0" applyNumberFormat="1"/>',
         f'<x:xf {X} numFmtId="200" xfId="0" applyNumberFormat="1"/>'),
    ],
)  # fmt: skip
def test_other_parts_of_two_prefixes_mean_what_they_mean_to_openpyxl(part: str, old: str, new: str) -> None:
    sheet = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.5</v></c></row>')
    some = book(sheet, names={"eta": "S!$A$1"}, strings="<si><t>one</t></si>", cell_formats=("General", "0.00"))
    assert old.encode() in some[part]
    some[part] = some[part].replace(old.encode(), new.encode())
    data = zipped(some)

    opened = Workbook(Package(data))

    theirs = load_workbook(BytesIO(data))
    assert opened.sheets == theirs.sheetnames == ["S"]
    assert opened.names == {name: one.value for name, one in theirs.defined_names.items()} == {"eta": "S!$A$1"}
    assert opened.worksheet("S").read(area("A1:B1", "S")) == [[cell.value for cell in theirs["S"][1]]]


def alternatives(inside: str, after: str = "") -> str:
    """Two for a program to choose from, of which the second is for all that do not know the first."""
    choice = f'<mc:Choice Requires="x14">{after or inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback>'
    return f'<mc:AlternateContent xmlns:mc="urn:mc">{choice}</mc:AlternateContent>'


@pytest.mark.parametrize(
    ("data", "after", "name"),
    [
        (alternatives('<row r="1"><c r="A1"><v>1</v></c></row>'), "", "row"),
        ('<row r="1">' + alternatives('<c r="A1"><v>1</v></c>') + "</row>", "", "c"),
        (f'<row r="1"><c r="A1">{alternatives("<v>1</v>", "<v>2</v>")}</c></row>', "", "v"),
        ("", alternatives('<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'), "mergeCells"),
        ("", alternatives(alternatives('<drawing id="rId1"/>')), "drawing"),
    ],
)
@pytest.mark.parametrize("spelled", [bytes, prefixed])
def test_what_is_read_by_its_place_is_refused_among_alternatives(
    data: str, after: str, name: str, spelled: Callable[[bytes], bytes]
) -> None:
    xml = spelled(sheet_xml(data, after=after)).replace(b"x:mc:", b"mc:")

    with pytest.raises(FileError, match=f"sheet1.xml has <{name}> among alternatives, .*; save it once in a spreadsh"):
        check_xml("xl/worksheets/sheet1.xml", xml)


def test_what_programs_put_into_alternatives_is_no_matter() -> None:
    """Excel wraps the controls of a sheet, and the folder of a workbook; a strict file the drawing of its notes."""
    controls = '<controls><control shapeId="1025"><controlPr><anchor/></controlPr></control></controls>'
    xml = sheet_xml(
        "<row/>",
        before=alternatives('<x15:absPath xmlns:x15="u"/>'),
        after=alternatives('<legacyDrawing id="rId2"/>') + alternatives(controls),
    )

    assert check_xml("xl/worksheets/sheet1.xml", xml) is xml
