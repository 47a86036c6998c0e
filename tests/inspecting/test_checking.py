import pytest

from sheetnet.errors import SheetnetError
from sheetnet.inspecting.checking import check, inspect
from sheetnet.inspecting.wording import sentence
from sheetnet.sheet.cells import Area, Unsaved
from sheetnet.sheet.grid import MemoryGrid
from tests.inspecting.books import SHEET, Book, a1, book, span


def named(made: Book) -> dict[str, list[str]]:
    """Loss, parameters and gradients of a block workbook as options name them."""
    ranges = {"parameters": ["w1", "w2"], "gradients": ["gw1", "gw2"]}
    found = {}
    for option, roles in ranges.items():
        lines = [line[: len(made.roles[f"gw{role[-1]}"][0])] for role in roles for line in made.roles[role]]
        found[option] = [f"{SHEET}!{span(line)}" for line in lines]
    return found


def test_what_the_options_name_is_checked_and_nothing_else() -> None:
    made = book("3-2-1", "block")

    outcome = check(made.grid(), f"{SHEET}!E1", **named(made))

    assert outcome.agrees
    assert [one.cells for one in outcome.checked] == [3 * 2 + 2]


def test_the_loss_may_be_a_formula_that_stands_in_no_cell() -> None:
    made = book("3-2-1", "block")
    errors = [at for line in made.roles["e"] for at in line]

    right = check(made.grid(), f"=SUM({span(errors)})", **named(made))
    twice = check(made.grid(), f"=2*SUM({span(errors)})", **named(made))

    assert right.agrees
    assert twice.checked[0].factor == pytest.approx(0.5)


def test_gradients_may_lie_transposed() -> None:
    made = book("3-2-1", "arrays")
    corner = made.roles["gw1"][0][0]
    area = made.arrays[corner]
    text = str(made.cells.pop(corner))[1:]
    made.arrays.pop(corner)
    turned = area._replace(top=60, left=2, bottom=60 + area.width - 1, right=2 + area.height - 1)
    made.cells[60, 2], made.arrays[60, 2] = f"=TRANSPOSE({text})", turned
    weights = made.roles["w1"]

    outcome = check(made.grid(), f"{SHEET}!E1", [f"{SHEET}!{span([weights[0][0], weights[-1][-1]])}"], [str(turned)])

    assert outcome.agrees


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "no gradients of a loss were found"),
        ({"loss": "S!A1", "parameters": ["S!A2"]}, "--parameters together with --gradients"),
        ({"loss": "S!A9", "parameters": ["S!A2"], "gradients": ["S!A3"]}, "expected a number for the loss"),
        ({"loss": "S!B1", "parameters": ["S!A2"], "gradients": ["S!A3"]}, "expected a number for the loss"),
        ({"loss": "S!A1", "parameters": ["S!A2:A3"], "gradients": ["S!A3"]}, "in the shape of the parameters"),
        ({"loss": "S!A1", "parameters": ["S!A4"], "gradients": ["S!A3"]}, "no formula leads from S!A4"),
        ({"loss": "S!A1", "parameters": ["S!A6"], "gradients": ["S!A3"]}, "expected a number for a parameter"),
        ({"loss": "S!A2", "parameters": ["S!A4"], "gradients": ["S!A3"]}, "expected a formula for the loss"),
        ({"loss": "S!A7", "parameters": ["S!A2"], "gradients": ["S!A3"]}, "NOTKNOWN"),
        ({"loss": "S!A8", "parameters": ["S!A2"], "gradients": ["S!A3"]}, "depends on itself"),
        ({"loss": "S!B2", "parameters": ["S!A2"], "gradients": ["S!A3"]}, "S!B3: this formula stands between"),
        ({"loss": "=SUM(", "parameters": ["S!A2"], "gradients": ["S!A3"]}, "expected a formula for the loss"),
        ({"loss": "T!A1", "parameters": ["S!A2"], "gradients": ["S!A3"]}, "no sheet 'T'"),
    ],
)
def test_what_cannot_be_checked_is_said_in_one_line(options: dict[str, object], message: str) -> None:
    cells = {
        (1, 1): Unsaved("A2^2"),
        (2, 1): 3.0,
        (3, 1): Unsaved("2*A2"),
        (4, 1): 5.0,
        (6, 1): "weight",
        (7, 1): Unsaved("NOTKNOWN(A2)"),
        (8, 1): Unsaved("A8+A2"),
        (1, 2): Unsaved("1/0"),
        (2, 2): Unsaved("A2*B3"),
        (3, 2): Unsaved("B4+A2"),
        (4, 2): Unsaved("B3*2"),
    }

    with pytest.raises(SheetnetError) as raised:
        check(MemoryGrid({"S": cells}), **options)  # type: ignore[arg-type]

    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_something_that_is_not_understood_elsewhere_is_in_nobodys_way() -> None:
    made = book("3-2-1", "block")
    made.cells[80, 1] = "=NOTKNOWN(A81)"
    made.cells[82, 1] = "=A82+1"

    assert check(made.grid()).agrees


def test_a_workbook_without_learning_has_nothing_in_it() -> None:
    assert inspect(MemoryGrid({"S": {(1, 1): 2.0, (2, 1): Unsaved("A1*3")}})) == []


def test_updates_that_go_up_are_no_descent() -> None:
    made = book("2-2-2", "block")
    for line in made.roles["delta2"]:
        for at in line:
            made.cells[at] = f"=-({str(made.cells[at])[1:]})"

    diagnoses = check(made.grid()).diagnoses

    places = {f"{SHEET}!{a1(at)}" for line in made.roles["delta2"] for at in line}
    assert {cell for one in diagnoses for cell in one.cells} == places


def test_a_text_that_looks_like_a_number_is_named() -> None:
    made = book("2-2-2", "block")
    at = made.roles["x"][1][0]
    made.cells[at] = str(made.cells[at])

    first = check(made.grid()).diagnoses[0]

    assert first.kind == "text_number"
    assert sentence(first).startswith(f"{SHEET}!B14: text that looks like a number")


def test_a_saved_result_that_the_formula_does_not_give_is_out_of_date() -> None:
    made = book("2-1", "block")
    grid = made.grid()
    row, column = made.roles["E"][0][0]
    grid.refresh(Area(SHEET, row, column, row, column), [[123.0]])

    (first,) = check(grid).diagnoses

    assert (first.kind, first.cell, first.found) == ("stale_values", f"{SHEET}!E1", 123.0)


def test_an_error_is_named_where_it_begins() -> None:
    made = book("2-2-2", "block")
    at = made.roles["h1"][2][1]
    made.cells[at] = "=1/0"

    found = {one.kind: one for one in check(made.grid()).diagnoses}

    assert "#DIV/0!" in sentence(found["error_value"])
    assert len(found["error_value"].cells) == 1
