"""A button pressed in LibreOffice: sheetnet runs in its own Python, and what it asks for is served until it ends."""

from __future__ import annotations

import os
import subprocess
import tempfile
from typing import Any

from .office import Office
from .serving import serve


def press(what: str, document: Any, script: Any, interpreter: str, pressed: list[str]) -> str:
    """Do it; what went wrong, in a line, or nothing.

    `script` is what LibreOffice gives its scripts: the way to the program. `pressed` are the buttons whose work is
    going on: while a training shows how far it is, buttons answer, and only Stop may interrupt it.
    """
    if pressed and what != "stop":
        return f"sheetnet: {pressed[-1]} is still going on; any mark in the cell named stop ends it"
    pressed.append(what)
    try:
        return run(what, str(document.RuntimeUID), script, interpreter)
    finally:
        pressed.pop()


def run(what: str, book: str, script: Any, interpreter: str) -> str:
    context = script.getComponentContext()
    toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    office = Office(script.getDesktop(), context, latest=book, breathe=toolkit.processEventsToIdle)
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            [interpreter, "-P", "-m", "sheetnet.libreoffice", what, book],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            universal_newlines=True,
            encoding="utf-8",
            env=environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            serve(office, child.stdout, child.stdin)
        finally:
            # an answer that it waits for will not come any more
            child.communicate()
        if child.returncode == 0:
            return ""
        log.seek(0)
        lines = log.read().decode("utf-8", "replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    return said[-1] if said else f"sheetnet ended with code {child.returncode}"


def environment() -> dict[str, str]:
    """The variables without those by which LibreOffice leads Python to its own libraries."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
