"""Buttons of sheetnet in LibreOffice: each runs sheetnet in its own Python and serves what it asks for until it ends.

`sheetnet.office.button.install` copies this file into the user's LibreOffice and fills in the first two lines of code.
LibreOffice's own Python runs it: standard library only, and the syntax of Python 3.7.
"""

from __future__ import annotations

INTERPRETER = ""
BRIDGE = ""

import importlib.util  # noqa: E402 - the two lines above stay easy to find
import os  # noqa: E402
import subprocess  # noqa: E402
import tempfile  # noqa: E402
from typing import Any  # noqa: E402

pressed: list[str] = []


def train(*arguments: Any) -> str:
    return press("train", *arguments)


def step(*arguments: Any) -> str:
    return press("step", *arguments)


def reset(*arguments: Any) -> str:
    return press("reset", *arguments)


def check(*arguments: Any) -> str:
    return press("check", *arguments)


def stop(*arguments: Any) -> str:
    return press("stop", *arguments)


def press(what: str, *arguments: Any) -> str:
    """Do it, show what went wrong, and return that line; nothing if all went well.

    The workbook is the one that a macro hands over (``ThisComponent``), else the one in front.
    """
    # LibreOffice puts it among the names of this module
    script = globals()["XSCRIPTCONTEXT"]
    document = arguments[0] if arguments and hasattr(arguments[0], "RuntimeUID") else script.getDocument()
    if not os.path.isfile(BRIDGE) or not os.path.isfile(INTERPRETER):  # noqa: PTH113
        return f"sheetnet is no longer at {BRIDGE}, or Python at {INTERPRETER}; install the buttons again"
    bridge = load(BRIDGE)
    # while a training shows how far it is, buttons answer: only Stop may interrupt it
    if pressed and what != "stop":
        line = f"sheetnet: {pressed[-1]} is still going on; any mark in the cell named stop ends it"
    else:
        pressed.append(what)
        try:
            line = run(bridge, what, str(document.RuntimeUID), script)
        finally:
            pressed.pop()
    if line:
        bridge.message_box(document, "sheetnet", line)
    return line


def run(bridge: Any, what: str, book: str, script: Any) -> str:
    context = script.getComponentContext()
    toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            [INTERPRETER, "-P", "-m", "sheetnet.libreoffice", what, book],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            universal_newlines=True,
            encoding="utf-8",
            env=environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            bridge.serve(script.getDesktop(), child.stdout, child.stdin, toolkit.processEventsToIdle, book)
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


def load(path: str) -> Any:
    spec: Any = importlib.util.spec_from_file_location("sheetnet_" + os.path.basename(path)[:-3], path)  # noqa: PTH119
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


g_exportedScripts = (train, step, reset, check, stop)  # noqa: N816 - the name that LibreOffice looks for
