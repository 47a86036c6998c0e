"""The lesson of the teacher's page: its numbers are those of its workbook, and its answer key earns all points."""

import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formula.translate import Translator

import sheetnet
from sheetnet import classroom
from tests.conftest import ROOT
from tests.marking.submissions import hand_in

PAGES = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("teacher.md", "teacher.ja.md")]


def answers(page: str) -> dict[str, str]:
    """First cell -> formula, of the answer key."""
    return dict(re.findall(r"^- .*[,、] ?`(\w+![A-Z]+\d+)`: `(=[^`]+)`", page, re.M))


def filled(book: Workbook, first: str, formula: str, area: str) -> None:
    """Fill a formula from a cell over an area, as a spreadsheet does."""
    sheet, _, cell = first.partition("!")
    for row in book[sheet][area]:
        for one in row:
            one.value = Translator(formula, cell).translate_formula(one.coordinate)


def as_the_page_says(book: Workbook) -> None:
    """The answer key with its last column: what is filled where, and which columns other units have."""
    key = answers(PAGES[0])
    filled(book, "Calc!R6", key["Calc!R6"], "R6:U133")
    for unit, (delta, weight, output) in enumerate(zip("VWX", "CDE", "FGH", strict=True)):
        formula = key["Calc!V6"].replace("$C$", f"${weight}$").replace("F6", f"{output}6")
        filled(book, f"Calc!{delta}6", formula, f"{delta}6:{delta}133")
        for row, column in enumerate("DHLPT"):
            top = 38 + 5 * unit + row
            formula = key["BP!C38"].replace("$V$", f"${delta}$").replace("D$", f"{column}$")
            filled(book, f"BP!C{top}", formula, f"C{top}:F{top}")
        book["BP"][f"G{38 + 5 * unit}"] = key["BP!G38"].replace("$V$", f"${delta}$")
    for unit, delta in enumerate("RSTU"):
        top = 54 + unit
        filled(book, f"BP!C{top}", key["BP!C54"].replace("$R$", f"${delta}$"), f"C{top}:E{top}")
        book["BP"][f"G{top}"] = key["BP!G54"].replace("$R$", f"${delta}$")


@pytest.mark.full
def test_the_answer_key_earns_all_points(letters_file: Path, tmp_path: Path) -> None:
    made = classroom.blank(letters_file, tmp_path / "homework.xlsx", ["deltas", "gradients"])
    path = hand_in(tmp_path / "homework.xlsx", tmp_path / "anna.xlsx", {}, as_the_page_says)

    marks = classroom.grade(path, str(letters_file))

    assert marks["verdicts"] | {"right": 0} == dict.fromkeys(marks["verdicts"], 0)
    assert (marks["share"], marks["verdicts"]["right"], made.cells) == (1.0, 975, 975)
    deltas = sum(one["block"].startswith("deltas") for one in marks["cells"])
    assert all(re.search(r"\b975\b.*\b896\b", page) for page in PAGES)
    assert deltas == 896


def test_both_pages_have_the_same_answers() -> None:
    assert len(answers(PAGES[0])) == 6
    assert answers(PAGES[0]) == answers(PAGES[1])


@pytest.mark.full
def test_the_numbers_of_the_questions_are_those_of_the_workbook(letters_file: Path) -> None:
    cells = load_workbook(letters_file, data_only=True)
    calc, data = cells["Calc"], cells["Data"]
    z, t, delta, of_l = calc["M6"].value, data["X6"].value, calc["R6"].value, calc["T6"].value
    run = {eta: sheetnet.train(sheetnet.open(letters_file), eta=eta) for eta in (0.05, 0.1, 0.01, 1.0)}

    said = [f"{z:.4f}", f"{delta:.4f}", f"{of_l:.4f}", f"{run[0.05].loss[0]:.2f}"]
    said += [f"{run[eta].loss[-1]:.2f}" for eta in (0.05, 0.1, 0.01)] + [f"{run[1.0].loss[-1]:.0f}"]
    for page, number in product(PAGES, said):
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d])", page.partition("45")[2]), number
    assert delta == pytest.approx(-(t - z) * z * (1 - z))
    assert (data["B6"].value, t, data["Z6"].value) == ("L", 0, 1)
    assert (run[0.05].accuracy[0] * 128, run[0.05].accuracy[-1]) == (29, 1)
    assert run[1.0].accuracy[-1] == 0.25
    outputs = np.linspace(0.001, 0.999, 99)
    assert (-(2 - outputs) * outputs * (1 - outputs) < 0).all()
    assert (0.5 * (2 - outputs) ** 2 > 0.5).all()
    assert (outputs * (1 - outputs)).max() == pytest.approx(0.25)
