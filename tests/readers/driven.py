"""A workbook driven in LibreOffice, by its own Python: cells are set by name, and what follows is read back."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.conftest import soffice
from tests.readers.libreoffice import OPENED, python_with_uno

_SCRIPT = f"""{OPENED}
def cells(book, place):
    if book.NamedRanges.hasByName(place):
        return book.NamedRanges.getByName(place).ReferredCells
    sheet, _, area = place.partition("!")
    return book.Sheets.getByName(sheet).getCellRangeByName(area)

with opened(*sys.argv[1:5]) as book:
    found = []
    for step in json.load(open(sys.argv[5], encoding="utf-8")):
        for place, value in step["put"].items():
            cell = cells(book, place).getCellByPosition(0, 0)
            if isinstance(value, str):
                cell.String = value
            else:
                cell.Value = value
        found.append({{place: cells(book, place).getDataArray() for place in step["read"]}})
    print(json.dumps(found))
"""

Step = tuple[Mapping[str, float | str], Sequence[str]]


def driven(book: Path, folder: Path, steps: Sequence[Step]) -> list[dict[str, list[list[Any]]]]:
    """For each step: put values into named cells (or addresses), then read the areas; what each of them holds."""
    office, python = soffice(), python_with_uno()
    (folder / "driven.py").write_text(_SCRIPT, encoding="utf-8")
    told = [{"put": dict(put), "read": list(read)} for put, read in steps]
    (folder / "steps.json").write_text(json.dumps(told), encoding="utf-8")
    pipe = f"sheetnet{abs(hash(str(folder)))}"
    profile = (folder / "profile").as_uri()
    command = [python, folder / "driven.py", office, profile, pipe, book.as_uri(), folder / "steps.json"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    found: list[dict[str, list[list[Any]]]] = json.loads(run.stdout.splitlines()[-1])
    return found
