"""Sheet Play as LibreOffice computes it: the time machine and the drawing, against the engine."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.cli import main
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.play import HELPERS, PlaySheet, Slots, arranged, helper
from sheetnet.sheet.tables import letters as letters_table
from tests.conftest import soffice
from tests.readers.libreoffice import OPENED, python_with_uno

ITERATIONS = 500
TWELVE = sorted({0, ITERATIONS, *np.random.default_rng(13).integers(1, ITERATIONS, 10).tolist()})
SHAPES = {
    "A": ("·##·", "#··#", "####", "#··#", "#··#"),
    "L": ("#···", "#···", "#···", "#···", "####"),
    "E": ("####", "#···", "###·", "#···", "####"),
    "P": ("###·", "#··#", "###·", "#···", "#···"),
}

_SCRIPT = f"""{OPENED}
with opened(*sys.argv[1:5]) as book:
    sheet = book.Sheets.getByName("Play")
    answers = []
    for puts, gets in json.loads(sys.argv[5]):
        for address, rows in puts:
            sheet.getCellRangeByName(address).setDataArray(tuple(map(tuple, rows)))
        answers.append([sheet.getCellRangeByName(address).getDataArray() for address in gets])
    print(json.dumps(answers))
"""


class Sheet:
    """Sheet Play of a workbook, in LibreOffice: cells are put, and areas are read."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder = Path(shutil.copy(path, folder / "opened.xlsx")), folder
        self.layout: Layout = find(sheetnet.open(path))
        plan = arranged(self.layout.geometry, self.layout.areas)
        assert plan is not None
        self.plan: PlaySheet = plan
        self._asked: list[tuple[list[Any], list[str]]] = []

    def ask(self, puts: dict[str, Any], gets: list[str]) -> None:
        """Put values into named cells, and remember what to read then."""
        cells = [(self.layout[name].range, rows if isinstance(rows, list) else [[rows]]) for name, rows in puts.items()]
        self._asked.append((cells, [self.layout[name].range for name in gets]))

    def answers(self) -> list[list[list[list[Any]]]]:
        script = self.folder / "play.py"
        script.write_text(_SCRIPT, encoding="utf-8")
        profile, pipe = (self.folder / "profile").as_uri(), f"play{abs(hash(str(self.folder)))}"
        asked = json.dumps(self._asked)
        command = [python_with_uno(), script, soffice(), profile, pipe, self.path.as_uri(), asked]
        run = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert run.returncode == 0, run.stderr
        answers: list[list[list[list[Any]]]] = json.loads(run.stdout.splitlines()[-1])
        self._asked.clear()
        return answers

    def vector(self, blocks: list[list[list[Any]]], *, gradients: bool) -> list[float]:
        """The numbers of the layers' blocks in the order of the parameter vector."""
        numbers = []
        for layer, block in enumerate(blocks):
            for slots in self.plan.slots(layer, gradients=gradients):
                numbers += [block[row][column] for row, column in cells(slots)]
        return numbers


def cells(slots: Slots) -> list[tuple[int, int]]:
    return [*slots.weights, *([slots.theta] if slots.theta else [])]


@pytest.mark.libreoffice
def test_every_parameter_and_gradient_is_the_engines_at_twelve_iterations(
    whole_trained_file: Path, whole_file: Path, tmp_path: Path
) -> None:
    sheet = Sheet(whole_trained_file, tmp_path)
    run = sheetnet.train(sheetnet.open(whole_file))
    blocks = ["play_layer_1", "play_layer_2", "play_gradients_1", "play_gradients_2"]
    for iteration in TWELVE:
        sheet.ask({"play_iteration": iteration}, [*blocks, "play_E", "play_accuracy", "play_misread", "play_helpers"])

    for iteration, found in zip(TWELVE, sheet.answers(), strict=True):
        *areas, ((loss,),), ((accuracy,),), ((misread,),), helpers = found
        assert sheet.vector(areas[:2], gradients=False) == pytest.approx(run.parameters[iteration], abs=1e-12)
        assert sheet.vector(areas[2:], gradients=True) == pytest.approx(run.gradients[iteration], abs=1e-12)
        assert (loss, accuracy) == pytest.approx((run.loss[iteration], run.accuracy[iteration]), rel=1e-12)
        assert misread == round((1 - run.accuracy[iteration]) * 128)
        assert helpers[HELPERS.index("shown")][0] == iteration
    grid = sheetnet.open(whole_trained_file)
    for name, row in (("initial", 0), ("current", ITERATIONS)):
        block = grid.read(sheet.layout[name])
        assert [block[r][c] for r, c in sheet.layout.geometry.cells] == run.parameters[row].tolist()


@pytest.mark.libreoffice
def test_the_answer_to_a_drawing_is_that_of_predict(whole_trained_file: Path, tmp_path: Path) -> None:
    sheet = Sheet(whole_trained_file, tmp_path)
    drawings = [[["x" if mark == "#" else "" for mark in row] for row in shape] for shape in SHAPES.values()]
    drawings.append([["●", "", 1, " "]] * 5)
    raw = tmp_path / "drawn.csv"
    marks = [[int(str(mark).strip() != "") for row in drawing for mark in row] for drawing in drawings]
    heading = ",".join(f"p{number:02}" for number in range(1, 21))
    raw.write_text("\n".join([heading, *(",".join(map(str, row)) for row in marks)]), encoding="utf-8")
    said = sheetnet.predict(whole_trained_file, raw)
    for drawing in drawings:
        sheet.ask({"play_case": "box", "play_box": drawing}, ["play_answer", "play_out", "play_x"])
    sheet.ask({"play_box": [[""] * 4] * 5}, ["play_answer", "play_verdict"])

    *found, nothing = sheet.answers()

    _, z, _ = sheet.plan.out_columns()
    for (((answer,),), out, x), outputs, read, row in zip(found, said.outputs, said.read, marks, strict=True):
        assert answer == read
        assert [line[z] for line in out] == pytest.approx(outputs, abs=1e-12)
        assert [pixel for line in x for pixel in line] == row
    assert [answer for (((answer,),), _, _) in found[:4]] == list(SHAPES)
    assert nothing == [[["?"]], [["draw something"]]]


@pytest.mark.libreoffice
def test_a_case_is_passed_forward_and_back_as_on_calc_and_told_right_or_wrong(
    whole_trained_file: Path, tmp_path: Path
) -> None:
    sheet = Sheet(whole_trained_file, tmp_path)
    grid = sheetnet.open(whole_trained_file)
    blocks = ["play_layer_1", "play_layer_2", "play_verdict"]
    for case in (3, 77):
        sheet.ask({"play_case": case}, blocks)
    sheet.ask({"play_iteration": 0, "play_case": 3}, blocks)

    *found, early = sheet.answers()

    for case, (*layers, ((verdict,),)) in zip((3, 77), found, strict=True):
        assert verdict == "right"
        for layer, block in enumerate(layers):
            slots = sheet.plan.slots(layer)
            for name, place in (("sums", 0), ("outputs", 1), ("deltas", 2)):
                (row,) = grid.read(sheet.layout[f"{name}_{layer + 1}"].part(case - 1, 0, 1, len(slots)))
                at = [(one.s, one.h, one.delta)[place] for one in slots]
                assert [block[r][c] for r, c in at] == pytest.approx(row, abs=1e-12)
    label = letters_table().labels[2]
    assert early[2][0][0] in ("right", f"wrong: it is {label}")


@pytest.mark.few(1)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_play_is_the_first_tab_and_every_cell_of_it_is_square(language: str, tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "a.xlsx", lang=language)

    book = load_workbook(tmp_path / "a.xlsx")
    sheet = book["Play"]
    layout = find(sheetnet.open(tmp_path / "a.xlsx"))

    assert book.sheetnames[0] == book.active.title == "Play"
    for name in ("play_box", "play_x"):
        for row, column in layout[name].cells():
            letter = sheet.cell(row, column).column_letter
            high, wide = sheet.row_dimensions[row].height / 0.75, sheet.column_dimensions[letter].width * 7
            assert high == pytest.approx(wide, abs=1.5)


@pytest.mark.parametrize("name", ["play_iteration", "play_case", "play_box", "play_answer", "play_E", "play_accuracy"])
def test_the_names_that_others_rely_on_are_there(name: str, whole_file: Path) -> None:
    assert name in sheetnet.open(whole_file).names()


def test_no_formula_uses_what_some_program_lacks(whole_file: Path) -> None:
    sheet = load_workbook(whole_file)["Play"]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]

    assert len(formulas) > 200
    for word in ("OFFSET", "INDIRECT", "LET(", "LAMBDA", "TEXTJOIN", "TEXT(", "XLOOKUP", "NOW(", "RAND", "{"):
        assert not [text for text in formulas if word in text], word


def test_headings_of_what_a_drawing_has_not_are_not_seen_over_one(whole_file: Path) -> None:
    sheet, layout = load_workbook(whole_file)["Play"], find(sheetnet.open(whole_file))
    row = helper(layout["play_helpers"], "row")

    hidden = {
        sheet[str(area.sqref)].value: rule.formula
        for area in sheet.conditional_formatting
        for rule in area.rules
        if rule.dxf and rule.dxf.font and rule.dxf.font.color and rule.dxf.font.color.rgb.endswith("FFFFFF")
    }

    assert hidden == {mark: [f"{row.absolute().partition('!')[2]}=0"] for mark in ("t", "δ")}


def test_a_workbook_whose_sheet_play_was_deleted_trains_and_checks(whole: Path) -> None:
    book = load_workbook(whole)
    del book["Play"]
    book.save(whole)

    sheetnet.train(whole, iterations=3)

    assert not [failure for one in sheetnet.check(whole) for failure in one.failures]


def test_the_sheets_formulas_show_what_the_engine_says(whole: Path) -> None:
    sheetnet.train(whole, iterations=40)

    compared = {one.name: one for one in sheetnet.check(whole)}

    assert {"play_x", "play_out", "play_layer_1", "play_gradients_2", "play_answer", "play_note"} <= compared.keys()
    assert not [failure for one in compared.values() for failure in one.failures]


def test_training_shows_what_has_been_learned(whole: Path) -> None:
    sheetnet.train(whole, iterations=40)

    grid = sheetnet.open(whole)
    layout = find(grid)
    assert grid.read(layout["play_iteration"]) == [[40]]
    assert grid.read(layout["play_E"]) == grid.read(layout["E"])
    assert grid.read(helper(layout["play_helpers"], "shown")) == [[40]]


MAIN = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def scroll_bars(path: Path) -> dict[str, tuple[str, str, str]]:
    """Linked cell -> where each scroll bar of a workbook begins, ends and stands, as the parts of the file tell it."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bars = [ElementTree.fromstring(xml) for name, xml in parts.items() if name.startswith("xl/ctrlProps/")]
    found = {one.get("fmlaLink", ""): tuple(one.get(name, "") for name in ("min", "max", "val")) for one in bars}
    (vml,) = (ElementTree.fromstring(xml) for name, xml in parts.items() if name.endswith(".vml"))
    space = "{urn:schemas-microsoft-com:office:excel}"
    data = list(vml.iter(f"{space}ClientData"))
    shapes = {
        one.findtext(f"{space}FmlaLink", ""): tuple(one.findtext(space + name, "") for name in ("Min", "Max", "Val"))
        for one in data
    }
    assert shapes == found
    return found  # type: ignore[return-value]


def test_scroll_bars_are_linked_to_the_iteration_and_the_case(whole_file: Path) -> None:
    layout = find(sheetnet.open(whole_file))

    found = scroll_bars(whole_file)

    links = [layout[name].absolute() for name in ("play_iteration", "play_case")]
    assert found == {links[0]: ("0", "500", "0"), links[1]: ("1", "128", "1")}
    with ZipFile(whole_file) as archive:
        (sheet,) = (
            ElementTree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet") and b"<controls>" in archive.read(name)
        )
        (relations,) = (
            ElementTree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".rels") and b"ctrlProp" in archive.read(name)
        )
    targets = {one.get("Id"): one.get("Target") for one in relations}
    controls = list(sheet.iter(f"{{{'http://schemas.openxmlformats.org/spreadsheetml/2006/main'}}}control"))
    assert [targets[one.get(f"{RELATIONS}id")] for one in controls] == [
        "../ctrlProps/ctrlProp1.xml",
        "../ctrlProps/ctrlProp2.xml",
    ]


@pytest.mark.full
def test_the_scroll_bars_reach_what_was_learned_and_every_case(whole: Path) -> None:
    layout = find(sheetnet.open(whole))
    before = scroll_bars(whole)
    iteration, case = (layout[name].absolute() for name in ("play_iteration", "play_case"))

    sheetnet.train(whole, iterations=7)
    trained = scroll_bars(whole)
    assert main(["add", str(whole), "--label", "L"]) == 0
    added = scroll_bars(whole)
    assert main(["undo", str(whole)]) == 0
    undone = scroll_bars(whole)
    sheetnet.reset(whole)

    assert trained == {iteration: ("0", "7", "7"), case: before[case]}
    assert added == {iteration: ("0", "7", "7"), case: ("1", "129", "1")}
    assert undone == trained
    assert scroll_bars(whole) == before


_BARS = f"""{OPENED}
with opened(*sys.argv[1:5]) as book:
    sheet = book.Sheets.getByName("Play")
    form = sheet.DrawPage.Forms.getByIndex(0)
    found = {{}}
    for bar in (form.getByIndex(number) for number in range(form.Count)):
        cell = sheet.getCellByPosition(bar.ValueBinding.BoundCell.Column, bar.ValueBinding.BoundCell.Row)
        before = cell.Formula
        bar.ScrollValue = 17
        found[cell.AbsoluteName.replace("$Play.", "Play!")] = [
            bar.ScrollValueMin, bar.ScrollValueMax, before, cell.Value, sheet.getCellRangeByName(sys.argv[5]).Value
        ]
    print(json.dumps(found))
"""


@pytest.mark.full
@pytest.mark.libreoffice
def test_moving_a_scroll_bar_moves_its_cell_in_libreoffice(whole_trained_file: Path, tmp_path: Path) -> None:
    layout = find(sheetnet.open(whole_trained_file))
    script = tmp_path / "bars.py"
    script.write_text(_BARS, encoding="utf-8")
    profile, pipe = (tmp_path / "profile").as_uri(), f"bars{abs(hash(str(tmp_path)))}"
    opened = Path(shutil.copy(whole_trained_file, tmp_path / "opened.xlsx"))  # LibreOffice locks what it opens
    command = [python_with_uno(), script, soffice(), profile, pipe, opened.as_uri(), layout["play_E"].range]

    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)

    then = sheetnet.train(whole_trained_file, dry_run=True).loss[17]
    assert json.loads(run.stdout.splitlines()[-1]) == {
        layout["play_iteration"].absolute(): [0, ITERATIONS, str(ITERATIONS), 17, pytest.approx(then, rel=1e-12)],
        layout["play_case"].absolute(): [1, 128, "box", 17, pytest.approx(then, rel=1e-12)],
    }
