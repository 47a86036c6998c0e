"""Without Python: macros copy cells, the formulas compute, and a workbook comes out as the engine trains it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sheetnet
from sheetnet.buttons.button import add_buttons
from sheetnet.buttons.project import modules
from sheetnet.errors import LayoutError
from sheetnet.sheet.blocks.finding import find
from tests.conftest import parts, soffice
from tests.readers.libreoffice import OPENED, python_with_uno

MACRO = """Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Sub Macro1()
    Range("C91:G110").Select
    Selection.Copy
    Range("C15").Select
    Selection.PasteSpecial Paste:=xlPasteValues, Operation:=xlNone, SkipBlanks:=False, Transpose:=False
    For i = 1 To Range("C5").Value
        Range("D5").Value = i
        Range("C61:G80").Select
        Selection.Copy
        Range("C15").Select
        Selection.PasteSpecial Paste:=xlPasteValues, Operation:=xlNone, SkipBlanks:=False, Transpose:=False
    Next i
End Sub
"""  # as the recorder of Excel writes what the article does: copy, and paste as values
SCRIPT = f"""{OPENED}
ARTICLE = {MACRO!r}

def seen(book):
    found = {{}}
    for sheet in (book.Sheets.getByIndex(n) for n in range(book.Sheets.Count)):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
        found[sheet.Name] = [area.FormulaArray, area.DataArray]
    return found

url = "vnd.sun.star.script:VBAProject.%s.%s?language=Basic&location=document"
with opened(*sys.argv[1:5], option("MacroExecutionMode", 4), option("Hidden", "Macro1" not in sys.argv)) as book:
    states = [seen(book)]
    book.BasicLibraries.getByName("VBAProject").insertByName("Article", ARTICLE)
    if "Macro1" in sys.argv:  # it says what is selected
        book.CurrentController.setActiveSheet(book.Sheets.getByName("BP"))
    for name in sys.argv[5:]:
        module = "Article" if name == "Macro1" else "Module1"
        book.getScriptProvider().getScript(url % (module, name)).invoke((), (), ())
        states.append(seen(book))
    print(json.dumps(states))
"""
ADAM = {"optimiser": "adam", "batch_size": 32, "head": "softmax+cross entropy"}


def run(book: Path, folder: Path, *macros: str) -> list[dict[str, Any]]:
    """Formulas and values of every sheet, before and after each of the macros."""
    profile, pipe = (folder / "profile").as_uri(), f"alone{abs(hash(folder))}"
    command = [python_with_uno(), "-c", SCRIPT, soffice(), profile, pipe, book.as_uri(), *macros]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr
    states: list[dict[str, Any]] = json.loads(told.stdout.splitlines()[-1])
    return states


def block(state: dict[str, Any], book: Path, name: str) -> np.ndarray[Any, Any]:
    """The numbers of a block in such a state."""
    area = find(sheetnet.open(book))[name]
    rows = state[area.sheet][1][area.top - 1 : area.bottom]
    values = [value for row in rows for value in row[area.left - 1 : area.right]]
    return np.array([value for value in values if isinstance(value, float)])


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("settings", "iterations"),
    [(None, 30), *(pytest.param(*one, marks=pytest.mark.full) for one in ((None, 500), (ADAM, 60)))],
)
def test_learning_without_python_ends_where_the_engine_ends(settings: Any, iterations: int, tmp_path: Path) -> None:
    path, made = tmp_path / "letters.xlsx", tmp_path / "letters.xlsm"
    sheetnet.new(path, iterations=iterations, eta=0.02 if settings else 0.05, settings=settings, plain=True)
    add_buttons(path, python=False)

    before, learnt, step, back = run(made, tmp_path, "LearnWithoutPython", "StepWithoutPython", "ResetWithoutPython")

    for state, engine in ((learnt, sheetnet.train), (step, sheetnet.step), (back, sheetnet.reset)):
        result = engine(path)
        assert block(state, path, "counter") == [result.after.iteration]
        assert block(state, path, "E") == pytest.approx([result.after.loss], rel=1e-9)
        for name in ("current", *(["state_1", "state_2"] if settings else [])):
            assert np.abs(block(state, path, name) - block_in_file(path, name)).max() < 1e-9, name
    for sheet, (formulas, _) in before.items():
        for row, line in enumerate(formulas):
            for column, text in enumerate(line):
                now = back[sheet][0][row][column]
                assert text == now or text.startswith("'") or float(text or 0) == pytest.approx(float(now or 0)), sheet


@pytest.mark.full
@pytest.mark.libreoffice
def test_the_articles_own_macro_put_into_such_a_workbook_runs_unchanged(tmp_path: Path) -> None:
    path, made = tmp_path / "letters.xlsx", tmp_path / "letters.xlsm"
    sheetnet.new(path, iterations=30, plain=True)
    add_buttons(path, python=False)

    _, after = run(made, tmp_path, "Macro1")

    result = sheetnet.train(path)
    assert block(after, path, "counter") == [30]
    assert block(after, path, "E") == pytest.approx([result.after.loss], rel=1e-9)
    assert np.abs(block(after, path, "current") - block_in_file(path, "current")).max() < 1e-9


def block_in_file(path: Path, name: str) -> np.ndarray[Any, Any]:
    grid = sheetnet.open(path)
    return np.array([value for row in grid.read(find(grid)[name]) for value in row if isinstance(value, float)])


def test_a_workbook_for_machines_without_python_has_no_module_that_needs_it(letters: Path) -> None:
    add_buttons(letters, python=False)

    found = modules(parts(letters.with_suffix(".xlsm"))["xl/vbaProject.bin"])
    assert list(found) == ["ThisWorkbook", "Sheet1", "Module1", "Sheet2"]
    assert "RunPython" not in "".join(module.source for module in found.values())


def test_a_workbook_of_values_cannot_learn_alone_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "values.xlsx"
    sheetnet.new(path, formulas="values")

    with pytest.raises(LayoutError, match=r"^values\.xlsx: BP!\S+: the workbook holds values and no formulas"):
        add_buttons(path, python=False)
    assert not path.with_suffix(".xlsm").exists()
