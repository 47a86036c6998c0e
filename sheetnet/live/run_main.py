"""The one-line file for the xlwings add-in's button "Run main", which imports it by the workbook's name."""

import sys
from pathlib import Path

from sheetnet.sheet.errors import FileError

LINE = "from sheetnet.excel import train as main\n"
_OURS = ("sheetnet", "numpy", "xlwings", "threadpoolctl")


def write_run_main(book: str | Path) -> Path:
    """Write `<stem>.py` beside the workbook; returns its path.

    The add-in puts the workbook's folder first on the module path and runs ``import <stem>; <stem>.main()``. So a name
    that is no Python name cannot be run, and one that is a module's already would take that module's place. Raises
    FileError for these, and when another file of that name is there.
    """
    path = Path(book)
    if not path.exists():
        raise FileError("there is no such file", book=path.name)
    stem = path.stem
    remedy = "give the workbook another name, such as letters.xlsx"
    if not stem.isidentifier():
        raise FileError(f"\"Run main\" imports the workbook's name, and '{stem}' is no Python name", remedy=remedy)
    if stem in sys.stdlib_module_names or stem in _OURS:
        raise FileError(f"a file {stem}.py would take the place of the Python module '{stem}'", remedy=remedy)
    script = path.with_suffix(".py")
    if script.exists() and script.read_text(encoding="utf-8") != LINE:
        raise FileError("the file exists already and holds something else", book=script.name, remedy="move it away")
    script.write_text(LINE, encoding="utf-8", newline="\n")
    return script
