"""Files with buttons: which parts change and how, and what other programs make of them."""

import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment

import sheetnet
from sheetnet.buttons.button import add_buttons
from sheetnet.buttons.template import our_project, template
from sheetnet.buttons.vba import MODULE, source
from sheetnet.errors import SheetnetError
from sheetnet.sheet.cells import Area
from tests.buttons.reading import sources
from tests.conftest import convert, once
from tests.sheet.xlsx.parts import prefixed, zipped

PROJECT = "xl/vbaProject.bin"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def rezipped(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The workbook with changed parts, in its place."""
    content = parts(path)
    change(content)
    path.write_bytes(zipped(content))
    return path


def commented(path: Path) -> Path:
    book = load_workbook(path)
    book["BP"]["C5"].comment = Comment("how often", "somebody")
    book["Data"]["A1"].comment = Comment("the cases", "somebody")
    book.save(path)
    return path


def charted(path: Path) -> Path:
    """With a chart where the buttons would lie, and two more parts of a drawing."""
    book = load_workbook(path)
    chart = LineChart()
    chart.add_data(Reference(book["BP"], min_col=3, min_row=15, max_row=34))
    book["BP"].add_chart(chart, "J3")
    book.save(path)
    return path


def by_openpyxl(path: Path) -> Path:
    load_workbook(path).save(path)
    return path


def japanese(path: Path) -> Path:
    sheetnet.new(path, lang="ja", force=True)
    return path


def by_libreoffice(path: Path) -> Path:
    return Path(shutil.copy(convert(path, "xlsx:Calc MS Excel 2007 XML", path.parent / "office"), path))


def of_another_prefix(path: Path) -> Path:
    """All of its sheets and the workbook part under a prefix, as some programs write them."""

    def change(content: dict[str, bytes]) -> None:
        content["xl/workbook.xml"] = prefixed(content["xl/workbook.xml"])
        content["xl/worksheets/sheet1.xml"] = prefixed(content["xl/worksheets/sheet1.xml"])

    return rezipped(path, change)


def strict(path: Path) -> Path:
    """With the namespaces of strict OOXML."""

    def change(content: dict[str, bytes]) -> None:
        for name in [name for name in content if name.endswith((".xml", ".rels"))]:
            content[name] = (
                content[name]
                .replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
                .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            )  # fmt: skip

    return rezipped(path, change)


def without_properties(path: Path) -> Path:
    """Without sheetPr and workbookPr."""

    def change(content: dict[str, bytes]) -> None:
        for name, element in (("xl/worksheets/sheet1.xml", b"sheetPr"), ("xl/workbook.xml", b"workbookPr")):
            pattern = rb"<%b[^>]*/>|<%b.*?</%b>" % (element, element, element)
            content[name], count = re.subn(pattern, b"", content[name], count=1, flags=re.S)
            assert count == 1

    return rezipped(path, change)


def named_by_code(path: Path) -> Path:
    """With code names of a German Excel."""

    def change(content: dict[str, bytes]) -> None:
        for name, element, code in (
            ("xl/worksheets/sheet1.xml", b"sheetPr", b"Tabelle1"),
            ("xl/workbook.xml", b"workbookPr", b"DieseArbeitsmappe"),
        ):
            content[name] = content[name].replace(b"<" + element, b'<%b codeName="%b"' % (element, code), 1)

    return rezipped(path, change)


KINDS: dict[str, Callable[[Path], Path]] = {
    "new": lambda path: path,
    "Japanese": japanese,
    "by openpyxl": by_openpyxl,
    "with comments": commented,
    "with a chart": charted,
    "prefixed": of_another_prefix,
    "strict": strict,
    "without properties": without_properties,
    "with code names": named_by_code,
    "by LibreOffice": by_libreoffice,
    "by LibreOffice with comments": lambda path: by_libreoffice(commented(path)),
}


@pytest.fixture(scope="session")
def library(letters_file: Path, shared: Path) -> Callable[[str], Path]:
    """A workbook of each kind, made once."""

    def made(kind: str) -> Path:
        place = shared / "kinds" / kind.replace(" ", "_") / "letters.xlsx"
        return once(place, lambda path: KINDS[kind](Path(shutil.copy(letters_file, path))))

    return made


@pytest.fixture(params=KINDS)
def book(request: pytest.FixtureRequest, library: Callable[[str], Path], tmp_path: Path) -> Path:
    """A workbook of each kind, of the test's own."""
    return Path(shutil.copy(library(request.param), tmp_path / "letters.xlsx"))


def sheet_part(path: Path) -> str:
    """The part of the sheet BP."""
    content = parts(path)
    entry = re.search(rb'<(?:\w+:)?sheet [^>]*name="BP"[^>]*>', content["xl/workbook.xml"])
    assert entry
    identifier = re.search(rb':id="(\w+)"', entry[0])
    assert identifier
    for relation in re.findall(rb"<Relationship [^>]*>", content["xl/_rels/workbook.xml.rels"]):
        if b'Id="%b"' % identifier[1] in relation:
            target = re.search(rb'Target="([^"]*)"', relation)
            assert target
            return "xl/" + target[1].decode().removeprefix("/xl/")
    raise AssertionError


def drawings(content: dict[str, bytes]) -> dict[str, str]:
    return {name: xml.decode() for name, xml in content.items() if name.endswith(".vml")}


def buttons(path: Path) -> list[tuple[str, str, list[int]]]:
    """(caption, macro, anchor) of every button in the drawings."""
    found = []
    for drawing in drawings(parts(path)).values():
        for shape in re.findall(r"<v:shape .*?</v:shape>", drawing, re.S):
            if 'ObjectType="Button"' in shape:
                caption, macro, anchor = (
                    re.search(pattern, shape)[1]  # type: ignore[index]
                    for pattern in ("<font[^>]*>([^<]*)", "<x:FmlaMacro>([^<]*)", "<x:Anchor>([^<]*)")
                )
                found.append((caption, macro, [int(number) for number in anchor.split(",")]))
    return found


# the parts


@pytest.mark.few(2)
def test_every_part_but_the_declared_ones_keeps_its_bytes(book: Path) -> None:
    sheet = sheet_part(book)
    before = parts(book)

    add_buttons(book)

    after = parts(book.with_suffix(".xlsm"))
    assert list(after)[: len(before)] == list(before)
    changed = {name for name in before if before[name] != after[name]}
    new = set(after) - set(before)
    relations = f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels"
    drawing = {name for name in changed | new if name.endswith(".vml")}
    assert len(drawing) == 1
    declared = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", sheet, relations}
    assert changed - drawing <= declared
    assert {PROJECT} <= new <= {PROJECT, relations, *drawing}


def test_the_changed_parts_differ_only_where_it_was_declared(letters: Path) -> None:
    before = parts(letters)

    add_buttons(letters)

    after = parts(letters.with_suffix(".xlsm"))
    added = {
        "xl/worksheets/sheet1.xml": [
            b' codeName="Sheet1"',
            b'<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
            b' r:id="rId1"/>',
        ],
        "xl/workbook.xml": [b' codeName="ThisWorkbook"'],
        "xl/_rels/workbook.xml.rels": [
            b'<Relationship Id="rId8" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
            b' Target="vbaProject.bin"/>'
        ],
    }
    for name, pieces in added.items():
        xml = after[name]
        for piece in pieces:
            assert xml.count(piece) == 1, (name, piece, xml[-600:])
            xml = xml.replace(piece, b"")
        assert xml == before[name]
    types = after["[Content_Types].xml"]
    for piece in (
        b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        b'<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>',
    ):
        assert types.count(piece) == 1
        types = types.replace(piece, b"")
    assert types == before["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )


@pytest.mark.few(4)
def test_the_workbook_bears_the_name_that_xlwings_code_calls_it_by(book: Path) -> None:
    add_buttons(book)

    xml = parts(book.with_suffix(".xlsm"))["xl/workbook.xml"]
    assert re.findall(rb'<(?:\w+:)?workbookPr[^>]* codeName="([^"]*)"', xml) == [b"ThisWorkbook"]


# the macros


@pytest.mark.few(4)
def test_olevba_prints_our_source_and_the_templates_own(book: Path) -> None:
    add_buttons(book)

    printed = sources(book.with_suffix(".xlsm"))
    assert printed == sources(template()) | {MODULE: source()}


@pytest.mark.few(3)
def test_the_same_workbook_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    add_buttons(book, tmp_path / "one.xlsm")
    os.utime(book)
    add_buttons(book, tmp_path / "two.xlsm")

    assert (tmp_path / "one.xlsm").read_bytes() == (tmp_path / "two.xlsm").read_bytes()


@pytest.mark.few(3)
def test_a_workbook_with_buttons_stays_as_it_is(book: Path, tmp_path: Path) -> None:
    add_buttons(book)
    made = book.with_suffix(".xlsm")
    before = made.read_bytes()

    add_buttons(made)
    add_buttons(made, tmp_path / "copy.xlsm")

    assert made.read_bytes() == before
    assert (tmp_path / "copy.xlsm").read_bytes() == before


def test_training_keeps_macros_and_buttons(letters: Path) -> None:
    add_buttons(letters)
    made = letters.with_suffix(".xlsm")
    before = parts(made)

    result = sheetnet.train(made)

    after = parts(made)
    kept = [PROJECT, *drawings(before)]
    assert [after[name] for name in kept] == [before[name] for name in kept]
    assert after[PROJECT] == our_project()
    assert result.loss[-1] < result.loss[0]
    assert sheetnet.train(letters).loss[-1] == result.loss[-1]


# other programs


@pytest.mark.few(2)
@pytest.mark.parametrize("book", [kind for kind in KINDS if kind != "strict"], indirect=True)  # it knows no such
def test_openpyxl_opens_it_with_every_value(book: Path) -> None:
    def values(path: Path) -> dict[str, list[list[object]]]:
        opened = load_workbook(path, keep_vba=path.suffix == ".xlsm")
        if opened.vba_archive:  # Python ends it at a time of its own otherwise, perhaps after what it writes to
            opened.vba_archive.close()
        return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in opened.worksheets}

    before = values(book)

    add_buttons(book)

    assert values(book.with_suffix(".xlsm")) == before


@pytest.mark.few(1)
@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "book",
    [
        *("strict", "by LibreOffice with comments"),
        *(pytest.param(kind, marks=pytest.mark.full) for kind in ("with comments", "prefixed")),
    ],
    indirect=True,
)
def test_libreoffice_opens_it_with_every_value(book: Path, tmp_path: Path) -> None:
    add_buttons(book)

    made = convert(book.with_suffix(".xlsm"), "csv", tmp_path / "made")
    plain = convert(book, "csv", tmp_path / "plain")

    assert made.read_bytes() == plain.read_bytes()
    assert len(made.read_bytes().splitlines()) > 80


def test_openpyxl_finds_the_comments_again(letters: Path) -> None:
    add_buttons(commented(letters))

    book = load_workbook(letters.with_suffix(".xlsm"))
    assert book["BP"]["C5"].comment.text == "how often"
    assert book["Data"]["A1"].comment.text == "the cases"


# the buttons


@pytest.mark.few(4)
def test_there_are_six_buttons_each_with_its_macro(book: Path) -> None:
    add_buttons(book)

    found = buttons(book.with_suffix(".xlsm"))
    assert [macro for _, macro, _ in found] == [
        "[0]!SheetnetTrain",
        "[0]!SheetnetFast",
        "[0]!SheetnetStep",
        "[0]!SheetnetReset",
        "[0]!SheetnetCheck",
        "[0]!LearnWithoutPython",
    ]
    (((title,),)) = sheetnet.open(book).read(Area("BP", 1, 1, 1, 1))
    japanese = "このシート" in str(title)
    assert [caption for caption, _, _ in found] == (
        ["学習", "すぐに学習", "1 回更新", "初期値に戻す", "照合", "マクロで学習"]
        if japanese
        else ["Train", "Fast", "Step", "Reset", "Check", "Learn (no Python)"]
    )


@pytest.mark.few(4)
def test_a_drawing_that_was_xml_is_xml_with_our_buttons_in_their_namespaces(book: Path) -> None:
    add_buttons(book)

    drawn = [ElementTree.fromstring(xml) for xml in drawings(parts(book.with_suffix(".xlsm"))).values()]
    macros = [
        one.text for drawing in drawn for one in drawing.iter("{urn:schemas-microsoft-com:office:excel}FmlaMacro")
    ]
    assert len(macros) == 6


@pytest.mark.few(4)
def test_numbers_of_shapes_are_unique_in_the_workbook(book: Path) -> None:
    add_buttons(book)

    content = drawings(parts(book.with_suffix(".xlsm")))
    claimed = [data.split(",") for xml in content.values() for data in re.findall(r'idmap[^>]* data="([^"]*)"', xml)]
    of_buttons = [
        number for xml in content.values() for number in re.findall(r'<v:shape id="_x0000_s(\d+)"[^>]*o:button', xml)
    ]
    others = [number for xml in content.values() for number in re.findall(r'id="_x0000_s(\d+)"', xml)]
    assert len(of_buttons) == 6
    assert all(others.count(number) == 1 for number in of_buttons)
    (block,) = {str(int(number) // 1024) for number in of_buttons}
    assert [data for group in claimed for data in group].count(block) == 1


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_a_drawing_in_utf_16_is_read_and_added_to(mark: str, letters: Path) -> None:
    def respell(content: dict[str, bytes]) -> None:
        for name in drawings(content):
            text = content[name].decode().replace("encoding='utf-8'", "").replace('encoding="UTF-8"', "")
            text = re.sub(r'idmap([^>]*) data="[^"]*"', r'idmap\1 data="1,2"', text)
            content[name] = ("\ufeff" + text).encode(mark)

    rezipped(commented(letters), respell)
    add_buttons(letters)
    made = letters.with_suffix(".xlsm")

    said = {
        name: xml.decode("utf-16" if xml[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
        for name, xml in parts(made).items()
        if name.endswith(".vml")
    }
    (ours,) = (text for text in said.values() if 'ObjectType="Button"' in text)
    assert 'ObjectType="Note"' in ours
    assert ours.count('id="_x0000_s3') == 6, "1 and 2 are taken by drawings in UTF-16"
    rezipped(
        made,
        lambda content: content.update(
            {name: ("\ufeff" + text).encode(mark) for name, text in said.items() if text == ours}
        ),
    )
    before = parts(made)
    add_buttons(made)
    assert parts(made) == before, "its buttons were not seen"


def test_a_drawing_is_found_by_its_relationships_wherever_it_lies(letters: Path) -> None:
    def moved(content: dict[str, bytes]) -> None:
        for number, name in enumerate(list(drawings(content))):
            text = re.sub(rb'idmap([^>]*) data="[^"]*"', rb'idmap\1 data="%d"' % (number + 1), content.pop(name))
            content[f"xl/elsewhere/drawn{number}.bin"] = text
            for relations in [one for one in content if one.startswith("xl/worksheets/_rels/")]:
                for old in (f'"/{name}"', f'"../{name.removeprefix("xl/")}"'):
                    content[relations] = content[relations].replace(
                        f"Target={old}".encode(), f'Target="../elsewhere/drawn{number}.bin"'.encode()
                    )
        types = content["[Content_Types].xml"]
        kind = b'<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        content["[Content_Types].xml"] = types.replace(b"</Types>", kind + b"</Types>")
        content["xl/drawings/vmlDrawing9.vml"] = b'<xml><o:idmap data="3"/></xml>'  # of nobody

    rezipped(commented(letters), moved)
    add_buttons(letters)

    content = parts(letters.with_suffix(".xlsm"))
    drawn = [xml.decode() for name, xml in content.items() if name.startswith("xl/elsewhere/")]
    (ours,) = (text for text in drawn if 'ObjectType="Button"' in text)
    assert ours.count('id="_x0000_s3') == 6, "1 and 2 are taken, and 3 is not"
    assert len(drawn) == 2


@pytest.mark.few(4)
def test_buttons_cover_no_cell_with_content(book: Path) -> None:
    add_buttons(book)

    grid = sheetnet.open(book)
    for _, _, (left, _, top, _, right, _, bottom, _) in buttons(book.with_suffix(".xlsm")):
        under = grid.read(Area("BP", top + 1, left + 1, bottom + 1, right + 1))
        assert {value for row in under for value in row} == {None}


def test_buttons_lie_right_of_the_legend_of_a_new_workbook_and_beside_its_settings(letters: Path) -> None:
    add_buttons(letters)

    anchors = [anchor for _, _, anchor in buttons(letters.with_suffix(".xlsm"))]
    assert {anchor[0] for anchor in anchors} == {10}  # column K
    assert anchors[0][2] == 3  # row 4, that of the labels
    assert anchors[-1][6] < 13  # above the values


def test_buttons_do_not_lie_over_a_chart(letters: Path) -> None:
    add_buttons(charted(letters))

    drawing = parts(letters)["xl/drawings/drawing1.xml"].decode()
    column = re.search(r"<(?:\w+:)?col>(\d+)<", drawing)
    assert column
    assert column[1] == "9"
    assert all(anchor[0] >= 9 + 6 for _, _, anchor in buttons(letters.with_suffix(".xlsm")))


def test_a_button_that_was_moved_stays_and_one_that_was_deleted_comes_back(letters: Path) -> None:
    add_buttons(letters)
    made = letters.with_suffix(".xlsm")

    def change(content: dict[str, bytes]) -> None:
        (name,) = drawings(content)
        xml = content[name].decode().replace("<x:Anchor>10, 0, 3, 0,", "<x:Anchor>0, 0, 40, 0,")
        content[name] = re.sub(r"<v:shape [^>]*s1028.*?</v:shape>", "", xml, flags=re.S).encode()

    rezipped(made, change)
    add_buttons(made)

    found = buttons(made)
    assert [caption for caption, _, _ in found] == ["Train", "Fast", "Step", "Check", "Learn (no Python)", "Reset"]
    assert found[0][2][:4] == [0, 0, 40, 0]
    assert found[5][2][0] > 10


# refusals


def refusal(book: Path, output: Path | None = None) -> str:
    with pytest.raises(SheetnetError) as error:
        add_buttons(book, output)
    return str(error.value)


def test_somebody_elses_macros_are_left_alone(letters: Path) -> None:
    add_buttons(letters)
    made = letters.with_suffix(".xlsm")
    theirs = rezipped(made, lambda content: content.update({PROJECT: template()}))
    before = theirs.read_bytes()

    assert refusal(theirs) == (
        "letters.xlsm: the workbook has macros of its own (Module1), which sheetnet leaves alone; sheetnet button BOOK "
        "--module sheetnet.bas writes a module to import beside them (Alt+F11, File > Import)"
    )
    assert theirs.read_bytes() == before


def test_macros_that_cannot_be_read_are_left_alone(letters: Path) -> None:
    add_buttons(letters)
    made = rezipped(letters.with_suffix(".xlsm"), lambda content: content.update({PROJECT: b"no project"}))

    assert refusal(made).startswith("letters.xlsm: the macros in xl/vbaProject.bin cannot be read: ")


def test_another_file_is_not_overwritten(letters: Path, tmp_path: Path) -> None:
    other = tmp_path / "letters.xlsm"
    other.write_bytes(b"somebody's")

    assert refusal(letters) == ("letters.xlsm: the file exists already; choose another name with -o, or use --force")
    assert other.read_bytes() == b"somebody's"


def test_a_workbook_made_from_another_one_is_not_overwritten(letters: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    sheetnet.new(other, network="20-2-4", plain=True)
    made = tmp_path / "made.xlsm"
    add_buttons(other, made)

    assert "the file exists already" in refusal(letters, made)


def test_what_was_trained_since_it_was_made_is_not_overwritten(letters: Path) -> None:
    add_buttons(letters)
    add_buttons(letters)  # the same bytes again are no harm
    made = letters.with_suffix(".xlsm")
    sheetnet.train(made)
    trained = made.read_bytes()

    assert "the file exists already" in refusal(letters)
    assert made.read_bytes() == trained


def test_any_file_is_overwritten_by_force(letters: Path) -> None:
    letters.with_suffix(".xlsm").write_bytes(b"somebody's")

    add_buttons(letters, force=True)

    assert sources(letters.with_suffix(".xlsm"))[MODULE] == source()


def test_the_output_has_the_ending_of_a_workbook_with_macros(letters: Path) -> None:
    assert refusal(letters, letters.with_name("out.xlsx")) == (
        "letters.xlsx: expected a name that ends in .xlsm for the output, found 'out.xlsx'"
    )


def test_a_workbook_without_a_network_gets_no_buttons(tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "empty.xlsx")

    assert "no sheet 'Data'" in refusal(tmp_path / "empty.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["empty.xlsx"]
