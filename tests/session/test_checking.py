"""Sheet and engine compared: what agrees, and the cell that does not."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.grids.file import FileGrid
from tests.conftest import change_formula, parts


def test_check_agrees_after_training(trained_file: Path) -> None:
    comparisons = sheetnet.check(trained_file)

    assert sum(comparison.cells for comparison in comparisons) == 3238 + 79
    assert all(not comparison.failures and comparison.own == 0 for comparison in comparisons)
    assert comparisons[-1].against == "complex step"
    assert 0 < comparisons[-1].largest < 1e-12


@pytest.mark.parametrize(("cell", "block"), [("C11", "E"), ("D40", "gradients"), ("G61", "updated")])
def test_check_finds_a_wrong_saved_value(cell: str, block: str, letters: Path) -> None:
    content = parts(letters)["xl/worksheets/sheet1.xml"]
    match = re.search(rb'<c r="%s"[^>]*><f>([^<]*)</f><v>([^<]*)</v>' % cell.encode(), content)
    assert match
    change_formula(letters, cell, match[1].decode(), float(match[2]) + 1e-6)

    comparisons = {(one.name, one.against): one for one in sheetnet.check(letters)}

    assert comparisons[block, "engine"].worst == f"BP!{cell}"
    assert [failure.split(":")[0] for failure in comparisons[block, "engine"].failures] == [f"BP!{cell}"]
    assert sum(len(one.failures) for one in comparisons.values()) == (2 if block == "gradients" else 1)


def test_check_finds_formulas_without_saved_values(letters: Path) -> None:
    book = load_workbook(letters)
    book.save(letters)  # openpyxl keeps none

    failures = [failure for comparison in sheetnet.check(letters) for failure in comparison.failures]

    assert len(failures) == 3238 + 79
    assert failures[0] == (
        "BP!C11: the formula has no saved value; open the workbook once in Excel or LibreOffice and save it, "
        "or check with --recalculate"
    )


@pytest.fixture(params=[1e8, 1e10])
def cancelling(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Inputs so large that what is left of two equal and opposite products depends on the order of adding."""
    table, path = tmp_path / "prices.csv", tmp_path / "prices.xlsx"
    rows = [(request.param * (1 + n / 7) + n / 3, request.param * (1 + n / 7), n % 2) for n in range(6)]
    table.write_text("bought,sold,up\n" + "".join(f"{a!r},{b!r},{t}\n" for a, b, t in rows))
    sheetnet.new(path, network="2-2-1", data=table, plain=True, thresholds=False)
    with FileGrid(path) as grid:
        layout = find(grid)
        for name in ("initial", "current"):
            numbers = [0.3, -0.3, 0.17, -0.17, 0.5, -0.4]
            grid.write(layout[name], transfer.block_with(grid.read(layout[name]), layout.geometry, numbers))
        grid.save()
    sheetnet.train(path, iterations=0)
    return path


def test_sums_that_cancel_are_not_held_against_another_program(cancelling: Path) -> None:
    """IronCalc adds the products up one after another, and comes to 0 where the engine keeps a last bit."""
    comparisons = sheetnet.check(cancelling, recalculate=True)

    assert max(one.largest for one in comparisons) > 1e-9
    assert [failure for one in comparisons for failure in one.failures] == []


@pytest.mark.parametrize("spoiled", ["=C15*Data!A6", "=SUMPRODUCT($C$15:$D$15,Data!A6:B6)*1.001+1", "=1"])
def test_beside_such_sums_a_wrong_formula_is_found(spoiled: str, cancelling: Path) -> None:
    with FileGrid(cancelling) as grid:
        sums = find(grid)["sums_1"]
        grid.enter(sums.part(3, 0, 1, 1), [[spoiled]])
        grid.save()

    comparisons = {one.name: one for one in sheetnet.check(cancelling, recalculate=True)}

    assert [failure.partition(":")[0] for failure in comparisons["sums_1"].failures] == [sums.address(3)]
