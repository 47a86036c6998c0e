"""The real form buttons of a made workbook, pressed in LibreOffice."""

from pathlib import Path
from typing import Any

import pytest

from sheetnet.buttons.button import add_buttons
from sheetnet.office.button import tie
from tests.readers.pressing import press_all

pytestmark = pytest.mark.libreoffice
TASKS = ["train", "fast", "step", "reset", "check"]
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


@pytest.fixture(scope="module")
def seen(letters_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is seen while every button is pressed, and the commands that RunPython is handed."""
    folder = tmp_path_factory.mktemp("buttons")
    log, book = folder / "commands.txt", folder / "letters.xlsm"
    add_buttons(letters_file, book)
    return press_all(book, folder, log, double=DOUBLE.format(log=log)) | {"commands": log.read_text()}


def test_a_button_hands_run_python_the_line_that_calls_sheetnet(seen: dict[str, Any]) -> None:
    assert seen["pressed"] == ["Train", "Fast", "Step", "Reset", "Check"]
    assert seen["commands"].splitlines() == [f"import sheetnet.excel; sheetnet.excel.{task}()" for task in TASKS]


def test_libreoffice_opens_the_workbook_with_all_sheets_and_modules(seen: dict[str, Any]) -> None:
    assert seen["sheets"] == ["BP", "Data", "Calc", "Trace", "Guide"]
    assert seen["modules"] == ["Dictionary", "Module1", "Sheet1", "Sheet2", "ThisWorkbook", "xlwings"]
    names = [*(f"Sheetnet{task.capitalize()}" for task in TASKS), "LearnWithoutPython"]
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

    assert seen["pressed"] == ["Train", "Fast", "Step", "Reset", "Check"]
    assert log.read_text().splitlines() == TASKS
    assert not seen["modified"]
    assert seen["modules"] == ["Dictionary", "Module1", "Sheet1", "Sheet2", "ThisWorkbook", "xlwings"]
    assert buttons.read_bytes() == before
