"""Sheet Why, driven in LibreOffice: its sums are the gradients of Trace, of BP and of the engine."""

import math
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.why import WhyPlaces
from sheetnet.sheet.cells import Area
from tests.readers.driven import Step, driven

PIXELS = [f"row {row}, column {column}" for row in range(1, 6) for column in range(1, 5)]
DEEP = {"hidden": "tanh", "head": "softmax+cross entropy", "reduction": "mean"}
Seen = dict[str, list[list[Any]]]


def one(seen: Seen, place: str) -> Any:
    return seen[place][0][0]


def places_in(book: Path) -> WhyPlaces:
    return WhyPlaces(find(sheetnet.open(book)))


def lines(book: Path) -> list[str]:
    """The cells with the numbers of each line."""
    places = places_in(book)
    headings = ("forward", "backward", "case", "all")
    return [str(area.part(0, 0)) for name, area in places.lines.items() if name not in headings]


def choices(geometry: Any, inputs: list[str], rng: random.Random) -> tuple[str, str, int]:
    """A unit, one of its inputs, and the parameter's place in the vector, drawn at random."""
    unit = rng.choice(geometry.units)
    names = [*(inputs if unit.layer == 0 else geometry.input_names(unit.layer)), "θ"]
    place = rng.randrange(len(names))
    before = sum(len(list(other.cells())) for other in geometry.units[: geometry.units.index(unit)])
    return unit.name, names[place], before + place


@pytest.fixture(scope="module")
def learned(whole_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, sheetnet.TrainResult]:
    book = tmp_path_factory.mktemp("why") / "why.xlsx"
    result = sheetnet.train(whole_file, iterations=120, output=book)
    return book, result


@pytest.fixture(scope="module")
def driven_letters(
    learned: tuple[Path, sheetnet.TrainResult], tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[tuple[int, int, str, str, int]], list[Seen]]:
    """What the sheet shows at twelve random iterations, cases, units and inputs."""
    book, _ = learned
    rng, geometry = random.Random(13), find(sheetnet.open(book)).geometry
    asked = [(rng.randrange(121), rng.randrange(1, 129), *choices(geometry, PIXELS, rng)) for _ in range(11)]
    asked.append((0, 3, "H2", "row 3, column 2", 21 + 9))
    read = ["why_gradient", *(str(places_in(book).helper(name)) for name in ("quotient", "gradient_cell", "total"))]
    steps: list[Step] = [
        ({"why_iteration": n, "why_case": case, "why_unit": unit, "why_input": name}, [*read, *lines(book)])
        for n, case, unit, name, _ in asked
    ]
    return asked, driven(book, tmp_path_factory.mktemp("driven"), steps)


@pytest.mark.libreoffice
def test_the_sum_of_the_cases_is_the_gradient_of_that_iteration(
    learned: tuple[Path, sheetnet.TrainResult], driven_letters: tuple[list[tuple[int, int, str, str, int]], list[Seen]]
) -> None:
    book, result = learned
    cells = {name: str(places_in(book).helper(name)) for name in ("quotient", "gradient_cell")}

    for (n, _, unit, name, place), seen in zip(*driven_letters, strict=True):
        expected = result.gradients[n][place]
        told = (n, unit, name)
        assert one(seen, "why_gradient") == pytest.approx(expected, abs=1e-12), told
        assert one(seen, cells["gradient_cell"]) == pytest.approx(expected, abs=1e-12), told
        assert one(seen, cells["quotient"]) == pytest.approx(expected, abs=2e-6), told


@pytest.mark.libreoffice
def test_every_line_with_numbers_can_be_worked_out(
    learned: tuple[Path, sheetnet.TrainResult], driven_letters: tuple[list[tuple[int, int, str, str, int]], list[Seen]]
) -> None:
    book, _ = learned

    for asked, seen in zip(*driven_letters, strict=True):
        told = [one(seen, place) for place in lines(book)]
        assert sum(bool(line) for line in told) >= 9, asked
        for line in filter(None, told):
            numbers, result = re.sub(r"\(pushes \w+\)", "", line).removeprefix("= ").rsplit(" = ", 1)
            assert work_out(numbers) == pytest.approx(float(result), rel=1e-3, abs=rounding(numbers)), (asked, line)


def work_out(line: str) -> float:
    python = line.replace("·", "*").replace("^", "**")
    return float(eval(python, {"__builtins__": {}}, {"e": math.e, "tanh": math.tanh, "max": max}))


def rounding(line: str) -> float:
    """What a line's result may be off by, for its numbers are shown with five digits and losses with ten decimals."""
    if "/ 0.0002" in line:
        return 2e-6
    return 2e-4 * max(abs(float(number)) for number in re.findall(r"\d+\.?\d*(?:E-?\d+)?", line))


@pytest.mark.few(1)
@pytest.mark.libreoffice
@pytest.mark.parametrize("settings", [DEEP, {"hidden": "relu", "head": "identity+squared"}])
def test_a_table_a_deep_network_and_other_methods_have_it_too(settings: dict[str, str], tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    rows = [
        [*row, f"{'abc'[n % 3]}" if settings is DEEP else row[0] - 2 * row[2]]
        for n, row in enumerate(rng.normal(size=(20, 3)).tolist())
    ]
    (tmp_path / "t.csv").write_text("u,v,w,y\n" + "\n".join(",".join(map(str, row)) for row in rows) + "\n")
    book = tmp_path / "t.xlsx"
    sheetnet.new(
        book, network="3-4-2-3" if settings is DEEP else "3-4-1", data=tmp_path / "t.csv", settings=settings, eta=0.02
    )
    result = sheetnet.train(book, iterations=30)
    draw, geometry = random.Random(3), find(sheetnet.open(book)).geometry
    asked = [(draw.randrange(31), *choices(geometry, ["u", "v", "w"], draw)) for _ in range(6)]
    steps: list[Step] = [
        ({"why_iteration": n, "why_unit": unit, "why_input": name}, ["why_gradient"]) for n, unit, name, _ in asked
    ]

    seen = driven(book, tmp_path, steps)

    found = [one(each, "why_gradient") for each in seen]
    assert found == pytest.approx([result.gradients[n][place] for n, _, _, place in asked], abs=1e-12)


@pytest.mark.full
@pytest.mark.libreoffice
def test_without_a_trace_the_present_values_are_shown_and_the_remedy_is_said(whole: Path, tmp_path: Path) -> None:
    result = sheetnet.train(whole, iterations=9, trace="basic")
    places = places_in(whole)

    (seen,) = driven(whole, tmp_path, [({"why_iteration": 3}, ["why_gradient", str(places.helper("shown")), "Why!B5"])])

    assert one(seen, "why_gradient") == pytest.approx(result.gradients[9][1 * 4], abs=1e-12)
    assert one(seen, str(places.helper("shown"))) == 9
    assert (
        one(seen, "Why!B5")
        == "shown: iteration 9; sheet Trace has no values, so these are the present ones: sheetnet train letters.xlsx"
    )


def test_the_names_lead_to_cells_of_the_sheet_and_the_choices_are_lists(whole: Path) -> None:
    book = load_workbook(whole)

    named = {name: book.defined_names[name].attr_text for name in book.defined_names if name.startswith("why_")}
    lists = {str(rule.sqref): rule.type for rule in book["Why"].data_validations.dataValidation}

    assert set(named) == {"why_iteration", "why_case", "why_unit", "why_input", "why_gradient", "why_sheet"}
    assert {text.replace("$", "") for name, text in named.items() if name not in ("why_gradient", "why_sheet")} == {
        f"Why!{cell}" for cell in lists
    }
    assert set(lists.values()) == {"list"}


def test_formulas_are_those_that_all_programs_share(whole: Path) -> None:
    sheet = load_workbook(whole)["Why"]
    texts = [
        cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and cell.data_type == "f"
    ]

    used = {name for text in texts for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', '""', text))}

    shared = """
        ABS ADDRESS AND CHOOSE COUNTIF EXP FIXED HYPERLINK IF IFERROR INDEX INT ISNUMBER ISTEXT LARGE LEFT LOG10 MATCH
        MAX MID MIN MOD N OR REPT ROUND SUM SUMIF SUMPRODUCT
    """
    assert used <= set(shared.split())
    assert max(map(len, texts)) < 8_000


def test_a_workbook_of_values_has_no_such_sheet(tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "values.xlsx", formulas="values")

    assert "Why" not in load_workbook(tmp_path / "values.xlsx").sheetnames


def test_training_leaves_the_formulas_and_saves_what_they_come_to(whole: Path) -> None:
    before = [[cell.value for cell in row] for row in load_workbook(whole)["Why"].iter_rows()]

    told = sheetnet.train(whole, iterations=3)

    assert [[cell.value for cell in row] for row in load_workbook(whole)["Why"].iter_rows()] == before
    assert "saved results removed" not in told.written
    gradient = load_workbook(whole, data_only=True)["Why"]["AH4"].value
    assert gradient == pytest.approx(told.after.gradient[PIXELS.index("row 2, column 1")], abs=1e-12)


def test_of_a_sheet_whose_formulas_somebody_changed_no_saved_result_stays(whole: Path) -> None:
    with sheetnet.open(whole) as grid:
        grid.enter(Area("Why", 4, 49, 4, 49), [["1+1"]])
        grid.save()

    sheetnet.train(whole, iterations=3)

    saved, formulas = load_workbook(whole, data_only=True), load_workbook(whole)
    for sheet, left in (("Why", True), ("Gallery", False)):
        cells = [cell.coordinate for row in formulas[sheet].iter_rows() for cell in row if cell.data_type == "f"]
        values = [saved[sheet][cell].value for cell in cells]
        assert all(value is None for value in values) if left else None not in values


def test_a_link_leads_from_the_gradient_to_its_place_on_trace(learned: tuple[Path, sheetnet.TrainResult]) -> None:
    book, result = learned
    saved = load_workbook(book, data_only=True)

    sheet, _, cell = saved["Why"]["AQ4"].value.removeprefix("→ ").partition("!")

    column = saved[sheet][cell].column_letter
    assert (sheet, saved[sheet][cell].row) == ("Trace", 6 + 120)
    assert (saved[sheet][f"{column}4"].value, saved[sheet][f"{column}5"].value) == ("∂E/∂ H1", "r2c1")
    assert saved[sheet][cell].value == result.gradients[120][PIXELS.index("row 2, column 1")]


def test_the_lines_of_deltas_lead_to_their_places_on_trace(learned: tuple[Path, sheetnet.TrainResult]) -> None:
    book, _ = learned
    saved, formulas, layout = load_workbook(book, data_only=True), load_workbook(book), find(sheetnet.open(book))
    heads = {cell.value: cell.column for cell in saved["Trace"][4]}
    of_outputs = layout["deltas_2"]

    for k in range(4):
        line = WhyPlaces(layout).lines[f"delta_{k + 1}"]
        text = formulas["Why"].cell(line.top, WhyPlaces(layout).formula_column).value
        (place,) = re.findall(r"HYPERLINK\(\"#\"&\"Trace!\"&ADDRESS\(5\+[^,]+,(\d+)\+(\d+),4\)", text)
        assert sum(map(int, place)) == heads[f"δ O{k + 1}"]
        kept = saved["Trace"].cell(6 + 120, heads[f"δ O{k + 1}"]).value
        assert kept == pytest.approx(saved["Calc"].cell(of_outputs.top, of_outputs.left + k).value, rel=1e-12)
    assert saved["Trace"]["D2"].value == 1  # the case whose deltas are kept
