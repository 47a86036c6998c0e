"""A workbook as a person edits it in LibreOffice: rows put in, copied and taken out, and saved as .xlsx."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.conftest import soffice
from tests.readers.libreoffice import OPENED, python_with_uno

_EDITS = """
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

with opened(*sys.argv[1:5]) as book:
    edit(book, json.loads(sys.argv[6]))
    book.storeToURL(sys.argv[5], (option("FilterName", "Calc MS Excel 2007 XML"),))
"""


def edited(book: Path, edits: Iterable[tuple[str | int | float, ...]], folder: Path) -> Path:
    """The workbook after `edits`: rows of a sheet inserted, deleted and copied by number, numbers put into cells."""
    target, profile = folder / f"edited-{book.name}", folder / "office-profile"
    pipe = f"sheetnet{abs(hash(str(folder)))}"
    command = [
        python_with_uno(),
        "-c",
        OPENED + _EDITS,
        soffice(),
        profile.as_uri(),
        pipe,
        book.as_uri(),
        target.as_uri(),
    ]
    run = subprocess.run([*command, json.dumps(list(edits))], capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    return target
