"""Requests answered, one line each."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from . import cells, documents, formulas, macros, names, sheets, undoing, windows
from .errors import BridgeError, kind_of, message_of
from .office import Office

REQUESTS: dict[str, Callable[..., Any]] = {
    "documents": documents.every,
    "document": documents.one,
    "new": documents.new,
    "open": documents.open_file,
    "close": documents.close,
    "save": documents.save,
    "active": documents.active,
    "activate": documents.activate,
    "visible": documents.visible,
    "sheets": sheets.names,
    "sheet": sheets.one,
    "sheet_add": sheets.add,
    "sheet_delete": sheets.delete,
    "sheet_rename": sheets.rename,
    "sheet_show": sheets.show,
    "sheet_active": sheets.active,
    "sheet_activate": sheets.activate,
    "select": sheets.select,
    "selection": sheets.selection,
    "names": names.of_scope,
    "all_names": names.every,
    "name": names.one,
    "name_add": names.add,
    "name_delete": names.delete,
    "name_rename": names.rename,
    "read": cells.read,
    "write": cells.write,
    "clear": cells.clear,
    "copy": cells.copy,
    "used": cells.used,
    "end": cells.end,
    "formulas": formulas.read,
    "write_formulas": formulas.write,
    "fill_formula": formulas.fill,
    "array": formulas.array,
    "undo_begin": undoing.begin,
    "undo_end": undoing.end,
    "calculation": windows.calculation,
    "calculate": windows.calculate,
    "status": windows.status,
    "updating": windows.updating,
    "alert": windows.alert,
    "run": macros.run,
    "bind": macros.bind,
    "basic": macros.basic,
}


def serve(office: Office, lines_in: Any, lines_out: Any) -> None:
    """Answer requests until `lines_in` ends; then whatever was locked or shown for them is as before."""
    try:
        for line in iter(lines_in.readline, ""):
            lines_out.write(json.dumps(answer(office, json.loads(line))) + "\n")
            lines_out.flush()
    except BrokenPipeError:
        pass
    finally:
        restore(office)


def answer(office: Office, request: dict[str, Any]) -> dict[str, Any]:
    about = dict(request)
    what = about.pop("do")
    try:
        return {"value": REQUESTS[what](office, **about)}
    except BridgeError as trouble:
        return refusal(trouble)
    except Exception as problem:
        kind, message = kind_of(problem), message_of(problem)
        if kind == "DisposedException" or "Binary URP bridge" in message:
            return {"error": "LibreOffice has been closed", "kind": "gone"}
        if kind == "IndexOutOfBoundsException":
            return {"error": "such a cell does not exist on the sheet", "kind": "outside"}
        return {"error": f"LibreOffice: {message or kind}", "kind": "office"}


def refusal(trouble: BridgeError) -> dict[str, Any]:
    return {"error": str(trouble), "kind": trouble.kind}


def restore(office: Office) -> None:
    try:
        windows.status(office, None)
        windows.updating(office, on=True)
        if office.made_manual:
            windows.calculation(office, automatic=True)
        for book in list(office.undoing):
            undoing.end(office, book)
    except Exception:
        # the whole LibreOffice is gone: nothing is left to be given back
        return
