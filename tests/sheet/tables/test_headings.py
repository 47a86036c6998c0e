"""Which first row is a heading, and which first column is an index: as pandas and R write them."""

from pathlib import Path

import pytest

from sheetnet.errors import SheetnetError
from sheetnet.sheet.tables import Table, read_table


def table(folder: Path, text: str, inputs: int | None = 2, outputs: int | None = 2) -> Table:
    path = folder / "data.csv"
    path.write_text(text, encoding="utf-8")
    infinite = float("inf")
    return read_table(path, inputs, outputs, lowest=-infinite, highest=infinite)


def as_pandas() -> str:
    pandas = pytest.importorskip("pandas")
    return str(pandas.DataFrame([[1.5, 2.5, "a"], [3.5, 4.5, "b"]], columns=["w", "h", "kind"]).to_csv())


@pytest.mark.parametrize(
    ("text", "out"),
    [
        (",w,h,kind\n0,1.5,2.5,a\n1,3.5,4.5,b\n", "#1"),
        (",w,h,kind\n17,1.5,2.5,a\n4,3.5,4.5,b\n", ""),
        ("Unnamed: 0,w,h,kind\n17,1.5,2.5,a\n4,3.5,4.5,b\n", "'Unnamed: 0'"),
        ('"","w","h","kind"\n"1",1.5,2.5,"a"\n"2",3.5,4.5,"b"\n', "#1"),
        ('"","w","h","kind"\n"Mazda RX4",1.5,2.5,"a"\n"Datsun 710",3.5,4.5,"b"\n', "#1"),
    ],
)
def test_an_index_in_front_is_left_out_and_told(tmp_path: Path, text: str, out: str) -> None:
    found = table(tmp_path, text, outputs=None)

    assert found.feature_names == ("w", "h")
    assert found.features.tolist() == [[1.5, 2.5], [3.5, 4.5]]
    assert found.labels == ("a", "b")
    shown = out or "#1"
    assert found.notes == (f"data.csv: column left out: {shown}, which counts or names the rows",)


def test_what_pandas_writes_is_read_as_it_was(tmp_path: Path) -> None:
    assert table(tmp_path, as_pandas()).features.tolist() == [[1.5, 2.5], [3.5, 4.5]]


@pytest.mark.parametrize(
    "text",
    [
        ",b,kind\n1.5,2,x\n2.5,4,y\n",  # no whole numbers
        ",b,kind\n5,2,x\n5,4,y\n",  # one of them twice
        ",b,kind\n7,2,x\n3,4,y\n",  # it counts nothing, and without it a column is missing
    ],
)
def test_a_column_that_only_lacks_its_heading_is_a_feature(tmp_path: Path, text: str) -> None:
    found = table(tmp_path, text)

    assert found.feature_names == ("x1", "b")
    assert found.notes == ()


@pytest.mark.parametrize(
    ("text", "names", "classes"),
    [
        ("0,1,2\n1.5,2.5,a\n3.5,4.5,b\n", ("0", "1"), ("a", "b")),
        ("0,1,2\n1.5,2,1\n3.5,4,2\n", ("0", "1"), (1.0, 2.0)),
        ("0,1,target\n1.5,2,a\n3.5,4,b\n", ("0", "1"), ("a", "b")),
        ("0,1,target\n1,2,3\n3,4,4\n", ("0", "1"), (3.0, 4.0)),
        (",0,1,2\n0,1.5,2.5,a\n1,3.5,4.5,b\n", ("0", "1"), ("a", "b")),
        ("Unnamed: 0,0,1,kind\n4,1.5,2.5,a\n9,3.5,4.5,b\n", ("0", "1"), ("a", "b")),
        ("0;1;2\n1,5;2,5;a\n3,5;4,5;b\n", ("0", "1"), ("a", "b")),
    ],
)
def test_the_heading_of_a_table_without_names_is_no_case(
    tmp_path: Path, text: str, names: tuple[str, ...], classes: tuple[str | float, ...]
) -> None:
    found = table(tmp_path, text)

    assert found.feature_names == names
    assert len(found.features) == 2
    assert found.classes == classes
    assert "is taken as a heading, as pandas writes it, not as a case" in found.notes[0]


def test_four_columns_counted_from_0_are_a_heading_whatever_is_below(tmp_path: Path) -> None:
    assert len(table(tmp_path, "0,1,2,3\n1,2,3,0\n4,5,6,1\n", 3).features) == 2


def test_a_case_that_may_be_a_heading_is_told(tmp_path: Path) -> None:
    found = table(tmp_path, "0,1,2\n1,2,3\n2,3,2\n")

    assert found.features.tolist() == [[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]]
    assert found.notes == ("data.csv: line 1: 0,1,2 is taken as a case; if it is pandas' heading, remove that line",)


@pytest.mark.parametrize("text", ["0,1,a\n1,2,b\n3,4,a\n", "1,2,3\n1.5,2.5,4\n", "0,1,0\n0,0,1\n"])
def test_other_first_cases_are_cases_without_a_word(tmp_path: Path, text: str) -> None:
    found = table(tmp_path, text)

    assert len(found.features) == text.count("\n")
    assert found.notes == ()


def test_a_table_too_narrow_without_its_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(SheetnetError) as error:
        table(tmp_path, ",w,h,kind\n0,1.5,2.5,a\n1,3.5,4.5,b\n", 3)

    assert str(error.value) == (
        "data.csv: line 2: expected 3 features and then a label or 2 target columns, that is 4 or 5 columns, found 3 "
        "columns (column left out: #1, which counts or names the rows)"
    )


@pytest.mark.parametrize("first", ["10%,20%", "$1,$2", "(1.5),(2)", "\u200e1.5,\u200e2", "1/2,3/4"])
def test_a_heading_that_may_be_meant_as_numbers_is_told(first: str, tmp_path: Path) -> None:
    found = table(tmp_path, f"{first},a\n5,6,b\n7,8,c\n")

    assert found.labels == ("b", "c")
    assert found.notes == (f"data.csv: line 1: {first} is taken as a heading, not as a case",)


@pytest.mark.parametrize("first", ["400nm,410nm", "x1,x2", "1st,2nd", "10%,height"])
def test_a_heading_with_letters_is_one_without_a_word(first: str, tmp_path: Path) -> None:
    assert table(tmp_path, f"{first},kind\n5,6,b\n7,8,c\n").notes == ()
