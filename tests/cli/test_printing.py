"""What a terminal shows of many workbooks."""

import json
import re
from pathlib import Path

import pytest

from sheetnet.cli import main
from sheetnet.cli.printing.records import print_record
from sheetnet.width import width_of

RECORD = {
    "status": "done",
    "command": "train",
    "before": {"iteration": 0, "E": 60.0, "accuracy": 0.25},
    "after": {"iteration": 500, "E": 0.5, "accuracy": 1.0},
    "warnings": [],
}


@pytest.mark.parametrize(
    "name", ["a.xlsx", "太郎.xlsx", "Mu\u0308ller.xlsx", "x" * 30 + ".xlsx", "太" * 20 + ".xlsx", "new\nline.xlsx"]
)
def test_the_figures_stand_below_each_other_whatever_the_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_record({**RECORD, "workbook": name}, 20)

    line = capsys.readouterr().out.rstrip("\n")
    before, _, _ = line.partition("E   ")
    assert width_of(before) in (21, 22)  # a wide character may leave a column free


def test_an_error_too_small_for_six_decimals_is_not_shown_as_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "book.xlsx")
    assert main(["new", path, "--example", "xor"]) == 0
    assert main(["train", path, "--optimiser", "lbfgs", "-n", "60"]) == 0

    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("  E "))
    before, after = line.split()[1:]
    assert before == "0.510574"
    assert 0 < float(after) < 1e-6


@pytest.mark.few(1)
@pytest.mark.parametrize(("reduction", "beside"), [("sum", True), ("mean", False)])
def test_sums_over_different_numbers_of_cases_have_their_mean_beside_them(
    reduction: str, beside: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "book.xlsx")
    assert main(["new", path, "--split", "share", "--test-share", "0.25", "--reduction", reduction, "--plain"]) == 0
    assert main(["train", path, "-n", "3"]) == 0

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    told = [float(line[-1]) for line in lines if line[:2] == ["per", "case"]]
    test = next(line for line in lines if line[:2] == ["test", "E"])
    training = next(line for line in lines if line[:1] == ["E"] and len(line) == 3)  # E before and after
    cases = (96, 32) if beside else ()  # of 128, a quarter for the test
    assert told == pytest.approx(
        [float(line[-1]) / n for line, n in zip((training, test), cases, strict=False)], abs=1e-6
    )


def test_without_test_cases_there_is_nothing_to_compare(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", str(letters), "-n", "3"]) == 0

    assert "per case" not in capsys.readouterr().out


def test_a_search_says_how_many_times_it_worked_e_out(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counted = {}
    for optimiser in ("lbfgs", "sgd"):
        assert main(["train", str(letters), "-n", "9", "--optimiser", optimiser]) == 0
        counted[optimiser] = re.findall(r"E worked out (\d+) times", capsys.readouterr().out)
    assert main(["train", str(letters), "-n", "9", "--optimiser", "lbfgs", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert counted == {"lbfgs": [str(told["evaluations"])], "sgd": []}
    assert told["evaluations"] >= 1 + 9  # the start, and at least once an iteration


def test_one_is_not_many(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", str(letters), "-n", "3"]) == 0

    out = capsys.readouterr().out
    assert "1 run of 3 iterations" in out
    assert "the best one, by median E" in out


def test_show_tells_how_a_workbook_with_settings_learns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "book.xlsx")
    assert main(["new", path, "--optimiser", "adam", "--batch-size", "32", "--split", "time", "--plain"]) == 0
    assert main(["show", path]) == 0

    assert "  settings    adam, 32 cases an update, sigmoid, sigmoid+squared, sum; test cases by time\n" in (
        capsys.readouterr().out
    )
