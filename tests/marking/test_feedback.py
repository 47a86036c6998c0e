"""What a student gets back: a copy in colours, with comments; their own file stays as it is, and nothing calls out."""

import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.table import Table

from sheetnet import classroom
from sheetnet.cli import main
from sheetnet.sheet.cells import column_letters
from tests.marking.conftest import Task
from tests.marking.submissions import hand_in, put


def test_the_copy_has_colours_and_comments_and_calls_nothing(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    task = tasks["xor"]
    edit = put({"Calc!J6": "=H6-Data!F6", "Calc!J7": None, "Calc!A20": '=WEBSERVICE("http://example.org/"&J6)'})
    path = hand_in(task.exercise, tmp_path / "anna.xlsx", task.formulas, edit)
    before = path.read_bytes()
    (tmp_path / "back").mkdir()

    classroom.grade(path, str(task.key), output=str(tmp_path / "back" / "anna.xlsx"))

    book = load_workbook(tmp_path / "back" / "anna.xlsx")
    sheet = book["Calc"]
    colours = [sheet[cell].fill.fgColor.rgb[2:] for cell in ("J6", "J7", "J8", "K6")]
    assert colours == ["F8C9C2", "E6E6E6", "CFE8CF", "DCEAF7"]
    assert "the slope σ′ of the activation is left out" in sheet["J6"].comment.text
    assert sheet["J8"].comment is None
    assert sheet["A20"].data_type == "s"
    assert book.active.title == "Exercise"
    told, own, *_ = book["Exercise"]["B3"].value.splitlines()
    assert told.startswith("25 of 30 points (83%). Green: right;")
    assert own == "This copy is for you to read and does not count: hand in your own file."
    assert own in book["Exercise"]["A1"].comment.text
    assert path.read_bytes() == before


def test_no_scale_of_colours_hides_the_verdicts(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    def scales(book: Workbook) -> None:
        for area in ("J6:J9", "A1:A4"):
            scale = ColorScaleRule(start_type="min", start_color="FF0000", end_type="max", end_color="0000FF")
            book["Calc"].conditional_formatting.add(area, scale)

    path, copy = tmp_path / "anna.xlsx", tmp_path / "back.xlsx"
    hand_in(tasks["xor"].exercise, path, tasks["xor"].formulas, scales)

    marks = classroom.grade(path, str(tasks["xor"].key), output=str(copy))

    book = load_workbook(copy)
    covered = {
        f"{sheet.title}!{column_letters(column)}{row}"
        for sheet in book
        for area in sheet.conditional_formatting
        for cells in area.sqref.ranges
        for row, column in cells.cells
    }
    assert covered.isdisjoint(one["cell"] for one in marks["cells"])
    assert "Calc!A1" in covered


def test_control_characters_of_a_cell_do_not_damage_the_copy(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    task, copy = tasks["xor"], tmp_path / "back.xlsx"
    edit = put({"Calc!J6": "a_x001B_[31m", "Calc!J7": "_xFFFF_"})
    path = hand_in(task.exercise, tmp_path / "anna.xlsx", task.formulas, edit)

    classroom.grade(path, str(task.key), output=str(copy))

    with ZipFile(copy) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
    assert "a\ufffd[31m" in load_workbook(copy)["Calc"]["J6"].comment.text


def test_the_copies_of_two_files_of_one_name_do_not_replace_each_other(
    tasks: Mapping[str, Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, paths = str(tasks["xor"].key), [tmp_path / "in" / name / "homework.xlsx" for name in ("anna", "ben")]
    for path in paths:
        path.parent.mkdir(parents=True)
        path.write_bytes(tasks["xor"].exercise.read_bytes())
    back = ["--key", key, "--feedback-dir", str(tmp_path / "back")]

    refused = main(["grade", *map(str, paths), *back])
    said = capsys.readouterr().err
    done = main(["grade", str(tmp_path / "in"), "--recursive", *back])

    assert (refused, done) == (2, 0)
    assert "would both be written to" in said
    assert [(tmp_path / "back" / name / "homework.xlsx").exists() for name in ("anna", "ben")] == [True, True]


@pytest.mark.full
def test_files_of_one_student_that_differ_in_their_ending_alone_stop_nobody(
    tasks: Mapping[str, Task], tmp_path: Path
) -> None:
    folder, back = tmp_path / "in", tmp_path / "back"
    folder.mkdir()
    for name in ("anna.xlsx", "anna.xlsm"):
        (folder / name).write_bytes(tasks["xor"].exercise.read_bytes())
    (folder / "anna.ods").write_bytes(b"no workbook")

    assert main(["grade", str(folder), "--key", str(tasks["xor"].key), "--feedback-dir", str(back)]) == 1

    assert sorted(one.name for one in back.iterdir()) == ["anna.xlsm.xlsx", "anna.xlsx"]


CALL = 'WEBSERVICE("http://example.org/")'
ELSEWHERE = "[1]Sheet1!$A$1"


def _hostile(book: Workbook) -> None:
    """Everything that openpyxl can write and that calls out, or refers elsewhere."""
    sheet = book["Calc"]
    sheet["A30"] = ArrayFormula("A30:A31", "=" + CALL)
    sheet["A32"] = DataTableFormula("A32", r1=ELSEWHERE)
    sheet["A33"] = '=_xlfn.STOCKHISTORY("MSFT",TODAY())'
    sheet["A34"], sheet["A34"].hyperlink = "mail", "mailto:a@example.org"
    sheet["A35"] = "=" + ELSEWHERE
    sheet["A36"] = "=SUM(J6:J8)"
    for name, text in {
        "Auto_Open": "Calc!$A$1",
        "calls": CALL,
        "linked": ELSEWHERE,
        "_xlnm.Auto_Close": "Calc!$A$1",
    }.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
        sheet.defined_names[name] = DefinedName(name, attr_text=text)
    book.defined_names["macro"] = DefinedName("macro", attr_text="Calc!$A$2", function=True, vbProcedure=True)
    book.defined_names["mine"] = DefinedName("mine", attr_text="SUM(Calc!$J$6:$J$8)")
    sheet.conditional_formatting.add("A30", FormulaRule([CALL]))
    white, black = "FFFFFF", "000000"
    scale = ColorScaleRule(start_type="formula", start_value=CALL, start_color=white, end_type="max", end_color=black)
    sheet.conditional_formatting.add("A31", scale)
    for rule in (DataValidation("list", formula1=ELSEWHERE), DataValidation("custom", formula1=CALL)):
        rule.add("A30")
        sheet.add_data_validation(rule)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    chart.series[0].val.numRef.f = ELSEWHERE
    sheet.add_chart(chart, "Z1")
    sheet["X40"], sheet["X41"] = "heading", 1
    sheet.add_table(Table(displayName="Queried", ref="X40:X41", connectionId=1, tableType="queryTable"))
    book.create_chartsheet("Chart").add_chart(BarChart())


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "xl/vbaProject.bin": b"Sub Auto_Open()",
    "xl/connections.xml": b"<connections/>",
    "xl/embeddings/oleObject1.bin": b"ole",
    "customXml/item1.xml": b"<a/>",
}


def _with_parts(path: Path) -> None:
    """Add what openpyxl cannot write: parts of the workbook, and of each sheet, that run or refer elsewhere."""
    with ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    way = '<Relationship Id="{}" Type="{}/{}" Target="{}"{}/>'
    ways = "".join(
        way.format(f"h{number}", _OFFICE, kind, target, outside)
        for number, (kind, target, outside) in enumerate(
            (
                ("vbaProject", "/xl/vbaProject.bin", ""),
                ("connections", "/xl/connections.xml", ""),
                ("customXml", "/customXml/item1.xml", ""),
                ("attachedTemplate", "http://example.org/a.xltm", ' TargetMode="External"'),
            )
        )
    )
    sheets = way.format("ole", _OFFICE, "oleObject", "http://example.org/b.doc", ' TargetMode="External"')
    objects = f'<oleObjects><oleObject progId="Word" shapeId="1" r:id="ole" xmlns:r="{_OFFICE}"/></oleObjects>'
    for name, data in content.items():
        if name == "xl/_rels/workbook.xml.rels":
            content[name] = data.replace(b"</Relationships>", ways.encode() + b"</Relationships>")
        elif name.startswith("xl/worksheets/_rels/"):
            content[name] = data.replace(b"</Relationships>", sheets.encode() + b"</Relationships>")
        elif name == "xl/theme/theme1.xml":
            content[name] = data.replace(b"<a:themeElements>", b"<!-- http://example.org/ --><a:themeElements>")
        elif name.startswith("xl/worksheets/sheet"):
            content[name] = data.replace(b"</worksheet>", f"{objects}</worksheet>".encode())
    with ZipFile(path, "w") as package:
        for name, data in {**content, **_PARTS}.items():
            package.writestr(name, data)


@pytest.mark.full
def test_nothing_in_a_copy_runs_or_refers_elsewhere(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    task, copy = tasks["xor"], tmp_path / "back.xlsx"
    path = hand_in(task.exercise, tmp_path / "anna.xlsx", task.formulas, _hostile)
    _with_parts(path)

    marks = classroom.grade(path, str(task.key), output=str(copy))

    with ZipFile(copy) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    known = re.compile(
        r"\[Content_Types\].xml|_rels/.rels|docProps/\w+.xml|xl/(_rels/)?\w+.xml(.rels)?|xl/theme/theme1.xml"
        r"|xl/worksheets/(_rels/)?sheet\d+.xml(.rels)?|xl/comments/comment\d+.xml|xl/drawings/commentsDrawing\d+.vml"
    )
    assert [name for name in parts if not known.fullmatch(name)] == []
    others = [re.sub(r"<t>[^<]*</t>", "", text) for text in parts.values()]  # all but the texts of cells
    assert not [text for text in others if "example.org" in text or "External" in text or ELSEWHERE in text]
    book = load_workbook(copy)
    sheet = book["Calc"]
    assert [sheet[cell].data_type for cell in ("A30", "A33", "A35", "A36")] == ["s", "s", "s", "f"]
    assert sheet["A30"].value == "=" + CALL
    assert sheet["A30"].quotePrefix
    assert sheet["A34"].value == "mail"
    assert book.defined_names.keys() & {"Auto_Open", "calls", "linked", "_xlnm.Auto_Close", "macro", "mine"} == {"mine"}
    assert not sheet.defined_names
    assert marks["share"] == 1
