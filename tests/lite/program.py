"""What runs in CPython with everything but numpy blocked, and in Pyodide: the same file, the same workbook.

It takes sheetnet from a wheel, as a script in xlwings Lite does, and tells numbers as hexadecimal text, bit for bit.
"""

import contextlib
import io
import json
import sys
import types
from typing import Any


def run(workbook: str, script: str) -> str:
    """Train a workbook (JSON) in memory, then run a script of xlwings Lite on it; returns JSON."""
    cells = json.loads(workbook)
    scripted = run_script(cells, script)  # first, for it says where sheetnet is
    import numpy

    import sheetnet

    return json.dumps(
        {
            "platform": sys.platform,
            "python": sys.version.split()[0],
            "numpy": numpy.__version__,
            "sheetnet": sheetnet.__file__,
            "memory": train_in_memory(cells),
            "script": scripted,
        }
    )


def train_in_memory(cells: dict[str, Any]) -> dict[str, Any]:
    from sheetnet import session
    from sheetnet.sheet.cells import Unsaved
    from sheetnet.sheet.grid import MemoryGrid

    sheets = {
        name: {(row, column): value if text is None else Unsaved(f"={text}") for row, column, value, text in each}
        for name, each in cells["sheets"].items()
    }
    result = session.train(MemoryGrid(sheets, cells["names"]), keep=("parameters",))
    return {
        "iteration": result.after.iteration,
        "parameters": [told(value) for value in result.parameters[-1]],
        "losses": [told(value) for value in result.loss],
    }


def run_script(cells: dict[str, Any], script: str) -> dict[str, Any]:
    """What a script wrote and printed; it finds an `xlwings` that has what it uses of it and no more."""
    from book import Book

    scripts: list[Any] = []
    xlwings: Any = types.ModuleType("xlwings")
    xlwings.Book = Book
    xlwings.script = scripts.append
    sys.modules["xlwings"] = xlwings
    book = Book.of(cells)
    exec(compile(script, "main.py", "exec"), {"__name__": "main"})
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for each in scripts:
            each(book)
    del sys.modules["xlwings"]
    written = book.written()
    return {
        "printed": printed.getvalue(),
        "calculation": book.app.calculation,
        "written": [[sheet, *at, told(value)] for sheet, each in written.items() for at, value in sorted(each.items())],
    }


def told(value: Any) -> Any:
    """A number as the text of its bits, anything else as it is."""
    return float(value).hex() if isinstance(value, int | float) and not isinstance(value, bool) else value
