"""The real form buttons of a made workbook, pressed in LibreOffice."""

from pathlib import Path

import pytest

from sheetnet.buttons.button import add_buttons
from sheetnet.office.button import tie
from tests.readers.pressing import press_all

pytestmark = pytest.mark.libreoffice
TASKS = ["train", "step", "reset", "check"]
DOUBLE = """Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Public Function RunPython(PythonCommand As String)
    Dim f
    f = FreeFile
    Open "{log}" For Append As #f
    Print #f, PythonCommand
    Close #f
End Function
"""
STAND_IN = """
import pathlib

def _note(task):
    with pathlib.Path({log!r}).open("a") as file:
        print(task, file=file)
"""


@pytest.fixture
def buttons(letters: Path) -> Path:
    add_buttons(letters)
    return letters.with_suffix(".xlsm")


def test_a_button_hands_run_python_the_line_that_calls_sheetnet(buttons: Path, tmp_path: Path) -> None:
    log = tmp_path / "commands.txt"

    seen = press_all(buttons, tmp_path, log, double=DOUBLE.format(log=log))

    assert seen["pressed"] == ["Train", "Step", "Reset", "Check"]
    assert log.read_text().split("\n")[:-1] == [f"import sheetnet.excel; sheetnet.excel.{task}()" for task in TASKS]


def test_libreoffice_opens_the_workbook_with_all_sheets_and_modules(buttons: Path, tmp_path: Path) -> None:
    log = tmp_path / "commands.txt"

    seen = press_all(buttons, tmp_path, log, double=DOUBLE.format(log=log))

    assert seen["sheets"] == ["BP", "Data", "Calc", "Trace", "Guide"]
    assert seen["modules"] == ["Dictionary", "Module1", "Sheet1", "Sheet2", "ThisWorkbook", "xlwings"]
    names = [f"Sheetnet{task.capitalize()}" for task in TASKS]
    assert seen["bound"] == [
        [f"vnd.sun.star.script:VBAProject.Module1.{name}?language=Basic&location=document"] for name in names
    ]


def test_a_button_calls_the_users_script_once_the_script_saw_the_workbook_open(buttons: Path, tmp_path: Path) -> None:
    log = tmp_path / "calls.txt"
    scripts = tmp_path / "profile" / "user" / "Scripts" / "python"
    scripts.mkdir(parents=True)
    tie(tmp_path / "profile")
    functions = "".join(f"\ndef {task}(event):\n    _note({task!r})\n" for task in TASKS)
    script = STAND_IN.format(log=str(log)) + functions
    (scripts / "sheetnet_buttons.py").write_text(script, encoding="utf-8")
    before = buttons.read_bytes()

    seen = press_all(buttons, tmp_path, log, tied=True)

    assert seen["pressed"] == ["Train", "Step", "Reset", "Check"]
    assert log.read_text().splitlines() == TASKS
    assert not seen["modified"]
    assert seen["modules"] == ["Dictionary", "Module1", "Sheet1", "Sheet2", "ThisWorkbook", "xlwings"]
    assert buttons.read_bytes() == before
