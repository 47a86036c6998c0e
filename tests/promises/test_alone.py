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

SCRIPT = f"""{OPENED}
def seen(book):
    found = {{}}
    for sheet in (book.Sheets.getByIndex(n) for n in range(book.Sheets.Count)):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
        found[sheet.Name] = [area.FormulaArray, area.DataArray]
    return found

url = "vnd.sun.star.script:VBAProject.Module1.%s?language=Basic&location=document"
with opened(*sys.argv[1:5], option("MacroExecutionMode", 4)) as book:
    states = [seen(book)]
    for name in sys.argv[5:]:
        book.getScriptProvider().getScript(url % name).invoke((), (), ())
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
@pytest.mark.parametrize("settings", [None, pytest.param(ADAM, marks=pytest.mark.full)])
def test_learning_without_python_ends_where_the_engine_ends(settings: Any, tmp_path: Path) -> None:
    path, made = tmp_path / "letters.xlsx", tmp_path / "letters.xlsm"
    sheetnet.new(path, iterations=500, eta=0.02 if settings else 0.05, settings=settings)
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
