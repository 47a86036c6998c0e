"""What the caller says of a table beyond its sizes: bounds of the targets, and a column for the split."""

from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any

import pytest

from sheetnet.errors import SheetnetError
from sheetnet.sheet.tables import Table, read_table


def table(folder: Path, text: str, inputs: int | None = 2, outputs: int | None = 1, **more: Any) -> Table:
    path = folder / "data.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, inputs, outputs, **more)


def message(folder: Path, text: str, inputs: int | None = 2, outputs: int | None = 1, **more: Any) -> str:
    with pytest.raises(SheetnetError) as error:
        table(folder, text, inputs, outputs, **more)
    return str(error.value)


def test_targets_that_the_output_can_reach_are_taken(tmp_path: Path) -> None:
    assert table(tmp_path, "1,2,-7.5\n3,4,1e9\n", lowest=-inf, highest=inf).targets.tolist() == [[-7.5], [1e9]]
    assert table(tmp_path, "1,2,-1\n3,4,1\n", lowest=-1, highest=1).targets.tolist() == [[-1.0], [1.0]]


def test_a_target_beyond_the_bounds_is_named_with_them(tmp_path: Path) -> None:
    assert message(tmp_path, "1,2,0\n3,4,-1.5\n", lowest=-1, highest=1) == (
        "data.csv: line 2, column 3: expected a target between -1 and 1, which the output can reach, found -1.5; "
        "use --head identity+squared --scaling standard --reduction mean, which reaches every number"
    )


@pytest.mark.parametrize(
    ("targets", "shown", "classes"),
    [
        ("121212", "2 different whole numbers (1, 2)", "2 outputs"),
        ("022022", "2 different whole numbers (0, 2)", "2 outputs"),
        ("357357", "3 different whole numbers (3, 5, 7)", "3 outputs"),
        (("-1", "1") * 3, "2 different whole numbers (-1, 1)", "2 outputs or, for one output, --head tanh+squared"),
    ],
)
def test_a_few_whole_numbers_out_of_reach_may_be_classes(
    targets: Sequence[str], shown: str, classes: str, tmp_path: Path
) -> None:
    text = "".join(f"{row},1,{target}\n" for row, target in enumerate(targets))

    told = message(tmp_path, text)

    assert f"the last column has {shown}, and a single output reaches 0 to 1; " in told
    assert f"if they are classes, use {classes}; " in told
    assert told.endswith("if they are amounts, use --head identity+squared --scaling standard --reduction mean")


@pytest.mark.parametrize("targets", ["0.5,1.5,2.5,3.5,4.5,5.5", "1,2,3,4,5,6", "2,1,1.5,2,1,2"])
def test_many_numbers_out_of_reach_are_amounts(targets: str, tmp_path: Path) -> None:
    text = "".join(f"{row},1,{target}\n" for row, target in enumerate(targets.split(",")))

    assert "use --head identity+squared --scaling standard --reduction mean, which reaches every number" in message(
        tmp_path, text
    )


def test_the_table_says_how_many_inputs_and_outputs_there_are(tmp_path: Path) -> None:
    words = table(tmp_path, "1,2,3,b\n4,5,6,a\n", None, None)
    digits = table(tmp_path, "1,2,3,7\n4,5,6,9\n7,8,9,8\n", None, None)
    target = table(tmp_path, "1,2,3,0.5\n4,5,6,1\n", None, None)
    regression = table(tmp_path, "1,2,3,7\n4,5,6,9\n", None, None, lowest=-inf, highest=inf)
    two = table(tmp_path, "1,2,3,0\n4,5,6,1\n", 2, None, lowest=-inf, highest=inf)

    assert [one.features.shape for one in (words, digits, target, regression, two)] == [
        (2, 3),
        (3, 3),
        (2, 3),
        (2, 3),
        (2, 2),
    ]
    assert words.classes == ("a", "b")
    assert digits.classes == (7.0, 8.0, 9.0)
    assert target.targets.tolist() == [[0.5], [1.0]]
    assert regression.targets.tolist() == [[7.0], [9.0]]
    assert two.targets.tolist() == [[3.0, 0.0], [6.0, 1.0]]


def test_a_table_too_narrow_for_what_is_known_says_what_was_expected(tmp_path: Path) -> None:
    assert message(tmp_path, "1,2\n", 2, None) == (
        "data.csv: line 1: expected 2 features and then a label or target columns, that is at least 3 columns, "
        "found 2 columns"
    )


@pytest.mark.parametrize(
    "text",
    [
        "a,set,b,t\n1,train,2,0\n3,test,4,1\n5,Training,6,1\n",
        "SET,a,b,t\n1,1,2,0\n0,3,4,1\n1,5,6,1\n",
        "a,b,t,Set\n1,2,0,TRUE\n3,4,1,false\n5,6,1,true\n",
    ],
)
def test_a_column_says_which_cases_are_for_training(tmp_path: Path, text: str) -> None:
    found = table(tmp_path, text, split_column="set")

    assert found.training == (1, 0, 1)
    assert found.feature_names == ("a", "b")
    assert found.features.tolist() == [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    assert found.targets.tolist() == [[0.0], [1.0], [1.0]]
    assert found.classes == ("t",)


def test_without_such_a_column_all_cases_are_for_training(tmp_path: Path) -> None:
    assert table(tmp_path, "1,2,0\n").training == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,2,0,1\n", "data.csv: line 1: expected a header with a column 'set', found none"),
        ("a,b,t,sets\n1,2,0,1\n", "data.csv: line 1: expected one column 'set', found none - did you mean 'sets'?"),
        ("a,b,set,set\n1,2,0,1\n", "data.csv: line 1: expected one column 'set', found two of them"),
        (
            "a,b,t,set\n1,2,0,train\n1,2,0,later\n",
            'data.csv: line 3, column 4: expected train or test, or 1 or 0, found text "later"',
        ),
        (
            "a,b,t,set\n1,2,0,\n1,2,0,2\n",
            "data.csv: line 2, column 4: expected train or test, or 1 or 0, found an empty field",
        ),
        ("a,b,t,set\n1,2,0,2\n", "data.csv: line 2, column 4: expected train or test, or 1 or 0, found 2"),
        ("a,b,t,set\n1,2,0,test\n", "data.csv: line 2, column 4: expected at least one training case, found none"),
    ],
)
def test_a_split_that_says_nothing_sensible_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    assert message(tmp_path, text, split_column="set") == expected
