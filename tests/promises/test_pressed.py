"""The whole way in LibreOffice: a real button of a made workbook is pressed; the engine's numbers are in the cells."""

import stat
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import sheetnet
from sheetnet.buttons.button import add_buttons
from sheetnet.office.button import install
from sheetnet.sheet.cells import Area
from tests.conftest import ROOT, soffice
from tests.readers.pressing import press_all

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        sys.platform == "win32", reason="the interpreter that notes when it has ended is a shell script"
    ),
]
TRUSTED = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="SecureURL" oor:op="fuse">'
    "<value><it>{}</it></value></prop></item></oor:items>"
)
CELLS = (("BP", "C15"), ("BP", "D5"), ("BP", "C11"), ("BP", "C9"))


class Pressed(NamedTuple):
    buttons: list[str]
    cells: list[list[Any]]
    untouched: bool
    steps: list[dict[str, Any]]


@pytest.fixture(scope="module", params=[pytest.param("macros allowed", marks=pytest.mark.full), "a trusted folder"])
def pressed(request: pytest.FixtureRequest, letters_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Pressed:
    """Train, Fast, Step, Reset and Check pressed one after the other, and the cells after each.

    Once with macros allowed by who opens the workbook, and once as a person does it who trusts the folder.
    """
    soffice()
    folder = tmp_path_factory.mktemp("pressed")
    log, python = folder / "ended.txt", folder / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" "{sys.executable}" "$@"\ncode=$?\necho >> "{log}"\nexit $code\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    install(str(python), profile=folder / "profile")
    log.unlink()
    if request.param == "a trusted folder":
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.write_text(settings.read_text().replace("</oor:items>", TRUSTED.format(folder.as_uri())))
    add_buttons(letters_file, folder / "letters.xlsm")
    before = (folder / "letters.xlsm").read_bytes()
    macros = request.param == "macros allowed"
    seen = press_all(folder / "letters.xlsm", folder, log, tied=True, macros=macros, cells=CELLS, undo=True)
    return Pressed(seen["pressed"], seen["cells"], (folder / "letters.xlsm").read_bytes() == before, seen["steps"])


@pytest.fixture(scope="module")
def expected(letters_file: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[Any]]:
    """First weight, counter and E as the command line makes them on the file: train, twice, then step, reset."""
    path = tmp_path_factory.mktemp("expected") / "letters.xlsx"
    sheetnet.train(letters_file, output=path)
    states = [read(path)] * 2
    sheetnet.step(path)
    states.append(read(path))
    sheetnet.reset(path)
    return [*states, read(path)]


def read(path: Path) -> list[Any]:
    grid = sheetnet.open(path)
    return [grid.read(Area("BP", row, column, row, column))[0][0] for row, column in ((15, 3), (5, 4), (11, 3))]


def test_each_button_leaves_the_engines_numbers_in_the_cells(pressed: Pressed, expected: list[list[Any]]) -> None:
    assert pressed.buttons == ["Train", "Fast", "Step", "Reset", "Check"]
    for (weight, counter, loss, _), wanted in zip(pressed.cells, [*expected, expected[-1]], strict=True):
        assert [weight, counter] == wanted[:2]
        assert loss == pytest.approx(wanted[2], rel=1e-12)


def test_each_button_says_how_sheet_and_engine_agree(pressed: Pressed) -> None:
    assert [said.partition(":")[0] for *_, said in pressed.cells] == ["sheet and engine agree"] * 5


def test_no_button_saves_the_workbook(pressed: Pressed) -> None:
    assert pressed.untouched


def test_each_press_is_one_step_back_and_one_forward_again(pressed: Pressed) -> None:
    """Every cell of every sheet, formulas and values, by LibreOffice's own undo and redo."""
    assert [step["steps"] for step in pressed.steps] == [1] * len(pressed.buttons)
    assert [step["changed"] > 0 for step in pressed.steps] == [True, False, True, True, True]  # Fast ends as Train
    assert [step["left"] for step in pressed.steps] == [[]] * len(pressed.buttons)
    assert [step["missing"] for step in pressed.steps] == [[]] * len(pressed.buttons)
