"""The VBA project that the installed xlwings gives to a workbook of its own; ours is that one with our module."""

import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from sheetnet.buttons.project import modules, with_source, without_modules
from sheetnet.buttons.vba import MODULE, source
from sheetnet.errors import SettingError

_TEMPLATE, _PROJECT = "quickstart_standalone.xlsm", "xl/vbaProject.bin"


def our_project(*, python: bool = True) -> bytes:
    """The VBA project with the procedures behind our buttons; without Python none of xlwings' own modules is in it."""
    if python:
        return with_source(template(), MODULE, source())
    theirs = {name for name, module in modules(template()).items() if not module.document} - {MODULE}
    return with_source(without_modules(template(), theirs), MODULE, source(python=False))


@cache
def template() -> bytes:
    """The VBA project of the installed xlwings; raises SettingError where there is none that we know."""
    found = find_spec("xlwings")  # importing it takes half a second, and this needs only its folder
    if not found or not found.origin:
        raise SettingError("the buttons need xlwings", remedy='python -m pip install "sheetnet[excel]"')
    try:
        with zipfile.ZipFile(Path(found.origin).with_name(_TEMPLATE)) as book:
            vba = book.read(_PROJECT)
        if not {MODULE, "xlwings"} <= modules(vba).keys():
            raise ValueError
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        raise SettingError(
            f"the installed xlwings has no {_TEMPLATE} that sheetnet knows",
            remedy='python -m pip install "sheetnet[excel]"',
        ) from None
    return vba
