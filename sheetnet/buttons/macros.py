"""The macros of a workbook: which there are, and ours put in."""

import posixpath

from sheetnet.buttons.project import Module, modules
from sheetnet.buttons.sheetpart import code_name, with_code_name
from sheetnet.buttons.template import our_project, template
from sheetnet.buttons.vba import MODULE, is_ours
from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.content_types import set_type
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import relate, related
from sheetnet.sheet.xlsx.wellformed import check_xml
from sheetnet.sheet.xlsx.workbook import Workbook

_WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_TYPE = "application/vnd.ms-office.vbaProject"
_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_BY_HAND = "sheetnet button BOOK --module sheetnet.bas writes a module to import beside them (Alt+F11, File > Import)"


def put_macros(package: Package, workbook: Workbook, sheet: str, *, python: bool = True) -> None:
    """Put our macros into a workbook, in place of earlier ones of ours, and name the sheet with the buttons for them.

    Without Python they are those that copy cells and let the formulas compute.

    Raises FileError where there are macros of somebody else.
    """
    part = macro_part(package, workbook)
    foreign = sorted(_foreign(package, part)) if part else []
    if foreign:
        names = ", ".join(foreign)
        raise FileError(f"the workbook has macros of its own ({names}), which sheetnet leaves alone", remedy=_BY_HAND)
    if not part:
        part = posixpath.join(posixpath.dirname(workbook.part), "vbaProject.bin")
        relate(package, workbook.part, _RELATION, part)
    set_type(package, part, _TYPE)
    set_type(package, workbook.part, _WORKBOOK_TYPE)
    package.write(part, our_project(python=python))
    _name_documents(package, workbook, sheet)


def macro_part(package: Package, workbook: Workbook) -> str:
    """The part with the macros of a workbook; nothing where it has none."""
    found = (target for _, target in related(package, workbook.part, "vbaProject") if target in package)
    return next(found, "")


def _read(package: Package, part: str) -> dict[str, Module]:
    try:
        return modules(package.read(part))
    except ValueError as error:
        raise FileError(
            f"the macros in {part} cannot be read: {error}", remedy="save the workbook once in Excel"
        ) from None


def _foreign(package: Package, part: str) -> set[str]:
    """The modules that hold what somebody else wrote. Excel gives every sheet an empty one; those count for nothing."""
    known = {name for name, module in modules(template()).items() if not module.document}
    theirs = _read(package, part)
    if MODULE in theirs and not is_ours(theirs[MODULE].source):
        known.remove(MODULE)
    return {name for name, module in theirs.items() if name not in known and (module.code or not module.document)}


def _name_documents(package: Package, workbook: Workbook, sheet: str) -> None:
    """Tie the workbook, and the sheet with the buttons, to the template's modules for them.

    xlwings' code says ThisWorkbook, so the workbook must bear that name: under another, or none, Excel adds a module
    for it, and ThisWorkbook is an empty shell. A sheet needs no name: Excel makes the module of one without it when it
    opens the file, and shows a module whose sheet is missing as an empty one. Nothing is repaired then, so the other
    sheets keep their bytes, and a sheet that has a name keeps it.
    """
    documents = [name for name, module in modules(template()).items() if module.document]
    book, *spare = documents
    xml = check_xml(workbook.part, package.read(workbook.part))
    if code_name(xml, "workbookPr") != book:
        package.write(workbook.part, with_code_name(xml, "workbookPr", book, ("fileVersion", "fileSharing")))
    parts = {name: workbook.worksheet(name) for name in workbook.sheets}
    names = {name: code_name(worksheet.xml, "sheetPr") for name, worksheet in parts.items()}
    taken = {name.casefold() for name in names.values()}
    free = [name for name in spare if name.casefold() not in taken]
    if not names[sheet] and free:
        part = parts[sheet].part
        package.write(part, with_code_name(parts[sheet].xml, "sheetPr", free[0]))
