"""Formulas and their saved results after a run: which are given, which are taken away, which stay."""

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.play import scales
from sheetnet.sheet.cells import Area, Unsaved
from tests.conftest import change_formula, parts
from tests.readers.ironcalc import Oracle, saved
from tests.sheet.blocks.test_finding import seed_by_hand


def with_cells(path: Path, sheet: str, row: str) -> None:
    """Put a row of XML after the last one of a sheet."""
    content = parts(path)
    content[sheet] = content[sheet].replace(b"</sheetData>", row.encode() + b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in content.items():
            book.writestr(name, data)


def test_a_formula_that_depends_on_the_parameters_loses_its_saved_value(letters: Path) -> None:
    with_cells(
        letters,
        "xl/worksheets/sheet5.xml",
        '<row r="50"><c r="A50"><f>BP!C15*2</f><v>7</v></c><c r="B50"><f>A50+1</f><v>8</v></c>'
        '<c r="C50"><f>SUM(current)</f><v>9</v></c><c r="D50"><f>INDIRECT("BP!C15")</f><v>10</v></c></row>',
    )

    sheetnet.train(letters, iterations=1)

    assert sheetnet.open(letters).read(Area("Guide", 50, 1, 50, 4)) == [
        [Unsaved("BP!C15*2"), Unsaved("A50+1"), Unsaved("SUM(current)"), Unsaved('INDIRECT("BP!C15")')]
    ]


def test_a_formula_that_does_not_depend_on_them_keeps_it(letters: Path) -> None:
    with_cells(
        letters,
        "xl/worksheets/sheet5.xml",
        '<row r="50"><c r="A50"><f>BP!C91*2</f><v>7</v></c><c r="B50"><f>SUM(Data!D6:D9,eta)</f><v>8</v></c></row>',
    )

    sheetnet.train(letters, iterations=1)

    assert sheetnet.open(letters).read(Area("Guide", 50, 1, 50, 2)) == [[7.0, 8.0]]


def test_a_wrong_formula_is_not_given_the_engines_value(whole: Path) -> None:
    change_formula(whole, "C38", "SUMPRODUCT(Data!$C$6:$C$133,Calc!$V$6:$V$133)", 12.5)

    sheetnet.train(whole, iterations=5)

    assert isinstance(saved(whole, "BP", 38, 3), Unsaved)
    assert isinstance(saved(whole, "BP", 61, 3), Unsaved)
    assert isinstance(saved(whole, "BP", 39, 3), float)
    failures = [failure for comparison in sheetnet.check(whole) for failure in comparison.failures]
    layout = find(sheetnet.open(whole))
    shown = layout["play_gradients_1"].part(1, 0), scales(layout["play_helpers"], 0)[1]  # where Play falls back on it
    assert set(failures) == {
        f"{cell}: the formula has no saved value; open the workbook once in Excel or LibreOffice and save it, "
        "or check with --recalculate"
        for cell in ("BP!C38", "BP!C61", *(area.address() for area in shown))
    }


def test_a_formula_in_other_words_is_left_to_be_computed_and_found_right(letters: Path) -> None:
    change_formula(letters, "C38", "SUMPRODUCT(Data!$D$6:$D$133,Calc!$V$6:$V$133,Data!$C$6:$C$133)")

    sheetnet.train(letters, iterations=5)

    assert isinstance(saved(letters, "BP", 38, 3), Unsaved)
    comparisons = sheetnet.check(letters, recalculate=True)
    assert all(not comparison.failures for comparison in comparisons)
    assert [comparison.own for comparison in comparisons if comparison.name == "gradients"] == [1, 0]


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("cell", "formula"),
    [("Calc!F6", "TANH(C6)"), ("Calc!F6", None), ("BP!C8", "0.05/(1+D5/100)"), ("Data!D6", "1-(BP!D5>3)")],
)
def test_the_engine_vouches_for_nothing_that_a_changed_cell_feeds(
    cell: str, formula: str | None, letters: Path
) -> None:
    """The user's own formula, or a constant, where the layout has a formula or an input."""
    sheet, _, address = cell.partition("!")
    part = {"BP": 1, "Data": 2, "Calc": 3}[sheet]
    inside = f"<f>{formula.replace('>', '&gt;')}</f><v>1</v>" if formula else "<v>0</v>"
    content = parts(letters)
    name = f"xl/worksheets/sheet{part}.xml"
    content[name], count = re.subn(
        rb'(<c r="%s"(?: s="\d+")?)(?: t="\w+")?>.*?</c>' % address.encode(),
        rb"\1>%s</c>" % inside.encode(),
        content[name],
    )
    assert count == 1
    with zipfile.ZipFile(letters, "w") as book:
        for member, data in content.items():
            book.writestr(member, data)

    sheetnet.train(letters, iterations=20)

    assert_no_saved_value_is_wrong(letters)


def assert_no_saved_value_is_wrong(path: Path) -> None:
    """Every formula has either no saved value or the one that IronCalc computes."""
    sheet = Oracle(path)
    for name, row, column, formula in sheet.grid.all_formulas():
        stored = sheet.grid.read(Area(name, row, column, row, column))[0][0]
        if not isinstance(stored, Unsaved):
            computed = sheet.cell(name, row, column)
            wanted = pytest.approx(computed, rel=1e-9, abs=1e-12) if isinstance(stored, float) else computed
            assert stored == wanted, (name, row, column, formula)


@pytest.mark.few(5)
@pytest.mark.parametrize(
    "formula",
    [
        "SUM(Trace!R6:R100)", "MAX(Trace!R:R)", "Trace!R4", "Trace!D2", "SUM(BP!$C$15:INDEX(BP!$Z:$Z,20))",
        "SUM(BP!A14:CHOOSE(1,BP!H40))", "SUM((BP!A1):(BP!H40))", "SUM('BP:Data'!C11)", "SUM(BP:Data!C11)", "MyUdf()",
        "RANDARRAY(1)", "SUM(Table1[a])", "SUM(1))", "OFFSET(BP!A1,14,2)",
    ],
)  # fmt: skip
def test_what_cannot_be_told_from_a_formula_counts_as_dependent(formula: str, letters: Path) -> None:
    with_cells(letters, "xl/worksheets/sheet5.xml", f'<row r="50"><c r="A50"><f>{formula}</f><v>123.456</v></c></row>')

    sheetnet.train(letters, iterations=1, trace="all")

    assert saved(letters, "Guide", 50, 1) == Unsaved(formula)


def test_the_inner_cells_of_a_dependent_array_formula_lose_their_values(letters: Path) -> None:
    with_cells(
        letters,
        "xl/worksheets/sheet5.xml",
        '<row r="50"><c r="A50"><f t="array" ref="A50:B51">BP!C15:D16</f><v>1</v></c><c r="B50"><v>2</v></c></row>'
        '<row r="51"><c r="A51"><v>3</v></c><c r="B51"><v>4</v></c><c r="C51"><f>A51*2</f><v>6</v></c></row>',
    )

    sheetnet.train(letters, iterations=1)

    assert sheetnet.open(letters).read(Area("Guide", 50, 1, 51, 3)) == [
        [Unsaved("BP!C15:D16"), None, None],
        [None, None, Unsaved("A51*2")],
    ]


def test_its_own_formula_for_e_is_kept_and_its_old_value_removed(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    seed_by_hand(path, formulas=True)

    sheetnet.train(path, iterations=1)

    assert load_workbook(path)["BP"]["C11"].value == "=1+1"
    assert saved(path, "BP", 11, 3) == Unsaved("1+1")


def test_a_workbook_of_values_is_trained_like_one_of_formulas(tmp_path: Path) -> None:
    live, values = tmp_path / "live.xlsx", tmp_path / "values.xlsx"
    for path, kind in ((live, "live"), (values, "values")):
        sheetnet.new(path, formulas=kind, plain=True)
        sheetnet.train(path, iterations=6)

    sheets = [sheet for sheet, *_ in sheetnet.open(values).all_formulas()]
    assert [sheet for sheet in sheets if sheet not in ("Play", "Gallery")] == [
        "Trace"
    ] * 6  # Play is to be played with: formulas
    layout = find(sheetnet.open(live))
    for name, area in layout.areas.items():
        if name not in ("play_words", "play_note"):  # which name the file
            assert sheetnet.open(values).read(area) == sheetnet.open(live).read(area), name
