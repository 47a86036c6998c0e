"""Rows to predict: their columns by heading or by position, their labels, and what is left out."""

from pathlib import Path

import pytest

from sheetnet.errors import SheetnetError
from sheetnet.sheet.grid import MemoryGrid
from sheetnet.sheet.tables.rows import Inputs, read_inputs

NAMES = ("width", "height")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new.csv"


def inputs(path: Path, text: str, names: tuple[str, ...] = NAMES, classes: tuple[str, ...] = ("cat", "dog")) -> Inputs:
    path.write_text(text, encoding="utf-8")
    return read_inputs(path, names, classes)


# by position


@pytest.mark.parametrize(
    ("text", "places", "labels"),
    [
        ("1,2\n3,4\n", ("line 1", "line 2"), ()),
        ("1,2,cat\n3,4,7\n", ("line 1", "line 2"), ("cat", "7")),
        ("width,height\n1,2\n\n3,4\n", ("line 2", "line 4"), ()),
        ("width,height,kind\n1,2,cat\n3,4,dog\n", ("line 2", "line 3"), ("cat", "dog")),
        ("width,height,kind\n1,2,cow\n3,4,ox\n", ("line 2", "line 3"), ("cow", "ox")),
    ],
)
def test_rows_with_and_without_header_and_labels(
    path: Path, text: str, places: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    found = inputs(path, text)

    assert found.x.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert (found.places, found.labels, found.notes) == (places, labels, ())


def test_inputs_that_never_had_names_are_taken_by_position(path: Path) -> None:
    found = inputs(path, "a,b,kind\n1,2,cat\n3,4,dog\n", ("x1", "x2"))

    assert (found.x.tolist(), found.labels) == ([[1.0, 2.0], [3.0, 4.0]], ("cat", "dog"))


@pytest.mark.parametrize("again", ["width", "WIDTH", " height ", "Height"])
def test_an_input_that_stands_twice_is_left_out_and_said_not_taken_for_a_label(path: Path, again: str) -> None:
    found = inputs(path, f"width,height,{again}\n1,2,1\n3,4,3\n")

    assert (found.x.tolist(), found.labels) == ([[1.0, 2.0], [3.0, 4.0]], ())
    assert found.notes == (f"new.csv: column left out: '{again.strip()}'",)


def test_a_column_without_heading_has_the_name_that_the_workbook_gave_it(path: Path) -> None:
    assert inputs(path, "a,\n1,2\n3,4\n", ("a", "x2")).x.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_rows_of_the_open_workbook_are_named_by_their_cells() -> None:
    grid = MemoryGrid({"New": {(3, 2): "a", (3, 3): "b", (4, 2): 1.0, (4, 3): 2.0, (6, 2): 3.0, (6, 3): 4.0}})

    found = read_inputs("New!A1:T9", ("b", "a"), (), grid)

    assert found.x.tolist() == [[2.0, 1.0], [4.0, 3.0]]
    assert found.places == ("New!B4:C4", "New!B6:C6")


# by heading


@pytest.mark.parametrize(
    ("text", "labels", "out"),
    [
        ("height,width,kind\n2,1,cat\n4,3,dog\n", ("cat", "dog"), ""),
        ("kind,height,width\ncat,2,1\ndog,4,3\n", ("cat", "dog"), ""),
        ("id,width,height\n7,1,2\n8,3,4\n", (), "column left out: 'id'"),
        ("id,width,height,kind\n7,1,2,cat\n8,3,4,dog\n", ("cat", "dog"), "column left out: 'id'"),
        ("width,depth,note,height\n1,9,new,2\n3,9,old,4\n", (), "columns left out: 'depth', 'note'"),
        (" WIDTH ,Height\n1,2\n3,4\n", (), ""),
        ("width\u00a0,height\u200b\n1,2\n3,4\n", (), ""),
        (",width,height\n0,1,2\n1,3,4\n", (), "column left out: #1"),
        ("Unnamed: 0,height,width,kind\n5,2,1,dog\n3,4,3,dog\n", ("dog", "dog"), "column left out: 'Unnamed: 0'"),
        ("height,width,was,kind\n2,1,cat,cat\n4,3,dog,cat\n", (), "columns left out: 'was', 'kind'"),
    ],
)
def test_columns_are_taken_by_their_headings_and_what_is_left_out_is_told(
    path: Path, text: str, labels: tuple[str, ...], out: str
) -> None:
    found = inputs(path, text)

    assert found.x.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert found.labels == labels
    assert found.notes == ((f"new.csv: {out}",) if out else ())


def test_a_heading_with_an_accent_is_found_however_it_is_composed(path: Path) -> None:
    assert inputs(path, "cle\u0301,Ho\u0308he\n1,2\n", ("höhe", "clé")).x.tolist() == [[2.0, 1.0]]


def test_two_inputs_of_one_name_stand_in_their_order_or_not_at_all(path: Path) -> None:
    assert inputs(path, "a,a\n1,2\n", ("a", "a")).x.tolist() == [[1.0, 2.0]]
    with pytest.raises(SheetnetError, match=r"^new\.csv: line 1: expected one column 'a', found 2$"):
        inputs(path, "b,a,a\n1,2,3\n", ("a", "b"))


def test_names_that_differ_in_capitals_alone_are_two_wherever_they_stand(path: Path) -> None:
    for text in ("t,T\n1,2\n", "T,t\n2,1\n", "id,T,t\n7,2,1\n"):
        assert inputs(path, text, ("t", "T")).x.tolist() == [[1.0, 2.0]], text


def test_an_index_in_front_of_rows_without_names_is_left_out(path: Path) -> None:
    found = inputs(path, ",0,1\n0,1.5,2.5\n1,3.5,4.5\n", ("x1", "x2"))

    assert found.x.tolist() == [[1.5, 2.5], [3.5, 4.5]]
    assert found.notes == (
        "new.csv: line 1: ,0,1 is taken as a heading, as pandas writes it, not as a case",
        "new.csv: column left out: #1",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,3,4\n", "new.csv: line 1: expected 2 columns, one for each input, or a label more, found 4"),
        ("1\n", "new.csv: line 1: expected 2 columns, one for each input, or a label more, found 1"),
        ("width,height\n", "new.csv: expected at least one row of numbers below the header, found none"),
        ("1,2\n3,4,5\n", "new.csv: line 2: expected 2 columns, found 3"),
        ("1,2\n3,x\n", 'new.csv: line 2, column 2: expected a number, found text "x"'),
        ("1,2,a\n3,4,\n", "new.csv: line 2, column 3: expected a label, found an empty field"),
        ("", "new.csv: expected a table of numbers, found an empty file"),
        (
            "width,hight\n1,2\n",
            "new.csv: line 1: expected a column 'height', found none - did you mean 'hight'?; "
            "name them as the workbook names its inputs, or leave the heading out to take columns by position",
        ),
        (
            "a,b,kind\n1,2,cat\n",
            "new.csv: line 1: expected columns 'width', 'height', found none; "
            "name them as the workbook names its inputs, or leave the heading out to take columns by position",
        ),
    ],
)
def test_rows_that_do_not_fit_are_refused_in_one_line(path: Path, text: str, message: str) -> None:
    with pytest.raises(SheetnetError) as error:
        inputs(path, text)

    assert str(error.value) == message
