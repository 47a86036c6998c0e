"""The VBA that sheetnet puts into a workbook: one procedure a button.

Most are a line of Python for xlwings' RunPython. Those of `ALONE` need no Python: they copy cells, formulas compute.
"""

import re
from pathlib import Path

from sheetnet.errors import FileError
from sheetnet.sheet.disk.writing import exists_already, write_for_user

TASKS = ("train", "fast", "step", "reset", "check")
FIT = "fit"  # of any workbook with the names loss and parameters
ALONE = ("learn alone", "step alone", "reset alone")
_ALONE_TEXT = Path(__file__).with_name("alone.bas").read_text(encoding="ascii")
MODULE = "Module1"  # of the template; its name stands in three streams, its source in one
_MARK = "' sheetnet: the buttons of this workbook."
_OUR_LINE = re.compile(
    r"Attribute VB_Name = \"\w+\"|'.*|Public Sub Sheetnet\w+\(\)|End Sub"
    r"|\s*RunPython \"import sheetnet\.excel; sheetnet\.excel\.\w+\(\)\""
)
_BY_HAND = """\
' RunPython comes from xlwings. In this window: Tools > References, and tick xlwings.
' It is listed there after:  xlwings addin install
"""


def procedure(task: str) -> str:
    """The name of the procedure behind a button: no VBA keyword, as Step and Stop are, and nobody else's."""
    if task in ALONE:  # not of the form that LibreOffice is told to look for and to tie to a script
        return f"{task.removesuffix(' alone').capitalize()}WithoutPython"
    return f"Sheetnet{task.capitalize()}"


def source(name: str = MODULE, note: str = "", *, python: bool = True) -> str:
    """The text of the module; without Python that of the procedures that need none."""
    procedures = (
        f'\nPublic Sub {procedure(task)}()\n    RunPython "import sheetnet.excel; sheetnet.excel.{task}()"\nEnd Sub\n'
        for task in (*TASKS, FIT)
        if python
    )
    head = f'Attribute VB_Name = "{name}"\n{_MARK}\n{note}'
    return head + "".join(procedures) + _ALONE_TEXT


def is_ours(text: str) -> bool:
    """Whether the text of a module is one that sheetnet wrote, in this version or another, and nobody has added to."""
    lines = [line for line in text.splitlines() if line.strip()]
    alone = _ALONE_TEXT.splitlines()
    return _MARK in lines[:2] and all(_OUR_LINE.fullmatch(line) or line in alone for line in lines)


def write_module(path: str | Path) -> Path:
    """Write the module as a file for the Visual Basic editor of a workbook that has macros of its own.

    Import it there with File > Import File. Raises FileError when another file of that name exists.
    """
    path = Path(path)
    if path.suffix.lower() != ".bas":
        raise FileError("expected a name that ends in .bas for the module", book=path.name)
    text = source("Sheetnet", _BY_HAND).replace("\n", "\r\n").encode("ascii")
    try:
        if path.exists() and not is_ours(path.read_text(encoding="latin-1")):
            raise exists_already(path.name, ", and is not from sheetnet", remedy="choose another name")
    except OSError as error:
        raise FileError(f"cannot read the file that is there: {error.strerror}", book=path.name) from None
    write_for_user(path, lambda out: out.write(text))
    return path
