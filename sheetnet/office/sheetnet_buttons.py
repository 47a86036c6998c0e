"""Buttons of sheetnet in LibreOffice: each is done by the bridge of the sheetnet that installed this script.

`sheetnet.office.button.install` copies this file into the user's LibreOffice and fills in the first two lines of code.
LibreOffice's own Python runs it: standard library only, and the syntax of Python 3.7.
"""

from __future__ import annotations

INTERPRETER = ""
BRIDGE = ""

import importlib.util  # noqa: E402 - the two lines above stay easy to find
import os  # noqa: E402
from typing import Any  # noqa: E402

OUTDATED = "sheetnet is not where these buttons look for it; install them again: sheetnet button --libreoffice"
pressed: list[str] = []


def train(*arguments: Any) -> str:
    return press("train", *arguments)


def fast(*arguments: Any) -> str:
    return press("fast", *arguments)


def step(*arguments: Any) -> str:
    return press("step", *arguments)


def reset(*arguments: Any) -> str:
    return press("reset", *arguments)


def check(*arguments: Any) -> str:
    return press("check", *arguments)


def fit(*arguments: Any) -> str:
    return press("fit", *arguments)


def stop(*arguments: Any) -> str:
    return press("stop", *arguments)


def press(what: str, *arguments: Any) -> str:
    """Do it, show what went wrong, and return that line; nothing if all went well.

    The workbook is the one that a macro hands over (``ThisComponent``), else the one in front.
    """
    # LibreOffice puts it among the names of this module
    script = globals()["XSCRIPTCONTEXT"]
    document = arguments[0] if arguments and hasattr(arguments[0], "RuntimeUID") else script.getDocument()
    do = found()
    line = do(what, document, script, INTERPRETER, pressed) if do else OUTDATED
    if line:
        show(document, line)
    return line


def found() -> Any:
    """What the bridge does when a button is pressed; nothing where sheetnet was moved, or does it in another way."""
    if not os.path.isfile(INTERPRETER):  # noqa: PTH113
        return None
    try:
        spec: Any = importlib.util.spec_from_file_location("sheetnet_start", BRIDGE)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.load().press
    except (OSError, ImportError, AttributeError):
        return None


def show(document: Any, line: str) -> None:
    """A message, also where there is no bridge to show it."""
    import uno

    window = document.getCurrentController().getFrame().getContainerWindow()
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
    window.getToolkit().createMessageBox(window, kind, 1, "sheetnet", line).execute()


g_exportedScripts = (train, fast, step, reset, check, fit, stop)  # noqa: N816 - the name that LibreOffice looks for
