"""What `explain` says is what the sheet calculates, and every line of it can be worked out by hand."""

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

import sheetnet
from sheetnet.cli import main
from sheetnet.errors import LayoutError, SettingError
from sheetnet.session.explaining import Explanation
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.recalculated import RecalculatedGrid
from tests.conftest import once

DEEP = {"hidden": "tanh", "head": "softmax+cross entropy", "reduction": "mean", "batch_size": 5}
RELU = {"hidden": "relu", "head": "identity+squared", "optimiser": "adam"}


@pytest.fixture(scope="module")
def seventeen(letters_file: Path) -> Path:
    """The letters after 17 updates."""
    return once(
        letters_file.with_name("seventeen.xlsx"), lambda path: sheetnet.train(letters_file, iterations=17, output=path)
    )


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty cases of three numbers and one of three words."""
    path = tmp_path_factory.mktemp("deep") / "table.csv"
    rng = np.random.default_rng(5)
    rows = [",".join(map(str, row)) + f",{'abc'[n % 3]}" for n, row in enumerate(rng.normal(size=(20, 3)).tolist())]
    path.write_text("u,v,w,word\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture(scope="module")
def deep(table: Path) -> Path:
    """Two hidden layers, mini-batches, a mean."""
    path = table.with_name("deep.xlsx")
    sheetnet.new(path, network="3-4-3-3", data=table, settings=DEEP, eta=0.3, iterations=12)
    sheetnet.train(path)
    return path


def recalculated(path: Path, sheet: str, row: int, column: int) -> float:
    """A cell as IronCalc computes it from the workbook's formulas."""
    with RecalculatedGrid(path) as grid:
        value = grid.read(Area(sheet, row, column, row, column))[0][0]
    assert isinstance(value, float)
    return value


def read(text: str) -> float:
    """A line as a reader works it out, by Python's own arithmetic."""
    python = text.replace("·", "*").replace("^", "**")
    return float(eval(python, {"__builtins__": {}}, {"e": math.e, "max": max, "tanh": math.tanh}))


def same(text: str, result: str) -> bool:
    """Whether a line gives the result, to the digits that the result shows."""
    shown = result.partition("e")[0]
    digits = len(re.sub(r"^-?0*\.?0*|\.", "", shown))
    found, told = read(text), float(result)
    return (
        abs(found - told) <= 0.5000001 * 10 ** (math.floor(math.log10(abs(told))) + 1 - digits) if told else found == 0
    )


@pytest.mark.few(1)
@pytest.mark.parametrize(("cell", "row", "column"), [("BP!D45", 45, 4), ("BP!G43", 43, 7), ("BP!E56", 56, 5)])
def test_a_gradient_is_the_one_that_the_sheet_calculates(seventeen: Path, cell: str, row: int, column: int) -> None:
    found = sheetnet.explain(seventeen, cell)

    assert found.iteration == 17
    assert found.gradient is not None
    assert found.gradient.value == pytest.approx(recalculated(seventeen, "BP", row, column), abs=1e-12)
    assert found.gradient.quotient.value == pytest.approx(found.gradient.value, abs=1e-6)
    contributions = [one.line.value for one in found.gradient.contributions]
    assert sum(contributions) + found.gradient.others == pytest.approx(found.gradient.value, abs=1e-12)


def test_an_iteration_of_the_past_is_computed_anew(seventeen: Path, trained_file: Path) -> None:
    then, now = sheetnet.explain(seventeen, "BP!D45"), sheetnet.explain(trained_file, "BP!D45", iteration=17)

    assert then.source == "the current values of the workbook"
    assert now.source == "computed by the engine: 17 updates from the initial values"
    assert now._replace(source="") == then._replace(source="")


def test_the_cell_of_a_case_is_explained_for_that_case(seventeen: Path) -> None:
    found = sheetnet.explain(seventeen, "Calc!D85")

    assert (found.case, found.what) == (80, "the sum s of H2")
    assert found.s.value == pytest.approx(recalculated(seventeen, "Calc", 85, 4), abs=1e-12)
    assert found.errors == ()


@pytest.mark.parametrize("place", ["BP!C38", "BP!G38", "O2", "BP!C54", "H3"])
@pytest.mark.parametrize("iteration", [0, 3, 17])
def test_every_line_of_the_letters_can_be_worked_out(seventeen: Path, place: str, iteration: int) -> None:
    assert not_worked_out(sheetnet.explain(seventeen, place, iteration=iteration)) == []


@pytest.mark.parametrize("unit", ["H1.2", "H2.3", "O1"])
@pytest.mark.parametrize("case", [1, 13])
def test_every_line_of_a_deep_network_can_be_worked_out(deep: Path, unit: str, case: int) -> None:
    assert not_worked_out(sheetnet.explain(deep, unit, case=case)) == []


def not_worked_out(found: Explanation) -> list[tuple[str, str]]:
    """(numbers, result) of each line that a reader who works it out would get another result for."""
    lines = [*found.inputs, found.output, *found.errors]
    told = [(repr(sum(float(line.result) for line in found.inputs)), found.s.result)]
    if found.gradient:
        lines += [found.product, found.gradient.quotient]
        lines += [found.gradient.update] if found.gradient.update else []
        rows = [one.line for one in found.gradient.contributions]
        total = sum(float(line.result) for line in rows) + float(found.gradient.others_shown)
        told.append((repr(total), found.gradient.total))
        lines += rows
    told += [(line.numbers, line.result) for line in lines if line.numbers]
    return [(numbers, result) for numbers, result in told if not same(numbers, result)]


@pytest.mark.few(1)
@pytest.mark.parametrize("block", ["gradients", "current"])
def test_mini_batches_and_means_are_in_the_sum(deep: Path, block: str) -> None:
    area = {one["name"]: one["place"] for one in sheetnet.show(deep)["blocks"]}[block]
    sheet, _, cells = area.partition("!")
    top = cells.partition(":")[0]

    found = sheetnet.explain(deep, f"{sheet}!{top}")

    assert found.gradient is not None
    assert found.gradient.cases == 5
    gradients = {one["name"]: one["place"] for one in sheetnet.show(deep)["blocks"]}["gradients"]
    row = int(re.sub(r"\D", "", gradients.partition("!")[2].partition(":")[0]))
    assert found.gradient.value == pytest.approx(recalculated(deep, "BP", row, 3), abs=1e-12)
    assert found.gradient.quotient.value == pytest.approx(found.gradient.value, abs=1e-7)


def test_a_regression_by_adam_has_no_plain_update(table: Path, tmp_path: Path) -> None:
    lines = table.read_text().splitlines()
    numbers = [f"{line.rpartition(',')[0]},{n}" for n, line in enumerate(lines[1:])]
    (tmp_path / "numbers.csv").write_text("u,v,w,y\n" + "\n".join(numbers) + "\n")
    book = tmp_path / "numbers.xlsx"
    sheetnet.new(book, network="3-4-1", data=tmp_path / "numbers.csv", settings=RELU, eta=0.01, iterations=5)

    found = sheetnet.explain(book, "H2", iteration=4)
    weight = sheetnet.explain(book, "BP!C15", iteration=4)

    assert not_worked_out(found) == []
    assert not_worked_out(weight) == []
    assert weight.gradient is not None
    assert weight.gradient.update is None


def test_the_terminal_shows_the_chain(seventeen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["explain", str(seventeen), "BP!D45", "--iteration", "17", "--case", "80"])

    told = capsys.readouterr().out
    assert code == 0
    assert "the gradient ∂E/∂w of H2 from" in told
    assert "case 80 is L" in told or "case 80 is P" in told
    for part in ("δO1 = -(t - z) · z · (1 - z) = -(", "δH2 = (Σ w · δO) · h · (1 - h)", "the sum: ", "pushes "):
        assert part in told


def test_json_holds_the_same_with_all_digits(seventeen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", str(seventeen), "BP!D45", "--case", "80", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert told["gradient"]["value"] == sheetnet.explain(seventeen, "BP!D45").gradient.value  # type: ignore[union-attr]
    assert {"case", "label", "pushes", "formula", "numbers", "result", "value"} <= set(
        told["gradient"]["contributions"][0]
    )
    assert [line["name"] for line in told["errors"]] == ["δO1", "δO2", "δO3", "δO4", "δH2"]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("BP!C30", "BP!C30: no parameter stands in this cell; name a cell of"),
        ("BP!C5", "BP!C5: there is nothing to explain in this cell; name a cell of BP!C38:G57 (gradients)"),
        ("BP!C15:D16", "BP!C15:D16: expected one cell, found 4; name one of them"),
        ("gradients", "BP!C38:G57: expected one cell, found 100; name one of them"),
        ("BQ!C15", "no sheet 'BQ'; the workbook has 'BP'"),
        ("H9", "'H9' is no cell, no name and no unit"),
    ],
)
def test_what_cannot_be_explained_is_said_in_a_line(seventeen: Path, place: str, message: str) -> None:
    with pytest.raises(LayoutError) as told:
        sheetnet.explain(seventeen, place)

    assert message in str(told.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"iteration": -1}, "expected an iteration of 0 or more, found -1"),
        ({"case": 129}, "expected the number of a case, 1 to 128, found 129"),
    ],
)
def test_a_case_or_an_iteration_that_is_none_is_refused(seventeen: Path, given: dict[str, int], message: str) -> None:
    with pytest.raises(SettingError, match=message):
        sheetnet.explain(seventeen, "H1", **given)
