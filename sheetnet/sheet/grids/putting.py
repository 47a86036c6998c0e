"""One edit put into an open workbook (an `xlwings.Book`), at once."""

from contextlib import suppress
from typing import Any

from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.edits import Edit
from sheetnet.sheet.grids.xlwings_values import asking, outgoing


def put(book: Any, label: str, edit: Edit) -> None:
    """Write the cells of an edit: values, or formulas with values between them."""
    excel = getattr(book.app.engine, "name", "") in ("excel", "remote")  # "remote" is Excel too
    rows = [[outgoing(value, excel=excel) for value in line] for line in edit.values] if not edit.formulas else []
    with asking(label, edit.area.sheet, lambda sheet: _why_not_written(book, sheet)):
        cells = _range(book, edit.area)
        if edit.formulas:
            cells.formula = [
                [_entered(text, value) for text, value in zip(texts, values, strict=True)]
                for texts, values in zip(edit.formulas, edit.values, strict=True)
            ]
        else:
            cells.value = rows


def dress(book: Any, label: str, area: Area, like: Area) -> None:
    """Copy cells with their looks: what is in them is written afterwards."""
    with asking(label, area.sheet, lambda sheet: _why_not_written(book, sheet)):
        _range(book, like).copy(_range(book, area))


def define(book: Any, label: str, name: str, refers_to: str | None) -> str | None:
    """Let a name refer to something else, None to nothing; returns what it referred to."""
    with asking(label):
        here = next((one for one in book.names if one.name.casefold() == name.casefold()), None)
        before = None if here is None else str(here.refers_to)
        if here is not None:
            here.delete()
        if refers_to is not None:
            book.names.add(name, refers_to)
    return before


def _range(book: Any, area: Area) -> Any:
    return book.sheets[area.sheet].range((area.top, area.left), (area.bottom, area.right))


def _entered(text: str | None, value: Any) -> Any:
    if text is not None:
        return "=" + text
    return "" if value is None else value


def _why_not_written(book: Any, sheet: str) -> str:
    """What in a sheet is known to stand in the way of writing, as problem and remedy."""
    native = book.sheets[sheet].api
    for name in ("ProtectContents", "protect_contents", "isProtected"):
        with suppress(Exception):
            told = getattr(native, name)
            if told() if callable(told) else told:
                return "the sheet is protected; take the protection off (Review > Unprotect Sheet) and run again"
    return ""
