"""The one-line file for the xlwings add-in's button "Run main", which imports it by the workbook's name."""

import sys
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path
from unicodedata import normalize

from sheetnet.errors import FileError
from sheetnet.sheet.disk.writing import exists_already, write_for_user

LINE = "from sheetnet.excel import train as main\n"


def write_run_main(book: str | Path) -> Path:
    """Write `<stem>.py` beside the workbook; returns its path.

    The add-in puts the workbook's folder first on the module path and runs ``import <stem>; <stem>.main()``. So a name
    that is no Python name cannot be run, and one that is a module's already would take that module's place. Raises
    FileError for these, and when another file of that name is there.
    """
    path = Path(book)
    if not path.is_file():
        raise FileError("there is no such file", book=path.name)
    stem = path.stem
    remedy = "give the workbook another name, such as letters.xlsx"
    if not stem.isidentifier() or iskeyword(stem) or normalize("NFKC", stem) != stem:
        raise FileError(f"\"Run main\" imports the workbook's name, and '{stem}' is no Python name", remedy=remedy)
    if _is_a_module(stem, path.parent):
        raise FileError(f"a file {stem}.py would take the place of the Python module '{stem}'", remedy=remedy)
    script = path.with_suffix(".py")
    try:
        if script.exists() and script.read_bytes() != LINE.encode():
            raise exists_already(script.name, " and holds something else", remedy="move it away")
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror}", book=script.name, remedy="move it away") from None
    write_for_user(script, lambda out: out.write(LINE.encode()))
    return script


def _is_a_module(stem: str, folder: Path) -> bool:
    """Whether Python has a module of that name already, elsewhere than in the workbook's folder."""
    if stem in sys.stdlib_module_names:
        return True
    try:
        found = find_spec(stem)
    except (ImportError, ValueError):
        return False
    return found is not None and (found.origin is None or Path(found.origin).parent != folder.resolve())
