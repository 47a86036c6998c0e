"""Requests about defined names, those of the workbook and those that a sheet has for itself."""

from __future__ import annotations

from typing import Any

from .addresses import area_of, plain_reference, reference
from .errors import BridgeError, message_of
from .office import Office
from .structs import struct


def scope(office: Office, book: str, sheet: str | None) -> Any:
    return (office.document(book) if sheet is None else office.sheet(book, sheet)).NamedRanges


def named(office: Office, book: str, name: str, sheet: str | None) -> Any:
    names = scope(office, book, sheet)
    for known in names.ElementNames:
        if known.lower() == name.lower():
            return names.getByName(known)
    raise BridgeError(f"no name '{name}'", "missing")


def of_scope(office: Office, book: str, sheet: str | None = None) -> list[dict[str, Any]]:
    """Names of the workbook, or those that a sheet has for itoffice."""
    names = scope(office, book, sheet)
    return [describe(office, book, names.getByName(name), sheet) for name in sorted(names.ElementNames)]


def every(office: Office, book: str) -> list[dict[str, Any]]:
    """Names of the workbook, then those of each of its sheets."""
    every = of_scope(office, book)
    for sheet in office.document(book).getSheets().ElementNames:
        every += of_scope(office, book, sheet)
    return every


def one(office: Office, book: str, name: str, sheet: str | None = None) -> dict[str, Any]:
    return describe(office, book, named(office, book, name, sheet), sheet)


def describe(office: Office, book: str, name: Any, sheet: str | None) -> dict[str, Any]:
    content = name.getContent()
    described = {"name": name.getName(), "scope": sheet, "sheet": None, "area": None}
    place = plain_reference(content)
    if place is None:
        cells = name.getReferredCells()
        place = cells and (cells.getSpreadsheet().getName(), area_of(cells.getRangeAddress()))
    if place:
        described["sheet"], described["area"] = place
        described["refers_to"] = "=" + reference(*place)
    else:
        described["refers_to"] = office.grammar(book).to_excel(["=" + content])[0]
    return described


def add(office: Office, book: str, name: str, refers_to: str, sheet: str | None = None) -> None:
    names = scope(office, book, sheet)
    content = office.grammar(book).to_own(["=" + refers_to.lstrip("=")])[0][1:]
    if names.hasByName(name):
        names.getByName(name).setContent(content)
        return
    try:
        names.addNewByName(name, content, struct("table.CellAddress"), 0)
    except Exception as problem:
        raise BridgeError(f"'{name}' cannot be a name: {message_of(problem)}", "name") from problem


def delete(office: Office, book: str, name: str, sheet: str | None = None) -> None:
    scope(office, book, sheet).removeByName(named(office, book, name, sheet).getName())


def rename(office: Office, book: str, name: str, to: str, sheet: str | None = None) -> None:
    named(office, book, name, sheet).setName(to)
