"""Submissions as Excel, LibreOffice and Google Sheets save them, edited as people do: the marks stay the same."""

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from sheetnet import classroom
from tests.conftest import soffice
from tests.marking.conftest import Task
from tests.marking.submissions import hand_in, put
from tests.readers.libreoffice import OPENED, python_with_uno

Parts = dict[str, bytes]
MIXED = put({"Calc!K6": "=J6*BP!$C$18*E6", "Calc!L6": "0,25", "Calc!L7": None})
"""One wrong formula, one number with a decimal comma, one cell left empty; all else is right."""


def repacked(path: Path, change: Callable[[Parts], None]) -> None:
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def sheet_part(parts: Parts, title: str) -> str:
    """The part of a sheet, in a package of openpyxl's."""
    number = re.findall(rb'<sheet [^>]*name="([^"]*)"', parts["xl/workbook.xml"]).index(title.encode()) + 1
    return f"xl/worksheets/sheet{number}.xml"


def formula(parts: Parts, cell: str, xml: str) -> None:
    """Put another element f into a cell of sheet Calc."""
    part = sheet_part(parts, "Calc")
    pattern = rb'(<c r="%s"[^>]*>)<f>.*?</f>' % cell.encode()
    text, count = re.subn(pattern, lambda found: found[1] + xml.encode(), parts[part])
    assert count == 1
    parts[part] = text


def by_google(parts: Parts) -> None:
    """No docProps, and ARRAYFORMULA over a column, which Excel does not know, as the text of no function."""
    for name in [one for one in parts if one.startswith("docProps/")]:
        del parts[name]
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = re.sub(rb"<(?:Relationship|Override) [^>]*docProps/[^>]*/>", b"", parts[name])
    wrapper = '<f>IFERROR(__xludf.DUMMYFUNCTION("{}"),0.5)</f>'
    formula(parts, "J6", wrapper.format("ARRAYFORMULA(-(Data!F6:F9-H6:H9)*H6:H9*(1-H6:H9))"))
    for row in (7, 8, 9):
        formula(parts, f"J{row}", wrapper.format('""COMPUTED_VALUE""'))


def by_excel(parts: Parts) -> None:
    """Shared formulas, a chain of calculation, the absolute path and an extension of a sheet."""
    formula(parts, "J6", '<f t="shared" ref="J6:J9" si="0">-(Data!F6-H6)*H6*(1-H6)</f>')
    for row in (7, 8, 9):
        formula(parts, f"J{row}", '<f t="shared" si="0"/>')
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="J6" i="3"/></calcChain>'
    parts["xl/calcChain.xml"] = chain.encode()
    path = (
        b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        b'<mc:Choice Requires="x15"><x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010'
        b'/11/ac" url="C:\\Users\\anna\\"/></mc:Choice></mc:AlternateContent>'
    )
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<bookViews>", path + b"<bookViews>", 1)
    part = sheet_part(parts, "Calc")
    more = b'<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"/></extLst></worksheet>'
    parts[part] = parts[part].replace(b"</worksheet>", more)


def told(marks: Mapping[str, Any]) -> list[tuple[str, str, float, str]]:
    """What is said of each cell, wherever it is."""
    return [(one["block"], one["verdict"], one["points"], one.get("mistake", "")) for one in marks["cells"]]


@pytest.mark.few(1)
@pytest.mark.parametrize("program", [by_google, by_excel])
def test_a_submission_has_the_same_marks_whatever_program_saved_it(
    program: Callable[[Parts], None], tasks: Mapping[str, Task], tmp_path: Path
) -> None:
    task = tasks["xor"]
    path = hand_in(task.exercise, tmp_path / "anna.xlsx", task.formulas, MIXED)
    before = told(classroom.grade(path, str(task.key)))

    repacked(path, program)

    found = told(classroom.grade(path, str(task.key)))
    assert {verdict for _, verdict, _, _ in found} == {"right", "right_given", "wrong", "constant", "missing"}
    assert found == before


_EDITS = """
with opened(*sys.argv[1:5]) as book:
    calc, bp, data = (book.Sheets.getByName(name) for name in ("Calc", "BP", "Data"))
    for sheet in (calc, bp, data):
        sheet.unprotect("")
    calc.Rows.insertByIndex(3, 2)
    calc.Rows.insertByIndex(9, 1)  # between two cases, as in Data below
    data.Rows.insertByIndex(7, 1)
    calc.Columns.insertByIndex(1, 1)
    calc.Columns.insertByIndex(9, 2)
    bp.Rows.insertByIndex(2, 3)
    bp.Columns.insertByIndex(0, 1)
    data.Columns.insertByIndex(1, 1)
    calc.Name, bp.Name, data.Name = "Rechnung", "Mein Netz", "データ"
    book.storeToURL(sys.argv[5], (option("FilterName", "Calc MS Excel 2007 XML"),))
"""


@pytest.mark.full
def test_rows_and_columns_inserted_and_sheets_renamed_by_libreoffice_change_no_mark(
    tasks: Mapping[str, Task], tmp_path: Path
) -> None:
    soffice()
    task, other = tasks["xor"], tmp_path / "other.xlsx"
    path = hand_in(task.exercise, tmp_path / "anna.xlsx", task.formulas, MIXED)
    (tmp_path / "edits.py").write_text(OPENED + _EDITS, encoding="utf-8")
    where = [(tmp_path / "profile").as_uri(), "sheetnet-marking", path.as_uri(), other.as_uri()]

    subprocess.run(
        [python_with_uno(), tmp_path / "edits.py", soffice(), *where], check=True, capture_output=True, timeout=120
    )

    found = classroom.grade(other, str(task.key))
    assert told(found) == told(classroom.grade(path, str(task.key)))
    assert {one["cell"].rpartition("!")[0] for one in found["cells"]} == {"Rechnung", "'Mein Netz'"}
