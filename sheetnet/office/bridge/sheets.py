"""Requests about the sheets of a workbook, and what is selected on them."""

from __future__ import annotations

from typing import Any

from .addresses import area_of
from .errors import BridgeError
from .office import Office


def names(office: Office, book: str) -> list[str]:
    return list(office.document(book).getSheets().ElementNames)


def one(office: Office, book: str, sheet: str) -> dict[str, bool]:
    found = office.sheet(book, sheet)
    return {"visible": bool(found.IsVisible), "protected": bool(found.isProtected())}


def add(office: Office, book: str, name: str, at: int) -> None:
    """A new sheet in front of the one that is number `at`, counted from 1."""
    to_change(office, book).insertNewByName(name, at - 1)


def delete(office: Office, book: str, sheet: str) -> None:
    office.sheet(book, sheet)
    to_change(office, book).removeByName(sheet)


def to_change(office: Office, book: str) -> Any:
    document = office.document(book)
    if document.isProtected():
        raise BridgeError("the workbook's structure is protected; unprotect it first", "protected")
    return document.getSheets()


def rename(office: Office, book: str, sheet: str, name: str) -> None:
    office.sheet(book, sheet).setName(name)


def show(office: Office, book: str, sheet: str, *, visible: bool) -> None:
    office.sheet(book, sheet).IsVisible = visible


def active(office: Office, book: str) -> str:
    return str(office.document(book).getCurrentController().getActiveSheet().getName())


def activate(office: Office, book: str, sheet: str) -> None:
    office.document(book).getCurrentController().setActiveSheet(office.sheet(book, sheet))


def select(office: Office, book: str, sheet: str, area: list[int]) -> None:
    activate(office, book, sheet)
    office.document(book).getCurrentController().select(office.cells(book, sheet, area))


def selection(office: Office, book: str) -> dict[str, Any] | None:
    selected = office.document(book).getCurrentController().getSelection()
    if selected is None or not selected.supportsService("com.sun.star.sheet.SheetCellRange"):
        return None
    return {"sheet": selected.getSpreadsheet().getName(), "area": area_of(selected.getRangeAddress())}
