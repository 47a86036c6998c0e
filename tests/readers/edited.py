"""A workbook as a person edits it in LibreOffice: rows put in, copied and taken out, and saved as .xlsx."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.conftest import soffice
from tests.readers.libreoffice import python_with_uno

_SCRIPT = """
import json, subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

def option(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one

def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return resolver.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not answer")

def edit(book, edits):
    for kind, name, *where in edits:
        sheet = book.Sheets.getByName(name)
        if kind == "insert row":
            sheet.Rows.insertByIndex(where[0] - 1, 1)
        elif kind == "delete row":
            sheet.Rows.removeByIndex(where[0] - 1, 1)
        elif kind == "copy row":
            source, target = where
            row = sheet.getCellRangeByName("A%d:AZ%d" % (source, source)).RangeAddress
            sheet.copyRange(sheet.getCellByPosition(0, target - 1).CellAddress, row)
        else:
            sheet.getCellRangeByName(where[0]).setValue(where[1])

def main(office, profile, pipe, url, target, edits):
    accept = "--accept=pipe,name=" + pipe + ";urp"
    server = subprocess.Popen([office, "-env:UserInstallation=" + profile, "--headless", "--norestore", accept])
    try:
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        book = desktop.loadComponentFromURL(url, "_blank", 0, (option("Hidden", True),))
        edit(book, edits)
        book.storeToURL(target, (option("FilterName", "Calc MS Excel 2007 XML"),))
        book.close(True)
        try:
            desktop.terminate()
        except Exception:
            pass
    finally:
        server.wait(60)

main(*sys.argv[1:6], json.loads(sys.argv[6]))
"""


def edited(book: Path, edits: Iterable[tuple[str | int | float, ...]], folder: Path) -> Path:
    """The workbook after `edits`: rows of a sheet inserted, deleted and copied by number, numbers put into cells."""
    import json

    target, profile = folder / f"edited-{book.name}", folder / "office-profile"
    pipe = f"sheetnet{abs(hash(str(folder)))}"
    command = [python_with_uno(), "-c", _SCRIPT, soffice(), profile.as_uri(), pipe, book.as_uri(), target.as_uri()]
    run = subprocess.run([*command, json.dumps(list(edits))], capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    return target
