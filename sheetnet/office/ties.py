"""The same buttons in LibreOffice, which cannot run xlwings' VBA: tied to a Python script while a workbook is open.

LibreOffice compiles every module of a project before it runs one, and takes both branches of an ``#If`` for code, so
that no procedure of the project runs. The workbook keeps its macros; only the open document's buttons call the script.
The installed script loads this file, in LibreOffice's own Python: standard library only, and the syntax of Python 3.7.
"""

import re
from typing import Any

_MACRO = re.compile(r"vnd\.sun\.star\.script:\w+\.\w+\.Sheetnet(\w+)\?language=Basic&location=document")
_SCRIPT = "vnd.sun.star.script:sheetnet_buttons.py${}?language=Python&location=user"


def tie_buttons(document: Any, script: str = _SCRIPT) -> int:
    """Let the buttons of an open document call `script` with train, step, reset or check in it; returns how many do."""
    if not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        return 0
    modified = document.isModified()
    sheets = document.Sheets
    pages = [sheets.getByIndex(number).DrawPage for number in range(sheets.Count)]
    forms = [page.Forms.getByIndex(number) for page in pages for number in range(page.Forms.Count)]
    tied = sum(_tie_control(form, number, script) for form in forms for number in range(form.Count))
    document.setModified(modified)
    return tied


def _tie_control(form: Any, number: int, script: str) -> int:
    events = form.getScriptEvents(number)
    tied = 0
    for one in events:
        macro = _MACRO.fullmatch(one.ScriptCode)
        if macro:
            one.ScriptCode = script.format(macro[1].lower())
            tied += 1
    if tied:
        form.revokeScriptEvents(number)  # revoking one event leaves it (LibreOffice 7.4)
        form.registerScriptEvents(number, events)
    return tied
