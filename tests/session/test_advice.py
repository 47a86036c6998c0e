"""What a run warns of: a learning rate, a start, targets and labels that cannot lead anywhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sheetnet
from sheetnet.errors import SheetnetError
from tests.readers.ironcalc import saved


def test_an_eta_that_is_too_large_is_reported_and_the_result_written(letters: Path) -> None:
    result = sheetnet.train(letters, eta=1.0)

    assert len(result.warnings) == 1
    assert result.warnings[0].startswith(
        "stuck: after 500 iterations every output is near 0 for all cases, E stays at 64"
    )
    assert result.warnings[0].endswith("eta 1 is too large, try 0.05")
    assert saved(letters, "BP", 5, 4) == 500


def test_zeros_as_initial_values_bring_a_warning(tmp_path: Path) -> None:
    result, warnings = sheetnet.new(tmp_path / "zeros.xlsx", init="zeros", plain=True)

    assert result.before.loss == 64.0
    assert warnings == (
        "all initial values are zero: the units of a hidden layer then stay equal for ever; "
        "use different initial values",
    )


@pytest.mark.parametrize(
    ("eta", "message"),
    [
        (0.0, "eta is 0: no update changes anything; use a positive eta such as 0.05"),
        (-0.1, "eta is negative: the updates climb, and E grows; use a positive eta such as 0.1"),
    ],
)
def test_an_eta_that_cannot_descend_is_reported(eta: float, message: str, letters: Path) -> None:
    assert sheetnet.train(letters, iterations=3, eta=eta).warnings == (message,)


def test_a_label_that_says_another_letter_than_the_targets_is_reported(
    spoiled: Callable[[dict[str, Any]], Path],
) -> None:
    warnings = sheetnet.train(spoiled({"Data!B10": "Z"}), iterations=1).warnings

    assert len(warnings) == 1
    assert warnings[0].startswith('Data!B10: the label is text "Z", and the targets in its row say text "')
    assert warnings[0].endswith("; only the targets count")


def test_a_target_that_no_output_reaches_is_reported(spoiled: Callable[[dict[str, Any]], Path]) -> None:
    warnings = sheetnet.train(spoiled({"Data!Y6": 3}), iterations=1).warnings

    assert warnings[0] == "Data!Y6: the target 3 lies outside 0 to 1, where no output can go"


def test_eps_0_and_a_pixel_that_is_never_black_is_told(tmp_path: Path) -> None:
    """S3.b: 0/0."""
    table = tmp_path / "table.csv"
    table.write_text("0,1,1\n0,0,0\n")
    path = tmp_path / "book.xlsx"
    chosen = {"optimiser": "adagrad"}
    sheetnet.new(path, network="2-2-1", data=table, settings=chosen, plain=True)

    with pytest.raises(SheetnetError, match=r"eps is 0.* 0/0"):
        sheetnet.train(path, iterations=3, settings={"eps": 0.0})

    assert sheetnet.train(path, iterations=3).updates == 3
