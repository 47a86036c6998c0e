"""Requests about macros: those of a workbook, and those of the user's that LibreOffice calls by itself."""

from __future__ import annotations

import re
from typing import Any

from .errors import BridgeError, message_of
from .office import Office
from .structs import properties, uno


def run(office: Office, book: str, macro: str, arguments: list[Any]) -> Any:
    """Run a procedure of the workbook, ``Module1.Train`` or ``Train`` in any module, or the script of a URL."""
    document = office.document(book)
    place = macro if macro.startswith("vnd.sun.star.script:") else find_macro(document, macro)
    try:
        result = document.getScriptProvider().getScript(place).invoke(tuple(arguments), (), ())[0]
    except Exception as problem:
        raise BridgeError(f"macro {macro}: {message_of(problem)}", "macro") from None
    return result if result is None or isinstance(result, (bool, int, float, str)) else str(result)


def bind(office: Office, event: str, script: str | None = None) -> str:
    """Let LibreOffice call the script of a URL, or nothing, at an event of any document; what it called before."""
    events = office.context.getValueByName("/singletons/com.sun.star.frame.theGlobalEventBroadcaster").Events
    before = {one.Name: one.Value for one in events.getByName(event) or ()}.get("Script", "")
    if before != (script or ""):
        binding = properties(EventType="Script", Script=script) if script else ()
        typed = uno().Any("[]com.sun.star.beans.PropertyValue", binding)
        uno().invoke(events, "replaceByName", (event, typed))
    return str(before)


def basic(office: Office, library: str, module: str, source: str | None = None) -> None:
    """Put a module into a Basic library of the user's, or take the library away."""
    kind = "com.sun.star.script.ApplicationScriptLibraryContainer"
    libraries = office.context.ServiceManager.createInstanceWithContext(kind, office.context)
    if libraries.hasByName(library):
        libraries.removeLibrary(library)
    if source is not None:
        libraries.createLibrary(library).insertByName(module, source)
    libraries.storeLibraries()


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
