# ruff: noqa: B905, FBT003 - strict= came with Python 3.10; booleans are how UNO is called
"""The half that runs in LibreOffice's own Python: answers requests about workbooks, one JSON line in, one line out.

Standard library and uno only, and the syntax of Python 3.7: this file is loaded by whatever Python LibreOffice brings.
A request is ``{"do": "read", "book": "3", "sheet": "BP", "area": [15, 3, 34, 7]}``; the answer is ``{"value": ...}`` or
``{"error": "one sentence", "kind": "protected"}``. Rows and columns count from 1. Values are null, true, 0.1, "text",
``{"date": "2024-05-01T00:00:00"}`` and ``{"fault": "#DIV/0!"}``.
"""

from __future__ import annotations

import datetime
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
}
FAULTS = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
# constants of com.sun.star.sheet and com.sun.star.util that a script cannot import without uno
VALUES, DATES, TEXTS, FORMULAS = 1, 2, 4, 16
CONTENTS = VALUES | DATES | TEXTS | FORMULAS
EVERYTHING = 1023
DATE, DATE_OR_TIME, LOGICAL = 2, 6, 1024
RUN_MACROS, NO_MACROS = 4, 0
OWN_ADDRESSES, EXCEL_ADDRESSES, EXCEL_ENGLISH = 0, 1, 4
EVERY_FUNCTION = 0x7FFFFFFF
LAST_ROW, LAST_COLUMN = 1048576, 16384
BETWEEN = "\ue000"
AT_ONCE = 100
SIGNS_AT_ONCE = 4000  # in these: a formula of LibreOffice has at most 8,192 tokens, and a token is a sign or more
FEW = 5


class BridgeError(Exception):
    """Something that the asking half is told in a sentence."""

    def __init__(self, sentence: str, kind: str) -> None:
        super().__init__(sentence)
        self.kind = kind


def kind_of(problem: Exception) -> str:
    """``RuntimeException`` for an exception of LibreOffice, whose class is com.sun.star.uno.RuntimeException."""
    return type(problem).__name__.rpartition(".")[2]


def serve(
    desktop: Any,
    lines_in: Any,
    lines_out: Any,
    breathe: Callable[[], None] | None = None,
    pressed: str = "",
    context: Any = None,
) -> None:
    """Answer requests until `lines_in` ends; then whatever was locked or shown for them is as before.

    `breathe` is called after each message in the status bar: where this runs on LibreOffice's own thread, its windows
    are painted and its buttons answer then. `pressed` is the workbook whose button was pressed, `context` that of the
    program's components, for requests about the program itself.
    """
    office = Office(desktop, breathe, pressed, context)
    try:
        for line in iter(lines_in.readline, ""):
            lines_out.write(json.dumps(office.answer(json.loads(line))) + "\n")
            lines_out.flush()
    except BrokenPipeError:
        pass
    finally:
        office.restore()


def struct(kind: str, **fields: Any) -> Any:
    made = importlib.import_module("uno").createUnoStruct("com.sun.star." + kind)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def properties(**values: Any) -> tuple[Any, ...]:
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def to_url(path: str) -> str:
    return Path(path).absolute().as_uri()


def to_path(url: str) -> str:
    """The path of a file's URL; a URL of the web stays what it is."""
    return str(importlib.import_module("uno").fileUrlToSystemPath(url)) if url.startswith("file:") else url


class Office:
    """The workbooks of one LibreOffice, as requests name them."""

    def __init__(self, desktop: Any, breathe: Callable[[], None] | None, pressed: str, context: Any = None) -> None:
        self.desktop = desktop
        self.context = context
        self.breathe = breathe or (lambda: None)
        self.latest = pressed
        self.documents: dict[str, Any] = {}
        self.looks: dict[str, Formats] = {}
        self.languages: dict[str, Language] = {}
        self.indicator: Any = None
        self.locked: list[str] = []
        self.made_manual: list[str] = []

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        what = dict(request)
        try:
            return {"value": getattr(self, "do_" + what.pop("do"))(**what)}
        except BridgeError as trouble:
            return {"error": str(trouble), "kind": trouble.kind}
        except Exception as problem:
            kind = kind_of(problem)
            message = " ".join(str(getattr(problem, "Message", "") or problem).split())
            if kind == "DisposedException" or "Binary URP bridge" in message:
                return {"error": "LibreOffice has been closed", "kind": "gone"}
            if kind == "IndexOutOfBoundsException":
                return {"error": "such a cell does not exist on the sheet", "kind": "outside"}
            return {"error": "LibreOffice: %s" % (message or kind), "kind": "office"}

    def restore(self) -> None:
        try:
            self.do_status(None)
            self.do_updating(on=True)
            if self.made_manual:
                self.do_calculation(automatic=True)
        except Exception:
            # the whole LibreOffice is gone: nothing is left to be given back
            return

    # workbooks

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

    def do_documents(self) -> list[dict[str, Any]]:
        return [self.describe(key, document) for key, document in self.open_documents().items()]

    def do_document(self, book: str) -> dict[str, Any]:
        return self.describe(book, self.document(book))

    def describe(self, key: str, document: Any) -> dict[str, Any]:
        url = document.getURL()
        path = to_path(url) if url else ""
        name = re.split(r"[\\/]", path)[-1] if path else document.getTitle()
        return {"id": key, "name": name, "path": path, "url": url, "modified": bool(document.isModified())}

    def loaded(self, document: Any) -> str:
        self.latest = str(document.RuntimeUID)
        self.documents[self.latest] = document
        return self.latest

    def do_new(self, *, visible: bool) -> str:
        load = self.desktop.loadComponentFromURL
        return self.loaded(load("private:factory/scalc", "_blank", 0, properties(Hidden=not visible)))

    def do_open(
        self, *, path: str, visible: bool, macros: bool, readonly: bool = False, password: str | None = None
    ) -> str:
        if not Path(path).is_file():
            raise BridgeError(f"no such file: {path}", "missing")
        if not readonly:
            self.refuse_locked(Path(path))
        options: dict[str, Any] = {"Hidden": not visible, "MacroExecutionMode": RUN_MACROS if macros else NO_MACROS}
        if readonly:
            options["ReadOnly"] = True
        if password is not None:
            options["Password"] = password
        document = self.desktop.loadComponentFromURL(to_url(path), "_default", 0, properties(**options))
        if document is None:
            raise BridgeError(f"LibreOffice cannot open {path} (a password, or not a workbook?)", "file")
        if not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            document.close(True)
            raise BridgeError(f"{path} is not a workbook", "file")
        return self.loaded(document)

    def refuse_locked(self, path: Path) -> None:
        """LibreOffice would ask what to do with a file that is open elsewhere, and wait for somebody at the screen."""
        lock = path.with_name(f".~lock.{path.name}#")
        if lock.exists() and path.as_uri() not in [document.getURL() for document in self.open_documents().values()]:
            raise BridgeError(
                f"{path} is open in another LibreOffice; close it there (or remove {lock.name}, if one that was "
                "killed has left it)",
                "busy",
            )

    def do_close(self, book: str) -> None:
        document = self.document(book)
        document.setModified(False)
        document.close(True)
        self.forget(book)

    def forget(self, book: str) -> None:
        for kept in (self.documents, self.looks, self.languages):
            kept.pop(book, None)

    def do_save(self, book: str, path: str | None = None, password: str | None = None) -> None:
        document = self.document(book)
        if path is None:
            if document.isReadonly():
                raise BridgeError("the workbook is open for reading only; save it under another name", "protected")
            document.store()
            return
        kind = Path(path).suffix.lower()
        if kind not in FILTERS:
            raise BridgeError("expected a name that ends in {}, found {}".format(", ".join(FILTERS), path), "file")
        options = {"FilterName": FILTERS[kind]}
        if password is not None:
            options["Password"] = password
        try:
            document.storeAsURL(to_url(path), properties(**options))
        except Exception as problem:
            raise BridgeError(
                "{} cannot be written: {}".format(path, getattr(problem, "Message", problem)), "file"
            ) from None

    def do_active(self) -> str | None:
        """The workbook in front; one that was opened without a window is in front while nothing else was."""
        documents = self.open_documents()
        if self.latest in documents and not self.shown(documents[self.latest]):
            return self.latest
        current = self.desktop.getCurrentComponent()
        front = str(current.RuntimeUID) if current is not None and hasattr(current, "RuntimeUID") else ""
        for key in (front, self.latest):
            if key in documents:
                return key
        return max(documents, key=int) if documents else None

    def shown(self, document: Any) -> bool:
        return bool(document.getCurrentController().getFrame().getContainerWindow().isVisible())

    def do_activate(self, book: str) -> None:
        frame = self.document(book).getCurrentController().getFrame()
        self.latest = book
        if frame.getContainerWindow().isVisible():
            frame.activate()
            frame.getContainerWindow().toFront()

    def do_visible(self, book: str, *, visible: bool | None = None) -> bool:
        window = self.document(book).getCurrentController().getFrame().getContainerWindow()
        if visible is not None:
            window.setVisible(visible)
        return bool(window.isVisible())

    # sheets

    def sheet(self, book: str, sheet: str) -> Any:
        sheets = self.document(book).getSheets()
        if not sheets.hasByName(sheet):
            raise BridgeError(
                "no sheet '{}'; the workbook has '{}'".format(sheet, "', '".join(sheets.ElementNames)), "missing"
            )
        return sheets.getByName(sheet)

    def do_sheets(self, book: str) -> list[str]:
        return list(self.document(book).getSheets().ElementNames)

    def do_sheet(self, book: str, sheet: str) -> dict[str, bool]:
        found = self.sheet(book, sheet)
        return {"visible": bool(found.IsVisible), "protected": bool(found.isProtected())}

    def do_sheet_add(self, book: str, name: str, at: int) -> None:
        """A new sheet in front of the one that is number `at`, counted from 1."""
        self.sheets_to_change(book).insertNewByName(name, at - 1)

    def do_sheet_delete(self, book: str, sheet: str) -> None:
        self.sheet(book, sheet)
        self.sheets_to_change(book).removeByName(sheet)

    def sheets_to_change(self, book: str) -> Any:
        document = self.document(book)
        if document.isProtected():
            raise BridgeError("the workbook's structure is protected; unprotect it first", "protected")
        return document.getSheets()

    def do_sheet_rename(self, book: str, sheet: str, name: str) -> None:
        self.sheet(book, sheet).setName(name)

    def do_sheet_show(self, book: str, sheet: str, *, visible: bool) -> None:
        self.sheet(book, sheet).IsVisible = visible

    def do_sheet_active(self, book: str) -> str:
        return str(self.document(book).getCurrentController().getActiveSheet().getName())

    def do_sheet_activate(self, book: str, sheet: str) -> None:
        self.document(book).getCurrentController().setActiveSheet(self.sheet(book, sheet))

    def do_select(self, book: str, sheet: str, area: list[int]) -> None:
        self.do_sheet_activate(book, sheet)
        self.document(book).getCurrentController().select(self.cells(book, sheet, area))

    def do_selection(self, book: str) -> dict[str, Any] | None:
        selected = self.document(book).getCurrentController().getSelection()
        if selected is None or not selected.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        return {"sheet": selected.getSpreadsheet().getName(), "area": area_of(selected.getRangeAddress())}

    # names

    def scope(self, book: str, sheet: str | None) -> Any:
        return (self.document(book) if sheet is None else self.sheet(book, sheet)).NamedRanges

    def named(self, book: str, name: str, sheet: str | None) -> Any:
        names = self.scope(book, sheet)
        for known in names.ElementNames:
            if known.lower() == name.lower():
                return names.getByName(known)
        raise BridgeError(f"no name '{name}'", "missing")

    def do_names(self, book: str, sheet: str | None = None) -> list[dict[str, Any]]:
        """Names of the workbook, or those that a sheet has for itself."""
        names = self.scope(book, sheet)
        return [self.describe_name(book, names.getByName(name), sheet) for name in sorted(names.ElementNames)]

    def do_all_names(self, book: str) -> list[dict[str, Any]]:
        """Names of the workbook, then those of each of its sheets."""
        every = self.do_names(book)
        for sheet in self.do_sheets(book):
            every += self.do_names(book, sheet)
        return every

    def do_name(self, book: str, name: str, sheet: str | None = None) -> dict[str, Any]:
        return self.describe_name(book, self.named(book, name, sheet), sheet)

    def describe_name(self, book: str, name: Any, sheet: str | None) -> dict[str, Any]:
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
            described["refers_to"] = self.language(book).to_excel(["=" + content])[0]
        return described

    def do_name_add(self, book: str, name: str, refers_to: str, sheet: str | None = None) -> None:
        names = self.scope(book, sheet)
        content = self.language(book).to_own(["=" + refers_to.lstrip("=")])[0][1:]
        if names.hasByName(name):
            names.getByName(name).setContent(content)
            return
        try:
            names.addNewByName(name, content, struct("table.CellAddress"), 0)
        except Exception as problem:
            raise BridgeError(
                "'{}' cannot be a name: {}".format(name, getattr(problem, "Message", problem)), "name"
            ) from problem

    def do_name_delete(self, book: str, name: str, sheet: str | None = None) -> None:
        self.scope(book, sheet).removeByName(self.named(book, name, sheet).getName())

    def do_name_rename(self, book: str, name: str, to: str, sheet: str | None = None) -> None:
        self.named(book, name, sheet).setName(to)

    # cells

    def cells(self, book: str, sheet: str, area: list[int]) -> Any:
        top, left, bottom, right = area
        return self.sheet(book, sheet).getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    def do_read(self, book: str, sheet: str, area: list[int]) -> list[list[Any]]:
        return read_values(self.formats(book), self.cells(book, sheet, area))

    def do_write(self, book: str, sheet: str, area: list[int], rows: list[list[Any]]) -> None:
        cells = self.cells(book, sheet, area)
        self.changed(book, cells, lambda: write_values(self.formats(book), cells, rows))

    def changed(self, book: str, cells: Any, change: Callable[[], None]) -> None:
        """Do it, or say why LibreOffice did not."""
        try:
            change()
        except Exception as problem:
            if kind_of(problem) != "RuntimeException":
                raise
            self.refuse(book, cells)
            raise BridgeError(
                "the cells cannot be changed; do they hold a part of an array formula?", "refused"
            ) from None

    def refuse(self, book: str, cells: Any) -> None:
        sheet = cells.getSpreadsheet()
        place = reference(sheet.getName(), area_of(cells.getRangeAddress())).replace("$", "")
        if self.document(book).isReadonly():
            raise BridgeError(
                f"{place}: the workbook is open for reading only; save it under another name", "protected"
            )
        locked = cells.getPropertyState("CellProtection").value == "AMBIGUOUS_VALUE" or cells.CellProtection.IsLocked
        if sheet.isProtected() and locked:
            raise BridgeError(
                f"{place}: the sheet is protected; take the protection off (Tools > Protect Sheet) or unlock cells",
                "protected",
            )

    def do_clear(self, book: str, sheet: str, area: list[int] | None = None, *, everything: bool = False) -> None:
        """Empty the cells of a rectangle, or of the whole sheet."""
        cells = self.sheet(book, sheet) if area is None else self.cells(book, sheet, area)
        # of protected cells it would silently leave them as they are
        self.refuse(book, cells)
        cells.clearContents(EVERYTHING if everything else CONTENTS)

    def do_used(self, book: str, sheet: str) -> list[int]:
        cursor = self.sheet(book, sheet).createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return area_of(cursor.getRangeAddress())

    def do_end(self, book: str, sheet: str, row: int, column: int, direction: str) -> tuple[int, int]:
        """The cell that Ctrl and an arrow key lead to."""
        along_rows = direction in ("up", "down")
        strip = [1, column, LAST_ROW, column] if along_rows else [row, 1, row, LAST_COLUMN]
        found = self.cells(book, sheet, strip).queryContentCells(CONTENTS).getRangeAddresses()
        areas = [area_of(address) for address in found]
        runs = [(area[0], area[2]) if along_rows else (area[1], area[3]) for area in areas]
        here, last = (row, LAST_ROW) if along_rows else (column, LAST_COLUMN)
        if direction in ("up", "left"):
            reached = -next_edge([(-end, -start) for start, end in runs], -here, -1)
        else:
            reached = next_edge(runs, here, last)
        return (reached, column) if along_rows else (row, reached)

    # formulas

    def formats(self, book: str) -> Formats:
        if book not in self.looks:
            self.looks[book] = Formats(self.document(book))
        return self.looks[book]

    def language(self, book: str) -> Language:
        if book not in self.languages:
            self.languages[book] = Language(self.document(book))
        return self.languages[book]

    def do_formulas(self, book: str, sheet: str, area: list[int]) -> list[list[str]]:
        """What stands in each cell, formulas as Excel writes them; a text that starts with = has a ' before it."""
        cells = self.cells(book, sheet, area)
        texts = [[text[1:-1] if text.startswith("{=") else text for text in row] for row in cells.getFormulaArray()]
        if not any(text.startswith("=") for row in texts for text in row):
            return texts
        real = positions(cells, cells.queryFormulaCells(VALUES | DATES | TEXTS).getRangeAddresses())
        formulas = sorted(at for at in real if texts[at[0]][at[1]].startswith("="))
        translated = self.language(book).to_excel([texts[row][column] for row, column in formulas])
        shown = [["'" + text if text.startswith("=") else text for text in row] for row in texts]
        for (row, column), text in zip(formulas, translated):
            shown[row][column] = text
        return shown

    def do_write_formulas(self, book: str, sheet: str, area: list[int], rows: list[list[str]]) -> None:
        cells = self.cells(book, sheet, area)
        every = iter(self.language(book).to_own([text for row in rows for text in row]))
        texts = tuple(tuple(next(every) for _ in row) for row in rows)
        self.changed(book, cells, lambda: cells.setFormulaArray(texts))

    def do_fill_formula(self, book: str, sheet: str, area: list[int], formula: str) -> None:
        """One formula for every cell, its relative references meant from the first."""
        cells = self.cells(book, sheet, area)
        texts = self.language(book).filled(formula, cells.getRangeAddress())
        self.changed(book, cells, lambda: cells.setFormulaArray(texts))

    def do_array(self, book: str, sheet: str, area: list[int], formula: str | None = None) -> str:
        """The array formula that fills exactly this rectangle, or nothing."""
        cells = self.cells(book, sheet, area)
        if formula is not None:
            own = self.language(book).to_own([formula])[0]
            self.changed(book, cells, lambda: cells.setArrayFormula(own))
        text = cells.getArrayFormula()
        return self.language(book).to_excel([text.strip("{}")])[0] if text else ""

    # the program

    def do_calculation(self, *, automatic: bool | None = None) -> bool:
        """Whether any workbook calculates automatically; what was made to wait, and only that, is what goes on."""
        documents = self.open_documents()
        if automatic is False:
            for key, document in documents.items():
                if document.isAutomaticCalculationEnabled():
                    document.enableAutomaticCalculation(False)
                    self.made_manual.append(key)
        elif automatic:
            for key in self.made_manual or documents:
                if key in documents:
                    documents[key].enableAutomaticCalculation(True)
            self.made_manual = []
        return not documents or any(document.isAutomaticCalculationEnabled() for document in documents.values())

    def do_calculate(self) -> None:
        for document in self.open_documents().values():
            document.calculateAll()

    def do_status(self, text: str | None) -> None:
        """Show a text in the status bar of the workbook in front; nothing gives the bar back."""
        if self.indicator is None and text is not None:
            front = self.do_active()
            if front is None:
                return
            self.indicator = self.documents[front].getCurrentController().getStatusIndicator()
            self.indicator.start(text, 0)
        elif self.indicator is not None:
            if text is None:
                indicator, self.indicator = self.indicator, None
                indicator.end()
            else:
                self.indicator.setText(text)
        self.breathe()

    def do_updating(self, *, on: bool) -> None:
        """Let the windows be painted, or not for now."""
        documents = self.open_documents() if self.locked or not on else {}
        if on:
            locked, self.locked = self.locked, []
            for key in locked:
                if key in documents:
                    documents[key].unlockControllers()
        elif not self.locked:
            self.locked = list(documents)
            for document in documents.values():
                document.lockControllers()

    def do_alert(self, title: str, text: str) -> None:
        """A message with one button; without a display it is passed over."""
        front = self.do_active()
        if front is not None:
            message_box(self.documents[front], title, text)

    def do_bind(self, event: str, script: str | None = None) -> str:
        """Let LibreOffice call the script of a URL, or nothing, at an event of any document; what it called before."""
        events = self.context.getValueByName("/singletons/com.sun.star.frame.theGlobalEventBroadcaster").Events
        before = {one.Name: one.Value for one in events.getByName(event) or ()}.get("Script", "")
        if before != (script or ""):
            binding = properties(EventType="Script", Script=script) if script else ()
            typed = importlib.import_module("uno").Any("[]com.sun.star.beans.PropertyValue", binding)
            importlib.import_module("uno").invoke(events, "replaceByName", (event, typed))
        return str(before)

    def do_basic(self, library: str, module: str, source: str | None = None) -> None:
        """Put a module into a Basic library of the user's, or take the library away."""
        kind = "com.sun.star.script.ApplicationScriptLibraryContainer"
        libraries = self.context.ServiceManager.createInstanceWithContext(kind, self.context)
        if libraries.hasByName(library):
            libraries.removeLibrary(library)
        if source is not None:
            libraries.createLibrary(library).insertByName(module, source)
        libraries.storeLibraries()

    def do_run(self, book: str, macro: str, arguments: list[Any]) -> Any:
        """Run a procedure of the workbook, ``Module1.Train`` or ``Train`` in any module, or the script of a URL."""
        document = self.document(book)
        place = macro if macro.startswith("vnd.sun.star.script:") else find_macro(document, macro)
        try:
            result = document.getScriptProvider().getScript(place).invoke(tuple(arguments), (), ())[0]
        except Exception as problem:
            raise BridgeError(
                "macro {}: {}".format(macro, " ".join(str(getattr(problem, "Message", problem)).split())), "macro"
            ) from None
        return result if result is None or isinstance(result, (bool, int, float, str)) else str(result)


class Formats:
    """The number formats of one workbook: which cells show a date, and which TRUE or FALSE."""

    def __init__(self, document: Any) -> None:
        self.formats = document.getNumberFormats()
        self.kinds: dict[int, str] = {}
        self.standards: dict[int, int] = {}
        day = document.NullDate
        self.first_day = datetime.datetime(day.Year, day.Month, day.Day)

    def kind(self, key: int) -> str:
        if key not in self.kinds:
            kind = self.formats.getByKey(key).Type
            self.kinds[key] = "logical" if kind & LOGICAL else "date" if kind & DATE_OR_TIME else ""
        return self.kinds[key]

    def standard(self, kind: int) -> int:
        """The key of LibreOffice's own format of that kind."""
        if kind not in self.standards:
            self.standards[kind] = int(self.formats.getStandardFormat(kind, struct("lang.Locale")))
        return self.standards[kind]

    def special(self, cells: Any, held: dict[tuple[int, int], Any]) -> dict[tuple[int, int], str]:
        """``date`` or ``logical`` for those cells, counted within the rectangle, that are formatted so.

        `held` is what the cells that matter hold, or held before: only an empty one, 0 or 1 can be a truth value.
        """
        state = cells.getPropertyState("NumberFormat").value
        if state == "DEFAULT_VALUE":
            return {}
        if state == "DIRECT_VALUE":
            kind = self.kind(cells.NumberFormat)
            return dict.fromkeys(positions(cells, [cells.getRangeAddress()]), kind) if kind else {}
        perhaps = [at for at, value in held.items() if not isinstance(value, float) or value in (0.0, 1.0)]
        if len(perhaps) <= FEW and not cells.queryFormulaCells(VALUES).getCount():
            # a request for each of a few cells, where otherwise each of the many formats would cost one
            logical = [
                at for at in perhaps if self.kind(cells.getCellByPosition(at[1], at[0]).NumberFormat) == "logical"
            ]
            dates = positions(cells, cells.queryContentCells(DATES).getRangeAddresses())
            return {**dict.fromkeys(dates, "date"), **dict.fromkeys(logical, "logical")}
        found: dict[tuple[int, int], str] = {}
        every = cells.getUniqueCellFormatRanges()
        for number in range(every.getCount()):
            alike = every.getByIndex(number)
            kind = self.kind(alike.NumberFormat)
            if kind:
                found.update(dict.fromkeys(positions(cells, alike.getRangeAddresses()), kind))
        return found

    def shown_logical(self, cells: Any, maybe: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
        """Those of some cells whose formula, without a format of its own, results in TRUE or FALSE."""
        maybe = set(maybe)
        if maybe:
            maybe &= positions(cells, cells.queryFormulaCells(VALUES).getRangeAddresses())
        if not maybe:
            return
        texts = cells.getFormulaArray()
        first = cells.getRangeAddress().StartRow + 1
        seen: dict[str, bool] = {}
        for row, column in sorted(maybe):
            # each look costs two round trips: formulas that are copies of each other down a column are looked at once
            shape = re.sub(rf"(?<!\d){first + row}(?!\d)", "#", texts[row][column])
            if shape not in seen:
                seen[shape] = self.kind(cells.getCellByPosition(column, row).NumberFormat) == "logical"
            if seen[shape]:
                yield row, column

    def date(self, serial: float) -> Any:
        """The moment, to the millisecond: what a serial number can hold."""
        try:
            moment = self.first_day + datetime.timedelta(milliseconds=round(serial * 86400000))
        except OverflowError:
            return serial
        return {"date": moment.isoformat()}

    def stored(self, value: Any) -> Any:
        """What a cell holds for a value: a number or a text."""
        if is_text(value):
            return value or ""
        return self.serial(value["date"]) if isinstance(value, dict) else float(value)

    def needed(self, value: Any, now: str) -> int | None:
        """The format that a value needs to be read back as what it is, where the present kind is another."""
        if isinstance(value, dict):
            kind = DATE if value["date"].endswith("T00:00:00") else DATE_OR_TIME
            return None if now == "date" else self.standard(kind)
        if isinstance(value, bool):
            return None if now == "logical" else self.standard(LOGICAL)
        return 0 if now == "logical" else None

    def serial(self, text: str) -> float:
        moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S" + (".%f" if "." in text else ""))
        return (moment - self.first_day) / datetime.timedelta(days=1)


def read_values(formats: Formats, cells: Any) -> list[list[Any]]:
    rows = [list(row) for row in cells.getDataArray()]
    numbers = [(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if isinstance(value, float)]
    faults = [(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if value is None]
    special = formats.special(cells, {at: rows[at[0]][at[1]] for at in numbers}) if numbers else {}
    flags = [at for at in numbers if at not in special and rows[at[0]][at[1]] in (0.0, 1.0)]
    special.update(dict.fromkeys(formats.shown_logical(cells, flags), "logical"))
    for row, column in numbers:
        kind = special.get((row, column))
        if kind == "date":
            rows[row][column] = formats.date(rows[row][column])
        elif kind == "logical":
            rows[row][column] = bool(rows[row][column])
    rows = [[None if value == "" else value for value in row] for row in rows]
    for row, column in faults:
        code = cells.getCellByPosition(column, row).getError()
        rows[row][column] = {"fault": FAULTS.get(code, f"Err:{code}")}
    return rows


def write_values(formats: Formats, cells: Any, rows: list[list[Any]]) -> None:
    """Put values into a rectangle in one piece; then the few cells get a format that a date or a truth value needs."""
    held = {(r, c): value for r, row in enumerate(cells.getDataArray()) for c, value in enumerate(row)}
    cells.setDataArray(tuple(tuple(formats.stored(value) for value in row) for row in rows))
    values = {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row) if not is_text(value)}
    special = formats.special(cells, {at: held[at] for at in values}) if values else {}
    changes: dict[int, list[tuple[int, int]]] = {}
    for at, value in values.items():
        key = formats.needed(value, special.get(at, ""))
        if key is not None:
            changes.setdefault(key, []).append(at)
    for key, places in changes.items():
        for row, left, right in runs_in_rows(places):
            cells.getCellRangeByPosition(left, row, right, row).NumberFormat = key


def is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def runs_in_rows(places: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Cells as (row, first column, last column) of those that lie side by side."""
    runs: list[tuple[int, int, int]] = []
    for row, column in sorted(places):
        if runs and runs[-1][0] == row and runs[-1][2] == column - 1:
            runs[-1] = (row, runs[-1][1], column)
        else:
            runs.append((row, column, column))
    return runs


class Language:
    """Formulas between the grammar of Excel and the one in which LibreOffice's programming interface takes them."""

    def __init__(self, document: Any) -> None:
        self.excel = self.parser(document, EXCEL_ADDRESSES)
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        self.excel.OpCodeMap = mapper.getAvailableMappings(EXCEL_ENGLISH, EVERY_FUNCTION)
        self.own = self.parser(document, OWN_ADDRESSES)
        self.first = struct("table.CellAddress")

    @staticmethod
    def parser(document: Any, addresses: int) -> Any:
        made = document.createInstance("com.sun.star.sheet.FormulaParser")
        made.CompileEnglish = True
        made.FormulaConvention = addresses
        return made

    def to_excel(self, texts: list[str]) -> list[str]:
        return self.translate(texts, self.own, self.excel, ";")

    def to_own(self, texts: list[str]) -> list[str]:
        return self.translate(texts, self.excel, self.own, ",")

    def translate(self, texts: list[str], source: Any, target: Any, separator: str) -> list[str]:
        """The formulas among some texts in the other grammar, many to a round trip; other texts as they are."""
        formulas = sorted({text[1:] for text in texts if text.startswith("=")})
        whole = [text for text in formulas if is_whole(text)]
        alone = [[text] for text in formulas if not is_whole(text)]
        mark = f'"{BETWEEN}"'
        known: dict[str, str] = {}
        for some in [*grouped(whole), *alone]:
            joined = (separator + mark + separator).join(some)
            other = target.printFormula(source.parseFormula(joined, self.first), self.first)
            known.update(zip(some, re.split(f"[;,]{mark}[;,]", other)))
        return ["=" + known[text[1:]] if text.startswith("=") else text for text in texts]

    def filled(self, formula: str, address: Any) -> tuple[tuple[str, ...], ...]:
        """The formula for each cell of a rectangle, in LibreOffice's own grammar."""
        if not formula.startswith("="):
            width = address.EndColumn - address.StartColumn + 1
            alike: tuple[str, ...] = (formula,) * width
            return (alike,) * int(address.EndRow - address.StartRow + 1)

        def at(row: int, column: int) -> Any:
            return struct("table.CellAddress", Sheet=address.Sheet, Row=row, Column=column)

        tokens = self.excel.parseFormula(formula[1:], at(address.StartRow, address.StartColumn))
        return tuple(
            tuple(
                "=" + self.own.printFormula(tokens, at(row, column))
                for column in range(address.StartColumn, address.EndColumn + 1)
            )
            for row in range(address.StartRow, address.EndRow + 1)
        )


def grouped(formulas: list[str]) -> Iterator[list[str]]:
    """Formulas in groups that the parser takes as one: of too many signs it silently leaves out the rest."""
    group: list[str] = []
    length = 0
    for formula in formulas:
        if group and (len(group) == AT_ONCE or length + len(formula) > SIGNS_AT_ONCE):
            yield group
            group, length = [], 0
        group.append(formula)
        length += len(formula) + len(BETWEEN) + 4
    if group:
        yield group


def is_whole(formula: str) -> bool:
    """Whether a formula ends where its text ends; of another, the parser takes what follows for a part of it."""
    rest = re.sub(r"\"[^\"]*\"|'[^']*'", "", formula)
    pairs_match = rest.count("(") == rest.count(")") and rest.count("{") == rest.count("}")
    return pairs_match and not re.search("[\"'#\\[]", rest)


def area_of(address: Any) -> list[int]:
    return [address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1]


def positions(cells: Any, addresses: Iterable[Any]) -> Any:
    """The cells of some rectangles, counted within one that holds them."""
    here = cells.getRangeAddress()
    return {
        (row - here.StartRow, column - here.StartColumn)
        for address in addresses
        for row in range(address.StartRow, address.EndRow + 1)
        for column in range(address.StartColumn, address.EndColumn + 1)
    }


def next_edge(runs: Iterable[tuple[int, int]], here: int, last: int) -> int:
    """The end of the run of filled cells that goes on from here, else the start of the next one, else the last cell."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if joined and joined[-1][1] >= start - 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in joined:
        if start <= here < end:
            return end
        if start > here:
            return start
    return last


def letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def reference(sheet: str, area: list[int]) -> str:
    """``BP!$C$15:$G$34``, the way Excel writes it."""
    plain = re.match(r"[^\W\d]\w*$", sheet) and not re.match(r"([A-Za-z]{1,3}\d+|[RrCc]{1,2}(\d.*)?)$", sheet)
    name = sheet if plain else "'{}'".format(sheet.replace("'", "''"))
    first, last = f"${letters(area[1])}${area[0]}", f"${letters(area[3])}${area[2]}"
    return "{}!{}".format(name, first if first == last else first + ":" + last)


def plain_reference(content: str) -> tuple[str, list[int]] | None:
    """(sheet, area) of ``$BP.$C$15:$G$34``, without asking LibreOffice for it; None of anything else."""
    match = re.match(r"\$('(?:[^']|'')+'|[^.'$]+)\.\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?$", content)
    if not match:
        return None
    sheet, left, top, right, bottom = match.groups()
    name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    return name, [int(top), column(left), int(bottom or top), column(right or left)]


def column(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number


def find_macro(document: Any, macro: str) -> str:
    """The place of a Basic or VBA procedure of the workbook, as its script provider wants it."""
    module, _, procedure = macro.rpartition(".")
    starts = re.compile(
        rf"^\s*(?:(?:public|private|static)\s+)*(?:sub|function)\s+{re.escape(procedure)}\b", re.I | re.M
    )
    libraries = document.BasicLibraries
    for library in libraries.ElementNames:
        if not libraries.isLibraryLoaded(library):
            libraries.loadLibrary(library)
        modules = libraries.getByName(library)
        for name in modules.ElementNames:
            if module.rpartition(".")[2].lower() in ("", name.lower()) and starts.search(modules.getByName(name)):
                return f"vnd.sun.star.script:{library}.{name}.{procedure}?language=Basic&location=document"
    raise BridgeError(f"the workbook has no macro '{macro}'", "missing")


def message_box(document: Any, title: str, text: str) -> None:
    window = document.getCurrentController().getFrame().getContainerWindow()
    kind = importlib.import_module("uno").Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
    window.getToolkit().createMessageBox(window, kind, 1, title, text).execute()


class Program:
    """A LibreOffice that this process started, or found running, and the way to it."""

    def __init__(
        self, accept: str, command: list[str], *, seconds: float, stays: bool, folder: str | None = None
    ) -> None:
        self.accept = accept
        self.seconds = seconds
        self.stays = stays
        self.folder = folder
        self.found = False
        self.context: Any = None
        self.started: Any = None
        if command:
            self.started = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=os.name == "posix",
            )

    def desktop(self) -> Any:
        """Its desktop, as soon as it answers."""
        local = importlib.import_module("uno").getComponentContext()
        create = local.ServiceManager.createInstanceWithContext
        resolver = create("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + self.seconds
        while True:
            try:
                self.context = resolver.resolve(f"uno:{self.accept};urp;StarOffice.ComponentContext")
                create = self.context.ServiceManager.createInstanceWithContext
                desktop = create("com.sun.star.frame.Desktop", self.context)
                # one that was running took the command line over; what we start ourselves comes without windows
                self.found = bool(desktop.getFrames().getCount())
                return desktop
            except Exception as problem:
                if kind_of(problem) not in ("NoConnectException", "DisposedException"):
                    raise
            if self.started is not None and self.started.poll():
                raise BridgeError(f"LibreOffice ended with code {self.started.returncode} before it answered", "start")
            if time.monotonic() > until:
                raise BridgeError(f"LibreOffice did not answer within {self.seconds:g} seconds", "start")
            time.sleep(0.05)

    def end(self, desktop: Any) -> None:
        """End what was started here; a LibreOffice that was handed the command line, or shows a window, stays."""
        ours = self.started is not None and not self.found and self.started.poll() is None
        if ours and not (self.stays and desktop is not None and desktop.getFrames().getCount()):
            if desktop is not None:
                self.terminate(desktop)
            try:
                self.started.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def terminate(self, desktop: Any) -> None:
        try:
            every = desktop.Components.createEnumeration()
            while every.hasMoreElements():
                every.nextElement().close(True)
            desktop.terminate()
        except Exception:
            # terminating cuts the connection, sometimes before its own answer
            return

    def kill(self) -> None:
        if os.name == "posix":
            os.killpg(self.started.pid, signal.SIGKILL)
        else:
            subprocess.call(["taskkill", "/F", "/T", "/PID", str(self.started.pid)])
        self.started.wait()


def main() -> None:
    """Start or find the LibreOffice that the first line describes, answer requests, end what was started."""
    # Ctrl-C is for the asking half, which then closes the pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lines_out, sys.stdout = sys.stdout, sys.stderr
    program = Program(**json.loads(sys.stdin.readline()))
    desktop = None
    try:
        try:
            desktop = program.desktop()
            answer: dict[str, Any] = {"value": os.getpid()}
        except BridgeError as trouble:
            answer = {"error": str(trouble), "kind": trouble.kind}
        lines_out.write(json.dumps(answer) + "\n")
        lines_out.flush()
        if desktop is not None:
            serve(desktop, sys.stdin, lines_out, context=program.context)
    finally:
        program.end(desktop)


if __name__ == "__main__":
    main()
