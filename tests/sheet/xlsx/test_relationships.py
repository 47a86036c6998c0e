"""Relationships mean parts, however their targets are spelled; openpyxl opens what can be spelled so."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import relate, related, relationships, unrelate
from sheetnet.sheet.xlsx.workbook import Workbook
from tests.sheet.xlsx.parts import OFFICE, RELATIONS, area, parts_of_book, sheet_xml, zipped

RELS = "xl/_rels/workbook.xml.rels"
ONE = sheet_xml('<row r="1"><c r="A1"><v>4</v></c></row>')


def spelled(target: str, part: str = "xl/worksheets/sheet1.xml") -> Package:
    """A workbook of one sheet, whose part bears a name and is led to by a target."""
    some = parts_of_book({"S": ONE})
    some[RELS] = some[RELS].replace(b"worksheets/sheet1.xml", target.encode())
    some[part] = some.pop("xl/worksheets/sheet1.xml")
    return Package(zipped(some))


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("./worksheets/../worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("../xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("\\xl\\worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("worksheets/sheet%31.xml", "xl/worksheets/sheet1.xml"),
        ("WorkSheets/Sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("worksheets/sheet1.xml#A1", "xl/worksheets/sheet1.xml"),
        ("worksheets/&#115;heet1.xml", "xl/worksheets/sheet1.xml"),
        ("worksheets/my%20sheet.xml", "xl/worksheets/my sheet.xml"),
        ("worksheets/my sheet.xml", "xl/worksheets/my%20sheet.xml"),
        ("worksheets/my%20sheet.xml", "xl/worksheets/my%20sheet.xml"),
        ("worksheets/100%.xml", "xl/worksheets/100%.xml"),
        ("worksheets/表.xml", "xl/worksheets/%E8%A1%A8.xml"),
    ],
)
def test_a_target_means_a_part_however_it_is_spelled(target: str, part: str) -> None:
    book = Workbook(spelled(target, part))

    assert book.worksheet("S").read(area("A1:A1")) == [[4.0]]


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml"])
def test_a_target_that_openpyxl_follows_leads_to_the_same_sheet(target: str) -> None:
    package = spelled(target)

    read = Workbook(package).worksheet("S").read(area("A1:A1"))

    assert read == [[load_workbook(BytesIO(package.bytes()))["S"]["A1"].value]]


def test_a_sheet_behind_a_backslash_is_patched_where_it_lies() -> None:
    book = Workbook(spelled("worksheets\\sheet1.xml"))
    book.worksheet("S").write(area("A1:A1"), [[5.0]])
    book.commit()

    with zipfile.ZipFile(BytesIO(book.package.bytes())) as file:
        assert b"<v>5.0</v>" in file.read("xl/worksheets/sheet1.xml")
        assert len(file.namelist()) == len(set(file.namelist())) == len(spelled("worksheets/sheet1.xml").parts)


def test_what_leads_outside_is_no_part_and_its_id_is_taken() -> None:
    some = parts_of_book({"S": ONE})
    outside = b'<Relationship Id="rId2" Type="t/hyperlink" Target="http://a/b" TargetMode="External"/></Relationships>'
    some[RELS] = some[RELS].replace(b"</Relationships>", outside)
    package = Package(zipped(some))

    identifier = relate(package, "xl/workbook.xml", f"{OFFICE}/theme", "xl/theme/theme1.xml")

    assert identifier == "rId3"
    assert dict(related(package, "xl/workbook.xml", "theme")) == {"rId3": "xl/theme/theme1.xml"}
    assert [one.target for one in relationships(package, "xl/workbook.xml") if one.external] == ["http://a/b"]


@pytest.mark.parametrize("empty", ["<Relationships xmlns='{}'/>", "<q:Relationships xmlns:q='{}'></q:Relationships>"])
def test_a_relationship_is_added_to_none_and_taken_away_again(empty: str) -> None:
    some = parts_of_book({"S": ONE}) | {"xl/worksheets/_rels/sheet1.xml.rels": empty.format(RELATIONS).encode()}
    package = Package(zipped(some))

    identifier = relate(package, "xl/worksheets/sheet1.xml", f"{OFFICE}/drawing", "xl/drawings/drawing1.xml")
    added = list(related(package, "xl/worksheets/sheet1.xml"))
    unrelate(package, "xl/worksheets/sheet1.xml", [identifier])

    assert added == [("rId1", "xl/drawings/drawing1.xml")]
    assert list(related(package, "xl/worksheets/sheet1.xml")) == []
