"""Requests about workbooks: which are open, opening, saving and closing them, and which is in front."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from .errors import BridgeError, message_of
from .office import Office
from .structs import properties, to_path, to_url

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
}
RUN_MACROS, NO_MACROS = 4, 0  # of com.sun.star.document.MacroExecMode


def every(office: Office) -> list[dict[str, Any]]:
    return [describe(key, document) for key, document in office.open_documents().items()]


def one(office: Office, book: str) -> dict[str, Any]:
    return describe(book, office.document(book))


def describe(key: str, document: Any) -> dict[str, Any]:
    url = document.getURL()
    path = to_path(url) if url else ""
    name = re.split(r"[\\/]", path)[-1] if path else document.getTitle()
    return {"id": key, "name": name, "path": path, "url": url, "modified": bool(document.isModified())}


def new(office: Office, *, visible: bool) -> str:
    load = office.desktop.loadComponentFromURL
    return office.opened(load("private:factory/scalc", "_blank", 0, properties(Hidden=not visible)))


def open_file(
    office: Office, *, path: str, visible: bool, macros: bool, readonly: bool = False, password: str | None = None
) -> str:
    if not Path(path).is_file():
        raise BridgeError(f"no such file: {path}", "missing")
    if not readonly:
        refuse_locked(office, Path(path))
    options: dict[str, Any] = {"Hidden": not visible, "MacroExecutionMode": RUN_MACROS if macros else NO_MACROS}
    if readonly:
        options["ReadOnly"] = True
    if password is not None:
        options["Password"] = password
    document = office.desktop.loadComponentFromURL(to_url(path), "_default", 0, properties(**options))
    if document is None:
        raise BridgeError(f"LibreOffice cannot open {path} (a password, or not a workbook?)", "file")
    if not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        document.close(True)
        raise BridgeError(f"{path} is not a workbook", "file")
    return office.opened(document)


def refuse_locked(office: Office, path: Path) -> None:
    """LibreOffice would ask what to do with a file that is open elsewhere, and wait for somebody at the screen."""
    lock = path.with_name(f".~lock.{path.name}#")
    if lock.exists() and path.as_uri() not in [document.getURL() for document in office.open_documents().values()]:
        raise BridgeError(
            f"{path} is open in another LibreOffice; close it there (or remove {lock.name}, if one that was "
            "killed has left it)",
            "busy",
        )


def close(office: Office, book: str) -> None:
    document = office.document(book)
    document.setModified(False)
    document.close(True)
    office.forget(book)


def save(office: Office, book: str, path: str | None = None, password: str | None = None) -> None:
    document = office.document(book)
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
        raise BridgeError(f"{path} cannot be written: {message_of(problem)}", "file") from None


def active(office: Office) -> str | None:
    """The workbook in front; one that was opened without a window is in front while nothing else was."""
    documents = office.open_documents()
    if office.latest in documents and not shown(documents[office.latest]):
        return office.latest
    current = office.desktop.getCurrentComponent()
    front = str(current.RuntimeUID) if current is not None and hasattr(current, "RuntimeUID") else ""
    for key in (front, office.latest):
        if key in documents:
            return key
    return max(documents, key=int) if documents else None


def shown(document: Any) -> bool:
    return bool(document.getCurrentController().getFrame().getContainerWindow().isVisible())


def activate(office: Office, book: str) -> None:
    frame = office.document(book).getCurrentController().getFrame()
    office.latest = book
    if frame.getContainerWindow().isVisible():
        frame.activate()
        frame.getContainerWindow().toFront()


def visible(office: Office, book: str, *, visible: bool | None = None) -> bool:
    window = office.document(book).getCurrentController().getFrame().getContainerWindow()
    if visible is not None:
        window.setVisible(visible)
    return bool(window.isVisible())
