"""What a new workbook looks like, as far as a test can say it; the rest is looked at as pictures."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

import sheetnet

IRIS = "sepal length in cm,sepal width,petal length,petal width,species\n" + "".join(
    f"{5 + n},{3 + n / 10},1.4,0.2,{name}\n"
    for n, name in enumerate(("Iris setosa of the northern alps", "Iris versicolor", "virginica") * 2)
)


@pytest.fixture
def iris(tmp_path: Path) -> Path:
    (tmp_path / "iris.csv").write_text(IRIS)
    sheetnet.new(tmp_path / "iris.xlsx", network="4-5-3", data=tmp_path / "iris.csv")
    return tmp_path / "iris.xlsx"


def texts(path: Path, sheet: str) -> str:
    cells = [cell.value for row in load_workbook(path)[sheet].iter_rows() for cell in row]
    return "\n".join(cell for cell in cells if isinstance(cell, str))


def test_the_columns_that_training_adds_have_the_look_of_the_others(letters: Path) -> None:
    sheetnet.train(letters, iterations=3, trace="all")

    sheet = load_workbook(letters)["Trace"]
    last = sheet.max_column
    assert last == 17 + 79 + 79 + 7
    for column in (18, 97, last):
        number, unit, name = (sheet.cell(row, column) for row in (7, 4, 5))
        assert number.number_format == "[>=0.001]0.0000;[<=-0.001]-0.0000;0.0E+00"
        assert unit.font.b
        assert name.font.b
        assert name.alignment.horizontal == "right"


def test_gradients_and_unit_errors_show_digits_however_small(letters: Path) -> None:
    book = load_workbook(letters)

    for cell in (book["BP"]["C38"], book["Calc"]["R6"], book["Calc"]["V6"]):
        assert "E+00" in cell.number_format


def test_words_have_room(iris: Path) -> None:
    book = load_workbook(iris)

    data = book["Data"]
    for column in range(2, data.max_column + 1):
        head = data.cell(5, column)
        width = data.column_dimensions[get_column_letter(column)].width
        assert head.alignment.wrap_text or len(str(head.value)) <= width
    assert data.column_dimensions["B"].width >= 22
    assert book["BP"].column_dimensions["B"].width >= 8 + 22


def test_a_printed_page_holds_its_columns_and_a_trace_fills_no_book(letters: Path) -> None:
    book = load_workbook(letters)

    assert all(sheet.page_setup.fitToWidth == 1 and sheet.page_setup.fitToHeight == 0 for sheet in book)
    assert book["Guide"].column_dimensions["A"].width < 90
    assert book["Trace"].print_area == "'Trace'!$A$1:$P$106"
    assert [one.id for one in book["BP"].row_breaks.brk] == [35, 58, 88]


def test_only_the_letters_speak_of_pictures(letters: Path, iris: Path) -> None:
    assert "Change a pixel" in texts(letters, "Guide")
    assert "picture" in texts(letters, "BP")
    for sheet in ("Guide", "BP"):
        assert "picture" not in texts(iris, sheet)
        assert "pixel" not in texts(iris, sheet)


def test_a_file_name_with_a_space_is_quoted_in_the_guide(tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "my book.xlsx")

    assert 'sheetnet train "my book.xlsx"' in texts(tmp_path / "my book.xlsx", "Guide")


def test_every_label_is_japanese_in_a_japanese_workbook(tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "ja.xlsx", lang="ja")

    assert "正解率" in texts(tmp_path / "ja.xlsx", "BP")
    assert "正解率" in texts(tmp_path / "ja.xlsx", "Trace")
    assert "accuracy" not in texts(tmp_path / "ja.xlsx", "Trace")
