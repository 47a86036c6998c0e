"""Training, as it is typed: what is printed where, and the exit codes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetnet.cli import main
from tests.cli.typed import run


def test_train_prints_e_and_accuracy_before_and_after(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "train", letters)

    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == str(letters)
    assert lines[1].split() == ["before", "after"]
    assert lines[2].split() == ["iteration", "0", "500"]
    assert lines[4].split() == ["accuracy", "22.7%", "100.0%"]
    assert lines[5].startswith("  500 updates at eta 0.05 in ")
    assert lines[6] == "  written: current BP!C15:G34, counter BP!D5, trace Trace!A6:D506"
    assert lines[8:] == [f"look at it: sheetnet open {letters} (sheet Trace has the curve of E, sheet BP the weights)"]


def test_train_says_how_large_the_file_is_with_what_the_time_machine_needs(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "train", whole, "-n", "20")

    megabytes = whole.stat().st_size / 1e6
    kept = "parameters and gradients of 21 iterations"
    assert f"  sheet Trace keeps {kept}: {megabytes:.1f} MB in all; --trace basic leaves that out" in out.splitlines()
    assert "trace details Trace!R6:FZ26" in out


def test_json_is_all_that_stdout_holds(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["train", "--eta", "1"], ["step", "-k", "2"], ["check"], ["show"], ["reset"]):
        code, out, _ = run(capsys, arguments[0], letters, *arguments[1:], "--json")

        assert code == 0
        assert Path(json.loads(out)["workbook"]).name == "letters.xlsx"


def test_warnings_go_to_stderr_and_into_the_json(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, err = run(capsys, "train", letters, "--eta", "1", "--json")

    assert err.startswith("sheetnet: warning: stuck: ")
    assert json.loads(out)["warnings"] == [err.removeprefix("sheetnet: warning: ").rstrip()]


def test_a_stuck_run_is_told_once_by_its_lamp(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, err = run(capsys, "train", letters, "--eta", "1")

    assert err == ""
    assert out.count("every output is stuck at one end") == 1


def test_settings_given_as_options_are_used_for_this_run(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "train", letters, "--iterations", "20", "--eta", "0.1", "--json")
    result = json.loads(out)

    assert (result["after"]["iteration"], result["eta"]) == (20, 0.1)
    _, out, _ = run(capsys, "show", letters, "--json")
    assert (json.loads(out)["iterations"], json.loads(out)["eta"]) == (500, 0.05)
    assert run(capsys, "check", letters)[0] == 0


def test_a_workbook_of_values_is_told_without_nonsense(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "new", tmp_path / "v.xlsx", "--formulas", "values")

    _, out, _ = run(capsys, "train", tmp_path / "v.xlsx", "-n", "1")

    assert "more blocks" in out
    assert "-" not in out.partition("written:")[2].partition("sheet Trace keeps")[0].replace("->", "")
    assert "  1 update at eta 0.05 in " in out


def test_an_output_that_was_there_is_told(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = letters.with_name("my book.xlsx")
    shutil.copy(letters, other)
    before = other.read_bytes()

    _, _, err = run(capsys, "train", letters, "-n", "1", "-o", str(other))

    assert err == f"sheetnet: {other} was replaced; sheetnet undo '{other}' brings it back\n"
    assert main(["undo", str(other)]) == 0
    assert other.read_bytes() == before


def test_many_formulas_without_saved_values_are_one_line(
    spoiled: Callable[[dict[str, object]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoiled({})  # openpyxl keeps no saved values

    code, out, err = run(capsys, "check", path)

    assert code == 1
    assert err == (
        "sheetnet: letters.xlsx: BP!C11: 3238 formulas, this one and others, have no saved value; "
        "open the workbook once in Excel or LibreOffice and save it, or check with --recalculate\n"
    )
    assert "inf" not in out


def test_train_and_show_print_the_lamps_that_are_lit_with_their_remedies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, table = tmp_path / "book.xlsx", tmp_path / "table.csv"
    table.write_text("a,b,kind\n10,90,x\n30,80,x\n90,20,y\n80,30,y\n")
    run(capsys, "new", path, "--data", table, "--network", "2-2-2", "--plain")

    _, trained, _ = run(capsys, "train", path)
    _, shown, _ = run(capsys, "show", path)

    for out in (trained, shown):
        assert "lamp unscaled inputs: The inputs reach 90 and more" in out
        assert "→ make the workbook anew with --scaling standard" in out
