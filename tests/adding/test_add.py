"""A case added to a workbook: what was made anew with that case is the same, cell for cell; nothing else changes."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.errors import SheetnetError
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import Area
from tests.conftest import once, write_cells

ROWS = [
    *("0.1,0.9,x", "0.3,0.8,x", "0.2,0.6,x", "0.9,0.2,y", "0.8,0.3,y", "0.7,0.1,y"),
]
XOR = ["0,0,0", "0,1,1", "1,0,1", "1,1,0", "1,0,1"]
AMOUNTS = [f"{n / 7:.3f},{n * n % 5 / 3:.3f},{3 + n % 4}" for n in range(9)]
PICTURES = ["1,0,1,0,l", "0,1,0,1,r", "1,0,1,1,l", "0,1,1,1,r", "1,1,1,0,l"]


def table(path: Path, rows: list[str]) -> Path:
    names = ["a", "b", "c", "d"][: rows[0].count(",")]
    path.write_text("\n".join([",".join([*names, "kind"]), *rows]) + "\n")
    return path


def made(folder: Path, rows: list[str], **keywords: Any) -> Path:
    folder.mkdir()
    path = folder / "book.xlsx"
    sizes = {"network": f"{rows[0].count(',')}-2-2"}
    sheetnet.new(path, data=table(folder / "t.csv", rows), iterations=30, **sizes | keywords)
    return path


def seen(path: Path) -> dict[str, Any]:
    """Formulas, texts and numbers of every sheet but the trace, names, rules and lists."""
    book = load_workbook(path)
    found: dict[str, Any] = {name: one.attr_text for name, one in book.defined_names.items()}
    for sheet in book:
        if sheet.title == "Trace":
            continue
        found |= {
            f"{sheet.title}!{cell.coordinate}": cell.value for row in sheet for cell in row if cell.value is not None
        }
        rules = sheet.data_validations.dataValidation
        found[f"{sheet.title} lists"] = sorted((str(rule.sqref), str(rule.formula1)) for rule in rules)
        found[f"{sheet.title} looks"] = sorted(str(one.sqref) for one in sheet.conditional_formatting)
        found[f"{sheet.title} paper"] = sheet.print_area
    return found


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("rows", "keywords"),
    [
        (PICTURES, {"pixels": "2x2"}),
        (ROWS, {"settings": {"optimiser": "adam"}}),
        (ROWS, {}),
        (ROWS, {"settings": {"head": "softmax+cross entropy", "batch_size": 2}, "lang": "ja"}),
        (ROWS, {"plain": True}),
        ([*ROWS, "0.5,0.4,y"], {"scaling": "minmax"}),
        (ROWS, {"formulas": "live-choice", "settings": {}}),
        (XOR, {"network": "2-2-1"}),
        (XOR[:4], {"network": "2-2-1", "settings": {"optimiser": "adam"}}),
        (AMOUNTS, {"network": "2-3-1", "settings": {"head": "identity+squared"}}),
    ],
)
def test_a_workbook_with_a_case_added_is_the_one_made_with_that_case(
    rows: list[str], keywords: dict[str, Any], tmp_path: Path
) -> None:
    whole, path = made(tmp_path / "a", rows, **keywords), made(tmp_path / "b", rows[:-1], **keywords)

    added = sheetnet.add(path, data=table(tmp_path / "new.csv", rows[-1:]))

    assert seen(path) == seen(whole)
    assert (added.rows, added.cases) == ((5 + len(rows),), len(rows))
    assert added.after == pytest.approx(sheetnet.show(whole)["E"], rel=1e-12)
    assert not [failure for one in sheetnet.check(path, recalculate=True) for failure in one.failures]


def test_a_case_more_than_sheet_network_has_room_for_is_counted_and_told(tmp_path: Path) -> None:
    path = made(tmp_path / "a", XOR, network="2-2-1")

    listed = sheetnet.add(path, data=table(tmp_path / "new.csv", XOR[:2]))
    more = sheetnet.add(path, data=table(tmp_path / "new.csv", XOR[:1]))

    assert [listed.warnings, more.warnings] == [
        (),
        ("sheet Network lists the first 7 cases; the drawing shows each of the 8 by its number",),
    ]
    sheet = load_workbook(path)["Network"]
    numbers = [sheet.cell(row, 2).value for row in range(31, 39)]
    assert numbers == [*(f"=Data!A{row}" for row in range(6, 13)), None]
    assert "INDEX(Data!$D$6:$D$13,$G$3)" in [
        str(cell.value).removeprefix("=") for row in sheet["B5:I28"] for cell in row
    ]


@pytest.fixture
def book(shared: Path, tmp_path: Path) -> Path:
    trained = once(
        shared / "adding" / "book.xlsx",
        lambda path: sheetnet.train(made(path.with_name("new"), ROWS), output=path),
    )
    return Path(shutil.copy(trained, tmp_path / "book.xlsx"))


def cells(path: Path, name: str) -> list[list[Any]]:
    grid = sheetnet.open(path)
    return grid.read(find(grid)[name])


def test_what_was_learned_and_its_history_stay_and_a_lamp_says_that_e_is_another(book: Path) -> None:
    current, trace = cells(book, "current"), load_workbook(book)["Trace"]["B36"].value

    added = sheetnet.add(book, data=table(book.with_name("new.csv"), ["0.4,0.5,y"]))

    assert cells(book, "current") == current
    assert load_workbook(book)["Trace"]["B36"].value == trace == pytest.approx(added.before)
    lit = {lamp["key"] for lamp in sheetnet.show(book)["lamps"] if lamp["lit"]}
    assert "disagree" in lit


def test_the_drawing_in_the_box_becomes_a_case(tmp_path: Path) -> None:
    path = made(tmp_path / "p", PICTURES[:-1], pixels="2x2")
    box = find(sheetnet.open(path))["play_box"]
    write_cells(
        path, {box.part(row, column).absolute(): "x" if row == column else None for row in (0, 1) for column in (0, 1)}
    )

    sheetnet.add(path, label="r")

    assert cells(path, "images")[-1] == [1, 0, 0, 1]
    assert cells(path, "labels")[-1] == ["r"]
    assert cells(path, "targets")[-1] == [0, 1]


def test_rows_typed_below_the_last_case_are_counted_afterwards(book: Path) -> None:
    write_cells(book, {"Data!D12": 0.5, "Data!E12": 0.25, "Data!B12": "y"})

    added = sheetnet.add(book, typed=True, training=False)

    assert (added.rows, added.labels, added.training) == ((12,), ("y",), False)
    assert cells(book, "images")[-1] == [0.5, 0.25]
    assert cells(book, "training")[-1] == [0]
    assert sheetnet.train(book, iterations=1).before.loss == pytest.approx(
        sheetnet.train(book, iterations=1).before.loss
    )


def test_a_row_of_a_scaled_table_is_typed_as_it_was_measured(tmp_path: Path) -> None:
    path = made(tmp_path / "a", ROWS, scaling="standard", plain=True)
    shifts, scales = zip(*((row[0], row[1]) for row in cells(path, "input_scaling")), strict=True)
    write_cells(path, {"Data!D12": 0.5, "Data!E12": 0.25, "Data!B12": "y"})

    (warning,) = sheetnet.train(path, iterations=1).warnings
    sheetnet.add(path, typed=True)

    assert warning.startswith("row 12 of Data looks like a case and is not counted")
    assert cells(path, "input_measured")[-1] == [0.5, 0.25]
    assert cells(path, "images")[-1] == [(0.5 - shifts[0]) / scales[0], (0.25 - shifts[1]) / scales[1]]
    assert load_workbook(path)["Data"]["F12"].value == "=(D12-Scaling!$C$6)/Scaling!$D$6"
    assert not [failure for one in sheetnet.check(path, recalculate=True) for failure in one.failures]


def test_rows_of_a_table_and_scaled_cells_of_the_workbook_come_as_they_were_measured(tmp_path: Path) -> None:
    path = made(tmp_path / "a", ROWS, scaling="standard", plain=True)

    sheetnet.add(path, data=table(tmp_path / "new.csv", ["0.4,0.6,x"]))
    sheetnet.add(path, data="Data!F6:G6", label="x")

    assert cells(path, "input_measured")[-2] == [0.4, 0.6]
    assert cells(path, "input_measured")[-1] == pytest.approx([0.1, 0.9], rel=1e-12)


def test_formulas_of_the_users_own_follow_and_stay(book: Path) -> None:
    opened = load_workbook(book)
    opened["Data"]["Z1"] = '=AVERAGE(D6:D11)&"D6:D11"'
    opened.create_sheet("Mine")["A1"] = "=SUM(Data!$D$6:$E$11)+Data!D6"
    opened.save(book)
    sheetnet.train(book)

    sheetnet.add(book, data=table(book.with_name("new.csv"), ["0.4,0.5,y"]))

    after = load_workbook(book)
    assert after["Data"]["Z1"].value == '=AVERAGE(D6:D12)&"D6:D11"'
    assert after["Mine"]["A1"].value == "=SUM(Data!$D$6:$E$12)+Data!D6"


def _no_room(path: Path) -> None:
    write_cells(path, {"Data!D12": 1})


def _own_formula(path: Path) -> None:
    opened = load_workbook(path)
    opened["Calc"]["C11"] = "=1+1"
    opened.save(path)


def _empty_box(path: Path) -> None:
    box = find(sheetnet.open(path))["play_box"]
    write_cells(path, {Area(box.sheet, row, column, row, column).absolute(): None for row, column in box.cells()})


@pytest.mark.few(3)
@pytest.mark.parametrize(
    ("given", "before", "message"),
    [
        ({"data": ["0.4,0.5,z"]}, None, r"no class is called 'z'.*; the classes are x, y"),
        ({"data": ["0.4,0.5"], "label": None}, None, r"expected a label for the new case; --label with one of x, y"),
        ({"data": ["0.4,0.5,0.6,y"]}, None, r"expected 2 columns"),
        ({"label": "x"}, _empty_box, r"expected a drawing in the box, found none"),
        ({"typed": True}, None, r"Data!D12: expected a case, 2 numbers, in the row below the last one, found none"),
        ({"data": ["0.4,0.5,y"]}, _no_room, r"Data!D12: the new case needs this cell"),
        ({"data": ["0.4,0.5,y"]}, _own_formula, r"Calc!C11: the formula 1\+1 of the last case is your own"),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_changes(
    given: dict[str, Any], before: Callable[[Path], None] | None, message: str, book: Path, tmp_path: Path
) -> None:
    if before:
        before(book)
    if "data" in given:
        lines = given["data"]
        (tmp_path / "new.csv").write_text("\n".join(lines) + "\n")
        given = given | {"data": tmp_path / "new.csv"}
    content = book.read_bytes()

    with pytest.raises(SheetnetError, match=message):
        sheetnet.add(book, **given)

    assert book.read_bytes() == content


def test_undo_brings_back_the_workbook_without_the_case(book: Path) -> None:
    content = shutil.copy(book, book.with_name("before.xlsx")).read_bytes()
    sheetnet.add(book, data=table(book.with_name("new.csv"), ["0.4,0.5,y"]))

    sheetnet.undo(book)

    assert book.read_bytes() == content
