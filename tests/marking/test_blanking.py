"""An exercise: what was asked for is empty and open, all else is locked, and nothing gives an answer away."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook

from sheetnet import classroom
from sheetnet.cli import main
from sheetnet.errors import SheetnetError
from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.refreshing import Saved
from sheetnet.graph.workbook import contents
from sheetnet.marking.exercise import LEVELS, asked_for
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.grids.file import FileGrid
from tests.conftest import soffice
from tests.marking.conftest import Task
from tests.marking.submissions import answers, hand_in


def test_what_is_asked_is_empty_and_open_and_all_else_is_as_it_was_and_locked(tasks: Mapping[str, Task]) -> None:
    task = tasks["letters"]
    key, exercise = load_workbook(task.key), load_workbook(task.exercise)

    for sheet in key:
        other = exercise[sheet.title]
        assert other.protection.sheet
        assert other.protection.password is None
        for row in sheet.iter_rows():
            for cell in row:
                asked = cell.coordinate in task.formulas[sheet.title]
                there = other[cell.coordinate]
                told = sheet.title == "Trace" and cell.row == 6 and not isinstance(cell.value, str)  # of the key
                assert there.value == (None if asked or told else cell.value)
                assert there.protection.locked is not asked
                assert there.number_format == cell.number_format
                assert (there.fill.fgColor.rgb == "FFFFF2B3") is asked
    assert len(task.formulas["Calc"]) == 128 * 7
    assert len(task.formulas["BP"]) == 79


def test_no_saved_result_gives_an_answer_away(tasks: Mapping[str, Task]) -> None:
    """The updated values, from which gradients could be read, are the current ones: the gradients are empty."""
    saved = load_workbook(tasks["letters"].exercise, data_only=True)["BP"]

    assert [saved.cell(61 + row, 3).value for row in range(5)] == [saved.cell(15 + row, 3).value for row in range(5)]


@pytest.mark.full
def test_no_sheet_that_looks_at_the_network_tells_the_answers_and_the_exercise_lies_on_top(
    examples: Mapping[str, Path], tmp_path: Path
) -> None:
    """Play and Network showed each δ, as a value and as a formula, and Why works each of them out."""
    classroom.blank(examples["xor"], tmp_path / "a.xlsx", ["deltas", "gradients"])
    classroom.blank(examples["xor"], tmp_path / "updates.xlsx", ["updates"])

    key, book = (load_workbook(path, data_only=True) for path in (examples["xor"], tmp_path / "a.xlsx"))
    with FileGrid(examples["xor"]) as grid:
        asked = [one.area for one in asked_for(grid, ["deltas", "gradients"])]
    cells = (cell.value for area in asked for row in key[area.sheet][area.range] for cell in row)
    answers = {value for value in cells if isinstance(value, float)}
    shown = {cell.value for sheet in book if sheet.sheet_state == "visible" for row in sheet for cell in row}
    assert len(answers) == 12 + 9
    assert not answers & shown
    assert book.active.title == "Exercise"
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["Play", "Network", "Why"]
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Exercise"]
    updates = load_workbook(tmp_path / "updates.xlsx")
    assert [sheet.title for sheet in updates if sheet.sheet_state != "visible"] == ["Why"]


def test_blocks_stand_in_the_order_in_which_they_are_computed(tasks: Mapping[str, Task]) -> None:
    with FileGrid(tasks["xor"].key) as grid:
        blocks = [one.block for one in asked_for(grid, ["updates", *reversed(LEVELS[6])])]

    assert blocks[:6] == ["sums_1", "outputs_1", "sums_2", "outputs_2", "errors", "E"]
    assert blocks[6:] == ["deltas_2", "deltas_1", "gradients", "updated"]


@pytest.mark.full
def test_each_student_of_a_class_gets_the_results_of_their_own_numbers(
    tasks: Mapping[str, Task], tmp_path: Path
) -> None:
    """Of a class whose formulas are read once; numbers whose names of files would be one have two files."""
    (tmp_path / "roster.csv").write_text("a/1,Anna\na_1,Ben\nA_1,Cem\n", encoding="utf-8")

    roster, out = str(tmp_path / "roster.csv"), str(tmp_path / "class")
    what = ["--hide", "gradients", "--roster", roster, "--output-dir", out, "--own-data"]

    code = main(["blank", str(tasks["xor"].key), *what])

    assert code == 0
    losses = set()
    made = sorted((tmp_path / "class").iterdir())
    assert len(made) == 3
    for path in made:
        with FileGrid(path) as grid:
            read = contents(grid)
            saved = Saved(read)
            Evaluation(read)
            everywhere = np.arange(1, read.cells.count)
            assert not len(saved.differing(read, everywhere))
            (cell,) = grid.read(find(grid)["E"])[0]
            losses.add(cell)
    assert len(losses) == 3


def test_the_lamp_counts_what_is_right(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    """As our own evaluation of its formula says; LibreOffice agrees below."""
    task = tasks["xor"]
    some = {"Calc": dict(list(task.formulas["Calc"].items())[:3])}
    path = hand_in(task.exercise, tmp_path / "some.xlsx", some)
    read = contents(FileGrid(path))
    Evaluation(read)

    lamps = [read.cells.value(read.cells.index("Exercise", row, 6)) for row in (11, 12, 13)]
    assert sum(int(str(lamp).split()[0]) for lamp in lamps) == 3
    assert [str(lamp).partition(" ")[2] for lamp in lamps] == ["of 4", "of 8", "of 9"]


def test_the_lamp_counts_short_decimals_and_counts_out_what_is_spoiled(tmp_path: Path) -> None:
    """Six digits of these end in a five: programs round that up, to even, or as the last bit has it."""
    numbers = [-1.104505, -1.710925, 1.104505, 2.000005, 0.106, 0.0]
    key = Workbook()
    for row, number in enumerate(numbers, 1):
        key.active[f"A{row}"], key.active[f"B{row}"] = number, f"=A{row}"
    key.save(tmp_path / "key.xlsx")
    classroom.blank(tmp_path / "key.xlsx", tmp_path / "a.xlsx", ["Sheet!B1:B6"])
    right = {f"B{row}": f"=3*A{row}-2*A{row}" for row in range(1, 7)}

    for spoiled in range(3):
        wrong = {f"B{row}": f"=A{row}+0.0001" for row in range(1, spoiled + 1)}
        read = contents(FileGrid(hand_in(tmp_path / "a.xlsx", tmp_path / "right.xlsx", {"Sheet": {**right, **wrong}})))
        Evaluation(read)
        assert read.cells.value(read.cells.index("Exercise", 11, 6)) == f"{6 - spoiled} of 6"


NOTHING, ALL, MOST = "数値の直接入力は不正解。", "A follow-on error costs nothing.", "なら配点の 12.5% になります。"


@pytest.mark.parametrize(
    ("lang", "tolerance", "given", "typed", "said", "off_by"),
    [
        ("en", 1e-6, 1, 0, f"; a typed number does not. {ALL}", "0.000001 times"),
        ("en", 0.01, 0, 1, "earns 100% of its points. A follow-on error counts as wrong.", " 0.01 times"),
        (
            "en",
            0.0015,
            0.5,
            0.25,
            "25% of its points. With a follow-on error alone a formula earns 50%",
            " 0.0015 times",
        ),
        ("en", None, "?", -1, f"; a typed number does not. {ALL}", " 0.000001 times"),  # as `grade` reads it
        ("ja", 0.2, 0.125, 0, f"{NOTHING}前の誤りの影響だけ{MOST}", "最大値の 0.2 倍"),
    ],
)
def test_what_is_said_of_the_rubric_follows_its_cells(
    lang: str,
    tolerance: object,
    given: object,
    typed: object,
    said: str,
    off_by: str,
    tasks: Mapping[str, Task],
    tmp_path: Path,
) -> None:
    path = tasks["xor"].exercise
    if lang == "ja":
        path = tmp_path / "ja.xlsx"
        classroom.blank(tasks["xor"].key, path, ["deltas"], lang=lang)
    book = load_workbook(path)
    sheet = book.active
    rows = {sheet.cell(row, 7).value: row for row in range(11, sheet.max_row + 1)}
    for key, value in {"tolerance": tolerance, "right_given": given, "constant": typed}.items():
        sheet.cell(rows[key], 5).value = value
    book.save(tmp_path / "changed.xlsx")
    read = contents(FileGrid(tmp_path / "changed.xlsx"))
    Evaluation(read)

    how, rounding = (str(read.cells.value(read.cells.index(sheet.title, row, 2))) for row in (5, 6))
    assert said in how
    assert off_by in rounding
    if tolerance == 1e-6:  # nothing was changed: it is what the exercise shows where nothing is computed
        shown = load_workbook(path, data_only=True).active
        assert [how, rounding] == [shown["B5"].value, shown["B6"].value]


def test_the_lamp_shines_in_libreoffice(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    from tests.conftest import convert

    soffice()
    task = tasks["xor"]
    path = hand_in(task.exercise, tmp_path / "all.xlsx", task.formulas)

    sheet = load_workbook(convert(path, "xlsx", tmp_path / "converted"), data_only=True)["Exercise"]

    assert [sheet.cell(row, 6).value for row in (11, 12, 13)] == ["4 of 4", "8 of 8", "9 of 9"]


@pytest.mark.few(3)
@pytest.mark.parametrize(("level", "cells"), [(1, 1), (2, 4), (3, 12), (4, 21), (5, 30), (6, 59)])
def test_levels_go_from_one_delta_to_the_whole_sheet(
    level: int, cells: int, tasks: Mapping[str, Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["blank", str(tasks["xor"].key), "--level", str(level), "-o", str(tmp_path / "a.xlsx")])

    assert code == 0
    assert f": {cells} cell{'s' * (cells > 1)} to fill in: " in capsys.readouterr().out


def test_a_japanese_exercise_speaks_japanese(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    classroom.blank(tasks["xor"].key, tmp_path / "a.xlsx", ["deltas"], lang="ja")

    sheet = load_workbook(tmp_path / "a.xlsx")["課題"]
    assert "黄色のセル" in sheet["B4"].value
    assert sheet["B11"].value == "ユニットの誤差 δ (第 2 層)"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 1)  # one page of A4
    assert sheet.print_area.endswith("$A$1:$F$22")  # eight lines of rules below one block


def test_the_answers_of_an_exercise_cannot_be_hidden_again(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    with pytest.raises(SheetnetError, match="is an exercise already"):
        classroom.blank(tasks["xor"].exercise, tmp_path / "a.xlsx", ["gradients"])


@pytest.mark.parametrize("hide", ["delta", "gradients,", "Nowhere!A1", "BP!A1", "BP!D18,BP!D18:D19"])
def test_what_cannot_be_hidden_is_said_in_one_line(
    hide: str, tasks: Mapping[str, Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["blank", str(tasks["xor"].key), "--hide", hide, "-o", str(tmp_path / "a.xlsx")])

    assert code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "a.xlsx").exists()


BY_HAND = {
    "A1": "inputs",
    "B1": 1,
    "C1": 0.5,
    "A2": "target",
    "B2": 1,
    "A7": "eta",
    "B7": 0.5,
    "B4": 0.1,
    "C4": -0.2,
    "D4": 0.05,
    "B5": 0.4,
    "C5": 0.3,
    "D5": -0.1,
    "B6": 0.5,
    "C6": -0.6,
    "D6": 0.2,
    "B9": "=B4*$B$1+C4*$C$1+D4",
    "C9": "=B5*$B$1+C5*$C$1+D5",
    "B10": "=1/(1+EXP(-B9))",
    "C10": "=1/(1+EXP(-C9))",
    "B11": "=B6*B10+C6*C10+D6",
    "B12": "=1/(1+EXP(-B11))",
    "A13": "E",
    "B13": "=0.5*(B2-B12)^2",
    "B15": "=(B12-B2)*B12*(1-B12)",
    "B16": "=B15*B6*B10*(1-B10)",
    "C16": "=B15*C6*C10*(1-C10)",
    "B18": "=B16*B1",
    "C18": "=B16*C1",
    "D18": "=B16",
    "B19": "=C16*B1",
    "C19": "=C16*C1",
    "D19": "=C16",
    "B20": "=B15*B10",
    "C20": "=B15*C10",
    "D20": "=B15",
    **{f"{c}{to}": f"={c}{w}-$B$7*{c}{g}" for to, w, g in ((22, 4, 18), (23, 5, 19), (24, 6, 20)) for c in "BCD"},
}
"""A 2-2-1 network with one case, as a textbook has it, typed into a sheet."""


@pytest.mark.parametrize(
    ("level", "cells", "titles"),
    [
        (1, 1, ["One unit error δ"]),
        (2, 1, ["Unit errors δ of the outputs"]),
        (3, 3, ["Unit errors δ (1)", "Unit errors δ (2)"]),
        (6, 28, ["From the inputs to the loss (1)", "From the inputs to the loss (2)", "Unit errors δ (1)"]),
    ],
)
def test_a_sheet_typed_by_hand_has_the_same_levels(level: int, cells: int, titles: list[str], tmp_path: Path) -> None:
    key = Workbook()
    for cell, value in BY_HAND.items():
        key.active[cell] = value
    key.save(tmp_path / "key.xlsx")

    made = classroom.blank(tmp_path / "key.xlsx", tmp_path / "a.xlsx", LEVELS[level])

    sheet = load_workbook(tmp_path / "a.xlsx")["Exercise"]
    assert made.cells == cells
    assert [sheet.cell(11 + row, 2).value for row in range(len(titles))] == titles
    right = hand_in(tmp_path / "a.xlsx", tmp_path / "right.xlsx", answers(tmp_path / "a.xlsx", tmp_path / "key.xlsx"))
    assert classroom.grade(right, str(tmp_path / "key.xlsx"))["share"] == 1
