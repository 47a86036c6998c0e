"""The workbooks of one LibreOffice, as requests name them, and what is kept between requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .errors import BridgeError
from .formats import Formats
from .grammar import Grammar


class Office:
    """`desktop` has the workbooks, `context` the program's components; both are LibreOffice's own.

    `latest` is the workbook that was opened or brought to the front last. `breathe` is called after each message in the
    status bar: where this runs on LibreOffice's own thread, its windows are painted and its buttons answer then.
    """

    def __init__(
        self, desktop: Any, context: Any = None, *, latest: str = "", breathe: Callable[[], None] = lambda: None
    ) -> None:
        self.desktop = desktop
        self.context = context
        self.latest = latest
        self.breathe = breathe
        self.documents: dict[str, Any] = {}
        self.known_formats: dict[str, Formats] = {}
        self.grammars: dict[str, Grammar] = {}
        self.indicator: Any = None
        self.locked: list[str] = []
        self.made_manual: list[str] = []
        self.undoing: list[str] = []

    def open_documents(self) -> dict[str, Any]:
        """Every open workbook by its id, in the order in which they were opened."""
        found = {}
        every = self.desktop.Components.createEnumeration()
        while every.hasMoreElements():
            document = every.nextElement()
            if document is not None and document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                found[str(document.RuntimeUID)] = document
        self.documents = {key: found[key] for key in sorted(found, key=int)}
        return self.documents

    def document(self, book: str) -> Any:
        known = self.documents.get(book)
        if known is not None:
            try:
                known.getURL()
                return known
            except Exception:
                # closed by the user: the proxy of a closed document answers nothing
                self.forget(book)
        try:
            return self.open_documents()[book]
        except KeyError:
            raise BridgeError("the workbook has been closed", "closed") from None

    def forget(self, book: str) -> None:
        for kept in (self.documents, self.known_formats, self.grammars):
            kept.pop(book, None)

    def opened(self, document: Any) -> str:
        self.latest = str(document.RuntimeUID)
        self.documents[self.latest] = document
        return self.latest

    def sheet(self, book: str, sheet: str) -> Any:
        sheets = self.document(book).getSheets()
        if not sheets.hasByName(sheet):
            raise BridgeError(
                "no sheet '{}'; the workbook has '{}'".format(sheet, "', '".join(sheets.ElementNames)), "missing"
            )
        return sheets.getByName(sheet)

    def cells(self, book: str, sheet: str, area: list[int]) -> Any:
        top, left, bottom, right = area
        return self.sheet(book, sheet).getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    def formats(self, book: str) -> Formats:
        if book not in self.known_formats:
            self.known_formats[book] = Formats(self.document(book))
        return self.known_formats[book]

    def grammar(self, book: str) -> Grammar:
        if book not in self.grammars:
            self.grammars[book] = Grammar(self.document(book))
        return self.grammars[book]
