"""A headless LibreOffice that opens a workbook and presses its form buttons by their accessibility action."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import soffice
from tests.readers.libreoffice import python_with_uno

_AS_CONFIGURED, _ALWAYS = 3, 4  # of LibreOffice's MacroExecMode
_SCRIPT = """
import json, pathlib, subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

_PROVIDER = "com.sun.star.script.provider.ScriptProviderForPython"

def until(reached, seconds):
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True

def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    found = []
    def answered():
        try:
            found.append(resolver.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext"))
        except NoConnectException:
            return False
        return True
    if not until(answered, 60):
        raise SystemExit("LibreOffice did not answer")
    return found[0]

def option(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one

def controls(book):
    for page in (sheet.DrawPage for sheet in (book.Sheets.getByIndex(n) for n in range(book.Sheets.Count))):
        for n in range(page.Forms.Count):
            form = page.Forms.getByIndex(n)
            for k in range(form.Count):
                yield form.getByIndex(k), [one.ScriptCode for one in form.getScriptEvents(k)]

def lines(log):
    return log.read_text().splitlines() if log.exists() else []

def everything(book):
    found = {}
    for name in book.Sheets.ElementNames:
        cursor = book.Sheets.getByName(name).createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        area = book.Sheets.getByName(name).getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
        for row, (texts, values) in enumerate(zip(area.FormulaArray, area.DataArray), 1):
            for column, (text, value) in enumerate(zip(texts, values), 1):
                if text != "":
                    found["%s %d,%d" % (name, row, column)] = [text, value]
    return found

def alike(one, other):
    # the value of a formula may differ by how LibreOffice adds up the second time
    if one is None or other is None or one[0] != other[0]:
        return False
    formula, numbers = one[0].startswith("="), all(isinstance(value, float) for value in (one[1], other[1]))
    return abs(one[1] - other[1]) <= 1e-12 * max(1, abs(one[1])) if formula and numbers else one[1] == other[1]

def differing(one, other):
    return [[at, one.get(at), other.get(at)] for at in sorted({*one, *other}) if not alike(one.get(at), other.get(at))]

def undone(book, steps, before):
    manager, after = book.UndoManager, everything(book)
    taken = len(manager.AllUndoActionTitles) - steps
    manager.undo()
    back = everything(book)
    manager.redo()
    return {"steps": taken, "changed": len(differing(before, after)), "left": differing(before, back)[:9],
            "missing": differing(after, everything(book))[:9]}

def press_all(book, log, cells, undo):
    pressed, found, steps = [], [], []
    book.CurrentController.setActiveSheet(book.Sheets.getByName("BP"))  # where they are; what is not seen has no view
    for control, codes in list(controls(book)):
        if any("WithoutPython" in code for code in codes):
            continue
        before = len(lines(log))
        state = everything(book) if undo else []
        count = len(book.UndoManager.AllUndoActionTitles)
        button = book.CurrentController.getControl(control).getAccessibleContext()
        pressed.append(button.getAccessibleName())
        button.doAccessibleAction(0)
        until(lambda: len(lines(log)) > before, 60)
        if undo:
            steps.append(undone(book, count, state))
        found.append([book.Sheets.getByName(sheet).getCellRangeByName(at).DataArray[0][0] for sheet, at in cells])
    return pressed, found, steps

def use(context, told):
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    if told["tied"] and _PROVIDER not in context.ServiceManager.getAvailableServiceNames():
        return {"no provider": True}
    book = desktop.loadComponentFromURL(told["url"], "_blank", 0, (option("MacroExecutionMode", told["macros"]),))
    try:
        modules = book.BasicLibraries.getByName("VBAProject")
        result = {"modules": sorted(modules.ElementNames)}
        if told["double"]:
            modules.removeByName("Dictionary")
            modules.removeByName("xlwings")
            modules.insertByName("xlwings", told["double"])
        if told["tied"]:
            tied = lambda codes: any("sheetnet_buttons.py" in code or "WithoutPython" in code for code in codes)
            until(lambda: all(tied(codes) for _, codes in controls(book)), 20)
        result["bound"] = [codes for _, codes in controls(book)]
        result["pressed"], result["cells"], result["steps"] = press_all(
            book, pathlib.Path(told["log"]), told["cells"], told["undo"])
        result["modified"] = book.isModified()
        result["sheets"] = list(book.Sheets.ElementNames)
        return result
    finally:
        book.close(True)

def main(told):
    accept = "--accept=pipe,name=" + told["pipe"] + ";urp"
    command = [told["office"], "-env:UserInstallation=" + told["profile"], "--headless", "--norestore", accept]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    context = connect(told["pipe"])
    try:
        print(json.dumps(use(context, told)))
    finally:
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        try:
            desktop.terminate()
        except Exception:
            pass
        server.wait(60)

main(json.loads(sys.argv[1]))
"""


def press_all(
    book: Path,
    folder: Path,
    log: Path,
    *,
    double: str = "",
    tied: bool = False,
    macros: bool = True,
    cells: Sequence[tuple[str, str]] = (),
    undo: bool = False,
) -> dict[str, Any]:
    """Press every button that starts Python, each until `log` has one line more; what was seen on the way.

    `double` is Basic for the module xlwings, in memory; with `tied` the buttons are to be tied to the user's script
    before they are pressed. `macros` lets those of the workbook run, else the profile decides. Of `cells`, as sheet and
    address, the values after each press are told. With `undo` each press is taken back and done again: `steps`
    tells how many steps back it was, how many cells it changed, and what one undo left or one redo did not bring again.
    """
    told = {
        "office": soffice(),
        "profile": (folder / "profile").as_uri(),
        "pipe": f"sheetnet{os.getpid()}{abs(hash(folder))}",
        "url": book.as_uri(),
        "log": str(log),
        "double": double,
        "tied": tied,
        "macros": _ALWAYS if macros else _AS_CONFIGURED,
        "cells": cells,
        "undo": undo,
    }
    python = python_with_uno()
    command = [python, "-c", _SCRIPT, json.dumps(told)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, env=_outside_of_environments())
    assert run.returncode == 0, run.stderr
    seen: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    if "no provider" in seen:
        if os.environ.get("SHEETNET_REQUIRE_LIBREOFFICE"):
            pytest.fail("LibreOffice's provider of Python scripts is required here and not installed")
        pytest.skip("LibreOffice has no provider of Python scripts (libreoffice-script-provider-python)")
    return seen


def _outside_of_environments() -> dict[str, str]:
    """LibreOffice takes the first python3 on the PATH for its own, and dies of a virtual environment's."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"
    }
    return kept | {"PATH": os.defpath}
