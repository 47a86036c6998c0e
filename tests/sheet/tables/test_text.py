"""Data from a CSV file, and the exact words for what is wrong with it."""

import csv
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetnet.errors import SheetnetError
from sheetnet.sheet.tables import Table, letters, read_table


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.csv"


def table(path: Path, text: str, inputs: int = 2, outputs: int = 2) -> Table:
    path.write_bytes(text.encode())
    return read_table(path, inputs, outputs)


# the letters


def test_the_letters_are_the_file_that_comes_with_the_package() -> None:
    with files("sheetnet").joinpath("data", "aple_train.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    found = letters()

    assert found.feature_names == tuple(f"p{n:02}" for n in range(1, 21))
    assert found.classes == ("A", "P", "L", "E")
    assert list(found.labels) == [row["label"] for row in rows]
    assert [list(map(int, pixels)) for pixels in found.features.tolist()] == [
        [int(row[name]) for name in found.feature_names] for row in rows
    ]
    assert [
        dict(zip(found.classes, case, strict=True))[row["label"]]
        for case, row in zip(found.targets.tolist(), rows, strict=True)
    ] == [1.0] * len(rows)
    assert all(found.targets.sum(axis=1) == 1.0)


def test_there_are_32_pictures_of_each_letter_and_no_two_alike() -> None:
    found = letters()

    assert {letter: found.labels.count(letter) for letter in "APLE"} == dict.fromkeys("APLE", 32)
    assert len(set(map(tuple, found.features.tolist()))) == 128
    assert {value for pixels in found.features.tolist() for value in pixels} == {0.0, 1.0}


# tables


def test_labels_become_outputs_in_sorted_order(path: Path) -> None:
    found = table(path, "1,2,b\n3,4,a\n5,6,b\n")

    assert found.features.tolist() == [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    assert found.labels == ("b", "a", "b")
    assert found.classes == ("a", "b")
    assert found.targets.tolist() == [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]


def test_labels_that_are_numbers_are_sorted_as_numbers(path: Path) -> None:
    found = table(path, "".join(f"0,0,{label}\n" for label in ("10", "9", "2")), outputs=3)

    assert found.classes == (2.0, 9.0, 10.0)
    assert found.targets.tolist() == [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]


def test_a_column_for_each_output_is_its_target(path: Path) -> None:
    found = table(path, "1,2,0,1\n3,4,0.25,0.75\n")

    assert found.targets.tolist() == [[0.0, 1.0], [0.25, 0.75]]
    assert found.labels == ()
    assert found.classes == ("t1", "t2")
    assert found.feature_names == ("x1", "x2")


def test_a_single_output_takes_the_last_column_as_a_target(path: Path) -> None:
    assert table(path, "0,1,1\n1,1,0\n", outputs=1).targets.tolist() == [[1.0], [0.0]]


def test_a_first_line_without_numbers_names_the_columns(path: Path) -> None:
    found = table(path, " width , height,yes,no\n1,2,0,1\n")

    assert found.feature_names == ("width", "height")
    assert found.classes == ("yes", "no")
    assert found.features.tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    "text", ["1,2,0,1\r\n3,4,1,0\r\n", "\ufeff1,2,0,1\n3,4,1,0", '"1","2",0,1\n\n , ,,\n3, 4 ,1,0\n\n']
)
def test_line_ends_quotes_blank_lines_and_a_byte_order_mark_do_not_matter(text: str, path: Path) -> None:
    found = table(path, text)

    assert found.features.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert found.targets.tolist() == [[0.0, 1.0], [1.0, 0.0]]


def test_headers_and_labels_may_be_japanese(path: Path) -> None:
    found = table(path, "幅,高さ,種類\n1,2,猫\n3,4,犬\n")

    assert found.feature_names == ("幅", "高さ")
    assert set(found.classes) == {"猫", "犬"}


@given(
    st.lists(
        st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 2, st.floats(0, 1)), min_size=1, max_size=5
    )
)
@settings(deadline=None)
def test_numbers_are_read_bit_for_bit(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[float, ...]]) -> None:
    path = tmp_path_factory.mktemp("csv") / "data.csv"

    found = table(path, "".join(",".join(map(repr, row)) + "\n" for row in rows), outputs=1)

    assert [(*x, *t) for x, t in zip(found.features.tolist(), found.targets.tolist(), strict=True)] == rows
    assert str(found.features.tolist()) == str([list(row[:2]) for row in rows])


# what is wrong with it


THREE_OR_FOUR = "expected 2 features and then a label or 2 target columns, that is 3 or 4 columns"
SCALE = "use --head identity+squared --scaling standard --reduction mean, which reaches every number"
OUT_OF_REACH = "expected a target between 0 and 1, which a sigmoid output can reach, found"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "data.csv: expected a table of numbers, found an empty file"),
        ("\n , \n", "data.csv: expected a table of numbers, found an empty file"),
        ("a,b,c\n", "data.csv: expected at least one line of numbers below the header, found none"),
        (
            "1,2\n",
            f"data.csv: line 1: {THREE_OR_FOUR}, found 2 columns",
        ),
        (
            "a,b,c\n1,2,3,4,5\n",
            f"data.csv: line 2: {THREE_OR_FOUR}, found 5 columns",
        ),
        ("1,2,a\n\n1,2\n", "data.csv: line 3: expected 3 columns, found 2"),
        ("1,2,a\n1,2,a,\n", "data.csv: line 2: expected 3 columns, found 4"),
        ("1,2,a\n1,2,\n", "data.csv: line 2, column 3: expected a label, found an empty field"),
        ("a,b,c,d\n1,2,a\n1,2,b\n", "data.csv: line 1: expected 3 columns, found 4"),
        ("PK\3\4", "data.csv: this is a workbook, expected a CSV file; save the sheet as 'CSV UTF-8' in Excel"),
        ("1,2,a\n1,x,b\n", 'data.csv: line 2, column 2: expected a number, found text "x"'),
        ("1,2,a\n1,,b\n", "data.csv: line 2, column 2: expected a number, found an empty field"),
        ("1,2,a\n1, ,b\n", "data.csv: line 2, column 2: expected a number, found an empty field"),
        ("1,2,a\nnan,1,b\n", 'data.csv: line 2, column 1: expected a number, found text "nan"'),
        ("1,2,a\n1,1e999,b\n", 'data.csv: line 2, column 2: expected a number, found text "1e999"'),
        ("1,2,a\n1_000,1,b\n", 'data.csv: line 2, column 1: expected a number, found text "1_000"'),
        ("1_000,1,0,1\n", 'data.csv: line 1, column 1: expected a number, found text "1_000"'),
        ("1,2,0,1\n1,nan,0,1\n", 'data.csv: line 2, column 2: expected a number, found text "nan"'),
        ("1,2,0,1\n-inf,2,0,1\n", 'data.csv: line 2, column 1: expected a number, found text "-inf"'),
        ('1,2,"a\tb"\n', "data.csv: line 1, column 3: expected a number or a word, found a control character"),
        ("1,2,0,1\n1,2,0,x\n", 'data.csv: line 2, column 4: expected a number, found text "x"'),
        (
            "1,2,a\n",
            "data.csv: the label column has 1 different label (a), and the network 2 outputs; use 1 output",
        ),
        (
            "1,2,a\n1,2,b\n1,2,c\n",
            "data.csv: the label column has 3 different labels (a, b, c), and the network 2 outputs; use 3 outputs",
        ),
        ("1,2,0,1\n1,2,0,1.5\n", f"data.csv: line 2, column 4: {OUT_OF_REACH} 1.5; {SCALE}"),
        ("1,2,-1,0\n", f"data.csv: line 1, column 3: {OUT_OF_REACH} -1; {SCALE}"),
    ],
)
def test_a_table_that_fits_no_network_is_refused_in_one_line(text: str, message: str, path: Path) -> None:
    with pytest.raises(SheetnetError) as error:
        table(path, text)

    assert str(error.value) == message


def test_one_output_wants_one_target_column(path: Path) -> None:
    with pytest.raises(SheetnetError) as error:
        table(path, "1,2\n", outputs=1)

    assert str(error.value) == (
        "data.csv: line 1: expected 2 features and then 1 target column, that is 3 columns, found 2 columns"
    )


def test_a_file_that_is_not_there(path: Path) -> None:
    with pytest.raises(SheetnetError, match=r"^data\.csv: no such file$"):
        read_table(path, 2, 2)


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(SheetnetError, match=r": this is a folder, expected a CSV file$"):
        read_table(tmp_path, 2, 2)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no file without end")
def test_a_device_is_no_table() -> None:
    with pytest.raises(SheetnetError, match=r"^zero: this is no file with data in it$"):
        read_table("/dev/zero", 2, 2)


@pytest.mark.parametrize(
    "text", ["a;b;c\n1,5;2;x\n-3;4e-1;y\n", "a\tb\tc\n1.5\t2\tx\n-3\t0.4\ty\n", "a,b,c,\n1.5,2,x,\n-3,0.4,y,\n"]
)
def test_what_excel_writes_in_other_countries_is_read(text: str, path: Path) -> None:
    """Semicolons with decimal commas, tabs, and commas at the end of every line."""
    found = table(path, text)

    assert found.features.tolist() == [[1.5, 2.0], [-3.0, 0.4]]
    assert found.labels == ("x", "y")


def test_a_heading_that_breaks_its_line_has_a_blank_there(path: Path) -> None:
    """Alt and Enter in a cell of Excel; the line of an error is still the one that an editor shows."""
    found = table(path, '"width \nin cm",height,"the\r\nkind"\n1,2,"ant\nlion"\n3,4,bee\n')

    assert found.feature_names == ("width in cm", "height")
    assert found.labels == ("ant lion", "bee")
    with pytest.raises(SheetnetError, match=r'^data.csv: line 3, column 2: expected a number, found text "x"$'):
        table(path, '"width\nin cm",height,kind\n1,x,ant\n3,4,bee\n')


def test_unicode_text_of_excel_is_read(path: Path) -> None:
    path.write_bytes("幅\t高さ\t種類\n1\t2\t猫\n3\t4\t犬\n".encode("utf-16"))

    assert set(read_table(path, 2, 2).classes) == {"猫", "犬"}


def test_words_for_one_output_ask_for_more_outputs(path: Path) -> None:
    with pytest.raises(SheetnetError) as error:
        table(path, "0,0,no\n0,1,yes\n1,1,no\n", outputs=1)

    assert str(error.value) == (
        "data.csv: the last column has 2 different labels, and the network 1 output; use 2 outputs"
    )
