"""A finished sheet is put into workbooks of every kind, and replaced there; all else stays byte for byte."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sheetnet.errors import LayoutError
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.xlsx.graft import graft
from sheetnet.sheet.xlsx.package import Package
from tests.conftest import convert
from tests.promises.corpus import corpus_folder, workbooks
from tests.promises.grafts import NAME, TITLE, grafted, scratch
from tests.readers.stored import why_not
from tests.sheet.xlsx.parts import MAIN, OFFICE, SPREADSHEET, area, parts_of_book, sheet_xml, zipped
from tests.sheet.xlsx.test_workbook import BOOK, RELS, VARIANTS, Parts, parts, replaced

SHEET = "xl/worksheets/sheet3.xml"  # where it goes in a workbook of two sheets
STYLES = "xl/styles.xml"


def without_styles(some: Parts) -> Parts:
    some = replaced(some, RELS, f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/>', "")
    kind = f'<Override PartName="/{STYLES}" ContentType="{SPREADSHEET}.styles+xml"/>'
    some = replaced(some, "[Content_Types].xml", kind, "")
    return {name: content for name, content in some.items() if name != STYLES}


def styled(inside: str, prefix: str = "") -> Callable[[Parts], Parts]:
    declared = f"xmlns:{prefix.rstrip(':')}" if prefix else "xmlns"
    xml = f'<{prefix}styleSheet {declared}="{MAIN}">{inside}</{prefix}styleSheet>'
    return lambda some: some | {STYLES: xml.encode()}


EMPTY_SECTIONS = "<numFmts/><fonts/><fills count='0'/><borders></borders><cellXfs count='0'></cellXfs><dxfs count='0'/>"
EXTENDED = (
    '<fonts count="1" xmlns:k="urn:k" k:knownFonts="1"><font><sz val="11"/></font></fonts><fills count="1"><fill>'
    '<patternFill/></fill></fills><borders><border/></borders><cellXfs><xf/></cellXfs><!-- <fonts> --><dxfs count="1">'
    '<dxf/></dxfs><extLst><ext uri="u" xmlns:x14="urn:x14"><x14:dxfs count="1"><x14:dxf/></x14:dxfs></ext></extLst>'
)
PREFIXED = '<x:fonts count="1"><x:font/></x:fonts><x:cellXfs count="1"><x:xf numFmtId="0"/></x:cellXfs>'
KINDS: dict[str, Callable[[Parts], Parts]] = VARIANTS | {
    "no styles": without_styles,
    "styles with empty sections": styled(EMPTY_SECTIONS),
    "styles with extensions": styled(EXTENDED),
    "styles with a prefix": styled(PREFIXED, "x:"),
    "a list of names with nothing in it": lambda some: replaced(some, BOOK, "<calcPr", "<definedNames/><calcPr"),
    "external books": lambda some: replaced(
        some, BOOK, "<calcPr", '<externalReferences><externalReference r:id="rId77"/></externalReferences><calcPr'
    ),
}


@pytest.mark.few(6)
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_nothing_else_changes_in_a_workbook_of_any_kind(kind: Callable[[Parts], Parts], tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped(kind(parts())))

    assert grafted(path, tmp_path / "grafted.xlsx") == []


@pytest.mark.full
@pytest.mark.skipif(not corpus_folder(), reason="no corpus of real workbooks: set SHEETNET_CORPUS to its folder")
@pytest.mark.parametrize("most", [60])
def test_nothing_else_changes_in_real_workbooks(most: int, tmp_path: Path) -> None:
    folder = corpus_folder()
    assert folder
    paths = [path for path in workbooks(folder) if path.stat().st_size < 200_000 and not why_not(path)]
    sample = paths[:: max(len(paths) // most, 1)]

    problems = {path.name: grafted(path, tmp_path / f"grafted{path.suffix}") for path in sample}

    assert {name: found for name, found in problems.items() if found} == {}
    assert len(sample) >= min(most, len(paths))


@pytest.mark.full
@pytest.mark.libreoffice
def test_libreoffice_shows_the_sheet_as_it_was_drawn(letters: Path, tmp_path: Path) -> None:
    with FileGrid(letters) as grid:
        grid.graft(NAME, scratch())
        grid.save()

    book = load_workbook(convert(letters, "xlsx", tmp_path / "office"))

    sheet = book[TITLE]
    assert book.sheetnames[-1] == TITLE
    assert [[cell.value for cell in row] for row in sheet["A1:C2"]] == [["E", 0.5, 1e-9], ["two", 2.5, 3]]
    assert (sheet["B1"].number_format, sheet["A1"].font.b) == ('0.000" sheetnet"', True)
    assert (sheet["A1"].font.color.rgb, sheet["B2"].fill.fgColor.rgb) == ("FF4575B4", "FFD9EAD3")
    assert len(sheet._charts) == len(sheet.conditional_formatting) == 1


# the sheet of an earlier time


def package(some: Parts | None = None) -> Package:
    return Package(zipped(some or parts()))


def reopened(some: Package) -> Package:
    return Package(some.bytes())


def edited(some: Package, part: str, old: str, new: str) -> None:
    text = some.read(part).decode()
    assert old in text
    some.write(part, text.replace(old, new).encode())


def references(some: Package) -> list[str]:
    book = load_workbook(BytesIO(some.bytes()))
    return [chart.series[0].yVal.numRef.f for sheet in book for chart in sheet._charts]


def test_the_same_sheet_again_leaves_the_very_same_file() -> None:
    book = package()
    graft(book, NAME, scratch())
    once = book.bytes((2024, 1, 1, 0, 0, 0))

    for _ in range(5):
        book = Package(once)
        graft(book, NAME, scratch())

        assert {part: book.read(part) for part in book.parts} == {p: Package(once).read(p) for p in Package(once).parts}


def test_a_sheet_that_the_user_renamed_and_moved_is_replaced_where_it_is() -> None:
    book = package(parts(eta="First!$C$8"))
    graft(book, NAME, scratch())
    edited(book, BOOK, f'name="{TITLE}"', 'name="Tom &amp; Jerry\'s"')
    edited(book, BOOK, TITLE, "Tom &amp; Jerry''s")
    text = book.read(BOOK).decode()
    entry = text[text.index('<sheet name="Tom') : text.index("</sheets>")]
    book.write(
        BOOK, text.replace(entry, "").replace("<sheets>", "<sheets>" + entry).replace('Id="2"', 'Id="0"').encode()
    )

    title = graft(book, NAME, scratch(text="new"))

    saved = load_workbook(BytesIO(book.bytes()))
    assert saved.sheetnames == [title, "First", "Second sheet"] == ["Tom & Jerry's", "First", "Second sheet"]
    assert saved[title]["A1"].value == "new"
    assert saved.defined_names[NAME].attr_text == "'Tom & Jerry''s'!$A$1:$C$2"
    assert saved[title].print_title_rows == "$1:$1"
    assert references(book) == ["'Tom & Jerry''s'!$C$1:$C$2"]
    assert saved.defined_names["eta"].attr_text == "First!$C$8"


def test_fewer_charts_leave_no_parts_behind() -> None:
    book = package()
    graft(book, NAME, scratch(charts=1))
    before = sorted(book.parts)
    graft(book, NAME, scratch(charts=3))
    assert len(book.parts) == len(before) + 2

    graft(book, NAME, scratch(charts=1))

    assert sorted(reopened(book).parts) == before
    assert b"chart2" not in book.read("[Content_Types].xml")


def test_a_part_that_another_sheet_needs_too_stays() -> None:
    book = package()
    graft(book, NAME, scratch())
    rels = book.read("xl/worksheets/_rels/sheet3.xml.rels")
    book.write("xl/worksheets/_rels/sheet1.xml.rels", rels)

    graft(book, NAME, scratch())

    assert "xl/drawings/drawing1.xml" in book
    assert "xl/charts/chart1.xml" in book
    assert b"drawing2.xml" in book.read("xl/worksheets/_rels/sheet3.xml.rels")


def test_excels_list_of_formulas_goes_when_some_stood_on_the_sheet() -> None:
    book = package()
    graft(book, NAME, scratch())
    edited(book, SHEET, "</sheetData>", '<row r="9"><c r="A9"><f>1+1</f><v>2</v></c></row></sheetData>')
    chain = f'<Relationship Id="rIdC" Type="{OFFICE}/calcChain" Target="calcChain.xml"/></Relationships>'
    edited(book, RELS, "</Relationships>", chain)
    edited(book, "[Content_Types].xml", "</Types>", '<Override PartName="/xl/calcChain.xml" ContentType="a"/></Types>')
    book.write("xl/calcChain.xml", f'<calcChain xmlns="{MAIN}"><c r="A9" i="3"/></calcChain>'.encode())

    graft(book, NAME, scratch())

    assert "xl/calcChain.xml" not in book
    assert b"calcChain" not in book.read(RELS) + book.read("[Content_Types].xml")


def test_the_tab_that_was_turned_to_stays_so_and_no_other_is() -> None:
    book = package()
    graft(book, NAME, scratch())
    assert b"tabSelected" not in book.read(SHEET)
    edited(book, SHEET, "<sheetView ", '<sheetView tabSelected="1" ')

    graft(book, NAME, scratch())

    assert book.read(SHEET).count(b'tabSelected="1"') == 1


def test_of_the_sheets_names_those_that_programs_give_are_as_drawn_and_the_users_stay() -> None:
    book = package()
    graft(book, NAME, scratch())
    theirs = '<definedName name="_xlnm.Print_Area" localSheetId="{}">{}!$A$1</definedName>'
    own = f'<definedName name="mine" localSheetId="2">\'{TITLE}\'!$B$2</definedName>'
    added = theirs.format(0, "First") + theirs.format(2, f"'{TITLE}'") + own
    edited(book, BOOK, "</definedNames>", f"{added}</definedNames>")

    graft(book, NAME, scratch())

    saved = load_workbook(BytesIO(book.bytes()))
    assert saved["First"].print_area == "'First'!$A$1"
    assert not saved[TITLE].print_area
    assert saved[TITLE].print_title_rows == "$1:$1"
    assert saved[TITLE].defined_names["mine"].attr_text == f"'{TITLE}'!$B$2"


@pytest.mark.parametrize("title", ["First", "FIRST"])
def test_a_sheet_of_the_users_own_is_never_replaced(title: str) -> None:
    book = package()

    with pytest.raises(LayoutError) as error:
        graft(book, NAME, scratch(title))

    assert str(error.value) == (
        "there is a sheet 'First' already, which sheetnet did not make; give it another name, and run this again"
    )
    assert not book.unsaved


def test_a_name_that_means_something_else_is_left_alone() -> None:
    book = package(parts(**{NAME.upper(): "3.14"}))

    with pytest.raises(LayoutError) as error:
        graft(book, NAME, scratch())

    assert str(error.value) == (
        f"the name '{NAME}' refers to '3.14', and sheetnet needs it for a sheet; rename it, or delete it"
    )
    assert not book.unsaved


def test_after_the_user_has_deleted_the_sheet_it_comes_anew() -> None:
    book = package(parts(**{NAME: "#REF!$A$1:$C$2"}))

    assert graft(book, NAME, scratch()) == TITLE

    names = load_workbook(BytesIO(book.bytes())).defined_names
    assert {name: one.attr_text for name, one in names.items()} == {NAME: f"'{TITLE}'!$A$1:$C$2"}


def test_edits_that_wait_are_kept_and_the_grid_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped(parts()))
    with FileGrid(path) as grid:
        grid.write(area("A1", "First"), [[7.0]])
        grid.graft(NAME, scratch())
        grid.write(area("B1", TITLE), [[0.1 + 0.2]])
        grid.write(area("A2", "First"), [[8.0]])
        grid.save()

    with FileGrid(path) as grid:
        assert grid.sheets() == ["First", "Second sheet", TITLE]
        assert grid.read(area("A1:A2", "First")) == [[7.0], [8.0]]
        assert grid.read(area("B1", TITLE)) == [[0.1 + 0.2]]


def test_a_macro_workbook_keeps_its_macros(tmp_path: Path) -> None:
    some = replaced(
        parts(), RELS, "</Relationships>", '<Relationship Id="v" Type="x/vbaProject" Target="v.bin"/></Relationships>'
    )
    path = tmp_path / "book.xlsm"
    path.write_bytes(zipped(some | {"xl/v.bin": bytes(range(256))}))

    assert grafted(path, tmp_path / "grafted.xlsm") == []
    with zipfile.ZipFile(tmp_path / "grafted.xlsm") as file:
        assert file.read("xl/v.bin") == bytes(range(256))


def test_the_chart_of_a_strict_workbook_is_strict_too() -> None:
    book = package(VARIANTS["strict namespaces"](parts()))
    graft(book, NAME, scratch())

    ours = [part for part in book.parts if part not in parts()]
    assert len(ours) == 5
    assert not any(b"schemas.openxmlformats.org/drawing" in book.read(part) for part in ours)
    assert not any(b"schemas.openxmlformats.org/spreadsheet" in book.read(part) for part in ours)
    assert b'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/chart"' in book.read(
        "xl/drawings/_rels/drawing1.xml.rels"
    )


def test_parts_get_names_that_nobody_has() -> None:
    some = parts() | {"xl/drawings/drawing1.xml": b"<theirs/>", "xl/charts/Chart1.XML": b"<theirs/>"}
    book = package(some)

    graft(book, NAME, scratch())

    assert {"xl/drawings/drawing2.xml", "xl/charts/chart2.xml"} <= set(book.parts)
    assert book.read("xl/drawings/drawing1.xml") == book.read("xl/charts/chart1.xml") == b"<theirs/>"


def test_a_workbook_of_one_bare_sheet_takes_it() -> None:
    book = package(parts_of_book({"S": sheet_xml("")}))

    graft(book, NAME, scratch())

    assert load_workbook(BytesIO(book.bytes())).sheetnames == ["S", TITLE]
